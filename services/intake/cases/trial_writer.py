"""Writes the hearings, the appearances and the judgments of a case for one caller."""

from collections.abc import Callable

from services.intake.cases import titles
from services.intake.cases.attending import Designation
from services.intake.cases.case import Case
from services.intake.cases.leader_required import Circumstances, Requirement, circumstances
from services.intake.cases.marks import marks_of
from services.intake.cases.record import Record
from services.intake.cases.response import Attendance, Response
from services.intake.cases.step_titles import RANKS
from services.intake.cases.trial import Hearing, Judgment
from services.intake.cases.trial_answers import (
    AppearedAnswer,
    AttendanceAnswer,
    DesignatedAnswer,
    FlagAnswer,
    HearingAnswer,
    JudgmentAnswer,
    OutcomeAnswer,
    ReasonAnswer,
    RequirementAnswer,
    ResultAnswer,
)
from yingsu.events.intake.instances import JudgmentBecameEffective, JudgmentReversed
from yingsu.law.outcomes import OUTCOMES
from yingsu.law.rules import Rules
from yingsu.officials.sight import Sight
from yingsu.web.parts import AgencyAnswer

Naming = Callable[[str], AgencyAnswer]
"""An agency's id to how it is shown."""


def hearings(record: Record, agency: Naming, sight: Sight, rules: Rules | None) -> list[HearingAnswer]:
    """Every hearing, with what each defendant recorded of its own."""
    trial = record.case.trial
    return [
        HearingAnswer(
            hearing_no=hearing.hearing_no,
            hearing_on=hearing.hearing_on,
            begins_at=hearing.begins_at,
            place=hearing.place,
            fixed_on=hearing.fixed_on,
            moved=trial.is_moved(hearing),
            cancelled_on=cancelled.cancelled_on if cancelled else None,
            held=trial.is_held(hearing),
            reason=cancelled.reason if cancelled else hearing.reason,
            appeared=[_appeared(record, hearing, defendant, agency, sight, rules) for defendant in record.case.agencies],
            event_id=hearing.event_id,
        )
        for hearing in trial.hearing_days
        for cancelled in [trial.cancellation(hearing)]
    ]


def _appeared(
    record: Record, hearing: Hearing, defendant: str, agency: Naming, sight: Sight, rules: Rules | None
) -> AppearedAnswer:
    response = record.response_of(defendant)
    known = response.attendance(hearing.hearing_no, hearing.hearing_on)
    judged_by = circumstances(record.attending, response, record.case.jurisdiction_of(defendant), hearing, rules)
    designated = record.attending.designated(defendant, hearing.hearing_no)
    return AppearedAnswer(
        agency=agency(defendant),
        required=_required(judged_by.requirement),
        designated=_designated(designated, sight) if designated else None,
        attendance=None if known is None else _attendance(known, judged_by, sight, rules),
    )


def attendances(record: Record, response: Response, sight: Sight, rules: Rules | None) -> list[AttendanceAnswer]:
    """Who appeared at each hearing for the defendant whose `response` it is."""
    days = {hearing.at: hearing for hearing in record.case.trial.hearing_days}
    jurisdiction = record.case.jurisdiction_of(response.agency)
    return [
        _attendance(
            known,
            circumstances(record.attending, response, jurisdiction, hearing, rules) if hearing else Circumstances(),
            sight,
            rules,
        )
        for known in response.attendances
        for hearing in [days.get((known.hearing_no, known.hearing_on))]
    ]


def _required(asked: Requirement) -> RequirementAnswer:
    return RequirementAnswer(
        degree=asked.degree,
        head_required=asked.head,
        appeared_before=asked.appeared_before,
        excused=asked.excused,
        reasons=[
            ReasonAnswer(
                code=reason.code,
                title=reason.title,
                degree=reason.degree,
                head=reason.head,
                authority=reason.authority,
                clauses=list(reason.clauses),
                met=reason.met,
            )
            for reason in asked.reasons
        ],
    )


def _designated(known: Designation, sight: Sight) -> DesignatedAnswer:
    return DesignatedAnswer(
        leader=sight.person(known.leader).name, post=known.post, rank=known.rank, designated_on=known.on, changed=known.changed
    )


def _attendance(known: Attendance, judged_by: Circumstances, sight: Sight, rules: Rules | None) -> AttendanceAnswer:
    """Who appeared, and what that falls short of."""
    return AttendanceAnswer(
        hearing_no=known.hearing_no,
        hearing_on=known.hearing_on,
        leader=sight.person(known.leader).name if known.leader else None,
        leader_post=known.leader_post,
        rank=known.rank,
        rank_title=RANKS[known.rank] if known.rank else None,
        staff=known.staff,
        lawyers=known.lawyers,
        spoke=known.spoke,
        offered_resolution=known.offered_resolution,
        identity_ok=known.identity_ok,
        left_without_leave=known.left_without_leave,
        flags=[
            FlagAnswer(code=mark.code, title=mark.title, authority=mark.authority) for mark in marks_of(known, rules, judged_by)
        ],
        event_id=known.event_id,
    )


def judgments(case: Case, agency: Naming) -> list[JudgmentAnswer]:
    """Every judgment, with its results by defendant in the order of the judgment."""
    return [
        JudgmentAnswer(
            judgment_no=judgment.judgment_no,
            document=judgment.document,
            document_title=titles.DOCUMENTS[judgment.document],
            judged_on=judgment.judged_on,
            results=[
                _result(case, judgment, defendant, agency)
                for defendant in dict.fromkeys(result.agency for result in judgment.results)
            ],
            event_id=judgment.event_id,
        )
        for judgment in case.trial.judgments
    ]


def _result(case: Case, judgment: Judgment, defendant: str, agency: Naming) -> ResultAnswer:
    outcomes = [
        OutcomeAnswer(
            object=result.object,
            outcome=result.outcome,
            title=OUTCOMES[result.outcome].title,
            article=OUTCOMES[result.outcome].article,
            lost=OUTCOMES[result.outcome].lost,
        )
        for result in judgment.results
        if result.agency == defendant
    ]
    about = [fact.event for fact in case.facts if isinstance(fact.event, JudgmentReversed | JudgmentBecameEffective)]
    own = [event for event in about if (event.agency, event.judgment_no) == (defendant, judgment.judgment_no)]
    reversals = [event.by_judgment_no for event in own if isinstance(event, JudgmentReversed)]
    effective = next((event for event in own if isinstance(event, JudgmentBecameEffective)), None)
    return ResultAnswer(
        agency=agency(defendant),
        lost=any(outcome.lost for outcome in outcomes),
        received_on=case.received_on(defendant, judgment),
        outcomes=outcomes,
        reversed_by=next(iter(reversals), None),
        effective_on=effective.effective_on if effective else None,
        perform_by=effective.perform_by if effective else None,
    )
