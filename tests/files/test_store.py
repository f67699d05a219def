"""The store: who may refer to a file, and that its content comes back as it was or not at all."""

import resource
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.files.storing import CENTRE, PDF, lying, stored
from yingsu.events.intake.file import FileStored
from yingsu.files import FileDamaged, FileEmpty, FileNotUsable, FileStorageUnavailable, FileStore, FileTypeMismatch
from yingsu.files.upload import place_of
from yingsu.ledger.entry import ANY_JURISDICTION, Actor
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.store import Ledger

UNKNOWN = "file-01994b2e-0000-7000-8000-000000000001"


def content_of(store: FileStore, event: FileStored) -> bytes | None:
    """The whole content; None after erasure."""
    pieces = store.content(event)
    return None if pieces is None else b"".join(pieces)


def test_a_stored_file_is_read_back_as_it_was(store: FileStore) -> None:
    pieces = [PDF, b"x" * 700_000, b"end"]
    event = stored(store, *pieces)
    assert content_of(store, event) == b"".join(pieces)
    assert event.size == len(b"".join(pieces))
    assert store.keys.open_text(event.name) == "示例.pdf"


def test_it_lies_under_the_hash_of_its_bytes_unreadable_and_for_its_owner_alone(store: FileStore) -> None:
    event = stored(store)
    assert lying(store) == [f"{event.sha256[:2]}/{event.sha256}"]
    place = place_of(store.folder, event.sha256)
    assert b"%PDF" not in place.read_bytes()
    assert place.stat().st_mode & 0o777 == 0o600
    assert store.folder.stat().st_mode & 0o777 == 0o700


def test_its_entry_is_found_by_those_whose_jurisdiction_it_is(store: FileStore) -> None:
    event = stored(store)
    for tenants in (("320813",), ("320812", "320813"), (ANY_JURISDICTION,)):
        entry = store.stored(event.file, tenants)
        assert entry is not None
        assert entry.event == event
    assert store.stored(event.file, ("320812",)) is None
    assert store.stored(UNKNOWN, (ANY_JURISDICTION,)) is None


@pytest.mark.parametrize(
    "actor",
    [
        CENTRE,
        Actor(client="hongze-tiaochu-2", role="mediation_centre", agency=CENTRE.agency),
        Actor(client=CENTRE.client, role="mediation_centre"),
    ],
)
def test_whoever_stored_a_file_or_its_agency_may_refer_to_it(store: FileStore, actor: Actor) -> None:
    event = stored(store)
    assert store.require(event.file, actor, "/file") == event


@pytest.mark.parametrize(
    ("own", "actor"),
    [
        (CENTRE, Actor(client="hongze-shichang-oa", role="agency", agency="agency-00000000-0000-4000-8000-320813000002")),
        (Actor(client="court-su0813", role="court"), Actor(client="court-su08", role="court")),
    ],
)
def test_another_may_not_refer_to_it(store: FileStore, own: Actor, actor: Actor) -> None:
    event = stored(store, actor=own)
    with pytest.raises(FileNotUsable) as refusal:
        store.require(event.file, actor, "/materials/0/file")
    assert (refusal.value.code, refusal.value.pointer) == ("file-not-usable", "/materials/0/file")
    assert "请先上传文件（POST /v1/intake/files）" in refusal.value.message


@pytest.mark.parametrize("file_id", [UNKNOWN, "file-\0", "case-01994b2e-0000-7000-8000-000000000001", "", f"{UNKNOWN}\n"])
def test_what_is_no_file_cannot_be_referred_to(store: FileStore, file_id: str) -> None:
    with pytest.raises(FileNotUsable):
        store.require(file_id, CENTRE, "/file")


def damaged(change: Callable[[bytearray], bytes | bytearray]) -> Callable[[Path], None]:
    """Something that happens to a stored file."""

    def happen(place: Path) -> None:
        place.write_bytes(change(bytearray(place.read_bytes())))

    return happen


def flipped(stored_bytes: bytearray) -> bytearray:
    """One bit of the last byte."""
    stored_bytes[-1] ^= 1
    return stored_bytes


