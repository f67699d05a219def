"""What every message of a court has, and what the plain facts among them have in common. The kinds are in `notice` and `fact_notices`."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import ClassVar, Literal

import msgspec

DayRole = Literal["before", "ahead"]
"""What a day in a plain fact is, beside that of the fact: not later than that, or not earlier and up to ten years ahead."""


class Notice(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, tag_field="kind"):
    """What every message has. `occurred_on` is the legal date of the fact, `source_seq` orders the facts of one day."""

    message_id: str
    case_no: str
    occurred_on: date
    court: str | None = None
    occurred_at: datetime | None = None
    source_seq: int | None = None


class FactNotice(Notice, frozen=True, kw_only=True):
    """A plain fact of a filed case: it becomes one event, as `facts.TABLE` tells."""

    DAYS: ClassVar[Mapping[str, DayRole]] = {}
    """Its further days."""


class AgencyFactNotice(FactNotice, frozen=True, kw_only=True):
    """A plain fact about one defendant."""

    agency_code: str


class PaperNotice(AgencyFactNotice, frozen=True, kw_only=True):
    """A paper of the court, sent on `occurred_on`; the agency has it since `received_on` (absent: the same day)."""

    received_on: date | None = None
