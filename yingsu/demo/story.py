"""The story: three disputes of one year. One is settled before the suit; in one mediation fails and a suit follows, which an agency loses and
reviews; one is a suit from its beginning. Everything is said to the person who watches, in Chinese."""

import sys

import psutil

from yingsu.demo import answered, lost, settled, terminated
from yingsu.demo.folder import DEMO
from yingsu.demo.player import Player, Say, at
from yingsu.demo.stage import staged


def play(say: Say | None = None) -> int:
    """Play the story from beginning to end; returns the exit code. Raises YingsuError when it does not come out as it should."""
    with staged(DEMO.folder(), at("2026-02-09T09:00")) as stage:
        player = Player(stage, say or _print)
        player.say(f"演示实例：{stage.address}（数据在 {stage.settings.data_folder}，下次演示时清空）")
        for case in (settled, terminated, answered, lost):
            case.play(player)
        player.close()
        resident = psutil.Process().memory_info().rss // 2**20
        player.say(f"\n演示结束。本进程（服务、视图、演示）占用内存 {resident} MB。")
    return 0


def _print(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
