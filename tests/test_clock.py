"""The legal day of a moment."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from yingsu.clock import legal_day


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
