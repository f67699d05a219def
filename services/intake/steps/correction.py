"""Whether an agency defends the act it is sued for or puts it right itself, and what it tells of a dispute that it cannot resolve. Pure.

Self-correction is encouraged at any time, also before the filing and after the judgment: no day refuses it. What must be weighed for a
decision is for the profile to say.
"""

from datetime import date
from typing import Final

import msgspec

from services.intake.dates import DateOrder
from services.intake.steps.correction_bodies import (
    CorrectionDecisionBody,
    CorrectionStartBody,
    SelfReviewBody,
    SpecialReportBody,
    UnresolvableBody,
)
from services.intake.steps.gates import gates_on
from services.intake.steps.kind import Kind, Situation
from yingsu.errors import Malformed, Refused
from yingsu.events.mediation.correction import (
    CorrectionMethod,
    SelfCorrectionDecided,
    SelfCorrectionStarted,
    SelfReviewDone,
    SelfReviewResult,
)
from yingsu.events.mediation.unresolved import ReportedTo, SpecialReportMade, UnresolvableDeclared
from yingsu.law.gates import citation

REASONED: Final = "self_review_reasoned"
"""The gate of a jurisdiction in which whoever chooses to defend says why."""


class ReviewUnreasoned(Malformed):
    """The agency defends, and does not say why."""

    code = "self-review-unreasoned"
    title = "缺少选择应诉的理由"


class CorrectionNotStarted(Refused):
    """Every correction that was started is decided."""

    code = "self-correction-not-started"
    title = "没有待决定的自我纠正"


class MeasuresMissing(Malformed):
    """A dispute is declared unresolvable, and nothing was tried."""

    code = "measures-tried-missing"
    title = "缺少已采取的化解措施"


class ReportEmpty(Malformed):
    """The report says nothing."""

    code = "special-report-empty"
    title = "专项汇报没有内容"


class ReviewItself(msgspec.Struct, frozen=True, kw_only=True):
    """自查."""

    agency: str
    done_on: date
    result: SelfReviewResult
    reason: str | None = None
    file: str | None = None


class StartCorrection(msgspec.Struct, frozen=True, kw_only=True):
    """启动自我纠正."""

    agency: str
    started_on: date
    method: CorrectionMethod | None = None
    reason: str | None = None


class DecideCorrection(msgspec.Struct, frozen=True, kw_only=True):
    """作出是否纠正的决定."""

    agency: str
    decided_on: date
    method: CorrectionMethod | None = None
    document_no: str | None = None
    state_interest: str | None = None
    public_interest: str | None = None
    third_party_interest: str | None = None
    remedies: str | None = None
    file: str | None = None


class DeclareUnresolvable(msgspec.Struct, frozen=True, kw_only=True):
    """确实无法化解."""

    agency: str
    declared_on: date
    measures_tried: tuple[str, ...]
    reason: str | None = None


class ReportSpecially(msgspec.Struct, frozen=True, kw_only=True):
    """专项汇报."""

    agency: str
    reported_on: date
    to: ReportedTo
    content: str | None = None
    file: str | None = None


def _review_itself(situation: Situation, told: ReviewItself) -> None:
    """Where the profile asks for it, whoever defends says why. Raises `ReviewUnreasoned`."""
    if told.result != "defend" or told.reason:
        return
    for gate, clauses in gates_on(situation.rules, situation.jurisdiction, told.done_on, SelfReviewDone.TOPIC):
        if gate.code == REASONED:
            raise ReviewUnreasoned(
                f"选择应诉而没有写明理由，未登记。{citation(clauses)}要求对被诉行政行为进行全面审查，积极自行纠正或者和解，"
                "请写明不纠正、不和解的理由后重新提交。",
                clauses=tuple(clause.id for clause in clauses),
                pointer="/reason",
            )


def _decide_correction(situation: Situation, told: DecideCorrection) -> None:
    """One decision for each start. Raises `CorrectionNotStarted`, `DateOrder`."""
    started, decided = situation.told(SelfCorrectionStarted), situation.told(SelfCorrectionDecided)
    if len(started) <= len(decided):
        raise CorrectionNotStarted(
            "本机关没有已经启动、尚待决定的自我纠正，决定未登记（行政诉讼法第六十二条：被告改变其所作的行政行为）。"
            "请先登记启动自我纠正，再登记决定；登记有误的，请更正该项登记。",
            clauses=("XSF-62",),
        )
    since = started[len(decided)].started_on
    if told.decided_on < since:
        raise DateOrder(
            f"决定日期 {told.decided_on} 早于启动自我纠正之日 {since}，未登记。请核对日期后重新提交。", pointer="/decided_on"
        )


def _declare(_situation: Situation, told: DeclareUnresolvable) -> None:
    """Raises `MeasuresMissing`."""
    if not told.measures_tried:
        raise MeasuresMissing(
            "没有写明已经采取的化解措施、方法，未登记。《十项机制》第六项要求穷尽化解措施、方法，确实无法化解的才作专项汇报，"
            "请逐项写明后重新提交。",
            clauses=("HZ-6.4", "HZ-6.5"),
            pointer="/measures_tried",
        )


def _report(situation: Situation, told: ReportSpecially) -> None:
    """Raises `ReportEmpty`."""
    if told.content is None and told.file is None:
        known = gates_on(situation.rules, situation.jurisdiction, told.reported_on, SpecialReportMade.TOPIC)
        clauses = tuple(clause for _, cited in known for clause in cited)
        raise ReportEmpty(
            f"没有汇报内容，专项汇报未登记{f'（{citation(clauses)}）' if clauses else ''}。专项汇报应当说明案件情况，"
            "请写明内容，或者附上汇报材料。",
            clauses=tuple(clause.id for clause in clauses),
            pointer="/content",
        )


KINDS: Final = (
    Kind(
        told=ReviewItself,
        event=SelfReviewDone,
        day="done_on",
        title="自查结论",
        body=SelfReviewBody,
        authority="行政诉讼法第六十二条",
        decide=_review_itself,
        files=("file",),
        after_the_end=True,
    ),
    Kind(
        told=StartCorrection,
        event=SelfCorrectionStarted,
        day="started_on",
        title="启动自我纠正",
        body=CorrectionStartBody,
        authority="行政诉讼法第六十二条",
        after_the_end=True,
        before_the_filing=True,
    ),
    Kind(
        told=DecideCorrection,
        event=SelfCorrectionDecided,
        day="decided_on",
        title="自我纠正决定",
        body=CorrectionDecisionBody,
        authority="行政诉讼法第六十二条",
        decide=_decide_correction,
        files=("file",),
        after_the_end=True,
        before_the_filing=True,
    ),
    Kind(
        told=DeclareUnresolvable,
        event=UnresolvableDeclared,
        day="declared_on",
        title="确实无法化解",
        body=UnresolvableBody,
        authority="各地行政争议化解规定",
        decide=_declare,
    ),
    Kind(
        told=ReportSpecially,
        event=SpecialReportMade,
        day="reported_on",
        title="专项汇报",
        body=SpecialReportBody,
        authority="各地行政争议化解规定",
        decide=_report,
        files=("file",),
        after_the_end=True,
    ),
)
