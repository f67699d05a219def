"""The arguments of `yingsu load`. Apart from what carries them out, which needs a database and a web client."""

import argparse
from pathlib import Path


def add_arguments(load: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    load.add_argument(
        "action",
        choices=("notices", "mixed", "disorder", "check"),
        help="notices 法院通知成批报送；mixed 各种单项业务按固定速率；disorder 乱序、重复报送后比较视图；check 只核对一次运行的记录",
    )
    load.add_argument("--notices", type=int, default=10_000, metavar="N", help="notices：通知条数，默认 10000")
    load.add_argument("--batch", type=int, default=100, metavar="N", help="notices：每批条数，默认 100")
    load.add_argument("--shuffled", action="store_true", help="notices：打乱次序；不写则逐案依次")
    load.add_argument("--rate", type=float, default=100.0, metavar="R", help="mixed：每秒业务数，默认 100")
    load.add_argument("--seconds", type=float, default=60.0, metavar="S", help="mixed：持续秒数，默认 60，最多 3600")
    load.add_argument("--cases", type=int, default=200, metavar="N", help="disorder：案件数，默认 200")
    load.add_argument("--times", type=int, default=5, metavar="N", help="disorder：每条消息报送几次，默认 5")
    load.add_argument("--clients", type=int, default=8, metavar="N", help="同时报送的客户端数，默认 8")
    load.add_argument("--seed", type=int, metavar="N", help="随机数种子；不写则随机，运行时列出")
    load.add_argument("--logs", type=Path, metavar="FOLDER", help="intent.jsonl 和 ack.jsonl 所在的文件夹；不写则用临时文件夹")
    load.add_argument("--url", metavar="URL", help="已有实例的地址；不写则另起一个用后即弃的实例。只会写入样例案件")
    load.add_argument("--credentials", type=Path, metavar="FOLDER", help="已有实例的接入系统凭据所在的文件夹")
