"""A backup restored elsewhere is the same ledger, and reads its persons with the key file only."""

import shutil
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import msgspec
import psycopg
import pytest

from tests.files.storing import PDF, stored
from tests.ledger.writing import command, write
from yingsu.administration import check_files
from yingsu.backup import FILES, KEYS, LEDGER, MANIFEST, BackupFailed, backup, restore
from yingsu.events.intake.file import FileStored
from yingsu.files.checking import check
from yingsu.files.upload import place_of
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
    assert "共 3 条，上传的文件共 0 个，1 个当事人或文件的密钥可用" in lines[0]
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


@pytest.fixture
def with_files(tmp_path: Path) -> tuple[Settings, list[FileStored]]:
    """An installation with three uploaded files, of which the second was erased."""
    here = settings_of(tmp_path / "here")
    with opened(here) as installation:
        files = [stored(installation.files, PDF, b"x" * 600_000) for _ in range(3)]
        installation.keys.destroy(files[1].file)
    return here, files


def prepared(tmp_path: Path) -> Settings:
    """An empty installation elsewhere, with the key file of the first."""
    there = settings_of(tmp_path / "there")
    there.key_file.parent.mkdir(parents=True)
    shutil.copy(tmp_path / "here" / "keys" / "master.key", there.key_file)
    return there


def test_uploaded_files_are_backed_up_as_they_lie_and_restored(
    with_files: tuple[Settings, list[FileStored]], tmp_path: Path
) -> None:
    here, files = with_files
    lines: list[str] = []
    assert backup(here, tmp_path / "backup", lines.append) == 0
    assert "登记簿共 3 条，上传的文件共 3 个" in lines[0]
    assert PDF not in b"".join(path.read_bytes() for path in (tmp_path / "backup" / FILES).glob("*/*"))

    there = prepared(tmp_path)
    assert restore(there, tmp_path / "backup", lines.append) == 0
    assert "上传的文件共 3 个，2 个当事人或文件的密钥可用" in lines[1]
    with opened(there) as installation:
        contents = [installation.files.content(event) for event in files]
        assert [None if pieces is None else b"".join(pieces) for pieces in contents] == [
            PDF + b"x" * 600_000,
            None,
            PDF + b"x" * 600_000,
        ]
        assert [condition for _, condition in check(installation.files)] == ["sound", "erased", "sound"]
    assert check_files(there, said) == 0


@pytest.mark.parametrize("harm", ["changed", "lost", "added"])
def test_a_backup_whose_files_are_not_those_of_its_manifest_is_refused(
    with_files: tuple[Settings, list[FileStored]], tmp_path: Path, harm: str
) -> None:
    here, files = with_files
    backup(here, tmp_path / "backup", said)
    place = place_of(tmp_path / "backup" / FILES, files[0].sha256)
    match harm:
        case "changed":
            place.write_bytes(b"other")
        case "lost":
            place.unlink()
        case _:
            place.with_name(place.name[:-1] + ("0" if place.name[-1] != "0" else "1")).write_bytes(b"another")
    there = prepared(tmp_path)
    with pytest.raises(BackupFailed, match="files 中的文件与备份时不同"):
        restore(there, tmp_path / "backup", said)
    assert not there.files.exists()


def test_a_damaged_file_is_left_out_of_the_backup_and_told(with_files: tuple[Settings, list[FileStored]], tmp_path: Path) -> None:
    here, files = with_files
    place_of(here.files, files[2].sha256).write_bytes(b"other")
    lines: list[str] = []
    assert backup(here, tmp_path / "backup", lines.append) == 1
    assert lines[1] == "有 1 个文件已损坏，没有备份。请执行 yingsu files check 查明，并从较早的备份恢复它们。"
    there = prepared(tmp_path)
    assert restore(there, tmp_path / "backup", said) == 0

    lines.clear()
    assert check_files(there, lines.append) == 1
    assert lines == [
        f"{files[1].file}：内容已删除（{place_of(there.files, files[1].sha256)}）。",
        f"{files[2].file}：缺失（{place_of(there.files, files[2].sha256)}）。",
        "登记的文件共 3 个：完好 1 个，损坏 0 个，缺失 1 个，内容已删除 1 个；未登记的 0 个。",
        "请从备份的 files 文件夹取回损坏和缺失的文件，放回原处，再核对一次。",
    ]


def test_a_check_tells_what_unfinished_uploads_left(with_files: tuple[Settings, list[FileStored]]) -> None:
    here, files = with_files
    orphan, part = place_of(here.files, "ab" * 32), here.files / "incoming" / "file-1.part"
    orphan.parent.mkdir(exist_ok=True)
    for path in (orphan, part):
        path.write_bytes(b"left behind")
    lines: list[str] = []
    assert check_files(here, lines.append) == 0
    assert lines == [
        f"{files[1].file}：内容已删除（{place_of(here.files, files[1].sha256)}）。",
        f"{orphan}：登记簿中没有，是未完成的上传所留；没有正在进行的上传时可以删除。",
        f"{part}：登记簿中没有，是未完成的上传所留；没有正在进行的上传时可以删除。",
        "登记的文件共 3 个：完好 2 个，损坏 0 个，缺失 0 个，内容已删除 1 个；未登记的 2 个。",
    ]


def test_a_backup_of_before_there_were_files_is_restored(kept: tuple[Path, list[bytes], str], tmp_path: Path) -> None:
    manifest = msgspec.json.decode((kept[0] / MANIFEST).read_bytes())
    (kept[0] / MANIFEST).write_bytes(msgspec.json.encode({k: v for k, v in manifest.items() if not k.startswith("files")}))
    assert restore(prepared(tmp_path), kept[0], said) == 0
