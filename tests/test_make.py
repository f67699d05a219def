"""`make` as a newcomer meets it: it lists what it can do, and says in one line why it cannot."""

import os
import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[1]


def make(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    # Without the variables of a make that runs these tests.
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    return subprocess.run(["make", *arguments], cwd=ROOT, env={**kept, **variables}, capture_output=True, text=True, check=False)


def test_without_a_target_it_lists_every_target() -> None:
    targets = re.findall(r"(?m)^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(encoding="utf-8"))[0].split()
    listed = make().stdout
    assert [target for target in targets if f"make {target} " not in listed] == []


def test_a_python_that_is_no_python_or_too_old_is_told_in_one_line(tmp_path: Path) -> None:
    done = make("run", "PYTHON=/bin/false", f"VENV={tmp_path / 'venv'}")
    assert done.returncode != 0
    reasons = [line for line in done.stderr.splitlines() if not line.startswith("make:")]
    assert len(reasons) == 1
    assert "需要 Python 3.11 或更新版本" in reasons[0]
    assert not (tmp_path / "venv").exists()


def test_an_unreachable_package_index_is_told_in_one_line(tmp_path: Path) -> None:
    unreachable = {
        "PIP_INDEX_URL": "http://127.0.0.1:9/simple",
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_FIND_LINKS": "",
        "PIP_RETRIES": "0",
    }
    done = make("run", f"VENV={tmp_path / 'venv'}", **unreachable)
    assert done.returncode != 0
    reasons = [line for line in done.stderr.splitlines() if not line.startswith("make:")]
    assert len(reasons) == 1
    assert "连不上 Python 软件包源" in reasons[0]
