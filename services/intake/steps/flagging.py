"""What a step falls short of though it is recorded: marks with their clauses, read off the record as it stands. Pure."""

from collections.abc import Iterator

from services.intake.cases.answer_marks import Note, answer_notes, records_lacking
from services.intake.cases.leader_required import Requirement, requirement
from services.intake.cases.marks import HEAD_REQUIRED
from services.intake.cases.record import Record
from services.intake.cases.timing import Timing
from yingsu.events.intake.response import AnswerSubmitted, Rank
from yingsu.events.intake.steps.answering import AnswerFiled
from yingsu.events.intake.steps.attending import LeaderChanged, LeaderDesignated
from yingsu.law.rules import Rules
from yingsu.ledger.entry import Entry


def notes_on(entry: Entry, record: Record, rules: Rules | None, timing: Timing | None) -> tuple[Note, ...]:
    """What the step in `entry` falls short of. `timing` is that of the answer of the agency whose step it is."""
    match entry.event:
        case LeaderDesignated() | LeaderChanged() as event:
            return tuple(_designation(event.agency, event.hearing_no, event.rank, record, rules))
        case AnswerFiled(agency=agency, filed_on=day):
            return tuple(records_lacking(rules, entry.jurisdiction, record.response_of(agency), day))
        case AnswerSubmitted(agency=agency):
            response = record.response_of(agency)
            due = timing.due if timing else None
            found = (answer for answer in response.answers if answer.event_id == entry.event_id)
            return tuple(note for answer in found for note in answer_notes(rules, entry.jurisdiction, response, answer, due))
        case _:
            return ()


def _designation(agency: str, hearing_no: int | None, rank: Rank, record: Record, rules: Rules | None) -> Iterator[Note]:
    """确定的不是正职，而应当由正职出庭 (XC-4.6): of any hearing that it is for."""
    heads = [
        reason
        for asked in _asked(agency, hearing_no, record, rules)
        for reason in asked.open
        if reason.head and rank != "principal"
    ]
    if heads:
        reasons = "、".join(dict.fromkeys(reason.title for reason in heads))
        cited = "、".join(dict.fromkeys(reason.authority for reason in heads))
        yield Note(code=HEAD_REQUIRED, title=f"应当由正职出庭，确定的不是正职：{reasons}", authority=cited)


def _asked(agency: str, hearing_no: int | None, record: Record, rules: Rules | None) -> Iterator[Requirement]:
    trial, jurisdiction = record.case.trial, record.case.jurisdiction_of(agency)
    for hearing in trial.hearing_days:
        if hearing_no in (None, hearing.hearing_no) and trial.held(*hearing.at) is not None:
            yield requirement(record.attending, record.response_of(agency), jurisdiction, hearing, rules)
