"""The JSON of what agencies are told before a filing."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field, ValidatorFunctionWrapHandler, WrapValidator

from services.intake.forwarding.desk import Told
from yingsu.officials.directory import Directory
from yingsu.officials.sight import Sight
from yingsu.text import visible
from yingsu.web.bodies import Answer, Body, Day, Line, LongText
from yingsu.web.parts import AgencyAnswer, agency_answer


def _or_nothing(value: object, read: ValidatorFunctionWrapHandler) -> object:
    return "" if isinstance(value, str) and not visible(value) else read(value)


class ForwardingBody(Body):
    """向一个案涉行政机关通报预立案信息，并告知其做好应诉准备工作（《十项机制》第五项）。"""

    model_config = ConfigDict(
        title="立案前通报",
        json_schema_extra={
            "required": ["notified_on", "advice"],
            "examples": [
                {
                    "notified_on": "2026-09-07",
                    "method": "公文交换",
                    "advice": "请确定承办人，整理行政处罚案卷，做好应诉准备（样例）",
                }
            ],
        },
    )

    notified_on: Day = Field(title="通报日期", description="不早于收到法院通报之日")
    method: Line | None = Field(default=None, title="通报方式", examples=["公文交换"])
    # Its absence is refused by the rule that asks for it, not as a matter of form.
    advice: Annotated[LongText, WrapValidator(_or_nothing)] = Field(
        default="", title="应诉准备提示", description="告知机关做好哪些应诉准备；以密文保存"
    )


class ForwardingAnswer(Answer):
    """向一个案涉行政机关的立案前通报。ETag 为其版本，尚未通报时为 "0"。"""

    model_config = ConfigDict(title="立案前通报情况")

    case_id: str = Field(title="案件编号", description="法院预立案通报的案号下的记录")
    case_no: str = Field(title="案号", description="法院预立案通报的案号")
    agency: AgencyAnswer = Field(title="机关")
    received_on: date = Field(title="收到法院通报日期", description="通报期限自此日起算")
    withdrawn_on: date | None = Field(title="法院撤回日期")
    notified_on: date | None = Field(title="通报日期", description="尚未通报时为空")
    method: str | None = Field(title="通报方式")
    advice: str | None = Field(title="应诉准备提示")
    event_id: UUID | None = Field(title="登记编号", description="尚未通报时为空；更正以后不变")
    version: int = Field(title="版本")


def forwarding_answer(told: Told, sight: Sight, directory: Directory) -> ForwardingAnswer:
    """What one agency was told, for one caller. Raises ValueError for a record without a notice."""
    notified = told.notice.notified
    if notified is None:
        raise ValueError(f"{told.notice.case_id} has no notice")
    return ForwardingAnswer(
        case_id=told.notice.case_id,
        case_no=notified.case_no,
        agency=agency_answer(directory, told.respondent.agency),
        received_on=notified.received_on,
        withdrawn_on=told.notice.withdrawn_on,
        notified_on=told.forwarding.notified_on,
        method=told.forwarding.method,
        advice=sight.note(told.respondent.agency, told.forwarding.advice),
        event_id=told.forwarding.event_id,
        version=told.forwarding.version,
    )
