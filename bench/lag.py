"""How far the views are behind: from an event's append until every view and reaction of the one-process mode has applied it.

An installation of its own, as `yingsu run` has it: embedded PostgreSQL with fsync, every service over real HTTP, the projector of every
view and reaction in the same process. A process beside it plays a court at a steady pace: for each case a filing against two agencies and a
service on each, which become some ten events that every view has work with. A warm-up tells how many they are.

An event's time begins when its append is handed to the database, so that the commit is in it, and ends when `Projector.wait_for` returns
for its position: woken by the projector, never polled. It is exact to the switching of threads (5 ms at most, mostly far less) and errs to
the long side.
"""

import json
import socket
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import uvicorn

from services.registry import samples
from services.registry.setup import initialise
from yingsu.clock import legal_day, system_clock
from yingsu.composition import applications, compose, followed
from yingsu.hosting import configuration, projecting
from yingsu.installation import opened
from yingsu.ledger.database import Database
from yingsu.ledger.entry import Command, Receipt
from yingsu.ledger.reader import Projector
from yingsu.ledger.store import Ledger
from yingsu.settings import load
from yingsu.web.service import combine

EVENTS_A_SECOND = 100
SENDERS = 4
WARM_UP_CASES = 20
PATIENCE_SECONDS = 60
AGENCIES = tuple(agency.code for agency in samples.AGENCIES[1:3])
MESSAGES_A_CASE = 1 + len(AGENCIES)


class Lagging(Exception):
    """The views did not keep up at all."""


class TimedLedger(Ledger):
    """The ledger, which also notes by position when each append began."""

    def __init__(self, database: Database) -> None:
        super().__init__(database, system_clock)
        self.began: dict[int, float] = {}

    def append(self, command: Command) -> Receipt:
        """Append, and note."""
        now = time.perf_counter()
        receipt = super().append(command)
        self.began.update((event.position, now) for event in receipt.events)
        return receipt


@dataclass(frozen=True)
class Court:
    """The court that sends messages to the installation at `address`. Can be handed to another process."""

    address: str
    token: str

    def file_cases(self, first: int, count: int, seconds_a_case: float) -> None:
        """Send the messages of `count` cases, numbered from `first`, one case every so many seconds. A slow answer delays no other."""
        began, step = time.perf_counter(), seconds_a_case / MESSAGES_A_CASE
        with (
            httpx.Client(base_url=self.address, headers={"Authorization": f"Bearer {self.token}"}, trust_env=False) as http,
            ThreadPoolExecutor(SENDERS) as senders,
        ):
            sent = []
            for number in range(count):
                for n, body in enumerate(_messages(first + number)):
                    time.sleep(max(0.0, began + (number * MESSAGES_A_CASE + n) * step - time.perf_counter()))
                    sent.append(senders.submit(_send, http, body))
            for sending in sent:
                sending.result()


def measure_lag(seconds: float) -> str:
    """Append for so many seconds, print the JSON line, and return the table's line."""
    with tempfile.TemporaryDirectory(prefix="yingsu-lag-") as folder, _running(Path(folder)) as (ledger, projector, court):
        before = ledger.head()
        court.file_cases(1, WARM_UP_CASES, 2 * MESSAGES_A_CASE / EVENTS_A_SECOND)
        first = ledger.head() + 1
        _await(projector, first - 1)
        events_a_case = (first - 1 - before) / WARM_UP_CASES
        seconds_a_case = events_a_case / EVENTS_A_SECOND
        applied: dict[int, float] = {}
        stopping = threading.Event()
        watching = threading.Thread(target=_watch, args=(projector, first, applied, stopping))
        watching.start()
        try:
            with get_context("spawn").Pool(1) as beside:
                cases = max(1, round(seconds / seconds_a_case))
                beside.apply(court.file_cases, (1 + WARM_UP_CASES, cases, seconds_a_case))
            last = ledger.head()
            _await(projector, last)
        finally:
            stopping.set()
            watching.join()
        return _told(ledger.began, applied, range(first, last + 1), len(projector.progress()))


