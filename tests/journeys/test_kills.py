"""kill -9 of any one process, at random moments under load and while it records something: nothing lost, nothing twice, one order."""

import random
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import LiteralString

import psycopg
import pytest

from services.intake.reactions import LETTERS
from services.mediation.reactions import NAME as OPEN_MEDIATION
from tests.journeys.clients import Clients
from tests.journeys.evidence import evidence
from tests.journeys.machinery import Machinery
from tests.journeys.mediated import FILING_AND_SERVICES, RETURN, UP_TO_THE_RETURN, Journey
from tests.journeys.players import Players
from tests.journeys.separate import FOLLOWED, PROJECTORS, Processes
from yingsu.composition import SERVICES
from yingsu.embedded import Embedded
from yingsu.ledger.database import Connection

POSTMASTER = "postmaster"
PROJECTOR = PROJECTORS[0]
HEAD: LiteralString = "SELECT position FROM ledger.head"
APPENDING: LiteralString = (
    "FROM pg_stat_activity WHERE application_name = %s AND wait_event_type = 'Lock' AND query LIKE '%%ledger.append%%'"
)
WAITING: LiteralString = (
    "SELECT count(*) FROM (SELECT DISTINCT ON (stream) topic FROM ledger.entry WHERE stream LIKE 'message-%%' "
    "ORDER BY stream, version DESC) AS latest WHERE topic = 'intake.court_message_parked.v1'"
)


@pytest.fixture
def machinery(tmp_path: Path) -> Iterator[Machinery]:
    """`yingsu run` and a second projector."""
    running = Machinery(tmp_path)
    try:
        running.start()
        yield running
    finally:
        running.close()


@pytest.fixture
def with_server(tmp_path: Path) -> Iterator[Processes]:
    """The same on a PostgreSQL of its own, which keeps what it has acknowledged when it is killed."""
    with Embedded(tmp_path / "postgres") as server:
        made = Processes(tmp_path, server.url.replace("/postgres?", "/yingsu?"), server)
        try:
            made.provision()
            made.initialise()
            yield made
        finally:
            made.close()


def test_nothing_is_lost_or_doubled_by_kills_of_the_one_process(machinery: Machinery, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 (disorder, not secrecy)
    victims = [machinery.kill_service, machinery.kill_projector, machinery.kill_postmaster] * 2
    chance.shuffle(victims)
    with closing(Players(machinery.folder, machinery.addresses, seed)) as players:
        with players.playing():
            for kill in victims:
                time.sleep(chance.uniform(0.2, 1.6))
                kill()
                machinery.start()
        players.check(machinery.urls)


def test_nothing_is_lost_or_doubled_by_kills_of_separate_processes(with_server: Processes, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 (disorder, not secrecy)
    with_server.start(*SERVICES, *PROJECTORS)
    with_server.await_ready(*SERVICES, *PROJECTORS)
    victims = [POSTMASTER, *SERVICES, *PROJECTORS]
    chance.shuffle(victims)
    with closing(Players(with_server.folder, with_server.addresses, seed)) as players:
        with players.playing():
            for name in victims:
                time.sleep(chance.uniform(0.2, 1.6))
                if name == POSTMASTER:
                    with_server.restart_postmaster()
                else:
                    with_server.kill(name)
                    with_server.start(name)
                with_server.await_ready(*SERVICES, *PROJECTORS)
        players.check(with_server.urls)


def test_what_is_being_recorded_when_its_process_is_killed_happens_once(processes: Processes) -> None:
    services = ("registry", "intake", "mediation")
    processes.start(*services, PROJECTOR)
    processes.await_ready(*services)
    processes.until(set(FOLLOWED), lambda: set(processes.leaders()))
    with closing(Clients(processes.folder, processes.addresses)) as clients:
        for serial, recorded in ((1, True), (2, False)):
            journey = Journey(clients, serial)
            midst = Midst(processes, recorded)
            midst.kill_reacting(OPEN_MEDIATION, partial(journey.tell_referral, "b-01-referral"))
            journey.find_mediation()
            midst.kill_answering("mediation", partial(journey.take, UP_TO_THE_RETURN[:1]))
            journey.take(UP_TO_THE_RETURN[1:])
            midst.kill_reacting(LETTERS, partial(journey.take, RETURN))
            journey.collect()
            journey.announce()
            filing, early, late = FILING_AND_SERVICES
            journey.file([early])
            midst.kill_answering("intake", partial(journey.file, [filing]))
            journey.file([late])
            journey.answer()
    with evidence(processes.urls) as found:
        found.check_order()
        found.check_acknowledged(clients.acknowledged)
        found.check_reactions(clients.acknowledged)
        found.check_views()


class Midst:
    """kill -9 of a process while an append of its waits for its turn, so that it never learns the outcome.

    Where it is `recorded`, PostgreSQL carries the append out after the death of who asked for it; else the append ends before.
    """

    def __init__(self, processes: Processes, recorded: bool) -> None:
        self._processes = processes
        self._recorded = recorded

    def kill_reacting(self, reaction: str, cause: Callable[[], None]) -> None:
        """Kill the projector over what follows from `cause`; the one that comes next reads the cause again."""
        with self._connected() as looking, self._connected() as reading, self._connected() as appending:
            reading.execute("BEGIN")
            reading.execute("SELECT FROM views.bookmark WHERE view = %s FOR UPDATE", (reaction,))
            cause()
            appending.execute("BEGIN")
            appending.execute("SELECT FROM ledger.head FOR UPDATE")
            caused = self._number(looking, HEAD)
            reading.execute("ROLLBACK")
            self._kill_appending(PROJECTOR, looking, appending)
            assert self._number(looking, "SELECT position FROM views.bookmark WHERE view = %s", reaction) < caused
        self._processes.start(PROJECTOR)

    def kill_answering(self, service: str, ask: Callable[[], None]) -> None:
        """Kill the service over what a client asks for, which repeats it until it is answered."""
        with self._connected() as looking, self._connected() as appending, ThreadPoolExecutor(1) as client:
            appending.execute("BEGIN")
            appending.execute("SELECT FROM ledger.head FOR UPDATE")
            asked = client.submit(ask)
            self._kill_appending(service, looking, appending)
            if self._recorded:
                # What follows by itself does so without the client and its service.
                self._processes.until(0, lambda: self._number(looking, WAITING))
            self._processes.start(service)
            asked.result()

    def _kill_appending(self, name: str, looking: Connection, appending: Connection) -> None:
        before = self._number(looking, HEAD)
        self._processes.until(1, lambda: self._number(looking, f"SELECT count(*) {APPENDING}", name))
        backend = str(self._number(looking, f"SELECT pid {APPENDING}", name))
        self._processes.kill(name)
        if not self._recorded:
            looking.execute("SELECT pg_terminate_backend(%s::int, 10000)", (backend,))
        appending.execute("ROLLBACK")
        self._processes.until(
            0, lambda: self._number(looking, "SELECT count(*) FROM pg_stat_activity WHERE pid = %s::int", backend)
        )
        assert (self._number(looking, HEAD) > before) == self._recorded

    def _connected(self) -> Connection:
        return psycopg.connect(self._processes.url, autocommit=True)

    @staticmethod
    def _number(connection: Connection, query: LiteralString, *parameters: str) -> int:
        ((found,),) = connection.execute(query, parameters).fetchall()
        return int(found)
