"""What is on record here of the cases of courts' lists, as far as the caller's tenants may see it."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime
from typing import Final

from services.intake.cases.standing import STANDING
from services.intake.court.numbering import number_stream, reserved_by
from services.intake.court_lists.lists import CourtList
from yingsu.disputes import Dispute
from yingsu.events.intake.case import CaseFiled
from yingsu.events.intake.steps.reporting import CaseReported
from yingsu.events.naming import NAMING
from yingsu.histories import histories
from yingsu.ledger.correcting import as_corrected
from yingsu.ledger.database import Cursor, Database
from yingsu.ledger.deciding import EVERYWHERE
from yingsu.ledger.entry import Entry
from yingsu.ledger.mapper import spelled
from yingsu.ledger.rows import stream_entries

COMPARED: Final = NAMING | STANDING | {CaseReported.TOPIC}
"""The topics that a comparison looks at."""

Number = tuple[str, str]
"""A court and a number of its."""


def on_record(
    database: Database,
    tenants: tuple[str, ...],
    lists: Collection[CourtList],
    topics: Collection[str] = COMPARED,
    *,
    as_of: date | None = None,
    as_known_at: datetime | None = None,
) -> dict[Number, Dispute]:
    """The disputes of what is listed, by court and number; none for a number that is unknown, or known of other districts only."""
    numbers = {(of_one.told.court, number) for of_one in lists for number in of_one.numbers}
    with database.read(EVERYWHERE) as cursor:
        records = _reserved(cursor, numbers, as_known_at)
    with database.read(tenants) as cursor:
        found = histories(cursor, sorted(set(records.values())), as_of=as_of, as_known_at=as_known_at)
    disputes = {record: dispute for dispute in found.read(database, tenants, spelled(topics)) for record in dispute.records}
    return {number: disputes[record] for number, record in records.items() if record in disputes}


def filed_within(database: Database, tenants: tuple[str, ...], court_list: CourtList) -> Iterator[Dispute]:
    """The disputes of the district of which a filing lies in the period of the list."""
    told = court_list.told
    with database.read(tenants) as cursor:
        rows = cursor.execute(
            "SELECT DISTINCT case_id FROM ledger.case_access JOIN ledger.entry USING (case_id) "
            "WHERE case_access.jurisdiction = %s AND topic = ANY (%s) AND occurred_on BETWEEN %s AND %s",
            (court_list.entry.jurisdiction, sorted(spelled({CaseFiled.TOPIC})), told.filed_from, told.filed_to),
        ).fetchall()
        found = histories(cursor, [case_id for (case_id,) in rows])
    yield from found.read(database, tenants, spelled({CaseFiled.TOPIC}))


def _reserved(cursor: Cursor, numbers: Iterable[Number], known_at: datetime | None) -> dict[Number, str]:
    """The records that have these numbers. A number belongs to its court, not to a district: it is looked up as the system itself does."""
    streams = {number_stream(court, case_no): (court, case_no) for court, case_no in numbers}
    condition = "stream = ANY (%s) AND recorded_at <= coalesce(%s::timestamptz, 'infinity') ORDER BY position"
    by_stream: dict[str, list[Entry]] = {}
    for entry in as_corrected(list(stream_entries(cursor, condition, (sorted(streams), known_at)))):
        by_stream.setdefault(entry.stream, []).append(entry)
    found = {streams[stream]: reserved_by(entries) for stream, entries in by_stream.items()}
    return {number: record for number, record in found.items() if record is not None}
