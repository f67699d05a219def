"""What is sent of the resolution of a dispute: sponsors, plans, problems. The examples' persons are invented."""

from typing import Annotated

from pydantic import ConfigDict, Field

from services.intake.steps.risk_bodies import Concerned
from yingsu.web.bodies import Body, Day, Line, LongText, example
from yingsu.web.parts import FileId, PersonBody

ResolveBy = Annotated[Day | None, Field(title="化解时限", description="届满仍未化解的，列为逾期")]
Reason = Annotated[Line, Field(title="理由", description="请勿写入个人信息", examples=["原包保领导调任"])]


class SponsorBody(Body):
    """确定包案领导、包保。哪些内容必填，由本辖区的文件规定。"""

    model_config = ConfigDict(
        title="包案、包保",
        json_schema_extra=example(
            assigned_on="2026-09-10",
            unit="峄城区示例街道办事处（样例）",
            leader={"name": "示例孙某"},
            leader_post="副区长",
            person={"name": "示例周某"},
            resolve_by="2026-10-30",
        ),
    )

    assigned_on: Day = Field(title="确定日期")
    leader: PersonBody = Field(title="包案、包保领导")
    agency: Concerned = None
    series: Line | None = Field(
        default=None,
        title="系列名称",
        description="包案及于该系列的全部案件的，填写人民法院所列的系列名称，登记一次即可；只包本案的不填",
    )
    unit: Line | None = Field(default=None, title="包保责任单位")
    leader_post: Line | None = Field(default=None, title="领导职务")
    person: PersonBody | None = Field(default=None, title="包保责任人")
    resolve_by: ResolveBy = None


class SponsorReplacementBody(Body):
    """更换包案领导、包保，并写明理由。"""

    model_config = ConfigDict(
        title="更换包案、包保",
        json_schema_extra=example(
            replaced_on="2026-10-08",
            unit="峄城区示例街道办事处（样例）",
            leader={"name": "示例吴某"},
            person={"name": "示例周某"},
            resolve_by="2026-11-16",
            reason="原包保领导调任",
        ),
    )

    replaced_on: Day = Field(title="更换日期")
    leader: PersonBody = Field(title="包案、包保领导")
    reason: Reason
    agency: Concerned = None
    unit: Line | None = Field(default=None, title="包保责任单位")
    leader_post: Line | None = Field(default=None, title="领导职务")
    person: PersonBody | None = Field(default=None, title="包保责任人")
    resolve_by: ResolveBy = None


class ResolutionPlanBody(Body):
    """化解方案、调解和解方案。哪些内容必填，由本辖区的文件规定。"""

    model_config = ConfigDict(
        title="化解方案",
        json_schema_extra=example(
            filed_on="2026-09-05",
            primary_unit="薛城区示例街道办事处（样例）",
            responsible_person={"name": "示例郑某"},
            measures="上门听取诉求，重新核定补偿面积（样例）",
            resolve_by="2026-09-30",
        ),
    )

    filed_on: Day = Field(title="制定日期")
    primary_unit: Line | None = Field(default=None, title="首要化解单位", description="行政行为的实施单位，可以不是被告")
    responsible_person: PersonBody | None = Field(default=None, title="化解责任人")
    measures: LongText | None = Field(default=None, title="化解措施", description="以密文保存")
    resolve_by: ResolveBy = None
    facts: LongText | None = Field(default=None, title="案情", description="以密文保存")
    focus_of_dispute: LongText | None = Field(default=None, title="争议焦点", description="以密文保存")
    plan: LongText | None = Field(default=None, title="调解和解方案", description="以密文保存")
    files: list[FileId] = Field(default=[], title="附件", max_length=20)


class ResolutionPlanRevisionBody(Body):
    """修订化解方案的时限，并写明理由。"""

    model_config = ConfigDict(
        title="修订化解方案",
        json_schema_extra=example(revised_on="2026-09-28", resolve_by="2026-10-20", reason="等待评估机构复核"),
    )

    revised_on: Day = Field(title="修订日期")
    resolve_by: Day = Field(title="化解时限")
    reason: Reason
    measures: LongText | None = Field(default=None, title="化解措施", description="措施有变的填写；以密文保存")


class IssueBody(Body):
    """败诉案件中反映的一个问题（问题清单）。裁判日期以法院报送为准。"""

    model_config = ConfigDict(
        title="问题清单",
        json_schema_extra=example(
            registered_on="2026-11-20",
            judgment_no="（2021）鲁0403行初5号",
            area="征地拆迁",
            problem="未告知听证权利即作出决定（样例）",
            responsible_person={"name": "示例冯某"},
            measure="修订告知文书模板，法制科逐件审核（样例）",
        ),
    )

    registered_on: Day = Field(title="登记日期")
    judgment_no: Line = Field(title="裁判文书号")
    area: Line = Field(title="重点领域", examples=["征地拆迁"])
    problem: LongText = Field(title="问题", description="以密文保存")
    responsible_person: PersonBody = Field(title="责任人")
    measure: LongText = Field(title="整改措施", description="以密文保存")
