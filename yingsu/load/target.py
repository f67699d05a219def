"""Where the load goes: an instance somewhere, or a throw-away one of its own in a process of its own, with the samples of 洪泽.

Sample cases never enter a real record by accident: an instance elsewhere is only used where `--url` names it and `--credentials` opens it.
"""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, urlencode, urlsplit

import httpx
import msgspec
import psutil

from services.registry.setup import FOLDER, Credentials
from yingsu.clock import system_clock
from yingsu.embedded import Embedded
from yingsu.errors import YingsuError
from yingsu.settings import Settings, load

START_SECONDS: Final = 120
ANSWER_SECONDS: Final = 60
TOKEN_SECONDS: Final = 300
"""After so long a client asks for a new token; the shortest lifetime that is usual is ten minutes."""
HEALTH_SECONDS: Final = 0.1
TRIES: Final = 5


class LoadFailed(YingsuError):
    """The instance does not start, does not answer, or refuses what it should take."""

    code = "load-failed"
    title = "压力测试未能进行"


@dataclass
class Target:
    """An instance that answers. `settings` and `process` are known of a throw-away one."""

    address: str
    credentials: Path
    settings: Settings | None = None
    process: psutil.Process | None = None

    def client(self, client_id: str) -> "LoadClient":
        """A registered client, with a connection of its own."""
        file = self.credentials / f"{client_id}.json"
        try:
            found = msgspec.json.decode(file.read_bytes(), type=Credentials)
        except (OSError, msgspec.DecodeError) as error:
            raise LoadFailed(f"无法读取接入系统的凭据 {file}。请用 --credentials 指明凭据所在的文件夹。") from error
        return LoadClient(self.address, found)

    def memory(self) -> int | None:
        """Bytes that the service's processes have in memory; None of an instance elsewhere."""
        return None if self.process is None else sum(int(one.memory_info().rss) for one in self._processes())

    def processor(self) -> tuple[float, float]:
        """Seconds of processor time that the service and its database have used; zeros of an instance elsewhere."""
        if self.process is None or self.settings is None:
            return 0.0, 0.0
        server = Embedded(self.settings.data_folder / "postgres").server_pid
        backends = [] if server is None else [psutil.Process(server), *psutil.Process(server).children()]
        return _used(self._processes()), _used(backends)

    def _processes(self) -> list[psutil.Process]:
        """That which serves and that which keeps the views."""
        if self.process is None:
            return []
        beside = [one for one in self.process.children() if "project" in one.cmdline()]
        return [self.process, *beside]

    def behind(self) -> tuple[int, int]:
        """The last position, and how many entries the slowest view has yet to apply."""
        found = httpx.get(f"{self.address}/health", timeout=ANSWER_SECONDS, trust_env=False).json()
        if found["stopped"] or found["quarantined"]:
            raise LoadFailed(f"视图停下或者隔离了案件：{found['detail']}")
        return int(found["head"] or 0), max(found["lag"].values(), default=0)

    def settle(self, seconds: float) -> None:
        """Return once every view and reaction has applied all there is. Raises LoadFailed after `seconds`."""
        until, settled = time.monotonic() + seconds, -1
        while time.monotonic() < until:
            head, behind = self.behind()
            if behind == 0 and head == settled:
                return
            settled = head if behind == 0 else -1
            time.sleep(HEALTH_SECONDS)
        raise LoadFailed(f"视图在 {seconds:.0f} 秒内没有跟上。")


class Reply(msgspec.Struct, frozen=True):
    """An answer. Names of `headers` are in lower case."""

    status_code: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.content.decode(errors="replace")

    def json(self) -> Any:
        """The body as JSON."""
        return msgspec.json.decode(self.content)


