"""The commands on a mediation, each with the decision that answers it, and the legal days of what is appended. Pure but for the sealing."""

from collections.abc import Collection, Sequence
from datetime import date

import msgspec

from services.mediation import (
    aftermath,
    conduct,
    court_document,
    extension,
    in_court,
    litigation,
    settlement,
    signature,
    termination,
)
from services.mediation.aftermath import ApplyForConfirmation, BreachSettlement, DecideConfirmation, PerformSettlement
from services.mediation.conduct import AcceptReferral, HoldSession, NotifyParty, ScheduleSession, SendNotice
from services.mediation.court_document import IssueDocument, PerformDocument, SignDocument
from services.mediation.extension import ExtendTerm
from services.mediation.in_court import EndInCourt, HoldCourtSession
from services.mediation.litigation import EndInLitigation
from services.mediation.mediation import Mediation
from services.mediation.settlement import ExplainWithdrawal, ReachSettlement
from services.mediation.signature import SignSettlement
from services.mediation.termination import ReturnToCourt, ServeTermination, Terminate
from yingsu.events.mediation.court import CourtMediationDocumentBecameEffective
from yingsu.events.mediation.mediation import SettlementBecameEffective
from yingsu.ledger.entry import Event
from yingsu.ledger.sealed import Seals

PreSuit = AcceptReferral | SendNotice | ScheduleSession | NotifyParty | ExtendTerm | Terminate | ServeTermination | ReturnToCourt
"""What there is before the suit only."""

Settling = (
    HoldSession
    | ReachSettlement
    | SignSettlement
    | ExplainWithdrawal
    | ApplyForConfirmation
    | DecideConfirmation
    | PerformSettlement
    | BreachSettlement
)
"""What there is before the suit and beside it."""

InLitigation = EndInLitigation
"""What there is beside a suit only."""

InCourt = HoldCourtSession | IssueDocument | SignDocument | PerformDocument | EndInCourt
"""What there is in court only."""

Command = PreSuit | Settling | InLitigation | InCourt
"""What whoever conducts a mediation wants recorded."""


class Dated(msgspec.Struct, frozen=True, kw_only=True):
    """An event with its legal day, and the day on which its addressee had it, where that is a day of its own."""

    event: Event
    occurred_on: date
    received_on: date | None = None


def decide(
    state: Mediation,
    command: Command,
    today: date,
    seals: Seals,
    natural_persons: Collection[str] = (),
    *,
    mediable: bool | None = None,
    clauses: Sequence[str] = (),
) -> Sequence[Dated]:
    """What the command becomes. `natural_persons` are the applicants that are no organisation; `mediable` is what the filing says, `clauses`
    are those by which the jurisdiction's own document repeats it. Raises what its decision raises."""
    match command:
        case AcceptReferral(accepted_on=day):
            return _on(day, conduct.accept_referral(state, command, today))
        case SendNotice(sent_on=day, received_on=received):
            return _on(day, conduct.send_notice(state, command, today), received_on=received)
        case ScheduleSession(scheduled_on=day):
            return _on(day, conduct.schedule_session(state, command, today, seals.text))
        case NotifyParty(notified_on=day):
            return _on(day, conduct.notify_party(state, command, today))
        case HoldSession(held_on=day):
            return _on(day, conduct.hold_session(state, command, today, seals.text))
        case ExtendTerm(agreed_on=day):
            return _on(day, extension.extend_term(state, command, today))
        case ReachSettlement(reached_on=day):
            return _on(day, settlement.reach_settlement(state, command, today, seals.text))
        case SignSettlement(signed_on=day):
            return [
                Dated(event=event, occurred_on=event.effective_on if isinstance(event, SettlementBecameEffective) else day)
                for event in signature.sign_settlement(state, command, today, seals.person, natural_persons)
            ]
        case ExplainWithdrawal(explained_on=day):
            return _on(day, settlement.explain_withdrawal(state, command, today, seals.text))
        case Terminate(terminated_on=day):
            return _on(day, termination.terminate(state, command, today, seals.text))
        case ServeTermination(served_on=day, received_on=received):
            return _on(day, termination.serve_termination(state, command, today), received_on=received)
        case ReturnToCourt(returned_on=day):
            return _on(day, termination.return_to_court(state, command, today, seals.text))
        case ApplyForConfirmation(applied_on=day):
            return _on(day, aftermath.apply_for_confirmation(state, command, today))
        case DecideConfirmation(decided_on=day):
            return _on(day, aftermath.decide_confirmation(state, command, today))
        case PerformSettlement(performed_on=day):
            return _on(day, aftermath.perform_settlement(state, command, today, seals.text))
        case BreachSettlement(breached_on=day):
            return _on(day, aftermath.breach_settlement(state, command, today, seals.text))
        case EndInLitigation(ended_on=day):
            return _on(day, litigation.end_in_litigation(state, command, today, seals.text))
        case IssueDocument(issued_on=day):
            return _on(day, court_document.issue_document(state, command, today, mediable, clauses))
        case _:
            return _in_court(state, command, today, seals)


def _in_court(
    state: Mediation, command: HoldCourtSession | SignDocument | PerformDocument | EndInCourt, today: date, seals: Seals
) -> Sequence[Dated]:
    match command:
        case HoldCourtSession(held_on=day):
            return _on(day, in_court.hold_court_session(state, command, today))
        case SignDocument(signed_on=day):
            return [
                Dated(
                    event=event,
                    occurred_on=event.effective_on if isinstance(event, CourtMediationDocumentBecameEffective) else day,
                )
                for event in court_document.sign_document(state, command, today)
            ]
        case PerformDocument(performed_on=day):
            return _on(day, court_document.perform_document(state, command, today, seals.text))
        case EndInCourt(ended_on=day):
            return _on(day, in_court.end_in_court(state, command, today, seals.text))


def _on(day: date, event: Event, *, received_on: date | None = None) -> Sequence[Dated]:
    return (Dated(event=event, occurred_on=day, received_on=received_on),)
