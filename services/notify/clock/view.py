"""The read model of what the clock has told: what the board shows beside an obligation, and what an agency's system polls."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from types import MappingProxyType
from typing import Final
from uuid import UUID

import msgspec

from services.notify.clock.telling import What, key_of
from services.notify.whole_case import owed_together
from yingsu.derived import DisputeView, Row
from yingsu.disputes import Joins, joined, readers
from yingsu.events.notify.timer import ObligationOverdue, ReminderSent
from yingsu.law.obligation import OWED_BY_OTHERS
from yingsu.ledger.database import Cursor
from yingsu.ledger.entry import Entry

TOLD: Final = (ObligationOverdue.TOPIC, ReminderSent.TOPIC)


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What was told, of the legal day `for_day`; `learned_at` is when the system recorded it. `due` is None where it was overdue."""

    position: int
    event_id: UUID
    what: What
    for_day: date
    learned_at: datetime
    obligation: str
    code: str
    title: str
    case_id: str
    agency: str | None
    owed_by: str
    due: date | None
    latest: date


_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Told).decode


class ToldView(DisputeView):
    """`views.notify_told`: one row for each event of the clock."""

    name = "notify.told"
    columns = MappingProxyType(
        {"notify_told": ("obligation_id", "what", "latest", "case_id", "position", "agency", "record", "jurisdictions")}
    )

    def rows(self, dispute: Sequence[Entry], joins: Joins) -> Iterator[Row]:  # noqa: ARG002 (a row is of its own record)
        """What was told of the dispute's obligations."""
        found = [told for entry in dispute if (told := _told(entry))]
        seeing = readers(dispute) if found else {}
        for told in found:
            owing = None if told.owed_by in OWED_BY_OTHERS else told.agency
            record, seen_by = _encode(told).decode(), seeing[told.case_id]
            yield "notify_told", (told.obligation, told.what, told.latest, told.case_id, told.position, owing, record, seen_by)

    def among(self, cursor: Cursor, records: Sequence[str], joins: Joins, position: int) -> Sequence[str]:  # noqa: ARG002
        """Of these records, those of which something was told: most have nothing."""
        query = "SELECT DISTINCT case_id FROM ledger.entry WHERE case_id = ANY (%s) AND position <= %s AND topic = ANY (%s)"
        return [row[0] for row in cursor.execute(query, (list(records), position, list(TOLD))).fetchall()]


def _told(entry: Entry) -> Told | None:
    event, key = entry.event, key_of(entry.event)
    if key is None or not isinstance(event, ObligationOverdue | ReminderSent):
        return None
    return Told(
        position=entry.position,
        event_id=entry.event_id,
        what=key[1],
        for_day=entry.occurred_on,
        learned_at=entry.recorded_at,
        obligation=event.obligation,
        code=event.code,
        title=event.title,
        case_id=entry.case_id or "",
        agency=event.agency,
        owed_by=event.owed_by,
        due=event.due if isinstance(event, ReminderSent) else None,
        latest=event.latest,
    )


def told_of(cursor: Cursor, obligations: Sequence[str]) -> dict[str, list[Told]]:
    """What was told of these obligations, in the order of telling; those of which nothing was are not named."""
    found: dict[str, list[Told]] = {}
    query = "SELECT record FROM views.notify_told WHERE obligation_id = ANY (%s) ORDER BY position"
    for (record,) in cursor.execute(query, (list(obligations),)).fetchall():
        told = _decode(record)
        found.setdefault(told.obligation, []).append(told)
    return found


def list_told(cursor: Cursor, agencies: Sequence[str] | None, after: int, limit: int) -> list[tuple[Told, str | None]]:
    """What was told after position `after`, in the order of telling, with the case's number; of what the agencies owe, alone or together
    (None: of all).

    By the disputes as the cursor's tenants see them.
    """
    rows = cursor.execute(
        "SELECT told.record, owed.case_no FROM views.notify_told told LEFT JOIN views.notify_obligation owed USING (obligation_id) "
        "WHERE told.position > %(after)s AND (%(agencies)s::text[] IS NULL OR told.agency = ANY (%(agencies)s) "
        "OR (told.agency IS NULL AND told.obligation_id = ANY (%(whole)s::text[]))) ORDER BY told.position LIMIT %(limit)s",
        {
            "after": after,
            "agencies": None if agencies is None else list(agencies),
            "whole": owed_together(cursor, agencies) if agencies else [],
            "limit": limit,
        },
    ).fetchall()
    found = [(_decode(record), case_no) for record, case_no in rows]
    joins = joined(cursor, sorted({told.case_id for told, _ in found}))
    disputes = [joins.dispute_of(told.case_id) for told, _ in found]
    return [
        (msgspec.structs.replace(told, case_id=dispute), joins.number_of(dispute) or case_no)
        for (told, case_no), dispute in zip(found, disputes, strict=True)
    ]
