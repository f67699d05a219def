"""What `yingsu init` makes of an empty ledger, made once for each moment at which tests begin.

The first test that begins at a moment runs it; to the others what it left is given again: the same rows, the same files
(`tests/test_installed.py`). `initialise` itself is tested in `tests/services/registry/test_setup.py`, without this.
"""

from datetime import datetime
from pathlib import Path
from typing import Final, LiteralString

import msgspec
import psycopg

from services.registry.setup import FOLDER, initialise
from yingsu.clock import Clock
from yingsu.ledger.database import Connection
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.store import Ledger
from yingsu.officials.signing_key import write_private
from yingsu.settings import APP_ROLE, OWNER_ROLE, Settings

WRITTEN: Final[tuple[LiteralString, ...]] = ("ledger.entry", "ledger.blob", "keys.subject_key")
"""The tables with what it writes, beside the head of the ledger."""
UNTOUCHED: Final = (
    "SELECT position = 0 AND NOT EXISTS (SELECT FROM ledger.blob) AND NOT EXISTS (SELECT FROM keys.subject_key) FROM ledger.head"
)


class _Left(msgspec.Struct, frozen=True):
    """The head of the ledger, the rows by table as COPY writes them, the credentials by the names of their files."""

    head: tuple[int, datetime]
    rows: dict[LiteralString, bytes]
    credentials: dict[str, bytes]


_left: dict[tuple[datetime, bytes], _Left] = {}
"""By the record clock, and by what everything is sealed with."""


def install(ledger: Ledger, keys: KeyStore, settings: Settings, clock: Clock) -> None:
    """Set the installation up, with the samples. `settings` are those of an installation without any environment."""
    moment, folder = (clock(), keys.derive("tests")), settings.data_folder / FOLDER
    with psycopg.connect(ledger.database.app_url.replace(APP_ROLE, OWNER_ROLE), autocommit=True) as owner:
        if folder.exists() or owner.execute(UNTOUCHED).fetchall() != [(True,)]:
            initialise(ledger, keys, settings, clock)
        elif moment in _left:
            _give(_left[moment], owner, folder)
        else:
            initialise(ledger, keys, settings, clock)
            _left[moment] = _taken(owner, folder)


def _taken(owner: Connection, folder: Path) -> _Left:
    assert owner.execute("SELECT FROM ledger.case_access").fetchall() == []
    rows = {}
    for table in WRITTEN:
        with owner.cursor().copy(f"COPY {table} TO STDOUT (FORMAT binary)") as copy:
            rows[table] = b"".join(copy)
    ((position, recorded_at),) = owner.execute("SELECT position, recorded_at FROM ledger.head").fetchall()
    return _Left((position, recorded_at), rows, {path.name: path.read_bytes() for path in folder.iterdir()})


def _give(left: _Left, owner: Connection, folder: Path) -> None:
    with owner.transaction():
        for table, rows in left.rows.items():
            with owner.cursor().copy(f"COPY {table} FROM STDIN (FORMAT binary)") as copy:
                copy.write(rows)
        owner.execute("UPDATE ledger.head SET position = %s, recorded_at = %s", left.head)
    for name, content in left.credentials.items():
        write_private(folder / name, content)
