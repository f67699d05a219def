"""Termination: the decision, its notice to each party, and the return of the matter to the court that referred it. Pure.

A settlement that is reached but unsigned may still be terminated; one in force may not. Whatever is refused leaves no key behind: a
decision seals once all its checks have passed.
"""

from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import get_args

import msgspec

from services.mediation.bounds import check_day, check_parties, complete_on
from services.mediation.mediation import Mediation
from services.mediation.steps import Termination
from yingsu.errors import Malformed, Refused
from yingsu.events.mediation.mediation import (
    MediationTerminated,
    ReturnedMaterial,
    ReturnedToCourt,
    TerminationReason,
    TerminationServed,
)
from yingsu.ledger.room import empty_seal, excess
from yingsu.ledger.sealed import SealedText
from yingsu.text import visible

TERMINATED = "终止调处"


class AlreadyTerminated(Refused):
    """The mediation was terminated."""

    code = "mediation-already-terminated"
    title = "调处已终止"


class SettlementInForce(Refused):
    """Every party has signed: there is nothing left to terminate."""

    code = "settlement-in-force"
    title = "协议已生效"


class TerminationUnexplained(Malformed):
    """No reason of the list, or "other" without a note."""

    code = "termination-reason-missing"
    title = "缺少终止原因"


class NotTerminated(Refused):
    """The mediation was not terminated."""

    code = "mediation-not-terminated"
    title = "调处尚未终止"


class AlreadyServed(Refused):
    """The party has the notice of termination."""

    code = "termination-already-served"
    title = "已送达该当事人"


class AlreadyReturned(Refused):
    """The matter went back to the court."""

    code = "already-returned-to-court"
    title = "已退回法院"


class MaterialsIncomplete(Malformed):
    """The returned list is not the received list, or a difference has no reason."""

    code = "returned-materials-incomplete"
    title = "退回材料与接收材料不一致"


class ReturnTooLong(Malformed):
    """The reasons why materials stay have no room in one entry."""

    code = "returned-materials-too-long"
    title = "未退回的理由过长"


class Terminate(msgspec.Struct, frozen=True, kw_only=True):
    """终止调处."""

    reason: TerminationReason
    terminated_on: date
    document_no: str
    note: str | None = None


class ServeTermination(msgspec.Struct, frozen=True, kw_only=True):
    """《行政争议终止调处通知书》 to one party, served and received on these days."""

    party: str
    served_on: date
    received_on: date
    method: str | None = None


class MaterialBack(msgspec.Struct, frozen=True, kw_only=True):
    """One received material, returned or not; `reason` where not."""

    material: str
    returned: bool = True
    reason: str | None = None


class ReturnToCourt(msgspec.Struct, frozen=True, kw_only=True):
    """《行政争议终止调处告知函》 and its materials; `text` is the letter in the clear, without the list of the materials."""

    letter_no: str
    returned_on: date
    materials: tuple[MaterialBack, ...]
    text: str


def terminate(state: Mediation, command: Terminate, today: date, seal: Callable[[str], SealedText]) -> MediationTerminated:
    """终止调处 (HZ-4.8), not after a settlement in force, and after every step of the centre that is recorded.

    Raises `AlreadyTerminated`, `SettlementInForce`, `TerminationUnexplained`, `FutureFact`, `DateOrder`.
    """
    clause = "HZ-4.8"
    if state.termination is not None:
        raise AlreadyTerminated(
            f"本次调处已于 {state.termination.terminated_on} 终止（《十项机制》第四项），不再重复登记。请送达通知书，并将材料退回法院。",
            clauses=(clause,),
        )
    if state.effective_on is not None:
        raise SettlementInForce(
            f"协议已于 {state.effective_on} 经各方签字生效，不能终止调处。按照《十项机制》第四项，请向行政相对人释明撤回行政诉讼。",
            clauses=(clause,),
        )
    if command.reason not in get_args(TerminationReason) or (command.reason == "other" and not visible(command.note or "")):
        raise TerminationUnexplained(
            "终止原因不在所列之中，或者选择“其他”而没有说明，未登记。《十项机制》第四项的通知书应当载明终止原因，请补充后重新提交。",
            clauses=(clause,),
            pointer="/note" if command.reason == "other" else "/reason",
        )
    since, fact = _latest_step(state)
    check_day(command.terminated_on, today, "/terminated_on", since=since, fact=fact, clause=clause)
    return MediationTerminated(
        reason=command.reason,
        terminated_on=command.terminated_on,
        document_no=command.document_no,
        note=seal(command.note) if command.note else None,
    )


