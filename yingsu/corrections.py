"""What is recorded to correct an entry or to take it back, whoever does so: the events for the entry's own stream. Pure.

How such entries are read is `yingsu.ledger.correcting`; who may correct what is its service's to decide. An office corrects what it registered
itself (`Correcting`); what a court told is the court's to correct.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from uuid import UUID

import msgspec

from yingsu.errors import NotFound, YingsuError
from yingsu.events.intake.correction import EntryCorrected, EntryVoided, StepCorrected, StepVoided
from yingsu.events.mediation.correcting import MediationEntryCorrected, MediationEntryVoided
from yingsu.events.sight import is_internal
from yingsu.ledger.correcting import Striking, without
from yingsu.ledger.entry import Entry, Event, NewEvent
from yingsu.ledger.sealed import SealedText


class Because(msgspec.Struct, frozen=True, kw_only=True):
    """Why an entry is corrected: in words that may name somebody, and the order, document or provision that it rests on."""

    reason: str
    authority: str | None = None


class EntryNotFound(NotFound):
    """There is no such entry to correct, or not any more."""

    code = "entry-not-found"


class Correcting(msgspec.Struct, frozen=True, kw_only=True):
    """An entry by its id, and why what it says is not right."""

    event_id: UUID
    because: Because

    def left_out_of(self, entries: Sequence[Entry]) -> list[Entry]:
        """The entries as though the wrong one had never said anything: what the right one is decided on."""
        return without(entries, [self.event_id])

    def correct(self, originals: Sequence[Entry], new: NewEvent, seal: Callable[[str], SealedText]) -> tuple[NewEvent, ...]:
        """That `new` stands in the entry's stead. `originals` are those of its stream. Raises `EntryNotFound`."""
        return corrected(self._standing(originals), new, self.because, seal)

    def void(self, originals: Sequence[Entry], seal: Callable[[str], SealedText]) -> tuple[NewEvent, ...]:
        """That the entry does not stand. Raises `EntryNotFound`."""
        return (voided(self._standing(originals), self.because, seal),)

    def kind_of(self, originals: Sequence[Entry]) -> type[Event]:
        """What kind of fact the entry was recorded as, whether it still stands or not. Raises `EntryNotFound`."""
        event = next((entry.event for entry in originals if entry.event_id == self.event_id), None)
        if event is None or isinstance(event, Striking):
            raise _not_found()
        return type(event)

    def _standing(self, originals: Sequence[Entry]) -> Entry:
        known = standing_entry(originals, self.event_id)
        if known is None or isinstance(known.event, Striking):
            raise _not_found()
        return known


def _not_found() -> EntryNotFound:
    return EntryNotFound(
        "没有这项登记可以由本单位更正，或者该项登记已经撤销、不能再更正。请刷新后从办理登记中选取；法院报送的事实由法院更正。"
    )


@contextmanager
def within_content() -> Iterator[None]:
    """What is wrong with the content of a correction is wrong at its place in the body."""
    try:
        yield
    except YingsuError as error:
        error.pointer = f"/content{error.pointer}" if error.pointer else None
        raise


def corrected(
    standing: Entry, new: NewEvent, because: Because, seal: Callable[[str], SealedText], causation_id: UUID | None = None
) -> tuple[NewEvent, NewEvent]:
    """That `new` stands in the stead of an entry, and `new` itself, for the entry's stream. `standing` is the entry that holds what stands
    now, as it was recorded."""
    struck = _struck(EntryCorrected, MediationEntryCorrected, StepCorrected, standing, because, seal, causation_id)
    return struck, msgspec.structs.replace(new, corrects=standing.event_id)


def voided(standing: Entry, because: Because, seal: Callable[[str], SealedText], causation_id: UUID | None = None) -> NewEvent:
    """That an entry does not stand any more, for its stream. `standing` as for `corrected`."""
    return _struck(EntryVoided, MediationEntryVoided, StepVoided, standing, because, seal, causation_id)


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
    of_mediation: type[MediationEntryCorrected | MediationEntryVoided],
    of_step: type[StepCorrected | StepVoided],
    standing: Entry,
    because: Because,
    seal: Callable[[str], SealedText],
    causation_id: UUID | None,
) -> NewEvent:
    target, topic, authority, reason = standing.event_id, standing.topic, because.authority, seal(because.reason)
    agency = getattr(standing.event, "agency", None)
    service = topic.partition(".")[0]
    event: Event
    # Whoever saw the fact sees that it was corrected, and nobody else.
    if not is_internal(standing) and service == "intake":
        event = of_case(target=target, topic=topic, reason=reason, authority=authority)
    elif not is_internal(standing) and service == "mediation":
        event = of_mediation(target=target, agency=agency, topic=topic, reason=reason, authority=authority)
    else:
        event = of_step(target=target, agency=agency, topic=topic, reason=reason, authority=authority)
    return NewEvent(
        event=event,
        jurisdiction=standing.jurisdiction,
        case_id=standing.case_id,
        occurred_on=standing.occurred_on,
        causation_id=causation_id,
    )
