"""The court's messages about a filed case that say one thing each: its course, hearings, letters, what becomes of its judgments.

Plain facts (`FactNotice`) and the few that become more than one event, or take more than a look at the record.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import ClassVar, Literal

import msgspec

from services.intake.court.envelope import AgencyFactNotice, DayRole, FactNotice, Notice, PaperNotice
from yingsu.events.intake.advice import LetterKind
from yingsu.events.intake.case import DisputedObject
from yingsu.events.intake.course import Closing, Procedure, SeriesKind
from yingsu.events.intake.hearing import AbsenceRuling, LeaderGrounds


class ProcedureNotice(FactNotice, frozen=True, kw_only=True, tag="procedure_change"):
    """适用简易程序, 转为普通程序. Decided on `occurred_on`."""

    DAYS: ClassVar[Mapping[str, DayRole]] = {"answer_by": "ahead"}
    procedure: Procedure
    reason: str
    answer_by: date | None = None


class SuspensionNotice(FactNotice, frozen=True, kw_only=True, tag="suspension"):
    """中止诉讼, since `occurred_on`."""

    reason: str
    ruling_no: str | None = None


class ResumptionNotice(FactNotice, frozen=True, kw_only=True, tag="resumption"):
    """恢复诉讼, since `occurred_on`."""

    reason: str


class TrialTermNotice(FactNotice, frozen=True, kw_only=True, tag="trial_term_extension"):
    """延长审限. Approved on `occurred_on`."""

    DAYS: ClassVar[Mapping[str, DayRole]] = {"until": "ahead"}
    until: date
    reason: str


class RescheduleNotice(Notice, frozen=True, kw_only=True, tag="hearing_reschedule"):
    """改期开庭. Decided on `occurred_on`: all that holds for hearing number `hearing_no` now."""

    hearing_on: date
    reason: str
    hearing_no: int = 1
    begins_at: datetime | None = None
    place: str | None = None


class CancellationNotice(FactNotice, frozen=True, kw_only=True, tag="hearing_cancellation"):
    """取消开庭. Decided on `occurred_on`; `hearing_on` is the day on which it would have been."""

    DAYS: ClassVar[Mapping[str, DayRole]] = {"hearing_on": "ahead"}
    hearing_on: date
    reason: str
    hearing_no: int = 1


class SittingNotice(FactNotice, frozen=True, kw_only=True, tag="hearing_held"):
    """已开庭, on `occurred_on`."""

    hearing_no: int = 1


class SummonsNotice(AgencyFactNotice, frozen=True, kw_only=True, tag="attendance_notice"):
    """通知负责人出庭, on `occurred_on`."""

    hearing_no: int | None = None
    grounds: LeaderGrounds | None = None


class SuggestionNotice(AgencyFactNotice, frozen=True, kw_only=True, tag="attendance_suggestion"):
    """建议负责人出庭, on `occurred_on`."""

    hearing_no: int | None = None
    grounds: LeaderGrounds | None = None


class AbsenceRulingNotice(Notice, frozen=True, kw_only=True, tag="absence_ruling"):
    """认定缺席. Ruled on `occurred_on`, of the hearing on `hearing_on`."""

    agency_code: str
    hearing_on: date
    ruling: AbsenceRuling
    hearing_no: int = 1


class AdditionNotice(Notice, frozen=True, kw_only=True, tag="defendant_addition"):
    """追加被告, on `occurred_on`."""

    agency_code: str
    reason: str
    object: DisputedObject = "original_act"


class ReplacementNotice(Notice, frozen=True, kw_only=True, tag="defendant_replacement"):
    """变更被告, on `occurred_on`: `agency_code` leaves, `by_code` comes."""

    agency_code: str
    by_code: str
    reason: str
    object: DisputedObject = "original_act"


class AppealNotice(FactNotice, frozen=True, kw_only=True, tag="appeal"):
    """上诉, on `occurred_on`, by an agency or by another party of the case ("p1", …)."""

    judgment_no: str | None = None
    agency_code: str | None = None
    party: str | None = None


class Obliged(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What a judgment that became effective asks of one defendant."""

    agency_code: str
    perform_by: date | None = None
    guided: bool = False
    terms: str | None = None


class EffectiveNotice(Notice, frozen=True, kw_only=True, tag="judgment_effective"):
    """裁判生效, on `occurred_on`."""

    obliged: tuple[Obliged, ...]
    judgment_no: str | None = None


