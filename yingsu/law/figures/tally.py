"""Disputes taken in once, ready to be counted for every agency, period and basis. Owns what is kept of a dispute for that.

A dispute is read once, whatever number of metrics and ladders of whatever number of agencies look at it afterwards: of each case what
counts for an agency is kept with its days. Pure: the same disputes in any order give the same counts.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import final

import msgspec

from yingsu.events.intake.case import Instance
from yingsu.events.intake.judgment import JudgmentLost
from yingsu.events.naming import NAMING
from yingsu.law.facts import CaseFacts
from yingsu.law.figures.course import TOPICS, Course, case_no, course
from yingsu.law.figures.measures import COUNTED, MEASURES, Item, item_of
from yingsu.law.figures.period import Period
from yingsu.law.figures.turn import Turn
from yingsu.law.matching import Condition, condition
from yingsu.law.provision import Basis
from yingsu.law.rule import Fact
from yingsu.ledger.mapper import event_class, spelled


class Kept(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What counts of one case for one agency: the turns of each measure and of each finding (by `key_of`) that has any."""

    case_id: str
    case_no: str | None
    instance: Instance | None
    on_merits: bool
    effective: bool = False
    series: str | None = None
    turns: Mapping[str, tuple[Turn, ...]]
    findings: Mapping[bytes, tuple[Turn, ...]]

    def belongs(self, basis: Basis | None) -> bool:
        """Is it one of the cases of the basis?"""
        match basis:
            case "first_instance":
                return self.instance == "first"
            case "substantive":
                return self.on_merits
            case "effective":
                return self.effective
            case _:
                return True


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that can be counted for one agency, and the jurisdiction it belongs to as the facts say; None where none does."""

    agency: str
    jurisdiction: str | None = None
    kept: tuple[Kept, ...] = ()

    def items(self, measure: str, period: Period, basis: Basis | None = None) -> tuple[Item, ...]:
        """What the measure counts in the period, of the cases of the basis, by day. Nothing of one that cannot be counted."""
        counts = MEASURES[measure]
        found = [
            item_of(case.case_id, case.case_no, turn)
            for case in self.kept
            if measure in case.turns and case.belongs(basis)
            for turn in counts.within(case.turns[measure], period)
        ]
        return tuple(sorted(found, key=lambda item: item.key))

    @property
    def series(self) -> Mapping[str, str]:
        """The series of each case that belongs to one."""
        return {case.case_id: case.series for case in self.kept if case.series is not None}

    def findings(self, fact: Fact, period: Period) -> tuple[Item, ...]:
        """The facts of that kind in the period, by day."""
        key = key_of(fact)
        found = [
            item_of(case.case_id, case.case_no, turn)
            for case in self.kept
            for turn in case.findings.get(key, ())
            if turn.day in period
        ]
        return tuple(sorted(found, key=lambda item: (item.key, item.event_ids)))


def key_of(fact: Fact) -> bytes:
    """What a kind of fact is kept under: its canonical bytes, for its conditions cannot be hashed."""
    return msgspec.json.encode(fact, order="deterministic")


@final
class Tally:
    """Takes disputes in one by one. `findings` are the facts that ladders look for; `agencies` those counted for, None: whichever."""

    def __init__(self, today: date, findings: Iterable[Fact] = (), agencies: Collection[str] | None = None) -> None:
        self._today = today
        self._agencies = agencies
        self._findings: Mapping[bytes, Condition] = MappingProxyType(
            {key_of(fact): condition(fact) for fact in findings if event_class(fact.topic)}
        )
        self._kept: dict[str, list[Kept]] = {}
        self._jurisdictions: dict[str, tuple[date, str]] = {}

    @property
    def topics(self) -> frozenset[str]:
        """The topics of the entries that are looked at; others need not be handed over."""
        return spelled(TOPICS | NAMING | {finding.topic for finding in self._findings.values()})

    def add(self, facts: CaseFacts) -> None:
        """Takes in a dispute."""
        number = case_no(facts)
        named_on = max((entry.occurred_on for topic in NAMING for entry in facts.by_topic.get(topic, ())), default=date.min)
        for agency in self._concerned(facts):
            found = self._keep(facts, number, agency)
            if found is not None:
                self._kept.setdefault(agency, []).append(found)
            place = facts.jurisdictions.get(agency)
            if place is not None and (named_on, place) > self._jurisdictions.get(agency, (date.min, "")):
                self._jurisdictions[agency] = (named_on, place)

    def of(self, agency: str) -> Counts:
        """What can be counted for the agency."""
        kept = sorted(self._kept.get(agency, ()), key=lambda case: case.case_id)
        _, place = self._jurisdictions.get(agency, (date.min, None))
        return Counts(agency=agency, jurisdiction=place, kept=tuple(kept))

    def all(self) -> Iterator[Counts]:
        """The same for every agency that anything counts for, by id."""
        for agency in sorted(self._kept):
            yield self.of(agency)

    def _concerned(self, facts: CaseFacts) -> Sequence[str]:
        losing = [
            entry.event.agency
            for entry in facts.by_topic.get(JudgmentLost.TOPIC, ())
            if isinstance(entry.event, JudgmentLost) and entry.event.agency not in facts.jurisdictions
        ]
        found = dict.fromkeys((*facts.jurisdictions, *losing))
        return [agency for agency in found if self._agencies is None or agency in self._agencies]

    def _keep(self, facts: CaseFacts, number: str | None, agency: str) -> Kept | None:
        became = course(facts, agency, self._today)
        turns = dict(_turns(became))
        findings = dict(self._found(facts, agency)) if self._findings else {}
        if not turns and not findings:
            return None
        return Kept(
            case_id=facts.case_id,
            case_no=number,
            instance=became.instance,
            on_merits=became.on_merits,
            effective=became.effective,
            series=became.series,
            turns=turns,
            findings=findings,
        )

    def _found(self, facts: CaseFacts, agency: str) -> Iterator[tuple[bytes, tuple[Turn, ...]]]:
        for key, looked_for in self._findings.items():
            turns = tuple(
                Turn(looked_for.day(entry), looked_for.what, (entry.event_id,))
                for entry in facts.by_topic.get(looked_for.topic, ())
                if looked_for.holds_for(entry.event, agency, None)
            )
            if turns:
                yield key, turns


def _turns(became: Course) -> Iterator[tuple[str, tuple[Turn, ...]]]:
    for code, measure in COUNTED.items():
        turns = tuple(measure.count(became)) if measure.count else ()
        if turns:
            yield code, turns
