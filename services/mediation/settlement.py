"""A settlement: what the parties agreed on, and that withdrawal was explained. Pure.

It is in force once every one of its parties has signed (`signature`). Withdrawal of the suit is explained, never forced. Whatever is
refused leaves no key behind: a decision seals once all its checks have passed.
"""

from collections.abc import Callable
from datetime import date

import msgspec

from services.mediation.bounds import DateOrder, check_day, check_parties, complete_on, concluded
from services.mediation.grounds import cited, clause_for
from services.mediation.mediation import Mediation
from services.mediation.steps import Settlement
from yingsu.errors import Malformed, Refused
from yingsu.events.mediation.mediation import (
    SettlementReached,
    WithdrawalExplained,
)
from yingsu.ledger.room import empty_seal, excess
from yingsu.ledger.sealed import SealedText
from yingsu.text import visible

REACHED = "达成协议"


class SessionNotHeld(Refused):
    """No session was held."""

    code = "session-not-held"
    title = "尚未调处"


class SessionNotAgreed(Refused):
    """Sessions were held, and none of them ended in agreement."""

    code = "session-not-agreed"
    title = "调处会未达成一致"


class SettlementAlreadyReached(Refused):
    """The mediation has its settlement."""

    code = "settlement-already-reached"
    title = "已达成协议"


class SettlementIncomplete(Malformed):
    """A settlement without terms, or without two sides."""

    code = "settlement-incomplete"
    title = "协议不完整"


class SettlementTooLong(Malformed):
    """The terms have no room in one entry."""

    code = "settlement-too-long"
    title = "协议内容过长"


class SettlementNotReached(Refused):
    """There is no settlement."""

    code = "settlement-not-reached"
    title = "尚未达成协议"


class NotAnApplicant(Refused):
    """The party is no applicant of the settlement: it has no suit to withdraw."""

    code = "not-an-applicant"
    title = "不是协议的行政相对人"


class AlreadyExplained(Refused):
    """Withdrawal was explained to the applicant."""

    code = "withdrawal-already-explained"
    title = "已释明"


class ReachSettlement(msgspec.Struct, frozen=True, kw_only=True):
    """《行政争议调处协议》: who takes part, the terms in the clear, and the id of an uploaded file."""

    document_no: str
    reached_on: date
    parties: tuple[str, ...]
    terms: tuple[str, ...]
    perform_by: date | None = None
    file: str | None = None


class ExplainWithdrawal(msgspec.Struct, frozen=True, kw_only=True):
    """释明撤回行政诉讼 to one applicant."""

    party: str
    explained_on: date
    note: str | None = None


def reach_settlement(
    state: Mediation, command: ReachSettlement, today: date, seal: Callable[[str], SealedText]
) -> SettlementReached:
    """制作《行政争议调处协议》 (HZ-4.5), once, after a session that ended in agreement, between at least one applicant and one respondent.

    Raises `SettlementIncomplete`, `NotAParty`, `MediationConcluded`, `SettlementAlreadyReached`, `SessionNotHeld`, `SessionNotAgreed`,
    `SettlementTooLong`, `FutureFact`, `DateOrder`.
    """
    clause = clause_for(state.track, "HZ-4.5")
    _check_form(state, command, clause)
    if state.settlement is not None:
        raise SettlementAlreadyReached(
            f"已于 {state.settlement.reached_on} 达成《行政争议调处协议》（{state.settlement.document_no}）。"
            f"按照{cited(clause)}不再重复制作；协议有误的，请更正该项登记。",
            clauses=(clause,),
        )
    if state.termination is not None or state.ending is not None:
        raise concluded(state, clause)
    if not state.sessions:
        raise SessionNotHeld(
            f"尚无调处会的登记，未登记协议。按照{cited(clause)}，经调处达成一致意见的才制作协议，请先登记调处会。",
            clauses=(clause,),
        )
    agreed = [session.held_on for session in state.sessions if session.agreed]
    if not agreed:
        raise SessionNotAgreed(
            f"已登记的调处会都没有达成一致，未登记协议。按照{cited(clause)}，经调处各方达成一致意见的才制作协议，"
            "请先登记达成一致的调处会；未达成一致的，请终止调处。",
            clauses=(clause,),
        )
    check_day(command.reached_on, today, "/reached_on", since=min(agreed), fact="达成一致的调处会", clause=clause)
    if command.perform_by is not None and command.perform_by < command.reached_on:
        raise DateOrder(
            f"履行期限 {command.perform_by} 早于达成协议之日 {command.reached_on}，未登记。"
            f"协议按{cited(clause)}达成之后才履行，请核对两个日期后重新提交。",
            clauses=(clause,),
            pointer="/perform_by",
        )
    too_long = excess(_reached(state, command, empty_seal(state.mediation_id)))
    if too_long:
        raise SettlementTooLong(
            f"协议内容过长（现有 {sum(map(len, command.terms))} 字），未登记。{cited(clause)}的协议逐条登记，"
            f"请至少减少 {too_long} 字；全文较长的，请将协议上传为文件（file），条款只写要点。",
            clauses=(clause,),
            pointer="/terms",
        )
    return _reached(state, command, seal)


