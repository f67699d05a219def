"""The rows of whole views from the whole ledger, each entry read once for all views that take it in the same way.

Three ways: views of disputes and views of streams compute rows, which are loaded in bulk; the others are handed the ledger in order. What
cannot be derived, or could not before, is taken entry by entry as the projector takes it, so that it ends as with the projector.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from functools import partial
from itertools import groupby
from typing import Final, TypeVar

from yingsu.derived import DisputeView, Row, StreamView
from yingsu.disputes import AT_ONCE, Joins, read_whole
from yingsu.ledger import quarantine
from yingsu.ledger.database import Cursor
from yingsu.ledger.entry import Entry
from yingsu.ledger.rows import COLUMNS, stream_entries, to_entry
from yingsu.ledger.view import View, selected
from yingsu.rebuilding.tables import load

STREAM_ENTRIES: Final = 5000

Transaction = Callable[[], AbstractContextManager[Cursor]]
"""Opens a transaction whose search path is the schema that is loaded."""
Note = Callable[[int], None]
"""Hears how many entries have been taken in."""
LeftOut = dict[str, int]
"""The subjects that a view leaves out, each with the position of the entry that failed."""

Subject = TypeVar("Subject")


def chunks_of_cases(cursor: Cursor, joins: Joins) -> Iterator[list[str]]:
    """The case records of whole disputes, so many at once as are loaded together. A dispute comes with the first of its records that has
    entries: a number that is only named as an earlier one has none of its own."""
    query = "SELECT DISTINCT case_id FROM ledger.case_access WHERE case_id > %s ORDER BY case_id LIMIT %s"
    after = ""
    met: set[str] = set()
    while cases := [row[0] for row in cursor.execute(query, (after, AT_ONCE)).fetchall()]:
        after = cases[-1]
        found: set[str] = set()
        for case_id in cases:
            if case_id not in met:
                records = joins.records_of(case_id)
                found |= records
                met |= records - {case_id}
        yield sorted(found)


def load_disputes(
    cursor: Cursor, views: Sequence[DisputeView], cases: Sequence[str], joins: Joins, head: int, slow: Mapping[str, set[str]]
) -> int:
    """Load the rows of these disputes up to `head`, but for those of the records in `slow`, by view; records of disputes that cannot be
    derived are added to it. Returns how many entries were read."""
    disputes = list(read_whole(cursor, cases, joins, head).values())
    for view in views:
        held = slow[view.name]
        usual = (
            [dispute for dispute in disputes if held.isdisjoint(joins.records_of(dispute[0].case_id or ""))] if held else disputes
        )
        rows, failed = _rows(view.tables, usual, partial(view.rows, joins=joins))
        load(cursor, view.columns, rows)
        held.update(record for dispute in failed for record in joins.records_of(dispute[0].case_id or ""))
    return sum(map(len, disputes))


def derive_step_by_step(cursor: Cursor, view: DisputeView, records: Iterable[str], head: int) -> None:
    """Derive the disputes of these records as the projector does, entry by entry; quarantine what fails."""
    wanted = sorted(records)
    rows = cursor.execute(
        f"SELECT {COLUMNS} FROM ledger.entry WHERE position <= %s AND (case_id = ANY (%s) OR topic = ANY (%s)) ORDER BY position",  # noqa: S608
        (head, wanted, sorted(view.publications) if wanted else []),
    ).fetchall()
    seen: set[str] = set()
    for entry in map(to_entry, rows):
        if entry.case_id is not None:
            seen.add(entry.case_id)
        touched = seen if entry.topic in view.publications else {entry.case_id or ""} if view.is_touched_by(entry) else set()
        view.prepare(cursor, entry.position)
        quarantine.derive_each(cursor, view, sorted(touched - quarantine.held(cursor, view)), entry)


def load_streams(transaction: Transaction, view: StreamView, head: int, left_out: LeftOut, note: Note) -> list[str]:
    """Load the rows of every stream of the view's category up to `head`. Returns the streams that are left for `apply_stream`."""
    slow, done, after, limit = set(left_out), 0, f"{view.category}-", STREAM_ENTRIES
    condition = "stream > %s AND stream < %s AND position <= %s ORDER BY stream, version LIMIT %s"
    while True:
        with transaction() as cursor:
            entries = list(stream_entries(cursor, condition, (after, f"{view.category}.", head, limit)))
            streams = [list(group) for _, group in groupby(entries, lambda entry: entry.stream)]
            if len(entries) == limit:
                # The last may go on beyond what was read.
                streams.pop()
            usual = [stream for stream in streams if stream[0].stream not in slow]
            rows, failed = _rows(view.tables, usual, view.rows)
            load(cursor, view.columns, rows)
        slow.update(stream[0].stream for stream in failed)
        done += sum(map(len, streams))
        note(done)
        if len(entries) < limit:
            return sorted(slow)
        if streams:
            after = streams[-1][0].stream
        else:
            limit *= 2


def apply_stream(cursor: Cursor, view: StreamView, stream: str, head: int) -> None:
    """Take a stream in as the projector does, entry by entry; quarantine it where it fails."""
    query = f"SELECT {COLUMNS} FROM ledger.entry WHERE stream = %s AND position <= %s ORDER BY version"  # noqa: S608
    for row in cursor.execute(query, (stream, head)).fetchall():
        quarantine.apply_batch(cursor, view, [to_entry(row)])


def apply_in_order(
    transaction: Transaction, views: Sequence[View], head: int, left_out: dict[str, LeftOut], batch: int, note: Note
) -> None:
    """Hand the ledger up to `head` to views that take it in order: what any of them selects."""
    patterns = sorted({pattern for view in views for pattern in selected(view)})
    condition = "position > %s AND position <= %s AND topic LIKE ANY (%s) ORDER BY position LIMIT %s"
    # A batch ends where one failed before, so that a view sees what it saw then: a later entry may hide the failure.
    ends = sorted({position for view in views for position in left_out[view.name].values()}, reverse=True)
    reached = 0
    while reached < head:
        while ends and ends[-1] <= reached:
            ends.pop()
        last = min(head, ends[-1] if ends else head)
        with transaction() as cursor:
            entries = list(stream_entries(cursor, condition, (reached, last, patterns, batch)))
            for view in views:
                quarantine.apply_batch(cursor, view, entries)
        reached = entries[-1].position if len(entries) == batch else last
        note(reached)


def _rows(
    tables: Sequence[str], subjects: Sequence[Sequence[Entry]], derive: Callable[[Sequence[Entry]], Iterable[Row]]
) -> tuple[dict[str, list[tuple[object, ...]]], list[Sequence[Entry]]]:
    """The rows of the subjects by table, and the subjects that fail. Raises what is no subject's own failure."""
    found: dict[str, list[tuple[object, ...]]] = {table: [] for table in tables}
    failed = []
    for subject in subjects:
        try:
            rows = list(derive(subject))
        except Exception as error:
            if not quarantine.of_a_subject(error):
                raise
            failed.append(subject)
            continue
        for table, values in rows:
            found[table].append(values)
    return found, failed