def _told(began: Mapping[int, float], applied: Mapping[int, float], positions: range, views: int) -> str:
    lags = sorted((applied[position] - began[position]) * 1000 for position in positions)
    span = began[positions[-1]] - began[positions[0]]
    hundredths = statistics.quantiles(lags, n=100, method="inclusive")
    found = {
        "measure": "projection lag",
        "views": views,
        "events": len(lags),
        "events/s": round(len(lags) / span, 1),
        "p50 ms": round(hundredths[49], 1),
        "p99 ms": round(hundredths[98], 1),
        "max ms": round(lags[-1], 1),
    }
    print(json.dumps(found), flush=True)
    return (
        f"{'projection lag':<24} p50 {found['p50 ms']} ms   p99 {found['p99 ms']} ms   max {found['max ms']} ms   "
        f"at {found['events/s']} events/s, {views} views and reactions"
    )


def _await(projector: Projector, position: int) -> None:
    if not projector.wait_for(position, PATIENCE_SECONDS):
        raise Lagging(f"after {PATIENCE_SECONDS} s the views have not applied entry {position}: {projector.progress()}")


def _watch(projector: Projector, first: int, applied: dict[int, float], stopping: threading.Event) -> None:
    """Note when each position was applied to every view, until there are no more and it is to stop."""
    position = first
    while True:
        if projector.wait_for(position, 0.5):
            applied[position] = time.perf_counter()
            position += 1
        elif stopping.is_set():
            return


@contextmanager
def _running(folder: Path) -> Iterator[tuple[TimedLedger, Projector, Court]]:
    """The one-process mode in `folder` on a free port of 127.0.0.1."""
    settings = load(
        {"YINGSU_DATA": str(folder), "YINGSU_LOG_LEVEL": "error", "YINGSU_SAMPLES": "yes", "YINGSU_TOKEN_MINUTES": "60"}
    )
    with opened(settings) as installed, closing(TimedLedger(installed.database)) as ledger, socket.socket() as listener:
        deps = compose(replace(installed, ledger=ledger))
        initialise(ledger, installed.keys, settings, deps.clock)
        client = deps.directory.client("court-su0813")
        if client is None:
            raise LookupError("the samples have no court")
        listener.bind(("127.0.0.1", 0))
        projector = Projector(installed.database, followed(deps))
        server = uvicorn.Server(configuration(combine(applications(deps))))
        serving = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, name="server")
        with projecting(projector):
            serving.start()
            try:
                address = f"http://127.0.0.1:{listener.getsockname()[1]}"
                yield ledger, projector, Court(address, deps.issuer.issue(client).access_token)
            finally:
                server.should_exit = True
                serving.join()


def _messages(number: int) -> list[dict[str, Any]]:
    """A filing against two agencies and the service on each."""
    today = legal_day(system_clock())
    about: dict[str, Any] = {"case_no": f"（{today.year}）{samples.COURT}行初{number}号", "occurred_on": today.isoformat()}
    filing: dict[str, Any] = {
        "message_id": f"filing-{number}",
        "kind": "case_filing",
        "cause": "行政处罚",
        "plaintiffs": [{"person": {"name": "示例张某"}}, {"organisation": "示例食品有限公司（样例）"}],
        "defendants": [{"agency_code": code} for code in AGENCIES],
    }
    services: list[dict[str, Any]] = [
        {"message_id": f"service-{number}-{code}", "kind": "service", "agency_code": code, "document": "complaint_copy"}
        for code in AGENCIES
    ]
    return [about | body for body in (filing, *services)]


def _send(http: httpx.Client, body: Mapping[str, Any]) -> None:
    http.post("/v1/intake/court/messages", json=body, headers={"Idempotency-Key": str(uuid4())}).raise_for_status()
