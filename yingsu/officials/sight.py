"""Who sees persons. What is sealed is opened at the edge only, for one caller; an erased person stays erased everywhere."""

from dataclasses import dataclass
from typing import Final

from yingsu.ledger.keys import KeyStore
from yingsu.ledger.sealed import Person, SealedPerson, SealedText
from yingsu.officials.callers import Caller

ERASED: Final = "（已删除）"
WITHHELD: Final = "（不予显示）"

SEES_PERSONS: Final = frozenset({"court", "agency", "supervisor", "mediation_centre", "auditor"})
"""The roles that see the parties of the cases that are open to them. An administrator keeps the system, not the cases."""


@dataclass(frozen=True)
class Sight:
    """What one caller sees of sealed values."""

    keys: KeyStore
    caller: Caller

    @property
    def sees_persons(self) -> bool:
        """Whether the caller's role sees the parties."""
        return self.caller.role in SEES_PERSONS

    def is_for(self, agency: str) -> bool:
        """Whether the caller sees what this agency said of its own: itself does, who took it over, and who is no agency."""
        return self.caller.role != "agency" or self.caller.answers_for(agency)

    def note(self, agency: str, sealed: SealedText | None) -> str | None:
        """An agency's own remark, which is not for the other agencies of the case."""
        if sealed is not None and not self.is_for(agency):
            return WITHHELD
        return self.text(sealed)

    def text(self, sealed: SealedText | None) -> str | None:
        """A sealed text, or what stands for it; None where there is none."""
        if sealed is None:
            return None
        if not self.sees_persons:
            return WITHHELD
        opened = self.keys.open_text(sealed)
        return ERASED if opened is None else opened

    def person(self, sealed: SealedPerson) -> Person:
        """A sealed person; where the caller may not see it, or it was erased, a person whose name says so."""
        if not self.sees_persons:
            return Person(name=WITHHELD)
        return self.keys.open_person(sealed) or Person(name=ERASED)
