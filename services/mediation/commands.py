"""The centre's commands, each with the decision that answers it, and the legal days of what is appended. Pure but for the sealing."""

from collections.abc import Collection, Sequence
from datetime import date

import msgspec

from services.mediation import conduct, extension, settlement, signature, termination
from services.mediation.conduct import AcceptReferral, HoldSession, NotifyParty, ScheduleSession, SendNotice
from services.mediation.extension import ExtendTerm
from services.mediation.mediation import Mediation
from services.mediation.settlement import ExplainWithdrawal, ReachSettlement
from services.mediation.signature import SignSettlement
from services.mediation.termination import ReturnToCourt, ServeTermination, Terminate
from yingsu.events.mediation.mediation import SettlementBecameEffective
from yingsu.ledger.entry import Event
from yingsu.ledger.sealed import Seals

Command = (
    AcceptReferral
    | SendNotice
    | ScheduleSession
    | NotifyParty
    | HoldSession
    | ExtendTerm
    | ReachSettlement
    | SignSettlement
    | ExplainWithdrawal
    | Terminate
    | ServeTermination
    | ReturnToCourt
)
"""What the centre wants recorded."""


class Dated(msgspec.Struct, frozen=True, kw_only=True):
    """An event with its legal day, and the day on which its addressee had it, where that is a day of its own."""

    event: Event
    occurred_on: date
    received_on: date | None = None


def decide(
    state: Mediation, command: Command, today: date, seals: Seals, natural_persons: Collection[str] = ()
) -> Sequence[Dated]:
    """What the command becomes. `natural_persons` are the applicants that are no organisation. Raises what its decision raises."""
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


def _on(day: date, event: Event, *, received_on: date | None = None) -> Sequence[Dated]:
    return (Dated(event=event, occurred_on=day, received_on=received_on),)
