"""An installation whose services and projectors are processes of their own, on one database."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TypeVar

import httpx
import psycopg

from services.intake.reactions import LETTERS
from services.intake.reactions import NAME as SETTLE_PARKED
from services.mediation.reactions import NAME as OPEN_MEDIATION
from services.review.reactions import NAME as OPEN_REVIEWS
from tests.journeys.machinery import REPOSITORY, free_port
from yingsu.composition import SERVICES, VIEWS
from yingsu.embedded import Embedded
from yingsu.ledger.keys import create_key_file, read_key_file
from yingsu.schema import provision, role_passwords
from yingsu.settings import Urls, role_urls

PATIENCE_SECONDS = 60
PROJECTORS = ("projector-1", "projector-2")
REACTIONS = (SETTLE_PARKED, LETTERS, OPEN_MEDIATION, OPEN_REVIEWS)
FOLLOWED = (*(view.name for view in VIEWS), *REACTIONS)

Seen = TypeVar("Seen")


@dataclass
class Processes:
    """The processes by name: each service by its own, and the projectors. `url` is the administrator's; `server` the PostgreSQL, where
    it is the installation's own."""

    folder: Path
    url: str
    server: Embedded | None = None
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    addresses: dict[str, str] = field(default_factory=dict)

    def environment(self, name: str = "") -> dict[str, str]:
        kept = {variable: value for variable, value in os.environ.items() if not variable.startswith("YINGSU_")}
        own = {"YINGSU_DATA": str(self.folder), "YINGSU_DATABASE_URL": self.url, "YINGSU_SAMPLES": "yes", "PGAPPNAME": name}
        return {**kept, **own}

    @property
    def urls(self) -> Urls:
        """The role URLs of the installation's database."""
        return role_urls(self.url, role_passwords(read_key_file(self._key_file)))

    def provision(self) -> None:
        """Make the key file, and what an administrator prepares: the roles and an empty database."""
        create_key_file(self._key_file)
        provision(self.url, role_passwords(read_key_file(self._key_file)))

    def initialise(self) -> None:
        """`yingsu init`."""
        done = subprocess.run(
            [sys.executable, "-m", "yingsu", "init"],
            cwd=REPOSITORY,
            env=self.environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, "")

    def start(self, *names: str) -> None:
        """Start processes by name: services, on the port that they had before, and projectors."""
        for name in names:
            command = ["project"]
            if name in SERVICES:
                address = self.addresses.setdefault(name, f"http://127.0.0.1:{free_port()}")
                command = ["serve", name, "--port", address.rpartition(":")[2]]
            with (self.folder / f"{name}.log").open("wb") as log:
                self.running[name] = subprocess.Popen(
                    [sys.executable, "-m", "yingsu", *command],
                    cwd=REPOSITORY,
                    env=self.environment(name),
                    stdout=log,
                    stderr=log,
                )

    def said(self, name: str) -> str:
        """What the process has said since its start."""
        return (self.folder / f"{name}.log").read_text(encoding="utf-8", errors="replace")

    def await_word(self, name: str, word: str) -> None:
        """Return when the process has said `word`."""
        self.until((name, word), lambda: (name, word if word in self.said(name) else self.said(name)[-2000:]))

    def await_ready(self, *names: str) -> None:
        """Return when these services answer that they are ready, and these projectors have begun."""
        for name in names:
            if name in SERVICES:
                self.until((name, "ready"), partial(self.health, name))
            else:
                self.await_word(name, "正在更新 intake.case、")

    def health(self, name: str) -> tuple[str, str]:
        """What a service says of itself."""
        try:
            return name, str(httpx.get(f"{self.addresses[name]}/health", timeout=30, trust_env=False).json()["status"])
        except httpx.TransportError as error:
            return name, type(error).__name__

    def until(self, wanted: Seen, look: Callable[[], Seen]) -> None:
        """Return as soon as `look` sees what is wanted. Fails after a minute, or when a process ended by itself."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while (seen := look()) != wanted:
            for name, process in self.running.items():
                assert process.poll() is None, f"{name} ended: {self.said(name)[-4000:]}"
            assert time.monotonic() < deadline, f"{PATIENCE_SECONDS} s and still {seen} instead of {wanted}"
            time.sleep(0.05)

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

    def restart_postmaster(self) -> None:
        """kill -9 of the postmaster; then it is started again, which nobody else does here."""
        assert self.server is not None
        assert self.server.server_pid is not None
        os.kill(self.server.server_pid, signal.SIGKILL)
        self.server.start()

    def stop(self) -> dict[str, int]:
        """Tell every process to stop; returns their exit codes."""
        for process in self.running.values():
            process.terminate()
        return {name: process.wait(PATIENCE_SECONDS) for name, process in self.running.items()}

    def close(self) -> None:
        """kill -9 of what still runs."""
        for name in [*self.running]:
            self.kill(name)

    @property
    def _key_file(self) -> Path:
        return self.folder / "keys" / "master.key"
