"""What a court writes to one defendant beside the suit: the bodies of its warnings, letters, advice, questions and opinions."""

from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from services.intake.bodies import AgencyCode, NoticeBody
from services.intake.court.course_bodies import REASON
from yingsu.events.intake.advice import LetterKind
from yingsu.web.bodies import Day, Line, LongText

Received = Annotated[Day | None, Field(title="机关收到日期", description="不填即为发生日期；回复、落实等期限自收到之日起算")]
Subject = Annotated[LongText | None, Field(title="内容摘要", description="以密文保存")]
LetterFile = Annotated[
    str | None,
    Field(
        title="文件编号",
        description="先行上传所得的编号",
        min_length=1,
        max_length=100,
        examples=["file-00000000-0000-4000-8000-000000000002"],
    ),
]


class LossWarningBody(NoticeBody):
    """《败诉预警函》。发生日期为发出日期。同一机关、同一函号只有一种内容。"""

    model_config = ConfigDict(title="败诉预警函")

    kind: Literal["loss_warning"] = Field(title="消息种类")
    agency_code: AgencyCode
    letter_no: Line = Field(title="函号", examples=["苏0813败诉预警〔2026〕3号（样例）"])
    received_on: Received = None
    file: LetterFile = None


class CourtLetterBody(NoticeBody):
    """败诉风险提示函、司法建议书、意见书。发生日期为发出日期。"""

    model_config = ConfigDict(title="法院函件")

    kind: Literal["court_letter"] = Field(title="消息种类")
    agency_code: AgencyCode
    letter_no: Line = Field(title="函号", examples=["苏0813函〔2026〕7号（样例）"])
    letter_kind: LetterKind = Field(title="函件种类", description="loss_risk 败诉风险提示函；advice 司法建议书；opinion 意见书")
    received_on: Received = None
    subject: Subject = None
    file: LetterFile = None


class AdviceBody(NoticeBody):
    """司法建议（行政诉讼法第六十六条、第九十六条）。发生日期为发出日期。"""

    model_config = ConfigDict(title="司法建议")

    kind: Literal["judicial_advice"] = Field(title="消息种类")
    agency_code: AgencyCode
    advice_no: Line = Field(title="司法建议书文号", examples=["苏0813司建〔2026〕2号（样例）"])
    received_on: Received = None
    reply_by: Day | None = Field(default=None, title="回复期限", description="法院确定的回复日期；未确定的不填")
    subject: Subject = None
    file: LetterFile = None


class AdviceWithdrawalBody(NoticeBody):
    """撤回司法建议。"""

    model_config = ConfigDict(title="撤回司法建议")

    kind: Literal["judicial_advice_withdrawal"] = Field(title="消息种类")
    agency_code: AgencyCode
    advice_no: Line = Field(title="司法建议书文号", examples=["苏0813司建〔2026〕2号（样例）"])
    reason: Line = Field(title="理由", description=REASON, examples=["行政机关已自行纠正"])


class QueryBody(NoticeBody):
    """法院就程序、证据提出的问题。不得写入法院对未决案件的倾向。"""

    model_config = ConfigDict(title="法院提出问题")

    kind: Literal["court_query"] = Field(title="消息种类")
    agency_code: AgencyCode
    query_no: Line = Field(title="编号", examples=["2026-12-问1"])
    received_on: Received = None
    subject: Subject = None


class OpinionBody(NoticeBody):
    """法院对行政应诉工作的意见、建议。不得写入法院对未决案件的倾向。"""

    model_config = ConfigDict(title="法院意见、建议")

    kind: Literal["court_opinion"] = Field(title="消息种类")
    agency_code: AgencyCode
    opinion_no: Line = Field(title="编号", examples=["2026-12-意见1"])
    received_on: Received = None
    subject: Subject = None
