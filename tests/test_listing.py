"""A page of a read model: what narrows it, and where the next one begins."""

import pytest

from yingsu.ledger.database import Database
from yingsu.ledger.deciding import EVERYWHERE
from yingsu.listing import Listing

ROWS = "SELECT day, id FROM (VALUES (1, 'a'), (2, 'b'), (2, 'c'), (3, 'd')) AS line (day, id)"


def page(database: Database, found: Listing, order: str, after: tuple[int, str] | None, limit: int = 2) -> str:
    with database.read(EVERYWHERE) as cursor:
        rows = getattr(found, order)(cursor, ("day", "id"), after, limit)
    return "".join(name for _, name in rows)


@pytest.mark.parametrize(
    ("order", "after", "shown"),
    [
        ("oldest", None, "ab"),
        ("oldest", (2, "b"), "cd"),
        ("oldest", (3, "d"), ""),
        ("latest", None, "dc"),
        ("latest", (2, "c"), "ba"),
    ],
)
def test_a_page_begins_after_the_last_row_of_the_one_before(
    database: Database, order: str, after: tuple[int, str] | None, shown: str
) -> None:
    assert page(database, Listing(ROWS), order, after) == shown


def test_every_condition_narrows_and_none_does_not(database: Database) -> None:
    found = Listing(f"SELECT day, id FROM ({ROWS}) AS line JOIN (VALUES (%s)) AS first (begin) ON day >= begin", 2)
    found.narrow("day <= %s", 2)
    found.narrow("id = %s", None)
    found.where("id <> 'b'")

    assert page(database, found, "oldest", None) == "c"


def test_a_dispute_is_found_by_its_record_where_nothing_is_joined(database: Database) -> None:
    found = Listing("SELECT day, id FROM (VALUES (1, 'a', 'case-1'), (2, 'b', 'case-2')) AS line (day, id, case_id)")
    with database.read(EVERYWHERE) as cursor:
        found.narrow_to_dispute(cursor, None)
        found.narrow_to_dispute(cursor, "case-2")

    assert page(database, found, "oldest", None) == "b"