class LoadClient:
    """A machine client on one connection. For one thread. It shares the processors with the instance: so the standard library's HTTP, which
    costs a third of httpx.

    Every request may be sent again: what reads changes nothing, and what writes has its Idempotency-Key.
    """

    def __init__(self, address: str, credentials: Credentials) -> None:
        self.client_id = credentials.client_id
        self._credentials = credentials
        where = urlsplit(address)
        connection = HTTPSConnection if where.scheme == "https" else HTTPConnection
        self._connection = connection(where.netloc, timeout=ANSWER_SECONDS)
        self._prefix = where.path
        self._token = ""
        self._token_until = 0.0

    def get(self, path: str, **parameters: str) -> Reply:
        """Read. Raises LoadFailed."""
        return self._send("GET", f"{quote(path)}?{urlencode(parameters)}" if parameters else quote(path), None, {})

    def post(self, path: str, body: bytes, headers: Mapping[str, str]) -> Reply:
        """Write a JSON body under an Idempotency-Key. Raises LoadFailed."""
        return self._send("POST", quote(path), body, {"Content-Type": "application/json", **headers})

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def _send(self, method: str, target: str, body: bytes | None, headers: Mapping[str, str]) -> Reply:
        """The answer; where it was lost, or the service is busy, of the same request again."""
        for attempt in range(1, TRIES + 1):
            try:
                if time.monotonic() > self._token_until:
                    self._take_token()
                answer = self._exchange(method, self._prefix + target, body, {"Authorization": self._token, **headers})
            except (HTTPException, OSError) as error:
                # Also a connection that rested for so long that the server has closed it.
                self._connection.close()
                if attempt == TRIES:
                    raise LoadFailed(f"{target} 没有应答（{type(error).__name__}）。") from error
                continue
            if answer.status_code not in (429, 503) or attempt == TRIES:
                return answer
            time.sleep(float(answer.headers.get("retry-after", "1")))
        raise AssertionError("unreachable")

    def _exchange(self, method: str, target: str, body: bytes | None, headers: Mapping[str, str]) -> Reply:
        self._connection.request(method, target, body, dict(headers))
        answer = self._connection.getresponse()
        return Reply(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())

    def _take_token(self) -> None:
        credentials = self._credentials
        secret = b64encode(f"{credentials.client_id}:{credentials.client_secret}".encode()).decode()
        headers = {"Authorization": f"Basic {secret}", "Content-Type": "application/x-www-form-urlencoded"}
        answer = self._exchange("POST", self._prefix + credentials.token_endpoint, b"grant_type=client_credentials", headers)
        if answer.status_code != 200:
            raise LoadFailed(f"{self.client_id} 没有取得令牌：{answer.status_code} {answer.text[:200]}")
        self._token = f"Bearer {answer.json()['access_token']}"
        self._token_until = time.monotonic() + TOKEN_SECONDS


@contextmanager
def throw_away(folder: Path) -> Iterator[Target]:
    """A fresh instance in `folder`, in a process of its own; stopped on exit. Raises LoadFailed."""
    port = _free_port()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("YINGSU_")}
    own = {"YINGSU_DATA": str(folder), "YINGSU_PORT": str(port), "YINGSU_SAMPLES": "yes", "YINGSU_LOG_LEVEL": "warning"}
    with (folder.parent / f"{folder.name}.log").open("wb") as log:
        serving = subprocess.Popen(
            [sys.executable, "-m", "yingsu", "run"], env={**environment, **own}, stdout=log, stderr=log, start_new_session=True
        )
        try:
            address = f"http://127.0.0.1:{port}"
            _await_answer(address, serving, Path(log.name))
            yield Target(address, folder / FOLDER, load(own), psutil.Process(serving.pid))
        finally:
            serving.send_signal(signal.SIGTERM)
            try:
                serving.wait(START_SECONDS)
            except subprocess.TimeoutExpired:
                serving.kill()
                serving.wait()


def _await_answer(address: str, serving: "subprocess.Popen[bytes]", log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if serving.poll() is not None:
            break
        with contextlib.suppress(httpx.TransportError):
            if httpx.get(f"{address}/health", trust_env=False).status_code == 200:
                return
        time.sleep(HEALTH_SECONDS)
    said = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    raise LoadFailed(f"自带的实例没有启动：{said[-1] if said else '没有任何输出'}（日志在 {log}）")


def _used(processes: Sequence[psutil.Process]) -> float:
    total = 0.0
    for process in processes:
        with contextlib.suppress(psutil.NoSuchProcess):
            times = process.cpu_times()
            total += times.user + times.system
    return total


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class MemoryWatch:
    """Looks at the service's memory every second while the load runs."""

    target: Target
    seen: list[int] = field(default_factory=list)

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Within, the memory is watched."""
        stopping = threading.Event()

        def look() -> None:
            while not stopping.is_set():
                now = self.target.memory()
                if now is not None:
                    self.seen.append(now)
                stopping.wait(1.0)

        thread = threading.Thread(target=look, name="memory watch", daemon=True)
        thread.start()
        try:
            yield
        finally:
            stopping.set()
            thread.join()


def run_id() -> str:
    """What tells this run's messages and requests from those of other runs."""
    return f"LOAD{system_clock():%m%d%H%M%S}"
