"""The end of the ledger is read once for all views of a process, and each sees in it what it would have read by itself."""

import threading

import pytest

from tests.ledger.reasons import Reasons, rows
from tests.ledger.writing import command, new, removal, write
from yingsu.ledger.database import Cursor, Database
from yingsu.ledger.reader import Projector, read_selected
from yingsu.ledger.recent import FollowingCursor, Recent
from yingsu.ledger.store import Ledger
from yingsu.ledger.view import handed


@pytest.fixture
def ten(ledger: Ledger) -> Ledger:
    """A ledger with ten entries."""
    for n in range(10):
        ledger.append(command(write(f"case-{n}", 0, new(removal(str(n)), case_id=f"case-{n}"))))
    return ledger


@pytest.mark.parametrize("spans", [[(0, 10)], [(0, 4), (4, 10)], [(3, 7), (5, 10), (3, 10)], [(9, 10), (9, 9)]])
def test_what_is_kept_is_what_the_ledger_holds(ten: Ledger, spans: list[tuple[int, int]]) -> None:
    recent = Recent()
    with ten.database.project() as cursor:
        for after, last in spans:
            found = recent.read(cursor, after, last)
            assert found is not None
            assert [entry.position for entry in found] == list(range(after + 1, last + 1))


def test_who_is_further_behind_reads_by_himself(ten: Ledger) -> None:
    recent = Recent(entries=4)
    with ten.database.project() as cursor:
        assert recent.read(cursor, 0, 5) is None
        assert [entry.position for entry in recent.read(cursor, 2, 5) or ()] == [3, 4, 5]
        assert [entry.position for entry in recent.read(cursor, 5, 8) or ()] == [6, 7, 8]
        assert recent.read(cursor, 3, 7) is None
        assert [entry.position for entry in recent.read(cursor, 4, 7) or ()] == [5, 6, 7]


def test_each_entry_is_made_once(ten: Ledger) -> None:
    recent = Recent()
    with ten.database.project() as cursor:
        first, again = recent.read(cursor, 0, 6) or [], recent.read(cursor, 4, 10) or []
    assert [entry.position for entry in again if entry in first] == [5, 6]
    assert first[4] is again[0]


def test_a_view_sees_the_same_either_way_whatever_it_selects(ten: Ledger, view: Reasons) -> None:
    ten.append(command(write("case-x", 0, new(removal("x")))))
    with ten.database.project() as cursor:
        for limit in (3, 50):
            following = FollowingCursor(cursor.connection, Recent())
            assert read_selected(following, view, 2, 11, limit) == read_selected(cursor, view, 2, 11, limit)


@pytest.mark.parametrize(
    ("patterns", "count"),
    [(("intake.%",), 10), (("intake.defendant_removed%",), 10), (("notify.%",), 0), (("%", "notify.%"), 10)],
)
def test_patterns_mean_here_what_they_mean_to_the_database(
    ten: Ledger, view: Reasons, patterns: tuple[str, ...], count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(view), "selects", patterns, raising=False)
    with ten.database.project() as cursor:
        shared = Recent().read(cursor, 0, 10) or []
        assert len(handed(view, shared)) == count
        assert read_selected(cursor, view, 0, 10, 50) == (handed(view, shared), 10)


def test_two_views_that_follow_together_lack_nothing(ten: Ledger, database: Database) -> None:
    recent, barrier = Recent(), threading.Barrier(2)
    found: list[list[int]] = [[], []]

    def follow(places: list[int]) -> None:
        barrier.wait()
        with database.project() as cursor:
            for last in range(1, 11):
                places.extend(entry.position for entry in recent.read(cursor, last - 1, last) or ())

    threads = [threading.Thread(target=follow, args=(places,)) for places in found]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [list(range(1, 11))] * 2


def test_the_projector_shares_what_it_reads(ten: Ledger, database: Database, view: Reasons) -> None:
    projector = Projector(database, [view], poll_seconds=30)
    projector.start()
    try:
        assert projector.wait_for(10, timeout=10)
    finally:
        projector.stop()
    assert rows(database).count(b"\n") == 10


def places(recent: Recent, cursor: Cursor, records: list[str], position: int) -> list[tuple[str | None, int]]:
    """Record and position of what it gives of these records."""
    return [(entry.case_id, entry.position) for entry in recent.cases(cursor, records, position)]


def test_a_case_is_whole_up_to_any_position_whether_kept_followed_or_read_again(ten: Ledger) -> None:
    for n in range(10):
        ten.append(command(write("case-3", n + 1, new(removal(str(n)), case_id="case-3"))))
    whole = [("case-3", position) for position in (4, *range(11, 21))]
    recent = Recent(entries=3)
    with ten.database.project() as cursor:
        assert places(recent, cursor, ["case-3"], 12) == whole[:3]
        assert places(recent, cursor, ["case-3"], 11) == whole[:2]
        recent.read(cursor, 12, 14)
        assert places(recent, cursor, ["case-3", "case-0"], 14) == [*whole[:5], ("case-0", 1)]
        # The last entries are further on than the case that is kept.
        recent.read(cursor, 18, 20)
        assert places(recent, cursor, ["case-3"], 20) == whole
        assert places(recent, cursor, ["case-3"], 10) == whole[:1]


def test_few_cases_are_kept_and_those_asked_for_last(ten: Ledger) -> None:
    recent = Recent(cases=2)
    with ten.database.project() as cursor:
        all_of_them = places(recent, cursor, ["case-1", "case-2", "case-3"], 10)
        assert all_of_them == [("case-1", 2), ("case-2", 3), ("case-3", 4)]
        kept = recent.cases(cursor, ["case-2"], 10)
        places(recent, cursor, ["case-5"], 10)
        assert recent.cases(cursor, ["case-2"], 10)[0] is kept[0]
        assert recent.cases(cursor, ["case-3"], 10)[0].position == 4
