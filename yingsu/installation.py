"""One installation, opened: its key file, its PostgreSQL at the right schema version, its ledger and key store.

Every command opens the installation through here, or attaches to it. Owns the order of things: the key file comes before the
database, because what was sealed without it could never be opened, and a key file that is missing beside existing data is refused,
never replaced.
"""

import fcntl
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit, urlunsplit

import psycopg

from yingsu.clock import Clock, system_clock
from yingsu.embedded import Embedded
from yingsu.errors import YingsuError
from yingsu.files import FileStore
from yingsu.ledger.database import Database
from yingsu.ledger.keys import KeyStore, create_key_file, prove_key, read_key_file
from yingsu.ledger.store import Ledger
from yingsu.schema import (
    SchemaUnusable,
    await_schema,
    is_provisioned,
    migrate,
    provision,
    role_passwords,
    schema_version,
    versions,
)
from yingsu.settings import Settings, Urls, role_urls

DATABASE: Final = "yingsu"
SCHEMA_SECONDS: Final = 60
"""How long a process that attaches waits for somebody to migrate."""


class FolderUnusable(YingsuError):
    """The data folder cannot be written to, or another process runs on it."""

    code = "data-folder-unusable"
    title = "数据文件夹不可用"


class KeyFileMissing(YingsuError):
    """There are, or should be, data, but no key file."""

    code = "key-file-missing"
    title = "缺少密钥文件"


class ServerNotRunning(YingsuError):
    """The embedded PostgreSQL that a process was to attach to does not run."""

    code = "server-not-running"
    title = "数据库没有运行"


@dataclass(frozen=True, kw_only=True)
class Installation:
    """What is open. `server` is the embedded PostgreSQL; None with an external one, and where this process only attached to it."""

    settings: Settings
    urls: Urls
    master_key: bytes = field(repr=False)
    database: Database
    ledger: Ledger
    keys: KeyStore
    files: FileStore
    server: Embedded | None


@contextmanager
def opened(settings: Settings, *, clock: Clock = system_clock) -> Iterator[Installation]:
    """Open the installation of `settings`, creating what is not there yet; on exit close it, with the server if this started it.

    Raises YingsuError, each with one line that says what to do.
    """
    with ExitStack() as stack:
        if settings.database_url is None:
            server = Embedded(settings.data_folder / "postgres")
            key = _master_key(settings, fresh=not server.cluster.exists())
            stack.enter_context(server)
            urls = provision(server.url, database=DATABASE)
            migrate(urls.owner)
        else:
            server = None
            key = _master_key(settings, fresh=not settings.key_file.exists() and not is_provisioned(settings.database_url))
            urls = _external(settings.database_url, key)
        yield stack.enter_context(_connected(settings, urls, key, server, clock))


@contextmanager
def attached(
    settings: Settings, *, clock: Clock = system_clock, schema_seconds: float = SCHEMA_SECONDS
) -> Iterator[Installation]:
    """Attach to the installation of `settings` as it is, once its tables are at this software's version; on exit let go of it.

    Nothing is created and nothing migrated, and an embedded PostgreSQL is neither started nor stopped: it is `yingsu run` that owns
    its life. Raises YingsuError, each with one line that says what to do: among others ServerNotRunning, KeyFileMissing,
    KeyFileUnusable, and SchemaUnusable after `schema_seconds`.
    """
    url = settings.database_url or _running_server(settings.data_folder)
    if not settings.key_file.exists():
        raise KeyFileMissing(
            f"缺少密钥文件 {settings.key_file}：请先执行 yingsu init，或把本安装的密钥文件放到这里，或用 YINGSU_KEY_FILE 指明它在哪里。"
        )
    key = read_key_file(settings.key_file)
    urls = role_urls(url, None if settings.embedded else role_passwords(key))
    await_schema(urls.app, schema_seconds)
    with _connected(settings, urls, key, None, clock) as installation:
        yield installation


@contextmanager
def _connected(settings: Settings, urls: Urls, key: bytes, server: Embedded | None, clock: Clock) -> Iterator[Installation]:
    """The record of a database that is ready. Raises KeyFileUnusable when `key` is not the one of the database."""
    with (
        closing(Database(urls.app, urls.reader)) as database,
        closing(Ledger(database, clock)) as ledger,
        closing(KeyStore(urls.keys, key, clock)) as keys,
    ):
        keys.prove()
        yield Installation(
            settings=settings,
            urls=urls,
            master_key=key,
            database=database,
            ledger=ledger,
            keys=keys,
            files=FileStore(settings.files, ledger, keys),
            server=server,
        )


@contextmanager
def claimed(folder: Path) -> Iterator[None]:
    """Hold the data folder as the one process that serves from it. Raises FolderUnusable."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = (folder / "run.lock").open("a")
    except OSError as error:
        raise FolderUnusable(
            f"数据文件夹 {folder} 不可写（{error.strerror}）：请改变其权限，或用环境变量 YINGSU_DATA 指定另一个文件夹。"
        ) from error
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise FolderUnusable(
                f"另一个 yingsu run 正在使用数据文件夹 {folder}：请先停止它，或用环境变量 YINGSU_DATA 指定另一个文件夹。"
            ) from error
        yield


def _master_key(settings: Settings, *, fresh: bool) -> bytes:
    path = settings.key_file
    if not path.exists():
        if not fresh:
            raise KeyFileMissing(f"已有数据，但缺少密钥文件 {path}：请从备份恢复它；没有它，已封存的个人信息无法读取。")
        try:
            create_key_file(path)
        except OSError as error:
            raise FolderUnusable(
                f"无法建立密钥文件 {path}（{error.strerror}）：请改变文件夹权限，或用 YINGSU_KEY_FILE 另行指定。"
            ) from error
    return read_key_file(path)


def _running_server(folder: Path) -> str:
    """The URL of the embedded server of a data folder, which somebody else keeps running. Raises ServerNotRunning."""
    server = Embedded(folder / "postgres")
    if server.server_pid is None:
        raise ServerNotRunning(
            f"数据文件夹 {folder} 的内置数据库没有运行：请先启动 yingsu run，或用 YINGSU_DATABASE_URL 指定外部数据库。"
        )
    return urlunsplit(urlsplit(server.url)._replace(path=f"/{DATABASE}"))


def _external(administrator_url: str, key: bytes) -> Urls:
    """The role URLs of an external server. Its administrator is needed only until the tables are at this software's version."""
    passwords = role_passwords(key)
    urls = role_urls(administrator_url, passwords)
    try:
        ready = schema_version(urls.owner) == versions()[-1]
    except SchemaUnusable:
        ready = False
    if not ready:
        # Provisioning gives the roles the passwords of this key file: with another one it would lock the real installation out.
        prove_provisioned(administrator_url, key)
        migrate(provision(administrator_url, passwords).owner)
    return urls


def prove_provisioned(administrator_url: str, key: bytes) -> None:
    """Make sure, as the administrator, that `key` is the one of the database, where there is one. Raises KeyFileUnusable."""
    with suppress(psycopg.OperationalError):  # no such database yet, or not reachable: provisioning says so better
        prove_key(administrator_url, key)
