"""The worker's rounds: any number of replicas, an outage, a case that fails, a round that finds nothing."""

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from datetime import date
from typing import Any

import pytest

from services.notify.clock import worker as rounds
from services.notify.clock.desk import NAME, ClockDesk
from services.notify.clock.view import ToldView
from services.notify.clock.waiting import waiting
from services.notify.clock.worker import Clock
from services.notify.views import ObligationView
from tests.calendars import publish_a_longer_holiday
from tests.services.notify.clock.docket import AGENCIES, append, file_cases, line, told
from tests.services.notify.story import at
from tests.whole import Whole
from yingsu.clock import legal_day
from yingsu.events.intake.case import CaseWithdrawn
from yingsu.events.intake.response import AnswerSubmitted
from yingsu.law.published import RulesInForce
from yingsu.ledger.database import Database
from yingsu.ledger.entry import NewEvent, Receipt
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.reader import catch_up
from yingsu.ledger.store import Ledger
from yingsu.settings import Urls

SERVED = date(2026, 9, 9)
"""Due on 24 September."""
REPLICAS = 3

Replica = Callable[[], ClockDesk]


@pytest.fixture
def replica(whole: Whole, urls: Urls, keys: KeyStore) -> Iterator[Replica]:
    """Another replica's desk, with connections of its own. It is 16 September."""
    whole.clock.set(at("2026-09-16T12:00"))
    with ExitStack() as opened:

        def one() -> ClockDesk:
            database = opened.enter_context(closing(Database(urls.app, urls.reader, app_connections=2)))
            ledger = opened.enter_context(closing(Ledger(database, whole.clock)))
            return ClockDesk(ledger, keys, RulesInForce(ledger))

        yield one


def follow(whole: Whole) -> None:
    """Bring the views that the clock looks at up to date."""
    for view in (ObligationView(), ToldView()):
        catch_up(whole.ledger.database, view)


def work_through(whole: Whole, clock: Clock) -> int:
    """Rounds with views that keep up, until one finds nothing; returns their number."""
    for count in range(1, 100):
        before = whole.ledger.head()
        clock.work()
        if whole.ledger.head() == before:
            return count
        follow(whole)
    raise AssertionError("the clock finds no end")


def together(*work: Callable[[], object]) -> None:
    """At once, each in a thread of its own."""
    barrier, failed = threading.Barrier(len(work)), list[Exception]()

    def run(one: Callable[[], object]) -> None:
        barrier.wait()
        try:
            one()
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=run, args=(one,)) for one in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []


def lines(whole: Whole) -> list[tuple[str, str, str, date]]:
    """What was told, sorted: what, of which case and agency, of which day."""
    found = [(what, obligation.split("."), day) for what, obligation, day, _ in map(line, told(whole.ledger))]
    return sorted((what, parts[0], parts[2], day) for what, parts, day in found)


def expected(cases: list[str]) -> list[tuple[str, str, str, date]]:
    """A reminder and an overdue for each agency of each case."""
    days = (("due_day", date(2026, 9, 24)), ("overdue", date(2026, 9, 25)))
    return sorted((what, case_id, agency, day) for what, day in days for case_id in cases for agency in AGENCIES)


def test_three_replicas_that_all_look_at_once_tell_each_thing_once(whole: Whole, replica: Replica) -> None:
    """Without the turn-taking of the workers: every desk is asked about every case."""
    cases = file_cases(whole.ledger, 60, SERVED)
    whole.clock.set(at("2026-09-25T00:00"))

    def ask(desk: ClockDesk) -> Callable[[], object]:
        return lambda: [desk.tell(case_id) for case_id in cases]

    together(*(ask(replica()) for _ in range(REPLICAS)))
    assert lines(whole) == expected(cases)


def test_three_workers_tell_each_thing_once_and_nothing_again_after_a_restart(whole: Whole, replica: Replica) -> None:
    cases = file_cases(whole.ledger, 60, SERVED)
    follow(whole)
    whole.clock.set(at("2026-09-25T00:00"))
    clocks = [Clock(replica()) for _ in range(REPLICAS)]

    for _ in range(5):
        together(*(clock.work for clock in clocks))
    assert lines(whole) == expected(cases)

    restarted = Clock(replica())
    restarted.work()
    follow(whole)
    restarted.work()
    assert lines(whole) == expected(cases)


