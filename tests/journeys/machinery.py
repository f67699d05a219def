"""An installation in processes of its own, to be killed: `yingsu run`, `yingsu project` beside it, and the postmaster of the embedded PostgreSQL."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx

from yingsu.composition import SERVICES
from yingsu.embedded import Embedded
from yingsu.schema import provision
from yingsu.settings import Urls

REPOSITORY = Path(__file__).resolve().parents[2]
START_SECONDS = 60


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Machinery:
    """The processes. `start` brings up what is down."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.addresses = dict.fromkeys(SERVICES, self.address)
        self.server = Embedded(folder / "postgres")
        self._serving: subprocess.Popen[bytes] | None = None
        self._projecting: subprocess.Popen[bytes] | None = None
        self._log = (folder / "run.log").open("ab")

    @property
    def urls(self) -> Urls:
        """The role URLs of the installation's database."""
        return provision(self.server.url, database="yingsu")

    def start(self) -> None:
        """Start the service process and the second projector where they are down; returns when the service answers."""
        if self._serving is None or self._serving.poll() is not None:
            self._serving = self._spawn("run")
        self.await_answer()
        if self._projecting is None or self._projecting.poll() is not None:
            self._projecting = self._spawn("project")

    def _spawn(self, command: str) -> subprocess.Popen[bytes]:
        environment = {**os.environ, "YINGSU_DATA": str(self.folder), "YINGSU_PORT": str(self.port)}
        environment.pop("YINGSU_DATABASE_URL", None)
        return subprocess.Popen(
            [sys.executable, "-m", "yingsu", command], cwd=REPOSITORY, env=environment, stdout=self._log, stderr=self._log
        )

    def await_answer(self) -> None:
        """Return when the service is ready. Fails after a minute, with the end of its log."""
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            assert self._serving is not None
            assert self._serving.poll() is None, self.log()
            with contextlib.suppress(httpx.TransportError):
                if httpx.get(f"{self.address}/health", trust_env=False).status_code == 200:
                    return
            time.sleep(0.1)
        raise AssertionError(f"the service did not answer within {START_SECONDS} s:\n{self.log()}")

    def log(self) -> str:
        """The end of what the processes said."""
        return (self.folder / "run.log").read_text(encoding="utf-8", errors="replace")[-4000:]

    def kill_service(self) -> None:
        """kill -9 of the process that serves."""
        assert self._serving is not None
        self._serving.kill()
        self._serving.wait()

    def kill_projector(self) -> None:
        """kill -9 of the second projector."""
        assert self._projecting is not None
        self._projecting.kill()
        self._projecting.wait()

    def kill_postmaster(self) -> None:
        """kill -9 of the postmaster."""
        pid = self.server.server_pid
        assert pid is not None
        os.kill(pid, signal.SIGKILL)

    def close(self) -> None:
        """Stop everything."""
        for process in (self._projecting, self._serving):
            if process is not None and process.poll() is None:
                process.kill()
                process.wait()
        self.server.stop()
        self._log.close()
