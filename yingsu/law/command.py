"""`yingsu deadline`: one period, or a batch of them as JSON lines. Owns the reading of its arguments and the form of its answers.

Exit codes: 0 done; 1 a batch with at least one bad line (each answered on its own line), or a reader that left early; 2 the request itself
cannot be carried out.
"""

import argparse
import re
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from typing import BinaryIO, cast

import msgspec

from yingsu import terminal
from yingsu.errors import Malformed, YingsuError
from yingsu.law import wording
from yingsu.law.calendar import load_builtin
from yingsu.law.deadline import Deadline, Direction, Unit, check, compute

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
INTEGER = re.compile(r"[+-]?[0-9]{1,18}", re.ASCII)
LONGEST_LINE = 65_536

_encode = msgspec.json.Encoder().encode


class RequestMalformed(Malformed):
    """A request that is not of the form of one."""

    code = "deadline-request-malformed"
    title = "期限计算请求有误"


class DateMalformed(Malformed):
    """A day that is not in the calendar."""

    code = "date-malformed"
    title = "日期有误"


class Request(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One period to compute, as a JSON line gives it."""

    start: str
    amount: int
    unit: str
    direction: str = "after"
    roll: bool = True


class _Answer(msgspec.Struct, frozen=True):
    code: str
    message: str


class _Failure(msgspec.Struct, frozen=True):
    error: _Answer


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> argparse.ArgumentParser:
    """The sub-command `deadline` for the command line. Values are checked by `run`, so that every refusal is Chinese and has a code."""
    parser = subparsers.add_parser(
        "deadline",
        help="计算期限届满日，并逐步说明依据",
        description="计算期限届满日，并逐步说明依据。尚未公布放假安排的日期给出暂定日及最早、最晚日期。",
        allow_abbrev=False,
    )
    parser.add_argument("--start", metavar="YYYY-MM-DD", help="起算日（当日不计入）；倒计时为开庭等基准日")
    parser.add_argument("--amount", metavar="N", help="期限长度：1至3650日，或1至240个月")
    parser.add_argument("--unit", metavar="UNIT", help="working_day（工作日）、calendar_day（日）、month（月）")
    parser.add_argument("--direction", metavar="DIRECTION", default=None, help="after（之后，默认）、before（之前，只能以日计）")
    parser.add_argument("--no-roll", action="store_true", help="最后一日是休息日时不顺延")
    parser.add_argument("--json", action="store_true", help="输出 JSON")
    parser.add_argument("--batch", metavar="FILE", help="逐行读取 JSON 请求（- 为标准输入），每个请求输出一行 JSON")
    return parser


def run(args: argparse.Namespace) -> int:
    """Carry out the sub-command; returns the exit code."""
    try:
        terminal.ready()
        if args.batch is not None:
            return _batch(args)
        deadline = _computed(_request(args))
        print(_encode(deadline).decode() if args.json else _text(deadline), flush=True)
        return 0
    except YingsuError as error:
        return _refuse(error)
    except OSError as error:
        reason = terminal.lost(error)
        return 1 if isinstance(reason, terminal.ReaderLeft) else _refuse(reason)


def _refuse(error: YingsuError) -> int:
    print(f"{error.code}：{' '.join(error.message.split())}", file=sys.stderr)
    return 2


def answers(lines: Iterator[bytes | None]) -> Iterator[tuple[bytes, bool]]:
    """For each JSON line the answer as a JSON line, and whether it is a deadline. None stands for a line that is too long."""
    decoder = msgspec.json.Decoder(Request)
    for line in lines:
        if line is not None and not line.strip():
            continue
        try:
            if line is None:
                raise RequestMalformed(f"该行超过{LONGEST_LINE}字节。每行只能有一个请求。")
            yield _encode(_computed(_decoded(decoder, line))), True
        except YingsuError as error:
            yield _encode(_Failure(_Answer(error.code, error.message))), False


def _batch(args: argparse.Namespace) -> int:
    given = (args.start, args.amount, args.unit, args.direction)
    if any(value is not None for value in given) or args.no_roll:
        raise RequestMalformed("--batch 不能与 --start、--amount、--unit、--direction、--no-roll 同用，请在每行请求中写明。")
    good = True
    with ExitStack() as stack:
        if args.batch == "-":
            if sys.stdin is None:
                raise RequestMalformed("标准输入已关闭，没有可读的请求。请用管道输入，或者写明文件名。")
            source: BinaryIO = sys.stdin.buffer
        else:
            try:
                source = stack.enter_context(open(args.batch, "rb"))
            except (OSError, ValueError) as error:
                reason = error.strerror if isinstance(error, OSError) else error
                raise RequestMalformed(f"无法读取文件 {args.batch}（{reason}）。请核对路径和权限。") from error
        for answer, computed in answers(_read(source, args.batch)):
            sys.stdout.buffer.write(answer + b"\n")
            sys.stdout.buffer.flush()
            good = good and computed
    return 0 if good else 1


def _read(source: BinaryIO, name: str) -> Iterator[bytes | None]:
    try:
        yield from _lines(source)
    except OSError as error:
        raise RequestMalformed(f"读取 {name} 时出错（{error.strerror}）。请核对后重试。") from error


def _lines(source: BinaryIO) -> Iterator[bytes | None]:
    """The lines of a stream, without a byte order mark; None for a line that is too long, which is passed over."""
    line = source.readline(LONGEST_LINE + 1).removeprefix(b"\xef\xbb\xbf")
    while line:
        if len(line) > LONGEST_LINE and not line.endswith(b"\n"):
            while line and not line.endswith(b"\n"):
                line = source.readline(LONGEST_LINE)
            yield None
        else:
            yield line
        line = source.readline(LONGEST_LINE + 1)


def _decoded(decoder: "msgspec.json.Decoder[Request]", line: bytes) -> Request:
    form = '应如 {"start":"2026-09-30","amount":3,"unit":"working_day"}'
    try:
        return decoder.decode(line)
    except msgspec.ValidationError as error:
        raise RequestMalformed(f"请求字段有误（{error}），{form}。") from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise RequestMalformed(f"该行不是有效的 JSON（{error}），{form}。") from error


def _request(args: argparse.Namespace) -> Request:
    missing = [f"--{name}" for name in ("start", "amount", "unit") if getattr(args, name) is None]
    if missing:
        raise RequestMalformed(
            f"缺少参数 {'、'.join(missing)}。例：yingsu deadline --start 2026-09-30 --amount 3 --unit working_day。"
        )
    if not INTEGER.fullmatch(args.amount):
        raise RequestMalformed(f"期限长度“{args.amount}”有误：--amount 须为1至3650的整数（月为1至240）。", pointer="/amount")
    return Request(
        start=args.start, amount=int(args.amount), unit=args.unit, direction=args.direction or "after", roll=not args.no_roll
    )


def _computed(request: Request) -> Deadline:
    check(request.amount, request.unit, request.direction)
    unit, direction = cast(Unit, request.unit), cast(Direction, request.direction)
    return compute(_day(request.start), request.amount, unit, direction, load_builtin(), roll=request.roll)


def _day(text: str) -> date:
    if not DAY.fullmatch(text):
        raise DateMalformed(f"日期“{text}”格式有误，应为 YYYY-MM-DD，如 2026-09-30。", pointer="/start")
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise DateMalformed(f"日期“{text}”不存在，请核对年月日。", pointer="/start") from error


def _text(deadline: Deadline) -> str:
    lines = [f"届满日：{wording.full(deadline.due)}{'（暂定）' if deadline.provisional else ''}"]
    if deadline.earliest < deadline.latest:
        lines.append(f"最早：{wording.full(deadline.earliest)}；最晚：{wording.full(deadline.latest)}")
    if deadline.remind_on != deadline.due:
        lines.append(f"提醒日：{wording.full(deadline.remind_on)}")
    lines.append("计算步骤：")
    for step in deadline.steps:
        lines.append(f"{step.no}. {step.text}")
        lines.append(f"   依据：{step.authority}")
    return "\n".join(lines)
