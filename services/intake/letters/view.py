"""The read model of the letters to courts: what a court's list is made of. Titles and text stay in the ledger."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import msgspec

from yingsu.events.intake.letter import CourtLetterCollected, CourtLetterIssued
from yingsu.ledger.database import Cursor
from yingsu.ledger.entry import Entry
from yingsu.listing import Listing


@dataclass(frozen=True)
class LetterView:
    """`views.intake_letter`: one row a letter."""

    name: str = "intake.letter"
    tables: tuple[str, ...] = ("intake_letter",)
    selects: tuple[str, ...] = ("intake.court_letter%",)

    def apply(self, cursor: Cursor, entries: Sequence[Entry]) -> None:
        """Add the letters of the batch and mark those that were collected."""
        for entry in entries:
            match entry.event:
                case CourtLetterIssued() as issued:
                    cursor.execute(
                        "INSERT INTO intake_letter (letter_id, position, court, kind, case_no, letter_no, issued_on, enclosures, "
                        "jurisdictions) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
                        (
                            entry.stream,
                            entry.position,
                            issued.court,
                            issued.kind,
                            issued.case_no,
                            issued.letter_no,
                            issued.issued_on,
                            len(issued.enclosures),
                            [entry.jurisdiction],
                        ),
                    )
                case CourtLetterCollected(collected_on=day):
                    cursor.execute(
                        "UPDATE intake_letter SET collected_on = %s WHERE letter_id = %s AND collected_on IS NULL",
                        (day, entry.stream),
                    )


class LetterRow(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a court's list. `position` is that of the letter's issue."""

    letter_id: str
    position: int
    kind: str
    case_no: str
    letter_no: str
    issued_on: date
    collected_on: date | None
    enclosures: int


def list_letters(cursor: Cursor, court: str, collected: bool | None, after: int, limit: int) -> list[LetterRow]:
    """A court's letters (collected or not; None: both) that were issued after position `after`, the oldest first."""
    found = Listing(
        "SELECT letter_id, position, kind, case_no, letter_no, issued_on, collected_on, enclosures FROM views.intake_letter"
    )
    found.where("court = %s", court)
    if collected is not None:
        found.where(f"collected_on IS {'NOT ' if collected else ''}NULL")
    return [
        LetterRow(
            letter_id=row[0],
            position=row[1],
            kind=row[2],
            case_no=row[3],
            letter_no=row[4],
            issued_on=row[5],
            collected_on=row[6],
            enclosures=row[7],
        )
        for row in found.oldest(cursor, ("position",), (after,), limit)
    ]
