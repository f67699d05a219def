"""What one agency tells the centre: who leads, who is the contact, what it proposes. Pure. Stream `plan-<mediation hex>-<agency uuid>`.

A late plan is recorded like any other, also after the end of the mediation, whose stream it does not touch: how late it is, and what
that means, is for the rules to say, not for this door.
"""

from collections.abc import Callable
from datetime import date

import msgspec

from services.mediation.bounds import check_day, check_respondent
from services.mediation.mediation import Mediation
from services.mediation.steps import CONTACT, LEADER, PLAN, THREE, Plan, Submission
from yingsu.errors import Malformed, Refused
from yingsu.events.mediation.plan import MediationPlanSubmitted
from yingsu.ledger.sealed import Person, SealedPerson, SealedText
from yingsu.text import visible

__all__ = ["NoticeNotSent", "Plan", "PlanIncomplete", "Submission", "SubmitPlan", "stream_of", "submit_plan"]

CLAUSE = "HZ-4.3"


class NoticeNotSent(Refused):
    """The agency was not assigned the matter yet."""

    code = "assignment-notice-not-sent"
    title = "尚未收到交办通知书"


class PlanIncomplete(Malformed):
    """What was submitted holds none of the three things, or a part of one."""

    code = "plan-incomplete"
    title = "报送内容不完整"


class SubmitPlan(msgspec.Struct, frozen=True, kw_only=True):
    """What an agency tells. The plan is a text or the id of an uploaded file, or both; the centre had it all on `received_on`."""

    agency: str
    received_on: date
    leader: Person | None = None
    leader_post: str | None = None
    contact: Person | None = None
    plan: str | None = None
    file: str | None = None


def stream_of(mediation_id: str, agency: str) -> str:
    """The stream of one agency's plan in one mediation."""
    return f"plan-{mediation_id.removeprefix('mediation-')}-{agency.removeprefix('agency-')}"


def submit_plan(
    state: Mediation,
    command: SubmitPlan,
    today: date,
    seal: Callable[[str], SealedText],
    seal_person: Callable[[Person], SealedPerson],
) -> MediationPlanSubmitted:
    """报送责任领导、联络人和初步调处意向方案 (HZ-4.3), in one submission or several, by the agency itself. Late ones are recorded too.

    Raises `NotARespondent`, `PlanIncomplete`, `NoticeNotSent`, `FutureFact`, `DateOrder`.
    """
    check_respondent(state, command.agency, CLAUSE)
    _check_form(command)
    notice = state.notice_to(command.agency)
    if notice is None:
        raise NoticeNotSent(
            "区调处中心尚未登记向本机关送达《行政争议调处交办通知书》，未登记。"
            "按照《十项机制》第四项，方案在收到通知后报送，请与区调处中心核实。",
            clauses=(CLAUSE,),
        )
    check_day(
        command.received_on, today, "/received_on", since=notice.received_on, fact="收到《行政争议调处交办通知书》", clause=CLAUSE
    )
    return MediationPlanSubmitted(
        mediation=state.mediation_id,
        agency=command.agency,
        received_on=command.received_on,
        leader=seal_person(command.leader) if command.leader else None,
        leader_post=command.leader_post,
        contact=seal_person(command.contact) if command.contact else None,
        plan=seal(command.plan) if command.plan else None,
        file=command.file,
        complete_on=_complete_on(state.plan_of(command.agency), command),
    )


def _check_form(command: SubmitPlan) -> None:
    if command.plan is not None and not visible(command.plan):
        raise PlanIncomplete(
            "初步调处意向方案没有内容，未登记。《十项机制》第四项要求制定方案并告知区调处中心，请填写方案或者上传方案文件。",
            clauses=(CLAUSE,),
            pointer="/plan",
        )
    if command.leader_post is not None and command.leader is None:
        raise PlanIncomplete(
            "填写了职务而没有责任领导，未登记。《十项机制》第四项要求确定负责化解工作的责任领导，请一并填写姓名。",
            clauses=(CLAUSE,),
            pointer="/leader",
        )
    if not (command.leader or command.contact or command.plan or command.file):
        raise PlanIncomplete(
            "责任领导、联络人、初步调处意向方案一项也没有，未登记。《十项机制》第四项要求三项告知区调处中心，可以分次报送，请至少填写一项。",
            clauses=(CLAUSE,),
        )


def _complete_on(known: Plan, command: SubmitPlan) -> date | None:
    """The day from which the centre has all three, where this submission completes them."""
    if known.complete_on is not None:
        return None
    given = {LEADER: command.leader, CONTACT: command.contact, PLAN: command.plan or command.file}
    days = {name: command.received_on for name, value in given.items() if value}
    for name, day in known.there_since.items():
        days[name] = min(days.get(name, day), day)
    return max(days.values()) if len(days) == len(THREE) else None
