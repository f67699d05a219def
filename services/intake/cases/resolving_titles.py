"""What an official reads of mediation during a suit and in court, of what became of a settlement, and of an agency's own correction: one
line of Chinese without names."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from yingsu.events.mediation.aftermath import (
    JudicialConfirmationApplied,
    JudicialConfirmationDecided,
    SettlementBreached,
    SettlementPerformed,
)
from yingsu.events.mediation.correction import (
    CorrectionMethod,
    SelfCorrectionDecided,
    SelfCorrectionStarted,
    SelfReviewDone,
    SelfReviewResult,
)
from yingsu.events.mediation.court import (
    CourtEnding,
    CourtMediationDocumentBecameEffective,
    CourtMediationDocumentIssued,
    CourtMediationDocumentPerformed,
    CourtMediationDocumentSigned,
    CourtMediationEnded,
    CourtMediationSessionHeld,
    CourtMediationStarted,
)
from yingsu.events.mediation.litigation import (
    Conductor,
    InLitigationMediationEnded,
    InLitigationMediationOpened,
    LitigationEnding,
)
from yingsu.events.mediation.unresolved import ReportedTo, SpecialReportMade, UnresolvableDeclared
from yingsu.ledger.entry import Event

CONDUCTORS: Final[Mapping[Conductor, str]] = {
    "agency": "被诉行政机关",
    "supervising_body": "监督机关",
    "mediation_centre": "调处中心",
}

ENDINGS: Final[Mapping[LitigationEnding, str]] = {
    "withdrawn": "原告不再要求调解",
    "unreachable": "当事人无法联系",
    "unwilling": "当事人不愿调解",
    "too_far_apart": "各方分歧较大",
    "term_expired": "期限届满",
    "refuses_to_sign": "拒绝在协议上签字",
    "judged": "法院已经裁判",
    "other": "其他原因",
}

COURT_ENDINGS: Final[Mapping[CourtEnding, str]] = {
    "unwilling": "当事人不愿调解",
    "no_agreement": "未达成协议",
    "refused_document": "调解书签收前反悔",
    "settled_by_withdrawal": "和解后申请撤诉",
    "other": "其他原因",
}

REVIEWED: Final[Mapping[SelfReviewResult, str]] = {"correct": "自行纠正", "settle": "和解", "defend": "应诉"}

METHODS: Final[Mapping[CorrectionMethod, str]] = {
    "revoke": "撤销",
    "supplement": "补正",
    "correct": "更正",
    "change": "改变原行政行为",
    "confirm_unlawful": "确认违法",
    "confirm_void": "确认无效",
}

REPORTED_TO: Final[Mapping[ReportedTo, str]] = {"government": "区政府", "district_leader": "区政府分管领导"}

RESOLVING_TITLES: Final[Mapping[type[Event], str | Callable[[Any], str]]] = {
    InLitigationMediationOpened: lambda event: f"诉中调解登记，由{CONDUCTORS[event.conductor]}主持",
    InLitigationMediationEnded: lambda event: f"诉中调解终结：{ENDINGS[event.reason]}",
    CourtMediationStarted: "人民法院组织调解",
    CourtMediationSessionHeld: lambda event: f"人民法院调解，{'达成一致' if event.agreed else '未达成一致'}",
    CourtMediationDocumentIssued: lambda event: f"法院制作行政调解书，{event.document_no}",
    CourtMediationDocumentSigned: lambda event: (
        f"{'行政机关' if event.party.startswith('agency-') else '原告'}签收行政调解书{'（各方均已签收）' if event.complete_on else ''}"
    ),
    CourtMediationDocumentBecameEffective: lambda event: f"行政调解书生效，{event.document_no}",
    CourtMediationDocumentPerformed: lambda event: f"履行行政调解书，{event.document_no}",
    CourtMediationEnded: lambda event: f"人民法院调解结束：{COURT_ENDINGS[event.reason]}",
    JudicialConfirmationApplied: "共同申请司法确认",
    JudicialConfirmationDecided: lambda event: (
        f"法院裁定{'确认调处协议有效' if event.confirmed else '驳回司法确认申请'}，{event.ruling_no}"
    ),
    SettlementPerformed: "调处协议履行完毕",
    SettlementBreached: lambda event: f"登记{'行政机关' if event.party.startswith('agency-') else '行政相对人'}未按调处协议履行",
    SelfReviewDone: lambda event: f"全面审查被诉行政行为：{REVIEWED[event.result]}",
    SelfCorrectionStarted: lambda event: f"启动自我纠正{f'，拟{METHODS[event.method]}' if event.method else ''}",
    SelfCorrectionDecided: lambda event: f"自我纠正决定：{METHODS[event.method] if event.method else '不予纠正'}",
    UnresolvableDeclared: lambda event: f"确实无法化解，已采取措施 {len(event.measures_tried)} 项",
    SpecialReportMade: lambda event: f"向{REPORTED_TO[event.to]}专项汇报",
}
