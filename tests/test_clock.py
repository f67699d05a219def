"""The legal day of a moment."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from yingsu.clock import RunningClock, SettableClock, legal_day


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 9, 6, 15, 59, 59, tzinfo=UTC), date(2026, 9, 6)),
        (datetime(2026, 9, 6, 16, 0, tzinfo=UTC), date(2026, 9, 7)),
        (datetime(9999, 12, 31, 23, 59, 59, tzinfo=timezone(timedelta(hours=-12))), date(9999, 12, 31)),
        (datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14))), date(1, 1, 1)),
    ],
    ids=["before midnight in Shanghai", "at midnight in Shanghai", "after all days", "before all days"],
)
def test_the_legal_day_is_that_of_shanghai(moment: datetime, day: date) -> None:
    assert legal_day(moment) == day


def test_a_clock_that_runs_goes_on_as_the_machines_from_where_it_was_set() -> None:
    machine = SettableClock(datetime(2026, 11, 23, 4, 0, tzinfo=UTC))
    clock = RunningClock(datetime(2027, 3, 1, 1, 0, tzinfo=UTC), machine)
    machine.set(datetime(2026, 11, 23, 4, 7, tzinfo=UTC))
    assert clock() == datetime(2027, 3, 1, 1, 7, tzinfo=UTC)
    clock.set(datetime(2027, 4, 1, 1, 0, tzinfo=UTC))
    assert clock() == datetime(2027, 4, 1, 1, 0, tzinfo=UTC)
    with pytest.raises(ValueError, match="aware"):
        clock.set(datetime(2027, 4, 1, 1, 0))  # noqa: DTZ001  # refused for that
