"""What is asked of a register."""

from datetime import date, datetime

import msgspec


class Sought(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked of a register: of which jurisdiction, on which day and clocks; `agencies` confines it to the disputes of these."""

    jurisdiction: str
    day: date
    standing: bool
    agencies: tuple[str, ...] | None = None
    as_of: date | None = None
    as_known_at: datetime | None = None
