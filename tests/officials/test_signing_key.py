"""The token-signing key on disk: made once, private, worthless without the key file."""

import stat
from pathlib import Path
from threading import Thread

import pytest

from yingsu.clock import SettableClock
from yingsu.ledger.keys import KeyStore
from yingsu.officials.signing_key import FILE_NAME, SigningKeyUnusable, open_signing_key, write_private
from yingsu.settings import Urls


def test_the_key_is_made_once_and_found_again(keys: KeyStore, tmp_path: Path) -> None:
    first = open_signing_key(keys, tmp_path / "keys" / "master.key")
    second = open_signing_key(keys, tmp_path / "keys" / "master.key")
    assert first.thumbprint() == second.thumbprint()
    assert second.is_private


def test_only_its_owner_may_read_the_file_and_it_holds_no_key_in_the_clear(keys: KeyStore, tmp_path: Path) -> None:
    key = open_signing_key(keys, tmp_path / "master.key")
    path = tmp_path / FILE_NAME
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert str(key.as_dict(private=True)["d"]).encode() not in path.read_bytes()
    assert [file.name for file in tmp_path.iterdir()] == [FILE_NAME]


def test_processes_that_start_together_agree_on_one_key(keys: KeyStore, tmp_path: Path) -> None:
    found: list[str] = []
    threads = [
        Thread(target=lambda: found.append(open_signing_key(keys, tmp_path / "master.key").thumbprint())) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert len(set(found)) == 1


def test_a_signing_key_of_another_installation_is_refused(
    keys: KeyStore, urls: Urls, clock: SettableClock, tmp_path: Path
) -> None:
    open_signing_key(keys, tmp_path / "master.key")
    other = KeyStore(urls.keys, b"x" * 32, clock)
    with pytest.raises(SigningKeyUnusable, match="不匹配"):
        open_signing_key(other, tmp_path / "master.key")
    other.close()


def test_a_damaged_file_is_refused(keys: KeyStore, tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text("not base64!")
    with pytest.raises(SigningKeyUnusable, match="无法读取"):
        open_signing_key(keys, tmp_path / "master.key")


def test_a_private_file_is_never_overwritten(tmp_path: Path) -> None:
    assert write_private(tmp_path / "a", b"first")
    assert not write_private(tmp_path / "a", b"second")
    assert (tmp_path / "a").read_bytes() == b"first"
