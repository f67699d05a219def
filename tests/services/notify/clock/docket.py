"""Many cases at once, straight into the ledger: each against the land and the market agency of 洪泽, both served."""

from datetime import date
from uuid import uuid4

import msgspec

from services.registry import samples
from tests.services.intake.cast import case_filed
from yingsu.events.intake.case import CaseFiled, Defendant, Plaintiff, ServiceRecorded
from yingsu.events.notify.timer import ObligationOverdue, ReminderSent
from yingsu.ledger.deciding import EVERYWHERE, SYSTEM
from yingsu.ledger.entry import Command, Entry, NewEvent, StreamWrite
from yingsu.ledger.store import Ledger

AGENCIES = (samples.RESOURCES, samples.MARKET)
AT_ONCE = 50

Line = tuple[str, str, date, date]
"""What the clock told: what, of which obligation, of which day, and for which last day."""


def file_cases(ledger: Ledger, count: int, served_on: date) -> list[str]:
    """Append the cases; returns their ids."""
    cases = [f"case-{number:04d}-{uuid4()}" for number in range(count)]
    for begin in range(0, count, AT_ONCE):
        writes = [
            StreamWrite(stream=case_id, expected_version=0, events=_events(case_id, served_on))
            for case_id in cases[begin : begin + AT_ONCE]
        ]
        ledger.append(_command(writes))
    return cases


def append(ledger: Ledger, case_id: str, new: NewEvent) -> None:
    """One more fact of a case."""
    version = len(ledger.load(case_id, EVERYWHERE))
    ledger.append(_command([StreamWrite(stream=case_id, expected_version=version, events=(new,))]))


def told(ledger: Ledger) -> list[Entry]:
    """What the clock told, in the order of telling."""
    return [entry for entry in ledger.read_all(0, 1_000_000) if isinstance(entry.event, ObligationOverdue | ReminderSent)]


def line(entry: Entry) -> Line:
    """What one of them says."""
    match entry.event:
        case ObligationOverdue() as overdue:
            return ("overdue", overdue.obligation, entry.occurred_on, overdue.latest)
        case ReminderSent() as reminder:
            assert reminder.for_day == entry.occurred_on
            return (reminder.stage, reminder.obligation, entry.occurred_on, reminder.latest)
        case other:
            raise TypeError(other)


def _events(case_id: str, served_on: date) -> tuple[NewEvent, ...]:
    filed = _filed(case_id, served_on)
    services = [
        ServiceRecorded(agency=agency, document="complaint_copy", received_on=served_on, method=None) for agency in AGENCIES
    ]
    return tuple(
        NewEvent(event=event, jurisdiction=samples.JURISDICTION, case_id=case_id, occurred_on=served_on)
        for event in (filed, *services)
    )


def _filed(case_id: str, filed_on: date) -> CaseFiled:
    return msgspec.structs.replace(
        case_filed(),
        case_no=f"（样例）{case_id[-12:]}号",
        filed_on=filed_on,
        plaintiffs=(Plaintiff(party="p1", person=None, organisation="示例公司"),),
        defendants=tuple(
            Defendant(agency=agency, jurisdiction=samples.JURISDICTION, object="original_act") for agency in AGENCIES
        ),
    )


def _command(writes: list[StreamWrite]) -> Command:
    return Command(
        command_id=uuid4(),
        body_hash=b"tests",
        writes=tuple(writes),
        actor=SYSTEM,
        source="tests",
        correlation_id="tests",
        permitted=EVERYWHERE,
    )
