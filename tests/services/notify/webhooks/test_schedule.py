"""The published schedule of retries, to the second, and how an endpoint that fails is spared."""

from datetime import UTC, datetime, timedelta

import pytest

from services.notify.webhooks.schedule import DELAYS, OPEN_AFTER, next_delay, probe_delay, retry_after

NOW = datetime(2026, 9, 16, 4, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def test_the_schedule_is_the_published_one() -> None:
    hours = [2, 5, 10, 14, 20, 24]
    assert [delay.total_seconds() for delay in DELAYS] == [0, 5, 300, 1800, *(3600 * hour for hour in hours)]


@pytest.mark.parametrize(("chance", "factor"), [(0.0, 0.8), (0.5, 1.0), (0.999999999, 1.2)])
def test_each_wait_is_that_of_the_schedule_give_or_take_a_fifth(chance: float, factor: float) -> None:
    for tried in range(1, 10):
        found = next_delay(tried, chance)
        assert found is not None
        assert found.total_seconds() == pytest.approx(DELAYS[tried].total_seconds() * factor)


def test_after_the_tenth_try_there_is_none() -> None:
    assert next_delay(9, 0.5) == timedelta(hours=24)
    assert next_delay(10, 0.5) is None
    assert next_delay(10, 0.5, timedelta(seconds=1)) is None


@pytest.mark.parametrize(
    ("asked", "waited"),
    [(0, 300), (299, 300), (300, 300), (450, 450), (600, 600), (601, 600), (10**9, 600)],
)
def test_retry_after_is_honoured_from_the_wait_of_the_schedule_up_to_twice_that(asked: int, waited: int) -> None:
    for chance in (0.0, 0.9):
        assert next_delay(2, chance, timedelta(seconds=asked)) == timedelta(seconds=waited)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120),
        (" 7 ", 7),
        ("Wed, 16 Sep 2026 04:01:00 GMT", 60),
        ("Wed, 16 Sep 2026 03:00:00 GMT", 0),
        ("999999999999999999999", 10**9),
        ("-5", None),
        ("Mon, 01 Jan 99999999999999999999 00:00:00 GMT", None),
        ("Mon, 01 Jan 2026 00:00:00 +99999999999999999999", None),
        ("soon", None),
        ("", None),
        ("１２", None),
        (None, None),
    ],
)
def test_retry_after_is_read_as_seconds_or_as_a_date(header: str | None, seconds: int | None) -> None:
    assert retry_after(header, NOW) == (None if seconds is None else timedelta(seconds=seconds))


def test_an_endpoint_is_spared_after_several_failures_in_a_row_and_longer_each_time() -> None:
    assert [probe_delay(failures) for failures in range(OPEN_AFTER)] == [None] * OPEN_AFTER
    found = [probe_delay(OPEN_AFTER + more) for more in (0, 1, 2, 3, 4, 5, 6, 10_000)]
    assert found == [SECOND * seconds for seconds in (30, 60, 120, 240, 480, 600, 600, 600)]
