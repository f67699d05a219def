"""The JSON of the steps of a case: what was told, by whom, when, and what it completed."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import ConfigDict, Field

from services.intake.cases.response_answers import NoteAnswer
from services.intake.cases.timeline_answers import FindingAnswer
from yingsu.web.bodies import Answer
from yingsu.web.parts import AgencyAnswer


class StepAnswer(Answer):
    """一项登记。"""

    model_config = ConfigDict(title="办理登记")

    event_id: UUID = Field(title="登记编号")
    topic: str = Field(title="事件类型", examples=["intake.case_reported.v1"])
    title: str = Field(title="事项", examples=["报备案件基本情况"])
    agency: AgencyAnswer | None = Field(title="所涉机关")
    occurred_on: date = Field(title="发生日期")
    recorded_at: datetime = Field(title="登记时刻")
    recorded_late: bool = Field(title="是否补登", description="登记日晚于发生之日")
    corrected: bool = Field(title="是否经过更正", description="内容为更正后的内容；更正的理由另有一项登记")
    official: str | None = Field(title="办理人员编号")
    content: dict[str, Any] = Field(
        title="登记内容",
        description="各字段见该事件类型的 JSON Schema（/v1/notify/schemas/{topic}）；密文字段已打开，已删除的显示为“（已删除）”",
    )
    flags: list[NoteAnswer] = Field(
        title="提示",
        description="与规定不符之处，只作提示：head_required 应当由正职出庭；evidence_checklist 完整执法记录有缺；late_evidence 逾期提供证据；"
        "no_case_team 尚未成立案件专班",
    )
    findings: list[FindingAnswer] = Field(title="期限认定", description="这项登记办结的应办事项，是否按期，依据哪一条")


class StepsAnswer(Answer):
    """一个机关在本案的办理登记，按登记次序。ETag 为其版本，尚无登记时为 "0"。"""

    model_config = ConfigDict(title="办理登记表")

    case_id: str = Field(title="案件编号")
    steps: list[StepAnswer] = Field(title="登记")
    version: int = Field(title="版本")
