"""The operating-system account that the embedded PostgreSQL runs as when Yingsu itself runs as root (PostgreSQL refuses root).

Owns: choosing or creating that account, and letting it pass through folders that are closed to others, such as /root. Passing means
an access-control entry with execute permission for this one account: nobody else gains anything, and the folder cannot be listed.
"""

import logging
import os
import pwd
import stat
import struct
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from yingsu.errors import YingsuError

ACCOUNT = "pgserver"

log = logging.getLogger(__name__)

_ACL = "system.posix_acl_access"
_ACL_VERSION = struct.pack("<I", 2)
_ENTRY = struct.Struct("<HHI")
_OWNER, _USER, _GROUP, _MASK, _OTHER = 0x01, 0x02, 0x04, 0x10, 0x20
_NO_ID = 0xFFFFFFFF


class AccountUnusable(YingsuError):
    """There is no unprivileged account for PostgreSQL, or it cannot reach the folders it needs."""

    code = "postgres-account-unusable"
    title = "数据库账户不可用"


@dataclass(frozen=True)
class Account:
    """The user and group id to run as."""

    uid: int
    gid: int

    def run(self, command: Sequence[str | Path], environment: dict[str, str], folder: Path) -> subprocess.CompletedProcess[str]:
        """Run `command` to its end in `folder`, as this account when we are root, and capture what it prints."""
        root = os.geteuid() == 0
        return subprocess.run(  # noqa: S603  # the callers run PostgreSQL's own programs
            [str(part) for part in command],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
            user=self.uid if root else None,
            group=self.gid if root else None,
            extra_groups=[] if root else None,
        )

    def take(self, folder: Path) -> None:
        """Make `folder` if need be, and make it this account's own and closed to all others. Raises AccountUnusable, OSError."""
        with suppress(FileExistsError):
            folder.mkdir(mode=0o700)
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid not in (self.uid, os.geteuid()):
            # In a folder that everybody may write to, somebody else may have put it there.
            raise AccountUnusable(f"{folder} 不是本系统建立的文件夹：请查明来历并移走后重试。")
        os.chown(folder, self.uid, self.gid, follow_symlinks=False)
        folder.chmod(0o700)

    def reach(self, paths: Sequence[Path]) -> None:
        """See to it that this account can pass to every one of `paths`. Raises AccountUnusable."""
        for path in paths:
            if self._reaches(path):
                continue
            for parent in (*reversed(path.parents), path):
                try:
                    if parent.is_dir() and not self._reaches(parent):
                        _let_pass(parent, self.uid)
                        log.warning("已允许数据库使用的系统用户（uid %d）通过文件夹 %s；其他用户的权限未变。", self.uid, parent)
                except OSError as error:
                    raise AccountUnusable(
                        f"以 root 运行时数据库使用系统用户 {self.uid}，它进不了文件夹 {parent}（{error.strerror}）："
                        f"请执行 chmod o+x {parent}，或把程序和数据放到 /srv 之类的文件夹，或改用普通用户运行。"
                    ) from error
            if not self._reaches(path):
                raise AccountUnusable(f"系统用户 {self.uid} 无法使用 {path}：请检查它的权限（文件夹需可进入，程序需可执行）。")

    def _reaches(self, path: Path) -> bool:
        return self.run(["/bin/sh", "-c", 'test -x "$1"', "sh", path], {}, Path("/")).returncode == 0


def account_for(folder: Path) -> Account:
    """The account that owns or will own `folder`: ourselves, or as root its present owner or `pgserver`. Raises AccountUnusable."""
    uid = os.geteuid()
    owner = folder.stat().st_uid if folder.exists() else None
    if uid != 0:
        if owner not in (None, uid):
            raise AccountUnusable(
                f"数据文件夹 {folder} 属于另一个系统用户（uid {owner}）：请用该用户启动，或由管理员改变其所有者。"
            )
        return Account(uid, os.getegid())
    if owner:
        return Account(owner, folder.stat().st_gid)
    try:
        entry = pwd.getpwnam(ACCOUNT)
    except KeyError:
        entry = _create()
    return Account(entry.pw_uid, entry.pw_gid)


def _create() -> pwd.struct_passwd:
    command = [
        "useradd",
        "--system",
        "--user-group",
        "--no-create-home",
        "--home-dir",
        "/nonexistent",
        "--shell",
        "/usr/sbin/nologin",
        ACCOUNT,
    ]
    try:
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603  # a fixed command
        return pwd.getpwnam(ACCOUNT)
    except (OSError, subprocess.CalledProcessError, KeyError) as error:
        raise AccountUnusable(
            f"以 root 运行时需要名为 {ACCOUNT} 的系统用户，但无法建立：请执行 useradd --system {ACCOUNT}，或改用普通用户运行。"
        ) from error


def _let_pass(folder: Path, uid: int) -> None:
    """Add execute permission for `uid` to the access-control list of `folder`. Raises OSError where there are no such lists."""
    mode = folder.stat().st_mode
    try:
        stored = os.getxattr(folder, _ACL)[len(_ACL_VERSION) :]
    except OSError:
        stored = b"".join(
            _ENTRY.pack(tag, bits & 7, _NO_ID) for tag, bits in ((_OWNER, mode >> 6), (_GROUP, mode >> 3), (_OTHER, mode))
        )
    entries = {(tag, owner): bits for tag, bits, owner in _ENTRY.iter_unpack(stored)}
    entries[(_USER, uid)] = entries.get((_USER, uid), 0) | 1
    entries[(_MASK, _NO_ID)] = entries.get((_MASK, _NO_ID), entries[(_GROUP, _NO_ID)]) | 1
    packed = b"".join(_ENTRY.pack(tag, bits, owner) for (tag, owner), bits in sorted(entries.items()))
    os.setxattr(folder, _ACL, _ACL_VERSION + packed)