def test_after_two_days_away_each_thing_is_told_once_with_the_day_it_was_meant_for(whole: Whole, replica: Replica) -> None:
    cases = file_cases(whole.ledger, 3, SERVED)
    follow(whole)
    clocks = [Clock(replica()) for _ in range(REPLICAS)]
    whole.clock.set(at("2026-09-23T23:00"))
    together(*(clock.work for clock in clocks))
    assert told(whole.ledger) == []

    whole.clock.set(at("2026-09-26T08:00"))
    for _ in range(3):
        together(*(clock.work for clock in clocks))
        follow(whole)
    assert lines(whole) == expected(cases)
    late = {(entry.occurred_on, legal_day(entry.recorded_at)) for entry in told(whole.ledger)}
    assert late == {(date(2026, 9, day), date(2026, 9, 26)) for day in (24, 25)}


def test_what_ended_while_the_system_was_away_is_not_told_of(whole: Whole, replica: Replica) -> None:
    answered, withdrawn, open_still = file_cases(whole.ledger, 3, SERVED)
    whole.clock.set(at("2026-09-26T08:00"))
    day = date(2026, 9, 24)
    for event, case_id in (
        (CaseWithdrawn(ruling_no="（样例）1号", ruled_on=day, voluntary=True), withdrawn),
        *((_answer(agency, day), answered) for agency in AGENCIES),
    ):
        append(whole.ledger, case_id, NewEvent(event=event, jurisdiction="320813", case_id=case_id, occurred_on=day))
    follow(whole)
    work_through(whole, Clock(replica()))
    assert lines(whole) == expected([open_still])


def test_an_answer_that_the_views_do_not_know_yet_counts(whole: Whole, replica: Replica) -> None:
    (case_id,) = file_cases(whole.ledger, 1, SERVED)
    whole.clock.set(at("2026-09-26T08:00"))
    follow(whole)
    day = date(2026, 9, 26)
    for agency in AGENCIES:
        event = NewEvent(event=_answer(agency, day), jurisdiction="320813", case_id=case_id, occurred_on=day)
        append(whole.ledger, case_id, event)
    Clock(replica()).work()
    assert told(whole.ledger) == []


def test_more_than_a_round_takes_is_told_in_the_next(whole: Whole, replica: Replica, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rounds, "AT_ONCE", 2)
    cases = file_cases(whole.ledger, 5, SERVED)
    follow(whole)
    whole.clock.set(at("2026-09-25T00:00"))
    clock = Clock(replica())
    counts = []
    for _ in range(3):
        clock.work()
        counts.append(len(told(whole.ledger)))
    assert counts == [8, 16, 20], "the next take their turn although the views have not seen what was told"
    assert lines(whole) == expected(cases)


