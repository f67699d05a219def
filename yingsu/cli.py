"""The command `yingsu`. Owns the command line: commands, their options, and that every refusal is one clear line.

Exit codes: 0 done, 1 refused or failed, 2 the command line is wrong. Commands import what they need when they run, so that
`yingsu deadline` does not pay for a database and a web server.
"""

import argparse
import re
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn

from yingsu import settings
from yingsu.beside import UNTIL_CLOSED
from yingsu.errors import YingsuError
from yingsu.law import command as deadline
from yingsu.law.coverage import command as clause_command
from yingsu.load import arguments as load_arguments
from yingsu.terminal import ReaderLeft, ready, say

_COMPLAINTS = (
    (r"unrecognized arguments: (.*)", r"不认识的参数 \1"),
    (r"argument \S*: invalid choice: '?(.*?)'? \(choose from (.*)\)", r"没有 \1 这一项，可用的是 \2"),
    (r"the following arguments are required: (.*)", r"缺少参数 \1"),
    (r"argument (.*): expected one argument", r"参数 \1 需要一个值"),
    (r"argument (.*): invalid \S+ value: (.*)", r"参数 \1 的值 \2 无效"),
    (r"argument (.*): ignored explicit argument (.*)", r"参数 \1 不带值，不应写 \2"),
    (r"ambiguous option: (.*) could match (.*)", r"参数 \1 不明确，可能是 \2"),
)
"""What argparse says, and how we say it."""


class ChineseFormatter(argparse.RawDescriptionHelpFormatter):
    """Help with a Chinese heading for the usage line."""

    def add_usage(self, usage: str | None, actions: Any, groups: Any, prefix: str | None = None) -> None:
        """Argparse's own, with our heading."""
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)


class ChineseParser(argparse.ArgumentParser):
    """A parser whose help is in Chinese and whose complaints are one Chinese line."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"formatter_class": ChineseFormatter, "allow_abbrev": False, **kwargs, "add_help": False})
        self._positionals.title = "参数"
        self._optionals.title = "选项"
        self.add_argument("-h", "--help", action="help", help="显示这份说明")

    def error(self, message: str) -> NoReturn:
        """One line on standard error; exit code 2."""
        for pattern, wording in _COMPLAINTS:
            if re.fullmatch(pattern, message):
                message = re.sub(pattern, wording, message)
        self.exit(2, f"{self.prog}：{message}。可用 {self.prog} --help 查看用法。\n")


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    top = ChineseParser(
        prog="yingsu",
        description="应诉（Yingsu）：行政应诉的登记系统。",
        epilog="设置用环境变量 YINGSU_*，例如 YINGSU_PORT=8001、YINGSU_DATA=/srv/yingsu、YINGSU_DATABASE_URL=postgresql://…。",
    )
    commands: argparse._SubParsersAction[Any] = top.add_subparsers(
        dest="command", metavar="命令", title="命令", required=True, parser_class=ChineseParser
    )

    def add(name: str, help_text: str) -> argparse.ArgumentParser:
        made: argparse.ArgumentParser = commands.add_parser(name, help=help_text, description=help_text)
        return made

    add("run", "启动全部服务（含内置数据库），地址默认为 127.0.0.1:8000")
    serve = add("serve", "单独启动一个服务，例如 yingsu serve intake --port 8001；视图由 yingsu project 更新")
    serve.add_argument("service", metavar="SERVICE", help="服务名：intake、mediation、review、notify、registry 或 audit")
    serve.add_argument("--host", type=settings.host, help="监听的 IP 地址，默认取 YINGSU_HOST")
    serve.add_argument("--port", type=settings.port, help="监听的端口，默认取 YINGSU_PORT")
    project = add("project", "单独更新视图、自动登记和到点才做的事（提醒和逾期等）；可启动多个，一个停止后由另一个接替")
    project.add_argument(
        "view", metavar="VIEW", nargs="*", help="视图或任务的名称，例如 notify.obligations、notify.clock；不写则全部"
    )
    project.add_argument(UNTIL_CLOSED, action="store_true", help=argparse.SUPPRESS)
    add("init", "建立数据库、第一个管理员、日历和规则；可重复执行")
    add("migrate", "把数据库结构升级到本软件的版本")
    add("rebuild", "从登记簿重建视图").add_argument("view", nargs="?", help="视图名，例如 intake.case；不写则重建全部")
    add("quarantine", "列出因故障被个别视图隔离的案件")
    release = add("release", "修正后解除一个案件在一个视图中的隔离，补上其内容")
    release.add_argument("view", help="视图名，例如 intake.case")
    release.add_argument("subject", help="案件号，或无案件的流水号，见 yingsu quarantine")
    add("backup", "把登记簿、文件和密钥备份到一个新文件夹；运行中也可备份").add_argument("folder", type=Path, help="新文件夹")
    add("restore", "从备份恢复到一个还没有数据的地方").add_argument("folder", type=Path, help="备份所在的文件夹")
    files = add("files", "核对上传的文件：逐一检查是否缺失、是否与存放时相同")
    files.add_argument("action", metavar="check", choices=("check",), help="核对全部文件；有损坏或缺失时退出码为 1")
    add("demo", "在另一个数据文件夹里演示：诉前调处、立案、答辩、判决、败诉复盘和整改，以及期限、推送和统计")
    sandbox = add("sandbox", "法院接入的沙箱：另一个数据文件夹，五个辖区的样例法院和机关，各方令牌，可试每一种法院消息")
    sandbox.add_argument("--port", type=settings.port, default=8100, help="监听 127.0.0.1 的哪个端口，默认 8100")
    sandbox.add_argument(
        "--at", metavar="TIME", help="系统时间从何时起（北京时间，YYYY-MM-DD 或 YYYY-MM-DDTHH:MM），默认 2027-03-01，晚于各示例"
    )
    sandbox.add_argument("--reset", action="store_true", help="清空沙箱以前的内容，重新开始")
    openapi = add("openapi", "重新生成 OpenAPI、AsyncAPI 文件，事件和政策文件的 JSON Schema")
    openapi.add_argument("--folder", type=Path, default=Path("openapi"), help="写入的文件夹，默认 openapi")
    profiles = add("profiles", "检查政策文件能否公布：格式、依据、角色、上级规则、数值与条款是否一致；全部问题一次列出")
    profiles.add_argument("action", metavar="check", choices=("check",), help="检查，不登记任何内容；有问题时退出码为 1")
    profiles.add_argument("path", metavar="PATH", type=Path, help="一套政策文件（profiles/名称/施行日期）或者其上级文件夹")
    profiles.add_argument("--json", action="store_true", help="输出 JSON")
    whatif = add("whatif", "推演：同一段历史换一套规则会怎样，逐项比较；不登记任何内容")
    whatif.add_argument("--profile", metavar="P", required=True, help="规则编号（dehua、dehua.1）或者政策文件的文件夹")
    whatif.add_argument("--jurisdiction", metavar="CODE", help="推演哪个辖区的历史，例如 320813；不写则为该规则的辖区")
    whatif.add_argument("--from", dest="first", metavar="YYYY-MM-DD", help="只看自这一日起开始的事项；不写则从头")
    whatif.add_argument("--to", dest="last", metavar="YYYY-MM-DD", help="只看至这一日的事实，并以这一日判断逾期；不写则为今日")
    whatif.add_argument("--agency", metavar="ID", help="只看一个机关；不写则全部")
    whatif.add_argument("--shown", type=int, default=50, metavar="N", help="列出的变化数，默认 50，其余只计数")
    whatif.add_argument("--json", action="store_true", help="输出 JSON")
    load_arguments.add_arguments(add("load", "压力测试：生成样例案件，成批或者按速率报送，记录每次请求和应答，并与登记簿核对"))
    deadline.add_parser(commands)
    clause_command.add_parser(commands)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry out one command line; returns the exit code."""
    given = parser().parse_args(arguments)
    try:
        ready()
        return _carry_out(given)
    except ReaderLeft:
        return 1
    except YingsuError as error:
        sys.stderr.write(f"{error.title}：{' '.join(error.message.split())}\n")
        return 1
    except KeyboardInterrupt:
        return 130


