"""A small view, for the tests of those who keep views up."""

from collections.abc import Sequence

from yingsu.events.intake.case import DefendantRemoved
from yingsu.ledger.database import Cursor, Database
from yingsu.ledger.entry import Entry
from yingsu.ledger.reader import contents


class Reasons:
    """One row a stream, its reasons joined. It fails on a reason that is one of `poisons`."""

    name = "tests.reasons"
    tables: tuple[str, ...] = ("reasons",)
    poisons: frozenset[str] = frozenset()
    failure: Exception = ValueError("poison")

    def apply(self, cursor: Cursor, entries: Sequence[Entry]) -> None:
        for entry in entries:
            if isinstance(entry.event, DefendantRemoved):
                cursor.execute(
                    "INSERT INTO reasons (stream, text, jurisdictions) VALUES (%s, %s, '{}') ON CONFLICT (stream) DO UPDATE SET text = reasons.text || excluded.text",
                    (entry.stream, entry.event.reason),
                )
                if entry.event.reason in self.poisons:
                    raise self.failure


def rows(database: Database) -> bytes:
    """All rows of the view."""
    with database.project() as cursor:
        return contents(cursor, "reasons").replace(b"\t{}\n", b"\n")
