"""Which agencies the duties of whole cases are for, as the due board and the list of tasks look it up: straight from the facts of the record,
so that it needs no column of a view. Owns no rule: see `yingsu.law.concerned`."""

from collections.abc import Iterable, Sequence
from typing import Final

from services.notify.handled import units_in
from yingsu.law import obligation, open_items
from yingsu.law.concerned import TOPICS, Concerned
from yingsu.law.duty import CaseDuty
from yingsu.law.obligation import OWED_BY_OTHERS
from yingsu.ledger.database import Cursor
from yingsu.ledger.rows import COLUMNS, to_entry

_OWED: Final = "SELECT record FROM views.{} WHERE party IS NULL AND case_id = ANY (%(records)s) AND record::json ->> 'owed_by' <> ALL (%(others)s)"


def concerned_in(cursor: Cursor, duties: Iterable[CaseDuty]) -> Concerned:
    """Who is concerned by these duties of whole cases, as far as the cursor's tenants may see the records."""
    whole = [duty.started_by for duty in duties if duty.party is None]
    query = (
        f"SELECT {COLUMNS} FROM ledger.entry WHERE case_id = ANY (%(records)s) AND (topic = ANY (%(topics)s) OR event_id = ANY (%(began)s)) "  # noqa: S608
        "ORDER BY position"
    )
    values = {
        "records": sorted({began.record for began in whole}),
        "topics": list(TOPICS),
        "began": [began.event_id for began in whole],
    }
    return Concerned(map(to_entry, cursor.execute(query, values).fetchall()) if whole else ())


def owed_together(cursor: Cursor, agencies: Sequence[str]) -> list[str]:
    """The ids of the duties of whole cases that one of the agencies, or a defendant whose response it handles, is to do."""
    query = "SELECT DISTINCT case_id FROM views.notify_concerned WHERE reader = ANY (%s)"
    values = {
        "records": [row[0] for row in cursor.execute(query, (list(agencies),)).fetchall()],
        "others": list(OWED_BY_OTHERS),
    }
    found: list[CaseDuty] = [
        read(row[0].encode())
        for table, read in (("notify_obligation", obligation.from_bytes), ("notify_task", open_items.from_bytes))
        for row in cursor.execute(_OWED.format(table), values).fetchall()
    ]
    concerned, units = concerned_in(cursor, found), units_in(cursor, {duty.started_by.record for duty in found})
    return [
        duty.id
        for duty in found
        if not set(agencies).isdisjoint(
            one
            for agency in concerned.by(duty)
            for one in (agency, *units.of(duty.started_by.record, agency, duty.started_by.topic))
        )
    ]
