"""Writes the hearings, the appearances and the judgments of a case for one caller."""

from collections.abc import Callable

from services.intake.cases import titles
from services.intake.cases.attendance import marks_of
from services.intake.cases.case import Case
from services.intake.cases.record import Record
from services.intake.cases.response import Attendance
from services.intake.cases.trial import Judgment
from services.intake.cases.trial_answers import (
    AppearedAnswer,
    AttendanceAnswer,
    FlagAnswer,
    HearingAnswer,
    JudgmentAnswer,
    OutcomeAnswer,
    ResultAnswer,
)
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
            appeared=[
                AppearedAnswer(
                    agency=agency(defendant),
                    attendance=None if known is None else attendance(known, sight, rules),
                )
                for defendant in record.case.agencies
                for known in [record.response_of(defendant).attendance(hearing.hearing_no, hearing.hearing_on)]
            ],
            event_id=hearing.event_id,
        )
        for hearing in trial.hearing_days
    ]


def attendance(known: Attendance, sight: Sight, rules: Rules | None) -> AttendanceAnswer:
    """Who appeared, and what that falls short of."""
    return AttendanceAnswer(
        hearing_no=known.hearing_no,
        hearing_on=known.hearing_on,
        leader=sight.person(known.leader).name if known.leader else None,
        leader_post=known.leader_post,
        rank=known.rank,
        rank_title=titles.RANKS[known.rank] if known.rank else None,
        staff=known.staff,
        lawyers=known.lawyers,
        spoke=known.spoke,
        flags=[FlagAnswer(code=mark.code, title=mark.title, authority=mark.authority) for mark in marks_of(known, rules)],
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
    return ResultAnswer(
        agency=agency(defendant),
        lost=any(outcome.lost for outcome in outcomes),
        received_on=case.received_on(defendant, judgment),
        outcomes=outcomes,
    )
