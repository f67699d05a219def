"""The rules in force: published profiles, layered, with the calendar, ready to be evaluated. Owns which profile governs which day.

The profile in force on the anchor day governs an obligation; a later version does not touch one already running. Calendars are facts
about days: the last published version of a year counts for every period.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import Final, final

import msgspec

from yingsu.events.naming import NAMING
from yingsu.law import calendar as calendars
from yingsu.law.calendar import Calendar, CalendarYear
from yingsu.law.clauses import NATIONAL, Clause
from yingsu.law.layer import Profile, ProfileMalformed, asleep
from yingsu.law.layering import check_layer
from yingsu.law.live import LiveDuty, LiveRule, live_duty, live_rule
from yingsu.law.matching import Condition
from yingsu.law.profile import builtin_profiles, field_problems, load_builtin
from yingsu.law.provision import Recurring
from yingsu.law.rule import Rule
from yingsu.ledger.mapper import spelled

DIVISION_DIGITS: Final = 6


class PublishedProfile(msgspec.Struct, frozen=True, kw_only=True):
    """A profile as published: its version, the first day it governs, and, where it was retired, the last."""

    profile: Profile
    version: int
    effective_from: date
    last_day: date | None = None

    @property
    def token(self) -> str:
        """`hongze.1`."""
        return f"{self.profile.id}.{self.version}"


class PublishedCalendar(msgspec.Struct, frozen=True, kw_only=True):
    """A year's calendar as published."""

    year: CalendarYear
    version: int


class RuleSet(msgspec.Struct, frozen=True, kw_only=True):
    """The rules of a jurisdiction from `begin` until the day before `end`: the governing profile over the layers it inherits.

    `starts`: live rules by the topic that starts them; `tasks`: those that are open-ended; `after`: live rules by the code of the rule whose
    expiry starts them; `duties`: what comes with each cycle, where it is awake.
    """

    begin: date
    end: date
    governing: PublishedProfile
    starts: Mapping[str, tuple[tuple[LiveRule, Condition], ...]]
    tasks: Mapping[str, tuple[tuple[LiveRule, Condition], ...]]
    after: Mapping[str, tuple[LiveRule, ...]]
    duties: tuple[LiveDuty, ...]


Starter = tuple[RuleSet, LiveRule, Condition]
"""A rule that a fact may start, with the fact and the rule set that it is of."""


