"""Claims and their ends, where two senders have the same message, or its owner asks for it while it is under way."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from services.notify.webhooks import backlog, log
from services.notify.webhooks.backlog import LEASE, Claim, Message
from services.notify.webhooks.endpoint import Endpoint
from services.notify.webhooks.schedule import OPEN_AFTER
from services.notify.webhooks.sending import DEADLINE, Outcome
from yingsu.ledger.database import Database

NOW = datetime(2026, 9, 16, 4, 0, tzinfo=UTC)
STREAM = "endpoint-1"
OK = Outcome(status=200)
DOWN = Outcome(error="connection-failed")
SOON = timedelta(seconds=5)


@pytest.fixture
def message(database: Database) -> Database:
    """The database with one message that is due."""
    endpoint = Endpoint(stream=STREAM, version=2, status="active", after=0, begun=2, awake=2)
    with database.session() as connection, connection.transaction(), connection.cursor() as cursor:
        backlog.align(cursor, endpoint, NOW)
        assert backlog.take_in(cursor, STREAM, [Message(position=1, webhook_id="msg_1", topic="t")], 0, 1, NOW)
    return database


def claim(database: Database, now: datetime) -> Claim | None:
    with database.session() as connection:
        return backlog.claim(connection, STREAM, uuid4(), now)


def end(database: Database, claimed: Claim | None, outcome: Outcome, now: datetime, delay: timedelta | None = SOON) -> None:
    assert claimed is not None
    with database.session() as connection:
        backlog.record(connection, claimed, outcome, SOON, now, delay)


def row(database: Database) -> tuple[object, ...]:
    """State, attempts, failures of the course, next try, and lease."""
    with database.session() as connection:
        found = connection.execute("SELECT state, attempts, tried, next_try, leased_until FROM delivery.message").fetchone()
    assert found is not None
    return found


def test_a_claimed_message_is_nobody_elses_until_its_lease_is_over(message: Database) -> None:
    assert LEASE > DEADLINE
    assert claim(message, NOW) is not None
    assert claim(message, NOW + LEASE - SOON) is None
    second = claim(message, NOW + LEASE)
    assert second is not None
    assert (second.number, second.webhook_id) == (2, "msg_1")


def test_a_late_failure_does_not_undo_what_another_attempt_delivered(message: Database) -> None:
    first = claim(message, NOW)
    second = claim(message, NOW + LEASE)
    end(message, second, OK, NOW + LEASE)
    end(message, first, DOWN, NOW + LEASE)
    assert row(message) == ("delivered", 2, 0, None, None)


def test_a_late_failure_does_not_end_the_lease_of_the_attempt_that_followed(message: Database) -> None:
    first = claim(message, NOW)
    assert claim(message, NOW + LEASE) is not None
    end(message, first, DOWN, NOW + LEASE)
    assert row(message) == ("waiting", 2, 0, NOW, NOW + LEASE + LEASE)


def test_a_late_success_counts(message: Database) -> None:
    first = claim(message, NOW)
    second = claim(message, NOW + LEASE)
    end(message, first, OK, NOW + LEASE)
    end(message, second, DOWN, NOW + LEASE, None)
    assert row(message)[0] == "delivered"


def test_what_its_owner_asks_for_anew_is_not_failed_by_the_last_try_under_way(message: Database) -> None:
    end(message, claim(message, NOW), DOWN, NOW)
    last = claim(message, NOW + SOON)
    with message.session() as connection, connection.transaction(), connection.cursor() as cursor:
        backlog.again(cursor, STREAM, 1, NOW + SOON)
    end(message, last, DOWN, NOW + SOON, None)
    assert row(message)[:4] == ("waiting", 2, 0, NOW + SOON)


def test_the_last_try_of_a_message_that_its_owner_asked_for_anew_meanwhile_does_not_speak_against_the_endpoint(
    message: Database,
) -> None:
    last = claim(message, NOW)
    assert last is not None
    with message.session() as connection:
        assert backlog.silent_since_first_try(connection, last)
        with connection.transaction(), connection.cursor() as cursor:
            backlog.again(cursor, STREAM, 1, NOW)
        end(message, claim(message, NOW + LEASE), DOWN, NOW + LEASE)
        assert not backlog.silent_since_first_try(connection, last)


def test_a_try_whose_outcome_was_lost_does_not_shorten_the_time_in_which_something_got_through(message: Database) -> None:
    end(message, claim(message, NOW), DOWN, NOW)
    with message.session() as connection, connection.cursor() as cursor:
        cursor.execute("UPDATE delivery.endpoint SET succeeded_at = %s", (NOW + SOON,))
        assert claim(message, NOW + SOON + SOON) is not None, "and its sender dies"
        last = claim(message, NOW + SOON + SOON + LEASE)
        assert last is not None
        assert not backlog.silent_since_first_try(connection, last)
        cursor.execute("UPDATE delivery.endpoint SET succeeded_at = %s", (NOW - SOON,))
        assert backlog.silent_since_first_try(connection, last)


def test_a_portion_is_taken_in_once(message: Database) -> None:
    """The other one read the same portion; or the feed was set back meanwhile."""
    with message.session() as connection, connection.transaction(), connection.cursor() as cursor:
        again = [Message(position=1, webhook_id="msg_1", topic="t")]
        assert not backlog.take_in(cursor, STREAM, again, 0, 1, NOW)
        assert backlog.take_in(cursor, STREAM, [], 1, 9, NOW)
        backlog.set_back(cursor, STREAM, 0)
        assert not backlog.take_in(cursor, STREAM, [], 9, 12, NOW)
        backlog.set_back(cursor, STREAM, 5)
        assert backlog.standings(cursor)[STREAM].taken_up_to == 0


def test_an_older_state_of_the_endpoint_changes_nothing(message: Database) -> None:
    end(message, claim(message, NOW), OK, NOW)
    with message.session() as connection, connection.transaction(), connection.cursor() as cursor:
        backlog.align(cursor, Endpoint(stream=STREAM, version=1), NOW)
        assert backlog.standings(cursor)[STREAM].version == 2


def test_while_an_endpoint_is_spared_a_probe_that_was_claimed_is_the_only_one(message: Database) -> None:
    with message.session() as connection, connection.transaction(), connection.cursor() as cursor:
        backlog.take_in(cursor, STREAM, [Message(position=p, webhook_id=f"msg_{p}", topic="t") for p in (2, 3)], 1, 3, NOW)
        cursor.execute("UPDATE delivery.endpoint SET failures = %s, probe_at = %s", (OPEN_AFTER, NOW))
    assert claim(message, NOW - SOON) is None
    probe = claim(message, NOW)
    assert probe is not None
    assert claim(message, NOW) is None
    assert due(message, NOW) == []
    end(message, probe, OK, NOW)
    assert due(message, NOW) == [STREAM]
    assert claim(message, NOW) is not None
    assert claim(message, NOW) is not None


def due(database: Database, now: datetime) -> list[str]:
    with database.session() as connection, connection.cursor() as cursor:
        return backlog.due(cursor, [STREAM, "endpoint-2"], now)


def test_the_next_try_is_told_with_the_rest_of_an_endpoint_that_is_spared(message: Database) -> None:
    with message.session() as connection, connection.cursor() as cursor:
        cursor.execute("UPDATE delivery.endpoint SET failures = %s, probe_at = %s", (OPEN_AFTER, NOW + SOON))
        found = log.health(cursor, STREAM)
    assert (found.backlog, found.spared, found.next_try) == (1, True, NOW + SOON)
