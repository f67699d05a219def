"""`yingsu sandbox`: an instance of its own for a court's engineer, in which every message can be tried. Owns its settings, its clock, what it says.

It listens on 127.0.0.1 alone, keeps its invented data in a marked folder, never that of `yingsu run`, and hands out tokens. Its record
clock goes on from a day after every date of the messages' examples, so that none of them lies in the future.
"""

import json
import shlex
from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from services.intake.court.bodies import EXAMPLES
from services.registry.sandbox_districts import DISTRICTS
from services.registry.setup import Setup
from yingsu.clock import SHANGHAI, RunningClock
from yingsu.demo.folder import SANDBOX
from yingsu.errors import YingsuError
from yingsu.hosting import Say, listening, until_stopped
from yingsu.installation import claimed
from yingsu.ledger.store import Ledger
from yingsu.run import host
from yingsu.settings import Settings, load
from yingsu.web.deps import Deps
from yingsu.welcome import address, token_command

BEGIN: Final = datetime(2027, 3, 1, 9, tzinfo=SHANGHAI)
TOKEN_MINUTES: Final = 60
HANDED_OUT: Final = {
    "COURT": "court-su0813",
    "SECOND_COURT": "court-su08",
    "AGENCY": "hongze-shichang-oa",
    "SUPERVISOR": "hongze-sifa",
    "AUDITOR": "hongze-shenji",
}
"""The clients whose tokens are said, by the names of the shell's variables."""
_SHOWN: Final = ("service", "case_filing")
"""The messages to begin with: one that waits, and the one it waits for."""


class ClockTurnedBack(YingsuError):
    """The moment asked for lies before what is recorded."""

    code = "clock-turned-back"
    title = "时间不能回拨"


class MomentInvalid(YingsuError):
    """Not a moment."""

    code = "moment-invalid"
    title = "时间有误"


def moment(text: str) -> datetime:
    """`2027-03-01` (nine in the morning) or `2027-03-01T09:00`, in Shanghai. MomentInvalid."""
    try:
        found = datetime.fromisoformat(text if "T" in text else f"{text}T09:00")
    except ValueError:
        found = None
    if found is None or found.tzinfo is not None:
        raise MomentInvalid(f"“{text[:40]}”不是时间：应写作 2027-03-01 或 2027-03-01T09:00（北京时间）。")
    return found.replace(tzinfo=SHANGHAI)


def serve(say: Say, *, port: int, at: datetime | None = None, reset: bool = False) -> int:
    """Serve the sandbox until Ctrl-C or SIGTERM; returns the exit code. Raises YingsuError, one line each.

    What an earlier run left stays unless `reset`. The clock begins `at`, else where the record ends, and no earlier than `BEGIN`.
    """
    folder = SANDBOX.folder()
    settings = load(
        {
            "YINGSU_DATA": str(folder),
            "YINGSU_PORT": str(port),
            "YINGSU_LOG_LEVEL": "warning",
            "YINGSU_SAMPLES": "yes",
            "YINGSU_TOKEN_MINUTES": str(TOKEN_MINUTES),
            "YINGSU_WEBHOOK_NETWORKS": "127.0.0.0/8",
        }
    )
    with until_stopped(say), listening(settings) as listener:
        SANDBOX.prepared(folder)
        if reset:
            # First claimed: what another sandbox works with is not taken from under it.
            with claimed(folder):
                pass
            SANDBOX.emptied(folder)
        clock = RunningClock(at or BEGIN)
        with claimed(folder):
            host(
                settings,
                listener,
                lambda deps, setup: say(welcome(settings, deps, setup)),
                clock=clock,
                begin=_beginning(clock, at),
                districts=DISTRICTS,
            )
    return 0


