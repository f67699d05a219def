"""The check of a whole store: is every file that is on record there, and as it was stored; and what lies there that no record tells of."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from yingsu.events.intake.file import FileStored
from yingsu.files.store import Condition, FileStore
from yingsu.files.upload import INCOMING, place_of
from yingsu.ledger.deciding import EVERYWHERE
from yingsu.ledger.rows import COLUMNS, to_entry

PAGE: Final = 500
_SHA256: Final = re.compile(r"[0-9a-f]{64}")


def on_record(store: FileStore) -> Iterator[FileStored]:
    """Every file that is on record, in the order of the record."""
    after = 0
    while True:
        with store.ledger.database.read(EVERYWHERE) as cursor:
            rows = cursor.execute(
                f"SELECT {COLUMNS} FROM ledger.entry WHERE topic = %s AND position > %s ORDER BY position LIMIT %s",  # noqa: S608
                (FileStored.TOPIC, after, PAGE),
            ).fetchall()
        for entry in map(to_entry, rows):
            after = entry.position
            if isinstance(entry.event, FileStored):
                yield entry.event
        if len(rows) < PAGE:
            return


def lying_in(folder: Path) -> list[str]:
    """The names (SHA-256, hex) of the files that lie in their places in the folder of a store, sorted."""
    return sorted(
        path.name for path in folder.glob("??/*") if _SHA256.fullmatch(path.name) and path == place_of(folder, path.name)
    )


def unfinished(folder: Path) -> list[Path]:
    """What is on its way into the store, or was when a process died."""
    return sorted((folder / INCOMING).glob("*.part"))


def check(store: FileStore) -> Iterator[tuple[FileStored, Condition]]:
    """Every file that is on record, and what there is of it. Reads every stored byte."""
    for event in on_record(store):
        yield event, store.condition_of(event)
