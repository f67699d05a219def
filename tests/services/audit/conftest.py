"""The auditor's downloads over a real ledger, with the whole system around it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.whole import Whole
from yingsu.clock import SettableClock
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.store import Ledger


@pytest.fixture
def whole(ledger: Ledger, keys: KeyStore, clock: SettableClock, tmp_path: Path) -> Whole:
    """Every service, with the samples of 洪泽; set up on 1 September 2026."""
    clock.set(datetime(2026, 9, 1, tzinfo=UTC))
    return Whole(ledger, keys, clock, tmp_path)
