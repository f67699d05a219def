"""Stored bytes are read by topic, through upcasters, and never crash a reader."""

from typing import Any

import pytest

from yingsu.events.intake.case import CaseWithdrawn
from yingsu.ledger.entry import Event, UnknownEvent
from yingsu.ledger.mapper import decode, encode, event_class, former, newest, spelled, stored, upcast

WITHDRAWN = b'{"ruling_no":"1","ruled_on":"2026-10-20","voluntary":true}'


@stored("tests.thing_done.v2")
class ThingDone(Event, frozen=True, kw_only=True):
    """Version 2 has `reason`; version 1 had none."""

    name: str
    reason: str | None = None


@upcast("tests.thing_done.v1", "tests.thing_done.v2")
def thing_done_v1(fields: dict[str, Any]) -> dict[str, Any]:
    """Nothing was said before version 2."""
    return {**fields, "reason": None}


def test_an_event_comes_back_as_it_went() -> None:
    event = decode("intake.case_withdrawn.v1", WITHDRAWN)
    assert isinstance(event, CaseWithdrawn)
    assert encode(event) == WITHDRAWN


def test_defaults_are_stored() -> None:
    assert encode(ThingDone(name="x")) == b'{"name":"x","reason":null}'


def test_an_old_version_is_upcast() -> None:
    assert decode("tests.thing_done.v1", b'{"name":"x"}') == ThingDone(name="x")


def test_an_old_version_is_found_under_the_new_topic_and_the_new_one_under_both() -> None:
    assert (newest("tests.thing_done.v1"), newest("tests.thing_done.v2")) == ("tests.thing_done.v2", "tests.thing_done.v2")
    assert event_class("tests.thing_done.v1") is ThingDone
    assert event_class("tests.thing_done.v3") is None
    both = {"tests.thing_done.v1", "tests.thing_done.v2"}
    assert spelled(["tests.thing_done.v1"]) == spelled(["tests.thing_done.v2"]) == both
    assert spelled(["intake.case_withdrawn.v1"]) == {"intake.case_withdrawn.v1"}


def test_what_was_stored_under_an_old_topic_keeps_its_shape_where_it_was_published() -> None:
    shape = former()["intake.leader_attendance_recorded.v1"]
    assert "offered_resolution" not in shape.__struct_fields__
    assert "tests.thing_done.v1" not in former()


@pytest.mark.parametrize(
    ("topic", "payload"),
    [
        ("intake.never_heard_of.v1", b"{}"),
        ("intake.case_withdrawn.v1", b"not json"),
        ("intake.case_withdrawn.v1", b"{}"),
        ("intake.case_withdrawn.v1", WITHDRAWN[:-1] + b',"extra":1}'),
        ("tests.thing_done.v1", b"[]"),
        ("tests.thing_done.v1", b'{"name":1}'),
    ],
)
def test_what_cannot_be_read_is_an_unknown_event(topic: str, payload: bytes) -> None:
    event = decode(topic, payload)
    assert isinstance(event, UnknownEvent)
    assert (event.topic, event.payload) == (topic, payload)


def test_a_topic_is_claimed_once_and_well_formed() -> None:
    with pytest.raises(ValueError, match="two events"):
        stored("intake.case_withdrawn.v1")(ThingDone)
    with pytest.raises(ValueError, match="not a topic"):
        stored("CaseWithdrawn")
    with pytest.raises(ValueError, match="already"):
        upcast("intake.case_withdrawn.v1", "tests.thing_done.v2")(thing_done_v1)


def test_an_event_without_a_topic_is_not_stored() -> None:
    with pytest.raises(ValueError, match="no topic"):
        encode(UnknownEvent(topic="x", payload=b"", reason=""))