def _beginning(clock: RunningClock, asked: datetime | None) -> Callable[[Ledger], None]:
    """What sets the clock once it is known where the record ends. ClockTurnedBack."""

    def begin(ledger: Ledger) -> None:
        head = ledger.head()
        if head == 0:
            return
        (last,) = ledger.read_all(head - 1, 1)
        if asked is None:
            clock.set(max(BEGIN, last.recorded_at))
        elif asked < last.recorded_at:
            until = last.recorded_at.astimezone(SHANGHAI)
            raise ClockTurnedBack(
                f"沙箱里已有 {until:%Y-%m-%d %H:%M}（北京时间）的登记。请用 --at 指定此后的时间，或加 --reset 清空后重新开始。"
            )

    return begin


def welcome(settings: Settings, deps: Deps, setup: Setup) -> str:
    """The text when everything serves. Its commands can be copied into a shell and run as they stand, in their order."""
    base = address(settings)
    names = {client.client_id: client.name for district in DISTRICTS for client in district.clients}
    tokens = [(variable, client_id, _token(deps, client_id)) for variable, client_id in HANDED_OUT.items()]
    now = deps.clock().astimezone(SHANGHAI)
    return "\n".join(
        [
            "",
            "应诉（Yingsu）沙箱已启动，只限本机访问，按 Ctrl-C 停止。机关、人员、案件均为虚构。",
            f"  接口说明    {base}/v1/intake/docs（点 Authorize，把下面的令牌贴入 bearer 一栏，每种消息都有可直接发送的示例）",
            f"  系统时间    {now:%Y-%m-%d %H:%M}（北京时间；用 --at 另定），晚于它的事实会被拒绝",
            f"  数据文件夹  {settings.data_folder}（加 --reset 清空后重新开始）",
            f"  各系统凭据  {setup.folder}/<接入系统>.json",
            *(
                f"    {district.jurisdiction} {'、'.join(name for _, name in district.courts)}："
                f"{' '.join(client.client_id for client in district.clients)}"
                for district in DISTRICTS
            ),
            "",
            f"# 令牌，{TOKEN_MINUTES} 分钟有效；在同一文件夹的另一个终端里贴入以下各行："
            f"{'、'.join(f'{variable} {names[client_id]}' for variable, client_id, _ in tokens)}",
            f"BASE={base}",
            *(f"{variable}={token}" for variable, _, token in tokens),
            "# 送达先到，收存；立案到达，一并登记；查回执：",
            *(_message(EXAMPLES[kind]["value"]) for kind in _SHOWN),
            f'curl -s -H "Authorization: Bearer $COURT" "$BASE/v1/intake/court/messages/{EXAMPLES[_SHOWN[0]]["value"]["message_id"]}"',
            "# 代码表；机关的期限；监督机关的待处理消息；审计的全部事件：",
            'curl -s -H "Authorization: Bearer $COURT" "$BASE/v1/intake/code-lists"',
            'curl -s -H "Authorization: Bearer $AGENCY" "$BASE/v1/notify/obligations"',
            'curl -s -H "Authorization: Bearer $SUPERVISOR" "$BASE/v1/intake/desk/messages"',
            'curl -s -H "Authorization: Bearer $AUDITOR" "$BASE/v1/notify/feeds/all"',
            "# 令牌到期后另取：",
            *token_command("COURT", base, setup.folder / f"{HANDED_OUT['COURT']}.json"),
            "",
        ]
    )


def _token(deps: Deps, client_id: str) -> str:
    client = deps.directory.client(client_id)
    if client is None:
        raise LookupError(client_id)
    return deps.issuer.issue(client).access_token


def _message(body: dict[str, Any]) -> str:
    """The command that sends a message of the first court. Repeated, it is the same request."""
    written = shlex.quote(json.dumps(body, ensure_ascii=False))
    return (
        'curl -s -H "Authorization: Bearer $COURT" -H "Content-Type: application/json" '
        f'-H "Idempotency-Key: {body["message_id"]}" -d {written} "$BASE/v1/intake/court/messages"'
    )
