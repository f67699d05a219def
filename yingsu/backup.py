"""Backup and restore: the ledger with its views in one dump, the keys of personal data in another, the uploaded files beside them; the key
file in none.

The two dumps are kept in different places: whoever has the ledger and the files alone reads no person, and copies of the keys must
expire, or an erased person would come back with them. The key file is copied by hand, once. The ledger is dumped first and the keys
after it, so that every sealed value of the dump has its key; a key that was destroyed in between is gone, as it should be. The files
are copied last: each was there before its event.
"""

import hashlib
import os
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import IO, Final
from urllib.parse import unquote, urlsplit, urlunsplit
from uuid import UUID

import msgspec

from yingsu.clock import system_clock
from yingsu.embedded import Embedded
from yingsu.errors import YingsuError
from yingsu.files.checking import lying_in
from yingsu.files.copying import copy_files, damaged_in, list_sha256
from yingsu.installation import DATABASE, opened
from yingsu.ledger.keys import prove_wrapped, read_key_file
from yingsu.postgres_programs import wheel_folder
from yingsu.rebuilding.rebuild import NEXT
from yingsu.schema import provision, role_passwords, schema_version
from yingsu.settings import Settings, Urls

LEDGER: Final = Path("ledger") / "ledger.dump"
KEYS: Final = Path("keys") / "keys.dump"
FILES: Final = Path("files")
MANIFEST: Final = Path("ledger") / "manifest.json"

Say = Callable[[str], None]


