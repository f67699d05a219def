"""The view behind the due board: the obligations of each dispute, derived anew whenever one of its facts or the rules change."""

from collections.abc import Iterator, Sequence
from itertools import chain, groupby

from services.notify.board import Line, lines_of
from yingsu.disputes import joined, read_whole
from yingsu.events.registry.rules import CalendarPublished, ProfilePublished
from yingsu.law.in_force import last_published, rules_at
from yingsu.law.obligation import to_bytes
from yingsu.law.rules import Rules
from yingsu.ledger.database import Cursor
from yingsu.ledger.entry import Entry
from yingsu.ledger.quarantine import NOT_QUARANTINED

PUBLICATIONS = frozenset({CalendarPublished.TOPIC, ProfilePublished.TOPIC})
CASES_AT_ONCE = 500


class ObligationView:
    """One row an obligation. A dispute's rows follow from its entries up to the batch's end and the rules published up to there."""

    name = "notify.obligations"
    tables = ("notify_obligation",)

    def __init__(self) -> None:
        self._rules: tuple[int, Rules | None] | None = None

    def apply(self, cursor: Cursor, entries: Sequence[Entry]) -> None:
        """Derive the cases that the batch touches; after a publication, all of them."""
        for run in _runs(entries):
            cases = self.reach(cursor, run)
            if cases:
                self.derive(cursor, cases, run[-1].position)

    def reach(self, cursor: Cursor, entries: Sequence[Entry]) -> list[str]:
        """The cases that the entries touch; where one is a publication, all that there are and that are not quarantined."""
        if not any(entry.topic in PUBLICATIONS for entry in entries):
            return sorted({entry.case_id for entry in entries if entry.case_id})
        query = (
            f"SELECT DISTINCT case_id FROM ledger.entry WHERE case_id IS NOT NULL AND position <= %s AND {NOT_QUARANTINED} "  # noqa: S608
            "ORDER BY case_id"
        )
        return [row[0] for row in cursor.execute(query, (entries[-1].position, self.name)).fetchall()]

    def derive(self, cursor: Cursor, cases: Sequence[str], position: int) -> None:
        """Write the rows of these cases anew, from their entries and the rules up to `position`."""
        rules = self._rules_at(cursor, position)
        for begin in range(0, len(cases), CASES_AT_ONCE):
            _write(cursor, list(cases[begin : begin + CASES_AT_ONCE]), position, rules)

    def _rules_at(self, cursor: Cursor, position: int) -> Rules | None:
        last = last_published(cursor, position)
        if self._rules is None or self._rules[0] != last:
            self._rules = (last, rules_at(cursor, last))
        return self._rules[1]


def _write(cursor: Cursor, cases: list[str], position: int, rules: Rules | None) -> None:
    joins = joined(cursor, cases, position=position)
    records = sorted(set(cases) | joins.records)
    entries = chain.from_iterable(read_whole(cursor, records, joins, position).values())
    rows = [_row(line) for line in lines_of(entries, rules, joins)]
    cursor.execute("DELETE FROM views.notify_obligation WHERE case_id = ANY (%s)", (records,))
    cursor.executemany(
        "INSERT INTO views.notify_obligation (obligation_id, case_id, case_no, party, code, state, due, latest, record, jurisdictions) "
        "VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
        rows,
    )


def _row(line: Line) -> tuple[object, ...]:
    found = line.obligation
    return (
        found.id,
        found.started_by.record,
        line.case_no,
        found.party,
        found.code,
        found.state,
        found.due,
        found.latest,
        to_bytes(found).decode(),
        list(line.jurisdictions),
    )


def _runs(entries: Sequence[Entry]) -> Iterator[list[Entry]]:
    """The entries in runs that lie wholly publications or wholly other entries, in order."""
    for _, run in groupby(entries, lambda entry: entry.topic in PUBLICATIONS):
        yield list(run)
