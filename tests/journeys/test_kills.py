"""kill -9 of the service, of a projector and of the postmaster, at random moments under load: nothing lost, nothing twice, one order."""

import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

from services.registry import samples
from tests.journeys.machinery import Machinery
from tests.services.intake.cast import filing, service
from yingsu.clock import system_clock
from yingsu.composition import VIEWS
from yingsu.events.intake.case import CaseFiled, ServiceRecorded
from yingsu.events.intake.message import CourtMessageReceived
from yingsu.ledger.database import Database
from yingsu.ledger.reader import catch_up, contents, rebuild
from yingsu.ledger.store import Ledger

CLIENTS = 4
KILLS = 7
GIVE_UP_SECONDS = 60
COURT = "court-su0813"


@dataclass
class Court:
    """A court's system: sends each message until it has a receipt, always under the same key. `acknowledged`: message id → receipt."""

    machinery: Machinery
    number: int
    stopping: threading.Event
    acknowledged: dict[str, tuple[dict[str, Any], dict[str, Any]]] = field(default_factory=dict)
    failure: BaseException | None = None

    def work(self) -> None:
        """File cases and serve them on both agencies until told to stop; what was begun is finished."""
        try:
            with httpx.Client(base_url=self.machinery.address, timeout=10, trust_env=False) as http:
                n = 0
                while not self.stopping.is_set():
                    n += 1
                    self._case(http, f"（2026）苏0813行初{self.number * 10_000 + n}号", f"{self.number}-{n}")
        except BaseException as error:
            self.failure = error

    def _case(self, http: httpx.Client, case_no: str, name: str) -> None:
        bodies = [
            filing(message_id=f"f-{name}", case_no=case_no),
            service(message_id=f"a-{name}", case_no=case_no, agency_code=samples.AGENCIES[1].code),
            service(message_id=f"b-{name}", case_no=case_no, agency_code=samples.AGENCIES[2].code, occurred_on="2026-09-11"),
        ]
        random.Random(name).shuffle(bodies)  # noqa: S311 (disorder, not secrecy)
        for body in bodies:
            self.acknowledged[body["message_id"]] = (body, self._send(http, body))

    def _send(self, http: httpx.Client, body: dict[str, Any]) -> dict[str, Any]:
        until = time.monotonic() + GIVE_UP_SECONDS
        while time.monotonic() < until:
            try:
                if "Authorization" not in http.headers:
                    http.headers["Authorization"] = self._token(http)
                answer = http.post("/v1/intake/court/messages", json=body, headers={"Idempotency-Key": body["message_id"]})
            except httpx.TransportError:
                time.sleep(0.05)
                continue
            if answer.status_code in (201, 202):
                receipt: dict[str, Any] = answer.json()
                return receipt
            assert answer.status_code == 503, f"{body['message_id']}: {answer.status_code} {answer.text}"
            time.sleep(0.05)
        raise AssertionError(f"no receipt for {body['message_id']} within {GIVE_UP_SECONDS} s:\n{self.machinery.log()}")

    def _token(self, http: httpx.Client) -> str:
        held = self.machinery.credentials(COURT)
        while True:
            answer = http.post(
                held.token_endpoint, data={"grant_type": "client_credentials"}, auth=(held.client_id, held.client_secret)
            )
            if answer.status_code == 200:
                return f"Bearer {answer.json()['access_token']}"
            assert answer.status_code == 503, answer.text
            time.sleep(0.05)


@pytest.fixture
def machinery(tmp_path: Path) -> Iterator[Machinery]:
    running = Machinery(tmp_path)
    try:
        running.start()
        yield running
    finally:
        running.close()


def test_nothing_is_lost_or_doubled_by_kills_under_load(machinery: Machinery) -> None:
    seed = random.SystemRandom().randrange(2**32)
    print(f"seed {seed}")
    chance = random.Random(seed)  # noqa: S311
    stopping = threading.Event()
    courts = [Court(machinery, number, stopping) for number in range(1, CLIENTS + 1)]
    threads = [threading.Thread(target=court.work) for court in courts]
    for thread in threads:
        thread.start()
    victims = [machinery.kill_service, machinery.kill_projector, machinery.kill_postmaster]
    chance.shuffle(victims)
    for n in range(KILLS):
        time.sleep(chance.uniform(0.3, 2.0))
        victims[n % len(victims)]()
        machinery.start()
    stopping.set()
    for thread in threads:
        thread.join()
    assert [court.failure for court in courts] == [None] * CLIENTS

    acknowledged = {message: pair for court in courts for message, pair in court.acknowledged.items()}
    assert len(acknowledged) > 30, "there was load"
    _same_receipts_again(machinery, acknowledged)
    _ledger_holds_each_once(machinery, acknowledged)


def _same_receipts_again(machinery: Machinery, acknowledged: dict[str, tuple[dict[str, Any], dict[str, Any]]]) -> None:
    """What was applied at first answers the same; what waited for its case is applied by now."""
    again = Court(machinery, 0, threading.Event())
    with httpx.Client(base_url=machinery.address, timeout=10, trust_env=False) as http:
        for message, (body, receipt) in acknowledged.items():
            repeated = again._send(http, body)
            assert repeated["status"] == "applied", message
            if receipt["status"] == "applied":
                assert repeated == receipt, message


def _ledger_holds_each_once(machinery: Machinery, acknowledged: dict[str, tuple[dict[str, Any], dict[str, Any]]]) -> None:
    urls = machinery.urls
    database = Database(urls.app, urls.reader)
    ledger = Ledger(database, system_clock)
    entries = ledger.read_all(0, 1_000_000)
    assert [entry.position for entry in entries] == list(range(1, len(entries) + 1))
    versions: dict[str, list[int]] = {}
    for entry in entries:
        versions.setdefault(entry.stream, []).append(entry.version)
    assert all(found == list(range(1, len(found) + 1)) for found in versions.values())
    received = Counter(entry.event.message_id for entry in entries if isinstance(entry.event, CourtMessageReceived))
    assert received == Counter(acknowledged.keys())
    filed = Counter(entry.event.case_no for entry in entries if isinstance(entry.event, CaseFiled))
    served = Counter((entry.case_id, entry.event.agency) for entry in entries if isinstance(entry.event, ServiceRecorded))
    assert set(filed.values()) == set(served.values()) == {1}
    assert (len(filed), len(served)) == (len(acknowledged) // 3, len(acknowledged) // 3 * 2)
    for view in VIEWS:
        catch_up(database, view)
        kept = _contents(database, view.tables)
        rebuild(database, view)
        assert _contents(database, view.tables) == kept, view.name
    ledger.close()
    database.close()


def _contents(database: Database, tables: tuple[str, ...]) -> list[bytes]:
    with database.project() as cursor:
        return [contents(cursor, table) for table in tables]