def _carry_out(given: argparse.Namespace) -> int:
    if given.command == "deadline":
        return deadline.run(given)
    if given.command == "clauses":
        return clause_command.run(given, say)
    if given.command == "profiles":
        from yingsu.law.drafting import command as profile_command

        return profile_command.check(given.path, say, as_json=given.json)
    if given.command == "demo":
        from yingsu import demo

        return demo.play(say)
    if given.command == "sandbox":
        from yingsu import sandbox

        return sandbox.serve(say, port=given.port, at=None if given.at is None else sandbox.moment(given.at), reset=given.reset)
    chosen = settings.load()
    if given.command == "run":
        from yingsu import run

        return run.serve(chosen, say)
    if given.command in ("serve", "project"):
        from yingsu import separate

        if given.command == "project":
            return separate.project(chosen, given.view, say, until_closed=given.until_closed)
        return separate.serve(replace(chosen, host=given.host or chosen.host, port=given.port or chosen.port), given.service, say)
    if given.command == "load":
        from yingsu.load import command as load_command

        return load_command.run(given, chosen, say)
    if given.command == "whatif":
        from yingsu import whatif_command

        return whatif_command.what_if(chosen, given, say)
    from yingsu import administration, backup

    match given.command:
        case "init":
            return administration.init(chosen, say)
        case "migrate":
            return administration.migrate(chosen, say)
        case "rebuild":
            return administration.rebuild_views(chosen, given.view, say)
        case "quarantine":
            return administration.list_quarantined(chosen, say)
        case "release":
            return administration.release_subject(chosen, given.view, given.subject, say)
        case "files":
            return administration.check_files(chosen, say)
        case "backup":
            return backup.backup(chosen, given.folder, say)
        case "restore":
            return backup.restore(chosen, given.folder, say)
        case _:
            return administration.write_openapi(given.folder, say)
