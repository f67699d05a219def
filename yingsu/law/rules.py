"""The rules in force: published profiles, layered, with the calendar, ready to be evaluated. Owns which profile governs which day.

The profile in force on the anchor day governs an obligation; a later version does not touch one already running. Calendars are facts
about days: the last published version of a year counts for every period.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import final

import msgspec

from yingsu.law import calendar as calendars
from yingsu.law.calendar import Calendar, CalendarYear
from yingsu.law.clauses import NATIONAL, Clause
from yingsu.law.deadline import Period
from yingsu.law.facts import NAMING
from yingsu.law.layer import Profile, ProfileMalformed, asleep
from yingsu.law.layering import check_layer
from yingsu.law.matching import Condition, condition
from yingsu.law.profile import builtin_profiles, field_problems, load_builtin
from yingsu.law.rule import Move, Rule
from yingsu.ledger.mapper import topics


class PublishedProfile(msgspec.Struct, frozen=True, kw_only=True):
    """A profile as published: its version and the first day it governs."""

    profile: Profile
    version: int
    effective_from: date

    @property
    def token(self) -> str:
        """`hongze.1`."""
        return f"{self.profile.id}.{self.version}"


class PublishedCalendar(msgspec.Struct, frozen=True, kw_only=True):
    """A year's calendar as published."""

    year: CalendarYear
    version: int


class MoveCondition(msgspec.Struct, frozen=True):
    """A move of a rule, ready to be looked for."""

    move: Move
    condition: Condition
    authority: str


class LiveRule(msgspec.Struct, frozen=True, kw_only=True):
    """A rule that is awake in a rule set, with all that its obligations have in common."""

    rule: Rule
    layer: str
    period: Period | None
    starts: tuple[tuple[str, Condition], ...]
    of_each: Condition | None
    ways: tuple[tuple[Condition, ...], ...]
    moves: tuple[MoveCondition, ...]
    cancels: tuple[Condition, ...]
    quotes: tuple[str, ...]
    authority: str


class RuleSet(msgspec.Struct, frozen=True, kw_only=True):
    """The rules of a jurisdiction from `begin` until the day before `end`: the governing profile over the layers it inherits.

    `starts`: live rules by the topic that starts them; `after`: live rules by the code of the rule whose expiry starts them.
    """

    begin: date
    end: date
    governing: PublishedProfile
    starts: Mapping[str, tuple[tuple[LiveRule, Condition], ...]]
    after: Mapping[str, tuple[LiveRule, ...]]


@final
class Rules:
    """Published profiles and calendars. Immutable; rule sets of a jurisdiction are compiled when first asked for."""

    def __init__(self, profiles: Iterable[PublishedProfile], calendar: Calendar) -> None:
        self.calendar = calendar
        self._versions: dict[str, list[PublishedProfile]] = {}
        for published in profiles:
            self._versions.setdefault(published.profile.id, []).append(published)
        for versions in self._versions.values():
            versions.sort(key=lambda item: (item.effective_from, item.version))
        self._of_jurisdiction = {
            published.profile.jurisdiction: published.profile.id
            for versions in self._versions.values()
            for published in versions
            if published.profile.jurisdiction
        }
        self._sets: dict[str, tuple[RuleSet, ...]] = {}
        self.topics = frozenset(
            NAMING
            | {
                fact.topic
                for versions in self._versions.values()
                for v in versions
                for r in v.profile.rules
                for fact in r.facts()
            }
        )

    @classmethod
    def of(cls, profiles: Iterable[PublishedProfile], years: Iterable[PublishedCalendar]) -> "Rules":
        """Rules from what the ledger holds. Of a calendar year the highest version counts. Raises CalendarMalformed."""
        latest: dict[int, PublishedCalendar] = {}
        for published in sorted(years, key=lambda item: item.version):
            latest[published.year.year] = published
        versions = {year: published.version for year, published in latest.items()}
        return cls(profiles, Calendar.of((published.year for published in latest.values()), versions))

    def profile_for(self, jurisdiction: str, day: date) -> PublishedProfile | None:
        """The profile that governs what begins in `jurisdiction` on `day`; the national layer where none of its own is in force."""
        return self._in_force(self._of_jurisdiction.get(jurisdiction), day) or self._in_force(NATIONAL, day)

    def profile(self, profile_id: str, version: int) -> PublishedProfile | None:
        """A published version."""
        return next((item for item in self._versions.get(profile_id, ()) if item.version == version), None)

    def layers_on(self, jurisdiction: str, day: date) -> tuple[PublishedProfile, ...]:
        """The profile that governs what begins in `jurisdiction` on `day`, below the layers it inherits, highest first. Empty where none."""
        governing = self.profile_for(jurisdiction, day)
        return tuple(self._layers(governing, day)) if governing else ()

    def rule_sets(self, jurisdiction: str) -> tuple[RuleSet, ...]:
        """The rule sets of a jurisdiction over time, in order, without overlap."""
        sets = self._sets.get(jurisdiction)
        if sets is None:
            sets = self._sets[jurisdiction] = tuple(self._compile(jurisdiction))
        return sets

    def set_on(self, jurisdiction: str, day: date) -> RuleSet | None:
        """The rule set that governs what begins on `day`."""
        return next((rules for rules in self.rule_sets(jurisdiction) if rules.begin <= day < rules.end), None)

    def _in_force(self, profile_id: str | None, day: date) -> PublishedProfile | None:
        versions = self._versions.get(profile_id or "", [])
        return next((item for item in reversed(versions) if item.effective_from <= day), None)

    def _layers(self, governing: PublishedProfile, day: date) -> list[PublishedProfile]:
        """The governing profile under the layers it inherits, highest first."""
        layers = [governing]
        while layers[0].profile.inherits:
            above = self._in_force(layers[0].profile.inherits, day)
            if above is None or above in layers:
                break
            layers.insert(0, above)
        return layers

    def _compile(self, jurisdiction: str) -> Iterable[RuleSet]:
        days = sorted({item.effective_from for versions in self._versions.values() for item in versions})
        stacks: list[tuple[date, list[PublishedProfile]]] = []
        for day in days:
            governing = self.profile_for(jurisdiction, day)
            layers = self._layers(governing, day) if governing else []
            if layers and (not stacks or stacks[-1][1] != layers):
                stacks.append((day, layers))
        ends = [day for day, _ in stacks[1:]] + [date.max]
        return [_rule_set(begin, end, layers) for (begin, layers), end in zip(stacks, ends, strict=True)]


