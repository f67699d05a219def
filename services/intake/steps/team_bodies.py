"""What is sent of who works on a case. The examples' persons are invented."""

from typing import Annotated

from pydantic import ConfigDict, Field

from services.intake.steps.reporting_bodies import LeaderPost
from services.intake.steps.risk_bodies import AGENCY, Concerned
from yingsu.events.intake.steps.team import AgentType, ParticipantRole, Task
from yingsu.web.bodies import Body, Day, Line, LongText, example
from yingsu.web.parts import UUID, AgencyId, FileId, PersonBody

OfficialId = Annotated[str, Field(title="办理人员编号", pattern=rf"^official-{UUID}$")]


class HandlerBody(Body):
    """为本案安排专人。同一事项先后安排的，以后一次为准。"""

    model_config = ConfigDict(
        title="安排专人",
        json_schema_extra=example(assigned_on="2026-09-09", person={"name": "示例王某"}, tasks=["report", "answer"]),
    )

    assigned_on: Day = Field(title="安排日期")
    person: PersonBody = Field(title="专人")
    official: OfficialId | None = Field(default=None, title="办理人员编号", description="专人已登记为办理人员的填写")
    tasks: list[Task] = Field(
        title="事项",
        description="report 案件报备、answer 答辩举证、appear 出庭应诉、mediate 调解和解、perform 履行判决",
        min_length=1,
        max_length=5,
    )


class CaseTeamBody(Body):
    """成立案件专班。哪几类成员必填，由本辖区的文件规定。"""

    model_config = ConfigDict(
        title="案件专班",
        json_schema_extra=example(
            formed_on="2026-09-12",
            business=[{"name": "示例王某"}],
            legal=[{"name": "示例赵某"}],
            outside_counsel=[{"name": "示例律师"}],
        ),
    )

    formed_on: Day = Field(title="成立日期")
    business: list[PersonBody] = Field(default=[], title="业务骨干", max_length=20)
    legal: list[PersonBody] = Field(default=[], title="单位法制人员", max_length=20)
    outside_counsel: list[PersonBody] = Field(default=[], title="外聘法律顾问", max_length=20)


class ParticipantBody(Body):
    """参与本案的法律顾问、公职律师、调解组织、调解员。从不要求必须有。"""

    model_config = ConfigDict(
        title="参与人员",
        json_schema_extra=example(
            added_on="2026-09-12", role="public_lawyer", person={"name": "示例孙某"}, unit="峄城区示例局（样例）"
        ),
    )

    added_on: Day = Field(title="参与日期")
    role: ParticipantRole = Field(
        title="身份",
        description="legal_adviser 法律顾问（含政府法律顾问）、public_lawyer 公职律师、mediation_organisation 调解组织、mediator 调解员",
    )
    person: PersonBody | None = Field(default=None, title="姓名")
    unit: Line | None = Field(default=None, title="单位")


class AgentBody(Body):
    """委托诉讼代理人。"""

    model_config = ConfigDict(
        title="诉讼代理人",
        json_schema_extra=example(
            appointed_on="2026-09-12", agent={"name": "示例律师"}, agent_type="public_lawyer", unit="示例局（样例）"
        ),
    )

    appointed_on: Day = Field(title="委托日期")
    agent: PersonBody = Field(title="诉讼代理人")
    agent_type: AgentType = Field(
        title="代理人类型", description="law_firm 律师事务所律师、government_adviser 政府法律顾问、public_lawyer 公职律师"
    )
    unit: Line | None = Field(default=None, title="单位")
    file: FileId | None = Field(default=None, title="授权委托书")


class ChiefReviewBody(Body):
    """主要负责人亲自过问、亲自研究案件情况。"""

    model_config = ConfigDict(
        title="主要负责人研究案件",
        json_schema_extra=example(
            reviewed_on="2026-10-09", by={"name": "示例李某"}, post="局长", note="听取汇报，确定应诉思路（样例）"
        ),
    )

    reviewed_on: Day = Field(title="研究日期")
    by: PersonBody = Field(title="主要负责人")
    post: LeaderPost
    note: LongText | None = Field(default=None, title="研究情况", description="以密文保存")


class ExplanationBody(Body):
    """服判息诉、维权引导：指定专人，或者登记释明和调处的情况。可以重复登记。"""

    model_config = ConfigDict(
        title="释明和调处",
        json_schema_extra=example(
            explained_on="2026-07-02", person={"name": "示例周某"}, content="已当面释明上诉、申诉途径（样例）"
        ),
    )

    explained_on: Day = Field(title="日期")
    agency: Concerned = None
    person: PersonBody | None = Field(default=None, title="专人")
    content: LongText | None = Field(default=None, title="释明、调处情况", description="以密文保存")


class LeadUnitBody(Body):
    """共同被告的牵头部门。"""

    model_config = ConfigDict(
        title="牵头部门",
        json_schema_extra=example(determined_on="2026-09-12", agency=AGENCY, basis="由主要承办被诉行政行为的部门牵头（样例）"),
    )

    determined_on: Day = Field(title="确定日期")
    agency: AgencyId = Field(title="牵头部门", description="应为本案被告", examples=[AGENCY])
    basis: Line | None = Field(default=None, title="依据", description="请勿写入个人信息")
