"""The mediation of its entries: each entry changes a few fields, in whatever order they come. Pure."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Final, TypeVar

import msgspec

from services.mediation.court_steps import CourtDocument, CourtEnd, CourtSession, DocumentPerformed, DocumentSigned, Ending
from services.mediation.mediation import Mediation
from services.mediation.settled_steps import Application, Breach, Confirmation, Performance
from services.mediation.steps import (
    Acceptance,
    Effect,
    Explanation,
    Extension,
    Notice,
    Notification,
    Opening,
    Returned,
    Schedule,
    Serving,
    Session,
    Settlement,
    Signature,
    Step,
    Termination,
)
from yingsu.events.mediation.aftermath import (
    JudicialConfirmationApplied,
    JudicialConfirmationDecided,
    SettlementBreached,
    SettlementPerformed,
)
from yingsu.events.mediation.court import (
    CourtMediationDocumentIssued,
    CourtMediationDocumentPerformed,
    CourtMediationDocumentSigned,
    CourtMediationEnded,
    CourtMediationSessionHeld,
    CourtMediationStarted,
)
from yingsu.events.mediation.litigation import InLitigationMediationEnded, InLitigationMediationOpened
from yingsu.events.mediation.mediation import (
    AssignmentNoticeSent,
    MediationOpened,
    MediationScheduled,
    MediationSessionHeld,
    MediationTermExtended,
    MediationTerminated,
    PartyNotified,
    ReferralAccepted,
    ReturnedToCourt,
    SettlementBecameEffective,
    SettlementReached,
    SettlementSigned,
    TerminationServed,
    WithdrawalExplained,
)
from yingsu.ledger.entry import Entry

AnyStep = TypeVar("AnyStep", bound=Step)

OPENINGS: Final = (MediationOpened, InLitigationMediationOpened, CourtMediationStarted)
"""What opens a mediation."""


def evolve(state: Mediation | None, entry: Entry) -> Mediation | None:
    """The state after one more entry of the mediation's stream or of one of its plans. None before 调处登记.

    Other entries of the case change nothing, those of another mediation neither.
    """
    if state is None:
        opening = _opening(entry)
        if opening is None:
            return None
        return Mediation(mediation_id=entry.stream, case_id=entry.case_id or "", opening=opening, version=entry.version)
    agency = planning_agency(state.mediation_id, entry.stream)
    if agency is not None:
        return _planned(state, entry, agency)
    if entry.stream != state.mediation_id:
        return state
    return msgspec.structs.replace(state, version=max(state.version, entry.version), **_change(state, entry))


def planning_agency(mediation_id: str, stream: str) -> str | None:
    """Whose plan in a mediation a stream is; None for any other stream."""
    prefix = f"plan-{mediation_id.removeprefix('mediation-')}-"
    return f"agency-{stream.removeprefix(prefix)}" if stream.startswith(prefix) else None


def fold(entries: Iterable[Entry], mediation_id: str | None = None) -> Mediation | None:
    """The mediation of these entries: of the stream `mediation_id`, else the first that they open. None where they open none."""
    known = list(entries)
    openings = (e for e in known if isinstance(e.event, OPENINGS) and mediation_id in (None, e.stream))
    state = evolve(None, opening) if (opening := next(openings, None)) else None
    for entry in known:
        state = evolve(state, entry) if state else None
    return state


def _change(state: Mediation, entry: Entry) -> dict[str, Any]:
    """The fields that one more entry of the mediation's stream changes."""
    match entry.event:
        case ReferralAccepted():
            return {"acceptance": _first(state.acceptance, _step(Acceptance, entry))}
        case AssignmentNoticeSent():
            return {"notices": _with(state.notices, _step(Notice, entry))}
        case MediationScheduled():
            return {"schedules": _with(state.schedules, _step(Schedule, entry))}
        case PartyNotified():
            return {"notifications": _with(state.notifications, _step(Notification, entry))}
        case MediationSessionHeld():
            return {"sessions": _with(state.sessions, _step(Session, entry))}
        case MediationTermExtended():
            return {"extensions": _with(state.extensions, _step(Extension, entry, agreed_on=entry.occurred_on))}
        case SettlementReached():
            return {"settlement": _first(state.settlement, _step(Settlement, entry))}
        case SettlementSigned():
            return {"signatures": _with(state.signatures, _step(Signature, entry))}
        case SettlementBecameEffective():
            return {"effect": _first(state.effect, _step(Effect, entry))}
        case WithdrawalExplained():
            return {"explanations": _with(state.explanations, _step(Explanation, entry))}
        case MediationTerminated():
            return {"termination": _first(state.termination, _step(Termination, entry))}
        case TerminationServed():
            return {"servings": _with(state.servings, _step(Serving, entry))}
        case ReturnedToCourt():
            return {"returned": _first(state.returned, _step(Returned, entry))}
        case _:
            return _changed_in_court(state, entry) if state.track == "court" else _changed_after(state, entry)


