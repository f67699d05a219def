"""The life of an endpoint: what may follow on what, and what each refusal tells its owner to do."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from services.notify.webhooks import endpoint as endpoints
from services.notify.webhooks.endpoint import (
    BOTH_FOR,
    Endpoint,
    EndpointNotActive,
    EndpointNotFound,
    EndpointNotPaused,
    Keys,
    stream_of,
)
from tests.published.test_leaves import entries
from yingsu.errors import YingsuError
from yingsu.events.notify.endpoint import (
    EndpointActivated,
    EndpointPaused,
    EndpointRegistered,
    EndpointRemoved,
    EndpointResumed,
    EndpointSecretRotated,
)
from yingsu.ledger.entry import Entry, Event
from yingsu.ledger.sealed import SealedText

AGENCY = "agency-00000000-0000-4000-8000-320813000002"
STREAM = "endpoint-00000000-0000-4000-8000-320813000002"
NOW = datetime(2026, 9, 16, 4, 0, tzinfo=UTC)


def keys(name: str) -> Keys:
    sealed = SealedText(subject=STREAM, key_id="k", box=name)
    return Keys(secret=sealed, signing_key=sealed, public_key=name)


def registered(name: str = "one", *topics: str) -> EndpointRegistered:
    return endpoints.register(Endpoint(stream=STREAM), f"https://{name}.example/", topics, keys(name))


def rotated(name: str, until: datetime) -> EndpointSecretRotated:
    new = keys(name)
    return EndpointSecretRotated(
        agency=AGENCY, secret=new.secret, signing_key=new.signing_key, public_key=new.public_key, both_until=until
    )


ACTIVATED = EndpointActivated(agency=AGENCY, after=7)
PAUSED = EndpointPaused(agency=AGENCY, reason="owner")
RESUMED = EndpointResumed(agency=AGENCY)
REMOVED = EndpointRemoved(agency=AGENCY)


def given(*events: Event) -> Endpoint:
    """The endpoint after these events."""

    def entry(version: int, event: Event) -> Entry:
        return msgspec.structs.replace(entries()[0], stream=STREAM, version=version, topic=event.TOPIC, event=event)

    return endpoints.fold(STREAM, [entry(version, event) for version, event in enumerate(events, 1)])


def test_the_stream_is_the_agencys() -> None:
    assert stream_of(AGENCY) == STREAM
    assert given(registered()).agency == AGENCY


def test_the_status_follows_what_happened() -> None:
    story = (registered(), ACTIVATED, PAUSED, RESUMED, registered("two"), ACTIVATED, REMOVED)
    found = [given(*story[:count]).status for count in range(len(story) + 1)]
    assert found == ["absent", "registered", "active", "paused", "active", "registered", "active", "absent"]
    assert given(*story).version == 7


def test_a_new_address_waits_for_a_ping_of_its_own_and_goes_on_where_the_old_one_was() -> None:
    state = given(registered(), ACTIVATED, PAUSED, registered("two", "notify."))
    assert (state.status, state.url, state.paused_for) == ("registered", "https://two.example/", None)
    assert (state.after, state.begun) == (7, 2)
    assert endpoints.activate(state, 99) == ACTIVATED
    assert [state.wants(topic) for topic in ("notify.reminder_sent.v1", "intake.case_filed.v1")] == [True, False]


def test_the_first_ping_that_is_answered_begins_at_the_end_of_the_record() -> None:
    assert endpoints.activate(given(registered()), 7) == ACTIVATED
    assert endpoints.activate(given(registered(), ACTIVATED, REMOVED, registered()), 9) == EndpointActivated(
        agency=AGENCY, after=9
    )
    for state in (given(registered(), ACTIVATED), given(registered(), ACTIVATED, PAUSED), given()):
        assert endpoints.activate(state, 7) is None


def test_nothing_remains_of_an_endpoint_that_was_removed_but_its_version() -> None:
    assert given(registered(), ACTIVATED, REMOVED) == Endpoint(stream=STREAM, version=3)


def test_replaced_keys_are_used_until_their_day_is_over() -> None:
    state = given(registered("a"), rotated("b", NOW + BOTH_FOR), rotated("c", NOW + BOTH_FOR + timedelta(hours=1)))
    names = ["".join(used.public_key for used in state.keys_at(NOW + timedelta(hours=hours))) for hours in (0, 23, 24, 25)]
    assert names == ["cba", "cba", "cb", "c"]
    assert endpoints.rotate(state, keys("d"), NOW).both_until == NOW + timedelta(hours=24)
    assert [used.public_key for used in given(registered("a"), rotated("b", NOW), registered("c")).keys_at(NOW)] == ["c"]


def test_of_many_rotations_within_a_day_the_last_keys_sign_and_a_message_stays_small() -> None:
    state = given(registered("0"), *(rotated(str(number), NOW + BOTH_FOR) for number in range(1, 100)))
    assert [used.public_key for used in state.keys_at(NOW)] == ["99", "98", "97", "96"]


def test_what_was_decided_is_what_is_recorded() -> None:
    active = given(registered(), ACTIVATED)
    assert endpoints.pause(active, "gone") == EndpointPaused(agency=AGENCY, reason="gone")
    assert endpoints.resume(given(registered(), ACTIVATED, PAUSED)) == RESUMED
    assert endpoints.remove(active) == REMOVED


@pytest.mark.parametrize(
    ("decide", "error", "code"),
    [
        (lambda: endpoints.pause(given(), "owner"), EndpointNotFound, "endpoint-not-found"),
        (lambda: endpoints.resume(given()), EndpointNotFound, "endpoint-not-found"),
        (lambda: endpoints.rotate(given(), keys("a"), NOW), EndpointNotFound, "endpoint-not-found"),
        (lambda: endpoints.remove(given(registered(), REMOVED)), EndpointNotFound, "endpoint-not-found"),
        (lambda: endpoints.pause(given(registered()), "owner"), EndpointNotActive, "endpoint-not-active"),
        (lambda: endpoints.pause(given(registered(), ACTIVATED, PAUSED), "owner"), EndpointNotActive, "endpoint-not-active"),
        (lambda: endpoints.resume(given(registered())), EndpointNotPaused, "endpoint-not-paused"),
        (lambda: endpoints.resume(given(registered(), ACTIVATED)), EndpointNotPaused, "endpoint-not-paused"),
    ],
)
def test_what_cannot_follow_is_refused_and_says_what_to_do(
    decide: Callable[[], object], error: type[YingsuError], code: str
) -> None:
    with pytest.raises(error) as refused:
        decide()
    assert refused.value.code == code
    assert "请先" in refused.value.message
