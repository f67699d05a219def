"""The registry's lists: what rows say, who sees them, and that a replay gives equal bytes."""

from collections.abc import Callable

import pytest

from services.registry import samples
from services.registry.setup import Setup
from services.registry.views import Lists, RegistryView
from tests.rebuilding.one_view import rebuild
from yingsu.ledger.entry import ANY_JURISDICTION
from yingsu.ledger.reader import contents
from yingsu.ledger.store import Ledger

SYSTEM = (ANY_JURISDICTION,)
HERE = ("320813",)
ELSEWHERE = ("320812",)


@pytest.fixture
def lists(ledger: Ledger, done: Setup, caught_up: Callable[[], None]) -> Lists:
    """The lists after the setup."""
    assert done.administrator
    caught_up()
    return Lists(ledger.database)


def test_agencies_are_listed_in_the_order_of_their_ids(lists: Lists) -> None:
    assert [row.agency_id for row in lists.agencies(HERE, limit=100)] == [agency.agency_id for agency in samples.AGENCIES]


def test_a_page_begins_after_its_key(lists: Lists) -> None:
    rows = lists.agencies(HERE, after=samples.MARKET, limit=2)
    assert [row.agency_id for row in rows] == [samples.RESOURCES, samples.JUSTICE]


def test_a_jurisdiction_sees_its_own_rows_only(lists: Lists) -> None:
    assert lists.agencies(ELSEWHERE, limit=100) == []
    assert lists.officials(ELSEWHERE, limit=100) == []
    assert lists.clients(ELSEWHERE, limit=100) == []
    assert lists.agencies(SYSTEM, jurisdiction="320812", limit=100) == []


def test_a_jurisdiction_s_administrator_does_not_see_that_of_the_whole_installation(lists: Lists) -> None:
    assert "administrator" not in [row.client_id for row in lists.clients(HERE, limit=100)]
    assert "administrator" in [row.client_id for row in lists.clients(SYSTEM, limit=100)]


def test_courts_and_calendars_are_everyone_s(lists: Lists) -> None:
    assert [(row.court, row.sample) for row in lists.courts(limit=10)] == [("苏0813", True)]
    assert [int(row.id) for row in lists.calendars(limit=100)] == list(range(2018, 2027))


def test_a_profile_is_its_jurisdiction_s_and_the_national_one_everyone_s(lists: Lists) -> None:
    assert [row.id for row in lists.profiles(HERE, limit=100)] == ["hongze", "national"]
    assert [row.id for row in lists.profiles(ELSEWHERE, limit=100)] == ["national"]


def test_officials_can_be_listed_by_agency_with_their_names_sealed(lists: Lists) -> None:
    rows = lists.officials(HERE, agency=samples.MARKET, limit=100)
    assert [row.post for row in rows] == ["局长", "副局长", "法规科科员"]
    assert rows[0].person.subject == rows[0].official_id


def test_clients_show_which_credentials_they_have_and_none_of_them(ledger: Ledger, lists: Lists) -> None:
    rows = {row.client_id: row for row in lists.clients(SYSTEM, limit=100)}
    assert (rows["administrator"].has_secret, rows["administrator"].has_key) == (True, False)
    assert (rows["hongze-shichang-oa"].has_secret, rows["hongze-shichang-oa"].has_key) == (True, True)
    with ledger.database.project() as cursor:
        assert b'"kty"' not in contents(cursor, "registry_client")


def test_replaying_from_zero_gives_equal_bytes(ledger: Ledger, lists: Lists) -> None:
    assert lists.courts(limit=1)
    view = RegistryView()

    def everything() -> list[bytes]:
        with ledger.database.project() as cursor:
            return [contents(cursor, table) for table in view.tables]

    before = everything()
    assert all(before)
    rebuild(ledger.database, view, batch=3)
    assert everything() == before