def serve_termination(state: Mediation, command: ServeTermination, today: date) -> TerminationServed:
    """送达《行政争议终止调处通知书》 (HZ-4.8), once a party. Complete from the latest day on which a party received it.

    Raises `NotTerminated`, `NotAParty`, `AlreadyServed`, `FutureFact`, `DateOrder`.
    """
    clause = "HZ-4.8"
    termination = _termination(state, "送达通知书", clause)
    check_parties((command.party,), state.parties, "/party", clause)
    known = next((served for served in state.servings if served.party == command.party), None)
    if known is not None:
        raise AlreadyServed(
            f"《行政争议终止调处通知书》已于 {known.received_on} 送达该当事人（《十项机制》第四项），不再重复登记。登记有误的，请更正该项登记。",
            clauses=(clause,),
        )
    check_day(command.served_on, today, "/served_on", since=termination.terminated_on, fact=TERMINATED, clause=clause)
    check_day(command.received_on, today, "/received_on", since=command.served_on, fact="送达", clause=clause)
    days = (served.received_on for served in state.servings)
    return TerminationServed(
        party=command.party,
        served_on=command.served_on,
        received_on=command.received_on,
        method=command.method,
        complete_on=complete_on(state.unserved, command.party, command.received_on, days),
    )


def return_to_court(state: Mediation, command: ReturnToCourt, today: date, seal: Callable[[str], SealedText]) -> ReturnedToCourt:
    """退回法院 (HZ-4.9) with every material that was received, or the reason why one is not returned. Service may still be under way.

    Raises `NotTerminated`, `AlreadyReturned`, `MaterialsIncomplete`, `ReturnTooLong`, `FutureFact`, `DateOrder`.
    """
    clause = "HZ-4.9"
    termination = _termination(state, "退回法院", clause)
    if state.returned is not None:
        raise AlreadyReturned(
            f"已于 {state.returned.returned_on} 以《行政争议终止调处告知函》（{state.returned.letter_no}）退回法院"
            "（《十项机制》第四项），不再重复办理。登记有误的，请更正该项登记。",
            clauses=(clause,),
        )
    _check_materials(state, command.materials, clause)
    check_day(command.returned_on, today, "/returned_on", since=termination.terminated_on, fact=TERMINATED, clause=clause)
    too_long = excess(_returned(state, command, empty_seal(state.mediation_id)))
    if too_long:
        raise ReturnTooLong(
            f"未退回的理由过长（现有 {sum(len(material.reason or '') for material in command.materials)} 字），未登记。"
            "《十项机制》第四项要求将相关材料一并退回原案件管辖法院，不退回的逐份说明理由，"
            f"请将各份理由合计至少减少 {too_long} 字；理由相同的，请简写。",
            clauses=(clause,),
            pointer="/materials",
        )
    return _returned(state, command, seal)


def _returned(state: Mediation, command: ReturnToCourt, seal: Callable[[str], SealedText]) -> ReturnedToCourt:
    back = {material.material: material for material in command.materials}
    return ReturnedToCourt(
        letter_no=command.letter_no,
        returned_on=command.returned_on,
        materials=tuple(
            ReturnedMaterial(material=name, returned=known.returned, reason=seal(known.reason) if known.reason else None)
            for name, known in ((name, back[name]) for name in state.materials)
        ),
        text=seal(command.text),
    )


def _check_materials(state: Mediation, listed: tuple[MaterialBack, ...], clause: str) -> None:
    """Every received material is listed once: returned, or with the reason why not."""
    times = Counter(material.material for material in listed)
    flaws = {
        "未列明": [name for name in state.materials if name not in times],
        "未曾接收": [name for name in times if name not in state.materials],
        "重复列明": [name for name, count in times.items() if count > 1],
        "未退回而没有理由": [m.material for m in listed if not m.returned and not visible(m.reason or "")],
        "已退回而填写了未退回的理由": [m.material for m in listed if m.returned and m.reason is not None],
    }
    told = "；".join(f"{flaw}：{'、'.join(names)}" for flaw, names in flaws.items() if names)
    if told:
        raise MaterialsIncomplete(
            f"退回的材料与接收的材料不一致（{told}），未登记。《十项机制》第四项要求将相关材料一并退回原案件管辖法院，"
            "请逐一列明接收的材料，不退回的说明理由。",
            clauses=(clause,),
            pointer="/materials",
        )


def _termination(state: Mediation, what: str, clause: str) -> Termination:
    if state.termination is None:
        raise NotTerminated(
            f"本次调处尚未终止，不能{what}。《十项机制》第四项的这一环节以终止调处为前提，请先登记终止调处。", clauses=(clause,)
        )
    return state.termination


def _latest_step(state: Mediation) -> tuple[date, str]:
    """The latest day of what the centre has recorded, and what it was."""
    days = [(state.received_on, "收到移送材料")]
    days += [(state.acceptance.accepted_on, "签收移送材料")] if state.acceptance else []
    days += [(notice.sent_on, "发送交办通知书") for notice in state.notices]
    days += [(schedule.scheduled_on, "确定调处时间、地点") for schedule in state.schedules]
    days += [(told.notified_on, "告知当事人") for told in state.notifications]
    days += [(session.held_on, "调处会") for session in state.sessions]
    days += [(extension.agreed_on, "同意延长期限") for extension in state.extensions]
    days += [(state.settlement.reached_on, "达成协议")] if state.settlement else []
    days += [(signed.signed_on, "签字") for signed in state.signatures]
    days += [(told.explained_on, "释明") for told in state.explanations]
    return max(days)
