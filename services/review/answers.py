"""The JSON of reviews. The models only: `writer` fills them."""

from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from services.review.heads import ActAnswer
from services.review.remaining import Step
from services.review.review import Status
from yingsu.events.intake.judgment import Outcome
from yingsu.web.bodies import Answer
from yingsu.web.parts import AgencyAnswer

STATUSES: dict[Status, str] = {
    "opened": "待开展",
    "started": "已开展",
    "drafted": "报告已起草",
    "signed": "报告已审签",
    "submitted": "报告已移送",
    "returned": "已退回重报",
    "accepted": "报告已接收",
    "rectifying": "整改中",
    "rectified": "已报送整改情况",
    "voided": "已撤销",
}
GROUNDS = {"lost": "败诉", "joint_defendant": "与败诉机关为共同被告"}
"""Why a review is owed."""

Grounds = Literal["lost", "joint_defendant"]


class OutcomeAnswer(Answer):
    """一项败诉结果。"""

    model_config = ConfigDict(title="裁判结果")

    outcome: Outcome = Field(title="结果")
    title: str = Field(title="结果名称", examples=["撤销"])
    article: str = Field(title="依据", examples=["行政诉讼法第七十条"])


class ClauseAnswer(Answer):
    """所依据的条款。"""

    model_config = ConfigDict(title="条款")

    clause: str = Field(title="条款编号", examples=["HZ-9.6"])
    citation: str = Field(title="出处")
    quote: str = Field(title="原文")


class RemainingAnswer(Answer):
    """下一步。期限见期限与提醒服务。"""

    model_config = ConfigDict(title="尚缺的环节")

    step: Step = Field(title="环节")
    title: str = Field(title="环节名称", examples=["主要负责人审签"])
    by: Literal["agency", "supervisor"] = Field(title="由谁办理", description="agency 承担复盘的机关；supervisor 司法行政机关")
    parts: list[str] = Field(title="应有的内容")
    clauses: list[ClauseAnswer] = Field(title="依据")


class BasisAnswer(Answer):
    """决定所依据的规定。"""

    model_config = ConfigDict(title="依据的规定")

    profile: str = Field(title="政策文件及版本", examples=["hongze.1"])
    clauses: list[str] = Field(title="条款编号")


class StartAnswer(Answer):
    """开展情况。"""

    model_config = ConfigDict(title="开展复盘情况")

    started_on: date = Field(title="开展日期")
    led_by: str | None = Field(title="主持人员")


class PartAnswer(Answer):
    """报告的一部分。"""

    model_config = ConfigDict(title="报告内容")

    part: str = Field(title="部分")
    title: str = Field(title="部分名称", examples=["败诉原因"])
    text: str | None = Field(title="内容")


class DraftAnswer(Answer):
    """现在这一稿。"""

    model_config = ConfigDict(title="分析报告现稿")

    drafted_on: date = Field(title="起草日期")
    parts: list[PartAnswer] = Field(title="报告内容")
    files: list[str] = Field(title="附件编号")
    event_id: UUID = Field(title="登记编号")


class SignatureAnswer(Answer):
    """现在这一稿的审签。"""

    model_config = ConfigDict(title="审签情况")

    official: str = Field(title="审签人编号")
    name: str | None = Field(title="审签人")
    post: str | None = Field(title="职务")
    signed_on: date = Field(title="审签日期")
    event_id: UUID = Field(title="登记编号")


class SubmissionAnswer(Answer):
    """一次移送。"""

    model_config = ConfigDict(title="移送情况")

    submitted_on: date = Field(title="移送日期")
    addressees: list[str] = Field(title="移送对象")
    decided_under: BasisAnswer = Field(title="依据")
    event_id: UUID = Field(title="登记编号")


class ReturnAnswer(Answer):
    """一次退回。"""

    model_config = ConfigDict(title="退回情况")

    returned_on: date = Field(title="退回日期")
    reason: str | None = Field(title="退回理由")
    event_id: UUID = Field(title="登记编号")


class VoidingAnswer(Answer):
    """撤销。"""

    model_config = ConfigDict(title="撤销情况")

    voided_on: date = Field(title="撤销日期")
    because: Literal["reversed", "corrected"] = Field(title="原因")
    authority: str = Field(title="依据文书号")
    reason: str | None = Field(title="理由")


class MilestoneAnswer(Answer):
    """时间进度的一步。"""

    model_config = ConfigDict(title="时间进度的一步")

    step: str | None = Field(title="事项")
    due: date = Field(title="完成日期")


class PlanAnswer(Answer):
    """现行整改方案。"""

    model_config = ConfigDict(title="现行整改方案")

    planned_on: date = Field(title="制定日期")
    responsibility: str | None = Field(title="工作责任")
    measures: str | None = Field(title="具体措施")
    timetable: list[MilestoneAnswer] = Field(title="时间进度")
    event_id: UUID = Field(title="登记编号")


