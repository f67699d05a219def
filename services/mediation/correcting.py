"""What a step of a mediation becomes that was registered wrongly: corrected or voided, and what follows from it restated. Pure but for the
sealing."""

from collections.abc import Callable, Sequence
from typing import Final

import msgspec

from services.mediation import folding as mediations
from services.mediation.conducting import check_registered_here
from services.mediation.folding import OPENINGS
from services.mediation.mediation import Mediation
from services.mediation.restating import EFFECTS, Restated, restated
from services.mediation.resting import LaterStepsRest, check_rests
from yingsu.corrections import Because, Correcting, EntryNotFound, corrected, standing_entry, voided
from yingsu.errors import Refused
from yingsu.events.mediation.mediation import MediationOpened, MediationTerminated, ReturnedToCourt
from yingsu.ledger.correcting import Striking, stands
from yingsu.ledger.entry import Entry, NewEvent
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


def place_of(wrong: Correcting, entries: Sequence[Entry], stream: str) -> Entry:
    """The entry that is meant, of a stream, as it stands. Raises `EntryNotFound`."""
    found = (entry for entry in entries if entry.event_id == wrong.event_id and entry.stream == stream)
    place = next((entry for entry in found if stands(entry) and not isinstance(entry.event, Striking)), None)
    if place is None:
        raise EntryNotFound("本次调处没有这项登记，或者该项登记已经撤销、不能再更正。请刷新后从调处所列的登记中选取。")
    return place


def check_correctable(wrong: Correcting, entries: Sequence[Entry], state: Mediation, caller: Caller) -> Entry:
    """The entry is the caller's own to correct; returns it as it stands. Who conducts the mediation is for `check_conductor`.

    Raises `EntryNotFound`, `EntryFollows`, `LetterSent`, `OtherConductor`.
    """
    place = place_of(wrong, entries, state.mediation_id)
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

    `entries` are the dispute's, as they stand, `wrong` is one of them (`place_of`). Raises `LaterStepsRest`.
    """
    stream = originals[0].stream
    after = wrong.left_out_of(entries) if new is None else [_with(entry, wrong, new) for entry in entries]
    state = mediations.fold(after, mediation_id)
    follows = restated(state, after, stream) if state else []
    if new is not None:
        own = next((one.event for one in follows if one.entry and one.entry.event_id == wrong.event_id), None)
        new = msgspec.structs.replace(new, event=own or new.event)
    _check_rests(mediations.fold(entries, mediation_id), state, follows, after)
    events = list(wrong.void(originals, seal) if new is None else wrong.correct(originals, new, seal))
    for one in follows:
        if one.entry is None or one.entry.event_id != wrong.event_id:
            events += _restating(one, events[0], originals, seal)
    return tuple(events)


def _check_rests(before: Mediation | None, state: Mediation | None, follows: Sequence[Restated], after: Sequence[Entry]) -> None:
    if before is None:
        return
    if state is None:
        resting = [entry for entry in after if entry.stream == before.mediation_id and _is_step(entry)]
        if resting:
            raise LaterStepsRest(
                f"这项调解已有其他登记（{resting[0].event_id}），调解的登记未撤销。请先撤销其后的各项登记；只是日期有误的，请更正。"
            )
        return
    events = {one.entry.event_id: one.event for one in follows if one.entry is not None}
    final = [
        msgspec.structs.replace(entry, event=event) if (event := events.get(entry.event_id)) else entry
        for entry in after
        if entry.event_id not in events or events[entry.event_id] is not None
    ]
    ended = mediations.fold(final, before.mediation_id)
    if ended is not None:
        check_rests(before, ended)


def _is_step(entry: Entry) -> bool:
    return stands(entry) and not isinstance(entry.event, (*OPENINGS, Striking))


def _with(entry: Entry, wrong: Correcting, new: NewEvent) -> Entry:
    if entry.event_id != wrong.event_id:
        return entry
    return msgspec.structs.replace(entry, event=new.event, occurred_on=new.occurred_on, received_on=new.received_on)


def _restating(
    one: Restated, because_of: NewEvent, originals: Sequence[Entry], seal: Callable[[str], SealedText]
) -> tuple[NewEvent, ...]:
    """What follows, as events. What is new belongs where the corrected entry does."""
    new = None
    if one.event is not None:
        place = one.entry or because_of
        new = NewEvent(
            event=one.event,
            jurisdiction=place.jurisdiction,
            case_id=place.case_id,
            occurred_on=one.occurred_on,
            received_on=one.entry.received_on if one.entry else None,
        )
    if one.entry is None:
        return (new,) if new else ()
    standing = standing_entry(originals, one.entry.event_id)
    if standing is None:
        raise LookupError(f"{one.entry.event_id} does not stand in {one.entry.stream}")
    return corrected(standing, new, _FOLLOWS, seal) if new else (voided(standing, _FOLLOWS, seal),)
