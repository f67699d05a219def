"""On another server than the wheel's every test runs that asks for a server, and no other: `make test-pg15`."""

import os
import subprocess
import sys
from pathlib import Path

from tests.conftest import OTHER_SERVER

TESTS = Path(__file__).parent


def test_what_asks_for_a_server_is_selected_and_nothing_else() -> None:
    command = [
        sys.executable,
        "-m",
        "pytest",
        "--collect-only",
        "-q",
        "tests/test_clock.py",
        "tests/test_schema.py",
        "tests/ledger/test_keys.py",
    ]
    done = subprocess.run(
        command, cwd=TESTS.parent, env={**os.environ, OTHER_SERVER: "/nowhere"}, capture_output=True, text=True, check=True
    )
    selected = {line.split("[")[0] for line in done.stdout.splitlines() if "::" in line}
    assert "tests/ledger/test_keys.py::test_a_person_is_sealed_and_opened" in selected
    assert "tests/test_schema.py::test_an_administrator_who_is_no_superuser_can_provision" in selected
    assert "tests/test_schema.py::test_every_role_sees_the_version_after_migrating" in selected
    assert "tests/test_schema.py::test_migrations_are_one_line_and_named_for_their_number" not in selected
    assert [line for line in selected if line.startswith("tests/test_clock.py")] == []


def test_who_wants_the_other_servers_programs_asks_the_fixture_for_them() -> None:
    """Else the selection would pass it by."""
    knowing = [
        path.relative_to(TESTS).as_posix() for path in TESTS.rglob("*.py") if OTHER_SERVER in path.read_text(encoding="utf-8")
    ]
    assert knowing == ["conftest.py"]