def _changed_after(state: Mediation, entry: Entry) -> dict[str, Any]:
    """The fields that change beside a suit, and once there is a settlement."""
    match entry.event:
        case InLitigationMediationEnded():
            return {"ending": _first(state.ending, _step(Ending, entry))}
        case JudicialConfirmationApplied():
            return {"application": _first(state.application, _step(Application, entry))}
        case JudicialConfirmationDecided():
            return {"confirmation": _first(state.confirmation, _step(Confirmation, entry))}
        case SettlementPerformed():
            return {"performance": _first(state.performance, _step(Performance, entry))}
        case SettlementBreached():
            return {"breaches": _with(state.breaches, _step(Breach, entry))}
        case _:
            return {}


def _changed_in_court(state: Mediation, entry: Entry) -> dict[str, Any]:
    """The fields that change in court."""
    match entry.event:
        case CourtMediationSessionHeld():
            return {"court_sessions": _with(state.court_sessions, _step(CourtSession, entry))}
        case CourtMediationDocumentIssued():
            return {"court_document": _first(state.court_document, _step(CourtDocument, entry))}
        case CourtMediationDocumentSigned():
            return {"document_signatures": _with(state.document_signatures, _step(DocumentSigned, entry))}
        case CourtMediationDocumentPerformed():
            return {"document_performances": _with(state.document_performances, _step(DocumentPerformed, entry))}
        case CourtMediationEnded():
            return {"court_end": _first(state.court_end, _step(CourtEnd, entry))}
        case _:
            return {}


def _opening(entry: Entry) -> Opening | None:
    """What opens a mediation; None for any other entry."""
    known: dict[str, Any]
    match entry.event:
        case MediationOpened() as event:
            known = {
                "track": event.track,
                "brought_by": event.referral,
                "received_on": event.received_on,
                "materials": event.materials,
            }
        case InLitigationMediationOpened() as event:
            known = {
                "track": "in_litigation",
                "brought_by": event.filing,
                "received_on": event.opened_on,
                "materials": (),
                "conductor": event.conductor,
                "agency": event.agency,
            }
        case CourtMediationStarted() as event:
            known = {"track": "court", "brought_by": event.filing, "received_on": event.started_on, "materials": ()}
        case _:
            return None
    return Opening(
        court=event.court,
        case_no=event.case_no,
        applicants=event.applicants,
        respondents=event.respondents,
        event_id=entry.event_id,
        version=entry.version,
        **known,
    )


def _step(cls: type[AnyStep], entry: Entry, **more: date) -> AnyStep:
    """The step that mirrors the entry's event."""
    return cls(**msgspec.structs.asdict(entry.event), **more, event_id=entry.event_id, version=entry.version)


def _with(steps: tuple[AnyStep, ...], step: AnyStep) -> tuple[AnyStep, ...]:
    return tuple(sorted((*steps, step), key=lambda known: known.version))


def _first(known: AnyStep | None, step: AnyStep) -> AnyStep:
    return step if known is None or step.version < known.version else known


def _planned(state: Mediation, entry: Entry, agency: str) -> Mediation:
    after = state.plan_of(agency).after(entry)
    others = (plan for plan in state.plans if plan.agency != agency)
    return msgspec.structs.replace(state, plans=tuple(sorted((*others, after), key=lambda plan: plan.agency)))
