"""Where an agency stands on the ladders of the profile in force on a day. Pure: the disputes and the rules are handed over."""

from collections.abc import Iterable, Mapping
from datetime import date

import msgspec

from yingsu.disputes import Dispute
from yingsu.law.facts import read
from yingsu.law.figures.assessing import layers_on, standings_of, tally
from yingsu.law.figures.ladders import Standing
from yingsu.law.figures.overdue import heeded
from yingsu.law.rules import Rules

Named = Mapping[str, str]
"""What each role is called in the jurisdiction."""


class Proposal(msgspec.Struct, frozen=True):
    """A standing, and what its roles are called."""

    standing: Standing
    named: Named


def standings(
    disputes: Iterable[Dispute], rules: Rules | None, agency: str, jurisdiction: str, day: date, today: date
) -> tuple[Proposal, ...]:
    """Every ladder of the profile that governs `jurisdiction` on `day`; none where none is published.

    The window that holds `day` counts as a whole; `today` decides whether a hearing was held and a duty is overdue. Of the disputes the
    entries are needed that the rules look at.
    """
    counted = tally(rules, today, (agency,))
    for dispute in disputes:
        counted.add(read(dispute.case_id, heeded(dispute.case_id, dispute.entries, rules, today)))
    layers = layers_on(rules, jurisdiction, day)
    named = {
        role: parameter.value
        for layer in layers
        for role, parameter in layer.parameters.get("roles", {}).items()
        if isinstance(parameter.value, str)
    }
    return tuple(Proposal(standing, named) for standing in standings_of(counted.of(agency), layers, day))
