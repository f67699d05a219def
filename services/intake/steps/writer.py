"""Writes the steps of a case for one caller: opens what is sealed, names the agency, tells what was completed in time or late."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec

from services.intake.cases.answer_marks import Note
from services.intake.cases.response_answers import NoteAnswer
from services.intake.cases.timeline import line
from services.intake.cases.timeline_answers import finding_answer
from services.intake.cases.timing import Finding
from services.intake.steps.answers import StepAnswer
from yingsu.ledger.entry import Entry
from yingsu.ledger.sealed import SealedPerson, SealedText
from yingsu.officials.directory import Directory
from yingsu.officials.sight import WITHHELD, Sight
from yingsu.web.parts import agency_answer


@dataclass(frozen=True)
class StepWriter:
    """For one caller, whose `sight` decides about what is sealed. `findings` by the id of the entry that completed the duty; `notes`: what a
    step falls short of."""

    sight: Sight
    directory: Directory
    findings: Mapping[UUID, tuple[Finding, ...]]
    notes: Callable[[Entry], tuple[Note, ...]]

    def step(self, entry: Entry) -> StepAnswer:
        """One step."""
        shown = line(entry)
        return StepAnswer(
            event_id=entry.event_id,
            topic=entry.topic,
            title=shown.title,
            agency=agency_answer(self.directory, shown.agency) if shown.agency else None,
            occurred_on=entry.occurred_on,
            recorded_at=entry.recorded_at,
            recorded_late=shown.days_late > 0,
            corrected=entry.corrects is not None,
            official=entry.actor.official,
            content={
                name: opened(getattr(entry.event, name), shown.agency, self.sight) for name in entry.event.__struct_fields__
            },
            flags=[
                NoteAnswer(code=note.code, title=note.title, authority=note.authority)
                for note in self._notes(entry, shown.agency)
            ],
            findings=[finding_answer(finding) for finding in self.findings.get(entry.event_id, ())],
        )

    def _notes(self, entry: Entry, agency: str | None) -> tuple[Note, ...]:
        return self.notes(entry) if agency is None or self.sight.is_for(agency) else ()


def opened(value: Any, agency: str | None, sight: Sight) -> Any:
    """A value of a step; what is sealed only for the agency whose step it is (None: no one's own) and for those that are no agency."""
    match value:
        case SealedText() | SealedPerson() if agency is not None and not sight.is_for(agency):
            return WITHHELD
        case SealedText():
            return sight.text(value)
        case SealedPerson():
            return msgspec.to_builtins(sight.person(value))
        case tuple():
            return [opened(one, agency, sight) for one in value]
        case msgspec.Struct():
            return {name: opened(getattr(value, name), agency, sight) for name in value.__struct_fields__}
        case _:
            return msgspec.to_builtins(value)
