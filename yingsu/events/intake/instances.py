"""What becomes of a judgment, and which cases are instances of one dispute. 行政诉讼法 article numbers are cited.

Each instance is a case of its own under the number of its court (0027). Streams `case-<uuid>`; what a later instance says of an earlier
number (`InstanceLinked`, `EarlierJudgmentReviewed`) is in the stream of that number, `case_number-<digest>`, where both find it.
"""

from datetime import date
from typing import Literal

from yingsu.ledger.entry import Event
from yingsu.ledger.mapper import stored
from yingsu.ledger.sealed import SealedText

Review = Literal["upheld", "altered", "reversed", "remanded"]
"""维持原判, 部分改判, 撤销改判, 发回重审 (art. 89)."""

Vacated = Literal["altered", "reversed", "remanded"]
"""What takes its effect from an earlier judgment."""


@stored("intake.instance_linked.v1")
class InstanceLinked(Event, frozen=True, kw_only=True):
    """原审案号: `case_no` of `court` is a later instance of the dispute that had `earlier_case_no`, of whichever court. In that number's stream,
    with the case id of the later case; the earlier case may be unknown."""

    court: str
    case_no: str
    case_id: str
    earlier_court: str
    earlier_case_no: str


@stored("intake.earlier_judgment_reviewed.v1")
class EarlierJudgmentReviewed(Event, frozen=True, kw_only=True):
    """What judgment `judgment_no` of a later instance decided upon an earlier judgment. `agencies`: the defendants it gives a result for. In the
    stream of the earlier number, with the case id of the later case."""

    court: str
    judgment_no: str
    reviewed_on: date
    earlier_court: str
    earlier_case_no: str
    earlier_judgment_no: str
    result: Review
    agencies: tuple[str, ...]


@stored("intake.judgment_reversed.v1")
class JudgmentReversed(Event, frozen=True, kw_only=True):
    """败诉不再成立: the judgment by which the agency lost was altered, reversed or remanded by `by_judgment_no`. One for each loss, in the case
    that holds it; whether the agency lost by the later judgment is told there."""

    agency: str
    judgment_no: str
    reversed_on: date
    by_judgment_no: str
    result: Vacated


@stored("intake.appeal_filed.v1")
class AppealFiled(Event, frozen=True, kw_only=True):
    """上诉 (art. 85). `appellant`: a party of the case ("p1", …) or an agency's id."""

    judgment_no: str
    appellant: str
    filed_on: date


@stored("intake.judgment_became_effective.v1")
class JudgmentBecameEffective(Event, frozen=True, kw_only=True):
    """裁判生效, one for each defendant that the court names. `perform_by`: by when it must be performed, None where there is nothing or no day.
    `guided`: the act is to be made again or remedied, so its performance is guided (HZ-7.3)."""

    agency: str
    judgment_no: str
    effective_on: date
    perform_by: date | None
    guided: bool
    terms: SealedText | None


@stored("intake.case_remanded.v1")
class CaseRemanded(Event, frozen=True, kw_only=True):
    """发回重审 (art. 89): this case's judgment was revoked by `ruling_no`, the case is tried again (`new_case_no`, where it is known)."""

    judgment_no: str
    ruling_no: str
    remanded_on: date
    new_case_no: str | None


@stored("intake.retrial_ordered.v1")
class RetrialOrdered(Event, frozen=True, kw_only=True):
    """裁定再审 (arts. 90–93). `stays_performance`: the performance of the judgment rests (法释〔2018〕1号 art. 118)."""

    judgment_no: str
    ruling_no: str
    ordered_on: date
    initiated_by: Literal["court", "party", "procuratorate"]
    stays_performance: bool


@stored("intake.performance_term_extended.v1")
class PerformanceTermExtended(Event, frozen=True, kw_only=True):
    """准予延期履行: the court lets one defendant perform the judgment by `until`."""

    agency: str
    judgment_no: str
    extended_on: date
    until: date
    reason: str


@stored("intake.performance_resumed.v1")
class PerformanceResumed(Event, frozen=True, kw_only=True):
    """恢复执行: the judgment is to be performed again, after a retrial that left it as it was or was ended."""

    judgment_no: str
    resumed_on: date
    reason: str
