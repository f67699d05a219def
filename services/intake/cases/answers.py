"""The JSON of cases and responses. The models only: `writer` fills them."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from services.intake.cases.record import Status
from services.intake.cases.response_answers import NoteAnswer
from services.intake.cases.trial_answers import HearingAnswer, JudgmentAnswer
from services.intake.handling.answers import HandlingAnswer
from yingsu.events.intake.case import DisputedObject, Instance, ServedDocument
from yingsu.events.intake.course import SeriesKind
from yingsu.web.bodies import Answer
from yingsu.web.parts import AgencyAnswer

STATUSES: dict[Status, str] = {
    "referred": "诉前调处中",
    "settled": "已达成调处协议",
    "terminated": "调处已终止",
    "returned": "调处终止，已退回法院",
    "pre_filing": "预立案",
    "filed": "已立案",
    "answering": "答辩中",
    "answered": "已答辩",
    "hearing_set": "已定开庭",
    "heard": "已开庭",
    "judged": "已裁判",
    "withdrawn": "已撤诉",
    "not_accepted": "不予立案",
    "dismissed": "已裁定驳回起诉",
    "closed": "已结案",
    "transferred": "已移送其他法院",
    "suspended": "中止诉讼",
    "appealed": "上诉中",
    "effective": "裁判已生效",
    "remanded": "发回重审",
    "retrial": "再审中",
}


class PartyAnswer(Answer):
    """原告。删除后姓名显示为“（已删除）”，无权查看时为“（不予显示）”。"""

    model_config = ConfigDict(title="当事人")

    party: str = Field(title="编号", examples=["p1"])
    name: str = Field(title="姓名或名称", examples=["示例张某"])
    organisation: bool = Field(title="是否组织")
    replaced: bool = Field(default=False, title="是否已变更", description="另有原告承继其诉讼地位")
    id_number: str | None = Field(default=None, title="身份证件号码")
    phone: str | None = Field(default=None, title="联系电话")
    address: str | None = Field(default=None, title="住址")


class ServiceAnswer(Answer):
    """送达记录。"""

    model_config = ConfigDict(title="送达记录")

    document: ServedDocument = Field(title="文书")
    document_title: str = Field(title="文书名称", examples=["起诉状副本"])
    served_on: date = Field(title="送达日期")
    received_on: date = Field(title="收到日期")
    method: str | None = Field(title="送达方式")
    event_id: UUID = Field(title="登记编号")


class ExtensionAnswer(Answer):
    """准予延期。"""

    model_config = ConfigDict(title="准予延期记录")

    period: str = Field(title="期限")
    granted_on: date = Field(title="准予日期")
    until: date = Field(title="延至")
    reason: str = Field(title="理由")
    event_id: UUID = Field(title="登记编号")


class ScopeAnswer(Answer):
    """被告不是本辖区文件的发文对象：照常登记，仅作提示。"""

    model_config = ConfigDict(title="不在文件适用范围")

    code: Literal["outside_document_scope"] = Field(title="代码")
    title: str = Field(title="名称", examples=["不在本辖区文件适用范围"])
    clauses: list[str] = Field(title="条款编号", examples=[["YC-0.1"]])
    authority: str = Field(title="依据")
    quotes: list[str] = Field(title="条款原文")


class DefendantAnswer(Answer):
    """被告及其在本案的情况。"""

    model_config = ConfigDict(title="被告情况")

    agency: AgencyAnswer = Field(title="机关")
    jurisdiction: str = Field(title="立案或者追加时的管辖区域")
    objects: list[DisputedObject] = Field(title="被诉行为")
    added_on: date | None = Field(title="追加日期", description="立案时即为被告的为空")
    removed_on: date | None = Field(title="退出日期")
    complaint_received_on: date | None = Field(title="收到起诉状副本日期")
    services: list[ServiceAnswer] = Field(title="送达")
    extensions: list[ExtensionAnswer] = Field(title="准予延期")
    answered_on: date | None = Field(title="答辩日期", description="邮寄的为交邮日期")
    handling: list[HandlingAnswer] = Field(title="应诉承办单位", description="每项被诉行为一项")
    flags: list[ScopeAnswer] = Field(title="提示", description="如机关类型不在本辖区文件适用范围")


class ActAnswer(Answer):
    """被诉行政行为。"""

    model_config = ConfigDict(title="被诉行政行为情况")

    kind: str = Field(title="种类")
    document_no: str | None = Field(title="文号")
    made_on: date | None = Field(title="作出日期")
    implementing_unit: str | None = Field(title="具体实施单位")


class WithdrawalAnswer(Answer):
    """准予撤诉裁定。"""

    model_config = ConfigDict(title="准予撤诉情况")

    ruling_no: str = Field(title="裁定书文号")
    ruled_on: date = Field(title="裁定日期")
    voluntary: bool = Field(title="是否自愿")


class SeriesAnswer(Answer):
    """案件所属的批量案、系列案。各案仍按各自案号统计。"""

    model_config = ConfigDict(title="所属系列")

    series: str = Field(title="系列名称", examples=["示例片区征收补偿系列案（样例）"])
    kind: SeriesKind = Field(title="种类", description="batch 批量案；series 系列案")
    kind_title: str = Field(title="种类名称", examples=["系列案"])
    linked_on: date = Field(title="列入日期")


class NumberAnswer(Answer):
    """法院给这一争议的一个案号。"""

    model_config = ConfigDict(title="案号")

    case_no: str = Field(title="案号", examples=["（2026）苏0813行诉前调8号"])
    case_id: str = Field(title="该案号下的记录编号", description="用它查询，得到同一案件")


class MaterialAnswer(Answer):
    """移送材料之一。"""

    model_config = ConfigDict(title="移送材料")

    material: str = Field(title="材料编号", examples=["m1"])
    title: str = Field(title="名称", examples=["起诉状"])
    pages: int | None = Field(title="页数")
    file: str | None = Field(title="文件编号")


class ReferralAnswer(Answer):
    """法院诉前移送调处。"""

    model_config = ConfigDict(title="诉前移送调处")

    case_no: str = Field(title="案号", examples=["（2026）苏0813行诉前调8号"])
    referred_on: date = Field(title="移送日期")
    received_on: date = Field(title="收到材料日期")
    applicants: list[PartyAnswer] = Field(title="申请人")
    respondents: list[AgencyAnswer] = Field(title="案涉行政机关")
    claims: str | None = Field(title="请求事项")
    materials: list[MaterialAnswer] = Field(title="移送材料")


class PreFilingAnswer(Answer):
    """预立案信息通报。"""

    model_config = ConfigDict(title="预立案信息通报")

    case_no: str = Field(title="案号")
    received_on: date = Field(title="收到日期")
    withdrawn_on: date | None = Field(title="撤回日期")
    applicants: list[PartyAnswer] = Field(title="起诉人")
    respondents: list[AgencyAnswer] = Field(title="案涉行政机关")


class ForwardedAnswer(Answer):
    """已通报的案涉行政机关。"""

    model_config = ConfigDict(title="立案前通报")

    agency: AgencyAnswer = Field(title="机关")
    notified_on: date = Field(title="通报日期")


class InstanceAnswer(Answer):
    """同一争议的另一审级。各审级各为一案。"""

    model_config = ConfigDict(title="关联审级")

    relation: Literal["earlier", "later"] = Field(title="关系", description="earlier 原审；later 后续审级")
    court: str = Field(title="法院代字", examples=["苏08"])
    case_no: str = Field(title="案号", examples=["（2026）苏08行终31号"])
    case_id: str | None = Field(title="案件编号", description="本系统尚无该案的为空")


class CaseAnswer(Answer):
    """案件（争议）：同一争议在法院的各个案号合为一案。尚未立案的，立案各项为空。ETag 为登记条数。"""

    model_config = ConfigDict(title="案件")

    case_id: str = Field(title="案件编号")
    case_no: str = Field(title="案号", description="立案后为立案案号", examples=["（2026）苏0813行初12号"])
    numbers: list[NumberAnswer] = Field(title="全部案号", description="诉前调解、预立案、立案的案号")
    instances: list[InstanceAnswer] = Field(title="关联审级", description="原审和后续审级的案号")
    court: str = Field(title="法院代字", examples=["苏0813"])
    court_name: str | None = Field(title="法院名称")
    type_code: str | None = Field(title="类型代字", examples=["行初"])
    type_known: bool | None = Field(title="类型代字是否在已知表内")
    type_meaning: str | None = Field(title="案件类型", examples=["行政一审案件"])
    instance: Instance | None = Field(title="审级")
    status: Status = Field(title="状态")
    status_title: str = Field(title="状态名称", examples=["答辩中"])
    filed_on: date | None = Field(title="立案日期")
    complaint_received_on: date | None = Field(title="法院收到起诉状日期")
    cause: str = Field(title="案由")
    mediable: bool | None = Field(title="可否调解")
    plaintiffs: list[PartyAnswer] = Field(title="原告")
    defendants: list[DefendantAnswer] = Field(title="被告")
    referrals: list[ReferralAnswer] = Field(title="诉前移送调处")
    mediations: list[str] = Field(title="调处编号", description="法院系统查看时为空")
    pre_filings: list[PreFilingAnswer] = Field(title="预立案信息通报")
    forwarded: list[ForwardedAnswer] = Field(title="立案前通报")
    act: ActAnswer | None = Field(title="被诉行政行为")
    claims: str | None = Field(title="诉讼请求")
    hearings: list[HearingAnswer] = Field(title="开庭", description="按开庭日期，含已改期的")
    judgments: list[JudgmentAnswer] = Field(title="裁判", description="按裁判日期")
    withdrawals: list[WithdrawalAnswer] = Field(title="准予撤诉")
    lead: AgencyAnswer | None = Field(title="牵头部门", description="共同被告中牵头应诉的部门；未确定的为空")
    notes: list[NoteAnswer] = Field(
        title="提示",
        description="按本辖区文件尚缺的事项，只作提示，法院系统查看时为空：lead_unit_named 尚未确定牵头部门；act_in_platform 尚未登记执法平台编号",
    )
    series: list[SeriesAnswer] = Field(title="批量案、系列案", description="法院列入而未移出的")
    version: int = Field(title="版本")
    as_of: date | None = Field(title="截至的事实日期")
    as_known_at: datetime | None = Field(title="截至的登记时刻")


class CaseLineAnswer(Answer):
    """案件列表的一行。"""

    model_config = ConfigDict(title="案件列表项")

    case_id: str = Field(title="案件编号")
    case_no: str = Field(title="案号")
    court: str = Field(title="法院代字")
    status: Status = Field(title="状态")
    status_title: str = Field(title="状态名称")
    opened_on: date = Field(title="受理日期", description="立案日期；尚未立案的，为收到法院通报或移送材料之日")
    filed_on: date | None = Field(title="立案日期")
    cause: str = Field(title="案由")
    defendants: list[AgencyAnswer] = Field(title="被告", description="尚未立案的，为案涉行政机关")
    jurisdictions: list[str] = Field(title="管辖区域")
    latest_title: str = Field(title="最近事实")
    latest_on: date = Field(title="最近事实的发生日期")
    latest_recorded_at: datetime = Field(title="最近事实的登记时刻")


class TypeCodeAnswer(Answer):
    """案件类型代字。"""

    model_config = ConfigDict(title="案件类型代字")

    code: str = Field(title="代字", examples=["行初"])
    meaning: str = Field(title="含义", examples=["行政一审案件"])
    instance: Instance | None = Field(title="审级")
    listed: bool = Field(title="是否在公布的代字标准中", description="false 为实践中使用")
