"""Three replicas of the clock in processes of their own, on one database. One is killed while it tells; each thing is told once."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date

import psycopg
import pytest

from services.notify.clock.desk import NAME
from tests.journeys.separate import Processes
from tests.services.notify.clock.docket import AGENCIES, file_cases, line, told
from yingsu.clock import system_clock
from yingsu.ledger.database import Database
from yingsu.ledger.store import Ledger

REPLICAS = ("replica-1", "replica-2", "replica-3")
CASES = 150
SERVED = date(2025, 9, 9)
"""Due on 24 September 2025, long ago: all is told late."""


@pytest.fixture
def ledger(processes: Processes) -> Iterator[Ledger]:
    """Its ledger."""
    urls = processes.urls
    with closing(Database(urls.app, urls.reader)) as database, closing(Ledger(database, system_clock)) as opened:
        yield opened


def test_three_replicas_tell_each_thing_once_although_one_is_killed_while_it_tells(processes: Processes, ledger: Ledger) -> None:
    cases = file_cases(ledger, CASES, SERVED)
    processes.start(*REPLICAS)
    processes.await_ready(*REPLICAS)
    killed = _telling(processes, ledger)
    processes.kill(killed)
    after_the_kill = len(told(ledger))
    assert after_the_kill < 4 * CASES, "it was killed in the midst"

    processes.until(_expected(cases), lambda: _told(ledger))

    processes.start(killed)
    processes.await_ready(killed)
    for replica in set(REPLICAS) - {killed}:
        processes.kill(replica)
    more = file_cases(ledger, 1, SERVED)
    processes.until(_expected(more), lambda: [one for one in _told(ledger) if one[1] in more])
    assert _told(ledger) == _expected(cases + more), "the restarted one told nothing again"
    assert processes.stop() == {killed: 0}


def _telling(processes: Processes, ledger: Ledger) -> str:
    """The replica whose turn it is, once it has told something."""
    found: list[str] = []
    query = (
        "SELECT application_name FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE datname = current_database() AND granted "
        "AND locktype = 'advisory' AND objid::bigint = hashtext(%s)::bigint & 4294967295"
    )
    with psycopg.connect(processes.url, autocommit=True) as administrator:

        def look() -> bool:
            found[:] = [name for (name,) in administrator.execute(query, (f"yingsu worker {NAME}",)).fetchall()]
            return len(found) == 1 and len(told(ledger)) > 0

        processes.until(True, look)
    return found[0]


def _told(ledger: Ledger) -> list[tuple[str, str, str, date]]:
    """Sorted: what, of which case and agency, of which day."""
    found = [(what, obligation.split("."), day) for what, obligation, day, _ in map(line, told(ledger))]
    return sorted((what, parts[0], parts[2], day) for what, parts, day in found)


def _expected(cases: list[str]) -> list[tuple[str, str, str, date]]:
    days = (("ahead", date(2025, 9, 23)), ("due_day", date(2025, 9, 24)), ("overdue", date(2025, 9, 25)))
    return sorted((what, case_id, agency, day) for what, day in days for case_id in cases for agency in AGENCIES)