def _rule_set(begin: date, end: date, layers: list[PublishedProfile]) -> RuleSet:
    rules: dict[str, tuple[Rule, PublishedProfile]] = {}
    clauses: dict[str, Clause] = {}
    for number, layer in enumerate(layers):
        for above in layers[:number]:
            check_layer(layer.profile, above.profile)
        rules.update((rule.code, (rule, layer)) for rule in layer.profile.rules)
        clauses.update((clause.id, clause) for clause in layer.profile.clauses)
    merged = msgspec.structs.replace(layers[-1].profile, rules=tuple(rule for rule, _ in rules.values()))
    roll = _roll(layers)
    starts: dict[str, list[tuple[LiveRule, Condition]]] = {}
    after: dict[str, list[LiveRule]] = {}
    for rule, layer in rules.values():
        if asleep(rule, merged) or any(field_problems(rule)):
            continue
        live = _live(rule, layer, clauses, roll=roll)
        for topic, found in live.starts:
            starts.setdefault(topic, []).append((live, found))
        if rule.after_expiry_of:
            after.setdefault(rule.after_expiry_of, []).append(live)
    return RuleSet(
        begin=begin,
        end=end,
        governing=layers[-1],
        starts=MappingProxyType({topic: tuple(found) for topic, found in starts.items()}),
        after=MappingProxyType({code: tuple(found) for code, found in after.items()}),
    )


def _live(rule: Rule, layer: PublishedProfile, clauses: Mapping[str, Clause], *, roll: bool) -> LiveRule:
    length = rule.period
    period = None
    if length:
        rolls = roll if length.roll is None else length.roll
        period = Period(amount=length.amount, unit=length.unit, direction=length.direction, roll=rolls)
    known = _existing(rule)
    return LiveRule(
        rule=rule,
        layer=layer.token,
        period=period,
        starts=tuple((fact.topic, condition(fact)) for fact in rule.started_by if fact.topic in known),
        of_each=condition(rule.of_each) if rule.of_each else None,
        ways=tuple(
            tuple(condition(fact) for fact in way.all_of)
            for way in rule.satisfied_by
            if all(f.topic in known for f in way.all_of)
        ),
        moves=tuple(
            MoveCondition(move, condition(move), _cited(move.clauses or rule.clauses, clauses))
            for move in rule.moved_by
            if move.topic in known
        ),
        cancels=tuple(condition(fact) for fact in rule.cancelled_by if fact.topic in known),
        quotes=tuple(clauses[identifier].quote for identifier in rule.clauses if identifier in clauses),
        authority=_cited(rule.clauses, clauses) or "本单位自定",
    )


def _existing(rule: Rule) -> frozenset[str]:
    return frozenset(fact.topic for fact in rule.facts()) & topics().keys()


def _cited(ids: tuple[str, ...], clauses: Mapping[str, Clause]) -> str:
    return "、".join(clauses[identifier].citation if identifier in clauses else identifier for identifier in ids)


def _roll(layers: list[PublishedProfile]) -> bool:
    for layer in reversed(layers):
        parameter = layer.profile.parameters.get("calendar", {}).get("roll_last_day_forward")
        if parameter is not None:
            if not isinstance(parameter.value, bool):
                raise ProfileMalformed(f"{layer.profile.id} 的 calendar.toml 的 roll_last_day_forward：须为 true 或 false。")
            return parameter.value
    return True


@lru_cache(maxsize=1)
def builtin_rules() -> Rules:
    """The built-in profiles and calendars, each as version 1. For the command line, the demo and tests."""
    profiles = [
        PublishedProfile(profile=load_builtin(profile_id, first), version=1, effective_from=first)
        for profile_id, first in builtin_profiles()
    ]
    return Rules(profiles, calendars.load_builtin())
