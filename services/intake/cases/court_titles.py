"""What an official reads of what the court tells of a filed case: one line of Chinese without names."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from yingsu.clock import SHANGHAI
from yingsu.events.intake.advice import (
    AdviceWithdrawn,
    CourtLetterReceived,
    CourtOpinionReceived,
    CourtQueryReceived,
    JudicialAdviceReceived,
    LetterKind,
    LossWarningReceived,
)
from yingsu.events.intake.course import (
    CaseClosedWithoutJudgment,
    CaseLinkedToSeries,
    CaseResumed,
    CasesMerged,
    CaseSplit,
    CaseSuspended,
    CaseTransferred,
    CaseUnlinkedFromSeries,
    Closing,
    Procedure,
    ProcedureChanged,
    SeriesKind,
    TrialTermExtended,
)
from yingsu.events.intake.hearing import (
    AbsenceRuling,
    CourtAbsenceRecorded,
    CourtRuledOnAbsence,
    HearingCancelled,
    HearingHeld,
    HearingRescheduled,
    LeaderSuggested,
    LeaderSummoned,
)
from yingsu.events.intake.instances import (
    AppealFiled,
    CaseRemanded,
    EarlierJudgmentReviewed,
    InstanceLinked,
    JudgmentBecameEffective,
    JudgmentReversed,
    PerformanceResumed,
    PerformanceTermExtended,
    RetrialOrdered,
    Review,
)
from yingsu.events.intake.parties import DefendantAdded, PlaintiffSubstituted
from yingsu.ledger.entry import Event

PROCEDURES: Final[dict[Procedure, str]] = {"simplified": "适用简易程序", "ordinary": "转为普通程序"}

CLOSINGS: Final[dict[Closing, str]] = {
    "not_accepted": "裁定不予立案",
    "suit_dismissed": "裁定驳回起诉",
    "deemed_withdrawn": "裁定按撤诉处理",
    "mediated": "以行政调解书结案",
    "terminated": "裁定终结诉讼",
    "other": "结案（其他方式）",
}

SERIES: Final[dict[SeriesKind, str]] = {"batch": "批量案", "series": "系列案"}

RULINGS: Final[dict[AbsenceRuling, str]] = {
    "leader_excused": "负责人不出庭的理由成立",
    "leader_unexcused": "负责人不出庭的理由不成立",
    "absent_unjustified": "无正当理由拒不到庭",
    "left_without_leave": "未经法庭许可中途退庭",
}

REVIEWS: Final[dict[Review, str]] = {"upheld": "维持原判", "altered": "部分改判", "reversed": "撤销改判", "remanded": "发回重审"}

LETTERS: Final[dict[LetterKind, str]] = {"loss_risk": "败诉风险提示函", "advice": "司法建议书", "opinion": "意见书"}

INITIATORS: Final[dict[str, str]] = {"court": "法院决定", "party": "当事人申请", "procuratorate": "检察机关抗诉"}


def _procedure(event: ProcedureChanged) -> str:
    by = f"，答辩举证至 {event.answer_by}" if event.answer_by else ""
    return f"{PROCEDURES[event.procedure]}{by}"


def _rescheduled(event: HearingRescheduled) -> str:
    moment = event.begins_at.astimezone(SHANGHAI).strftime(" %H:%M") if event.begins_at else ""
    return f"第 {event.hearing_no} 次开庭改期至 {event.hearing_on}{moment}"


def _of_hearing(hearing_no: int | None) -> str:
    return f"（第 {hearing_no} 次开庭）" if hearing_no else ""


def _effective(event: JudgmentBecameEffective) -> str:
    by = f"，应于 {event.perform_by} 前履行" if event.perform_by else ""
    return f"{event.judgment_no} 生效{by}"


def _transferred(event: CaseTransferred) -> str:
    return f"移送 {event.to_court} 法院{f'，{event.new_case_no}' if event.new_case_no else ''}"


COURT_TITLES: Final[Mapping[type[Event], str | Callable[[Any], str]]] = {
    AdviceWithdrawn: lambda event: f"法院撤回司法建议，{event.advice_no}",
    AppealFiled: lambda event: f"{'被告' if event.appellant.startswith('agency-') else '原告'}对 {event.judgment_no} 提起上诉",
    CaseClosedWithoutJudgment: lambda event: CLOSINGS[event.reason],
    CaseLinkedToSeries: lambda event: f"列入{SERIES[event.kind]}“{event.series}”",
    CaseRemanded: lambda event: f"{event.judgment_no} 被撤销，发回重审（{event.ruling_no}）",
    CaseResumed: "恢复诉讼",
    CaseSplit: lambda event: f"分案审理：{'、'.join(event.new_case_nos)}",
    CaseSuspended: "中止诉讼",
    CaseTransferred: _transferred,
    CaseUnlinkedFromSeries: lambda event: f"移出系列“{event.series}”",
    CasesMerged: lambda event: f"与 {'、'.join(event.case_nos)} 合并审理",
    CourtAbsenceRecorded: lambda event: f"法院记明第 {event.hearing_no} 次开庭{RULINGS[event.kind]}",
    CourtLetterReceived: lambda event: f"收到法院{LETTERS[event.kind]}，{event.letter_no}",
    CourtOpinionReceived: lambda event: f"收到法院意见、建议，{event.opinion_no}",
    CourtQueryReceived: lambda event: f"法院提出程序、证据问题，{event.query_no}",
    CourtRuledOnAbsence: lambda event: f"法院认定第 {event.hearing_no} 次开庭{RULINGS[event.ruling]}",
    DefendantAdded: "追加为被告",
    EarlierJudgmentReviewed: lambda event: f"对原审 {event.earlier_judgment_no} {REVIEWS[event.result]}",
    HearingCancelled: lambda event: f"取消 {event.hearing_on} 第 {event.hearing_no} 次开庭",
    HearingHeld: lambda event: f"第 {event.hearing_no} 次开庭",
    HearingRescheduled: _rescheduled,
    InstanceLinked: lambda event: f"原审案号 {event.earlier_case_no}",
    JudgmentBecameEffective: _effective,
    JudgmentReversed: lambda event: f"{event.judgment_no} 的败诉不再成立：{event.by_judgment_no} {REVIEWS[event.result]}",
    JudicialAdviceReceived: lambda event: f"收到司法建议，{event.advice_no}",
    LeaderSuggested: lambda event: f"法院建议负责人出庭{_of_hearing(event.hearing_no)}",
    LeaderSummoned: lambda event: f"法院通知负责人出庭{_of_hearing(event.hearing_no)}",
    LossWarningReceived: lambda event: f"收到法院败诉预警函，{event.letter_no}",
    PerformanceResumed: lambda event: f"恢复执行 {event.judgment_no}",
    PerformanceTermExtended: lambda event: f"准予延期履行 {event.judgment_no}，至 {event.until}",
    PlaintiffSubstituted: lambda event: f"变更原告（{event.party}）",
    ProcedureChanged: _procedure,
    RetrialOrdered: lambda event: (
        f"裁定再审（{INITIATORS[event.initiated_by]}）{'，中止执行' if event.stays_performance else ''}"
    ),
    TrialTermExtended: lambda event: f"延长审限至 {event.until}",
}
