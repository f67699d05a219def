"""The check of a whole store, and copies of one."""

from pathlib import Path

import pytest

from tests.files.storing import PDF, lying, stored
from yingsu.files import FileStore, checking
from yingsu.files.checking import check, lying_in, on_record, unfinished
from yingsu.files.copying import copy_files, damaged_in, list_sha256
from yingsu.files.upload import place_of


def test_every_file_on_record_is_looked_at(store: FileStore) -> None:
    sound, changed, gone, erased = (stored(store) for _ in range(4))
    place_of(store.folder, changed.sha256).write_bytes(b"other")
    place_of(store.folder, gone.sha256).unlink()
    store.keys.destroy(erased.file)
    assert [(event.file, condition) for event, condition in check(store)] == [
        (sound.file, "sound"),
        (changed.file, "damaged"),
        (gone.file, "missing"),
        (erased.file, "erased"),
    ]


def test_files_on_record_are_read_page_by_page(store: FileStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "PAGE", 2)
    files = [stored(store).file for _ in range(5)]
    assert [event.file for event in on_record(store)] == files


def test_what_lies_there_is_told_apart(store: FileStore) -> None:
    kept = stored(store)
    on_its_way = store.begin("application/pdf")
    (store.folder / "notes.txt").write_text("nobody's")
    (store.folder / "ab").mkdir(exist_ok=True)
    (store.folder / "ab" / ("c" * 64)).write_bytes(b"in the wrong place")
    assert lying_in(store.folder) == [kept.sha256]
    assert unfinished(store.folder) == [store.folder / "incoming" / f"{on_its_way.file_id}.part"]
    on_its_way.abandon()
    assert unfinished(store.folder) == []
    assert lying_in(store.folder / "nowhere") == []


def test_a_copy_has_every_file_and_is_proved(store: FileStore, tmp_path: Path) -> None:
    names = sorted(stored(store, PDF, b"x" * 3_000_000).sha256 for _ in range(3))
    assert copy_files(store.folder, tmp_path / "copy") == (names, [])
    assert lying(store) == sorted(str(path.relative_to(tmp_path / "copy")) for path in (tmp_path / "copy").glob("*/*"))
    assert damaged_in(tmp_path / "copy") == []
    # A second time there is nothing to do.
    assert copy_files(store.folder, tmp_path / "copy") == (names, [])


def test_a_damaged_file_is_not_copied_and_is_named(store: FileStore, tmp_path: Path) -> None:
    sound, changed = stored(store).sha256, stored(store).sha256
    place_of(store.folder, changed).write_bytes(b"other")
    assert damaged_in(store.folder) == [changed]
    assert copy_files(store.folder, tmp_path / "copy") == ([sound], [changed])
    assert lying_in(tmp_path / "copy") == [sound]
    assert list((tmp_path / "copy").rglob("*.part")) == []


def test_a_list_of_names_has_one_sum(store: FileStore) -> None:
    assert list_sha256([]) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert list_sha256(["a", "b"]) != list_sha256(["ab"])