@pytest.mark.parametrize(
    ("happen", "condition", "said"),
    [
        (damaged(flipped), "damaged", "与存放时不同"),
        (damaged(lambda stored_bytes: stored_bytes[:-1]), "damaged", "与存放时不同"),
        (damaged(lambda _: b""), "damaged", "与存放时不同"),
        (Path.unlink, "missing", "不在存放处"),
    ],
    ids=["flipped", "truncated", "emptied", "missing"],
)
def test_nothing_is_given_of_a_file_that_was_damaged(
    store: FileStore, caplog: pytest.LogCaptureFixture, happen: Callable[[Path], None], condition: str, said: str
) -> None:
    event = stored(store, PDF, b"x" * 700_000)
    happen(place_of(store.folder, event.sha256))
    with pytest.raises(FileDamaged) as fault:
        store.content(event)
    assert (fault.value.code, fault.value.condition) == ("file-damaged", condition)
    assert said in fault.value.message
    assert "请联系系统管理员从备份恢复该文件" in fault.value.message
    assert [(record.levelname, record.getMessage()) for record in caplog.records] == [
        ("ERROR", f"the stored bytes of {event.file} are {condition}")
    ]
    assert store.condition_of(event) == condition


def test_bytes_that_have_the_right_hash_and_do_not_open_are_damage_too(store: FileStore) -> None:
    """As if the record told the hash of another file: what is given was stored for this id."""
    one, other = stored(store), stored(store)
    forged = FileStored(
        file=one.file,
        name=one.name,
        media_type=one.media_type,
        size=one.size,
        sha256=other.sha256,
        content_sha256=one.content_sha256,
    )
    with pytest.raises(FileDamaged):
        store.content(forged)


def test_an_erased_file_is_gone_whatever_lies_there(store: FileStore) -> None:
    event = stored(store)
    place = place_of(store.folder, event.sha256)
    assert store.condition_of(event) == "sound"
    assert store.keys.destroy(event.file) == 1
    assert (store.content(event), store.keys.open_text(event.name), store.condition_of(event)) == (None, None, "erased")
    place.unlink()
    assert (store.content(event), store.condition_of(event)) == (None, "erased")


def test_nothing_is_left_of_an_upload_that_was_abandoned(store: FileStore, subjects: Callable[[], set[str]]) -> None:
    upload = store.begin("application/pdf")
    upload.write(PDF)
    assert lying(store) == [f"incoming/{upload.file_id}.part"]
    assert subjects() == {upload.file_id}
    upload.abandon()
    assert (lying(store), subjects()) == ([], set())
    upload.abandon()


def test_what_was_kept_stays_when_it_is_abandoned_because_it_may_be_on_record(
    store: FileStore, subjects: Callable[[], set[str]]
) -> None:
    upload = store.begin("application/pdf")
    upload.write(PDF)
    upload.finish()
    sha256 = upload.keep()
    upload.abandon()
    assert (lying(store), subjects()) == ([f"{sha256[:2]}/{sha256}"], {upload.file_id})
    upload.discard()
    assert (lying(store), subjects()) == ([], set())


def test_a_content_of_the_wrong_type_or_none_is_refused_while_it_arrives(store: FileStore) -> None:
    upload = store.begin("image/png")
    with pytest.raises(FileTypeMismatch):
        upload.write(PDF)
    upload.abandon()
    upload = store.begin("image/png")
    with pytest.raises(FileEmpty):
        upload.finish()
    upload.abandon()


def test_a_folder_that_cannot_be_written_to_is_told_and_leaves_no_key(
    ledger: Ledger, keys: KeyStore, tmp_path: Path, subjects: Callable[[], set[str]], caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "files").write_bytes(b"no folder")
    with pytest.raises(FileStorageUnavailable) as refusal:
        FileStore(tmp_path / "files", ledger, keys).begin("application/pdf")
    assert refusal.value.code == "file-storage-unavailable"
    assert "请稍后用同一请求重试" in refusal.value.message
    assert subjects() == set()
    assert [record.levelname for record in caplog.records] == ["ERROR"]


def test_nothing_stays_of_an_upload_that_the_disk_has_no_room_for(
    store: FileStore, subjects: Callable[[], set[str]], caplog: pytest.LogCaptureFixture
) -> None:
    upload = store.begin("application/pdf")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, limits[1]))
    try:
        upload.write(PDF)
        with pytest.raises(FileStorageUnavailable):
            upload.write(b"x" * 1_000_000)
        upload.abandon()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert (lying(store), subjects()) == ([], set())
    assert [record.getMessage() for record in caplog.records] == ["the folder of the files cannot be written to: File too large"]


def test_neither_storing_nor_reading_holds_a_file_in_memory(store: FileStore) -> None:
    size, piece = 32 * 1024 * 1024, b"x" * 65_536
    tracemalloc.start()
    try:
        event = stored(store, PDF, *(piece for _ in range(size // len(piece))))
        pieces = store.content(event)
        assert pieces is not None
        assert sum(map(len, pieces)) == event.size > size
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < size // 4
