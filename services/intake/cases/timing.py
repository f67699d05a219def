"""Whether what was done was in time, by the published rules. Late is a finding, not a bar: what was done is on record either way.

The obligation itself (reminders, steps, the due board) belongs to the notify service; this is the same fold, for the receipt of an answer
and for the lines of a timeline.
"""

import logging
from collections.abc import Mapping
from datetime import date
from uuid import UUID

import msgspec

from yingsu.disputes import Dispute
from yingsu.errors import Malformed, NotFound
from yingsu.law.explanation import Step
from yingsu.law.obligation import Obligation, Outcome
from yingsu.law.obligations import evaluate, explain
from yingsu.law.published import InForce
from yingsu.law.rules import Rules

_log = logging.getLogger(__name__)

RULE = "statutory_answer"
"""The code of the rule in every profile: 行政诉讼法 art. 67."""


class Timing(msgspec.Struct, frozen=True, kw_only=True):
    """The last day of the period, whether the answer was in time (None: not complete yet), and by how many days it was late."""

    due: date
    provisional: bool
    outcome: Outcome | None
    late_days: int


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """A duty that was done, in time or late, and how its last day was computed."""

    obligation: Obligation
    steps: tuple[Step, ...]


def answer_timing(dispute: Dispute, agency: str, rules: Rules) -> Timing | None:
    """The timing of an agency's answer, from all entries of its case. None while no service has started its period."""
    for found in evaluate(dispute.entries, rules, lambda _: dispute.case_id):
        if found.code == RULE and found.party == agency:
            return Timing(due=found.due, provisional=found.provisional, outcome=found.outcome, late_days=found.late_days)
    return None


def timing_now(dispute: Dispute, agency: str, published: InForce) -> Timing | None:
    """Its timing by the rules published up to now. None also where they cannot tell: the answer is on record and must be confirmed."""
    try:
        return answer_timing(dispute, agency, published.now())
    except (Malformed, NotFound) as error:
        _log.warning("the rules cannot tell whether an answer was in time", extra={"code": error.code})
        return None


def rules_known(published: InForce) -> Rules | None:
    """The rules published up to now; None where what is published cannot be used: what was done is on record and must be shown."""
    try:
        return published.now()
    except (Malformed, NotFound) as error:
        _log.warning("the published rules cannot be used", extra={"code": error.code})
        return None


def findings(dispute: Dispute, rules: Rules) -> Mapping[UUID, tuple[Finding, ...]]:
    """What was done in time or late, by the entry that completed it (the last of the facts that satisfied the duty)."""
    days = {entry.event_id: entry for entry in dispute.entries}
    found: dict[UUID, tuple[Finding, ...]] = {}
    for item in evaluate(dispute.entries, rules, lambda _: dispute.case_id):
        if item.satisfied_by and item.outcome is not None:
            last = max(item.satisfied_by, key=lambda event_id: days[event_id].position)
            found[last] = (*found.get(last, ()), Finding(obligation=item, steps=explain(item, rules)))
    return found


def findings_now(dispute: Dispute, published: InForce) -> Mapping[UUID, tuple[Finding, ...]]:
    """The same by the rules published up to now; none where they cannot tell."""
    try:
        return findings(dispute, published.now())
    except (Malformed, NotFound) as error:
        _log.warning("the rules cannot tell what was in time", extra={"code": error.code})
        return {}
