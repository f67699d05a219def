"""The JSON of a defendant's response: what it submitted, who appeared for it, whether it was in time. The models only: `writer` fills them."""

from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from services.intake.cases.trial_answers import AttendanceAnswer
from yingsu.web.bodies import Answer
from yingsu.web.parts import AgencyAnswer


class NoteAnswer(Answer):
    """登记与规定不符之处。只作提示，不妨碍登记。"""

    model_config = ConfigDict(title="登记提示")

    code: str = Field(title="代码", examples=["late_evidence"])
    title: str = Field(title="内容", examples=["答辩时尚未成立案件专班"])
    authority: str = Field(title="依据")


class SubmissionAnswer(Answer):
    """一次提交。"""

    model_config = ConfigDict(title="答辩记录")

    submitted_on: date = Field(title="提交日期")
    delivery: Literal["court_platform", "in_person", "post"] = Field(title="提交方式")
    posted_on: date | None = Field(title="交邮日期")
    counts_on: date = Field(title="计算期限所用日期")
    has_answer: bool = Field(title="含答辩状")
    evidence_count: int = Field(title="证据、依据件数")
    note: str | None = Field(title="备注", description="其他被告机关查看时不予显示")
    flags: list[NoteAnswer] = Field(
        title="提示",
        description="late_evidence 逾期提供证据；evidence_checklist 完整执法记录有缺；no_case_team 尚未成立案件专班。其他被告机关查看时为空",
    )
    event_id: UUID = Field(title="登记编号")


class ResponseAnswer(Answer):
    """一个被告在本案的应诉登记。ETag 为其版本，尚无登记时为 "0"。"""

    model_config = ConfigDict(title="应诉登记")

    case_id: str = Field(title="案件编号")
    agency: AgencyAnswer = Field(title="机关")
    answered: bool = Field(title="是否已答辩")
    submissions: list[SubmissionAnswer] = Field(title="提交记录")
    attendances: list[AttendanceAnswer] = Field(title="出庭记录")
    version: int = Field(title="版本")


class TimingAnswer(Answer):
    """按已公布的规则认定的答辩期限。"""

    model_config = ConfigDict(title="答辩期限认定")

    due: date = Field(title="届满日")
    provisional: bool = Field(title="是否暂定", description="下一年度放假安排公布前为暂定")
    outcome: Literal["on_time", "late"] | None = Field(title="结果", description="on_time 按期；late 逾期；空为尚未完整提交")
    late_days: int = Field(title="逾期天数")


class SubmittedAnswer(ResponseAnswer):
    """登记后的应诉情况，以及是否按期。"""

    model_config = ConfigDict(title="答辩登记结果")

    timing: TimingAnswer | None = Field(title="期限认定", description="尚无起诉状副本送达记录或者未公布规则时为空")
