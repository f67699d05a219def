"""A feed under four writers, its clients killed and resumed, its listener, its projector and its table taken away meanwhile: everything that
is for a client reaches it, once and in order."""

import random
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from functools import cache
from itertools import takewhile
from pathlib import Path
from typing import Any

import jsonschema
import psycopg
import pytest

from services.notify.feed.news import APPLICATION
from services.notify.feed.view import NAME
from services.registry import samples
from tests.journeys.clients import Clients
from tests.journeys.follower import FEED, kept
from tests.journeys.machinery import REPOSITORY
from tests.journeys.players import Players
from tests.journeys.separate import PROJECTORS, Processes
from tests.services.intake.cast import filing
from tests.whole import COURT, LAND_OA, MARKET_OA, SUPERVISOR
from yingsu.events import catalogue
from yingsu.events.intake.case import CaseFiled
from yingsu.events.intake.message import CourtMessageReceived
from yingsu.events.intake.prelitigation import PreFilingNotified, PreLitigationReferred
from yingsu.events.mediation.plan import MediationPlanSubmitted
from yingsu.events.notify.timer import ObligationOverdue, ReminderSent
from yingsu.events.review.review import ReviewOpened
from yingsu.ledger.entry import Entry
from yingsu.ledger.rows import COLUMNS, to_entry

SERVING = ("registry", "intake", "mediation", "notify")
PROJECTOR = PROJECTORS[0]
FOLLOWERS = {LAND_OA: samples.RESOURCES, MARKET_OA: samples.MARKET, COURT: "苏0813", SUPERVISOR: None}
"""Who follows, and by what the record calls it."""
BESIDE = 5
"""So many cases are filed while nothing is projected."""


@pytest.fixture
def processes(processes: Processes) -> Processes:
    """The installation, with the services that the feed needs."""
    processes.start(*SERVING, PROJECTOR)
    processes.await_ready(*SERVING)
    return processes


class Followers:
    """The clients of the feed, each with the file of what it has."""

    def __init__(self, processes: Processes) -> None:
        self._processes = processes
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, client: str) -> None:
        """Start or resume one."""
        addresses = (self._processes.addresses["registry"], self._processes.addresses["notify"])
        given = [str(self._processes.folder), *addresses, client, str(self._file(client))]
        with (self._processes.folder / f"follower-{client}.log").open("ab") as log:
            self._running[client] = subprocess.Popen(
                [sys.executable, "-m", "tests.journeys.follower", *given], cwd=REPOSITORY, stdout=log, stderr=log
            )

    def kill(self, client: str) -> None:
        """kill -9 of one."""
        killed = self._running.pop(client)
        assert killed.poll() is None, (self._processes.folder / f"follower-{client}.log").read_text()[-4000:]
        killed.kill()
        killed.wait()

    def events(self, client: str) -> list[dict[str, Any]]:
        """What one has."""
        return kept(self._file(client))

    def close(self) -> None:
        """kill -9 of all."""
        for client in [*self._running]:
            self.kill(client)

    def _file(self, client: str) -> Path:
        return self._processes.folder / f"follower-{client}.jsonl"