class RemandNotice(FactNotice, frozen=True, kw_only=True, tag="remand"):
    """发回重审, ruled on `occurred_on`: told of the case whose judgment was revoked."""

    ruling_no: str
    judgment_no: str | None = None
    new_case_no: str | None = None


class RetrialNotice(FactNotice, frozen=True, kw_only=True, tag="retrial"):
    """裁定再审, on `occurred_on`: told of the case whose judgment is tried again."""

    ruling_no: str
    initiated_by: Literal["court", "party", "procuratorate"]
    stays_performance: bool
    judgment_no: str | None = None


class PerformanceResumptionNotice(FactNotice, frozen=True, kw_only=True, tag="performance_resumption"):
    """恢复执行, since `occurred_on`."""

    reason: str
    judgment_no: str | None = None


class PerformanceTermNotice(AgencyFactNotice, frozen=True, kw_only=True, tag="performance_term_extension"):
    """准予延期履行. Allowed on `occurred_on`."""

    DAYS: ClassVar[Mapping[str, DayRole]] = {"until": "ahead"}
    until: date
    reason: str
    judgment_no: str | None = None


class LossWarningNotice(PaperNotice, frozen=True, kw_only=True, tag="loss_warning"):
    """《败诉预警函》."""

    letter_no: str
    file: str | None = None


class LetterNotice(PaperNotice, frozen=True, kw_only=True, tag="court_letter"):
    """败诉风险提示函, 司法建议书, 意见书."""

    letter_no: str
    letter_kind: LetterKind
    subject: str | None = None
    file: str | None = None


class AdviceNotice(PaperNotice, frozen=True, kw_only=True, tag="judicial_advice"):
    """司法建议."""

    DAYS: ClassVar[Mapping[str, DayRole]] = {"reply_by": "ahead"}
    advice_no: str
    reply_by: date | None = None
    subject: str | None = None
    file: str | None = None


class AdviceWithdrawalNotice(AgencyFactNotice, frozen=True, kw_only=True, tag="judicial_advice_withdrawal"):
    """撤回司法建议, on `occurred_on`."""

    advice_no: str
    reason: str


class QueryNotice(PaperNotice, frozen=True, kw_only=True, tag="court_query"):
    """法院提出程序、证据问题."""

    query_no: str
    subject: str | None = None


class OpinionNotice(PaperNotice, frozen=True, kw_only=True, tag="court_opinion"):
    """法院的意见、建议."""

    opinion_no: str
    subject: str | None = None


class ClosureNotice(FactNotice, frozen=True, kw_only=True, tag="closure"):
    """未经判决结案, on `occurred_on`. Not accepted: a dispute that was referred or announced, and is no filed case."""

    reason: Closing
    document_no: str | None = None


class TransferNotice(FactNotice, frozen=True, kw_only=True, tag="transfer"):
    """移送, on `occurred_on`."""

    to_court: str
    reason: str
    new_case_no: str | None = None


class MergerNotice(FactNotice, frozen=True, kw_only=True, tag="merger"):
    """合并审理, on `occurred_on`."""

    leading_case_no: str
    case_nos: tuple[str, ...]
    reason: str


class SplitNotice(FactNotice, frozen=True, kw_only=True, tag="split"):
    """分案审理, on `occurred_on`."""

    new_case_nos: tuple[str, ...]
    reason: str


class SeriesNotice(FactNotice, frozen=True, kw_only=True, tag="series_link"):
    """属于批量案、系列案, since `occurred_on`."""

    series: str
    series_kind: SeriesKind


class SeriesEndNotice(FactNotice, frozen=True, kw_only=True, tag="series_unlink"):
    """不再属于, since `occurred_on`."""

    series: str
    reason: str


PlainNotice = (
    ProcedureNotice
    | SuspensionNotice
    | ResumptionNotice
    | TrialTermNotice
    | CancellationNotice
    | SittingNotice
    | SummonsNotice
    | SuggestionNotice
    | AppealNotice
    | RemandNotice
    | RetrialNotice
    | PerformanceResumptionNotice
    | PerformanceTermNotice
    | LossWarningNotice
    | LetterNotice
    | AdviceNotice
    | AdviceWithdrawalNotice
    | QueryNotice
    | OpinionNotice
    | ClosureNotice
    | TransferNotice
    | MergerNotice
    | SplitNotice
    | SeriesNotice
    | SeriesEndNotice
)
"""The plain facts."""

SpecificNotice = RescheduleNotice | AbsenceRulingNotice | AdditionNotice | ReplacementNotice | EffectiveNotice
"""What becomes more than one event, or takes more than a look at the record."""
