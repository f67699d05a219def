"""What a defendant sends about the letters of a court. The examples are invented."""

from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from yingsu.web.bodies import Body, Day, Line, LongText, example
from yingsu.web.parts import FileId, PersonBody

AdviceNo = Annotated[Line, Field(title="司法建议文号", examples=["（2026）鲁06司建3号（样例）"])]
LetterNo = Annotated[Line, Field(title="函件文号", examples=["（2026）闽0526函2号（样例）"])]


class AdviceReplyBody(Body):
    """将办理情况书面回复司法机关，或者抄送政府法制机构。两者分别登记，均已登记才算办结。"""

    model_config = ConfigDict(
        title="回复司法建议",
        json_schema_extra=example(
            advice_no="（2026）鲁06司建3号（样例）", to="court", replied_on="2026-09-28", measures="已修订裁量基准（样例）"
        ),
    )

    advice_no: AdviceNo
    to: Literal["court", "legal_office"] = Field(
        title="送交", description="court 书面回复司法机关；legal_office 抄送政府法制机构"
    )
    replied_on: Day = Field(title="回复日期")
    measures: LongText = Field(title="办理情况", description="以密文保存")
    file: FileId | None = Field(default=None, title="复函")


class FollowUpBody(Body):
    """落实法院函件的计划：具体措施、完成时限、对接人。"""

    model_config = ConfigDict(
        title="落实函件的计划",
        json_schema_extra=example(
            letter_no="（2026）闽0526函2号（样例）",
            planned_on="2026-09-03",
            measures="补充调查并重新听取陈述（样例）",
            due="2026-10-12",
            contact={"name": "示例陈某"},
        ),
    )

    letter_no: LetterNo
    planned_on: Day = Field(title="计划日期")
    measures: LongText | None = Field(default=None, title="具体措施", description="以密文保存")
    due: Day | None = Field(default=None, title="完成时限")
    contact: PersonBody | None = Field(default=None, title="对接人")


class FollowUpRevisionBody(Body):
    """调整完成时限，并写明理由。"""

    model_config = ConfigDict(
        title="调整完成时限",
        json_schema_extra=example(
            letter_no="（2026）闽0526函2号（样例）", revised_on="2026-10-10", due="2026-10-30", reason="等待鉴定意见"
        ),
    )

    letter_no: LetterNo
    revised_on: Day = Field(title="调整日期")
    due: Day = Field(title="完成时限")
    reason: Line = Field(title="理由", description="请勿写入个人信息")


class FollowUpCompletionBody(Body):
    """完成对法院函件的落实。"""

    model_config = ConfigDict(
        title="完成落实",
        json_schema_extra=example(
            letter_no="（2026）闽0526函2号（样例）", completed_on="2026-10-12", result="已自行撤销原决定（样例）"
        ),
    )

    letter_no: LetterNo
    completed_on: Day = Field(title="完成日期")
    result: LongText = Field(title="落实情况", description="以密文保存")
    files: list[FileId] = Field(default=[], title="附件", max_length=20)


class QueryAnswerBody(Body):
    """回应人民法院提出的程序、证据问题。"""

    model_config = ConfigDict(
        title="回应法院问题",
        json_schema_extra=example(query_no="2026-示例-1", answered_on="2026-08-12", answer="已补交送达回证（样例）"),
    )

    query_no: Line = Field(title="问题编号", description="法院报送时所编")
    answered_on: Day = Field(title="回应日期")
    answer: LongText = Field(title="回应", description="以密文保存")


class OpinionFollowUpBody(Body):
    """落实人民法院的意见、建议。"""

    model_config = ConfigDict(
        title="落实法院意见",
        json_schema_extra=example(opinion_no="2026-示例-2", followed_up_on="2026-09-12", result="已完善文书模板（样例）"),
    )

    opinion_no: Line = Field(title="意见编号", description="法院报送时所编")
    followed_up_on: Day = Field(title="落实日期")
    result: LongText = Field(title="落实情况", description="以密文保存")
