"""Metrics of a profile evaluated for one agency and one period: the figure, its target, its trend, and in words what was counted. Pure.

A rate is decided on whole numbers. Without a target nothing is met or missed (压降 and 提升 are directions); without a denominator there is
no rate, never 0 %. A metric that names what cannot be counted yet sleeps, and says what it waits for.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import lru_cache
from types import MappingProxyType
from typing import Final, Literal

import msgspec

from yingsu.law import clauses
from yingsu.law.figures.measures import MEASURES, Item
from yingsu.law.figures.period import Period, before
from yingsu.law.figures.rate import NO_RATE, Rate, percent_of, points, rate
from yingsu.law.figures.tally import Counts
from yingsu.law.layer import Profile
from yingsu.law.profile import builtin_profiles, load_builtin
from yingsu.law.provision import Basis, Metric

Direction = Literal["rise", "fall", "level"]
"""上升, 下降, 持平."""

DIRECTIONS: Final[Mapping[Direction, str]] = MappingProxyType({"rise": "上升", "fall": "下降", "level": "持平"})

BASES: Final[Mapping[Basis, str]] = MappingProxyType(
    {
        "closed": "统计口径为期间内全部审结案件，各审级均计",
        "first_instance": "统计口径为一审案件",
        "effective": "统计口径为裁判已经生效的案件",
        "substantive": "统计口径为以判决作出实体处理的案件，撤诉、驳回起诉的不计",
    }
)
"""What each basis is, in words."""

_PRACTICE: Final = "统计口径为通行做法（法律未规定）"


class Trend(msgspec.Struct, frozen=True, kw_only=True):
    """The same in the period before. `change`: in percentage points, of a count in cases, with its sign; None where one has no rate.

    `wanted` is where it ought to go; a figure that goes elsewhere is not missed for that.
    """

    first: date
    last: date
    numerator: int
    denominator: int | None
    rate: Rate | None
    change: str | None
    direction: Direction | None
    wanted: Literal["rise", "fall"]


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """A metric as evaluated. `numerator` and `denominator` are what was counted; the latter is None for a count.

    `target` is the limit in words and `met` whether it is kept: None without a target, and without a rate. `missing` are the topics of the
    facts that it waits for: it sleeps, and counts nothing.
    """

    code: str
    title: str
    basis: str
    source: str
    clauses: tuple[str, ...]
    numerator: tuple[Item, ...] = ()
    denominator: tuple[Item, ...] | None = None
    rate: Rate | None = None
    target: str | None = None
    met: bool | None = None
    trend: Trend | None = None
    note: str | None = None
    missing: tuple[str, ...] = ()


def evaluate(metric: Metric, counts: Counts, period: Period, citations: Mapping[str, str] = MappingProxyType({})) -> Figure:
    """The metric for the agency of `counts` in the period. `citations`: how each clause is cited (`citations_of`).

    Raises KeyError for a measure that there is none of; a published profile names none such (`provision_checks`).
    """
    missing = waits_for(metric)
    figure = Figure(
        code=metric.code,
        title=metric.title,
        basis=_in_words(metric),
        source=_source(metric, citations),
        clauses=tuple(dict.fromkeys((*metric.clauses, *(cited for code in _codes(metric) for cited in MEASURES[code].clauses)))),
        target=_target(metric),
        missing=missing,
    )
    if missing:
        return figure
    numerator, denominator = _count(metric, counts, period)
    whole = None if denominator is None else len(denominator)
    return msgspec.structs.replace(
        figure,
        numerator=numerator,
        denominator=denominator,
        rate=None if whole is None else rate(len(numerator), whole),
        met=is_met(metric, len(numerator), whole),
        trend=_trend(metric, counts, period, len(numerator), whole) if metric.trend else None,
        note=NO_RATE if whole == 0 else None,
    )


def value_of(metric: Metric, counts: Counts, period: Period) -> tuple[int, int | None]:
    """Numerator and denominator alone. (0, None) of a metric that sleeps."""
    if waits_for(metric):
        return 0, None
    numerator, denominator = _count(metric, counts, period)
    return len(numerator), None if denominator is None else len(denominator)


def is_met(metric: Metric, numerator: int, denominator: int | None) -> bool | None:
    """Does the rate keep within the target, the limit itself included? None without a target or without a rate."""
    if not denominator or (metric.at_most is None and metric.at_least is None):
        return None
    value = Fraction(numerator, denominator)
    return (metric.at_most is None or value <= Fraction(metric.at_most)) and (
        metric.at_least is None or value >= Fraction(metric.at_least)
    )


def waits_for(metric: Metric) -> tuple[str, ...]:
    """The topics without which the metric cannot be counted, and which no service appends yet. Empty for one that works."""
    missing = [topic for code in _codes(metric) for topic in MEASURES[code].missing]
    return tuple(dict.fromkeys(missing))


def metrics_of(layers: Iterable[Profile]) -> tuple[Metric, ...]:
    """The metrics of a profile over the layers it inherits (highest first): a lower one takes the place of one of its code.

    Where no layer has any, as in profiles published before there were metrics, those of the national layer that comes with the software.
    """
    found = {metric.code: metric for layer in layers for metric in layer.metrics}
    return tuple(found.values()) or _national()


def citations_of(layers: Iterable[Profile]) -> dict[str, str]:
    """How each clause of the layers is cited."""
    return {clause.id: clause.citation or clause.id for layer in layers for clause in layer.clauses}


@lru_cache(maxsize=1)
def _national() -> tuple[Metric, ...]:
    versions = [first for name, first in builtin_profiles() if name == clauses.NATIONAL]
    return load_builtin(clauses.NATIONAL, max(versions)).metrics


def _codes(metric: Metric) -> Sequence[str]:
    return (metric.numerator,) if metric.denominator is None else (metric.numerator, metric.denominator)


def _count(metric: Metric, counts: Counts, period: Period) -> tuple[tuple[Item, ...], tuple[Item, ...] | None]:
    numerator = counts.items(metric.numerator, period, metric.basis)
    return numerator, None if metric.denominator is None else counts.items(metric.denominator, period, metric.basis)


def _trend(metric: Metric, counts: Counts, period: Period, numerator: int, denominator: int | None) -> Trend | None:
    earlier = before(period)
    if earlier is None or metric.trend is None:
        return None
    then, of = (len(items) if items is not None else None for items in _count(metric, counts, earlier))
    then = then or 0
    change: str | None = None
    direction: Direction | None = None
    if denominator is None or of is None:
        change, direction = f"{numerator - then:+}", _direction(numerator, then)
    elif denominator and of:
        now_rate, then_rate = Fraction(numerator, denominator), Fraction(then, of)
        change, direction = points(now_rate, then_rate), _direction(now_rate, then_rate)
    return Trend(
        first=earlier.first,
        last=earlier.last,
        numerator=then,
        denominator=of,
        rate=None if of is None else rate(then, of),
        change=change,
        direction=direction,
        wanted=metric.trend,
    )


def _direction(now: Fraction | int, then: Fraction | int) -> Direction:
    return "level" if now == then else "rise" if now > then else "fall"


def _target(metric: Metric) -> str | None:
    limits = [
        *([f"不高于{percent_of(metric.at_most)}（含本数）"] if metric.at_most is not None else ()),
        *([f"不低于{percent_of(metric.at_least)}（含本数）"] if metric.at_least is not None else ()),
    ]
    return "，".join(limits) or None


def _in_words(metric: Metric) -> str:
    measure = MEASURES[metric.numerator]
    basis = f"{BASES[metric.basis]}。" if metric.basis is not None else ""
    if metric.denominator is None:
        return f"{measure.basis}。{basis}"
    of = MEASURES[metric.denominator]
    return f"分子为{measure.title}：{measure.basis}。分母为{of.title}：{of.basis}。{basis}"


def _source(metric: Metric, citations: Mapping[str, str]) -> str:
    cited = [citations.get(identifier, identifier) for identifier in metric.clauses]
    own = "、".join(cited) or metric.note or "本单位自定"
    of = dict.fromkeys(MEASURES[code].source for code in _codes(metric))
    practice = f"；{_PRACTICE}" if metric.basis is not None and _PRACTICE not in own else ""
    return f"{own}；{'；'.join(of)}{practice}"
