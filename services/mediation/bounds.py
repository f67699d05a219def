"""What no step of a mediation crosses: the day it can have happened on, the end of the mediation, the circle of its parties. Pure."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from services.mediation.grounds import cited
from services.mediation.mediation import Mediation
from yingsu.errors import Malformed, Refused
from yingsu.ledger.store import FutureFact


class DateOrder(Malformed):
    """Two dates of one mediation contradict each other."""

    code = "date-order"
    title = "日期先后矛盾"


class NotAParty(Refused):
    """Who is named takes no part in this mediation, or not in its settlement."""

    code = "not-a-party"
    title = "不是本次调处的当事人"


class NotARespondent(Refused):
    """The agency is no respondent of this mediation."""

    code = "not-a-respondent"
    title = "不是案涉行政机关"


class ReferralNotAccepted(Refused):
    """The centre has not taken the matter on yet."""

    code = "referral-not-accepted"
    title = "尚未签收移送材料"


class MediationConcluded(Refused):
    """The settlement was in force, or the mediation terminated, before the day of the step."""

    code = "mediation-concluded"
    title = "本次调处已经结束"


AGAIN: Final = {
    "pre_suit": "争议再起的，请由法院另行移送。",
    "in_litigation": "再次调解的，请另行登记诉中调解。",
    "court": "法院再次调解的，请另行登记。",
}
"""What there is for a dispute that goes on."""


def check_day(day: date, today: date, pointer: str, *, since: date, fact: str, clause: str) -> None:
    """A step happened on a day that has come, and not before `since`, the day of the `fact` it follows. Raises `FutureFact`, `DateOrder`."""
    if day > today:
        raise FutureFact(
            f"日期 {day} 晚于今天 {today}，未登记。各环节（{cited(clause)}）在发生之后登记，请核对日期后重新提交。",
            clauses=(clause,),
            pointer=pointer,
        )
    if day < since:
        raise DateOrder(
            f"日期 {day} 早于{fact}之日 {since}，未登记。各环节按{cited(clause)}依次进行，请核对日期后重新提交。",
            clauses=(clause,),
            pointer=pointer,
        )


def accepted_on(state: Mediation, clause: str) -> date:
    """The day on which the centre took the matter on. Raises `ReferralNotAccepted`."""
    if state.accepted_on is None:
        raise ReferralNotAccepted(
            f"移送材料尚未签收，不能办理后续环节。按照{cited(clause)}，区调处中心先接收案件材料，请先登记签收。",
            clauses=(clause,),
        )
    return state.accepted_on


def check_open(state: Mediation, day: date, clause: str) -> None:
    """The step was taken before the end of the mediation, or on its last day, even if it is recorded later. Raises `MediationConcluded`."""
    if state.concluded_on is not None and day > state.concluded_on:
        raise concluded(state, clause)


def concluded(state: Mediation, clause: str) -> MediationConcluded:
    """The refusal of a step that comes after the end of the mediation."""
    ended = state.termination or state.ending or state.court_end
    ending = "终止" if ended else "因协议生效而办结"
    return MediationConcluded(
        f"本次调处已于 {state.concluded_on} {ending}（{cited(clause)}），其后的环节不予登记。"
        f"此前发生的，请按实际日期登记；{AGAIN[state.track]}",
        clauses=(clause,),
    )


def check_parties(named: Iterable[str], parties: tuple[str, ...], pointer: str, clause: str) -> None:
    """Everyone named is one of `parties`. Raises `NotAParty`."""
    strangers = [party for party in named if party not in parties]
    if strangers:
        raise NotAParty(
            f"{'、'.join(strangers)} 不是本次调处（协议）的当事人，未登记。{cited(clause)}所称各方当事人为："
            f"{'、'.join(parties)}。请核对后重新提交；法院增列当事人的，请由法院重新移送。",
            clauses=(clause,),
            pointer=pointer,
        )


def check_respondent(state: Mediation, agency: str, clause: str) -> None:
    """The agency is a respondent. Raises `NotARespondent`."""
    if agency not in state.respondents:
        raise NotARespondent(
            f"该机关不是本次调处的案涉行政机关，未登记。{cited(clause)}的交办和方案只及于案涉行政机关，请核对移送材料所列机关。",
            clauses=(clause,),
            pointer="/agency",
        )


def complete_on(lacking: tuple[str, ...], party: str, day: date, days: Iterable[date]) -> date | None:
    """The day from which every party has its own: the latest of all, where only `party` was lacking, which has it on `day`."""
    return max((day, *days)) if lacking == (party,) else None
