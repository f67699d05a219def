"""What was told, as the view keeps it: it follows from the ledger alone."""

from datetime import date

import pytest

from services.notify.clock.desk import ClockDesk
from services.notify.clock.view import ToldView, told_of
from tests.rebuilding.one_view import rebuild
from tests.services.notify.clock.docket import line, told
from tests.services.notify.story import LAND, MARKET, at, file_and_serve, submit
from tests.whole import Whole
from yingsu.law.published import RulesInForce
from yingsu.ledger.deciding import EVERYWHERE
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.reader import contents


@pytest.fixture
def case_id(whole: Whole, keys: KeyStore) -> str:
    """The case of the tests, told of on 25 September and 8 October; the land agency answered on the 28th."""
    found = file_and_serve(whole)
    desk = ClockDesk(whole.ledger, keys, RulesInForce(whole.ledger))
    whole.clock.set(at("2026-09-25T09:00"))
    desk.tell(found)
    submit(whole, found, LAND, "2026-09-28T10:00")
    whole.clock.set(at("2026-10-08T09:00"))
    desk.tell(found)
    whole.settle()
    return found


def rows(whole: Whole) -> bytes:
    with whole.ledger.database.project() as cursor:
        return contents(cursor, "notify_told")


@pytest.mark.parametrize("batch", [1, 7, 500])
def test_a_replay_in_any_batch_size_gives_equal_bytes(whole: Whole, case_id: str, batch: int) -> None:
    before = rows(whole)
    assert before.count(b"\n") == 3
    assert before.count(case_id.encode()) >= 3
    rebuild(whole.ledger.database, ToldView(), batch=batch)
    assert rows(whole) == before


def test_a_row_says_when_and_of_which_day_it_was_told(whole: Whole, case_id: str) -> None:
    events = told(whole.ledger)
    obligations = sorted({obligation for _, obligation, _, _ in map(line, events)})
    with whole.ledger.database.read(EVERYWHERE) as cursor:
        found = told_of(cursor, obligations)
    said = [(one.what, one.agency, one.for_day, one.due) for of_one in found.values() for one in of_one]
    assert sorted(said) == [
        ("due_day", MARKET, date(2026, 10, 8), date(2026, 10, 8)),
        ("due_day", LAND, date(2026, 9, 24), date(2026, 9, 24)),
        ("overdue", LAND, date(2026, 9, 25), None),
    ]
    kept = {(one.position, one.event_id, one.learned_at, one.case_id) for of_one in found.values() for one in of_one}
    assert kept == {(entry.position, entry.event_id, entry.recorded_at, case_id) for entry in events}


def test_who_may_read_the_record_reads_what_was_told_of_it(whole: Whole, case_id: str) -> None:
    obligations = [obligation for _, obligation, _, _ in map(line, told(whole.ledger))]
    assert all(obligation.startswith(case_id) for obligation in obligations)
    seen = {}
    for jurisdiction in ("320813", "320812"):
        with whole.ledger.database.read((jurisdiction,)) as cursor:
            seen[jurisdiction] = set(told_of(cursor, obligations))
    assert seen == {"320813": set(obligations), "320812": set()}
