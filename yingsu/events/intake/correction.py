"""更正 and 撤销 of entries of a case. The original stays on record; readers see what stands (`yingsu.ledger.correcting`).

In the stream of the entry that is struck, in a case's streams and in those of its numbers. `topic` is that of the struck entry, `authority`
the order, document or provision that the correction rests on. Where the entry was an internal one, or of another service than
intake, the correction is internal (`StepCorrected`, `StepVoided`).
"""

from yingsu.events.sight import internal
from yingsu.ledger.correcting import Striking
from yingsu.ledger.entry import Event
from yingsu.ledger.mapper import stored
from yingsu.ledger.sealed import SealedText


@stored("intake.entry_corrected.v1")
class EntryCorrected(Striking, frozen=True, kw_only=True):
    """更正. The next entry of the stream stands in the target's stead: its envelope's `corrects` names the target."""

    topic: str
    reason: SealedText
    authority: str | None


@stored("intake.entry_voided.v1")
class EntryVoided(Striking, frozen=True, kw_only=True):
    """撤销. Nothing stands in the target's stead."""

    topic: str
    reason: SealedText
    authority: str | None


@internal()
@stored("intake.step_corrected.v1")
class StepCorrected(Striking, frozen=True, kw_only=True):
    """更正 of an internal entry. `agency` is whose entry it was; None where it concerned the whole case."""

    agency: str | None
    topic: str
    reason: SealedText
    authority: str | None


@internal()
@stored("intake.step_voided.v1")
class StepVoided(Striking, frozen=True, kw_only=True):
    """撤销 of an internal entry."""

    agency: str | None
    topic: str
    reason: SealedText
    authority: str | None


@stored("intake.correction_awaited.v1")
class CorrectionAwaited(Event, frozen=True, kw_only=True):
    """A court corrects or takes back its message in `corrected` (a message's stream), which is not on record, or was not when this was
    written. `message` is the stream of the message that does.

    In a stream of its own for each corrected message. Written once more by the corrected message as it arrives, so that whoever follows
    the ledger looks then.
    """

    court: str
    corrected: str
    message: str
