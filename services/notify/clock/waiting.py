"""Where something is to be told, as far as the views know. Whether it is, the ledger says: a row that is not there yet, or not right any
more, makes the clock look at a dispute in vain."""

from collections.abc import Collection
from datetime import date

from services.notify.views import ObligationView
from yingsu.disputes import joined
from yingsu.ledger.database import Cursor


def reached(cursor: Cursor) -> int:
    """The position up to which the board knows the ledger."""
    row = cursor.execute("SELECT position FROM views.bookmark WHERE view = %s", (ObligationView.name,)).fetchone()
    return int(row[0]) if row else 0


def changed(cursor: Cursor, after: int, up_to: int) -> set[str] | None:
    """The records of the disputes of which something was recorded in between; None where rules were published, which concern all."""
    query = "SELECT DISTINCT case_id, topic = ANY (%s) FROM ledger.entry WHERE position > %s AND position <= %s"
    found = cursor.execute(query, (list(ObligationView.publications), after, up_to)).fetchall()
    if any(published for _, published in found):
        return None
    records = {str(case_id) for case_id, _ in found if case_id is not None}
    return records | joined(cursor, sorted(records)).records


def waiting(cursor: Cursor, today: date, after: str, limit: int, among: Collection[str] | None = None) -> list[str]:
    """Records after the record `after`, in order, with a running obligation of which something is to be told by `today`.

    Only `among` these records, where they are given. Without the cases that the board leaves out: what is owed in them is not known.
    """
    # By the index of days first: in the order of records, all that runs would be read.
    query = (
        "WITH owed AS MATERIALIZED (SELECT obligation_id, case_id, latest, due, remind_on, overdue_on FROM views.notify_obligation "
        "WHERE state = 'running' AND remind_on <= %(today)s AND case_id > %(after)s "
        "AND (%(among)s::text[] IS NULL OR case_id = ANY (%(among)s))) "
        "SELECT DISTINCT case_id FROM owed, "
        "LATERAL (VALUES ('ahead', CASE WHEN remind_on < due THEN remind_on END), ('due_day', due), ('overdue', overdue_on)) "
        "AS telling (what, for_day) WHERE for_day <= %(today)s "
        "AND NOT EXISTS (SELECT FROM views.notify_told told WHERE told.obligation_id = owed.obligation_id "
        "AND told.latest = owed.latest AND told.what = telling.what) "
        "AND NOT EXISTS (SELECT FROM views.quarantine WHERE view = %(board)s AND subject = case_id) "
        "ORDER BY case_id LIMIT %(limit)s"
    )
    values = {
        "today": today,
        "after": after,
        "among": None if among is None else list(among),
        "board": ObligationView.name,
        "limit": limit,
    }
    return [row[0] for row in cursor.execute(query, values).fetchall()]
