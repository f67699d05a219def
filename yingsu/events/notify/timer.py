"""What only a clock can add to an obligation. Outputs, never inputs of what is derived. Streams `obligation-<digest of the obligation's id>`.

`occurred_on` of the entry is the legal day that it is about; `recorded_at` is when the system learned, later where it was down. `latest`
is the last day as it then was: an obligation that a court moves can be reminded of, and be overdue, again.
"""

from datetime import date
from typing import Literal

from yingsu.ledger.entry import Event
from yingsu.ledger.mapper import stored


@stored("notify.obligation_overdue.v1")
class ObligationOverdue(Event, frozen=True, kw_only=True):
    """逾期. The obligation was not met by the end of `latest`; overdue since the day after. `agency` is None for the case as a whole."""

    obligation: str
    code: str
    title: str
    agency: str | None
    owed_by: str
    latest: date


@stored("notify.reminder_sent.v1")
class ReminderSent(Event, frozen=True, kw_only=True):
    """提醒 meant for the day `for_day`: before the due day (`ahead`), or on it (`due_day`)."""

    obligation: str
    code: str
    title: str
    agency: str | None
    owed_by: str
    stage: Literal["ahead", "due_day"]
    for_day: date
    due: date
    latest: date
