"""What `yingsu run` and `yingsu init` say to the person who started them: addresses, how to get a token, what to try next."""

import os
import shlex
import sys
from pathlib import Path
from typing import Final

from services.registry.setup import Setup
from yingsu.settings import Settings

SHOWCASE: Final = ("hongze-sifa", "administrator")
"""Clients whose token shows most, the best first."""

_READ_CREDENTIALS: Final = 'import json,sys; c=json.load(open(sys.argv[1])); print(c["client_id"]+":"+c["client_secret"])'
_READ_TOKEN: Final = 'import json,sys; print(json.load(sys.stdin)["access_token"])'  # noqa: S105  # a program


def welcome(settings: Settings, setup: Setup) -> str:
    """The text when everything serves. Every command in it can be copied and run as it stands."""
    base = address(settings)
    lines = [
        "",
        "应诉（Yingsu）已启动，按 Ctrl-C 停止。",
        f"  服务一览    {base}/",
        f"  接口说明    {base}/v1/intake/docs  {base}/v1/mediation/docs  {base}/v1/review/docs  {base}/v1/notify/docs",
        f"              {base}/v1/registry/docs  {base}/v1/audit/docs",
        f"  运行状态    {base}/health",
        f"  数据文件夹  {_shown(settings.data_folder)}",
    ]
    showcase = next((name for name in SHOWCASE if (setup.folder / f"{name}.json").exists()), None)
    if showcase is not None:
        target = "/v1/notify/obligations" if showcase != "administrator" else "/v1/registry/clients"
        lines += [
            f"取令牌（接入系统的凭据在 {_shown(setup.folder)}，只此一份，请妥善保管）：",
            *(f"  {line}" for line in token_command("TOKEN", base, setup.folder / f"{showcase}.json")),
            "试一试：",
            f'  curl -s -H "Authorization: Bearer $TOKEN" {base}{target}',
        ]
    if settings.samples:
        lines += ["看三个案件从诉前调处到败诉后的整改（另开终端，数据另存）：", "  make demo"]
    return "\n".join([*lines, ""])


def token_command(variable: str, base: str, credentials: Path) -> tuple[str, str]:
    """The lines that get a token with a file of credentials and keep it in a variable of the shell."""
    python, path = shlex.quote(_shown(Path(sys.executable))), shlex.quote(_shown(credentials))
    return (
        f"{variable}=$(curl -s -u \"$({python} -c '{_READ_CREDENTIALS}' {path})\" -d grant_type=client_credentials \\",
        f"  {base}/v1/registry/token | {python} -c '{_READ_TOKEN}')",
    )


def report(setup: Setup) -> str:
    """What `yingsu init` did, in a few lines. Secrets are in files and never shown."""
    lines = []
    if setup.registered:
        lines.append(f"已登记接入系统 {'、'.join(setup.registered)}，凭据写入 {_shown(setup.folder)}（只此一份，请妥善保管）。")
    else:
        lines.append("此前已完成，没有变化。")
    if setup.lost:
        lines.append(
            f"这些接入系统的凭据文件不在 {_shown(setup.folder)} 中：{'、'.join(setup.lost)}。如已遗失，请由管理员更换密钥。"
        )
    return "\n".join(lines)


def address(settings: Settings) -> str:
    """Where a browser on this machine reaches the service."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.host, settings.host)  # noqa: S104  # read, not bound
    return f"http://[{host}]:{settings.port}" if ":" in host else f"http://{host}:{settings.port}"


def _shown(path: Path) -> str:
    """Relative where that is shorter."""
    return min(str(path), os.path.relpath(path), key=len)
