"""The JSON of mediations, plans and documents as wholes. The models only: `writer` fills them."""

from datetime import date, datetime
from uuid import UUID

from pydantic import ConfigDict, Field

from services.mediation.dossier import Kind
from services.mediation.mediation import Status
from services.mediation.step_answers import (
    ActAnswer,
    ApplicantAnswer,
    ExtensionAnswer,
    MaterialAnswer,
    NamedPartyAnswer,
    PersonAnswer,
    RespondentAnswer,
    ReturnAnswer,
    ScheduleAnswer,
    SessionAnswer,
    SettlementAnswer,
    TerminationAnswer,
)
from services.mediation.steps import AnyTrack
from services.mediation.track_answers import CourtTrackAnswer, EndingAnswer
from yingsu.events.mediation.litigation import Conductor
from yingsu.web.bodies import Answer
from yingsu.web.parts import AgencyAnswer

STATUSES: dict[Status, str] = {
    "referred": "待签收",
    "accepted": "已签收",
    "assigned": "已交办",
    "planned": "方案齐备",
    "scheduled": "已定时间地点",
    "in_session": "调处中",
    "settled_unsigned": "协议待签字",
    "settled_signed": "协议已生效待释明",
    "closed_settled": "调处成功办结",
    "terminated": "已终止",
    "served": "终止通知书已送达",
    "returned": "已退回法院",
}


class MissingAnswer(Answer):
    """尚缺的环节，逐项列出当事人编号；已不需要的为空。"""

    model_config = ConfigDict(title="尚缺")

    without_notice: list[str] = Field(title="尚未交办的机关")
    without_plan: list[str] = Field(title="方案不齐的机关")
    untold: list[str] = Field(title="尚未告知时间、地点的当事人")
    unsigned: list[str] = Field(title="尚未签字的当事人")
    unexplained: list[str] = Field(title="尚未释明撤诉的申请人")
    unserved: list[str] = Field(title="尚未送达终止通知书的当事人")
    without_leader: list[str] = Field(
        title="尚未确定分管责任人的机关", description="人民法院调解中，本辖区的文件要求确定的（如《十项机制》第六项）"
    )


class MediationLineAnswer(Answer):
    """调处列表的一行。"""

    model_config = ConfigDict(title="调处列表项")

    mediation_id: str = Field(title="调处编号")
    case_id: str = Field(title="案件编号", description="所属争议的编号；立案后为所立案件的编号")
    track: AnyTrack = Field(
        title="种类", description="pre_suit 诉前移送调处；in_litigation 诉中调解；court 人民法院调解", examples=["pre_suit"]
    )
    case_no: str = Field(
        title="案号", description="诉前调案号；诉中和人民法院调解为所立案件的案号", examples=["（2026）苏0813行诉前调7号"]
    )
    court: str = Field(title="法院代字", examples=["苏0813"])
    court_name: str | None = Field(title="法院名称")
    status: Status = Field(title="状态")
    status_title: str = Field(title="状态名称", examples=["调处中"])
    open: bool = Field(title="是否未办结")
    in_litigation: bool = Field(title="是否已进入诉讼", description="法院在调处结束之前已经立案")
    received_on: date = Field(title="收到移送材料日期", description="诉中和人民法院调解为开始之日")
    accepted_on: date | None = Field(title="签收日期")
    concluded_on: date | None = Field(title="调处结束日期", description="协议生效或者终止调处之日")
    session_at: datetime | None = Field(title="调处时间")
    place: str | None = Field(title="调处地点")
    respondents: list[AgencyAnswer] = Field(title="案涉行政机关")
    jurisdictions: list[str] = Field(title="管辖区域")
    missing: MissingAnswer = Field(title="尚缺")