class BackupFailed(YingsuError):
    """The backup or the restore was not made."""

    code = "backup-failed"
    title = "备份或恢复未完成"


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a backup holds: the last position, the version of the tables, the SHA-256 of its dumps; how many uploaded files, and the
    SHA-256 of the list of their names, each of which is the SHA-256 of that file. A backup of before there were files has none."""

    head: int
    schema_version: str
    made_at: str
    ledger_sha256: str
    keys_sha256: str
    files: int = 0
    files_sha256: str = list_sha256([])


def backup(settings: Settings, folder: Path, say: Say) -> int:
    """Write a backup into `folder`, which must be new or empty. The installation may be serving meanwhile.

    Returns 1, with everything else backed up, when an uploaded file was found damaged.
    """
    _require_empty(folder)
    with opened(settings) as installation:
        for file in (LEDGER, KEYS):
            (folder / file).parent.mkdir(parents=True, mode=0o700)
        owner = installation.urls.owner
        _run(
            "pg_dump", "--format=custom", "--exclude-schema=keys", f"--exclude-schema={NEXT}", f"--file={folder / LEDGER}", owner
        )
        _run("pg_dump", "--format=custom", "--schema=keys", f"--file={folder / KEYS}", owner)
        names, damaged = _copied_files(settings.files, folder / FILES)
        manifest = Manifest(
            head=_dumped_head(folder / LEDGER),
            schema_version=schema_version(installation.urls.app) or "",
            made_at=system_clock().isoformat(),
            ledger_sha256=_sha256(folder / LEDGER),
            keys_sha256=_sha256(folder / KEYS),
            files=len(names),
            files_sha256=list_sha256(names),
        )
    (folder / MANIFEST).write_bytes(msgspec.json.format(msgspec.json.encode(manifest)) + b"\n")
    say(
        f"已备份到 {folder}：登记簿共 {manifest.head} 条，上传的文件共 {manifest.files} 个。\n"
        f"  {folder / LEDGER.parent}  登记簿和视图\n"
        f"  {folder / FILES}  上传的文件（密文）\n"
        f"  {folder / KEYS.parent}  个人信息的密钥：请另处存放，并定期删除旧的，否则已删除的个人信息会随旧备份恢复\n"
        f"密钥文件 {settings.key_file} 不在备份中：请另行保存一份。缺少它，个人信息不能读取。"
    )
    if damaged:
        say(f"有 {len(damaged)} 个文件已损坏，没有备份。请执行 yingsu files check 查明，并从较早的备份恢复它们。")
        return 1
    return 0


def restore(settings: Settings, folder: Path, say: Say) -> int:
    """Restore a backup into an installation without data. The key file must be in its place before."""
    manifest = _manifest(folder)
    key = read_key_file(settings.key_file)
    _prove_dumped_key(folder / KEYS, key)
    if settings.database_url is None:
        with Embedded(settings.data_folder / "postgres") as server:
            _restore(provision(server.url, database=DATABASE), folder, settings.files)
    else:
        _restore(provision(settings.database_url, role_passwords(key)), folder, settings.files)
    with opened(settings) as installation:
        head = installation.ledger.head()
        with installation.database.read(("*",)) as cursor:
            ((entries, last),) = cursor.execute("SELECT count(*), coalesce(max(position), 0) FROM ledger.entry").fetchall()
        if not head == entries == last == manifest.head:
            raise BackupFailed(f"恢复后的登记簿应有 {manifest.head} 条，实有 {entries} 条。请换一份备份重新恢复。")
        readable = installation.keys.check()
    say(f"已从 {folder} 恢复：登记簿共 {head} 条，上传的文件共 {manifest.files} 个，{readable} 个当事人或文件的密钥可用。")
    return 0


def _restore(urls: Urls, folder: Path, files: Path) -> None:
    """Copy the uploaded files to `files`; then run both dumps as one transaction, streamed: they may be larger than the memory."""
    if schema_version(urls.owner) is not None:
        raise BackupFailed("这里已经有数据，不会被覆盖。请用 YINGSU_DATA 或 YINGSU_DATABASE_URL 指向一个空的地方再恢复。")
    _, damaged = _copied_files(folder / FILES, files)
    if damaged:
        raise BackupFailed("复制上传的文件时发现损坏，数据库没有改动。请换一份备份重新恢复。")
    words, environment = _command(
        "psql", "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", f"--dbname={urls.owner}"
    )
    with (
        tempfile.TemporaryFile() as complaints,
        subprocess.Popen(  # noqa: S603
            words, env=environment, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=complaints
        ) as target,
    ):
        with suppress(BrokenPipeError), _piped(target.stdin) as script:
            for dump in (LEDGER, KEYS):
                for line in _script(folder / dump):
                    # The newest server's setting: an older one does not know it, and restores well without it.
                    if line != b"SET transaction_timeout = 0;\n":
                        script.write(line)
        if target.wait():
            complaints.seek(0)
            raise BackupFailed(f"恢复失败，数据库没有改动：{_one_line(complaints.read().decode(errors='replace'))}")


def _prove_dumped_key(dump: Path, key: bytes) -> None:
    """Make sure, from the dump itself, that its keys open with this key file: before anything is changed. KeyFileUnusable."""
    columns: list[bytes] = []
    for line in _script(dump, "--data-only", "--schema=keys", "--table=subject_key"):
        if columns:
            if line != b"\\.\n":
                row = dict(zip(columns, line.rstrip(b"\n").split(b"\t"), strict=True))
                wrapped = bytes.fromhex(row[b"wrapped"].decode().removeprefix("\\\\x"))
                prove_wrapped(key, UUID(row[b"key_id"].decode()), wrapped)
            return
        if line.startswith(b"COPY keys.subject_key ("):
            columns = line.partition(b"(")[2].partition(b")")[0].split(b", ")


def _script(dump: Path, *choice: str) -> Iterator[bytes]:
    """The lines of SQL of a dump. Raises BackupFailed when it cannot be read to its end."""
    words, environment = _command("pg_restore", "--file=-", *choice, str(dump))
    with (
        tempfile.TemporaryFile() as complaints,
        subprocess.Popen(words, env=environment, stdout=subprocess.PIPE, stderr=complaints) as source,  # noqa: S603
    ):
        yield from _piped(source.stdout)
        if source.wait():
            complaints.seek(0)
            raise BackupFailed(f"备份文件 {dump.name} 读不到底：{_one_line(complaints.read().decode(errors='replace'))}")


def _piped(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise RuntimeError("a pipe that was asked for is not there")
    return pipe


def _manifest(folder: Path) -> Manifest:
    try:
        manifest = msgspec.json.decode((folder / MANIFEST).read_bytes(), type=Manifest)
        sums = {LEDGER: manifest.ledger_sha256, KEYS: manifest.keys_sha256}
        for file, expected in sums.items():
            if _sha256(folder / file) != expected:
                raise BackupFailed(f"备份文件 {folder / file} 与备份时不同（SHA-256 不符），未恢复。请换一份备份。")
        names = lying_in(folder / FILES)
        if len(names) != manifest.files or list_sha256(names) != manifest.files_sha256 or damaged_in(folder / FILES):
            raise BackupFailed(f"{folder / FILES} 中的文件与备份时不同（缺少、多出或 SHA-256 不符），未恢复。请换一份备份。")
    except (OSError, msgspec.DecodeError) as error:
        raise BackupFailed(f"{folder} 不是一份完整的备份（缺少或不能读取其中的文件），未恢复。") from error
    return manifest


def _copied_files(source: Path, target: Path) -> tuple[list[str], list[str]]:
    try:
        return copy_files(source, target)
    except OSError as error:
        raise BackupFailed(
            f"上传的文件不能复制到 {target}（{os.strerror(error.errno or 0)}）。请检查权限和磁盘空间后重试。"
        ) from error


def _require_empty(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if any(folder.iterdir()):
            raise BackupFailed(f"文件夹 {folder} 不是空的，未备份。请另指一个新文件夹。")
    except OSError as error:
        raise BackupFailed(f"文件夹 {folder} 不能写入（{os.strerror(error.errno or 0)}）。") from error


def _dumped_head(dump: Path) -> int:
    """The last position in a dump, from the dump itself: entries go on being appended meanwhile."""
    said = _run("pg_restore", "--data-only", "--schema=ledger", "--table=head", "--file=-", str(dump))
    row = next((line for line in said.splitlines() if line.startswith("t\t")), None)
    if row is None:
        raise BackupFailed("备份文件中没有登记簿的末尾位置。请重新备份。")
    return int(row.split("\t")[1])


def _run(program: str, *arguments: str) -> str:
    """Run one of PostgreSQL's client programs; returns what it wrote. Raises BackupFailed."""
    words, environment = _command(program, *arguments)
    done = subprocess.run(words, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise BackupFailed(f"{program} 失败：{_one_line(done.stderr)}")
    return done.stdout


def _command(program: str, *arguments: str) -> tuple[list[str], dict[str, str]]:
    """The words and the environment of a program of the installed wheel. A password in a URL goes through the environment."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return [str(wheel_folder() / program), *_without_password(arguments, environment)], environment


def _one_line(text: str) -> str:
    return " ".join(text.split())[-500:]


def _without_password(arguments: Sequence[str], environment: dict[str, str]) -> list[str]:
    cleaned = []
    for argument in arguments:
        prefix, scheme, rest = argument.partition("postgresql://")
        if scheme:
            parts = urlsplit(scheme + rest)
            environment["PGPASSWORD"] = unquote(parts.password or "")
            address = f"{parts.username or ''}@{parts.netloc.rpartition('@')[2]}"
            argument = prefix + urlunsplit(parts._replace(netloc=address))
        cleaned.append(argument)
    return cleaned


def _sha256(file: Path) -> str:
    with closing(file.open("rb")) as opened_file:
        return hashlib.file_digest(opened_file, "sha256").hexdigest()
