"""The eventsourcing library reads the ledger through its own interfaces."""

import msgspec
import pytest
from eventsourcing.application import AggregateNotFoundError, Application
from eventsourcing.persistence import NotSupportedError

from tests.ledger.writing import HONGZE, command, new, removal, write
from yingsu.events.intake.case import DefendantRemoved
from yingsu.ledger.entry import Entry
from yingsu.ledger.library import EntryMapper, LedgerApplication, folding
from yingsu.ledger.store import Ledger


class Reasons(msgspec.Struct, frozen=True):
    """A functional state as the library wants it: with its id and version."""

    id: str
    version: int
    texts: tuple[str, ...] = ()


def reasons(state: Reasons | None, entry: Entry) -> Reasons:
    """The reasons so far."""
    assert isinstance(entry.event, DefendantRemoved)
    return Reasons(entry.stream, entry.version, (*(state.texts if state else ()), entry.event.reason))


def test_the_repository_folds_a_stream_with_a_plain_function(ledger: Ledger) -> None:
    ledger.append(command(write("case-1", 0, new(removal("甲")), new(removal("乙")))))
    repository = ledger.application.repository
    whole: Reasons = repository.get("case-1", projector_func=folding(reasons))
    assert whole == Reasons("case-1", 2, ("甲", "乙"))
    earlier: Reasons = repository.get("case-1", version=1, projector_func=folding(reasons))
    assert earlier.texts == ("甲",)
    with pytest.raises(AggregateNotFoundError):
        repository.get("case-2", projector_func=folding(reasons))


def test_the_notification_log_follows_positions(ledger: Ledger) -> None:
    assert ledger.application.recorder.max_notification_id() is None
    for n in range(1, 13):
        ledger.append(command(write(f"case-{n}")))
    assert ledger.application.recorder.max_notification_id() == 12
    assert [item.id for item in ledger.application.notification_log["1,10"].items] == list(range(1, 11))
    selected = ledger.application.notification_log.select(11, 10, topics=["intake.defendant_removed.v1"])
    assert [(item.id, item.originator_id) for item in selected] == [(11, "case-11"), (12, "case-12")]
    assert list(ledger.application.notification_log.select(1, 10, topics=["intake.case_filed.v1"])) == []


def test_what_the_ledger_declines_is_declined_aloud(ledger: Ledger) -> None:
    ledger.append(command(write("case-1")))
    stored = ledger.application.recorder.select_events("case-1")
    with pytest.raises(NotSupportedError):
        ledger.application.recorder.insert_events(stored)
    with pytest.raises(NotSupportedError):
        ledger.application.recorder.subscribe()
    with pytest.raises(NotSupportedError):
        EntryMapper().to_stored_event(ledger.load("case-1", (HONGZE,))[0])


def test_there_is_one_application_class() -> None:
    ours = [cls for cls in Application.__subclasses__() if cls.__module__.startswith(("yingsu", "services"))]
    assert ours == [LedgerApplication]
    assert LedgerApplication.__subclasses__() == []
