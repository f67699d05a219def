"""更正 and 撤销 of entries of a mediation, in the stream of the mediation or of an agency's plan. The original stays on record; readers see what
stands (`yingsu.ledger.correcting`).

Seen by whoever sees the mediation's steps. `agency` is whose entry it was, where it was an agency's; `topic` that of the struck entry;
`authority` the order, document or provision that the correction rests on.
"""

from yingsu.ledger.correcting import Striking
from yingsu.ledger.mapper import stored
from yingsu.ledger.sealed import SealedText


@stored("mediation.entry_corrected.v1")
class MediationEntryCorrected(Striking, frozen=True, kw_only=True):
    """更正. The next entry of the stream stands in the target's stead: its envelope's `corrects` names the target."""

    agency: str | None
    topic: str
    reason: SealedText
    authority: str | None


@stored("mediation.entry_voided.v1")
class MediationEntryVoided(Striking, frozen=True, kw_only=True):
    """撤销. Nothing stands in the target's stead."""

    agency: str | None
    topic: str
    reason: SealedText
    authority: str | None
