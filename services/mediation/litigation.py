"""A mediation beside a suit: its opening, and its end without a settlement. Pure.

At most one is open in a case at a time. It starts in session, and whatever becomes of it changes nothing of the trial: a settlement closes
no case, only the court's ruling on the withdrawal does (XC-2.3; 行政诉讼法 art. 62).
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import get_args

import msgspec

from services.mediation.bounds import DateOrder, check_day
from services.mediation.grounds import IN_LITIGATION, cited
from services.mediation.mediation import Mediation
from yingsu.errors import Malformed, Refused
from yingsu.events.intake.case import CaseFiled
from yingsu.events.mediation.litigation import (
    Conductor,
    InLitigationMediationEnded,
    InLitigationMediationOpened,
    LitigationEnding,
)
from yingsu.ledger.entry import Entry
from yingsu.ledger.sealed import SealedText
from yingsu.ledger.store import FutureFact
from yingsu.text import visible

TRACKS = {"in_litigation": "诉中调解", "court": "人民法院调解"}


class TrackOpen(Refused):
    """A mediation of the same kind is open in the case."""

    code = "mediation-track-open"
    title = "本案已有进行中的同类调解"


class AlreadyOver(Refused):
    """The mediation is over."""

    code = "mediation-already-ended"
    title = "本次调解已经结束"


class EndingUnexplained(Malformed):
    """No reason of the list, or "other" without a note."""

    code = "mediation-ending-reason-missing"
    title = "缺少终结原因"


class OpenInLitigation(msgspec.Struct, frozen=True, kw_only=True):
    """诉中调解登记."""

    opened_on: date


class EndInLitigation(msgspec.Struct, frozen=True, kw_only=True):
    """诉中调解终结."""

    reason: LitigationEnding
    ended_on: date
    note: str | None = None


def check_filed_day(day: date, today: date, filing: CaseFiled, pointer: str, what: str, clause: str) -> None:
    """A mediation of a filed case begins on a day that has come, and not before the filing. Raises `FutureFact`, `DateOrder`."""
    if day > today:
        raise FutureFact(
            f"日期 {day} 晚于今天 {today}，{what}未登记（{cited(clause)}）。请在发生之后登记。",
            clauses=(clause,),
            pointer=pointer,
        )
    if day < filing.filed_on:
        raise DateOrder(
            f"日期 {day} 早于立案日期 {filing.filed_on}，{what}未登记。立案以前的属于诉前调处（{cited(clause)}只适用于已经立案的案件），"
            "请核对日期和案号后重新提交。",
            clauses=(clause,),
            pointer=pointer,
        )


def check_none_open(known: Sequence[Mediation], track: str, clause: str) -> None:
    """At most one of a kind is open in a case. Raises `TrackOpen`."""
    still = next((mediation for mediation in known if mediation.track == track and not mediation.over), None)
    if still is not None:
        raise TrackOpen(
            f"本案自 {still.received_on} 起的{TRACKS[track]}尚未结束（{still.mediation_id}），未另行登记。{cited(clause)}：同一案件同时只有"
            f"一项{TRACKS[track]}。请在该项调解中登记；已经结束的，请先登记结束。",
            clauses=(clause,),
        )


def open_in_litigation(
    filing: Entry,
    defendants: Sequence[tuple[str, str]],
    known: Sequence[Mediation],
    command: OpenInLitigation,
    today: date,
    conductor: Conductor,
    agency: str | None,
) -> InLitigationMediationOpened:
    """诉中调解登记 in a filed case. `known` are the mediations of the dispute. Raises `TrackOpen`, `FutureFact`, `DateOrder`."""
    filed = filing.event
    if not isinstance(filed, CaseFiled):
        raise TypeError(f"{filing.topic} files no case")
    check_filed_day(command.opened_on, today, filed, "/opened_on", "诉中调解", IN_LITIGATION)
    check_none_open(known, "in_litigation", IN_LITIGATION)
    return InLitigationMediationOpened(
        filing=filing.event_id,
        court=filed.court,
        case_no=filed.case_no,
        opened_on=command.opened_on,
        conductor=conductor,
        agency=agency,
        applicants=tuple(plaintiff.party for plaintiff in filed.plaintiffs),
        respondents=tuple(defendant for defendant, _ in defendants),
    )


def end_in_litigation(
    state: Mediation, command: EndInLitigation, today: date, seal: Callable[[str], SealedText]
) -> InLitigationMediationEnded:
    """诉中调解终结 for a reason of the list, not after a settlement in force. Raises `AlreadyOver`, `EndingUnexplained`, `FutureFact`,
    `DateOrder`."""
    if state.concluded_on is not None:
        how = "终结" if state.ending else "因协议生效而办结"
        raise AlreadyOver(
            f"本次诉中调解已于 {state.concluded_on} {how}，不再登记终结（{cited(IN_LITIGATION)}）。再次调解的，请另行登记诉中调解。",
            clauses=(IN_LITIGATION,),
        )
    check_reason(command.reason, get_args(LitigationEnding), command.note, IN_LITIGATION)
    days = [(state.received_on, "诉中调解登记")]
    days += [(session.held_on, "调处会") for session in state.sessions]
    days += [(state.settlement.reached_on, "达成协议")] if state.settlement else []
    days += [(signed.signed_on, "签字") for signed in state.signatures]
    since, fact = max(days)
    check_day(command.ended_on, today, "/ended_on", since=since, fact=fact, clause=IN_LITIGATION)
    return InLitigationMediationEnded(
        reason=command.reason, ended_on=command.ended_on, note=seal(command.note) if command.note else None
    )


def check_reason(reason: str, listed: Sequence[str], note: str | None, clause: str) -> None:
    """The reason is one of the list, and "other" is explained. Raises `EndingUnexplained`."""
    if reason not in listed or (reason == "other" and not visible(note or "")):
        raise EndingUnexplained(
            f"结束的原因不在所列之中，或者选择“其他”而没有说明，未登记。{cited(clause)}：原因以所列为限"
            "（参照《人民法院在线调解规则》第二十五条），请补充后重新提交。",
            clauses=(clause,),
            pointer="/note" if reason == "other" else "/reason",
        )
