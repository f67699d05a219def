"""Who works on a case for a defendant, and who explains a judgment afterwards: the kinds and their decisions. Pure."""

from datetime import date
from typing import Final

import msgspec

from services.intake.steps.kind import Kind, Situation
from services.intake.steps.team_bodies import (
    AgentBody,
    CaseTeamBody,
    ChiefReviewBody,
    ExplanationBody,
    HandlerBody,
    LeadUnitBody,
    ParticipantBody,
)
from yingsu.errors import Malformed, Refused
from yingsu.events.intake.steps.team import (
    AgentAppointed,
    AgentType,
    CaseTeamFormed,
    ChiefReviewedCase,
    HandlerAssigned,
    LeadUnitDetermined,
    ParticipantAdded,
    ParticipantRole,
    PostJudgmentExplained,
    Task,
)
from yingsu.ledger.sealed import Person


class NobodyNamed(Malformed):
    """Neither a person nor an organisation is named."""

    code = "nobody-named"
    title = "未写明人员"


class LeadNotNeeded(Refused):
    """There is one defendant: it leads itself."""

    code = "lead-not-needed"
    title = "无须确定牵头部门"


class AssignHandler(msgspec.Struct, frozen=True, kw_only=True):
    """安排专人."""

    agency: str
    assigned_on: date
    person: Person
    tasks: tuple[Task, ...]
    official: str | None = None


class FormTeam(msgspec.Struct, frozen=True, kw_only=True):
    """成立案件专班."""

    agency: str
    formed_on: date
    business: tuple[Person, ...] = ()
    legal: tuple[Person, ...] = ()
    outside_counsel: tuple[Person, ...] = ()


class AddParticipant(msgspec.Struct, frozen=True, kw_only=True):
    """参与办理的法律顾问、公职律师等."""

    agency: str
    added_on: date
    role: ParticipantRole
    person: Person | None = None
    unit: str | None = None


class AppointAgent(msgspec.Struct, frozen=True, kw_only=True):
    """委托诉讼代理人."""

    agency: str
    appointed_on: date
    agent: Person
    agent_type: AgentType
    unit: str | None = None
    file: str | None = None


class ReviewCase(msgspec.Struct, frozen=True, kw_only=True):
    """主要负责人研究案件."""

    agency: str
    reviewed_on: date
    by: Person
    post: str
    note: str | None = None


class Explain(msgspec.Struct, frozen=True, kw_only=True):
    """服判息诉、释明和调处."""

    explained_on: date
    agency: str | None = None
    person: Person | None = None
    content: str | None = None


def _form_team(_situation: Situation, told: FormTeam) -> None:
    """Which of the three a jurisdiction asks for, its gate says. Raises `NobodyNamed`."""
    if not (told.business or told.legal or told.outside_counsel):
        raise NobodyNamed("专班没有成员，未登记。请填写业务骨干、单位法制人员、外聘法律顾问。", pointer="/business")


def _add_participant(_situation: Situation, told: AddParticipant) -> None:
    """Raises `NobodyNamed`."""
    if told.person is None and told.unit is None:
        raise NobodyNamed("参与人员的姓名和单位至少填写一项，未登记。请补充后重新提交。", pointer="/person")


def _explain(_situation: Situation, told: Explain) -> None:
    """Raises `NobodyNamed`."""
    if told.person is None and told.content is None:
        raise NobodyNamed("既未指定专人，也未写明释明内容，未登记。请至少填写一项。", pointer="/person")


def _determine_lead(situation: Situation, _told: LeadUnitDetermined) -> None:
    """Raises `LeadNotNeeded`."""
    if len(situation.record.case.agencies) < 2:
        raise LeadNotNeeded("本案只有一个被告，无须确定牵头部门，未登记。有追加被告的，请在法院报送后登记。")


KINDS: Final = (
    Kind(
        told=AssignHandler,
        event=HandlerAssigned,
        day="assigned_on",
        title="安排专人",
        body=HandlerBody,
        authority="各地行政应诉工作规定",
        after_the_end=True,
    ),
    Kind(
        told=FormTeam,
        event=CaseTeamFormed,
        day="formed_on",
        title="成立案件专班",
        body=CaseTeamBody,
        authority="各地行政应诉工作规定",
        decide=_form_team,
    ),
    Kind(
        told=AddParticipant,
        event=ParticipantAdded,
        day="added_on",
        title="参与人员",
        body=ParticipantBody,
        authority="各地行政应诉工作规定",
        decide=_add_participant,
    ),
    Kind(
        told=AppointAgent,
        event=AgentAppointed,
        day="appointed_on",
        title="委托诉讼代理人",
        body=AgentBody,
        authority="行政诉讼法第三十一条",
        files=("file",),
    ),
    Kind(
        told=ReviewCase,
        event=ChiefReviewedCase,
        day="reviewed_on",
        title="主要负责人研究案件",
        body=ChiefReviewBody,
        authority="各地行政应诉工作规定",
    ),
    Kind(
        told=Explain,
        event=PostJudgmentExplained,
        day="explained_on",
        title="服判息诉、释明和调处",
        body=ExplanationBody,
        authority="各地行政应诉工作规定",
        decide=_explain,
        after_the_end=True,
    ),
    Kind(
        told=LeadUnitDetermined,
        event=LeadUnitDetermined,
        day="determined_on",
        title="确定牵头部门",
        body=LeadUnitBody,
        authority="各地行政应诉工作规定",
        decide=_determine_lead,
    ),
)
