"""`yingsu clauses`: the clauses of the documents, how each is realised and which are still open. Owns its arguments and the form of its answer.

Exit codes: 0 done; 1 the answer cannot be written, or its reader left; 2 the command line is wrong. `--generate` writes the list anew from
a checkout; without it the list that comes with the software is shown.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from yingsu.law.coverage.listed import Coverage

DOCUMENTS = ("xuecheng", "yicheng", "dehua", "hongze", "yantai")


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> argparse.ArgumentParser:
    """The sub-command `clauses` for the command line."""
    parser = subparsers.add_parser(
        "clauses",
        help="列出五份文件的条款：如何实现、由哪项测试验收、还缺什么",
        description="列出五份文件的条款：如何实现、由哪项测试验收、还缺什么。末尾按文件和类别计数。",
        allow_abbrev=False,
    )
    parser.add_argument("clause", metavar="CLAUSE", nargs="*", help="条款编号，例如 HZ-4.3；不写则全部")
    parser.add_argument("--document", metavar="DOCUMENT", choices=DOCUMENTS, help=f"只列一份文件：{'、'.join(DOCUMENTS)}")
    parser.add_argument("--status", metavar="STATUS", choices=("closed", "open"), help="只列 closed（已实现）或者 open（尚缺）的")
    parser.add_argument("--json", action="store_true", help="输出 JSON")
    parser.add_argument(
        "--generate",
        metavar="FOLDER",
        type=Path,
        help="从源代码的文件夹重新生成目录，写入其中的 yingsu/law/coverage/coverage.json",
    )
    return parser


def run(args: argparse.Namespace, say: Callable[[str], None]) -> int:
    """Carry out the sub-command; returns the exit code."""
    from yingsu.law.coverage.listed import listed, text_of

    if args.generate is not None:
        from yingsu.law.coverage import sources as coverage_sources

        path = args.generate / coverage_sources.LIST
        try:
            path.write_text(coverage_sources.generated(args.generate), encoding="utf-8", newline="\n")
        except OSError as error:
            sys.stderr.write(
                f"coverage-unwritable：无法从 {args.generate} 生成目录（{error.strerror}）。请写明源代码所在的文件夹。\n"
            )
            return 2
        say(f"已生成 {path}")
        return 0
    known = {item.id for item in listed()}
    unknown = [identifier for identifier in args.clause if identifier not in known]
    if unknown:
        told = " ".join("、".join(unknown).split())
        sys.stderr.write(f"clause-not-found：没有条款 {told}。编号形如 HZ-4.3，可用 yingsu clauses 查看全部。\n")
        return 2
    found = [
        item
        for item in listed()
        if (not args.clause or item.id in args.clause)
        and args.document in (None, item.profile)
        and args.status in (None, item.status)
    ]
    if args.json:
        say(text_of(found).rstrip())
        return 0
    for line in _lines(found):
        say(line)
    return 0


def _lines(found: "Sequence[Coverage]") -> list[str]:
    """Each clause with its words and what there is of it, then the counts."""
    from yingsu.law import clauses

    quotes = {clause.id: clause.quote for document in {item.profile for item in found} for clause in clauses.load(document)}
    lines: list[str] = []
    for item in found:
        status = "已实现" if item.status == "closed" else "尚缺"
        lines.append(f"{item.id}  {status}  [{item.kind}] {quotes[item.id]}")
        for realised in item.realised:
            places = f"（{'、'.join(realised.enforced_at)}）" if realised.enforced_at else ""
            lines.append(f"    {realised.by}: {realised.key} {realised.title}{places}")
        lines += [f"    测试: {test}" for test in item.tests]
        lines += [f"    缺: {missing}" for missing in item.missing]
    return [*lines, *_counts(found)]


def _counts(found: "Sequence[Coverage]") -> list[str]:
    """How many are closed, by document and by kind."""
    total: Counter[tuple[str, str]] = Counter()
    closed: Counter[tuple[str, str]] = Counter()
    for item in found:
        for key in (("文件", item.profile), ("类别", item.kind), ("合计", "")):
            total[key] += 1
            closed[key] += item.status == "closed"
    return ["", *(f"{kind} {name}：{closed[kind, name]}/{count} 已实现" for (kind, name), count in sorted(total.items()))]
