"""The JSON of what there is beside a suit and in court only. The models only: `track_writer` fills them."""

from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from services.mediation.step_answers import NamedPartyAnswer, PersonAnswer
from yingsu.events.mediation.court import CourtEnding, MediableGround
from yingsu.events.mediation.litigation import LitigationEnding
from yingsu.web.bodies import Answer
from yingsu.web.parts import AgencyAnswer


class EndingAnswer(Answer):
    """诉中调解终结。"""

    model_config = ConfigDict(title="诉中调解终结情况")

    reason: LitigationEnding = Field(title="终结原因")
    reason_title: str = Field(title="终结原因名称", examples=["分歧较大"])
    ended_on: date = Field(title="终结日期")
    note: str | None = Field(title="说明", description="不是办理单位的机关查看时不予显示")
    event_id: UUID = Field(title="登记编号")


class ResponsibleAnswer(Answer):
    """一个机关在人民法院调解中的分管责任人和经办人员。其他机关查看时不予显示；调处中心只能看到报送方案中的责任领导。"""

    model_config = ConfigDict(title="分管责任人")

    agency: AgencyAnswer = Field(title="机关")
    leader: PersonAnswer | None = Field(title="分管责任人", description="确定的出庭负责人；没有的，为调处方案中的责任领导")
    post: str | None = Field(title="职务")
    named_for: Literal["hearing", "mediation"] | None = Field(
        title="确定的依据", description="hearing 出庭负责人；mediation 机关指定的调处工作领导"
    )
    handler: PersonAnswer | None = Field(title="应诉人员", description="负责信息反馈、联络会商、研究落实调解方案")


class CourtSessionAnswer(Answer):
    """人民法院的一次调解。"""

    model_config = ConfigDict(title="人民法院调解记录")

    held_on: date = Field(title="调解日期")
    present: list[NamedPartyAnswer] = Field(title="到场当事人")
    absent: list[NamedPartyAnswer] = Field(title="未到场当事人")
    agreed: bool = Field(title="是否达成一致")
    event_id: UUID = Field(title="登记编号")


class DocumentSignatureAnswer(Answer):
    """一方当事人签收行政调解书。"""

    model_config = ConfigDict(title="签收记录")

    party: NamedPartyAnswer = Field(title="当事人")
    signed_on: date = Field(title="签收日期")
    event_id: UUID = Field(title="登记编号")


class DocumentPerformanceAnswer(Answer):
    """一个机关履行行政调解书。"""

    model_config = ConfigDict(title="履行记录")

    agency: AgencyAnswer = Field(title="机关")
    performed_on: date = Field(title="履行日期")
    note: str | None = Field(title="履行情况", description="其他机关查看时不予显示")
    event_id: UUID = Field(title="登记编号")


class CourtDocumentAnswer(Answer):
    """行政调解书。"""

    model_config = ConfigDict(title="行政调解书")

    document_no: str = Field(title="文书号")
    issued_on: date = Field(title="制作日期")
    ground: MediableGround | None = Field(
        title="可以调解的依据",
        description="compensation 行政赔偿；indemnity 行政补偿；discretion 自由裁量权；法院立案时已列明的为空",
    )
    perform_by: date | None = Field(title="履行期限")
    file: str | None = Field(title="文书文件编号")
    signatures: list[DocumentSignatureAnswer] = Field(title="签收")
    effective_on: date | None = Field(title="生效日期", description="最后一方签收之日")
    performances: list[DocumentPerformanceAnswer] = Field(title="履行")
    event_id: UUID = Field(title="登记编号")


class CourtEndAnswer(Answer):
    """人民法院调解结束，没有制作行政调解书。"""

    model_config = ConfigDict(title="人民法院调解结束情况")

    reason: CourtEnding = Field(title="结束原因")
    reason_title: str = Field(title="结束原因名称", examples=["未达成协议"])
    ended_on: date = Field(title="结束日期")
    note: str | None = Field(title="说明", description="案涉行政机关查看时不予显示")
    event_id: UUID = Field(title="登记编号")


class CourtTrackAnswer(Answer):
    """人民法院调解。"""

    model_config = ConfigDict(title="人民法院调解情况")

    mediable: bool | None = Field(title="可否调解", description="法院立案时所列；没有列明的为空")
    responsible: list[ResponsibleAnswer] = Field(title="各机关的分管责任人")
    sessions: list[CourtSessionAnswer] = Field(title="各次调解")
    document: CourtDocumentAnswer | None = Field(title="行政调解书")
    ended: CourtEndAnswer | None = Field(title="调解结束")
