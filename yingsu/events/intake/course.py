"""What the court orders about the course of a case between its filing and its end. Streams `case-<uuid>`. 行政诉讼法 and 法释〔2018〕1号 articles."""

from datetime import date
from typing import Literal

from yingsu.ledger.entry import Event
from yingsu.ledger.mapper import stored

Procedure = Literal["simplified", "ordinary"]
"""简易程序, 普通程序."""

Closing = Literal["not_accepted", "suit_dismissed", "deemed_withdrawn", "mediated", "terminated", "other"]
"""不予立案, 驳回起诉, 按撤诉处理, 行政调解书结案, 终结诉讼, 其他. 准予撤诉 has an event of its own, and so has a transfer."""

SeriesKind = Literal["batch", "series"]
"""批量案, 系列案."""


@stored("intake.procedure_changed.v1")
class ProcedureChanged(Event, frozen=True, kw_only=True):
    """适用简易程序, 转为普通程序 (arts. 82–84). `answer_by`: the day for answer and evidence that the court set with it, at most fifteen days
    (法释〔2018〕1号 art. 104); None where it left the period alone."""

    procedure: Procedure
    changed_on: date
    answer_by: date | None
    reason: str


@stored("intake.case_suspended.v1")
class CaseSuspended(Event, frozen=True, kw_only=True):
    """中止诉讼 (法释〔2018〕1号 art. 87)."""

    suspended_on: date
    ruling_no: str | None
    reason: str


@stored("intake.case_resumed.v1")
class CaseResumed(Event, frozen=True, kw_only=True):
    """恢复诉讼."""

    resumed_on: date
    reason: str


@stored("intake.trial_term_extended.v1")
class TrialTermExtended(Event, frozen=True, kw_only=True):
    """延长审限 (arts. 81, 88), to `until`."""

    extended_on: date
    until: date
    reason: str


@stored("intake.case_closed_without_judgment.v1")
class CaseClosedWithoutJudgment(Event, frozen=True, kw_only=True):
    """未经判决结案: no loss, whoever was sued (法释〔2018〕1号 art. 69 and others)."""

    reason: Closing
    closed_on: date
    document_no: str | None


@stored("intake.case_transferred.v1")
class CaseTransferred(Event, frozen=True, kw_only=True):
    """移送 to another court (art. 22). `new_case_no`: that court's number, where it is known; its filing names this one."""

    to_court: str
    new_case_no: str | None
    transferred_on: date
    reason: str


@stored("intake.cases_merged.v1")
class CasesMerged(Event, frozen=True, kw_only=True):
    """合并审理 (art. 27): the case is tried together with these under `leading_case_no`. Each keeps its number."""

    merged_on: date
    leading_case_no: str
    case_nos: tuple[str, ...]
    reason: str


@stored("intake.case_split.v1")
class CaseSplit(Event, frozen=True, kw_only=True):
    """分案审理: what was one case goes on under these numbers too."""

    split_on: date
    new_case_nos: tuple[str, ...]
    reason: str


@stored("intake.case_linked_to_series.v1")
class CaseLinkedToSeries(Event, frozen=True, kw_only=True):
    """属于批量案、系列案. `series` is the court's name for it; each case of it keeps its number and is counted by it."""

    series: str
    kind: SeriesKind
    linked_on: date


@stored("intake.case_unlinked_from_series.v1")
class CaseUnlinkedFromSeries(Event, frozen=True, kw_only=True):
    """不再属于该批量案、系列案."""

    series: str
    unlinked_on: date
    reason: str
