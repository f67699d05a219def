"""Copies of a whole store, for backups. A file's name is the SHA-256 of its bytes, so each copy is proved while it is made."""

import hashlib
import os
from pathlib import Path
from typing import Final

from yingsu.files.checking import lying_in
from yingsu.files.upload import place_of

_PIECE: Final = 1024 * 1024


def copy_files(source: Path, target: Path) -> tuple[list[str], list[str]]:
    """Copy every file of the store in folder `source` to `target`; returns the names that are there now, and those that were found damaged.

    What is in `target` already stays. A damaged file is not copied; one that goes away meanwhile was of an upload that came to nothing.
    Raises OSError.
    """
    copied, damaged = [], []
    for name in lying_in(source):
        place = place_of(target, name)
        if not place.exists():
            place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            try:
                if not _copied(place_of(source, name), place):
                    damaged.append(name)
                    continue
            except FileNotFoundError:
                continue
        copied.append(name)
    return copied, damaged


def list_sha256(names: list[str]) -> str:
    """The SHA-256 (hex) of a list of names, as a manifest keeps it."""
    return hashlib.sha256("\n".join(names).encode()).hexdigest()


def damaged_in(folder: Path) -> list[str]:
    """The names of the files in `folder` whose bytes are not those that they are named after."""
    return [name for name in lying_in(folder) if _sha256(place_of(folder, name)) != name]


def _copied(source: Path, place: Path) -> bool:
    """Copy one file; False, and nothing copied, when its bytes are not those that it is named after."""
    temporary = place.with_suffix(".part")
    seen = hashlib.sha256()
    with source.open("rb") as reading, open(temporary, "wb", opener=_private) as writing:
        while piece := reading.read(_PIECE):
            seen.update(piece)
            writing.write(piece)
        writing.flush()
        os.fsync(writing.fileno())
    if seen.hexdigest() != place.name:
        temporary.unlink()
        return False
    temporary.rename(place)
    return True


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
