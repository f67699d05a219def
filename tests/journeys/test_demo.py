"""`yingsu demo` as a newcomer runs it: a process of its own, over real HTTP."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.journeys.machinery import REPOSITORY
from yingsu.demo.stage import MARK, DemoFolderTaken, empty


def run(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "yingsu", "demo"],
        cwd=REPOSITORY,
        env={**os.environ, "YINGSU_DEMO_DATA": str(folder)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_the_demo_tells_its_story_twice_over_in_modest_memory(tmp_path: Path) -> None:
    for _ in range(2):
        done = run(tmp_path / "demo")
        assert done.returncode == 0, done.stdout + done.stderr
        for line in (
            "回执与首次完全相同，没有重复登记。",
            "2026-09-24  已逾期，逾期 1 日  洪泽区示例自然资源和规划局（样例）：提交答辩状和证据、依据",
            "2026-10-08 届满，2026-10-08 提交，按期",
            "2026-09-24 届满，2026-09-28 提交，逾期 4 日",
            "在国庆节放假期间（2026年10月1日至7日），是法定休假日，顺延。",
        ):
            assert line in done.stdout
        memory = re.search(r"占用内存 (\d+) MB", done.stdout)
        assert memory is not None
        assert int(memory[1]) < 400


def test_the_demo_leaves_other_peoples_folders_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    refused = run(tmp_path)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "演示不会动它" in refused.stderr
    assert (tmp_path / "mine.txt").read_text() == "mine"


def test_only_a_marked_folder_is_emptied(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(DemoFolderTaken):
        empty(tmp_path)
    (tmp_path / MARK).write_text("")
    empty(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [MARK]
