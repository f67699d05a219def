"""What becomes of what is said where nobody can hear: one line, or silence, and never a fault."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
COMMANDS = (("clauses",), ("profiles", "check", "yingsu/law/profiles"))


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "yingsu", *arguments]


@pytest.mark.parametrize("arguments", COMMANDS)
def test_a_reader_that_leaves_ends_the_command_in_silence(arguments: tuple[str, ...]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as output:
        ended = subprocess.run(command(*arguments), cwd=ROOT, stdout=output, stderr=subprocess.PIPE, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (1, "")


@pytest.mark.parametrize("arguments", COMMANDS)
def test_a_full_disk_is_told_in_one_line(arguments: tuple[str, ...]) -> None:
    with Path("/dev/full").open("wb") as output:
        ended = subprocess.run(command(*arguments), cwd=ROOT, stdout=output, stderr=subprocess.PIPE, text=True, check=False)
    assert ended.returncode == 1
    assert ended.stderr.startswith("无法输出：结果无法写出（")
    assert len(ended.stderr.splitlines()) == 1


def test_a_terminal_without_chinese_shows_escapes() -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    ended = subprocess.run(command("clauses", "HZ-4.3"), cwd=ROOT, env=environment, capture_output=True, check=False)
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert rb"HZ-4.3  \u5df2\u5b9e\u73b0" in ended.stdout


def test_a_closed_output_is_told_before_anything_is_done() -> None:
    closed = ["sh", "-c", 'exec "$@" >&-', "sh", *command("clauses", "HZ-4.3")]
    ended = subprocess.run(closed, cwd=ROOT, stderr=subprocess.PIPE, text=True, check=False)
    assert ended.returncode == 1
    assert ended.stderr.startswith("无法输出：标准输出已关闭")
