"""What is asserted beside the tests is told like the tests' own assertions."""

import pytest

pytest.register_assert_rewrite(
    *(f"tests.journeys.{module}" for module in ("clients", "evidence", "mediated", "players", "separate"))
)
