"""Whether an answer was in time, by the published rules. Late is a finding, not a bar: the answer is on record either way.

The obligation itself (reminders, steps, the due board) belongs to the notify service; this is the same fold, for the receipt of an answer.
"""

import logging
from collections.abc import Iterable
from datetime import date

import msgspec

from yingsu.errors import Malformed, NotFound
from yingsu.law.obligation import Outcome
from yingsu.law.obligations import evaluate
from yingsu.law.published import RulesInForce
from yingsu.law.rules import Rules
from yingsu.ledger.entry import Entry

_log = logging.getLogger(__name__)

RULE = "statutory_answer"
"""The code of the rule in every profile: 行政诉讼法 art. 67."""


class Timing(msgspec.Struct, frozen=True, kw_only=True):
    """The last day of the period, whether the answer was in time (None: not complete yet), and by how many days it was late."""

    due: date
    provisional: bool
    outcome: Outcome | None
    late_days: int


def answer_timing(entries: Iterable[Entry], agency: str, rules: Rules) -> Timing | None:
    """The timing of an agency's answer, from all entries of its case. None while no service has started its period."""
    for found in evaluate(entries, rules):
        if found.code == RULE and found.party == agency:
            return Timing(due=found.due, provisional=found.provisional, outcome=found.outcome, late_days=found.late_days)
    return None


def timing_now(entries: Iterable[Entry], agency: str, published: RulesInForce) -> Timing | None:
    """The same by the rules published up to now. None also where they cannot tell: the answer is on record and must be confirmed."""
    try:
        return answer_timing(entries, agency, published.now())
    except (Malformed, NotFound) as error:
        _log.warning("the rules cannot tell whether an answer was in time", extra={"code": error.code})
        return None
