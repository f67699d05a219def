"""The data folders of the demo and of the sandbox. Owns that invented cases never enter a real ledger: each folder carries a mark, and only a
folder with its mark is ever used or emptied."""

import os
import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from yingsu.embedded import Embedded
from yingsu.errors import YingsuError


class FolderTaken(YingsuError):
    """The folder holds something else."""

    code = "folder-taken"
    title = "数据文件夹不可用"


@dataclass(frozen=True, kw_only=True)
class Marked:
    """Whose folder it is: the file that marks it, what that file says, who leaves other content alone, and the variable that names the folder."""

    mark: str
    says: str
    name: str
    variable: str
    default: str

    def folder(self) -> Path:
        """Where the environment says, or the default in the working folder."""
        return Path(os.environ.get(self.variable) or self.default).absolute()

    def emptied(self, folder: Path) -> None:
        """Make the folder as new, without what an earlier run left. FolderTaken for a folder that has content and no mark."""
        if self._kept(folder):
            with suppress(YingsuError):
                Embedded(folder / "postgres").stop()
            shutil.rmtree(folder)
        self.prepared(folder)

    def prepared(self, folder: Path) -> None:
        """Make the folder where there is none; what an earlier run left stays. FolderTaken."""
        if self._kept(folder):
            return
        try:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / self.mark).write_text(f"{self.says}\n", encoding="utf-8")
        except OSError as error:
            raise FolderTaken(
                f"文件夹 {folder} 不能写入（{os.strerror(error.errno or 0)}）。请用 {self.variable} 另指一个。"
            ) from error

    def _kept(self, folder: Path) -> bool:
        """Whether an earlier run left something there. FolderTaken where somebody else did."""
        if not folder.exists() or not any(folder.iterdir()):
            return False
        if not (folder / self.mark).exists():
            raise FolderTaken(f"文件夹 {folder} 里有其他内容，{self.name}不会动它。请用 {self.variable} 另指一个空文件夹。")
        return True


DEMO: Final = Marked(
    mark="yingsu-demo",
    says="这个文件夹属于 yingsu demo，每次演示都会清空。",
    name="演示",
    variable="YINGSU_DEMO_DATA",
    default=".yingsu-demo",
)
SANDBOX: Final = Marked(
    mark="yingsu-sandbox",
    says="这个文件夹属于 yingsu sandbox，yingsu sandbox --reset 会清空它。",
    name="沙箱",
    variable="YINGSU_SANDBOX_DATA",
    default=".yingsu-sandbox",
)
