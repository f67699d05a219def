"""The triggers of a ladder weighed: how many there are of what each asks for, whether that is enough, and how many more would be. Pure.

以上 includes the number, 超过 does not (民法典 art. 1259, by analogy). Of losses by their cause only a person's finding counts: while nobody can
record one, such a trigger sleeps.
"""

from collections.abc import Mapping
from fractions import Fraction
from math import ceil

import msgspec

from yingsu.law.figures.measures import MEASURES, Item
from yingsu.law.figures.metrics import value_of, waits_for
from yingsu.law.figures.period import Period
from yingsu.law.figures.rate import Rate, percent_of, rate
from yingsu.law.figures.tally import Counts
from yingsu.law.provision import CAUSE_DETERMINED, Metric, Trigger
from yingsu.law.rule import Fact
from yingsu.ledger.mapper import event_class


class Weighed(msgspec.Struct, frozen=True, kw_only=True):
    """One trigger: what it asks (`words`), how many there are (`number`, of a rate out of `of`), and which (`items`).

    `ranks`: it has no threshold, so it only puts agencies in an order. `lacking`: how many more would make it hold; of a rate, cases that
    count on both sides. None where it holds, sleeps or ranks, or where no number would do. `missing`: the topics that it waits for.
    """

    words: str
    number: int
    of: int | None = None
    rate: Rate | None = None
    holds: bool
    ranks: bool = False
    lacking: int | None = None
    items: tuple[Item, ...] = ()
    clauses: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


class Weighing:
    """Triggers weighed for one agency and one window."""

    def __init__(self, counts: Counts, period: Period, metrics: Mapping[str, Metric], series: Mapping[str, str]) -> None:
        self._counts = counts
        self._period = period
        self._metrics = metrics
        self._series = series

    def of(self, trigger: Trigger) -> Weighed:
        """The trigger as it stands."""
        if trigger.rate is not None:
            return self._rate(trigger, self._metrics.get(trigger.rate))
        if trigger.finding is not None:
            return self._finding(trigger, trigger.finding)
        return self._count(trigger, trigger.count or "")

    def _count(self, trigger: Trigger, code: str) -> Weighed:
        measure = MEASURES[code]
        words = f"{measure.title}{'（须认定由所列情形导致）' if trigger.causes else ''}{_limit(trigger)}"
        missing = (*measure.missing, *((CAUSE_DETERMINED,) if trigger.causes else ()))
        if missing:
            return Weighed(words=words, number=0, holds=False, clauses=trigger.clauses, missing=missing)
        items = self._counts.items(code, self._period)
        number = len({self._series.get(item.case_id, item.case_id) for item in items}) if self._series else len(items)
        least = _least(trigger)
        return Weighed(
            words=words,
            number=number,
            holds=least is not None and number >= least,
            ranks=least is None,
            lacking=least - number if least is not None and number < least else None,
            items=items,
            clauses=trigger.clauses,
        )

    def _finding(self, trigger: Trigger, fact: Fact) -> Weighed:
        least = _least(trigger) or 1
        words = f"{fact.what or fact.topic}{_limit(trigger)}"
        if event_class(fact.topic) is None:
            return Weighed(words=words, number=0, holds=False, clauses=trigger.clauses, missing=(fact.topic,))
        items = self._counts.findings(fact, self._period)
        number = len(items)
        return Weighed(
            words=words,
            number=number,
            holds=number >= least,
            lacking=least - number if number < least else None,
            items=items,
            clauses=trigger.clauses,
        )

    def _rate(self, trigger: Trigger, metric: Metric | None) -> Weighed:
        if metric is None:
            return Weighed(words=trigger.rate or "", number=0, holds=False, ranks=True, clauses=trigger.clauses)
        least = f"，分母至少{trigger.minimum}件" if trigger.minimum else ""
        limit = f"达到{percent_of(trigger.threshold)}以上（含本数）{least}" if trigger.threshold is not None else ""
        missing = waits_for(metric)
        if missing:
            return Weighed(words=f"{metric.title}{limit}", number=0, holds=False, clauses=trigger.clauses, missing=missing)
        number, of = value_of(metric, self._counts, self._period)
        whole, minimum = of or 0, trigger.minimum or 0
        threshold = None if trigger.threshold is None else Fraction(trigger.threshold)
        holds = threshold is not None and whole > 0 and whole >= minimum and Fraction(number, whole) >= threshold
        return Weighed(
            words=f"{metric.title}{limit}",
            number=number,
            of=whole,
            rate=rate(number, whole),
            holds=holds,
            ranks=threshold is None,
            lacking=None if threshold is None or holds else _more(number, whole, threshold, minimum),
            items=self._counts.items(metric.numerator, self._period, metric.basis),
            clauses=trigger.clauses,
        )


def _least(trigger: Trigger) -> int | None:
    """The smallest number with which the trigger holds. None without a threshold."""
    limits = [*([trigger.at_least] if trigger.at_least is not None else ())]
    limits += [trigger.more_than + 1] if trigger.more_than is not None else []
    return max(limits, default=None)


def _limit(trigger: Trigger) -> str:
    at_least = f"{trigger.at_least}件（次）以上（含本数）" if trigger.at_least is not None else ""
    return at_least + (f"超过{trigger.more_than}件（次）（不含本数）" if trigger.more_than is not None else "")


def _more(number: int, whole: int, threshold: Fraction, minimum: int) -> int | None:
    """How many cases that count on both sides would bring the rate to the threshold, over at least `minimum` cases."""
    short = threshold * whole - number
    if short > 0 and threshold == 1:
        return None
    needed = ceil(short / (1 - threshold)) if short > 0 else 0
    return max(needed, minimum - whole, 0 if whole else 1)
