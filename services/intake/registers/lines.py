"""The lines of a register out of one dispute: its rows in the jurisdiction that is asked about, or the empty one where none is. Pure."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

import msgspec

from services.intake.cases import record as records
from services.intake.cases.record import Record
from services.intake.registers.kinds import COMPUTED, Kind, Of
from yingsu.disputes import Dispute
from yingsu.events.intake.course import CaseLinkedToSeries, CaseUnlinkedFromSeries
from yingsu.events.intake.steps.resolution import SponsorAssigned
from yingsu.events.naming import named
from yingsu.law.provision import Register
from yingsu.law.registers import Row, rows
from yingsu.ledger.entry import Entry

Key = tuple[str, str, str, str]
"""Where a line stands: its day, then dispute, party and fact. A line without a day comes first: nothing was ever done."""

NEVER: Final = ""


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One line. `row` is None where the dispute has no fact of the register; `agency` is whom it concerns, None for the whole case.
    `computed` are the columns that no fact holds. `case_id` is None for a case that is not on record."""

    case_id: str | None
    case_no: str | None
    agency: str | None
    row: Row | None
    computed: Mapping[str, Any]

    @property
    def key(self) -> Key:
        """Its place."""
        row = self.row
        if row is None:
            return (NEVER, self.case_id or NEVER, NEVER, NEVER)
        return (row.on.isoformat(), row.subject, row.party or NEVER, str(row.entry.event_id))


def lines(
    dispute: Dispute,
    register: Register,
    kind: Kind,
    jurisdiction: str,
    day: date,
    *,
    standing: bool,
    sponsored: Collection[Entry] = (),
) -> Iterator[Line]:
    """The lines of the dispute. `standing` leaves out what was closed by the day; `sponsored` are the sponsors of series, of whichever case."""
    entries = _linked(dispute.entries, sponsored)
    found = rows(register, entries, lambda _: dispute.case_id, day, standing=standing, latest=kind.latest)
    if not found and kind.lacking is None:
        return
    record = records.fold(dispute.case_id, dispute.entries)
    of = Of(record=record, entries=dispute.entries, day=day)
    places = {agency.agency: agency.jurisdiction for entry in dispute.entries for agency in named(entry.event)}
    kept = [row for row in found if _is_of(row, jurisdiction, places) and _runs(row, register, of)]
    for row in kept:
        yield Line(
            case_id=dispute.case_id,
            case_no=record.case_no,
            agency=concerned(row),
            row=row,
            computed={column: compute(row, of) for column, compute in COMPUTED.items() if column in register.columns},
        )
    if not kept and not found and kind.lacking is not None and jurisdiction in places.values() and kind.lacking(of):
        known = {"case": record.case_no}
        yield Line(
            case_id=dispute.case_id,
            case_no=record.case_no,
            agency=None,
            row=None,
            computed={column: value for column, value in known.items() if column in register.columns},
        )


def concerned(row: Row) -> str | None:
    """The agency that a row is about."""
    agency: str | None = row.party or getattr(row.entry.event, "agency", None)
    return agency


def _is_of(row: Row, jurisdiction: str, places: Mapping[str, str]) -> bool:
    """Whether the row belongs to the jurisdiction: that of its agency, else of whoever recorded it or is named in the case."""
    agency = concerned(row)
    if agency is not None and agency in places:
        return places[agency] == jurisdiction
    return row.entry.jurisdiction == jurisdiction or jurisdiction in places.values()


def _runs(row: Row, register: Register, of: Of) -> bool:
    """Whether what lacks still matters: nothing lacks in a case that has ended, nor of a defendant that has left it."""
    if not register.gaps:
        return True
    agency = concerned(row)
    return of.is_open and (agency is None or not _has_left(of.record, agency, of.day))


def _has_left(record: Record, agency: str, day: date) -> bool:
    left = record.case.removed_on(agency)
    return left is not None and left <= day


def _linked(entries: Sequence[Entry], sponsored: Collection[Entry]) -> list[Entry]:
    """The entries without the links to series that were ended, and with the sponsors that other cases of its series have."""
    standing: dict[str, Entry] = {}
    for entry in sorted(entries, key=lambda found: (found.occurred_on, found.position)):
        match entry.event:
            case CaseLinkedToSeries(series=series):
                standing.setdefault(series, entry)
            case CaseUnlinkedFromSeries(series=series):
                standing.pop(series, None)
    own = {entry.event_id for entry in entries}
    covering = [
        entry
        for entry in sponsored
        if isinstance(entry.event, SponsorAssigned) and entry.event.series in standing and entry.event_id not in own
    ]
    links = {link.event_id for link in standing.values()}
    kept = [entry for entry in entries if not isinstance(entry.event, CaseLinkedToSeries) or entry.event_id in links]
    return [*kept, *covering]
