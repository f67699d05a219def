"""The program in docs/guides/audit.md, run as it stands there, tells a sound download from every kind of unsound one."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from services.audit.sample import SAMPLE
from tests.services.audit.story import download, refer_and_file
from tests.whole import Whole

GUIDE = Path(__file__).parents[3] / "docs" / "guides" / "audit.md"

Lines = list[bytes]
Edit = Callable[[dict[str, Any]], object]


def verified(folder: Path, content: bytes) -> subprocess.CompletedProcess[str]:
    """What the guide's program says of a file. `-I -S`: with the standard library and nothing else."""
    (program,) = re.findall(r"```python\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    (folder / "verify.py").write_text(program, encoding="utf-8")
    (folder / "case.ndjson").write_bytes(content)
    command = [sys.executable, "-I", "-S", "-X", "utf8", "verify.py", "case.ndjson"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False)


def edited(line: bytes, edit: Edit) -> bytes:
    """The line with a change inside, written as it was."""
    content = json.loads(line)
    edit(content)
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def with_line(number: int, edit: Edit) -> Callable[[Lines], Lines]:
    """Changes one line of a file; -1 is the last."""
    return lambda lines: [edited(line, edit) if place == number % len(lines) else line for place, line in enumerate(lines)]


def payload_changed(line: dict[str, Any]) -> None:
    assert "行政处罚" in line["entry"]["payload"]
    line["entry"]["payload"] = line["entry"]["payload"].replace("行政处罚", "行政许可")


TAMPERED: dict[str, tuple[Callable[[Lines], Lines], str]] = {
    "a changed payload": (with_line(0, payload_changed), "第 1 行的内容与校验值不同"),
    "another day": (with_line(2, lambda line: line["entry"].update(occurred_on="2026-09-01")), "第 3 行的内容与校验值不同"),
    "a field taken out": (with_line(2, lambda line: line["entry"].pop("source")), "第 3 行的内容与校验值不同"),
    "another place in the ledger": (with_line(1, lambda line: line.update(position=99)), "第 2 行的位置有误"),
    "another leaf": (with_line(1, lambda line: line.update(leaf_index=99)), "第 2 行的位置有误"),
    "a dropped first line": (lambda lines: lines[1:], "行数或者总校验值与最后一行不同"),
    "a dropped line": (lambda lines: [*lines[:3], *lines[4:]], "行数或者总校验值与最后一行不同"),
    "a dropped line and its count": (
        lambda lines: with_line(-1, lambda end: end.update(entries=end["entries"] - 1))([*lines[:3], *lines[4:]]),
        "行数或者总校验值与最后一行不同",
    ),
    "a line twice": (lambda lines: [*lines[:3], lines[2], *lines[3:]], "第 4 行的位置有误，或者次序颠倒"),
    "swapped lines": (lambda lines: [lines[1], lines[0], *lines[2:]], "第 2 行的位置有误，或者次序颠倒"),
    "cut off between two lines": (lambda lines: lines[:5], "没有最后一行"),
    "cut off before the last line": (lambda lines: lines[:-1], "没有最后一行"),
    "cut off within a line": (lambda lines: [*lines[:5], lines[5][:80]], "第 6 行不是完整的一行"),
    "cut off within the last line": (lambda lines: [*lines[:-1], lines[-1][:-20]], "行不是完整的一行"),
    "a last line without its sums": (with_line(-1, lambda end: end.pop("leaves_sha256")), "行不是完整的一行"),
    "more after the last line": (lambda lines: [*lines, lines[0]], "行在最后一行之后"),
    "an earlier head": (with_line(-1, lambda end: end.update(head=3)), "行数或者总校验值与最后一行不同"),
    "nothing at all": (lambda _: [], "没有最后一行"),
    "something that is no object": (lambda lines: [b"7\n", *lines], "第 1 行不是完整的一行"),
}


def test_a_download_is_found_sound(whole: Whole, tmp_path: Path) -> None:
    _, filed = refer_and_file(whole)
    content = download(whole, filed).content
    *entries, _ = (json.loads(line) for line in content.splitlines())
    done = verified(tmp_path, content)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"相符：{len(entries)} 条登记，最后一条在第 {entries[-1]['position']} 位")


def test_the_sample_of_the_contract_is_found_sound(tmp_path: Path) -> None:
    assert verified(tmp_path, SAMPLE.encode()).returncode == 0


def test_every_tampering_is_found(whole: Whole, tmp_path: Path) -> None:
    _, filed = refer_and_file(whole)
    lines = download(whole, filed).content.splitlines(keepends=True)
    found = {}
    for name, (tamper, _) in TAMPERED.items():
        done = verified(tmp_path, b"".join(tamper(lines)))
        found[name] = (done.returncode, done.stdout, done.stderr)
    assert {name: (code, out, TAMPERED[name][1] in told) for name, (code, out, told) in found.items()} == dict.fromkeys(
        TAMPERED, (1, "", True)
    ), found


def test_the_program_is_short_and_needs_the_standard_library_only() -> None:
    (program,) = re.findall(r"```python\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    assert re.findall(r"^(?:import|from) .*", program, re.MULTILINE) == ["import hashlib, json, sys"]
    assert len(program.splitlines()) < 35