def test_every_client_has_every_event_that_is_for_it_once_and_in_order(processes: Processes, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 (disorder, not secrecy)
    with (
        closing(Followers(processes)) as followers,
        closing(Players(processes.folder, processes.addresses, seed)) as players,
        psycopg.connect(processes.url, autocommit=True) as looking,
    ):
        for client in FOLLOWERS:
            followers.start(client)

        def kill_and_resume() -> None:
            client = chance.choice([*FOLLOWERS])
            followers.kill(client)
            followers.start(client)

        def stop_listening() -> None:
            looking.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = %s", (APPLICATION,))

        def rebuild() -> None:
            done = subprocess.run(
                [sys.executable, "-m", "yingsu", "rebuild", NAME],
                cwd=REPOSITORY,
                env=processes.environment("rebuild"),
                capture_output=True,
                text=True,
                check=False,
            )
            assert done.returncode == 0, done.stderr

        happenings = [kill_and_resume] * 6 + [stop_listening] * 2 + [rebuild, lambda: _stop_projecting(processes, looking)]
        chance.shuffle(happenings)
        with players.playing():
            for happen in happenings:
                time.sleep(chance.uniform(0.3, 1.5))
                happen()
        processes.until("", lambda: _differing(looking, followers))
        found = {client: followers.events(client) for client in FOLLOWERS}
        # Everybody waits for news now, and is let go instead of being broken off.
        assert set(processes.stop().values()) == {0}
        assert "Traceback" not in processes.said("notify")
    print({client: len(events) for client, events in found.items()})
    assert min(len(events) for events in found.values()) > 50, "there was load"
    for event in found[SUPERVISOR]:
        _check(event["type"]).validate(event["data"])
    own = {client: {event["id"] for event in found[client]} for client in (LAND_OA, MARKET_OA)}
    assert own[MARKET_OA] - own[LAND_OA], "there are cases of one of the agencies alone"


def _stop_projecting(processes: Processes, looking: psycopg.Connection[Any]) -> None:
    """kill -9 of the projector: the feed goes no further than the bookmark, however much is recorded, until there is another."""
    processes.kill(PROJECTOR)
    (bookmark,) = _row(looking, "SELECT position FROM views.bookmark WHERE view = %s", NAME)
    with closing(Clients(processes.folder, processes.addresses)) as clients:
        # The players may all be waiting for what is projected.
        for serial in range(BESIDE):
            clients.tell(COURT, filing(message_id=f"beside-{serial}", case_no=f"（2026）苏0813行初{9000 + serial}号"))
        assert _row(looking, "SELECT position > %s FROM ledger.head", bookmark + BESIDE)[0]
        page, read = clients.get(SUPERVISOR, FEED, limit=200).json(), 0
        while page:
            read += len(page)
            assert int(page[-1]["sequence"]) <= bookmark
            page = clients.get(SUPERVISOR, FEED, limit=200, lastEventId=page[-1]["id"]).json()
        assert read, "there was something up to the bookmark"
    processes.start(PROJECTOR)


def _differing(looking: psycopg.Connection[Any], followers: Followers) -> str:
    """In which client's feed something is missing, doubled, out of order or not for it, as the record is now."""
    rows = looking.execute(f"SELECT {COLUMNS} FROM ledger.entry ORDER BY position").fetchall()
    entries = [to_entry(row) for row in rows]
    found: list[str] = []
    for client, known_as in FOLLOWERS.items():
        expected = [str(entry.event_id) for entry in _for(client, known_as, entries)]
        kept_by = [event["id"] for event in followers.events(client)]
        if kept_by != expected:
            alike = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(kept_by, expected, strict=False)))
            found.append(f"{client}: {len(kept_by)} instead of {len(expected)}, the first {alike} alike")
    return "; ".join(found)


def _row(looking: psycopg.Connection[Any], query: Any, *values: Any) -> tuple[Any, ...]:
    found = looking.execute(query, values).fetchone()
    assert found is not None
    return tuple(found)


def _for(client: str, known_as: str | None, entries: Sequence[Entry]) -> list[Entry]:
    """What of the record is for a client, told from the entries alone."""
    mine: set[str] = set()
    found = []
    for entry in entries:
        match entry.event:
            case CaseFiled(court=court, defendants=named) | PreFilingNotified(court=court, respondents=named):
                concerned = {court, *(one.agency for one in named)}
            case PreLitigationReferred(court=court, respondents=told):
                concerned = {court, *(one.agency for one in told)}
            case ReviewOpened(agency=owner):
                concerned = {owner}
            case CourtMessageReceived(court=court):
                concerned = {court}
            case _:
                concerned = set()
        if known_as in concerned:
            mine.add(entry.case_id or entry.stream)
        if not entry.topic.startswith("registry.") and _is_for(client, known_as, entry, mine):
            found.append(entry)
    return found


def _is_for(client: str, known_as: str | None, entry: Entry, mine: set[str]) -> bool:
    if client == COURT:
        return entry.topic.startswith("intake.") and (entry.case_id or entry.stream) in mine
    return client == SUPERVISOR or _for_agency(entry, mine, str(known_as))


def _for_agency(entry: Entry, mine: set[str], agency: str) -> bool:
    if entry.case_id not in mine:
        return False
    if isinstance(entry.event, ObligationOverdue | ReminderSent):
        ours = entry.event.owed_by not in ("court", "mediation_body", "supervising_body")
        # What nobody alone owes is for every agency of the case.
        return ours and entry.event.agency in (None, agency)
    if isinstance(entry.event, MediationPlanSubmitted) or entry.topic.startswith("review."):
        return bool(getattr(entry.event, "agency", None) == agency)
    return True


@cache
def _check(topic: str) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(catalogue.schemas()[topic])
