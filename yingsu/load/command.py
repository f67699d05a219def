"""`yingsu load`: its arguments, what each action does, and how it is told. Exit codes: 0 as it should be, 1 refused, failed or different."""

import argparse
import random
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from yingsu.errors import Malformed
from yingsu.installation import attached
from yingsu.ledger.store import Ledger
from yingsu.load.checking import MOST_SHOWN, check
from yingsu.load.disorder import send_disorder
from yingsu.load.journal import Journal
from yingsu.load.mixed import send_mixed
from yingsu.load.notices import send_notices
from yingsu.load.sending import Measured, Sender
from yingsu.load.target import Target, run_id, throw_away
from yingsu.settings import Settings

MOST_NOTICES: Final = 100_000
MOST_SECONDS: Final = 3600
MOST_CLIENTS: Final = 64
MIB: Final = 2**20

Say = Callable[[str], None]


class LoadMalformed(Malformed):
    """An argument out of its bounds, or one without another that it needs."""

    code = "load-malformed"
    title = "参数有误"


def run(given: argparse.Namespace, settings: Settings, say: Say) -> int:
    """Carry out the command. `settings` are those of the installation that `check` compares with."""
    _require_bounds(given)
    if given.action == "check":
        with attached(settings) as installation:
            return _tell_check(given.logs, installation.ledger, say)
    seed = random.SystemRandom().randrange(2**31) if given.seed is None else given.seed
    with tempfile.TemporaryDirectory(prefix="yingsu-load-") as folder, _target(given, Path(folder)) as target:
        logs = given.logs or Path(folder) / "logs"
        journal = Journal(logs)
        say(f"实例 {target.address}，种子 {seed}，记录在 {logs}")
        try:
            fine = _send(given, target, Sender(run_id(), journal), seed, say)
        finally:
            journal.close()
        if target.settings is None:
            say("已有的实例：请在其所在的机器上执行 yingsu load check 核对。")
            return 0 if fine else 1
        with attached(target.settings) as installation:
            return _tell_check(logs, installation.ledger, say) or (0 if fine else 1)


def _send(given: argparse.Namespace, target: Target, sender: Sender, seed: int, say: Say) -> bool:
    """Carry out the action; returns whether it came out as it should."""
    if given.action == "disorder":
        if target.settings is None:
            raise LoadMalformed("disorder 要读取视图，只能在自带的实例上进行。请去掉 --url。")
        with attached(target.settings) as installation:
            compared = send_disorder(
                target, sender, installation.ledger, count=given.cases, times=given.times, clients=given.clients, seed=seed
            )
        say(f"{compared.cases} 件案件、{compared.messages} 条消息，乱序各报送 {given.times} 次，共 {compared.requests} 次请求")
        _tell_differences("与依次报送的视图和回执比较", compared.differences, say)
        return not compared.differences
    if given.action == "notices":
        sent = send_notices(
            target,
            sender,
            count=given.notices,
            batch=given.batch,
            clients=given.clients,
            shuffled=given.shuffled,
            seed=seed,
        )
        say(
            f"{sent.notices} 条通知：{sent.accepted_after:.1f} 秒全部收存（每秒 {sent.notices / sent.accepted_after:.0f} 条），"
            f"{sent.visible_after:.1f} 秒在全部视图中可见；未收存 {sent.refused} 条"
        )
        _tell_measured("批次", sent.batches, say)
        _tell_measured("其间的单条报送", sent.singles, say)
        _tell_processor(sent.processor, say)
        _tell_memory(sent.memory, say)
        return sent.refused == 0
    mixed = send_mixed(target, sender, rate=given.rate, seconds=given.seconds, clients=given.clients, seed=seed)
    say(
        f"{mixed.commands} 项业务，{mixed.seconds:.1f} 秒（每秒 {mixed.commands / mixed.seconds:.1f} 项）；此后 {mixed.settled_after:.1f} 秒视图全部跟上"
    )
    everything = Measured()
    for kind, measured in mixed.measured.items():
        _tell_measured({"message": "法院消息", "answer": "答辩", "attendance": "出庭", "read": "查询"}[kind], measured, say)
        everything.seconds += measured.seconds
        for status, count in measured.statuses.items():
            everything.statuses[status] = everything.statuses.get(status, 0) + count
    _tell_measured("全部", everything, say)
    _tell_processor(mixed.processor, say)
    _tell_memory(mixed.memory, say)
    # 412: two of the run's clients acted in one case at once, and one was told so.
    return all(status < 400 or status == 412 for status in everything.statuses)


def _tell_measured(name: str, measured: Measured, say: Say) -> None:
    found = "，".join(f"p{share * 100:g} {measured.percentile(share):.0f}" for share in (0.5, 0.95, 0.99))
    answers = "，".join(f"{status}：{count}" for status, count in sorted(measured.statuses.items()))
    say(f"  {name}：{len(measured.seconds)} 次，毫秒 {found}，最长 {measured.percentile(1.0):.0f}（应答 {answers}）")


def _tell_processor(used: tuple[float, float], say: Say) -> None:
    say(f"  处理器时间（秒）：服务进程 {used[0]:.1f}，数据库 {used[1]:.1f}")


def _tell_memory(seen: list[int], say: Say) -> None:
    if seen:
        begun, middle, ended = (seen[int(share * (len(seen) - 1))] // MIB for share in (0.1, 0.5, 1.0))
        say(f"  服务进程内存（MB）：{begun}（一成时）→ {middle}（过半）→ {ended}（结束），最高 {max(seen) // MIB}")


def _tell_check(logs: Path, ledger: Ledger, say: Say) -> int:
    verdict = check(logs, ledger)
    say(f"核对：intent {verdict.intents} 行，ack {verdict.acks} 行，登记簿 {verdict.entries} 条")
    _tell_differences("与登记簿比较", verdict.differences, say)
    return 1 if verdict.differences else 0


def _tell_differences(what: str, differences: list[str], say: Say) -> None:
    say(f"{what}：{f'有 {len(differences)} 处不符' if differences else '完全相符'}")
    for line in differences[:MOST_SHOWN]:
        say(f"  {line}")


@contextmanager
def _target(given: argparse.Namespace, folder: Path) -> Iterator[Target]:
    if given.url is None:
        with throw_away(folder / "instance") as target:
            yield target
    else:
        yield Target(given.url.rstrip("/"), given.credentials)


def _require_bounds(given: argparse.Namespace) -> None:
    bounds: dict[str, tuple[float, Any, float]] = {
        "--notices": (1, given.notices, MOST_NOTICES),
        "--batch": (1, given.batch, 100),
        "--rate": (0.1, given.rate, 10_000),
        "--seconds": (1, given.seconds, MOST_SECONDS),
        "--cases": (1, given.cases, 10_000),
        "--times": (1, given.times, 100),
        "--clients": (1, given.clients, MOST_CLIENTS),
    }
    for name, (least, value, most) in bounds.items():
        if not least <= value <= most:
            raise LoadMalformed(f"{name} 应在 {least:g} 到 {most:g} 之间，不能是 {value:g}。")
    if given.action == "check" and given.logs is None:
        raise LoadMalformed("check 须用 --logs 指明记录所在的文件夹。")
    if (given.url is None) != (given.credentials is None):
        raise LoadMalformed("--url 和 --credentials 须一并写明，或者都不写。")
