"""The ledger at one moment, for decisions that are made together: what one of them reads costs the next nothing.

Everything is read in one transaction of the database, so that all of it was true at once: an append at the versions read here excludes
whatever came meanwhile, as it does for a decision on its own. Streams that will be asked for can be fetched together beforehand; the
others are read when they are asked for, in the same moment. A decision on its own that only reads ahead needs no transaction for it.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Final, Protocol

from yingsu.clock import Clock
from yingsu.ledger.correcting import as_corrected
from yingsu.ledger.database import Cursor, Database
from yingsu.ledger.deciding import EVERYWHERE
from yingsu.ledger.entry import Entry
from yingsu.ledger.rows import COLUMNS, to_entry
from yingsu.ledger.store import Ledger

# A join for each stream: with an array of streams in the condition a young table would be read from end to end.
_STREAMS: Final = (
    f"SELECT {COLUMNS} FROM unnest(%s::text[]) AS wanted (name), "  # noqa: S608
    "LATERAL (SELECT * FROM ledger.entry WHERE entry.stream = wanted.name ORDER BY entry.version) AS found"
)


class Readable(Protocol):
    """What a decision reads: the ledger as it is at each reading, or at one moment."""

    @property
    def clock(self) -> Clock:
        """The record clock."""
        ...

    @property
    def database(self) -> Database:
        """Where it is kept."""
        ...

    def load(self, stream: str, tenants: tuple[str, ...]) -> list[Entry]:
        """The entries of one stream in version order as they stand, as far as `tenants` may see them."""
        ...

    def load_original(self, stream: str, tenants: tuple[str, ...]) -> list[Entry]:
        """The same, each entry as it was recorded."""
        ...


class ReadAhead:
    """The ledger, of which some streams were read together beforehand, and none is read twice. For one decision of one thread: an append at
    the versions read here excludes whatever came meanwhile."""

    def __init__(self, ledger: Ledger, streams: Iterable[str]) -> None:
        self.clock: Clock = ledger.clock
        self.database: Database = ledger.database
        self._ledger = ledger
        self._streams = ledger.load_several_original(sorted(set(streams)), EVERYWHERE)

    def load(self, stream: str, tenants: tuple[str, ...]) -> list[Entry]:
        """The entries of one stream in version order as they stand. ValueError for other tenants than the system itself."""
        return as_corrected(self.load_original(stream, tenants))

    def load_original(self, stream: str, tenants: tuple[str, ...]) -> list[Entry]:
        """The same, each entry as it was recorded."""
        _require_system(tenants)
        if stream not in self._streams:
            self._streams[stream] = self._ledger.load_original(stream, EVERYWHERE)
        return self._streams[stream]


class Snapshot:
    """What the ledger held at the first reading. For one thread, and for the system itself: it sees every jurisdiction."""

    def __init__(self, ledger: Ledger, cursor: Cursor) -> None:
        self.clock: Clock = ledger.clock
        self.database: Database = ledger.database
        self.cursor: Cursor = cursor
        self._streams: dict[str, list[Entry]] = {}

    def fetch(self, streams: Iterable[str]) -> None:
        """Read these streams together, those that are not here yet."""
        missing = sorted(set(streams) - self._streams.keys())
        if not missing:
            return
        found: dict[str, list[Entry]] = {stream: [] for stream in missing}
        for row in self.cursor.execute(_STREAMS, (missing,), prepare=True):
            entry = to_entry(row)
            found[entry.stream].append(entry)
        self._streams |= found

    def load(self, stream: str, tenants: tuple[str, ...]) -> list[Entry]:
        """The entries of one stream in version order as they stand. ValueError for other tenants than the system itself."""
        return as_corrected(self.load_original(stream, tenants))

    def load_original(self, stream: str, tenants: tuple[str, ...]) -> list[Entry]:
        """The same, each entry as it was recorded."""
        _require_system(tenants)
        self.fetch([stream])
        return self._streams[stream]


@contextmanager
def at_one_moment(ledger: Ledger) -> Iterator[Cursor]:
    """A cursor that sees the ledger as of its first reading, in every jurisdiction."""
    with ledger.database.snapshot(EVERYWHERE) as cursor:
        yield cursor


def _require_system(tenants: tuple[str, ...]) -> None:
    if tenants != EVERYWHERE:
        raise ValueError("what is read together is read by the system itself")
