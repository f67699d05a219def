"""The view behind the due board: the obligations of each case, derived anew whenever one of its facts or the rules change."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from services.notify.board import Line, lines_of
from yingsu.events.registry.rules import CalendarPublished, ProfilePublished
from yingsu.law.in_force import last_published, rules_at
from yingsu.law.obligation import to_bytes
from yingsu.law.rules import Rules
from yingsu.ledger.database import Cursor
from yingsu.ledger.entry import Entry
from yingsu.ledger.rows import COLUMNS, to_entry

PUBLICATIONS = frozenset({CalendarPublished.TOPIC, ProfilePublished.TOPIC})
CASES_AT_ONCE = 500


class ObligationView:
    """One row an obligation. A case's rows follow from its entries up to the batch's end and the rules published up to there."""

    name = "notify.obligations"
    tables = ("notify_obligation",)

    def __init__(self) -> None:
        self._rules: tuple[int, Rules | None] | None = None

    def apply(self, cursor: Cursor, entries: Sequence[Entry]) -> None:
        """Derive the cases that the batch touches; after a publication, all of them."""
        for run in _runs(entries):
            last = run[-1].position
            if run[0].topic in PUBLICATIONS:
                self._derive_all(cursor, last)
            else:
                self._derive(cursor, sorted({entry.case_id for entry in run if entry.case_id}), last)

    def _derive_all(self, cursor: Cursor, position: int) -> None:
        query = "SELECT DISTINCT case_id FROM ledger.entry WHERE case_id IS NOT NULL AND position <= %s ORDER BY case_id"
        cases = [row[0] for row in cursor.execute(query, (position,)).fetchall()]
        for begin in range(0, len(cases), CASES_AT_ONCE):
            self._derive(cursor, cases[begin : begin + CASES_AT_ONCE], position)

    def _derive(self, cursor: Cursor, cases: list[str], position: int) -> None:
        if not cases:
            return
        query = f"SELECT {COLUMNS} FROM ledger.entry WHERE case_id = ANY (%s) AND position <= %s ORDER BY case_id, position"  # noqa: S608
        rules = self._rules_at(cursor, position)
        lines = lines_of(map(to_entry, cursor.execute(query, (cases, position)).fetchall()), rules)
        rows = [_row(line) for line in lines]
        cursor.execute("DELETE FROM views.notify_obligation WHERE case_id = ANY (%s)", (cases,))
        cursor.executemany(
            "INSERT INTO views.notify_obligation (obligation_id, case_id, case_no, party, code, state, due, latest, record, jurisdictions) "
            "VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
            rows,
        )

    def _rules_at(self, cursor: Cursor, position: int) -> Rules | None:
        last = last_published(cursor, position)
        if self._rules is None or self._rules[0] != last:
            self._rules = (last, rules_at(cursor, last))
        return self._rules[1]


def _row(line: Line) -> tuple[object, ...]:
    found = line.obligation
    return (
        found.id,
        found.case_id,
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
