"""What stands beside the steps of a mediation because it follows from them, told anew once a step was corrected or voided. Pure.

On the step that completes them stands the day from which every party was told, was served, had withdrawal explained, had signed, or from which
a plan was whole (`complete_on`); who was absent and whom the court's 行政调解书 names follow from the parties; the effect of a settlement and
of that document are entries of their own. Rules read them.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from uuid import UUID

import msgspec

from services.mediation.aftermath import late_days
from services.mediation.mediation import Mediation
from services.mediation.steps import Plan
from yingsu.events.mediation.aftermath import JudicialConfirmationApplied
from yingsu.events.mediation.court import (
    CourtMediationDocumentBecameEffective,
    CourtMediationDocumentIssued,
    CourtMediationDocumentPerformed,
    CourtMediationDocumentSigned,
    CourtMediationSessionHeld,
)
from yingsu.events.mediation.mediation import PartyNotified, SettlementBecameEffective, TerminationServed, WithdrawalExplained
from yingsu.events.mediation.plan import MediationPlanSubmitted
from yingsu.ledger.entry import Entry, Event

Told = tuple[UUID, str, date]
"""A step by the id of its entry, the party that it is about, and the day from which that party has its own."""


class Restated(msgspec.Struct, frozen=True, kw_only=True):
    """What follows otherwise than it stands: `entry` (None: nothing stands of it yet), and the `event` that is right, with its legal day (None:
    nothing is)."""

    entry: Entry | None
    event: Event | None
    occurred_on: date


def restated(state: Mediation, entries: Sequence[Entry], stream: str) -> list[Restated]:
    """What follows otherwise than it stands in one stream. `entries` are the dispute's, `state` is folded of them: with the correction."""
    own = [entry for entry in entries if entry.stream == stream]
    completing = _completing(state)
    effective_on = _settled_on(state) or _document_effective_on(state)
    found = []
    for entry in own:
        right = _right(state, entry, completing, effective_on)
        if right != entry.event:
            day = effective_on if isinstance(entry.event, EFFECTS) and effective_on else entry.occurred_on
            found.append(Restated(entry=entry, event=right, occurred_on=day))
    if effective_on is not None and stream == state.mediation_id:
        there = {getattr(entry.event, "agency", None) for entry in own if isinstance(entry.event, EFFECTS)}
        for agency, effect in _effects(state, effective_on).items():
            if agency not in there:
                found.append(Restated(entry=None, event=effect, occurred_on=effective_on))
    return found


EFFECTS = (SettlementBecameEffective, CourtMediationDocumentBecameEffective)
"""What follows from signatures as an entry of its own."""


def _right(state: Mediation, entry: Entry, completing: Mapping[UUID, date], effective_on: date | None) -> Event | None:
    """What is to stand in the place of an entry; its own event where that is right."""
    replace, complete_on, document = msgspec.structs.replace, completing.get(entry.event_id), state.court_document
    match entry.event:
        case (PartyNotified() | TerminationServed() | WithdrawalExplained() | MediationPlanSubmitted()) as event:
            return replace(event, complete_on=complete_on)
        case CourtMediationSessionHeld() as event:
            return replace(event, absent=tuple(party for party in state.parties if party not in event.present))
        case CourtMediationDocumentIssued() as event:
            return replace(event, respondents=state.respondents)
        case CourtMediationDocumentSigned() as event if document:
            return replace(event, complete_on=complete_on, document_no=document.document_no)
        case CourtMediationDocumentPerformed() as event if document:
            return replace(event, document_no=document.document_no)
        case SettlementBecameEffective() | CourtMediationDocumentBecameEffective() as event:
            agency = getattr(event, "agency", None)
            return _effects(state, effective_on).get(agency) if effective_on else None
        case JudicialConfirmationApplied() as event if effective_on:
            return replace(event, late_days=late_days(event.applied_on, effective_on))
        case event:
            return event


def _effects(state: Mediation, effective_on: date) -> dict[str | None, Event]:
    """The entries that tell of the effect: one of a settlement (None), one for each agency of a 行政调解书."""
    document = state.court_document
    if document is None:
        return {None: SettlementBecameEffective(effective_on=effective_on)}
    return {
        agency: CourtMediationDocumentBecameEffective(
            agency=agency, document_no=document.document_no, effective_on=effective_on, perform_by=document.perform_by
        )
        for agency in state.respondents
    }


def _settled_on(state: Mediation) -> date | None:
    """The day on which the last party of the settlement signed."""
    if state.settlement is None:
        return None
    days = {signed.party: signed.signed_on for signed in state.signatures}
    return _all(state.settlement.parties, days)


def _document_effective_on(state: Mediation) -> date | None:
    """The day on which the last party signed for the court's 行政调解书."""
    if state.court_document is None:
        return None
    return _all(state.parties, {signed.party: signed.signed_on for signed in state.document_signatures})


def _completing(state: Mediation) -> dict[UUID, date]:
    """The steps that complete what every party must have, each with the day from which all have it."""
    signing = state.settlement.parties if state.settlement else ()
    explained = [(told.event_id, told.party, told.explained_on) for told in state.explanations]
    served = [(told.event_id, told.party, told.received_on) for told in state.servings]
    signed = [(told.event_id, told.party, told.signed_on) for told in state.document_signatures]
    groups: list[tuple[Collection[str], Iterable[Told]]] = [
        ([party for party in signing if party in state.applicants], explained),
        (state.parties, served),
        (state.parties, signed),
        *((state.parties, told) for told in _told_of_each_schedule(state)),
    ]
    found = [_completed(needed, told) for needed, told in groups] + [_whole(plan) for plan in state.plans]
    return dict(completed for completed in found if completed is not None)


def _told_of_each_schedule(state: Mediation) -> Iterator[list[Told]]:
    """Whom was told of which time and place: of the last one that was there before."""
    for schedule in state.schedules:
        following = min((later.version for later in state.schedules if later.version > schedule.version), default=None)
        yield [
            (told.event_id, told.party, told.notified_on)
            for told in state.notifications
            if told.version > schedule.version and (following is None or told.version < following)
        ]


def _completed(needed: Collection[str], told: Iterable[Told]) -> tuple[UUID, date] | None:
    """The first step with which every needed party has its own, and the day from which all have. In the order of the stream."""
    days: dict[str, date] = {}
    for event_id, party, day in told:
        days.setdefault(party, day)
        complete_on = _all(needed, days)
        if complete_on is not None:
            return event_id, complete_on
    return None


def _whole(plan: Plan) -> tuple[UUID, date] | None:
    """The submission with which the centre has leader, contact and plan of an agency, and the day from which it has."""
    for number, last in enumerate(plan.submissions, start=1):
        so_far = msgspec.structs.replace(plan, submissions=plan.submissions[:number])
        if so_far.complete_on is not None:
            return last.event_id, so_far.complete_on
    return None


def _all(needed: Collection[str], days: Mapping[str, date]) -> date | None:
    """The latest of the days of those that are needed; None while one has none, or nobody is needed."""
    return max(days[party] for party in needed) if needed and all(party in days for party in needed) else None