def explain_withdrawal(
    state: Mediation, command: ExplainWithdrawal, today: date, seal: Callable[[str], SealedText]
) -> WithdrawalExplained:
    """释明撤回行政诉讼 (HZ-4.7) to an applicant of the settlement, once each, from the day of the settlement on.

    Raises `SettlementNotReached`, `NotAnApplicant`, `AlreadyExplained`, `MediationConcluded`, `FutureFact`, `DateOrder`.
    """
    clause = clause_for(state.track, "HZ-4.7")
    settlement = settlement_of(state, "登记释明", clause)
    if command.party not in settlement.parties or command.party not in state.applicants:
        raise NotAnApplicant(
            f"{command.party} 不是协议中的行政相对人，未登记。{cited(clause)}要求向行政相对人释明撤回行政诉讼，请核对后重新提交。",
            clauses=(clause,),
            pointer="/party",
        )
    known = next((told for told in state.explanations if told.party == command.party), None)
    if known is not None:
        raise AlreadyExplained(
            f"已于 {known.explained_on} 向该当事人释明撤回行政诉讼（{cited(clause)}），不再重复登记。登记有误的，请更正该项登记。",
            clauses=(clause,),
        )
    check_day(command.explained_on, today, "/explained_on", since=settlement.reached_on, fact=REACHED, clause=clause)
    days = (told.explained_on for told in state.explanations)
    return WithdrawalExplained(
        party=command.party,
        explained_on=command.explained_on,
        note=seal(command.note) if command.note else None,
        complete_on=complete_on(state.unexplained, command.party, command.explained_on, days),
    )


def _reached(state: Mediation, command: ReachSettlement, seal: Callable[[str], SealedText]) -> SettlementReached:
    return SettlementReached(
        document_no=command.document_no,
        reached_on=command.reached_on,
        parties=tuple(party for party in state.parties if party in command.parties),
        terms=tuple(seal(term) for term in command.terms),
        perform_by=command.perform_by,
        file=command.file,
    )


def _check_form(state: Mediation, command: ReachSettlement, clause: str) -> None:
    blank = next((number for number, term in enumerate(command.terms) if not visible(term)), None)
    if not command.terms or blank is not None:
        raise SettlementIncomplete(
            f"协议没有条款，或者有空白条款，未登记。{cited(clause)}的协议记载各方达成的一致意见，请逐条填写后重新提交。",
            clauses=(clause,),
            pointer="/terms" if blank is None else f"/terms/{blank}",
        )
    check_parties(command.parties, state.parties, "/parties", clause)
    if not any(p in state.applicants for p in command.parties) or not any(p in state.respondents for p in command.parties):
        raise SettlementIncomplete(
            f"协议的当事人应当至少有一名申请人和一个案涉行政机关，未登记。{cited(clause)}的协议由各方达成，请补充后重新提交。",
            clauses=(clause,),
            pointer="/parties",
        )


def settlement_of(state: Mediation, what: str, clause: str) -> Settlement:
    """The settlement, where the mediation was not terminated despite it. Raises `SettlementNotReached`, `MediationConcluded`."""
    if state.settlement is None:
        raise SettlementNotReached(
            f"尚未达成《行政争议调处协议》，不能{what}。按照{cited(clause)}，请先登记协议。", clauses=(clause,)
        )
    if state.termination is not None or state.ending is not None:
        raise concluded(state, clause)
    return state.settlement
