"""Personal data is readable with its key and the key file, and never again without."""

from pathlib import Path

import msgspec
import psycopg
import pytest
from cryptography.exceptions import InvalidTag

from yingsu.clock import SettableClock
from yingsu.ledger.keys import KeyFileUnusable, KeyStore, create_key_file, read_key_file
from yingsu.ledger.sealed import Person
from yingsu.settings import Urls

PERSON = Person(name="样例甲", id_number="000000000000000000", phone="000")


def test_a_person_is_sealed_and_opened(keys: KeyStore) -> None:
    sealed = keys.seal_person("case-1/p1", PERSON)
    assert keys.open_person(sealed) == PERSON
    assert keys.open_text(keys.seal_text("case-1/p1", "请求撤销")) == "请求撤销"
    assert "样例甲".encode() not in msgspec.json.encode(sealed)


def test_erasing_a_subject_erases_all_that_was_sealed_for_it_and_nothing_else(keys: KeyStore) -> None:
    person, text = keys.seal_person("case-1/p1", PERSON), keys.seal_text("case-1/p1", "样例")
    other = keys.seal_person("case-1/p2", PERSON)
    assert keys.destroy("case-1/p1") == 1
    assert keys.open_person(person) is None
    assert keys.open_text(text) is None
    assert keys.open_person(other) == PERSON
    assert keys.destroy("case-1/p1") == 0


def test_an_erasure_reaches_every_process(keys: KeyStore, urls: Urls, clock: SettableClock) -> None:
    other = KeyStore(urls.keys, bytes(32), clock)
    sealed = keys.seal_person("case-1/p1", PERSON)
    assert other.open_person(sealed) == PERSON
    keys.destroy("case-1/p1")
    assert other.open_person(sealed) is None
    other.close()


def test_a_box_cannot_be_moved_to_another_subject_or_kind(keys: KeyStore) -> None:
    sealed = keys.seal_person("case-1/p1", PERSON)
    with pytest.raises(InvalidTag):
        keys.open_person(msgspec.structs.replace(sealed, subject="case-1/p2"))
    text = keys.seal_text("case-1/p1", "{}")
    with pytest.raises(InvalidTag):
        keys.open_person(msgspec.structs.replace(sealed, box=text.box))


def test_another_key_file_opens_nothing(keys: KeyStore, urls: Urls, clock: SettableClock) -> None:
    sealed = keys.seal_person("case-1/p1", PERSON)
    stranger = KeyStore(urls.keys, bytes([1]) * 32, clock)
    with pytest.raises(KeyFileUnusable):
        stranger.open_person(sealed)
    stranger.close()


def test_the_database_holds_no_usable_key(keys: KeyStore, urls: Urls) -> None:
    keys.seal_person("case-1/p1", PERSON)
    with psycopg.connect(urls.keys) as connection:
        ((wrapped,),) = connection.execute("SELECT wrapped FROM keys.subject_key").fetchall()
    assert len(wrapped) == 12 + 32 + 16, "nonce, wrapped key, tag"


def test_no_other_role_reaches_the_keys(keys: KeyStore, urls: Urls) -> None:
    for url in (urls.app, urls.reader):
        with psycopg.connect(url) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("SELECT FROM keys.subject_key")


def test_the_key_file_is_made_once_and_for_the_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "master.key"
    create_key_file(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert len(read_key_file(path)) == 32
    with pytest.raises(FileExistsError):
        create_key_file(path)


@pytest.mark.parametrize("content", [None, b"", b"short", b"!!!"])
def test_an_unusable_key_file_is_named(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "master.key"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(KeyFileUnusable, match=r"master\.key"):
        read_key_file(path)


def test_keyed_hashes_differ_between_installations(keys: KeyStore, urls: Urls, clock: SettableClock) -> None:
    stranger = KeyStore(urls.keys, bytes([1]) * 32, clock)
    assert keys.keyed_hash(b"body") == keys.keyed_hash(b"body") != stranger.keyed_hash(b"body")
    assert keys.derive("cursor") != keys.derive("token")
    stranger.close()


def test_long_content_has_a_key_of_its_own_that_goes_with_the_subjects(keys: KeyStore) -> None:
    key = keys.content_key("file-1")
    sealed = keys.seal_text("file-1", "示例.pdf")
    assert len(key) == 32
    assert keys.content_key("file-1") == keys.content_key_beside(sealed) == key
    assert keys.content_key("file-2") != key
    keys.destroy("file-1")
    assert keys.content_key_beside(sealed) is None
    assert keys.content_key("file-1") != key
