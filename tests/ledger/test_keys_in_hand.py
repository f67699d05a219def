"""Keys that are made at once and stored together, before anything that they sealed is recorded."""

from collections.abc import Callable

from yingsu.clock import SettableClock
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.keys_in_hand import KeysInHand, store_together
from yingsu.ledger.sealed import Person

Subjects = Callable[[], set[str]]
SOMEBODY = Person(name="示例张某")


def test_nothing_is_stored_until_it_is_asked_for(keys: KeyStore, clock: SettableClock, subjects: Subjects) -> None:
    one, other = KeysInHand(keys, clock), KeysInHand(keys, clock)
    text, person = one.seal_text("case-1/claims", "请求"), other.seal_person("case-2/p1", SOMEBODY)
    assert (subjects(), keys.open_text(text)) == (set(), None)
    assert store_together(keys, [one, other]) == []
    assert subjects() == {"case-1/claims", "case-2/p1"}
    assert (keys.open_text(text), keys.open_person(person)) == ("请求", SOMEBODY)


def test_what_is_not_recorded_leaves_no_key(keys: KeyStore, clock: SettableClock, subjects: Subjects) -> None:
    refused, late = KeysInHand(keys, clock), KeysInHand(keys, clock)
    refused.seal_text("case-1/claims", "请求")
    assert refused.destroy("case-1/claims") == 0
    late.seal_text("case-2/claims", "请求")
    store_together(keys, [refused, late])
    assert late.destroy("case-2/claims") == 1
    assert subjects() == set()


def test_a_subject_that_has_a_key_keeps_it_and_what_was_sealed_is_sealed_again(keys: KeyStore, clock: SettableClock) -> None:
    before = keys.seal_text("message-1", "第一次")
    hand, beside = KeysInHand(keys, clock), KeysInHand(keys, clock)
    spoilt = hand.seal_text("message-1", "第二次")
    beside.seal_text("message-2", "另一条")
    assert store_together(keys, [hand, beside]) == [hand]
    again = hand.seal_text("message-1", "第二次")
    assert store_together(keys, [hand]) == []
    assert (again.key_id, keys.open_text(again), keys.open_text(spoilt)) == (before.key_id, "第二次", None)
    assert keys.open_text(before) == "第一次"
