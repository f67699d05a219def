"""Who works on a case for a defendant, and who explains a judgment afterwards."""

from datetime import date
from typing import Literal

from yingsu.events.sight import internal
from yingsu.ledger.entry import Event
from yingsu.ledger.mapper import stored
from yingsu.ledger.sealed import SealedPerson, SealedText

Task = Literal["report", "answer", "appear", "mediate", "perform"]
"""案件报备, 答辩举证, 出庭应诉, 调解和解, 履行判决 (YC-2.1.3)."""


@internal()
@stored("intake.handler_assigned.v1")
class HandlerAssigned(Event, frozen=True, kw_only=True):
    """安排专人 (YC-2.1.3). `official`: the id of the registered official, where the person is one. Of several for a task the last counts."""

    agency: str
    assigned_on: date
    person: SealedPerson
    official: str | None
    tasks: tuple[Task, ...]


@internal()
@stored("intake.case_team_formed.v1")
class CaseTeamFormed(Event, frozen=True, kw_only=True):
    """成立案件专班 (DH-4.7, DH-4.8): 业务骨干, 单位法制人员, 外聘法律顾问. One formed anew takes the place of the one before."""

    agency: str
    formed_on: date
    business: tuple[SealedPerson, ...]
    legal: tuple[SealedPerson, ...]
    outside_counsel: tuple[SealedPerson, ...]


ParticipantRole = Literal["legal_adviser", "public_lawyer", "mediation_organisation", "mediator"]
"""法律顾问（含政府法律顾问）, 公职律师, 调解组织, 调解员 (XC-3.4, XC-3.6, YC-2.4.7, YC-2.8.3)."""


@internal()
@stored("intake.participant_added.v1")
class ParticipantAdded(Event, frozen=True, kw_only=True):
    """参与办理的法律顾问、公职律师等. None is ever required of a case (XC-3.4, YC-2.8.3)."""

    agency: str
    added_on: date
    role: ParticipantRole
    person: SealedPerson | None
    unit: str | None


AgentType = Literal["law_firm", "government_adviser", "public_lawyer"]
"""律师事务所律师, 政府法律顾问, 公职律师 (YT-2.4.7)."""


@internal()
@stored("intake.agent_appointed.v1")
class AgentAppointed(Event, frozen=True, kw_only=True):
    """委托诉讼代理人 (行政诉讼法 art. 31; YT-2.4.7)."""

    agency: str
    appointed_on: date
    agent: SealedPerson
    agent_type: AgentType
    unit: str | None
    file: str | None


@internal()
@stored("intake.chief_reviewed_case.v1")
class ChiefReviewedCase(Event, frozen=True, kw_only=True):
    """主要负责人亲自研究案件 (YC-2.1.2; YT-4.1.1)."""

    agency: str
    reviewed_on: date
    by: SealedPerson
    post: str
    note: SealedText | None


@internal(centre=True)
@stored("intake.post_judgment_explained.v1")
class PostJudgmentExplained(Event, frozen=True, kw_only=True):
    """服判息诉、释明和调处 (HZ-8.1, HZ-8.2) by the mediation centre and the agency. `person`: who was named for it; `content`:
    what was explained."""

    agency: str | None
    explained_on: date
    person: SealedPerson | None
    content: SealedText | None


@stored("intake.lead_unit_determined.v1")
class LeadUnitDetermined(Event, frozen=True, kw_only=True):
    """两个以上部门作为共同被告的，牵头部门 (YT-2.2.3); the others support it. `agency` leads from then on."""

    agency: str
    determined_on: date
    basis: str | None