@final
class Rules:
    """Published profiles and calendars. Immutable; rule sets of a jurisdiction are compiled when first asked for."""

    def __init__(self, profiles: Iterable[PublishedProfile], calendar: Calendar) -> None:
        self.calendar = calendar
        self.published = tuple(profiles)
        self._versions: dict[str, list[PublishedProfile]] = {}
        for published in self.published:
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
        self._starters: dict[tuple[str, bool], Mapping[str, tuple[Starter, ...]]] = {}
        self.topics = spelled(
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
        """The profile that governs what begins in `jurisdiction` on `day`; where its own is retired, the layer above it. A district that has
        none yet is under its city's (YT-0.1), else its province's; the national layer where none of these is in force."""
        for code in _and_above(jurisdiction):
            found = self._nearest(self._of_jurisdiction.get(code), day)
            if found is not None and found.profile.id != NATIONAL:
                return found
        return self._in_force(NATIONAL, day)

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

    def starters(self, jurisdiction: str, *, tasks: bool = False) -> Mapping[str, tuple[Starter, ...]]:
        """What a fact may start in a jurisdiction, by its topic, over all its rule sets: obligations, or open-ended tasks."""
        found = self._starters.get((jurisdiction, tasks))
        if found is None:
            by_topic: dict[str, list[Starter]] = {}
            for rule_set in self.rule_sets(jurisdiction):
                for topic, starts in (rule_set.tasks if tasks else rule_set.starts).items():
                    by_topic.setdefault(topic, []).extend((rule_set, live, fact) for live, fact in starts)
            found = self._starters[(jurisdiction, tasks)] = {topic: tuple(starts) for topic, starts in by_topic.items()}
        return found

    def duties(self, jurisdiction: str) -> tuple[LiveDuty, ...]:
        """The recurring duties of a jurisdiction over time, each version for the days on which it governs."""
        found: list[LiveDuty] = []
        before: dict[str, LiveDuty] = {}
        for rule_set in self.rule_sets(jurisdiction):
            now = {
                duty.duty.code: msgspec.structs.replace(duty, since=before[duty.duty.code].since)
                if duty.duty.code in before
                else duty
                for duty in rule_set.duties
            }
            found.extend(now.values())
            before = now
        return tuple(found)

    def set_on(self, jurisdiction: str, day: date) -> RuleSet | None:
        """The rule set that governs what begins on `day`."""
        return next((rules for rules in self.rule_sets(jurisdiction) if rules.begin <= day < rules.end), None)

    def _in_force(self, profile_id: str | None, day: date) -> PublishedProfile | None:
        found = self._begun(profile_id, day)
        return None if found is None or (found.last_day is not None and found.last_day < day) else found

    def _begun(self, profile_id: str | None, day: date) -> PublishedProfile | None:
        """The version that began last, retired or not."""
        versions = self._versions.get(profile_id or "", [])
        return next((item for item in reversed(versions) if item.effective_from <= day), None)

    def _nearest(self, profile_id: str | None, day: date) -> PublishedProfile | None:
        """The profile, or where it is retired the nearest layer above it that is not."""
        passed: set[str] = set()
        while profile_id is not None and profile_id not in passed:
            passed.add(profile_id)
            found = self._in_force(profile_id, day)
            if found is not None:
                return found
            retired = self._begun(profile_id, day)
            profile_id = retired.profile.inherits if retired else None
        return None

    def _layers(self, governing: PublishedProfile, day: date) -> list[PublishedProfile]:
        """The governing profile under the layers it inherits, highest first."""
        layers = [governing]
        while layers[0].profile.inherits:
            above = self._nearest(layers[0].profile.inherits, day)
            if above is None or above in layers:
                break
            layers.insert(0, above)
        return layers

    def _compile(self, jurisdiction: str) -> Iterable[RuleSet]:
        days = sorted({day for item in self.published for day in (item.effective_from, *_day_after(item.last_day))})
        stacks: list[tuple[date, list[PublishedProfile]]] = []
        for day in days:
            governing = self.profile_for(jurisdiction, day)
            layers = self._layers(governing, day) if governing else []
            if layers and (not stacks or stacks[-1][1] != layers):
                stacks.append((day, layers))
        ends = [day for day, _ in stacks[1:]] + [date.max]
        return [_rule_set(jurisdiction, begin, end, layers) for (begin, layers), end in zip(stacks, ends, strict=True)]


def _rule_set(jurisdiction: str, begin: date, end: date, layers: list[PublishedProfile]) -> RuleSet:
    rules: dict[str, tuple[Rule, PublishedProfile]] = {}
    duties: dict[str, tuple[Recurring, PublishedProfile]] = {}
    clauses: dict[str, Clause] = {}
    for number, layer in enumerate(layers):
        for above in layers[:number]:
            check_layer(layer.profile, above.profile)
        rules.update((rule.code, (rule, layer)) for rule in layer.profile.rules)
        duties.update((duty.code, (duty, layer)) for duty in layer.profile.recurring)
        clauses.update((clause.id, clause) for clause in layer.profile.clauses)
    governing = layers[-1]
    merged = msgspec.structs.replace(governing.profile, rules=tuple(rule for rule, _ in rules.values()))
    # Whether the last day of a statutory period rolls, is law and no value of a document below (法释〔2018〕1号第四十八条).
    roll, by_law = _roll(layers), _roll(layers[:1])
    starts: dict[str, list[tuple[LiveRule, Condition]]] = {}
    tasks: dict[str, list[tuple[LiveRule, Condition]]] = {}
    after: dict[str, list[LiveRule]] = {}
    for rule, layer in rules.values():
        if asleep(rule, merged) or any(field_problems(rule)):
            continue
        live = live_rule(rule, layer.token, clauses, roll=by_law if rule.statutory else roll)
        for topic, found in live.starts:
            (starts if rule.open_ended is None else tasks).setdefault(topic, []).append((live, found))
        if rule.after_expiry_of and rule.open_ended is None:
            after.setdefault(rule.after_expiry_of, []).append(live)
    cycles = (live_duty(duty, governing.token, layer.token, jurisdiction, clauses, roll=roll) for duty, layer in duties.values())
    return RuleSet(
        begin=begin,
        end=end,
        governing=governing,
        starts=MappingProxyType({topic: tuple(found) for topic, found in starts.items()}),
        tasks=MappingProxyType({topic: tuple(found) for topic, found in tasks.items()}),
        after=MappingProxyType({code: tuple(found) for code, found in after.items()}),
        duties=tuple(msgspec.structs.replace(duty, begin=begin, end=end, since=begin) for duty in cycles if duty.ways),
    )


def _and_above(jurisdiction: str) -> tuple[str, ...]:
    """A division code, its city's and its province's."""
    if len(jurisdiction) != DIVISION_DIGITS:
        return (jurisdiction,)
    return tuple(dict.fromkeys((jurisdiction, f"{jurisdiction[:4]}00", f"{jurisdiction[:2]}0000")))


def _day_after(last_day: date | None) -> tuple[date, ...]:
    return (last_day + timedelta(days=1),) if last_day is not None and last_day < date.max else ()


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
