"""What an official reads of an event: one line of Chinese without names."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from services.intake.cases.court_titles import COURT_TITLES
from services.intake.cases.resolving_titles import RESOLVING_TITLES
from services.intake.cases.step_titles import RANKS, STEP_TITLES
from yingsu.clock import SHANGHAI
from yingsu.events.intake.case import (
    CaseFiled,
    CaseWithdrawn,
    DefendantRemoved,
    ExtensionGranted,
    Instance,
    ServedDocument,
    ServiceRecorded,
)
from yingsu.events.intake.correction import EntryCorrected, EntryVoided, StepCorrected, StepVoided
from yingsu.events.intake.handling import HandlingUnitDetermined
from yingsu.events.intake.hearing import HearingScheduled
from yingsu.events.intake.judgment import JudgmentDelivered, JudgmentLost
from yingsu.events.intake.letter import CourtLetterCollected, CourtLetterIssued
from yingsu.events.intake.prelitigation import (
    AgencyNotifiedOfPreFiling,
    CaseRecordsJoined,
    PreFilingNotified,
    PreFilingWithdrawn,
    PreLitigationReferred,
)
from yingsu.events.intake.response import AnswerSubmitted, LeaderAttendanceRecorded
from yingsu.events.mediation.aftermath import SettlementBreached
from yingsu.events.mediation.correcting import MediationEntryCorrected, MediationEntryVoided
from yingsu.events.mediation.court import CourtMediationDocumentSigned
from yingsu.events.mediation.mediation import (
    AssignmentNoticeSent,
    MediationOpened,
    MediationScheduled,
    MediationSessionHeld,
    MediationTermExtended,
    MediationTerminated,
    PartyNotified,
    ReferralAccepted,
    ReturnedToCourt,
    SettlementBecameEffective,
    SettlementReached,
    SettlementSigned,
    TerminationReason,
    TerminationServed,
    WithdrawalExplained,
)
from yingsu.events.mediation.plan import MediationPlanSubmitted
from yingsu.events.notify.timer import ObligationOverdue, ReminderSent
from yingsu.events.review.rectification import RectificationPlanned, RectificationSubmitted
from yingsu.events.review.review import (
    ReviewAccepted,
    ReviewDrafted,
    ReviewOpened,
    ReviewReturned,
    ReviewSigned,
    ReviewStarted,
    ReviewSubmitted,
    ReviewVoided,
)
from yingsu.law.outcomes import OUTCOMES
from yingsu.ledger.entry import Event, UnknownEvent
from yingsu.ledger.mapper import event_class

INSTANCES: Final[dict[Instance, str]] = {"first": "一审", "second": "二审", "retrial": "再审"}

DOCUMENTS: Final[dict[ServedDocument, str]] = {
    "complaint_copy": "起诉状副本",
    "summons": "传票",
    "judgment": "判决书",
    "ruling": "裁定书",
    "mediation_document": "行政调解书",
    "other": "其他文书",
}

TERMINATIONS: Final[dict[TerminationReason, str]] = {
    "withdrawn": "申请人撤回",
    "unreachable": "当事人无法联系",
    "unwilling": "当事人不愿调处",
    "too_far_apart": "各方分歧较大",
    "term_expired": "调处期限届满",
    "refuses_to_sign": "拒绝在协议上签字",
    "other": "其他原因",
}


def title(event: Event) -> str:
    """What an official reads."""
    if isinstance(event, UnknownEvent):
        return f"本版本不能识别的登记（{event.topic}）"
    if isinstance(event, EntryCorrected | StepCorrected | MediationEntryCorrected):
        return f"更正{_of_topic(event.topic)}"
    if isinstance(event, EntryVoided | StepVoided | MediationEntryVoided):
        return f"撤销{_of_topic(event.topic)}"
    found = _found(type(event))
    if found is None:
        return event.TOPIC
    return found if isinstance(found, str) else found(event)


def _found(kind: type[Event]) -> "str | Callable[[Any], str] | None":
    return _TITLES.get(kind) or COURT_TITLES.get(kind) or STEP_TITLES.get(kind) or RESOLVING_TITLES.get(kind)


def _of_topic(topic: str) -> str:
    """What an entry is called of which only the topic is known."""
    kind = event_class(topic)
    found = _found(kind) if kind else None
    return f"“{found}”的登记" if isinstance(found, str) else "登记"


def agency_of(event: Event) -> str | None:
    """The one agency that an event is about; None where it concerns the case as a whole or an applicant."""
    if isinstance(event, _OF_A_PARTY):
        return event.party if event.party.startswith("agency-") else None
    if isinstance(event, (*_OF_AN_AGENCY, StepCorrected, StepVoided, MediationEntryCorrected, MediationEntryVoided)):
        return event.agency
    told = type(event) in STEP_TITLES or type(event) in COURT_TITLES or type(event) in RESOLVING_TITLES
    return getattr(event, "agency", None) if told else None


def _party(event: PartyNotified | TerminationServed | SettlementSigned) -> str:
    return "行政机关" if event.party.startswith("agency-") else "申请人"


def _answer(event: AnswerSubmitted) -> str:
    parts = [part for part, there in (("答辩状", event.has_answer), ("证据", event.evidence_count)) if there]
    return f"提交{'和'.join(parts)}"


def _plan(event: MediationPlanSubmitted) -> str:
    parts = [
        part
        for part, there in (
            ("责任领导", event.leader),
            ("联络人", event.contact),
            ("初步调处意向方案", event.plan or event.file),
        )
        if there
    ]
    return f"报送{'、'.join(parts)}"


def _hearing(event: HearingScheduled) -> str:
    moment = event.begins_at.astimezone(SHANGHAI).strftime(" %H:%M") if event.begins_at else ""
    return f"定于 {event.hearing_on}{moment} 开庭（第 {event.hearing_no} 次）"


def _attendance(event: LeaderAttendanceRecorded) -> str:
    leader = f"负责人（{RANKS[event.rank]}）出庭" if event.led and event.rank else "负责人未出庭"
    others = [f"{what} {count} 人" for what, count in (("工作人员", event.staff), ("律师", event.lawyers)) if count]
    if not event.leader and not others:
        return f"第 {event.hearing_no} 次开庭：无人到庭"
    return f"第 {event.hearing_no} 次开庭：{'，'.join((leader, *others))}"


def _schedule(event: MediationScheduled) -> str:
    moment = event.session_at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
    return f"{'改定' if event.reason else '确定'}调处时间 {moment}、地点"


_TITLES: Mapping[type[Event], str | Callable[[Any], str]] = {
    PreLitigationReferred: lambda event: f"法院诉前移送调处，{event.case_no}，材料 {len(event.materials)} 件",
    PreFilingNotified: lambda event: f"收到预立案信息通报，{event.case_no}",
    PreFilingWithdrawn: "法院撤回预立案通报",
    AgencyNotifiedOfPreFiling: "向案涉行政机关通报预立案信息，告知做好应诉准备",
    CaseRecordsJoined: lambda event: f"{event.joined_case_no}的记录并入{event.case_no}",
    CaseFiled: lambda event: f"{INSTANCES[event.instance]}立案",
    ServiceRecorded: lambda event: f"送达{DOCUMENTS[event.document]}",
    ExtensionGranted: lambda event: f"法院准予延期提交答辩至 {event.until}",
    DefendantRemoved: "退出被告",
    CaseWithdrawn: "裁定准予撤诉",
    AnswerSubmitted: _answer,
    HearingScheduled: _hearing,
    LeaderAttendanceRecorded: _attendance,
    HandlingUnitDetermined: lambda event: f"{'依规定登记' if event.by == 'rule' else '监督机关确定'}应诉承办单位",
    JudgmentDelivered: lambda event: f"法院作出{DOCUMENTS[event.document]}，{event.judgment_no}",
    JudgmentLost: lambda event: f"败诉：{'、'.join(OUTCOMES[outcome].title for outcome in event.outcomes)}",
    MediationOpened: "调处登记",
    ReferralAccepted: "调处中心签收移送材料",
    AssignmentNoticeSent: "送达《行政争议调处交办通知书》",
    MediationPlanSubmitted: _plan,
    MediationScheduled: _schedule,
    PartyNotified: lambda event: f"告知{_party(event)}调处时间、地点{'（各方均已告知）' if event.complete_on else ''}",
    MediationSessionHeld: lambda event: f"召开调处会，{'达成一致' if event.agreed else '未达成一致'}",
    MediationTermExtended: lambda event: f"各方同意延长调处期限至 {event.until}",
    SettlementReached: "达成一致，制作《行政争议调处协议》",
    SettlementSigned: lambda event: f"{_party(event)}签字确认《行政争议调处协议》",
    SettlementBecameEffective: "各方均已签字，《行政争议调处协议》生效",
    WithdrawalExplained: "向行政相对人释明撤回行政诉讼",
    MediationTerminated: lambda event: f"终止调处：{TERMINATIONS[event.reason]}",
    TerminationServed: lambda event: (
        f"向{_party(event)}送达《行政争议终止调处通知书》{'（各方均已送达）' if event.complete_on else ''}"
    ),
    ReturnedToCourt: "向法院发出《行政争议终止调处告知函》，退回材料",
    CourtLetterIssued: lambda event: f"致法院《行政争议终止调处告知函》，附材料 {sum(e.returned for e in event.enclosures)} 件",
    CourtLetterCollected: "法院签收《行政争议终止调处告知函》",
    ReviewOpened: lambda event: f"{'收到败诉裁判文书' if event.grounds == 'lost' else '共同被告败诉'}，开始一案一复盘",
    ReviewStarted: "开展复盘分析",
    ReviewDrafted: "拟写复盘分析报告",
    ReviewSigned: "主要负责人审签复盘分析报告",
    ReviewSubmitted: lambda event: f"移送复盘分析报告：{'、'.join(event.addressees)}",
    ReviewReturned: "复盘分析报告被退回，须重新报送",
    ReviewAccepted: "复盘分析报告已接收",
    ReviewVoided: lambda event: f"撤销复盘：{'裁判已改判' if event.because == 'reversed' else '败诉登记已更正'}",
    RectificationPlanned: "制定整改方案",
    RectificationSubmitted: lambda event: f"报送整改工作情况：{'、'.join(event.addressees)}",
    ObligationOverdue: lambda event: f"逾期：{event.title}",
    ReminderSent: lambda event: f"提醒：{event.title}，{event.due} 届满",
}

_OF_A_PARTY = (PartyNotified, TerminationServed, SettlementSigned, SettlementBreached, CourtMediationDocumentSigned)
_OF_AN_AGENCY = (
    ServiceRecorded,
    ExtensionGranted,
    DefendantRemoved,
    AnswerSubmitted,
    AgencyNotifiedOfPreFiling,
    AssignmentNoticeSent,
    MediationPlanSubmitted,
    LeaderAttendanceRecorded,
    HandlingUnitDetermined,
    JudgmentLost,
    ReviewOpened,
    ReviewStarted,
    ReviewDrafted,
    ReviewSigned,
    ReviewSubmitted,
    ReviewReturned,
    ReviewAccepted,
    ReviewVoided,
    RectificationPlanned,
    RectificationSubmitted,
    ObligationOverdue,
    ReminderSent,
)
