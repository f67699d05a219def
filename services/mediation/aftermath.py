"""What becomes of a settlement in force: judicial confirmation, performance, breach. Pure.

Nothing is refused for being late. A breach is told as a fact: what follows from it is for the parties and the courts.
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

import msgspec

from services.mediation.bounds import check_day, check_parties
from services.mediation.grounds import cited, clause_for
from services.mediation.mediation import Mediation
from yingsu.errors import Refused
from yingsu.events.mediation.aftermath import (
    JudicialConfirmationApplied,
    JudicialConfirmationDecided,
    SettlementBreached,
    SettlementPerformed,
)
from yingsu.ledger.sealed import SealedText

CONFIRMATION: Final = "MSF-205"
CONFIRMED_BEFORE: Final = timedelta(days=30)
"""By when the parties apply together, from the settlement's effect (民事诉讼法 2023 art. 205)."""


class SettlementNotInForce(Refused):
    """There is no settlement that every party has signed."""

    code = "settlement-not-in-force"
    title = "协议尚未生效"


class ConfirmationBeforeSuitOnly(Refused):
    """Only a settlement from before the suit is confirmed by a court."""

    code = "confirmation-before-suit-only"
    title = "诉中的协议不申请司法确认"


class ConfirmationAlreadyApplied(Refused):
    """The parties applied."""

    code = "confirmation-already-applied"
    title = "已申请司法确认"


class ConfirmationNotApplied(Refused):
    """Nobody applied."""

    code = "confirmation-not-applied"
    title = "尚未申请司法确认"


class ConfirmationAlreadyDecided(Refused):
    """The court decided."""

    code = "confirmation-already-decided"
    title = "法院已经裁定"


class AlreadyPerformed(Refused):
    """Everything that the settlement binds its parties to is done."""

    code = "settlement-already-performed"
    title = "协议已履行完毕"


class ApplyForConfirmation(msgspec.Struct, frozen=True, kw_only=True):
    """共同申请司法确认."""

    applied_on: date
    court: str


class DecideConfirmation(msgspec.Struct, frozen=True, kw_only=True):
    """法院对申请的裁定."""

    decided_on: date
    ruling_no: str
    confirmed: bool


class PerformSettlement(msgspec.Struct, frozen=True, kw_only=True):
    """履行协议."""

    performed_on: date
    note: str | None = None


class BreachSettlement(msgspec.Struct, frozen=True, kw_only=True):
    """违反协议 by one party."""

    party: str
    breached_on: date
    note: str


def apply_for_confirmation(state: Mediation, command: ApplyForConfirmation, today: date) -> JudicialConfirmationApplied:
    """共同申请司法确认 (民事诉讼法 art. 205) of a settlement from before the suit; later than 30 days it is recorded as late.

    Raises `ConfirmationBeforeSuitOnly`, `SettlementNotInForce`, `ConfirmationAlreadyApplied`, `FutureFact`, `DateOrder`.
    """
    if state.track != "pre_suit":
        raise ConfirmationBeforeSuitOnly(
            "本次调解在诉讼之中，未登记。司法确认适用于诉前达成的协议（民事诉讼法第二百零五条）；诉中达成的，请由原告申请撤诉"
            "（行政诉讼法第六十二条），可以调解的案件由法院制作行政调解书（第六十条）。",
            clauses=(CONFIRMATION,),
        )
    effective_on = _in_force(state, "登记司法确认申请", CONFIRMATION)
    if state.application is not None:
        raise ConfirmationAlreadyApplied(
            f"已于 {state.application.applied_on} 申请司法确认（民事诉讼法第二百零五条），不再重复登记。登记有误的，请更正该项登记。",
            clauses=(CONFIRMATION,),
        )
    check_day(command.applied_on, today, "/applied_on", since=effective_on, fact="协议生效", clause=CONFIRMATION)
    late = late_days(command.applied_on, effective_on)
    return JudicialConfirmationApplied(court=command.court, applied_on=command.applied_on, late_days=late)


def late_days(applied_on: date, effective_on: date) -> int:
    """By how many days the parties applied after the 30; 0 in time."""
    return max((applied_on - effective_on - CONFIRMED_BEFORE).days, 0)


def decide_confirmation(state: Mediation, command: DecideConfirmation, today: date) -> JudicialConfirmationDecided:
    """法院裁定 (民事诉讼法 art. 206). Raises `ConfirmationNotApplied`, `ConfirmationAlreadyDecided`, `FutureFact`, `DateOrder`."""
    if state.application is None:
        raise ConfirmationNotApplied(
            "尚未登记司法确认申请，裁定未登记（民事诉讼法第二百零五条）。请先登记申请。", clauses=(CONFIRMATION,)
        )
    if state.confirmation is not None:
        raise ConfirmationAlreadyDecided(
            f"法院已于 {state.confirmation.decided_on} 裁定（{state.confirmation.ruling_no}，民事诉讼法第二百零五条、第二百零六条），"
            "不再重复登记。登记有误的，请更正该项登记。",
            clauses=(CONFIRMATION,),
        )
    since = state.application.applied_on
    check_day(command.decided_on, today, "/decided_on", since=since, fact="申请司法确认", clause=CONFIRMATION)
    return JudicialConfirmationDecided(**msgspec.structs.asdict(command))


def perform_settlement(
    state: Mediation, command: PerformSettlement, today: date, seal: Callable[[str], SealedText]
) -> SettlementPerformed:
    """履行协议 (HZ-4.5), once, also after a breach. Raises `SettlementNotInForce`, `AlreadyPerformed`, `FutureFact`, `DateOrder`."""
    clause = clause_for(state.track, "HZ-4.5")
    _in_force(state, "登记履行", clause)
    if state.performance is not None:
        raise _performed(state.performance.performed_on, clause)
    since = state.settlement.reached_on if state.settlement else state.received_on
    check_day(command.performed_on, today, "/performed_on", since=since, fact="达成协议", clause=clause)
    return SettlementPerformed(performed_on=command.performed_on, note=seal(command.note) if command.note else None)


def breach_settlement(
    state: Mediation, command: BreachSettlement, today: date, seal: Callable[[str], SealedText]
) -> SettlementBreached:
    """违反协议 (HZ-4.5) by one of its parties, while it is not performed. Raises `SettlementNotInForce`, `NotAParty`, `AlreadyPerformed`,
    `FutureFact`, `DateOrder`."""
    clause = clause_for(state.track, "HZ-4.5")
    effective_on = _in_force(state, "登记违约", clause)
    check_parties((command.party,), state.settlement.parties if state.settlement else (), "/party", clause)
    if state.performance is not None and state.performance.performed_on <= command.breached_on:
        raise _performed(state.performance.performed_on, clause)
    check_day(command.breached_on, today, "/breached_on", since=effective_on, fact="协议生效", clause=clause)
    return SettlementBreached(party=command.party, breached_on=command.breached_on, note=seal(command.note))


def _in_force(state: Mediation, what: str, clause: str) -> date:
    """The day of the settlement's effect. Raises `SettlementNotInForce`."""
    if state.effect is None:
        raise SettlementNotInForce(
            f"协议尚未经各方签字生效，不能{what}。{cited(clause)}：协议自最后一方签字之日生效，请先登记协议和各方签字。",
            clauses=(clause,),
        )
    return state.effect.effective_on


def _performed(on: date, clause: str) -> AlreadyPerformed:
    return AlreadyPerformed(
        f"协议已于 {on} 履行完毕（{cited(clause)}），不再登记。登记有误的，请更正该项登记。", clauses=(clause,)
    )
