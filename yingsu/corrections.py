"""What is recorded to correct an entry or to take it back, whoever does so: the events for the entry's own stream. Pure.

How such entries are read is `yingsu.ledger.correcting`; who may correct what is its service's to decide.
"""

from collections.abc import Callable, Iterable
from uuid import UUID

import msgspec

from yingsu.events.intake.correction import EntryCorrected, EntryVoided, StepCorrected, StepVoided
from yingsu.events.sight import is_internal
from yingsu.ledger.correcting import Striking
from yingsu.ledger.entry import Entry, Event, NewEvent
from yingsu.ledger.sealed import SealedText


class Because(msgspec.Struct, frozen=True, kw_only=True):
    """Why an entry is corrected: in words that may name somebody, and the order, document or provision that it rests on."""

    reason: str
    authority: str | None = None


def corrected(
    standing: Entry, new: NewEvent, because: Because, seal: Callable[[str], SealedText], causation_id: UUID | None = None
) -> tuple[NewEvent, NewEvent]:
    """That `new` stands in the stead of an entry, and `new` itself, for the entry's stream. `standing` is the entry that holds what stands
    now, as it was recorded."""
    struck = _struck(EntryCorrected, StepCorrected, standing, because, seal, causation_id)
    return struck, msgspec.structs.replace(new, corrects=standing.event_id)


def voided(standing: Entry, because: Because, seal: Callable[[str], SealedText], causation_id: UUID | None = None) -> NewEvent:
    """That an entry does not stand any more, for its stream. `standing` as for `corrected`."""
    return _struck(EntryVoided, StepVoided, standing, because, seal, causation_id)


def standing_entry(originals: Iterable[Entry], event_id: UUID) -> Entry | None:
    """The entry that holds what stands of a fact: that of the id, or its last correction; None where it is voided, or there is no such
    entry. From all entries of its stream as they were recorded."""
    known = {entry.event_id: entry for entry in originals}
    struck = {entry.event.target for entry in known.values() if isinstance(entry.event, Striking)}
    after = {entry.corrects: entry for entry in known.values() if entry.corrects is not None}
    found = known.get(event_id)
    while found is not None and found.event_id in struck:
        found = after.get(found.event_id)
    return found


def _struck(
    of_case: type[EntryCorrected | EntryVoided],
    of_step: type[StepCorrected | StepVoided],
    standing: Entry,
    because: Because,
    seal: Callable[[str], SealedText],
    causation_id: UUID | None,
) -> NewEvent:
    target, topic, authority, reason = standing.event_id, standing.topic, because.authority, seal(because.reason)
    event: Event
    # What another service told is not open to everybody whom the case concerns: nor is that it was corrected.
    if is_internal(standing) or not standing.topic.startswith("intake."):
        agency = getattr(standing.event, "agency", None)
        event = of_step(target=target, agency=agency, topic=topic, reason=reason, authority=authority)
    else:
        event = of_case(target=target, topic=topic, reason=reason, authority=authority)
    return NewEvent(
        event=event,
        jurisdiction=standing.jurisdiction,
        case_id=standing.case_id,
        occurred_on=standing.occurred_on,
        causation_id=causation_id,
    )
