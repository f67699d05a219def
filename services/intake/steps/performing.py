"""The performance of a judgment: what a defendant did and tells of it, and who guides it. Pure.

When a judgment takes effect, and by when it is to be performed, is the court's to say. Late performance is performance.
"""

from datetime import date
from typing import Final, Literal

import msgspec

from services.intake.cases.step_titles import RESULTS
from services.intake.dates import DateOrder
from services.intake.steps.kind import Kind, Situation
from services.intake.steps.performing_bodies import (
    CourtOpinionBody,
    GuidanceBody,
    PerformanceBody,
    PerformanceRefusalBody,
    PerformanceReportBody,
)
from yingsu.errors import Malformed, Refused
from yingsu.events.intake.judgment import JudgmentLost
from yingsu.events.intake.steps.performing import (
    CourtOpinionHeard,
    GuidanceGiven,
    JudgmentPerformed,
    PerformanceRefused,
    PerformanceReported,
)


class JudgmentNotOnRecord(Refused):
    """The agency lost no judgment of that number."""

    code = "judgment-not-on-record"
    title = "没有这份裁判的登记"


class AlreadyPerformed(Refused):
    """The performance of the judgment is on record."""

    code = "judgment-already-performed"
    title = "已登记履行"


class ReasonMissing(Malformed):
    """Who performed in part, or not, says why."""

    code = "performance-reason-missing"
    title = "未写明理由"


class PerformJudgment(msgspec.Struct, frozen=True, kw_only=True):
    """履行裁判."""

    agency: str
    judgment_no: str
    performed_on: date
    how: str
    files: tuple[str, ...] = ()


class ReportPerformance(msgspec.Struct, frozen=True, kw_only=True):
    """告知判决履行情况."""

    agency: str
    judgment_no: str
    reported_on: date
    result: Literal["done", "partly", "not"]
    reason: str | None = None


class FindRefusal(msgspec.Struct, frozen=True, kw_only=True):
    """认定拒不履行."""

    agency: str
    judgment_no: str
    refused_on: date
    grounds: str


class HearOpinion(msgspec.Struct, frozen=True, kw_only=True):
    """听取人民法院意见和建议."""

    heard_on: date
    opinion: str
    agency: str | None = None


class Guide(msgspec.Struct, frozen=True, kw_only=True):
    """指导."""

    given_on: date
    guidance: str
    agency: str | None = None


def _loss(situation: Situation, agency: str, judgment_no: str, day: date, pointer: str) -> None:
    found = next(
        (loss for loss in situation.all_told(JudgmentLost) if (loss.agency, loss.judgment_no) == (agency, judgment_no)), None
    )
    if found is None:
        raise JudgmentNotOnRecord(
            f"该机关没有文书号 {judgment_no} 的败诉裁判登记，未登记（行政诉讼法第九十四条：当事人必须履行发生法律效力的裁判）。"
            "请核对文书号；法院尚未报送裁判的，请在报送后登记。",
            pointer="/judgment_no",
        )
    if day < found.judged_on:
        raise DateOrder(f"日期 {day} 早于裁判日期 {found.judged_on}，未登记。请核对日期后重新提交。", pointer=pointer)


def _perform(situation: Situation, told: PerformJudgment) -> None:
    """Raises `JudgmentNotOnRecord`, `DateOrder`, `AlreadyPerformed`."""
    _loss(situation, told.agency, told.judgment_no, told.performed_on, "/performed_on")
    known = next((one for one in situation.told(JudgmentPerformed) if one.judgment_no == told.judgment_no), None)
    if known is not None:
        raise AlreadyPerformed(
            f"文书号 {told.judgment_no} 的裁判已于 {known.performed_on} 登记履行，不再重复登记（行政诉讼法第九十四条）。登记有误的，请更正该项登记。"
        )


def _report(situation: Situation, told: ReportPerformance) -> None:
    """Raises `JudgmentNotOnRecord`, `DateOrder`, `ReasonMissing`."""
    _loss(situation, told.agency, told.judgment_no, told.reported_on, "/reported_on")
    if told.result != "done" and told.reason is None:
        raise ReasonMissing(
            f"判决履行情况为“{RESULTS[told.result]}”而未写明理由，未登记。未履行、部分履行的也应当告知（《十项机制》第七项），请写明理由后重新提交。",
            pointer="/reason",
        )


def _refuse(situation: Situation, told: FindRefusal) -> None:
    """Raises `JudgmentNotOnRecord`, `DateOrder`."""
    _loss(situation, told.agency, told.judgment_no, told.refused_on, "/refused_on")


KINDS: Final = (
    Kind(
        told=PerformJudgment,
        event=JudgmentPerformed,
        day="performed_on",
        title="履行裁判",
        body=PerformanceBody,
        authority="行政诉讼法第九十四条",
        decide=_perform,
        files=("files",),
        after_the_end=True,
    ),
    Kind(
        told=ReportPerformance,
        event=PerformanceReported,
        day="reported_on",
        title="告知判决履行情况",
        body=PerformanceReportBody,
        authority="《十项机制》第七项",
        decide=_report,
        after_the_end=True,
    ),
    Kind(
        told=FindRefusal,
        event=PerformanceRefused,
        day="refused_on",
        title="认定拒不履行",
        body=PerformanceRefusalBody,
        authority="行政诉讼法第九十六条",
        decide=_refuse,
    ),
    Kind(
        told=HearOpinion,
        event=CourtOpinionHeard,
        day="heard_on",
        title="听取人民法院意见和建议",
        body=CourtOpinionBody,
        authority="《十项机制》第七项",
    ),
    Kind(
        told=Guide,
        event=GuidanceGiven,
        day="given_on",
        title="指导",
        body=GuidanceBody,
        authority="各地行政应诉工作规定",
    ),
)
