"""The instance that the demo plays on: its own data folder, PostgreSQL, projector and HTTP server, and a record clock that is set."""

import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import httpx
import msgspec
import uvicorn

from services.registry.setup import FOLDER, Credentials, initialise
from yingsu.clock import SettableClock, system_clock
from yingsu.composition import applications, compose, followed, workers
from yingsu.demo.folder import DEMO
from yingsu.errors import YingsuError
from yingsu.hosting import Worker, configuration, projecting
from yingsu.installation import opened
from yingsu.ledger.reader import Projector
from yingsu.ledger.store import Ledger
from yingsu.officials.assertions import StatementClaims
from yingsu.officials.signatures import read_private_key, sign
from yingsu.settings import Settings, load
from yingsu.web.service import combine

SECONDS: Final = 30


class DemoFailed(YingsuError):
    """A step of the demo did not come out as the story says."""

    code = "demo-failed"
    title = "演示未能进行"


@dataclass
class Stage:
    """The running instance."""

    address: str
    settings: Settings
    clock: SettableClock
    ledger: Ledger
    projector: Projector
    workers: tuple[Worker, ...]

    def caller(self, client_id: str) -> "Caller":
        """A client of the instance, with a token of its own."""
        file = self.settings.data_folder / FOLDER / f"{client_id}.json"
        return Caller(self, msgspec.json.decode(file.read_bytes(), type=Credentials))

    def settle(self) -> None:
        """Return when every view has applied all that was appended, and what reactions made of it."""
        head = -1
        while head != (last := self.ledger.head()):
            head = last
            if not self.projector.wait_for(head, SECONDS):
                raise DemoFailed(f"视图在 {SECONDS} 秒内没有跟上，请查看日志。")

    def work(self) -> None:
        """One round of everything that works by itself, with what the views make of it."""
        for worker in self.workers:
            worker.work()
            self.settle()


def checked(answer: httpx.Response, status: int = 200) -> httpx.Response:
    """The answer, which has that status. Raises DemoFailed."""
    if answer.status_code != status:
        raise DemoFailed(f"{answer.request.method} {answer.request.url.path} 应答 {answer.status_code}：{answer.text[:500]}")
    return answer


class Caller:
    """A machine client that speaks HTTP to the stage."""

    def __init__(self, stage: Stage, credentials: Credentials) -> None:
        self._stage = stage
        self._credentials = credentials
        self._http = httpx.Client(base_url=stage.address, timeout=SECONDS, trust_env=False)
        answer = self._http.post(
            credentials.token_endpoint,
            data={"grant_type": "client_credentials"},
            auth=(credentials.client_id, credentials.client_secret),
        )
        answer.raise_for_status()
        self._http.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"

    def get(self, path: str, **parameters: Any) -> httpx.Response:
        """Read."""
        return self._http.get(path, params=parameters)

    def post(
        self,
        path: str,
        body: Mapping[str, Any],
        *,
        key: str | None = None,
        version: str | None = None,
        official: str | None = None,
    ) -> httpx.Response:
        """Write, under an Idempotency-Key; for an official, with the statement that the client signs."""
        return self._write("POST", path, body, key, version, official)

    def put(
        self, path: str, body: Mapping[str, Any], *, version: str | None = None, official: str | None = None
    ) -> httpx.Response:
        """The same, in place of what was there."""
        return self._write("PUT", path, body, None, version, official)

    def _write(
        self, method: str, path: str, body: Mapping[str, Any], key: str | None, version: str | None, official: str | None
    ) -> httpx.Response:
        headers = {"Idempotency-Key": key or str(uuid4())}
        if version is not None:
            headers["If-Match"] = version
        if official is not None:
            headers["Acting-Official"] = self._statement(official)
        return self._http.request(method, path, json=body, headers=headers)

    def upload(self, path: str, content: bytes, *, name: str) -> httpx.Response:
        """Upload a PDF as it is, under an Idempotency-Key."""
        headers = {"Idempotency-Key": str(uuid4()), "Content-Type": "application/pdf"}
        return self._http.post(path, params={"name": name}, content=content, headers=headers)

    def _statement(self, official: str) -> str:
        credentials = self._credentials
        if credentials.private_key is None:
            raise DemoFailed(f"{credentials.client_id} 没有登记密钥，不能代人员提交。")
        now = system_clock().timestamp()
        claims = StatementClaims(
            iss=credentials.client_id, sub=official, aud=credentials.issuer, iat=now, exp=now + 60, jti=str(uuid4())
        )
        return sign(claims, read_private_key(credentials.private_key), typ="JWT")

    def close(self) -> None:
        """Close the connection."""
        self._http.close()


@contextmanager
def staged(folder: Path, begin: datetime) -> Iterator[Stage]:
    """A fresh instance in `folder`, serving on a free port of 127.0.0.1, its record clock at `begin`."""
    DEMO.emptied(folder)
    clock = SettableClock(begin)
    settings = load(
        {
            "YINGSU_DATA": str(folder),
            "YINGSU_LOG_LEVEL": "warning",
            "YINGSU_SAMPLES": "yes",
            "YINGSU_WEBHOOK_NETWORKS": "127.0.0.0/8",
        }
    )
    with opened(settings, clock=clock) as installation, socket.socket(proto=socket.IPPROTO_TCP) as listener:
        deps = compose(installation, clock=clock)
        initialise(installation.ledger, installation.keys, settings, clock)
        listener.bind(("127.0.0.1", 0))
        projector = Projector(installation.database, followed(deps))
        server = uvicorn.Server(configuration(combine(applications(deps))))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, name="demo server")
        with projecting(projector):
            thread.start()
            try:
                address = f"http://127.0.0.1:{listener.getsockname()[1]}"
                yield Stage(address, settings, clock, installation.ledger, projector, workers(deps))
            finally:
                server.should_exit = True
                thread.join()
