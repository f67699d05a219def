"""Where an agency stands on the ladders of the profile in force on a day. Pure: the disputes and the rules are handed over."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date

import msgspec

from yingsu.disputes import Dispute
from yingsu.law.facts import read
from yingsu.law.figures.assessing import layers_on, standings_of, tally
from yingsu.law.figures.ladders import Standing
from yingsu.law.figures.overdue import heeded
from yingsu.law.figures.succession import Responsible, by_responsibility
from yingsu.law.rules import Rules

Named = Mapping[str, str]
"""What each role is called in the jurisdiction."""


class Proposal(msgspec.Struct, frozen=True):
    """A standing, and what its roles are called."""

    standing: Standing
    named: Named


def standings(
    disputes: Iterable[Dispute],
    rules: Rules | None,
    agency: str,
    jurisdiction: str,
    day: date,
    today: date,
    *,
    taken: Collection[str] = (),
    responsible: Responsible | None = None,
) -> tuple[Proposal, ...]:
    """Every ladder of the profile that governs `jurisdiction` on `day`; none where none is published.

    The window that holds `day` counts as a whole; `today` decides whether a hearing was held and a duty is overdue. Of the disputes the
    entries are needed that the rules look at. What happened to the agencies that it has `taken` over, and to itself, counts as far as it
    was `responsible` on that day (None: it always was for its own).
    """
    counted = tally(rules, today, (agency, *taken))
    for dispute in disputes:
        counted.add(read(dispute.case_id, heeded(dispute.case_id, dispute.entries, rules, today)))
    counts = counted.of(agency)
    if responsible is not None:
        counts = by_responsibility(counts, map(counted.of, taken), responsible)
    layers = layers_on(rules, jurisdiction, day)
    named = {
        role: parameter.value
        for layer in layers
        for role, parameter in layer.parameters.get("roles", {}).items()
        if isinstance(parameter.value, str)
    }
    return tuple(Proposal(standing, named) for standing in standings_of(counts, layers, day))