def test_a_case_that_fails_holds_up_no_other_and_is_told_of(
    whole: Whole, replica: Replica, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    cases = file_cases(whole.ledger, 3, SERVED)
    follow(whole)
    whole.clock.set(at("2026-09-25T00:00"))
    tell = ClockDesk.tell

    def failing(desk: ClockDesk, record: str) -> Receipt | None:
        if record == cases[0]:
            raise ValueError(record)
        return tell(desk, record)

    monkeypatch.setattr(ClockDesk, "tell", failing)
    with pytest.raises(ValueError, match=cases[0]):
        Clock(replica()).work()
    assert lines(whole) == expected(cases[1:])
    assert f"nothing could be told of the dispute of {cases[0]}" in caplog.text


def test_a_replica_passes_while_another_looks(whole: Whole, replica: Replica) -> None:
    cases = file_cases(whole.ledger, 1, SERVED)
    follow(whole)
    whole.clock.set(at("2026-09-25T00:00"))
    clock = Clock(replica())
    with whole.ledger.database.project() as other:
        other.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", (f"yingsu worker {NAME}",))
        clock.work()
        assert told(whole.ledger) == []
    clock.work()
    assert lines(whole) == expected(cases)


def test_a_case_that_the_board_leaves_out_is_told_of_when_it_is_released(whole: Whole, replica: Replica) -> None:
    (case_id,) = file_cases(whole.ledger, 1, SERVED)
    follow(whole)
    whole.clock.set(at("2026-09-25T00:00"))
    clock = Clock(replica())
    with whole.ledger.database.project() as cursor:
        cursor.execute(
            "INSERT INTO views.quarantine (view, subject, position, event_id, error) "
            "SELECT 'notify.obligations', case_id, position, event_id, 'ValueError' FROM ledger.entry WHERE case_id = %s LIMIT 1",
            (case_id,),
        )
    clock.work()
    assert told(whole.ledger) == []
    with whole.ledger.database.project() as cursor:
        cursor.execute("DELETE FROM views.quarantine")
    for _ in range(rounds.FRESH_EVERY):
        clock.work()
    assert lines(whole) == expected([case_id])


def test_where_nothing_was_left_to_tell_only_what_was_recorded_since_is_looked_at(
    whole: Whole, replica: Replica, monkeypatch: pytest.MonkeyPatch
) -> None:
    quiet = file_cases(whole.ledger, 3, date(2026, 9, 16))
    looked: list[Any] = []

    def watched(*given: Any) -> list[str]:
        looked.append(given[-1])
        return waiting(*given)

    monkeypatch.setattr(rounds, "waiting", watched)
    whole.clock.set(at("2026-09-25T08:00"))
    follow(whole)
    clock = Clock(replica())
    clock.work()
    clock.work()
    assert looked == [None], "a round after which nothing was recorded does not look"

    (fresh,) = file_cases(whole.ledger, 1, SERVED)
    clock.work()
    assert looked == [None], "what the board does not know yet is not looked at"
    follow(whole)
    work_through(whole, clock)
    assert looked[1:] == [{fresh}, {fresh}]
    assert lines(whole) == expected([fresh])

    whole.clock.set(at("2026-10-08T00:00"))
    clock.work()
    assert looked[-1] is None, "another day concerns all"
    follow(whole)
    work_through(whole, clock)
    assert {case_id for what, case_id, _, day in lines(whole) if day == date(2026, 10, 8)} == set(quiet)

    looked.clear()
    publish_a_longer_holiday(whole.ledger)
    follow(whole)
    clock.work()
    assert looked == [None], "other rules concern all"


def test_while_something_is_left_to_tell_only_that_and_what_was_recorded_since_is_looked_at(
    whole: Whole, replica: Replica, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[Any] = []

    def watched(*given: Any) -> list[str]:
        looked.append(given[-1])
        return waiting(*given)

    monkeypatch.setattr(rounds, "waiting", watched)
    file_cases(whole.ledger, 3, date(2026, 9, 16))
    left = set(file_cases(whole.ledger, 2, SERVED))
    whole.clock.set(at("2026-09-25T08:00"))
    follow(whole)
    clock = Clock(replica())
    clock.work()
    clock.work()
    assert looked == [None, left], "the view of what was told is behind"

    (fresh,) = file_cases(whole.ledger, 1, SERVED)
    catch_up(whole.ledger.database, ObligationView())
    clock.work()
    assert looked[-1] == left | {fresh}

    follow(whole)
    clock.work()
    clock.work()
    assert looked[3:] == [left | {fresh}], "nothing is left, and nothing was recorded since"
    assert {case_id for _, case_id, _, _ in lines(whole)} == left | {fresh}


def test_of_many_that_are_left_to_tell_none_is_passed_over(
    whole: Whole, replica: Replica, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rounds, "AT_ONCE", 2)
    follow(whole)
    whole.clock.set(at("2026-09-25T08:00"))
    clock = Clock(replica())
    clock.work()
    cases = file_cases(whole.ledger, 5, SERVED)
    follow(whole)
    for _ in range(3):
        clock.work()
    follow(whole)
    assert {case_id for _, case_id, _, _ in lines(whole)} == set(cases)


def _answer(agency: str, day: date) -> AnswerSubmitted:
    return AnswerSubmitted(
        agency=agency, submitted_on=day, delivery="in_person", posted_on=None, has_answer=True, evidence_count=1, note=None
    )