class MediationAnswer(Answer):
    """一项调处。ETag 为办理单位所登记内容的版本；各机关报送的方案另有版本。"""

    model_config = ConfigDict(title="调处")

    mediation_id: str = Field(title="调处编号")
    case_id: str = Field(title="案件编号", description="所属争议的编号；立案后为所立案件的编号")
    track: AnyTrack = Field(
        title="种类", description="pre_suit 诉前移送调处；in_litigation 诉中调解；court 人民法院调解", examples=["pre_suit"]
    )
    case_no: str = Field(
        title="案号", description="诉前调案号；诉中和人民法院调解为所立案件的案号", examples=["（2026）苏0813行诉前调7号"]
    )
    court: str = Field(title="法院代字", examples=["苏0813"])
    court_name: str | None = Field(title="法院名称")
    status: Status = Field(title="状态")
    status_title: str = Field(title="状态名称", examples=["调处中"])
    open: bool = Field(title="是否未办结")
    in_litigation: bool = Field(title="是否已进入诉讼", description="法院在调处结束之前已经立案")
    conductor: Conductor | None = Field(
        title="诉中调解的办理单位", description="agency 被诉行政机关；supervising_body 监督机关；mediation_centre 调处中心"
    )
    conducting_agency: AgencyAnswer | None = Field(title="自行协调和解的机关")
    referred_on: date | None = Field(title="移送日期", description="诉前移送的才有")
    received_on: date = Field(title="收到移送材料日期", description="诉中和人民法院调解为开始之日")
    complaint_received_on: date | None = Field(title="法院收到起诉状日期")
    opening_event_id: UUID = Field(title="调处登记的编号")
    accepted_on: date | None = Field(title="签收日期")
    acceptance_event_id: UUID | None = Field(title="签收的登记编号")
    concluded_on: date | None = Field(title="调处结束日期", description="协议生效或者终止调处之日")
    cause: str = Field(title="案由")
    claims: str | None = Field(title="诉讼请求")
    act: ActAnswer | None = Field(title="所涉行政行为")
    applicants: list[ApplicantAnswer] = Field(title="申请人")
    respondents: list[RespondentAnswer] = Field(title="案涉行政机关")
    materials: list[MaterialAnswer] = Field(title="移送材料")
    schedules: list[ScheduleAnswer] = Field(title="时间、地点")
    sessions: list[SessionAnswer] = Field(title="调处会")
    extensions: list[ExtensionAnswer] = Field(title="延长期限")
    settlement: SettlementAnswer | None = Field(title="调处协议")
    termination: TerminationAnswer | None = Field(title="终止调处")
    returned: ReturnAnswer | None = Field(title="退回法院")
    ending: EndingAnswer | None = Field(title="诉中调解终结", description="未达成协议而终结的")
    in_court: CourtTrackAnswer | None = Field(title="人民法院调解", description="人民法院调解才有")
    missing: MissingAnswer = Field(title="尚缺")
    version: int = Field(title="版本")


class SubmissionAnswer(Answer):
    """一次报送。其他案涉行政机关查看时内容不予显示。"""

    model_config = ConfigDict(title="报送记录")

    received_on: date = Field(title="区调处中心收到日期")
    leader: PersonAnswer | None = Field(title="责任领导")
    leader_post: str | None = Field(title="责任领导职务")
    contact: PersonAnswer | None = Field(title="行政争议化解联络人")
    plan: str | None = Field(title="初步调处意向方案")
    file: str | None = Field(title="方案文件编号")
    event_id: UUID = Field(title="登记编号")


class PlanAnswer(Answer):
    """一个案涉行政机关报送的责任领导、联络人和方案。ETag 为其版本，尚未报送时为 "0"。"""

    model_config = ConfigDict(title="机关方案")

    mediation_id: str = Field(title="调处编号")
    agency: AgencyAnswer = Field(title="机关")
    due: date | None = Field(
        title="届满日", description="按已公布的规则，收到交办通知书后三个工作日；尚未交办或者未公布规则时为空"
    )
    complete_on: date | None = Field(title="齐备日期", description="三项均已收到之日")
    lacking: list[str] = Field(title="尚缺")
    submissions: list[SubmissionAnswer] = Field(title="报送记录")
    version: int = Field(title="版本")


class DocumentAnswer(Answer):
    """已经制作的一份文书。"""

    model_config = ConfigDict(title="调处文书")

    kind: Kind = Field(
        title="种类",
        description="assignment_notice 交办通知书；schedule_notice 时间、地点通知；settlement 调处协议；termination_notice 终止调处通知书；"
        "termination_letter 致法院的终止调处告知函",
    )
    title: str = Field(title="名称", examples=["行政争议调处交办通知书"])
    document_no: str | None = Field(title="文号", description="时间、地点通知没有文号")
    addressee: NamedPartyAnswer | None = Field(title="送交对象", description="法院或者各方当事人共用的为空")
    made_on: date = Field(title="制作日期")
    text: str = Field(title="正文")