class RectificationAnswer(Answer):
    """整改工作情况。"""

    model_config = ConfigDict(title="整改工作情况")

    submitted_on: date = Field(title="报送日期")
    addressees: list[str] = Field(title="报送对象")
    result: str | None = Field(title="整改工作情况")
    files: list[str] = Field(title="附件编号")


class ReviewLineAnswer(Answer):
    """复盘列表的一行。"""

    model_config = ConfigDict(title="复盘列表项")

    review_id: str = Field(title="复盘编号")
    case_id: str = Field(title="案件编号")
    case_no: str = Field(title="案号", examples=["（2026）苏0813行初12号"])
    court: str = Field(title="法院代字", examples=["苏0813"])
    agency: AgencyAnswer = Field(title="承担复盘的机关")
    defendant: AgencyAnswer = Field(title="所涉被告")
    grounds: Grounds = Field(title="原因", description="lost 败诉；joint_defendant 与败诉机关为共同被告")
    grounds_title: str = Field(title="原因名称")
    judgment_no: str = Field(title="裁判文书号")
    judged_on: date = Field(title="裁判日期")
    received_on: date = Field(title="收到裁判文书日期")
    status: Status = Field(title="状态")
    status_title: str = Field(title="状态名称", examples=["报告已移送"])
    started_on: date | None = Field(title="开展日期")
    signed_on: date | None = Field(title="审签日期")
    submitted_on: date | None = Field(title="移送日期")
    accepted_on: date | None = Field(title="接收日期")
    rectified_on: date | None = Field(title="报送整改情况日期")


class ReviewAnswer(Answer):
    """一项复盘。ETag 为其版本。"""

    model_config = ConfigDict(title="败诉案件复盘")

    review_id: str = Field(title="复盘编号")
    case_id: str = Field(title="案件编号", description="裁判文书所在案件记录的编号")
    case_no: str = Field(title="案号", examples=["（2026）苏0813行初12号"])
    court: str = Field(title="法院代字", examples=["苏0813"])
    court_name: str | None = Field(title="法院名称")
    jurisdiction: str = Field(title="管辖区域")
    agency: AgencyAnswer = Field(title="承担复盘的机关")
    defendants: list[AgencyAnswer] = Field(title="所涉被告", description="本机关，或者本机关为其实施单位的政府")
    grounds: Grounds = Field(title="原因", description="lost 败诉；joint_defendant 与败诉机关为共同被告")
    grounds_title: str = Field(title="原因名称")
    outcomes: list[OutcomeAnswer] = Field(title="败诉结果", description="自身未败诉的共同被告为空")
    judgment_no: str = Field(title="裁判文书号")
    judged_on: date = Field(title="裁判日期")
    received_on: date = Field(title="收到裁判文书日期")
    act: ActAnswer | None = Field(title="行为之日", description="法院没有报送行政行为日期的为空")
    decided_under: BasisAnswer = Field(title="登记复盘的依据")
    status: Status = Field(title="状态")
    status_title: str = Field(title="状态名称", examples=["报告已移送"])
    remaining: list[RemainingAnswer] = Field(title="下一步")
    started: StartAnswer | None = Field(title="开展")
    draft: DraftAnswer | None = Field(title="分析报告")
    signature: SignatureAnswer | None = Field(title="审签", description="现在这一稿尚未审签的为空")
    submission: SubmissionAnswer | None = Field(title="移送", description="尚未移送，或者已被退回的为空")
    submissions: list[SubmissionAnswer] = Field(title="历次移送")
    returns: list[ReturnAnswer] = Field(title="退回")
    accepted_on: date | None = Field(title="接收日期")
    voiding: VoidingAnswer | None = Field(title="撤销")
    plan: PlanAnswer | None = Field(title="整改方案")
    rectification: RectificationAnswer | None = Field(title="整改情况")
    version: int = Field(title="版本")


class UndeterminedAnswer(Answer):
    """区政府败诉而未能确定实施单位的部分，由司法行政机关确定承担复盘的机关。"""

    model_config = ConfigDict(title="待确定复盘机关")

    case_id: str = Field(title="案件编号")
    case_no: str = Field(title="案号")
    court: str = Field(title="法院代字")
    judgment_no: str = Field(title="裁判文书号")
    judged_on: date = Field(title="裁判日期")
    received_on: date = Field(title="收到裁判文书日期")
    defendant: AgencyAnswer = Field(title="被告")
    grounds: Grounds = Field(title="原因", description="lost 败诉；joint_defendant 与败诉机关为共同被告")
    grounds_title: str = Field(title="原因名称")
    implementing_unit: str | None = Field(title="法院所列实施单位", description="没有与登记名称完全一致的本辖区机关")
