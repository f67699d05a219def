"""Ladders of a profile evaluated for one agency: what was counted in the window, which tier that reaches, and what would reach the next. Pure.

Nothing here is a sanction. A tier that is reached is a proposal to the persons it names, who confirm or dismiss it. 以上 and 以内 include the
number, 超过 does not. Of losses by their cause only a person's finding counts; while nobody can record one, such a trigger sleeps.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Final
from uuid import UUID

import msgspec

from yingsu.law.figures.period import Period, cycle_of, months_up_to
from yingsu.law.figures.tally import Counts, Kept, key_of
from yingsu.law.figures.weighing import Weighed, Weighing
from yingsu.law.layer import Profile
from yingsu.law.provision import Ladder, Metric, Tier, Window
from yingsu.law.rule import Fact

DEFAULT_WINDOW: Final[Window] = "quarter"
"""Where a document leaves the window to the operator, who has not set one."""

NO_SERIES: Final[Mapping[str, str]] = MappingProxyType({})
NO_METRICS: Final[Mapping[str, Metric]] = MappingProxyType({})


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One tier. `proposed`: it is reached, and no higher one takes its place. `needs`: what would reach it, for one that is not reached."""

    no: int
    title: str
    reached: bool
    proposed: bool
    asleep: bool
    triggers: tuple[Weighed, ...]
    needs: tuple[str, ...]
    by: tuple[str, ...]
    of: tuple[str, ...]
    effects: tuple[str, ...]
    clauses: tuple[str, ...]


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """Where an agency stands on a ladder. `case_id` where the ladder is of single cases. `first` is None where the window is open."""

    code: str
    title: str
    agency: str
    window: Window
    first: date | None
    last: date
    case_id: str | None
    tiers: tuple[Step, ...]
    clauses: tuple[str, ...]
    missing: tuple[str, ...] = ()
    note: str | None = None

    @property
    def proposed(self) -> tuple[Step, ...]:
        """The tiers that are proposed to whoever decides."""
        return tuple(step for step in self.tiers if step.proposed)

    @property
    def event_ids(self) -> tuple[UUID, ...]:
        """The entries that what is proposed rests on."""
        held = (trigger for step in self.proposed for trigger in step.triggers if trigger.holds)
        return tuple(dict.fromkeys(entry for trigger in held for item in trigger.items for entry in item.event_ids))


def evaluate(
    ladder: Ladder,
    counts: Counts,
    day: date,
    metrics: Mapping[str, Metric] = NO_METRICS,
    *,
    operator_window: Window | None = None,
    series: Mapping[str, str] | None = None,
) -> tuple[Standing, ...]:
    """Where the agency of `counts` stands in the window that holds `day`: once, or of a ladder of single cases once a case that has a fact.

    `metrics` are those in force by code, `operator_window` what the operator set, `series` the series of a case, for a ladder that counts
    a series as one (None: as the courts put them). A case that belongs to none is its own.
    """
    series = counts.series if series is None else series
    window = (operator_window or DEFAULT_WINDOW) if ladder.window == "operator" else ladder.window
    period = _period(window, day)
    if window != "event":
        return (_standing(ladder, counts, window, period, metrics, series, None),)
    bearing = _bearing(ladder, counts, metrics)
    cases = [msgspec.structs.replace(counts, kept=(case,)) for case in bearing]
    found = [_standing(ladder, case, window, period, metrics, series, case.kept[0].case_id) for case in cases]
    told = tuple(of for of in found if any(trigger.items for step in of.tiers for trigger in step.triggers))
    return told or (_standing(ladder, msgspec.structs.replace(counts, kept=()), window, period, metrics, series, None),)


def ladders_of(layers: Iterable[Profile]) -> tuple[Ladder, ...]:
    """The ladders of a profile over the layers it inherits (highest first): a lower one takes the place of one of its code."""
    found = {ladder.code: ladder for layer in layers for ladder in layer.escalations}
    return tuple(found.values())


