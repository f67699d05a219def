"""All metrics and ladders of all agencies, from one pass over the disputes. Pure; for whoever compares many, as a what-if does.

What governs an agency is the profile in force where the facts say that it belongs: for metrics on the last day of the period, for ladders on
the day asked about.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date

import msgspec

from yingsu.law.facts import read
from yingsu.law.figures import ladders, metrics
from yingsu.law.figures.ladders import Standing
from yingsu.law.figures.metrics import Figure
from yingsu.law.figures.overdue import heeded
from yingsu.law.figures.period import Period
from yingsu.law.figures.tally import Counts, Tally
from yingsu.law.layer import Profile
from yingsu.law.rules import Rules
from yingsu.ledger.entry import Entry


class Assessed(msgspec.Struct, frozen=True, kw_only=True):
    """An agency, where it belongs, its figures of the period and its standings on the day."""

    agency: str
    jurisdiction: str | None
    figures: tuple[Figure, ...]
    standings: tuple[Standing, ...]


def tally(rules: Rules | None, today: date, agencies: Collection[str] | None = None) -> Tally:
    """An empty tally that keeps what any ladder of the published profiles looks for."""
    published = rules.published if rules else ()
    found = ladders.findings_of(ladder for item in published for ladder in item.profile.escalations)
    return Tally(today, found, agencies)


def assess(
    disputes: Iterable[tuple[str, list[Entry]]],
    rules: Rules,
    period: Period,
    day: date,
    today: date,
    agencies: Collection[str] | None = None,
) -> Iterator[Assessed]:
    """Every agency that anything counts for, by id. `disputes`: each once, under its own id, with its entries,
    those that the rules look at among them."""
    counted = tally(rules, today, agencies)
    for case_id, entries in disputes:
        counted.add(read(case_id, heeded(case_id, entries, rules, today)))
    for counts in counted.all():
        yield assess_one(counts, rules, period, day)


def assess_one(counts: Counts, rules: Rules | None, period: Period, day: date) -> Assessed:
    """The figures and standings of one agency that was counted."""
    return Assessed(
        agency=counts.agency,
        jurisdiction=counts.jurisdiction,
        figures=figures_of(counts, layers_on(rules, counts.jurisdiction, period.last), period),
        standings=standings_of(counts, layers_on(rules, counts.jurisdiction, day), day),
    )


def figures_of(counts: Counts, layers: Sequence[Profile], period: Period) -> tuple[Figure, ...]:
    """Every metric of the layers (highest first), in their order."""
    citations = metrics.citations_of(layers)
    return tuple(metrics.evaluate(metric, counts, period, citations) for metric in metrics.metrics_of(layers))


def standings_of(counts: Counts, layers: Sequence[Profile], day: date) -> tuple[Standing, ...]:
    """Every ladder of the layers (highest first), in their order."""
    named = {metric.code: metric for metric in metrics.metrics_of(layers)}
    return tuple(
        standing
        for ladder in ladders.ladders_of(layers)
        for standing in ladders.evaluate(ladder, counts, day, named, operator_window=ladders.operator_window(ladder, layers))
    )


def layers_on(rules: Rules | None, jurisdiction: str | None, day: date) -> tuple[Profile, ...]:
    """The profile that governs `jurisdiction` on `day`, below the layers it inherits, highest first. Empty where nothing is published."""
    if rules is None or jurisdiction is None:
        return ()
    return tuple(published.profile for published in rules.layers_on(jurisdiction, day))
