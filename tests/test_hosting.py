"""Workers: rounds in a thread of their own, a failure that health shows until the next success, a database that is waited for."""

import asyncio
import logging
import socket
import threading
from collections.abc import Callable
from dataclasses import replace

import psycopg
import pytest

from services.intake.app import VIEWS
from yingsu import hosting
from yingsu.hosting import working
from yingsu.ledger.database import Database, DatabaseUnavailable
from yingsu.ledger.reader import lag
from yingsu.ledger.stopping import stopped
from yingsu.ledger.store import Ledger
from yingsu.settings import Urls, load
from yingsu.web.health import Readiness, look

NAME = "tests.work"
PATIENCE_SECONDS = 30


class Scripted:
    """Does in each round what the script says: fails with an error, or not. Lets the test wait for the end of a round."""

    name = NAME

    def __init__(self, *script: Exception | None, every_seconds: float = 0.001, last: Callable[[], None] = lambda: None) -> None:
        self.every_seconds = every_seconds
        self._script = list(script)
        self._last = last
        self._done = threading.Condition()
        self.begun = 0

    def work(self) -> None:
        with self._done:
            self.begun += 1
            self._done.notify_all()
        if not self._script:
            self._last()
            return
        error = self._script.pop(0)
        if error is not None:
            raise error

    def await_round(self, number: int) -> None:
        """Return when this round has begun: the one before has ended, with all that follows from it."""
        with self._done:
            assert self._done.wait_for(lambda: self.begun >= number, PATIENCE_SECONDS), f"round {number} does not begin"


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hosting, "RETRY_SECONDS", 0.001)


def test_rounds_follow_one_another_until_the_end_and_none_after(database: Database) -> None:
    worker = Scripted()
    with working([worker], database):
        worker.await_round(3)
    assert [thread for thread in threading.enumerate() if thread.name == f"worker {NAME}"] == []


def test_the_round_under_way_is_finished_and_the_rest_is_cut_short(database: Database) -> None:
    ended: list[str] = []
    go = threading.Event()

    def last() -> None:
        go.wait(PATIENCE_SECONDS)
        ended.append("finished")

    worker = Scripted(every_seconds=3600, last=last)
    with working([worker], database):
        worker.await_round(1)
        go.set()
    assert ended == ["finished"]
    assert worker.begun == 1


def test_a_failure_is_shown_in_health_and_gone_after_the_next_success(
    database: Database, ledger: Ledger, caplog: pytest.LogCaptureFixture
) -> None:
    found: list[Readiness] = []

    class Looking(Scripted):
        def work(self) -> None:
            found.append(look(ledger, lambda: lag(database, VIEWS)))
            super().work()

    worker = Looking(ValueError("first"), None)
    with working([worker], database):
        worker.await_round(3)
    assert [readiness.stopped for readiness in found[:3]] == [{}, {NAME: "ValueError"}, {}]
    assert (found[1].status, NAME in found[1].detail) == ("ready", True)
    assert f"worker {NAME} failed" in caplog.text


def test_one_worker_that_fails_stops_no_other(database: Database) -> None:
    failing, other = Scripted(*[ValueError("always")] * 1000), Scripted()
    other.name = "tests.other"
    with working([failing, other], database):
        failing.await_round(3)
        other.await_round(3)


def test_a_database_that_is_away_is_waited_for_and_nothing_is_noted(database: Database, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    noted: list[dict[str, str]] = []
    worker = Scripted(
        DatabaseUnavailable("连接中断"), DatabaseUnavailable("连接中断"), last=lambda: noted.append(stopped(database))
    )
    with working([worker], database):
        worker.await_round(4)
    assert noted[0] == {}
    assert [record.levelname for record in caplog.records if record.name == "yingsu.hosting"] == ["WARNING", "WARNING"]
    assert f"worker {NAME} waits for the database" in caplog.text


def test_what_a_process_that_is_gone_left_is_cleared_by_a_success_of_another(database: Database, urls: Urls) -> None:
    with psycopg.connect(urls.owner) as owner:
        owner.execute("INSERT INTO views.stopped (view, error) VALUES (%s, 'ValueError')", (NAME,))
    worker = Scripted()
    with working([worker], database):
        worker.await_round(2)
    assert stopped(database) == {}


def test_a_small_answer_is_sent_at_once() -> None:
    """The server's loop switches the delay of small packets off for TCP by name only: else every answer would take 40 ms more."""
    with hosting.listening(replace(load({}), port=0)) as listener, socket.create_connection(listener.getsockname()):
        assert asyncio.run(_no_delay(listener.accept()[0])) != 0


async def _no_delay(accepted: socket.socket) -> int:
    """TCP_NODELAY of a connection that the loop was given, as the server's is."""
    transport, _ = await asyncio.get_running_loop().connect_accepted_socket(asyncio.Protocol, accepted)
    try:
        option: int = transport.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
        return option
    finally:
        transport.close()
