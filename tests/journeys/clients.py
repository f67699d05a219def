"""The client systems of the samples, which do not give up: a request is repeated under its key until it is answered.

What was acknowledged is kept, so that it can be looked for in the ledger and asked for again.
"""

import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID, uuid4

import httpx
import msgspec

from services.registry.setup import Credentials
from tests.wire import write_headers
from yingsu.web.writes import command_id_of

PATIENCE_SECONDS = 60
ACCEPTED = 202

Seen = TypeVar("Seen")


@dataclass(frozen=True)
class Write:
    """One write of a client: the same key and content however often it is sent. `content` is sent as a PDF, `body` as JSON."""

    client: str
    path: str
    body: Any = None
    version: int | None = None
    content: bytes | None = None
    parameters: Mapping[str, str] = field(default_factory=dict)
    key: str = field(default_factory=lambda: str(uuid4()))

    @property
    def command_id(self) -> UUID:
        """What the ledger knows the write by."""
        _, _, service, path = self.path.split("/", 3)
        return command_id_of(self.client, service, "POST", f"/{path}", self.key)

    @property
    def request(self) -> dict[str, Any]:
        """The request, but for the token."""
        headers = write_headers(self.key, self.version)
        if self.content is None:
            return {"headers": headers, "json": self.body}
        return {
            "headers": headers | {"Content-Type": "application/pdf"},
            "content": self.content,
            "params": dict(self.parameters),
        }


@dataclass(frozen=True)
class Answered:
    """What was acknowledged, and with what answer."""

    write: Write
    status: int
    body: Any
    etag: str | None


class Clients:
    """Every client system, for one thread. `addresses` are the services', by name, and may change.

    With `doubts`, a write is now and then sent once more at once, as by a client that did not see the answer: it must be the same.
    """

    def __init__(self, folder: Path, addresses: Mapping[str, str], doubts: random.Random | None = None) -> None:
        self.acknowledged: list[Answered] = []
        self.unanswered = 0
        """How often nobody answered, or with 503."""
        self._folder = folder
        self._addresses = addresses
        self._doubts = doubts
        self._tokens: dict[str, str] = {}
        self._http = httpx.Client(timeout=15, trust_env=False)

    def get(self, client: str, path: str, **parameters: Any) -> httpx.Response:
        """A read, which is there."""
        answer = self._send("GET", path, client, params=parameters)
        assert answer.status_code == 200, f"{path}: {answer.status_code} {answer.text}"
        return answer

    def version(self, client: str, path: str) -> int:
        """The version of what is read at `path`."""
        return int(self.get(client, path).headers["etag"].strip('"'))

    def write(self, write: Write) -> Any:
        """A write, which is taken; returns the body of the answer."""
        answered = self.deliver(write)
        self.acknowledged.append(answered)
        if self._doubts is not None and self._doubts.random() < 0.25:
            again = self.deliver(write)
            assert again == answered or answered.status == ACCEPTED, (answered, again)
        return answered.body

    def post(self, client: str, path: str, body: Any, version: int | None = None) -> Any:
        """A write of JSON."""
        return self.write(Write(client, path, body, version))

    def tell(self, court: str, message: Mapping[str, Any]) -> Any:
        """A message of a court, under its own id; returns the receipt."""
        return self.write(Write(court, "/v1/intake/court/messages", dict(message), key=message["message_id"]))

    def upload(self, client: str, content: bytes, name: str) -> str:
        """Upload a PDF; returns its id."""
        return str(self.write(Write(client, "/v1/intake/files", content=content, parameters={"name": name}))["file_id"])

    def deliver(self, write: Write) -> Answered:
        """Send a write until it is answered. Fails unless it is taken: nobody else writes here, so there is no other version."""
        answer = self._send("POST", write.path, write.client, **write.request)
        assert answer.status_code in (200, 201, ACCEPTED), f"{write}: {answer.status_code} {answer.text}"
        return Answered(write, answer.status_code, answer.json(), answer.headers.get("etag"))

    def await_seen(self, look: Callable[[], Seen | None]) -> Seen:
        """Return what `look` sees as soon as it sees something."""
        until = time.monotonic() + PATIENCE_SECONDS
        while (seen := look()) is None:
            assert time.monotonic() < until, f"not seen within {PATIENCE_SECONDS} s"
            time.sleep(0.05)
        return seen

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def _send(self, method: str, path: str, client: str, **request: Any) -> httpx.Response:
        headers = request.pop("headers", {}) | {"Authorization": f"Bearer {self._token(client)}"}
        return self._until_answered(method, path, headers=headers, **request)

    def _token(self, client: str) -> str:
        if client not in self._tokens:
            file = self._folder / "credentials" / f"{client}.json"
            held = msgspec.json.decode(file.read_bytes(), type=Credentials)
            granted = self._until_answered(
                "POST",
                held.token_endpoint,
                data={"grant_type": "client_credentials"},
                auth=(held.client_id, held.client_secret),
            )
            self._tokens[client] = str(granted.raise_for_status().json()["access_token"])
        return self._tokens[client]

    def _until_answered(self, method: str, path: str, **request: Any) -> httpx.Response:
        """The answer of the service that the path names. Nobody there, or 503: once more."""
        until = time.monotonic() + PATIENCE_SECONDS
        heard = "nothing"
        while time.monotonic() < until:
            try:
                answer = self._http.request(method, self._addresses[path.split("/")[2]] + path, **request)
            except httpx.TransportError as error:
                heard = repr(error)
            else:
                if answer.status_code != 503:
                    return answer
                heard = answer.text
            self.unanswered += 1
            time.sleep(0.05)
        raise AssertionError(f"{method} {path} was not answered within {PATIENCE_SECONDS} s: {heard}")