def findings_of(ladders: Iterable[Ladder]) -> tuple[Fact, ...]:
    """The facts that the ladders look for."""
    return tuple(trigger.finding for ladder in ladders for tier in ladder.tiers for trigger in tier.triggers if trigger.finding)


def operator_window(ladder: Ladder, layers: Iterable[Profile]) -> Window | None:
    """What the operator set as the window of a ladder: the parameter `<code>_window` of any group, of the lowest layer that has it."""
    found: Window | None = None
    for layer in layers:
        for group in layer.parameters.values():
            parameter = group.get(f"{ladder.code}_window")
            if parameter is not None and parameter.value in ("quarter", "half_year", "year", "36_months"):
                found = parameter.value  # type: ignore[assignment]
    return found


def _bearing(ladder: Ladder, counts: Counts, metrics: Mapping[str, Metric]) -> list[Kept]:
    """The cases that hold anything the ladder looks at."""
    triggers = [trigger for tier in ladder.tiers for trigger in tier.triggers]
    keys = {key_of(trigger.finding) for trigger in triggers if trigger.finding}
    rated = [metrics[trigger.rate].numerator for trigger in triggers if trigger.rate is not None and trigger.rate in metrics]
    codes = {*rated, *(trigger.count for trigger in triggers)}
    return [case for case in counts.kept if not (keys.isdisjoint(case.findings) and codes.isdisjoint(case.turns))]


def _period(window: Window, day: date) -> Period:
    match window:
        case "quarter" | "half_year" | "year":
            return cycle_of(day, window)
        case "36_months":
            return months_up_to(day, 36)
        case _:
            return Period(date.min, day)


def _standing(
    ladder: Ladder,
    counts: Counts,
    window: Window,
    period: Period,
    metrics: Mapping[str, Metric],
    series: Mapping[str, str],
    case_id: str | None,
) -> Standing:
    weighing = Weighing(counts, period, metrics, series if ladder.count_series_as_one else NO_SERIES)
    steps: list[Step] = []
    for tier in ladder.tiers:
        below = not tier.on_top or (bool(steps) and steps[-1].reached)
        steps.append(_step(tier, tuple(weighing.of(trigger) for trigger in tier.triggers), below=below))
    reached = [step.no for step in steps if step.reached]
    proposed = set(reached) if ladder.cumulative else {max(reached, default=None)}
    waiting = [topic for step in steps for trigger in step.triggers for topic in trigger.missing]
    return Standing(
        code=ladder.code,
        title=ladder.title,
        agency=counts.agency,
        window=window,
        first=None if period.first == date.min else period.first,
        last=period.last,
        case_id=case_id,
        tiers=tuple(msgspec.structs.replace(step, proposed=True) if step.no in proposed else step for step in steps),
        clauses=ladder.clauses,
        missing=tuple(dict.fromkeys(waiting)),
        note=ladder.note,
    )


def _step(tier: Tier, triggers: tuple[Weighed, ...], *, below: bool) -> Step:
    """The tier as it stands. `below`: what must be reached before it is."""
    every = tier.combinator == "all"
    asleep = [bool(trigger.missing) for trigger in triggers]
    reached = below and bool(triggers) and (all if every else any)(trigger.holds for trigger in triggers)
    return Step(
        no=tier.no,
        title=tier.title,
        reached=reached,
        proposed=False,
        asleep=any(asleep) if every else all(asleep),
        triggers=triggers,
        needs=() if reached else tuple(_needs(triggers)),
        by=tier.by,
        of=tier.of,
        effects=tier.effects,
        clauses=tuple(dict.fromkeys((*tier.clauses, *(cited for trigger in tier.triggers for cited in trigger.clauses)))),
    )


def _needs(triggers: Iterable[Weighed]) -> Iterator[str]:
    """What each trigger that does not hold lacks, in Chinese."""
    for trigger in triggers:
        if trigger.lacking is not None:
            yield f"{trigger.words}：现为{trigger.number}，再有{trigger.lacking}件即成立"
        elif trigger.missing:
            yield f"{trigger.words}：尚无登记，待登记后认定"
        elif trigger.ranks:
            yield f"{trigger.words}：未设门槛，只排名，由有权机关提出"
