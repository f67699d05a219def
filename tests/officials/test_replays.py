"""One-time tokens count once."""

from datetime import UTC, datetime, timedelta

from yingsu.clock import SettableClock
from yingsu.officials.replays import Replays

NOW = datetime(2026, 3, 2, tzinfo=UTC)


def test_a_jti_counts_once_for_each_client() -> None:
    replays = Replays(SettableClock(NOW))
    until = NOW + timedelta(minutes=5)
    assert replays.first_time("a", "1", until)
    assert not replays.first_time("a", "1", until)
    assert replays.first_time("b", "1", until)


def test_a_jti_is_forgotten_after_its_token_s_life() -> None:
    clock = SettableClock(NOW)
    replays = Replays(clock)
    assert replays.first_time("a", "1", NOW + timedelta(minutes=5))
    clock.set(NOW + timedelta(minutes=5))
    assert replays.first_time("a", "1", NOW + timedelta(minutes=10))
