"""Writes the steps of a case for one caller: opens what is sealed, names the agency, tells what was completed in time or late."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec

from services.intake.cases.timeline import line
from services.intake.cases.timeline_answers import finding_answer
from services.intake.cases.timing import Finding
from services.intake.steps.answers import StepAnswer
from yingsu.ledger.entry import Entry
from yingsu.ledger.sealed import SealedPerson, SealedText
from yingsu.officials.directory import Directory
from yingsu.officials.sight import Sight
from yingsu.web.parts import agency_answer


@dataclass(frozen=True)
class StepWriter:
    """For one caller, whose `sight` decides about what is sealed. `findings` by the id of the entry that completed the duty."""

    sight: Sight
    directory: Directory
    findings: Mapping[UUID, tuple[Finding, ...]]

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
            official=entry.actor.official,
            content={name: self._opened(getattr(entry.event, name)) for name in entry.event.__struct_fields__},
            findings=[finding_answer(finding) for finding in self.findings.get(entry.event_id, ())],
        )

    def _opened(self, value: Any) -> Any:
        match value:
            case SealedText():
                return self.sight.text(value)
            case SealedPerson():
                return msgspec.to_builtins(self.sight.person(value))
            case tuple():
                return [self._opened(one) for one in value]
            case msgspec.Struct():
                return {name: self._opened(getattr(value, name)) for name in value.__struct_fields__}
            case _:
                return msgspec.to_builtins(value)
