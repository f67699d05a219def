"""What the due board and the list of tasks have in common: a line, what narrows a list, and how lines come out of disputes and views."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final, Generic, TypeVar

import msgspec

from services.notify.handled import held_by, units_in
from services.notify.reading import subjects
from services.notify.whole_case import concerned_in, owed_together
from yingsu.disputes import Joins, joined
from yingsu.law.concerned import Concerned
from yingsu.law.duty import CaseDuty
from yingsu.law.handled import Units
from yingsu.law.obligation import OWED_BY_OTHERS
from yingsu.ledger.database import Cursor
from yingsu.ledger.entry import Entry

D = TypeVar("D", bound=CaseDuty)

FOR_PARTY: Final = (
    "(%(parties)s::text[] IS NULL OR party = ANY (%(parties)s) OR (record::json #>> '{started_by,topic}' NOT LIKE 'review.%%' "
    "AND (case_id, party) IN (SELECT * FROM unnest(%(held_records)s::text[], %(held_parties)s::text[]))) "
    "OR (party IS NULL AND record::json ->> 'id' = ANY (%(whole)s::text[]))) "
    "AND (%(agency)s::text IS NULL OR party = %(agency)s OR (party IS NULL AND record::json ->> 'id' = ANY (%(whole_of)s::text[])))"
)
"""The condition on a row of a view that it is of one of the parties, or of a defendant whose response one of them handles, or of the whole
case and theirs with others; and that the agency owes it, alone or with others."""

Key = tuple[str, str]
"""Where a page ends: the day that the list is ordered by, and the id of the duty."""


class Line(msgspec.Struct, Generic[D], frozen=True, kw_only=True):
    """One line: the duty, the number of its case, the jurisdictions that may read the record it started in, the agencies whose duty it is
    (of the whole case: all that owe it together), and the units that handle the responses of these (DH-6.4, YT-2.2.1)."""

    duty: D
    case_no: str | None
    jurisdictions: tuple[str, ...]
    agencies: tuple[str, ...] = ()
    units: tuple[str, ...] = ()

    @classmethod
    def of(cls, duty: D, case_no: str | None, jurisdictions: Iterable[str], concerned: Concerned, units: Units) -> "Line[D]":
        """The line of a duty, by who is in its record and who handles whose response."""
        agencies, start = concerned.by(duty), duty.started_by
        handling = (unit for agency in agencies for unit in units.of(start.record, agency, start.topic))
        return cls(
            duty=duty,
            case_no=case_no,
            jurisdictions=tuple(jurisdictions),
            agencies=agencies,
            units=tuple(unit for unit in dict.fromkeys(handling) if unit not in agencies),
        )

    def as_seen(self, joins: Joins) -> "Line[D]":
        """The line by the dispute's id and number, as far as who reads it may see which records are one."""
        case_id = joins.dispute_of(self.duty.started_by.record)
        duty = msgspec.structs.replace(self.duty, case_id=case_id)
        return msgspec.structs.replace(self, duty=duty, case_no=joins.number_of(case_id) or self.case_no)


class Narrowing(msgspec.Struct, frozen=True, kw_only=True):
    """Which duties are asked for. `parties` are agencies' ids, of the party or of the unit that handles its response, `case_id` any record of
    the case; None does not narrow. `agency` is one that must owe it, whoever handles it. `own`: only what the party itself owes. `after`: only those further down the list."""

    parties: tuple[str, ...] | None = None
    agency: str | None = None
    own: bool = False
    case_id: str | None = None
    code: str | None = None
    clause: str | None = None
    after: Key | None = None

    def admits(self, line: Line[D], key: Key) -> bool:
        """Whether the line at the place `key` is asked for."""
        found = line.duty
        return (
            (self.parties is None or not set(self.parties).isdisjoint((*line.agencies, *line.units)))
            and self.agency in (None, *line.agencies)
            and not (self.own and found.owed_by in OWED_BY_OTHERS)
            and self.case_id in (None, found.case_id)
            and self.code in (None, found.code)
            and (self.clause is None or self.clause in found.clauses)
            and (self.after is None or key > self.after)
        )

    def within(self, joins: Joins) -> "Narrowing":
        """The same, with the case by its dispute's id."""
        return self if self.case_id is None else msgspec.structs.replace(self, case_id=joins.dispute_of(self.case_id))

    def parameters(self, cursor: Cursor) -> dict[str, object]:
        """The parameters of a query of a view, as far as the cursor's tenants may see which records are one case."""
        held = [place for party in self.parties or () for place in held_by(cursor, party)]
        return {
            "parties": None if self.parties is None else list(self.parties),
            "held_records": [record for record, _ in held],
            "held_parties": [party for _, party in held],
            "whole": owed_together(cursor, self.parties) if self.parties else [],
            "agency": self.agency,
            "whole_of": owed_together(cursor, (self.agency,)) if self.agency else [],
            "own": self.own,
            "others": list(OWED_BY_OTHERS),
            "cases": sorted(joined(cursor, [self.case_id]).records_of(self.case_id)) if self.case_id else None,
            "code": self.code,
            "clause": self.clause,
            "after_day": self.after[0] if self.after else None,
            "after_id": self.after[1] if self.after else None,
        }


def lines_of(
    entries: Iterable[Entry], joins: Joins, derive: Callable[[Sequence[Entry], Callable[[str], str]], Iterable[D]]
) -> Iterator[Line[D]]:
    """The lines of whole disputes, each by the number of the record it started in. All entries of a dispute come together, in position
    order; `derive` gives the duties that follow from them, told which dispute a record belongs to."""
    for subject in subjects(entries, joins):
        units, concerned = Units(subject.entries), Concerned(subject.entries)
        for found in derive(subject.entries, joins.dispute_of):
            record = found.started_by.record
            yield Line.of(found, subject.numbers[record], subject.readers[record], concerned, units)


def kept(cursor: Cursor, rows: Iterable[Sequence[Any]], read: Callable[[bytes], D]) -> list[Line[D]]:
    """The lines of a view's rows (record, case number, jurisdictions), by the disputes as the cursor's tenants see them."""
    found = [(read(record.encode()), case_no, jurisdictions) for record, case_no, jurisdictions in rows]
    records = sorted({duty.started_by.record for duty, _, _ in found})
    units, joins = units_in(cursor, records), joined(cursor, records)
    concerned = concerned_in(cursor, (duty for duty, _, _ in found))
    lines = [Line.of(duty, case_no, jurisdictions, concerned, units) for duty, case_no, jurisdictions in found]
    return [line.as_seen(joins) for line in lines]
