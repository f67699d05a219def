"""By when the agencies' plans are due, by the published rules: for the text of the notices that start the periods.

The obligations themselves (reminders, steps, the due board) belong to the notify service; this is the same fold.
"""

import logging
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Final
from uuid import UUID

from yingsu.errors import Malformed, NotFound
from yingsu.law.obligations import evaluate
from yingsu.law.published import RulesInForce
from yingsu.law.rules import Rules
from yingsu.ledger.entry import Entry

_log = logging.getLogger(__name__)

RULE: Final = "mediation_plan"
"""The code of the rule in the profile (HZ-4.3)."""


def plan_due(case_id: str, entries: Iterable[Entry], notices: Collection[UUID], rules: Rules) -> dict[UUID, date | None]:
    """The last day of the period that each notice of assignment, by the id of its entry, started. None where no rule is in force for it.

    `entries` are those of the whole dispute `case_id`.
    """
    obligations = evaluate(entries, rules, lambda _: case_id)
    days = {found.started_by.event_id: found.due for found in obligations if found.code == RULE}
    return {notice: days.get(notice) for notice in notices}


def plan_due_now(
    case_id: str, entries: Iterable[Entry], notices: Collection[UUID], published: RulesInForce
) -> Mapping[UUID, date | None]:
    """The same by the rules published up to now. None also where they cannot tell: a notice must be readable nevertheless."""
    if not notices:
        return {}
    try:
        return plan_due(case_id, entries, notices, published.now())
    except (Malformed, NotFound) as error:
        _log.warning("the rules cannot tell when a mediation plan is due", extra={"code": error.code})
        return dict.fromkeys(notices)


def rules_known(published: RulesInForce) -> Rules | None:
    """The rules published up to now; None where what is published cannot be used: what was done is on record and must be shown."""
    try:
        return published.now()
    except (Malformed, NotFound) as error:
        _log.warning("the published rules cannot be used", extra={"code": error.code})
        return None
