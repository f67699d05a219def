"""What is on record of who is to appear for each defendant: who asks for a leader, who was designated, why none can come, what the court
held of it. Pure.

Folded from the entries of the whole dispute, of the court, the defendants and the bodies over them, in whatever order they came.
"""

from datetime import date
from typing import Literal
from uuid import UUID

import msgspec

from yingsu.events.intake.hearing import AbsenceRuling, CourtRuledOnAbsence, LeaderSuggested, LeaderSummoned
from yingsu.events.intake.response import Rank
from yingsu.events.intake.steps.attending import (
    AbsenceExplained,
    AbsenceReason,
    LeaderChanged,
    LeaderDesignated,
    LeaderRequiredByLegalOffice,
    OfficeReason,
    StaffDelegated,
)
from yingsu.events.intake.steps.risk import CaseFlag, FlagCleared, FlagSet
from yingsu.ledger.entry import Entry
from yingsu.ledger.sealed import SealedPerson

By = Literal["court_notice", "court_suggestion"] | OfficeReason
"""法院通知, 法院建议, and the grounds of the legal office (YT-2.4.3)."""


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody wants a leader of `agency` (None: of every defendant of `jurisdiction`) at a hearing (None: at every one)."""

    by: By
    agency: str | None
    jurisdiction: str
    hearing_no: int | None
    on: date


class Flagging(msgspec.Struct, frozen=True, kw_only=True):
    """The case was listed as of a kind, or no longer is, for `agency` or, None, as a whole."""

    flag: CaseFlag
    is_set: bool
    agency: str | None
    jurisdiction: str
    on: date


class Designation(msgspec.Struct, frozen=True, kw_only=True):
    """The leader who is to appear at a hearing (None: at every one). `changed`: in the place of another."""

    agency: str
    hearing_no: int | None
    on: date
    leader: SealedPerson
    post: str
    rank: Rank
    changed: bool
    event_id: UUID


class Explanation(msgspec.Struct, frozen=True, kw_only=True):
    """Why no leader can appear at a hearing, as the agency told the court."""

    agency: str
    hearing_no: int
    hearing_on: date
    reason: AbsenceReason
    on: date
    event_id: UUID


class Delegation(msgspec.Struct, frozen=True, kw_only=True):
    """Staff of `unit` who are sent instead."""

    agency: str
    hearing_no: int
    hearing_on: date
    number: int
    unit: str
    event_id: UUID


class Ruling(msgspec.Struct, frozen=True, kw_only=True):
    """What the court held of an absence."""

    agency: str
    hearing_no: int
    hearing_on: date
    ruling: AbsenceRuling
    accepted: bool
    on: date


class Attending(msgspec.Struct, frozen=True, kw_only=True):
    """All of it, each in the order of the legal days."""

    calls: tuple[Call, ...] = ()
    flaggings: tuple[Flagging, ...] = ()
    designations: tuple[Designation, ...] = ()
    explanations: tuple[Explanation, ...] = ()
    delegations: tuple[Delegation, ...] = ()
    rulings: tuple[Ruling, ...] = ()

    def flags_on(self, agency: str, jurisdiction: str, day: date) -> frozenset[CaseFlag]:
        """What the case is listed as for the agency on a day."""
        standing: dict[tuple[str | None, CaseFlag], bool] = {}
        for flagging in self.flaggings:
            if flagging.jurisdiction == jurisdiction and flagging.agency in (None, agency) and flagging.on <= day:
                standing[flagging.agency, flagging.flag] = flagging.is_set
        return frozenset(flag for (_, flag), is_set in standing.items() if is_set)

    def calls_for(self, agency: str, jurisdiction: str, hearing_no: int, day: date) -> tuple[Call, ...]:
        """Who wants a leader of the agency at a hearing on `day`."""
        return tuple(
            call
            for call in self.calls
            if (call.agency == agency or (call.agency is None and call.jurisdiction == jurisdiction))
            and call.hearing_no in (None, hearing_no)
            and call.on <= day
        )

    def designated(self, agency: str, hearing_no: int) -> Designation | None:
        """The leader who is to appear at a hearing: the last one named for it, else for every hearing."""
        named = [known for known in self.designations if known.agency == agency and known.hearing_no in (None, hearing_no)]
        return max(reversed(named), key=lambda known: (known.hearing_no is not None, known.on), default=None)

    def explained(self, agency: str, hearing_no: int, hearing_on: date) -> Explanation | None:
        """The last explanation of an absence from a hearing."""
        at = (agency, hearing_no, hearing_on)
        return next((e for e in reversed(self.explanations) if (e.agency, e.hearing_no, e.hearing_on) == at), None)

    def ruled(self, agency: str, hearing_no: int, hearing_on: date) -> Ruling | None:
        """What the court held last of an absence from a hearing."""
        at = (agency, hearing_no, hearing_on)
        return next((r for r in reversed(self.rulings) if (r.agency, r.hearing_no, r.hearing_on) == at), None)


def evolve(state: Attending, entry: Entry) -> Attending:
    """The state after one more entry of the dispute."""
    match entry.event:
        case LeaderSummoned() as event:
            call = Call(
                by="court_notice",
                agency=event.agency,
                jurisdiction=entry.jurisdiction,
                hearing_no=event.hearing_no,
                on=event.summoned_on,
            )
            return _called(state, call)
        case LeaderSuggested() as event:
            call = Call(
                by="court_suggestion",
                agency=event.agency,
                jurisdiction=entry.jurisdiction,
                hearing_no=event.hearing_no,
                on=event.suggested_on,
            )
            return _called(state, call)
        case LeaderRequiredByLegalOffice() as event:
            call = Call(
                by=event.reason,
                agency=event.agency,
                jurisdiction=entry.jurisdiction,
                hearing_no=event.hearing_no,
                on=event.required_on,
            )
            return _called(state, call)
        case FlagSet(agency=agency, flag=flag, set_on=day):
            return _flagged(state, Flagging(flag=flag, is_set=True, agency=agency, jurisdiction=entry.jurisdiction, on=day))
        case FlagCleared(agency=agency, flag=flag, cleared_on=day):
            return _flagged(state, Flagging(flag=flag, is_set=False, agency=agency, jurisdiction=entry.jurisdiction, on=day))
        case LeaderDesignated() | LeaderChanged():
            return _designated(state, entry, entry.event)
        case AbsenceExplained() as event:
            explanation = Explanation(
                agency=event.agency,
                hearing_no=event.hearing_no,
                hearing_on=event.hearing_on,
                reason=event.reason,
                on=event.explained_on,
                event_id=entry.event_id,
            )
            explanations = tuple(sorted((*state.explanations, explanation), key=lambda e: e.on))
            return msgspec.structs.replace(state, explanations=explanations)
        case StaffDelegated() as event:
            delegation = Delegation(
                agency=event.agency,
                hearing_no=event.hearing_no,
                hearing_on=event.hearing_on,
                number=len(event.persons),
                unit=event.unit,
                event_id=entry.event_id,
            )
            return msgspec.structs.replace(state, delegations=(*state.delegations, delegation))
        case CourtRuledOnAbsence() as event:
            ruling = Ruling(
                agency=event.agency,
                hearing_no=event.hearing_no,
                hearing_on=event.hearing_on,
                ruling=event.ruling,
                accepted=event.accepted,
                on=event.ruled_on,
            )
            return msgspec.structs.replace(state, rulings=tuple(sorted((*state.rulings, ruling), key=lambda r: r.on)))
        case _:
            return state


def _called(state: Attending, call: Call) -> Attending:
    return msgspec.structs.replace(state, calls=tuple(sorted((*state.calls, call), key=lambda c: c.on)))


def _flagged(state: Attending, flagging: Flagging) -> Attending:
    return msgspec.structs.replace(state, flaggings=tuple(sorted((*state.flaggings, flagging), key=lambda f: f.on)))


def _designated(state: Attending, entry: Entry, event: LeaderDesignated | LeaderChanged) -> Attending:
    designation = Designation(
        agency=event.agency,
        hearing_no=event.hearing_no,
        on=event.changed_on if isinstance(event, LeaderChanged) else event.designated_on,
        leader=event.leader,
        post=event.post,
        rank=event.rank,
        changed=isinstance(event, LeaderChanged),
        event_id=entry.event_id,
    )
    return msgspec.structs.replace(state, designations=tuple(sorted((*state.designations, designation), key=lambda d: d.on)))
