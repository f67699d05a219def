"""A backup restored elsewhere is the same ledger, and reads its persons with the key file only."""

import shutil
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from tests.ledger.writing import command, write
from yingsu.backup import KEYS, LEDGER, BackupFailed, backup, restore
from yingsu.installation import opened
from yingsu.ledger.keys import KeyFileUnusable, create_key_file
from yingsu.ledger.sealed import Person
from yingsu.ledger.transparency import leaf_hash
from yingsu.settings import Settings, load


def settings_of(folder: Path) -> Settings:
    return load({"YINGSU_DATA": str(folder)})


def said(_: str) -> None:
    """Nobody listens."""


@pytest.fixture
def kept(tmp_path: Path) -> tuple[Path, list[bytes], str]:
    """A backup of an installation with three entries and one person; the leaf hashes, and the person's box."""
    here = settings_of(tmp_path / "here")
    with opened(here) as installation:
        for n in range(3):
            installation.ledger.append(command(write(f"case-{n}")))
        box = installation.keys.seal_person("case-0/p1", Person(name="示例甲")).box
        leaves = [leaf_hash(entry) for entry in installation.ledger.read_all(0, 10)]
    backup(here, tmp_path / "backup", said)
    return tmp_path / "backup", leaves, box


def test_a_restored_ledger_has_the_same_leaves_and_opens_its_persons(kept: tuple[Path, list[bytes], str], tmp_path: Path) -> None:
    folder, leaves, _ = kept
    there = settings_of(tmp_path / "there")
    there.key_file.parent.mkdir(parents=True)
    shutil.copy(tmp_path / "here" / "keys" / "master.key", there.key_file)
    lines: list[str] = []
    assert restore(there, folder, lines.append) == 0
    assert "共 3 条，1 个当事人的密钥可用" in lines[0]
    with opened(there) as installation:
        assert [leaf_hash(entry) for entry in installation.ledger.read_all(0, 10)] == leaves
        sealed = installation.keys.seal_person("case-0/p1", Person(name="示例甲"))
        assert installation.keys.open_person(sealed) == Person(name="示例甲")
        assert installation.ledger.append(command(write("case-9"))).events[0].position == 4
    with pytest.raises(BackupFailed, match="已经有数据"):
        restore(there, folder, said)


def test_another_key_file_is_noticed(kept: tuple[Path, list[bytes], str], tmp_path: Path) -> None:
    there = settings_of(tmp_path / "there")
    create_key_file(there.key_file)
    with pytest.raises(KeyFileUnusable):
        restore(there, kept[0], said)
    shutil.copy(tmp_path / "here" / "keys" / "master.key", there.key_file)
    assert restore(there, kept[0], said) == 0, "nothing was left behind that stands in the way"


def test_without_the_key_file_nothing_is_begun(kept: tuple[Path, list[bytes], str], tmp_path: Path) -> None:
    there = settings_of(tmp_path / "there")
    with pytest.raises(KeyFileUnusable):
        restore(there, kept[0], said)
    assert not there.data_folder.exists()


def test_a_damaged_backup_is_refused(kept: tuple[Path, list[bytes], str], tmp_path: Path) -> None:
    there = settings_of(tmp_path / "there")
    create_key_file(there.key_file)
    with (kept[0] / LEDGER).open("ab") as file:
        file.write(b"x")
    with pytest.raises(BackupFailed, match="SHA-256"):
        restore(there, kept[0], said)
    (kept[0] / KEYS).unlink()
    with pytest.raises(BackupFailed):
        restore(there, kept[0], said)


def test_the_ledgers_file_holds_no_key_and_no_name(kept: tuple[Path, list[bytes], str]) -> None:
    content = (kept[0] / LEDGER).read_bytes()
    assert "示例甲".encode() not in content
    assert b"subject_key" not in content
    assert b"subject_key" in (kept[0] / KEYS).read_bytes()


def test_a_backup_needs_an_empty_folder(kept: tuple[Path, list[bytes], str], tmp_path: Path) -> None:
    with pytest.raises(BackupFailed, match="不是空的"):
        backup(settings_of(tmp_path / "here"), kept[0], said)


def test_a_backup_is_restored_into_the_oldest_server(kept: tuple[Path, list[bytes], str], tmp_path: Path, fresh: str) -> None:
    """The server of the test session: PostgreSQL 15 under `make test-pg15`."""
    there = load({"YINGSU_DATA": str(tmp_path / "there"), "YINGSU_DATABASE_URL": fresh})
    there.key_file.parent.mkdir(parents=True)
    shutil.copy(tmp_path / "here" / "keys" / "master.key", there.key_file)
    restore(there, kept[0], said)
    with opened(there) as installation:
        assert [leaf_hash(entry) for entry in installation.ledger.read_all(0, 10)] == kept[1]


def test_a_refused_restore_changes_nothing_on_the_server(kept: tuple[Path, list[bytes], str], tmp_path: Path, fresh: str) -> None:
    there = load({"YINGSU_DATA": str(tmp_path / "there"), "YINGSU_DATABASE_URL": fresh})
    create_key_file(there.key_file)
    name = urlsplit(fresh).path.lstrip("/")
    with psycopg.connect(fresh.replace(name, "postgres")) as administrator:
        query = "SELECT rolpassword, shobj_description(oid, 'pg_authid') FROM pg_authid WHERE rolname = 'yingsu_owner'"
        before = administrator.execute(query).fetchall()
        with pytest.raises(KeyFileUnusable):
            restore(there, kept[0], said)
        assert administrator.execute(query).fetchall() == before
        assert administrator.execute("SELECT FROM pg_database WHERE datname = %s", (name,)).fetchall() == []


def test_a_foreign_key_file_is_told_and_locks_nobody_out(kept: tuple[Path, list[bytes], str], tmp_path: Path, fresh: str) -> None:
    there = load({"YINGSU_DATA": str(tmp_path / "there"), "YINGSU_DATABASE_URL": fresh})
    there.key_file.parent.mkdir(parents=True)
    shutil.copy(tmp_path / "here" / "keys" / "master.key", there.key_file)
    restore(there, kept[0], said)
    foreign = replace(there, key_file=tmp_path / "foreign.key")
    create_key_file(foreign.key_file)
    for wrong in (foreign, replace(settings_of(tmp_path / "here"), key_file=foreign.key_file)):
        with pytest.raises(KeyFileUnusable, match="不是这个数据库的密钥文件"), opened(wrong):
            pytest.fail("opened with a foreign key file")
    with opened(there) as installation:
        assert installation.ledger.head() == 3
