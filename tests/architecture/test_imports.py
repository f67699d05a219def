"""The import contracts of pyproject.toml: they hold, and each of them is seen to fail when it is broken."""

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

BREACHES = {
    "Imports point one way": ("yingsu/law/deadline.py", "import yingsu.officials.roles"),
    "Services never import each other": ("services/registry/desk.py", "import services.intake.number"),
    "Only the edge and the services know HTTP": ("yingsu/ledger/entry.py", "import fastapi"),
    "Law and events know no database and no network": ("yingsu/events/intake/case.py", "import yingsu.ledger.database"),
}
"""For each contract, the file that breaks it in the test and the line that does."""


def contracts() -> list[str]:
    configuration = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return [contract["name"] for contract in configuration["tool"]["importlinter"]["contracts"]]


def lint(folder: Path) -> tuple[int, str]:
    """The exit code and the verdict lines of import-linter for the tree in `folder`."""
    program = "import sys; from importlinter.cli import lint_imports_command; lint_imports_command()"
    environment = {**os.environ, "PYTHONPATH": str(folder), "NO_COLOR": "1", "COLUMNS": "200"}
    done = subprocess.run(
        [sys.executable, "-c", program, "--no-cache"], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of the code."""
    for name in ("yingsu", "services"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_every_contract_holds(tree: Path) -> None:
    code, verdicts = lint(tree)
    assert (code, [name for name in contracts() if f"{name} KEPT" not in verdicts]) == (0, []), verdicts


@pytest.mark.parametrize("contract", contracts())
def test_a_breach_of_each_contract_is_seen(tree: Path, contract: str) -> None:
    path, line = BREACHES[contract]
    broken = tree / path
    broken.write_text(broken.read_text(encoding="utf-8") + f"\n{line}\n", encoding="utf-8")
    code, verdicts = lint(tree)
    assert code == 1
    assert f"{contract} BROKEN" in verdicts


def test_every_module_of_the_foundation_is_under_the_contract_about_http() -> None:
    configuration = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    named = next(c for c in configuration["tool"]["importlinter"]["contracts"] if c["name"].startswith("Only the edge"))
    present = {
        f"yingsu.{path.stem}" for path in (ROOT / "yingsu").iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    edge = "__init__ __main__ administration cli composition demo hosting load run sandbox separate web welcome whatif_command"
    free = {f"yingsu.{name}" for name in edge.split()}
    assert sorted(present - free) == sorted(named["source_modules"])
