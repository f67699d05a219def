"""整改 after the analysis: the plan, and the report of what was done. Pure."""

from collections.abc import Callable
from datetime import date

import msgspec

from services.review.bounds import LONGEST, DateOrder, check_day, check_room, check_stands
from services.review.requirements import Name, Requirements, part_title
from services.review.review import Review
from yingsu.errors import Malformed, Refused
from yingsu.events.review.rectification import Milestone, RectificationPlanned, RectificationSubmitted
from yingsu.ledger.room import empty_seal
from yingsu.ledger.sealed import SealedText
from yingsu.text import visible


class AnalysisUnfinished(Refused):
    """The analysis, from which rectification follows, is not complete."""

    code = "review-analysis-unfinished"
    title = "复盘分析尚未完成"


class PlanIncomplete(Malformed):
    """A part of the rectification plan lacks."""

    code = "rectification-plan-incomplete"
    title = "整改方案不完整"


class NotPlanned(Refused):
    """There is no rectification plan."""

    code = "rectification-not-planned"
    title = "尚未制定整改方案"


class AlreadyRectified(Refused):
    """What was done was reported."""

    code = "rectification-already-submitted"
    title = "已报送整改情况"


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be done by `due`."""

    step: str
    due: date


class PlanRectification(msgspec.Struct, frozen=True, kw_only=True):
    """整改方案."""

    planned_on: date
    responsibility: str | None = None
    measures: str | None = None
    timetable: tuple[Step, ...] = ()


class SubmitRectification(msgspec.Struct, frozen=True, kw_only=True):
    """报送整改工作情况."""

    submitted_on: date
    result: str
    files: tuple[str, ...] = ()


def plan_rectification(
    state: Review, command: PlanRectification, required: Requirements, today: date, seal: Callable[[str], SealedText]
) -> RectificationPlanned:
    """制定整改方案 (HZ-9.7) once the analysis is complete: responsibility, measures, and the timetable where the profile asks for it.

    Raises `ReviewIsVoided`, `AnalysisUnfinished`, `AlreadyRectified`, `PlanIncomplete`, `ReviewTooLong`, `FutureFact`, `DateOrder`.
    """
    rests_on: tuple[Name, ...] = ("rectification_parts",)
    since, fact = _completed(state, "制定整改方案", rests_on, required), "完成复盘分析"
    _check_plan(command, required)
    if state.plan:
        since, fact = max((since, fact), (state.plan.event.planned_on, "上一方案"))
    check_day(command.planned_on, today, "/planned_on", since=since, fact=fact, rests_on=rests_on, required=required)
    _check_timetable(command, required)
    texts = {
        "/responsibility": (part_title("responsibility"), command.responsibility or ""),
        "/measures": (part_title("measures"), command.measures or ""),
        **{f"/timetable/{at}/step": (f"时间进度第 {at + 1} 步", step.step) for at, step in enumerate(command.timetable)},
    }
    check_room(_planned(state, command, empty_seal(state.review_id)), texts, required.ids(*rests_on), required.cited(*rests_on))
    return _planned(state, command, seal)


def submit_rectification(
    state: Review, command: SubmitRectification, required: Requirements, today: date, seal: Callable[[str], SealedText]
) -> RectificationSubmitted:
    """报送整改工作情况 (HZ-9.9), once, to the addressees of the profile; after the plan where the profile asks for one.

    Raises `ReviewIsVoided`, `AnalysisUnfinished`, `AlreadyRectified`, `NotPlanned`, `FutureFact`, `DateOrder`.
    """
    rests_on: tuple[Name, ...] = ("rectification_addressees",)
    since, fact = _completed(state, "报送整改工作情况", rests_on, required), "完成复盘分析"
    if state.plan is None and required.rectification_parts:
        raise NotPlanned(
            f"尚未制定整改方案，未登记。按照{required.cited('rectification_parts')}，先针对存在问题制定方案，请先登记整改方案。",
            clauses=required.ids("rectification_parts"),
        )
    if state.plan:
        since, fact = state.plan.event.planned_on, "制定整改方案"
    check_day(command.submitted_on, today, "/submitted_on", since=since, fact=fact, rests_on=rests_on, required=required)
    return RectificationSubmitted(
        agency=state.agency,
        judgment_no=state.opening.judgment_no,
        submitted_on=command.submitted_on,
        addressees=required.rectification_addressees,
        plan=state.plan.event_id if state.plan else None,
        result=seal(command.result),
        files=command.files,
    )


def _planned(state: Review, command: PlanRectification, seal: Callable[[str], SealedText]) -> RectificationPlanned:
    return RectificationPlanned(
        agency=state.agency,
        judgment_no=state.opening.judgment_no,
        planned_on=command.planned_on,
        responsibility=seal(command.responsibility or ""),
        measures=seal(command.measures or ""),
        timetable=tuple(Milestone(step=seal(step.step), due=step.due) for step in command.timetable),
    )


def _completed(state: Review, what: str, rests_on: tuple[Name, ...], required: Requirements) -> date:
    """The day on which the analysis was complete."""
    check_stands(state, rests_on, required)
    if state.rectified:
        raise AlreadyRectified(
            f"整改工作情况已于 {state.rectified.submitted_on} 报送（{required.cited('rectification_addressees')}），未登记。"
            "登记有误的，请申请更正。",
            clauses=required.ids("rectification_addressees"),
        )
    if state.completed_on is None:
        first = "分析报告经主要负责人审签" if required.head_signature else "移送分析报告"
        raise AnalysisUnfinished(
            f"复盘分析尚未完成，不能{what}。按照{required.cited(*rests_on)}，整改在复盘分析之后进行，请先完成复盘：{first}。",
            clauses=required.ids(*rests_on),
        )
    return state.completed_on


def _check_plan(command: PlanRectification, required: Requirements) -> None:
    given = {"responsibility": command.responsibility, "measures": command.measures}
    lacking = [part for part, text in given.items() if not visible(text or "")]
    if "timetable" in required.rectification_parts and not command.timetable:
        lacking.append("timetable")
    if lacking:
        raise PlanIncomplete(
            f"整改方案缺少{'、'.join(map(part_title, lacking))}，未登记。按照{required.cited('rectification_parts')}，"
            "方案应当明确工作责任、具体措施及时间进度，请逐项填写后重新提交。",
            clauses=required.ids("rectification_parts"),
            pointer=f"/{lacking[0]}",
        )


def _check_timetable(command: PlanRectification, required: Requirements) -> None:
    """No step is due before the plan, or further ahead than any is."""
    for at, step in enumerate(command.timetable):
        if not command.planned_on <= step.due <= command.planned_on + LONGEST:
            raise DateOrder(
                f"时间进度第 {at + 1} 步的完成日期 {step.due} 早于制定方案之日 {command.planned_on}，或者晚于其后十年，未登记。"
                f"按照{required.cited('rectification_parts')}，时间进度应当可行，请核对日期后重新提交。",
                clauses=required.ids("rectification_parts"),
                pointer=f"/timetable/{at}/due",
            )
