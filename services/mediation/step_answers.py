"""The JSON of the steps of a mediation, and of who takes part in them. The models only: `writer` fills them."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from yingsu.events.mediation.mediation import TerminationReason
from yingsu.web.bodies import Answer
from yingsu.web.parts import AgencyAnswer


class NamedPartyAnswer(Answer):
    """一方当事人：申请人或者案涉行政机关。"""

    model_config = ConfigDict(title="一方当事人")

    party: str = Field(title="当事人编号", description="申请人为 p1、p2……，行政机关为其机关编号", examples=["p1"])
    name: str = Field(title="姓名或名称", examples=["示例张某"])


class PersonAnswer(Answer):
    """自然人。删除后姓名显示为“（已删除）”，无权查看时为“（不予显示）”。"""

    model_config = ConfigDict(title="人员")

    name: str = Field(title="姓名", examples=["示例乙"])
    id_number: str | None = Field(default=None, title="身份证件号码")
    phone: str | None = Field(default=None, title="联系电话")
    address: str | None = Field(default=None, title="住址")


class ApplicantAnswer(PersonAnswer):
    """申请人。删除后姓名显示为“（已删除）”，无权查看时为“（不予显示）”。"""

    model_config = ConfigDict(title="申请人")

    party: str = Field(title="当事人编号", examples=["p1"])
    organisation: bool = Field(title="是否组织")


class NoticeAnswer(Answer):
    """《行政争议调处交办通知书》。"""

    model_config = ConfigDict(title="交办通知记录")

    document_no: str = Field(title="文号")
    sent_on: date = Field(title="发送日期")
    received_on: date = Field(title="机关收到日期")
    method: str | None = Field(title="方式")
    event_id: UUID = Field(title="登记编号")


class RespondentAnswer(Answer):
    """案涉行政机关，向其交办的情况和方案是否齐备。"""

    model_config = ConfigDict(title="案涉行政机关")

    agency: AgencyAnswer = Field(title="机关")
    jurisdiction: str = Field(title="移送时的管辖区域")
    notice: NoticeAnswer | None = Field(title="交办通知")
    plan_complete_on: date | None = Field(title="方案齐备日期", description="责任领导、联络人、方案三项均已收到之日")
    plan_lacking: list[str] = Field(title="方案尚缺", examples=[["联络人"]])


class ActAnswer(Answer):
    """争议所涉的行政行为。"""

    model_config = ConfigDict(title="所涉行政行为")

    kind: str = Field(title="种类")
    document_no: str | None = Field(title="文号")
    made_on: date | None = Field(title="作出日期")
    implementing_unit: str | None = Field(title="具体实施单位")


class MaterialAnswer(Answer):
    """法院移送的一份材料。"""

    model_config = ConfigDict(title="移送材料")

    material: str = Field(title="材料编号", examples=["m1"])
    title: str = Field(title="名称")
    pages: int | None = Field(title="页数")
    file: str | None = Field(title="文件编号")
    returned: bool | None = Field(title="是否退回法院", description="尚未退回法院时为空")
    reason: str | None = Field(title="不退回的理由", description="案涉行政机关查看时不予显示")


class NotificationAnswer(Answer):
    """告知一方当事人。"""

    model_config = ConfigDict(title="告知记录")

    party: str = Field(title="当事人编号")
    notified_on: date = Field(title="告知日期")
    method: str | None = Field(title="方式")
    event_id: UUID = Field(title="登记编号")


class ScheduleAnswer(Answer):
    """调处的时间、地点，以及已经告知的当事人。"""

    model_config = ConfigDict(title="调处安排记录")

    scheduled_on: date = Field(title="确定日期")
    session_at: datetime = Field(title="调处时间")
    place: str = Field(title="调处地点")
    reason: str | None = Field(title="改期理由")
    in_force: bool = Field(title="是否现行安排")
    notified: list[NotificationAnswer] = Field(title="已告知")
    event_id: UUID = Field(title="登记编号")


class SessionAnswer(Answer):
    """一次调处会。"""

    model_config = ConfigDict(title="调处会记录")

    held_on: date = Field(title="调处日期")
    present: list[NamedPartyAnswer] = Field(title="到场当事人")
    agreed: bool = Field(title="是否达成一致")
    notes: str | None = Field(title="调处笔录摘要", description="案涉行政机关查看时不予显示")
    event_id: UUID = Field(title="登记编号")


class ExtensionAnswer(Answer):
    """延长调处期限。"""

    model_config = ConfigDict(title="延长期限记录")

    agreed_on: date = Field(title="同意日期")
    until: date = Field(title="延至")
    reason: str = Field(title="理由")
    event_id: UUID = Field(title="登记编号")


class SignatureAnswer(Answer):
    """一方当事人的签字。"""

    model_config = ConfigDict(title="签字记录")

    party: NamedPartyAnswer = Field(title="当事人")
    signed_on: date = Field(title="签字日期")
    signatory: Literal["party", "authorised"] = Field(title="签字人", description="party 当事人本人；authorised 受权人员")
    person: PersonAnswer | None = Field(
        title="签字人员", description="案涉行政机关查看其他当事人的，只显示姓名；不是协议当事人的，姓名也不予显示"
    )
    authority: str | None = Field(title="授权文件编号", description="案涉行政机关查看其他当事人的，不予显示")
    event_id: UUID = Field(title="登记编号")


class ExplanationAnswer(Answer):
    """向一名申请人释明撤回行政诉讼。"""

    model_config = ConfigDict(title="释明记录")

    party: NamedPartyAnswer = Field(title="申请人")
    explained_on: date = Field(title="释明日期")
    note: str | None = Field(title="释明情况", description="案涉行政机关查看时不予显示")
    event_id: UUID = Field(title="登记编号")


class BreachAnswer(Answer):
    """一方当事人未按协议履行的登记。"""

    model_config = ConfigDict(title="违约登记")

    party: NamedPartyAnswer = Field(title="当事人")
    breached_on: date = Field(title="违约日期")
    note: str | None = Field(title="情况", description="办理单位和协议当事人以外的机关查看时不予显示")
    event_id: UUID = Field(title="登记编号")


class ConfirmationAnswer(Answer):
    """司法确认的申请和裁定。"""

    model_config = ConfigDict(title="司法确认")

    court: str = Field(title="受理法院")
    applied_on: date = Field(title="申请日期")
    late_days: int = Field(title="逾期天数", description="超过协议生效之日起三十日的天数；未逾期为 0")
    ruling_no: str | None = Field(title="裁定书案号", description="法院尚未裁定时为空")
    decided_on: date | None = Field(title="裁定日期")
    confirmed: bool | None = Field(title="是否确认有效")
    application_event_id: UUID = Field(title="申请的登记编号")
    ruling_event_id: UUID | None = Field(title="裁定的登记编号")


class SettlementAnswer(Answer):
    """《行政争议调处协议》及其签字、释明。"""

    model_config = ConfigDict(title="调处协议情况")

    document_no: str = Field(title="文号")
    reached_on: date = Field(title="达成日期")
    parties: list[NamedPartyAnswer] = Field(title="各方当事人")
    terms: list[str] = Field(title="协议内容", description="不是协议当事人的机关查看时不予显示")
    perform_by: date | None = Field(title="履行期限")
    file: str | None = Field(title="协议文件编号")
    signatures: list[SignatureAnswer] = Field(title="签字")
    effective_on: date | None = Field(title="生效日期", description="各方均已签字之日")
    explanations: list[ExplanationAnswer] = Field(title="释明撤诉")
    confirmation: ConfirmationAnswer | None = Field(title="司法确认", description="诉前的协议共同申请的")
    performed_on: date | None = Field(title="履行完毕日期")
    performance_event_id: UUID | None = Field(title="履行的登记编号")
    performance: str | None = Field(title="履行情况", description="办理单位和协议当事人以外的机关查看时不予显示")
    breaches: list[BreachAnswer] = Field(title="违约")
    event_id: UUID = Field(title="登记编号")


class ServingAnswer(Answer):
    """终止调处通知书送达一方当事人。"""

    model_config = ConfigDict(title="终止通知送达记录")

    party: NamedPartyAnswer = Field(title="当事人")
    served_on: date = Field(title="送达日期")
    received_on: date = Field(title="收到日期")
    method: str | None = Field(title="方式")
    event_id: UUID = Field(title="登记编号")


class TerminationAnswer(Answer):
    """终止调处。"""

    model_config = ConfigDict(title="终止调处情况")

    reason: TerminationReason = Field(title="终止原因")
    reason_title: str = Field(title="终止原因名称", examples=["分歧较大"])
    terminated_on: date = Field(title="终止日期")
    document_no: str = Field(title="通知书文号")
    note: str | None = Field(title="说明", description="终止原因为 other 时即为原因，各方可见；否则案涉行政机关查看时不予显示")
    served: list[ServingAnswer] = Field(title="送达")
    event_id: UUID = Field(title="登记编号")


class ReturnAnswer(Answer):
    """退回法院。"""

    model_config = ConfigDict(title="退回法院情况")

    letter_no: str = Field(title="告知函文号")
    returned_on: date = Field(title="退回日期")
    event_id: UUID = Field(title="登记编号")
