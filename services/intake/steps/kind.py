"""What one kind of step is, and what it is decided on. Pure.

A step is told as the event itself where nothing in it is sealed, else as a struct of the same fields with plain texts and persons: what
is sealed follows from the event's type (`sealing`).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, TypeVar

import msgspec

from services.intake.cases.record import Record
from yingsu.events.registry.agency import AgencyType
from yingsu.law.rules import Rules
from yingsu.ledger.entry import Entry, Event
from yingsu.web.bodies import Body

E = TypeVar("E", bound=Event)

Told = msgspec.Struct
"""A step as it is told."""


@dataclass(frozen=True)
class Situation:
    """What a step is decided on: the dispute with all its entries, whose step it is, and the rules.

    `agency` is the defendant whose step it is; None for a step of the body that supervises. `duties` are those of the official in whose
    name it is told (none without one). `rules` are those in force, None where none are published. `agency_type` is that of the agency, None
    where it is not registered.
    """

    record: Record
    entries: Sequence[Entry]
    agency: str | None
    jurisdiction: str
    duties: tuple[str, ...]
    today: date
    rules: Rules | None
    agency_type: AgencyType | None = None

    def told(self, kind: type[E]) -> tuple[E, ...]:
        """The steps of one kind in the order of recording: those of the agency, in a step of the supervising body all of its jurisdiction."""
        found = (entry for entry in self.entries if isinstance(entry.event, kind))
        return tuple(
            entry.event  # type: ignore[misc]
            for entry in found
            if (
                getattr(entry.event, "agency", None) == self.agency
                if self.agency is not None
                else entry.jurisdiction == self.jurisdiction
            )
        )

    def all_told(self, kind: type[E]) -> tuple[E, ...]:
        """The facts of one kind in the dispute, whoever told them, in the order of recording."""
        return tuple(entry.event for entry in self.entries if isinstance(entry.event, kind))


Decide = Callable[[Situation, Any], None]
"""Raises where the step as told is refused."""

Derive = Callable[[Situation, Any], Mapping[str, object]]
"""The fields of the event that nobody tells."""


def _admit(_situation: Situation, _told: Any) -> None:
    """Whatever its form admits."""


def _nothing(_situation: Situation, _told: Any) -> Mapping[str, object]:
    """Everything is told."""
    return {}


@dataclass(frozen=True)
class Kind:
    """A kind of step: what is told and stored, the field with its legal day, what it is called, and what else is checked.

    `body` is what callers send: the titles of its fields name what lacks. `authority` is the law or the document that a refusal cites where
    no profile's clause does. `files` are the fields that hold ids of uploaded files. `after_the_end`: it may happen after the agency has
    left the case, or the suit was withdrawn. `before_the_filing`: its day may lie before that of the filing.
    """

    told: type[Told]
    event: type[Event]
    day: str
    title: str
    body: type[Body]
    authority: str
    decide: Decide = _admit
    derive: Derive = _nothing
    files: tuple[str, ...] = ()
    after_the_end: bool = False
    before_the_filing: bool = False

    def day_of(self, told: Told) -> date:
        """The legal day of the step."""
        day: date = getattr(told, self.day)
        return day

    def label(self, field: str) -> str:
        """What officials call a field."""
        found = self.body.model_fields.get(field)
        return found.title or field if found else field


def by_told(*groups: Sequence[Kind]) -> Mapping[type[Told], Kind]:
    """The kinds by what is told. Raises ValueError where two kinds are told alike."""
    kinds = [kind for group in groups for kind in group]
    found = {kind.told: kind for kind in kinds}
    if len(found) != len(kinds):
        raise ValueError("two kinds of step are told as the same struct")
    return MappingProxyType(found)
