"""Who sees persons. What is sealed is opened at the edge only, for one caller; an erased person stays erased everywhere."""

from dataclasses import dataclass

from yingsu.ledger.keys import KeyStore
from yingsu.ledger.sealed import SealedText
from yingsu.officials.callers import Caller

ERASED = "（已删除）"
WITHHELD = "（不予显示）"

SEES_PERSONS = frozenset({"court", "agency", "supervisor", "mediation_centre", "auditor"})
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

    def note(self, agency: str, sealed: SealedText | None) -> str | None:
        """An agency's own remark, which is not for the other defendants."""
        if sealed is not None and self.caller.role == "agency" and self.caller.agency != agency:
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
