"""kill -9 of any one process, at random moments under load and in the midst of a reaction: nothing lost, nothing twice, one order."""

import random
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, LiteralString

import psycopg
import pytest

from services.intake.reactions import LETTERS
from services.mediation.reactions import NAME as OPEN_MEDIATION
from tests.journeys.clients import Clients
from tests.journeys.evidence import evidence
from tests.journeys.machinery import Machinery
from tests.journeys.mediated import RETURN, UP_TO_THE_RETURN, Journey
from tests.journeys.players import Players
from tests.journeys.separate import FOLLOWED, PROJECTORS, Processes
from yingsu.composition import SERVICES
from yingsu.embedded import Embedded

POSTMASTER = "postmaster"
PROJECTOR = PROJECTORS[0]
APPENDING: LiteralString = (
    "FROM pg_stat_activity WHERE application_name = %s AND wait_event_type = 'Lock' AND query LIKE '%%ledger.append%%'"
)


@pytest.fixture
def seed() -> int:
    """What is up to chance in one run; printed, so that it is seen where a test fails."""
    drawn = random.SystemRandom().randrange(2**32)
    print(f"seed {drawn}")
    return drawn


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
def processes(fresh: str, tmp_path: Path) -> Iterator[Processes]:
    """An installation for processes of their own; nothing runs yet."""
    made = Processes(tmp_path, fresh)
    try:
        made.provision()
        made.initialise()
        yield made
    finally:
        made.close()


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
    players = Players(machinery.folder, machinery.addresses, seed)
    victims = [machinery.kill_service, machinery.kill_projector, machinery.kill_postmaster] * 2
    chance.shuffle(victims)
    with players.playing():
        for kill in victims:
            time.sleep(chance.uniform(0.3, 2.0))
            kill()
            machinery.start()
    players.check(machinery.urls)
    players.close()


def test_nothing_is_lost_or_doubled_by_kills_of_separate_processes(with_server: Processes, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 (disorder, not secrecy)
    with_server.start(*SERVICES, *PROJECTORS)
    with_server.await_health(*SERVICES)
    players = Players(with_server.folder, with_server.addresses, seed)
    victims = [POSTMASTER, *SERVICES, *PROJECTORS]
    chance.shuffle(victims)
    with players.playing():
        for name in victims:
            time.sleep(chance.uniform(0.3, 2.0))
            if name == POSTMASTER:
                with_server.restart_postmaster()
            else:
                with_server.kill(name)
                with_server.start(name)
            with_server.await_health(*SERVICES)
    players.check(with_server.urls)
    players.close()


def test_a_reaction_whose_projector_is_killed_in_the_midst_happens_once(processes: Processes) -> None:
    processes.start("registry", "intake", "mediation", PROJECTOR)
    processes.await_health("registry", "intake", "mediation")
    processes.until(set(FOLLOWED), lambda: set(processes.leaders()))
    clients = Clients(processes.folder, processes.addresses)
    for serial, recorded in ((1, True), (2, False)):
        journey = Journey(clients, serial)
        _kill_in_the_midst(processes, OPEN_MEDIATION, partial(journey.tell_referral, "b-01-referral"), recorded=recorded)
        journey.find_mediation()
        journey.take(UP_TO_THE_RETURN)
        _kill_in_the_midst(processes, LETTERS, partial(journey.take, RETURN), recorded=recorded)
        journey.collect()
    with evidence(processes.urls) as found:
        found.check_order()
        found.check_acknowledged(clients.acknowledged)
        found.check_reactions(clients.acknowledged)
        found.check_views()
    clients.close()


def _kill_in_the_midst(processes: Processes, reaction: str, cause: Callable[[], None], *, recorded: bool) -> None:
    """kill -9 of the projector while the append that follows from `cause` waits for its turn, so that it never learns the outcome.

    Where it was recorded, PostgreSQL carries the append out after the death of who asked for it; else it ends before. Either way the
    projector that comes next reads the cause again.
    """
    with (
        psycopg.connect(processes.url, autocommit=True) as looking,
        psycopg.connect(processes.url) as before_reading,
        psycopg.connect(processes.url) as before_appending,
    ):
        before_reading.execute("SELECT FROM views.bookmark WHERE view = %s FOR UPDATE", (reaction,))
        cause()
        before_appending.execute("SELECT FROM ledger.head FOR UPDATE")
        head = _number(looking, "SELECT position FROM ledger.head")
        before_reading.rollback()
        processes.until(1, lambda: _number(looking, f"SELECT count(*) {APPENDING}", PROJECTOR))
        processes.kill(PROJECTOR)
        if not recorded:
            assert (
                _number(looking, f"SELECT count(*) FILTER (WHERE pg_terminate_backend(pid, 10000)) {APPENDING}", PROJECTOR) == 1
            )
        before_appending.rollback()
        processes.until(head + recorded, lambda: _number(looking, "SELECT position FROM ledger.head"))
        assert _number(looking, "SELECT position FROM views.bookmark WHERE view = %s", reaction) < head
    processes.start(PROJECTOR)


def _number(connection: psycopg.Connection[tuple[Any, ...]], query: LiteralString, *parameters: str) -> int:
    ((found,),) = connection.execute(query, parameters).fetchall()
    return int(found)
