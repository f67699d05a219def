"""Which units handle the responses of defendants, as the due board and the list of tasks look it up: straight from the facts of the record,
so that it needs no column of a view. Owns no rule: see `yingsu.law.handled`."""

from collections.abc import Iterable, Sequence

from yingsu.law.handled import Place, Units, stream_of
from yingsu.ledger.correcting import as_corrected
from yingsu.ledger.database import Cursor
from yingsu.ledger.rows import COLUMNS, to_entry


def units_in(cursor: Cursor, records: Iterable[str]) -> Units:
    """What was determined in these case records, as far as the cursor's tenants may see them."""
    # Streams as values: row-level security lets no expression choose an index.
    streams = [stream_of(record) for record in records]
    query = f"SELECT {COLUMNS} FROM ledger.entry WHERE stream = ANY (%s) ORDER BY stream, version"  # noqa: S608
    return Units(as_corrected([to_entry(row) for row in cursor.execute(query, (streams,))]) if streams else ())


def held_by(cursor: Cursor, agency: str) -> Sequence[Place]:
    """The case records and defendants whose response the agency handles for them."""
    query = "SELECT case_id FROM views.notify_concerned WHERE reader = %s"
    records = [row[0] for row in cursor.execute(query, (agency,)).fetchall()]
    return units_in(cursor, records).held_by(agency)
