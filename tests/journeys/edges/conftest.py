"""Districts for journeys."""

from pathlib import Path
from typing import Protocol

import pytest

from tests.clauses.district import District
from tests.journeys.edges import suit
from yingsu.clock import SettableClock
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.store import Ledger


class Made(Protocol):
    """Sets a district up with its court on a day."""

    def __call__(self, *, place: str = suit.HONGZE, on: str = "2026-06-01") -> District: ...


@pytest.fixture
def made(ledger: Ledger, keys: KeyStore, clock: SettableClock, tmp_path: Path) -> Made:
    """Sets a district up."""

    def make(*, place: str = suit.HONGZE, on: str = "2026-06-01") -> District:
        return suit.district(ledger, keys, clock, tmp_path, place=place, on=on)

    return make
