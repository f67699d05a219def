"""A court and its letters: it reads them, and confirms that it has them."""

from dataclasses import dataclass
from datetime import date

import msgspec

from services.intake.court.correspondence import RETRIES, NothingLeft
from services.intake.letters import letter as letters
from services.intake.letters.letter import Letter
from yingsu.clock import legal_day
from yingsu.errors import NotFound
from yingsu.ledger.deciding import EVERYWHERE, Request, carry_out
from yingsu.ledger.entry import NewEvent, StreamWrite
from yingsu.ledger.store import Ledger
from yingsu.officials.callers import Caller


class LetterNotFound(NotFound):
    """There is no such letter for this court."""

    code = "letter-not-found"


@dataclass(frozen=True)
class LetterDesk:
    """A court's own letters."""

    ledger: Ledger

    def letter(self, letter_id: str, caller: Caller) -> Letter:
        """The letter, for a token of its court that reaches its jurisdiction. Raises `LetterNotFound`."""
        found = letters.fold(self.ledger.load(letter_id, caller.tenants)) if letter_id.startswith("letter-") else None
        if found is None or found.issued.court != caller.court:
            raise LetterNotFound("本院没有这份函件。请从函件列表中选取。")
        return found

    def collect(self, letter_id: str, collected_on: date, caller: Caller, request: Request) -> Letter:
        """Record that the court has the letter. One that it has already stays as it is.

        Raises `LetterNotFound`, `FutureFact`, `DateOrder`, `KeyReused`.
        """

        def decide() -> list[StreamWrite]:
            letter = self.letter(letter_id, caller)
            event = letters.collect(letter, collected_on, legal_day(self.ledger.clock()))
            if letter.collected_on is not None:
                raise NothingLeft
            new = NewEvent(event=event, jurisdiction=letter.jurisdiction, case_id=letter.case_id, occurred_on=collected_on)
            return [StreamWrite(stream=letter_id, expected_version=letter.version, events=(new,))]

        try:
            # The letter was found within the caller's reach; it may belong to another jurisdiction of the same case.
            carry_out(self.ledger, msgspec.structs.replace(request, permitted=EVERYWHERE), decide, retries=RETRIES)
        except NothingLeft:
            return self.letter(letter_id, caller)
        return self.letter(letter_id, caller)
