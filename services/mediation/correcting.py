"""What a step of a mediation becomes that was registered wrongly: corrected or voided, and what follows from it restated. Pure but for the
sealing."""

from collections.abc import Callable, Iterable, Sequence
from typing import Final
from uuid import UUID

import msgspec

from services.mediation import folding as mediations
from services.mediation.conducting import check_registered_here
from services.mediation.folding import OPENINGS
from services.mediation.grounds import clause_for
from services.mediation.litigation import check_none_open
from services.mediation.mediation import Mediation
from services.mediation.restating import EFFECTS, Restated, restated
from services.mediation.resting import LaterStepsRest, check_rests
from yingsu.corrections import Because, Correcting, EntryNotFound, corrected, standing_entry, voided
from yingsu.errors import Refused
from yingsu.events.mediation.mediation import MediationOpened, MediationTerminated, ReturnedToCourt
from yingsu.ledger.appender import JurisdictionDenied
from yingsu.ledger.correcting import Striking, stands
from yingsu.ledger.entry import ANY_JURISDICTION, Entry, NewEvent
from yingsu.ledger.sealed import SealedText
from yingsu.officials.callers import Caller

_FOLLOWS: Final = Because(reason="随前一项更正或者撤销重新计算")

CLAUSE: Final = "HZ-4.9"


class EntryFollows(Refused):
    """The entry follows from others: it is right once they are."""

    code = "entry-follows-from-others"
    title = "该项登记由系统得出"


class LetterSent(Refused):
    """The court has the letter that tells of the entry."""

    code = "letter-already-sent"
    title = "告知函已发往法院"


FIXED: Final = (MediationOpened, ReturnedToCourt, *EFFECTS)
"""Of what kind no office corrects an entry here, whatever it says."""


def place_of(wrong: Correcting, entries: Sequence[Entry], stream: str, permitted: tuple[str, ...]) -> Entry:
    """The entry that is meant, of a stream, as it stands. It is one of the jurisdictions that are `permitted`, whatever else follows from its
    correction elsewhere. Raises `EntryNotFound`, `JurisdictionDenied`."""
    found = (entry for entry in entries if entry.event_id == wrong.event_id and entry.stream == stream)
    place = next((entry for entry in found if stands(entry) and not isinstance(entry.event, Striking)), None)
    if place is None:
        raise EntryNotFound("本次调处没有这项登记，或者该项登记已经撤销、不能再更正。请刷新后从调处所列的登记中选取。")
    if place.jurisdiction not in permitted and ANY_JURISDICTION not in permitted:
        raise JurisdictionDenied(
            f"该项登记属行政区划 {place.jurisdiction}，不在本单位获授权的范围之内，未更正、未撤销。请由登记的单位办理。"
        )
    return place


def check_correctable(
    wrong: Correcting, entries: Sequence[Entry], state: Mediation, caller: Caller, permitted: tuple[str, ...]
) -> Entry:
    """The entry is the caller's own to correct; returns it as it stands. Who conducts the mediation is for `check_conductor`.

    Raises as `place_of` does, and `EntryFollows`, `LetterSent`, `OtherConductor`.
    """
    place = place_of(wrong, entries, state.mediation_id, permitted)
    check_registered_here(place, state, caller)
    if isinstance(place.event, MediationOpened):
        raise EntryNotFound("调处由法院移送而登记，不能在这里更正或者撤销。请由法院更正或者撤回移送的消息。")
    if isinstance(place.event, EFFECTS):
        raise EntryFollows("生效由各方签字得出，不单独更正。请更正或者撤销有误的签字，生效随之重新计算。")
    if state.returned is not None and isinstance(place.event, MediationTerminated | ReturnedToCourt):
        raise LetterSent(
            f"《行政争议终止调处告知函》（{state.returned.letter_no}）已于 {state.returned.returned_on} 发往法院（《十项机制》第四项），"
            "终止和退回的登记不再更正。请另行函告法院。",
            clauses=(CLAUSE,),
        )
    return place


