"""A store over the test's ledger."""

from pathlib import Path

import pytest

from yingsu.files import FileStore
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.store import Ledger


@pytest.fixture
def store(ledger: Ledger, keys: KeyStore, tmp_path: Path) -> FileStore:
    """An empty store."""
    return FileStore(tmp_path / "files", ledger, keys)
