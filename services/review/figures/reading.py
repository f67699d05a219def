"""The disputes that concern an agency, as far as the caller's tenants may see them."""

from collections.abc import Collection, Iterator
from datetime import date, datetime

from yingsu.disputes import AT_ONCE, Dispute
from yingsu.histories import histories
from yingsu.ledger.database import Database


def disputes_of(
    database: Database,
    agencies: Collection[str],
    tenants: tuple[str, ...],
    topics: Collection[str],
    *,
    as_of: date | None = None,
    as_known_at: datetime | None = None,
    at_once: int = AT_ONCE,
) -> Iterator[Dispute]:
    """Every dispute that concerns one of `agencies`, once and under its own id, with its entries of `topics`.

    `as_of` leaves out facts dated later, joins among them; `as_known_at` leaves out what was recorded later.
    """
    with database.read(tenants) as cursor:
        query = "SELECT DISTINCT case_id FROM views.review_concerned WHERE agency = ANY (%s) ORDER BY case_id"
        concerned = [case_id for (case_id,) in cursor.execute(query, (list(agencies),)).fetchall()]
        found = histories(cursor, concerned, as_of=as_of, as_known_at=as_known_at)
    yield from found.read(database, tenants, topics, at_once=at_once)
