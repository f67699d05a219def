"""The review service over a real ledger, with the whole system around it."""

from datetime import UTC, datetime

import pytest


@pytest.fixture
def begun() -> datetime:
    """1 June 2026: reviews and their rectification take months."""
    return datetime(2026, 6, 1, tzinfo=UTC)
