"""`yingsu deadline`: single answers, batches, and refusals that are one clear line."""

import argparse
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from yingsu.law import command


def parsed(*arguments: str) -> argparse.Namespace:
    top = argparse.ArgumentParser()
    command.add_parser(top.add_subparsers(dest="command"))
    return top.parse_args(["deadline", *arguments])


def test_json_has_the_day_its_bounds_and_the_steps(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.run(parsed("--start", "2026-09-30", "--amount", "3", "--unit", "working_day", "--json")) == 0
    answer = json.loads(capsys.readouterr().out)
    assert {key: answer[key] for key in ("due", "provisional", "earliest", "latest", "remind_on")} == {
        "due": "2026-10-10",
        "provisional": False,
        "earliest": "2026-10-10",
        "latest": "2026-10-10",
        "remind_on": "2026-10-10",
    }
    assert [step["no"] for step in answer["steps"]] == [1, 2, 3, 4]
    assert answer["steps"][1] == {
        "no": 2,
        "text": "2026年10月1日至7日（星期四至星期三）国庆节放假，不计入。",
        "day": "2026-10-01",
        "authority": "https://www.gov.cn/zhengce/zhengceku/202511/content_7047091.htm",
    }


def test_without_json_officials_read_numbered_steps(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.run(parsed("--start", "2026-10-09", "--amount", "3", "--unit", "calendar_day", "--direction", "before")) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:4] == [
        "届满日：2026年10月6日（星期二）",
        "提醒日：2026年9月30日（星期三）",
        "计算步骤：",
        "1. 2026年10月9日（星期五）当日不计入，自前一日2026年10月8日（星期四）起向前计算。",
    ]
    assert lines[4] == "   依据：法释〔2018〕1号第四十八条；民事诉讼法第八十五条"


def test_a_provisional_day_is_shown_with_its_bounds(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.run(parsed("--start", "2026-12-20", "--amount", "15", "--unit", "calendar_day")) == 0
    assert capsys.readouterr().out.splitlines()[:2] == [
        "届满日：2027年1月4日（星期一）（暂定）",
        "最早：2027年1月4日（星期一）；最晚：2027年1月14日（星期四）",
    ]


def test_a_period_may_be_told_not_to_roll(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.run(parsed("--start", "2026-09-28", "--amount", "3", "--unit", "calendar_day", "--no-roll", "--json")) == 0
    assert json.loads(capsys.readouterr().out)["due"] == "2026-10-01"


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        ("--start 2026-02-30 --amount 3 --unit month", "date-malformed：日期“2026-02-30”不存在"),
        ("--start 2026-9-1 --amount 3 --unit month", "date-malformed：日期“2026-9-1”格式有误"),
        ("--start ２０２６-09-01 --amount 3 --unit month", "date-malformed：日期"),
        ("--start 2026-09-01 --amount three --unit month", "deadline-request-malformed：期限长度“three”有误"),
        ("--start 2026-09-01 --amount 0 --unit month", "period-malformed：期限长度0超出范围"),
        ("--start 2026-09-01 --amount -3 --unit month", "period-malformed：期限长度-3超出范围"),
        ("--start 2026-09-01 --amount 3 --unit week", "period-malformed：期限单位“week”无法识别"),
        ("--start 2026-09-01 --amount 3 --unit working_day --direction before", "backward-unit：向前倒计"),
        ("--start 2017-12-01 --amount 3 --unit month", "before-calendar：计算需要2017年12月1日"),
        ("--start 2026-09-01 --amount 99999999999 --unit month", "period-malformed：期限长度99999999999超出范围"),
        ("--amount 3", "deadline-request-malformed：缺少参数 --start、--unit"),
        ("--batch - --start 2026-09-01", "deadline-request-malformed：--batch 不能与"),
        ("--batch /nowhere/requests.jsonl", "deadline-request-malformed：无法读取文件 /nowhere/requests.jsonl"),
    ],
)
def test_a_request_that_cannot_be_carried_out_is_one_line_and_exit_code_2(
    arguments: str, line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.run(parsed(*arguments.split())) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith(line)
    assert captured.err.count("\n") == 1


REQUESTS = [
    b'{"start": "2026-09-30", "amount": 3, "unit": "working_day"}',
    b'{"start": "2026-10-09", "amount": 3, "unit": "calendar_day", "direction": "before"}',
    b"not json",
    b"",
    b'{"start": "2026-02-30", "amount": 3, "unit": "month"}',
    b'{"start": "2026-09-01", "amount": "3", "unit": "month"}',
    b'{"start": "2026-09-01", "amount": 3, "unit": "month", "colour": 1}',
    b"[" * 200_000,
    b'{"start": "\xff", "amount": 3, "unit": "month"}',
    b"[" * 5_000,
    b'{"start": "2026-09-01", "amount": 3, "unit": "week"}',
    b'{"start": "2025-08-31", "amount": 6, "unit": "month"}',
]


def test_a_batch_answers_each_line_and_no_bad_line_stops_the_rest(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    file = tmp_path / "requests.jsonl"
    file.write_bytes(b"\xef\xbb\xbf" + b"\n".join(REQUESTS))
    assert command.run(parsed("--batch", str(file))) == 1
    answers = [json.loads(line) for line in capsysbinary.readouterr().out.splitlines()]
    assert [answer["due"] if "due" in answer else answer["error"]["code"] for answer in answers] == [
        "2026-10-10",
        "2026-10-06",
        "deadline-request-malformed",
        "date-malformed",
        "deadline-request-malformed",
        "deadline-request-malformed",
        "deadline-request-malformed",
        "deadline-request-malformed",
        "deadline-request-malformed",
        "period-malformed",
        "2026-02-28",
    ]
    assert all(answer["error"]["message"] for answer in answers if "error" in answer)
    assert "超过65536字节" in answers[6]["error"]["message"]


def test_a_good_batch_from_standard_input_ends_with_0(
    monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\n".join(REQUESTS[:2]) + b"\r\n\r\n")))
    assert command.run(parsed("--batch", "-")) == 0
    assert [json.loads(line)["due"] for line in capsysbinary.readouterr().out.splitlines()] == ["2026-10-10", "2026-10-06"]


def test_a_value_over_several_lines_is_still_refused_in_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.run(parsed("--start", "2026-09-01", "--amount", "3", "--unit", "a\nb")) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_a_batch_from_a_closed_standard_input_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    assert command.run(parsed("--batch", "-")) == 2
    assert "标准输入已关闭" in capsys.readouterr().err


SINGLE = ("--start", "2026-09-30", "--amount", "3", "--unit", "working_day")


@pytest.fixture
def lines_file(tmp_path: Path) -> str:
    """More answers than a pipe holds."""
    file = tmp_path / "many.jsonl"
    file.write_bytes((REQUESTS[0] + b"\n") * 1000)
    return str(file)


def told(arguments: tuple[str, ...], output: int, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command as a process of its own that writes to `output`."""
    return subprocess.run(
        [sys.executable, "-m", "yingsu", "deadline", *arguments],
        stdout=output,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        env=os.environ | environment,
    )


@pytest.mark.parametrize("batch", [False, True], ids=["single", "batch"])
def test_a_reader_that_leaves_early_is_not_complained_of(lines_file: str, batch: bool) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = told(("--batch", lines_file) if batch else SINGLE, writer)
    os.close(writer)
    assert (done.returncode, done.stderr) == (1, "")


@pytest.mark.parametrize("batch", [False, True], ids=["single", "batch"])
def test_a_full_disk_is_one_clear_line(lines_file: str, batch: bool) -> None:
    with open("/dev/full", "wb") as full:
        done = told(("--batch", lines_file) if batch else SINGLE, full.fileno())
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert done.stderr.startswith("output-unusable：结果无法写出（No space left on device）")


@pytest.mark.parametrize("arguments", [SINGLE, ("--batch", "-")], ids=["single", "batch"])
def test_a_closed_standard_output_is_one_clear_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    assert command.run(parsed(*arguments)) == 2
    assert capsys.readouterr().err.startswith("output-unusable：标准输出已关闭")


def test_a_terminal_without_chinese_gets_escapes() -> None:
    done = told(SINGLE, subprocess.PIPE, PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("\\u5c4a\\u6ee1\\u65e5")
