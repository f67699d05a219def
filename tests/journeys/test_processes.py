"""Every service and two projectors in processes of their own, on one database: the case is played over HTTP, then the leading projector
is killed and the other one takes over."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import httpx
import msgspec
import psycopg
import pytest

from services.intake.reactions import NAME as SETTLE_PARKED
from services.registry import samples
from services.registry.setup import Credentials
from tests.journeys.machinery import REPOSITORY, free_port
from tests.services.intake.cast import LAND_CODE, MARKET_CODE, answer, filing, service
from tests.whole import COURT, LAND_OA, MARKET_OA, SUPERVISOR
from tests.wire import write_headers
from yingsu.composition import SERVICES, VIEWS
from yingsu.ledger.keys import create_key_file, read_key_file
from yingsu.schema import provision, role_passwords, schema_version, versions

PATIENCE_SECONDS = 60
PROJECTORS = ("projector-1", "projector-2")
FOLLOWED = (*(view.name for view in VIEWS), SETTLE_PARKED)
CASE_NO = "（2025）苏0813行初12号"
BOARD = {"code": "statutory_answer", "standing": ["overdue", "due_today", "not_due", "satisfied", "cancelled"]}

Seen = TypeVar("Seen")


@dataclass
class Processes:
    """The processes by name: each service by its own, and the projectors. `url` is the administrator's."""

    folder: Path
    url: str
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    addresses: dict[str, str] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)

    def environment(self, name: str = "") -> dict[str, str]:
        kept = {variable: value for variable, value in os.environ.items() if not variable.startswith("YINGSU_")}
        own = {"YINGSU_DATA": str(self.folder), "YINGSU_DATABASE_URL": self.url, "YINGSU_SAMPLES": "yes", "PGAPPNAME": name}
        return {**kept, **own}

    def start(self, name: str, *arguments: str) -> None:
        with (self.folder / f"{name}.log").open("ab") as log:
            self.running[name] = subprocess.Popen(
                [sys.executable, "-m", "yingsu", *arguments],
                cwd=REPOSITORY,
                env=self.environment(name),
                stdout=log,
                stderr=log,
            )

    def serve(self, name: str) -> None:
        port = free_port()
        self.addresses[name] = f"http://127.0.0.1:{port}"
        self.start(name, "serve", name, "--port", str(port))

    def said(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text(encoding="utf-8", errors="replace")

    def await_word(self, name: str, word: str) -> None:
        """Return when the process has said `word`."""
        self.until((name, word), lambda: (name, word if word in self.said(name) else self.said(name)[-2000:]))

    def until(self, wanted: Seen, look: Callable[[], Seen]) -> None:
        """Return as soon as `look` sees what is wanted. Fails after a minute, or when a process ended by itself."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while (seen := look()) != wanted:
            for name, process in self.running.items():
                assert process.poll() is None, f"{name} ended: {self.said(name)[-4000:]}"
            assert time.monotonic() < deadline, f"{PATIENCE_SECONDS} s and still {seen} instead of {wanted}"
            time.sleep(0.05)

    def call(self, client: str, method: str, path: str, **request: Any) -> httpx.Response:
        """One request of a client to the service that the path names."""
        if client not in self.tokens:
            held = msgspec.json.decode((self.folder / "credentials" / f"{client}.json").read_bytes(), type=Credentials)
            granted = httpx.post(
                self.addresses["registry"] + held.token_endpoint,
                data={"grant_type": "client_credentials"},
                auth=(held.client_id, held.client_secret),
                trust_env=False,
            )
            self.tokens[client] = str(granted.raise_for_status().json()["access_token"])
        headers = {"Authorization": f"Bearer {self.tokens[client]}", **request.pop("headers", {})}
        address = self.addresses[path.split("/")[2]]
        return httpx.request(method, address + path, headers=headers, timeout=30, trust_env=False, **request)

    def report(self, body: dict[str, Any]) -> httpx.Response:
        """The court sends a message."""
        headers = write_headers(body["message_id"])
        return self.call(COURT, "POST", "/v1/intake/court/messages", json=body | {"case_no": CASE_NO}, headers=headers)

    def submit(self, client: str, case_id: str, agency: str, day: str) -> httpx.Response:
        """An agency's OA system records its answer."""
        path = f"/v1/intake/cases/{case_id}/responses/{agency}/answer"
        return self.call(client, "POST", path, json=answer(submitted_on=day), headers=write_headers(version=0))

    def board(self) -> dict[str, tuple[str, str]]:
        """The board of the supervising bureau: due day and standing of the statutory answer, by agency."""
        shown = self.call(SUPERVISOR, "GET", "/v1/notify/obligations", params=BOARD).raise_for_status().json()
        return {one["agency_id"]: (one["due"], one["standing"]) for one in shown["obligations"]}

    def leaders(self) -> dict[str, str]:
        """Who leads each view, as PostgreSQL knows it: the process that holds the view's lock."""
        with psycopg.connect(self.url) as administrator:
            return dict(
                administrator.execute(
                    "SELECT name, application_name FROM unnest(%s::text[]) AS view (name) JOIN pg_locks ON locktype = 'advisory' "
                    "AND granted AND objid::bigint = hashtext('yingsu view ' || name)::bigint & 4294967295 "
                    "JOIN pg_stat_activity USING (pid) WHERE datname = current_database()",
                    ([*FOLLOWED],),
                ).fetchall()
            )

    def kill(self, name: str) -> None:
        """kill -9 of one process."""
        killed = self.running.pop(name)
        killed.kill()
        killed.wait()

    def stop(self) -> dict[str, int]:
        """Tell every process to stop; returns their exit codes."""
        for process in self.running.values():
            process.terminate()
        return {name: process.wait(PATIENCE_SECONDS) for name, process in self.running.items()}


@pytest.fixture
def processes(fresh: str, tmp_path: Path) -> Iterator[Processes]:
    """An installation whose database has no tables yet; nothing runs."""
    key_file = tmp_path / "keys" / "master.key"
    create_key_file(key_file)
    provision(fresh, role_passwords(read_key_file(key_file)))
    made = Processes(tmp_path, fresh)
    try:
        yield made
    finally:
        for left in [*made.running]:
            made.kill(left)


def test_the_case_is_played_across_processes_and_a_killed_projector_is_replaced(processes: Processes) -> None:
    for name in SERVICES:
        processes.serve(name)
    for name in PROJECTORS:
        processes.start(name, "project")
    _all_wait_for_the_tables_and_make_none(processes)

    filed_id = _file_and_serve(processes)
    both_overdue = {samples.RESOURCES: ("2025-09-24", "overdue"), samples.MARKET: ("2025-10-09", "overdue")}
    processes.until(both_overdue, processes.board)
    assert processes.submit(LAND_OA, filed_id, samples.RESOURCES, "2025-09-23").status_code == 201
    one_answered = both_overdue | {samples.RESOURCES: ("2025-09-24", "satisfied")}
    processes.until(one_answered, processes.board)

    killed = processes.leaders()["notify.obligations"]
    survivor = next(name for name in PROJECTORS if name != killed)
    processes.kill(killed)
    processes.until(dict.fromkeys(FOLLOWED, survivor), processes.leaders)
    assert processes.submit(MARKET_OA, filed_id, samples.MARKET, "2025-10-09").status_code == 201
    both_answered = one_answered | {samples.MARKET: ("2025-10-09", "satisfied")}
    processes.until(both_answered, processes.board)

    assert processes.stop() == dict.fromkeys([*SERVICES, survivor], 0)
    assert [processes.said(name).endswith("已停止。\n") for name in (*SERVICES, survivor)] == [True] * 4


def _all_wait_for_the_tables_and_make_none(processes: Processes) -> None:
    for name in processes.running:
        processes.await_word(name, "waiting for schema version")
    assert schema_version(processes.url) is None
    done = subprocess.run(
        [sys.executable, "-m", "yingsu", "init"],
        cwd=REPOSITORY,
        env=processes.environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert schema_version(processes.url) == versions()[-1]
    for name in SERVICES:
        processes.await_word(name, "已启动")
        listed = httpx.get(f"{processes.addresses[name]}/", trust_env=False).json()["services"]
        assert [one["name"] for one in listed] == [name]
        assert httpx.get(f"{processes.addresses[name]}/health", trust_env=False).json()["status"] == "ready"
    for name in PROJECTORS:
        processes.await_word(name, "正在更新 intake.case、")


def _file_and_serve(processes: Processes) -> str:
    """The case of the tests a year earlier, its first message before the filing; returns its id."""
    early = processes.report(service(message_id="m-land", agency_code=LAND_CODE, occurred_on="2025-09-09"))
    assert (early.status_code, early.json()["status"]) == (202, "parked")
    filed = processes.report(filing(occurred_on="2025-09-08"))
    assert filed.status_code == 201, filed.text
    served = processes.report(service(message_id="m-market", agency_code=MARKET_CODE, occurred_on="2025-09-16"))
    assert served.status_code == 201, served.text
    return str(filed.json()["case_id"])
