"""The entries of a feed: a portion of what is for one reader, in the order of the record. Owns how it is found without reading all.

    with database.read(reader.tenants) as cursor:
        portion = entries_for(cursor, reader, "all", after=position, limit=100)

`portion.entries` are entries of the ledger, `portion.reached` is where the next portion begins (`after`): it moves on also where nothing
was found. For an agency that is nobody's caller: `Reader(role="agency", tenants=(its jurisdiction,), agency=its id)`.
"""

from typing import Final

import msgspec

from services.notify.feed.reader import Context, Reader
from services.notify.feed.view import NAME
from yingsu.events.notify.endpoint import BEGINNING
from yingsu.events.registry.lineage import AgencySucceeded
from yingsu.ledger.database import Cursor
from yingsu.ledger.entry import Entry
from yingsu.ledger.rows import COLUMNS, to_entry

NEAR: Final = 2000
"""So many positions are looked through one after the other; beyond them an agency's entries are looked for in its own cases."""
WIDER: Final = 8
"""How much wider each further stretch is than the one before."""


_END: Final = (
    "SELECT least(coalesce((SELECT position FROM views.bookmark WHERE view = %(view)s), 0), (SELECT min(held.position) - 1 FROM views.quarantine held "
    "JOIN ledger.entry USING (position) WHERE held.view = %(view)s))"
)
_ORDER: Final = "ORDER BY entry.position LIMIT %(limit)s"
_STRETCH: Final = (
    "entry.position > %(after)s AND entry.position <= %(last)s AND entry.topic LIKE ANY (%(topics)s) "
    "AND NOT starts_with(entry.topic, %(unfed)s)"
)
# Bounds are values or columns, never sums: row-level security lets nothing else choose an index.
_BY_CASE: Final = (
    f"SELECT {COLUMNS} FROM (SELECT case_id AS record, min(since) AS since FROM views.notify_concerned WHERE reader = ANY (%(readers)s) "  # noqa: S608
    f"AND since <= %(last)s GROUP BY case_id) AS own CROSS JOIN LATERAL (SELECT {COLUMNS} FROM ledger.entry WHERE entry.case_id = own.record AND entry.position >= own.since "
    f"AND {_STRETCH} AND {{condition}} {_ORDER}) AS entry {_ORDER}"
)
_SUCCESSIONS: Final = f"SELECT {COLUMNS} FROM ledger.entry WHERE stream = %s AND topic = %s AND position <= %s ORDER BY version"  # noqa: S608
_BY_POSITION: Final = f"SELECT {COLUMNS} FROM ledger.entry WHERE {_STRETCH} AND {{condition}} {_ORDER}"  # noqa: S608


class Portion(msgspec.Struct, frozen=True, kw_only=True):
    """Entries in ascending position, and up to where the record was looked through: all that is for the reader up to there was given."""

    entries: list[Entry]
    reached: int


def entries_for(cursor: Cursor, reader: Reader, context: Context, after: int, limit: int) -> Portion:
    """Up to `limit` entries of `context` for this reader at positions above `after`, as of one moment. `cursor` is that of
    `Database.read(reader.tenants)`. Raises `FeedClosed`.

    Nothing beyond what `notify.concerned` has taken in is given, nor beyond an entry that it could not take in and that the reader might
    see: what came before it in the record would come after it here. What is recorded up to there never changes, and the lock keeps a
    rebuild from swapping the table, so several statements see one state.
    """
    topics = reader.topics(context)
    cursor.execute("LOCK TABLE views.notify_concerned IN ACCESS SHARE MODE")
    end = _end(cursor)
    if reader.agency is not None and reader.role == "agency":
        reader = msgspec.structs.replace(reader, took_over=_took_over(cursor, reader.agency, end))
    found: list[Entry] = []
    reached, width = after, NEAR
    while reached < end and len(found) < limit:
        last = min(end, reached + width)
        found += _stretch(cursor, reader, topics, reached, last, limit - len(found), near=width == NEAR)
        reached, width = last, width * WIDER
    return Portion(entries=found, reached=found[-1].position if len(found) == limit else max(after, end))


def _end(cursor: Cursor) -> int:
    """Up to where entries are given now, to whom this cursor is."""
    row = cursor.execute(_END, {"view": NAME}).fetchone()
    return int(row[0]) if row else 0


def _took_over(cursor: Cursor, agency: str, end: int) -> tuple[tuple[str, int], ...]:
    """The agencies that an agency took over as a whole by the record up to `end`, and those that they had, each from where it is recorded."""
    found: dict[str, int] = {}
    waiting = [(agency, 0)]
    while waiting:
        taker, begun = waiting.pop(0)
        for entry in map(to_entry, cursor.execute(_SUCCESSIONS, (taker, AgencySucceeded.TOPIC, end)).fetchall()):
            if isinstance(entry.event, AgencySucceeded) and entry.event.whole and entry.event.predecessor not in (agency, *found):
                found[entry.event.predecessor] = max(begun, entry.position)
                waiting.append((entry.event.predecessor, found[entry.event.predecessor]))
    return tuple(found.items())


def _stretch(cursor: Cursor, reader: Reader, topics: list[str], after: int, last: int, limit: int, *, near: bool) -> list[Entry]:
    """What is for the reader among the entries above `after` up to `last`: looked for among all of them, or in an agency's own cases."""
    condition, values = reader.condition()
    query = _BY_CASE if reader.role == "agency" and not near else _BY_POSITION
    values |= {
        "readers": list(reader.agencies),
        "after": after,
        "last": last,
        "topics": topics,
        "unfed": BEGINNING,
        "limit": limit,
    }
    return [to_entry(row) for row in cursor.execute(query.format(condition=condition), values)]
