"""The only module that asks the machine for the time. Everything else is handed a clock.

Two clocks are injected everywhere: the *record clock* (`recorded_at`, "today", deadlines) and the *transport clock*
(token expiry, signatures, timeouts). `yingsu demo` and `yingsu sandbox` set the record clock; the transport clock always tells real time.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
"""Legal days begin and end at midnight in this zone; the store keeps UTC."""

Clock = Callable[[], datetime]
"""Returns the current moment as an aware datetime in UTC."""


def system_clock() -> datetime:
    """The machine's time in UTC."""
    return datetime.now(UTC)


class SettableClock:
    """A clock that stands still until it is set. For the demo and for tests."""

    def __init__(self, now: datetime) -> None:
        self.set(now)

    def __call__(self) -> datetime:
        return self._now

    def set(self, now: datetime) -> None:
        """Set the time. `now` must be aware; it may lie before the present setting."""
        if now.tzinfo is None:
            raise ValueError("a clock is set to an aware datetime")
        self._now = now.astimezone(UTC)


class RunningClock:
    """A clock that goes on as the machine's does, from the moment to which it is set. For the sandbox."""

    def __init__(self, now: datetime, machine: Clock = system_clock) -> None:
        self._machine = machine
        self.set(now)

    def __call__(self) -> datetime:
        return self._machine() + self._ahead

    def set(self, now: datetime) -> None:
        """Set the time. `now` must be aware; it may lie before the present setting."""
        if now.tzinfo is None:
            raise ValueError("a clock is set to an aware datetime")
        self._ahead = now - self._machine()


def legal_day(moment: datetime) -> date:
    """The legal day (Asia/Shanghai) on which an aware `moment` falls; the first or last of all days where it falls before or after them."""
    if moment.tzinfo is None:
        raise ValueError("a legal day needs an aware datetime")
    try:
        return moment.astimezone(SHANGHAI).date()
    except OverflowError:
        return date.min if moment.year == date.min.year else date.max