def in_stead(
    wrong: Correcting,
    new: NewEvent | None,
    entries: Sequence[Entry],
    originals: Sequence[Entry],
    mediation_id: str,
    seal: Callable[[str], SealedText],
) -> tuple[NewEvent, ...]:
    """The events for the stream of `originals`: that `new` stands in the entry's stead, or nothing (None), and what follows from that.

    `entries` are the dispute's, as they stand, `wrong` is one of them (`place_of`). Raises `LaterStepsRest`, `TrackOpen`.
    """
    stream = originals[0].stream
    after = wrong.left_out_of(entries) if new is None else [_with(entry, wrong, new) for entry in entries]
    state = mediations.fold(after, mediation_id)
    follows = restated(state, after, stream) if state else []
    if new is not None:
        own = next((one.event for one in follows if one.entry and one.entry.event_id == wrong.event_id), None)
        new = msgspec.structs.replace(new, event=own or new.event)
    before = mediations.fold(entries, mediation_id)
    if before is not None:
        ended = mediations.fold(_as_restated(after, follows, mediation_id), mediation_id)
        _check_voided(before, after) if ended is None else _check_still(before, ended, after)
    events = wrong.void(originals, seal) if new is None else wrong.correct(originals, new, seal)
    others = [one for one in follows if one.entry is None or one.entry.event_id != wrong.event_id]
    return (*events, *following(others, events[0], originals, seal))


def following(
    follows: Iterable[Restated],
    because_of: NewEvent,
    originals: Sequence[Entry],
    seal: Callable[[str], SealedText],
    causation_id: UUID | None = None,
) -> tuple[NewEvent, ...]:
    """What follows from a correction, as events for the stream of `originals`. What is new belongs where `because_of` does."""
    return tuple(event for one in follows for event in _restating(one, because_of, originals, seal, causation_id))


def _check_voided(before: Mediation, after: Sequence[Entry]) -> None:
    """An opening that does not stand any more leaves no steps. Raises `LaterStepsRest`."""
    resting = [entry for entry in after if entry.stream == before.mediation_id and _is_step(entry)]
    if resting:
        raise LaterStepsRest(
            f"这项调解已有其他登记（{resting[0].event_id}），调解的登记未撤销。请先撤销其后的各项登记；只是日期有误的，请更正。"
        )


def _check_still(before: Mediation, after: Mediation, entries: Sequence[Entry]) -> None:
    """What stays rests on what there is, and no two mediations of a filed case are open at once. Raises `LaterStepsRest`, `TrackOpen`."""
    check_rests(before, after)
    if before.over and not after.over and after.track != "pre_suit":
        openings = [entry for entry in entries if isinstance(entry.event, OPENINGS) and entry.case_id == after.case_id]
        others = (mediations.fold(entries, entry.stream) for entry in openings if entry.stream != after.mediation_id)
        check_none_open([other for other in others if other], after.track, clause_for(after.track, ""))


def _as_restated(entries: Sequence[Entry], follows: Iterable[Restated], stream: str) -> list[Entry]:
    """The entries as they will stand with what follows. What is new among it comes last."""
    changed = {one.entry.event_id: one.event for one in follows if one.entry is not None}
    kept = [entry for entry in entries if changed.get(entry.event_id, entry.event) is not None]
    known = [msgspec.structs.replace(entry, event=changed.get(entry.event_id, entry.event)) for entry in kept]
    fresh = [
        msgspec.structs.replace(entries[-1], stream=stream, event=one.event, occurred_on=one.occurred_on)
        for one in follows
        if one.entry is None
    ]
    return known + fresh


def _is_step(entry: Entry) -> bool:
    return stands(entry) and not isinstance(entry.event, (*OPENINGS, Striking))


def _with(entry: Entry, wrong: Correcting, new: NewEvent) -> Entry:
    if entry.event_id != wrong.event_id:
        return entry
    return msgspec.structs.replace(entry, event=new.event, occurred_on=new.occurred_on, received_on=new.received_on)


def _restating(
    one: Restated, because_of: NewEvent, originals: Sequence[Entry], seal: Callable[[str], SealedText], causation_id: UUID | None
) -> tuple[NewEvent, ...]:
    new = None
    if one.event is not None:
        place = one.entry or because_of
        new = NewEvent(
            event=one.event,
            jurisdiction=place.jurisdiction,
            case_id=place.case_id,
            occurred_on=one.occurred_on,
            received_on=one.entry.received_on if one.entry else None,
            causation_id=causation_id,
        )
    if one.entry is None:
        return (new,) if new else ()
    standing = standing_entry(originals, one.entry.event_id)
    if standing is None:
        raise LookupError(f"{one.entry.event_id} does not stand in {one.entry.stream}")
    if new is None:
        return (voided(standing, _FOLLOWS, seal, causation_id),)
    return corrected(standing, new, _FOLLOWS, seal, causation_id)
