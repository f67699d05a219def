"""What a court sends before it registers a case: the bodies of the referral to mediation and of the pre-filing notice."""

from typing import Literal

from pydantic import ConfigDict, Field

from services.intake.bodies import ActBody, AgencyCode, EarlierNumbers, NoticeBody, PlaintiffBody
from yingsu.web.bodies import Body, Day, Line, LongText, Whole


class MaterialBody(Body):
    """移送材料之一。名称仅以密文保存。"""

    model_config = ConfigDict(title="移送材料")

    title: Line = Field(title="名称", examples=["起诉状"])
    pages: Whole | None = Field(default=None, title="页数", ge=1, le=100_000)
    file: str | None = Field(
        default=None,
        title="文件编号",
        description="先行上传所得的编号",
        min_length=1,
        max_length=100,
        examples=["file-00000000-0000-4000-8000-000000000001"],
    )


class ReferralBody(NoticeBody):
    """诉前移送调处（《十项机制》第四项）。案号为诉前调解案号，发生日期即移送日期。"""

    model_config = ConfigDict(title="诉前移送调处")

    kind: Literal["pre_litigation_referral"] = Field(title="消息种类")
    cause: Line = Field(title="案由", examples=["行政处罚"])
    applicants: list[PlaintiffBody] = Field(title="申请人", description="行政相对人", min_length=1, max_length=100)
    agency_codes: list[AgencyCode] = Field(title="案涉行政机关", description="统一社会信用代码", min_length=1, max_length=20)
    materials: list[MaterialBody] = Field(title="移送材料", min_length=1, max_length=200)
    act: ActBody | None = Field(default=None, title="争议所涉行政行为")
    claims: LongText | None = Field(default=None, title="请求事项", description="以密文保存")
    received_on: Day | None = Field(default=None, title="调处中心收到日期", description="不填即为发生日期")
    complaint_received_on: Day | None = Field(default=None, title="收到起诉状日期", description="调处不得占用起诉期限，故予记载")


class PreFilingBody(NoticeBody):
    """预立案信息通报（《十项机制》第五项）。案号为预立案的案号，可以就是诉前调解案号。"""

    model_config = ConfigDict(title="预立案信息通报")

    kind: Literal["pre_filing_notice"] = Field(title="消息种类")
    cause: Line = Field(title="案由", examples=["行政处罚"])
    applicants: list[PlaintiffBody] = Field(title="起诉人", min_length=1, max_length=100)
    agency_codes: list[AgencyCode] = Field(title="案涉行政机关", description="统一社会信用代码", min_length=1, max_length=20)
    act: ActBody | None = Field(default=None, title="争议所涉行政行为")
    received_on: Day | None = Field(
        default=None, title="调处中心收到日期", description="不填即为发生日期；调处中心的通报期限自收到之日起算"
    )
    pre_case_nos: EarlierNumbers = Field(default=[])


class PreFilingWithdrawalBody(NoticeBody):
    """撤回预立案通报：不再立案。案号为该通报的案号，发生日期即撤回日期。"""

    model_config = ConfigDict(title="撤回预立案通报")

    kind: Literal["pre_filing_withdrawal"] = Field(title="消息种类")
    reason: Line = Field(title="理由", description="请勿写入个人信息", examples=["起诉人撤回起诉材料"])
