"""What the court fixes for a hearing. Streams `case-<uuid>`."""

from datetime import date, datetime

from yingsu.ledger.entry import Event
from yingsu.ledger.mapper import stored


@stored("intake.hearing_scheduled.v1")
class HearingScheduled(Event, frozen=True, kw_only=True):
    """开庭通知. Hearing number `hearing_no` (1, 2, …) of the case is on `hearing_on`, at the moment `begins_at` where the court told it.

    `occurred_on` of the entry is the day on which the court fixed it.
    """

    hearing_no: int
    hearing_on: date
    begins_at: datetime | None
    place: str | None
