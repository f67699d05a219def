"""What is asserted beside the tests is told like the tests' own assertions."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.register_assert_rewrite(
    *(f"tests.journeys.{module}" for module in ("clients", "edges.suit", "evidence", "mediated", "players", "separate"))
)

from tests.journeys.separate import Processes  # noqa: E402 (rewritten as it is imported)


@pytest.fixture
def seed() -> int:
    """What is up to chance in one run; printed, so that it is seen where a test fails."""
    drawn = random.SystemRandom().randrange(2**32)
    print(f"seed {drawn}")
    return drawn


@pytest.fixture
def processes(fresh: str, tmp_path: Path) -> Iterator[Processes]:
    """An installation for processes of their own; nothing runs yet."""
    made = Processes(tmp_path, fresh)
    try:
        made.provision()
        made.initialise()
        yield made
    finally:
        made.close()
