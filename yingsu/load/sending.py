"""One request of the load: written down, sent, written down, measured."""

import threading
import time
from dataclasses import dataclass, field
from typing import Any, Final

import msgspec

from services.registry import samples
from yingsu.load.court import Json
from yingsu.load.journal import Ack, Fact, Intent, Journal, Told, What, sha256
from yingsu.load.target import LoadClient, LoadFailed, Reply
from yingsu.web.writes import command_id_of

MESSAGES: Final = "/court/messages"
BATCHES: Final = "/court/messages/batches"
INTAKE: Final = "/v1/intake"


@dataclass
class Measured:
    """What requests of one kind took, in seconds, and what they were answered. Safe to share between threads."""

    seconds: list[float] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, seconds: float, status: int) -> None:
        """One more."""
        with self._lock:
            self.seconds.append(seconds)
            self.statuses[status] = self.statuses.get(status, 0) + 1

    def percentile(self, share: float) -> float:
        """The least time that `share` of the requests did not exceed, in milliseconds; 0 without any."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1000 if ordered else 0.0


@dataclass(frozen=True)
class Sender:
    """Sends for one run. `run` begins the correlation ids."""

    run: str
    journal: Journal

    def batch(self, client: LoadClient, messages: list[Json], measured: Measured, since: float | None = None) -> list[Told]:
        """A batch of the court's messages; returns what was answered of each."""
        answer, number = self._send(client, "batch", BATCHES, {"messages": messages}, measured, since=since)
        if answer.status_code != 200:
            self.journal.acknowledge(Ack(number=number, status=answer.status_code))
            raise LoadFailed(f"批次被拒绝：{answer.status_code} {answer.text[:300]}")
        told = [
            Told(message_id=sent["message_id"], status=outcome["status"], facts=_facts(outcome["receipt"]))
            for sent, outcome in zip(messages, answer.json()["outcomes"], strict=True)
        ]
        self.journal.acknowledge(Ack(number=number, status=200, messages=tuple(told)))
        return told

    def message(self, client: LoadClient, message: Json, measured: Measured, since: float | None = None) -> Reply:
        """One of the court's messages."""
        answer, number = self._send(client, "message", MESSAGES, message, measured, since=since)
        facts = _facts(answer.json()) if answer.status_code in (201, 202) else ()
        told = Told(message_id=message["message_id"], status=answer.status_code, facts=facts)
        self.journal.acknowledge(Ack(number=number, status=answer.status_code, messages=(told,)))
        return answer

    def step(
        self, client: LoadClient, what: What, path: str, body: Json, version: str, measured: Measured, since: float | None = None
    ) -> Reply:
        """What an agency's system submits, on a version."""
        answer, number = self._send(client, what, path, body, measured, version=version, since=since)
        self.journal.acknowledge(Ack(number=number, status=answer.status_code))
        return answer

    def _send(
        self,
        client: LoadClient,
        what: What,
        path: str,
        body: Json,
        measured: Measured,
        *,
        version: str | None = None,
        since: float | None = None,
    ) -> tuple[Reply, int]:
        number = self.journal.next_number()
        correlation = f"{self.run}-{number}"
        content = msgspec.json.encode(body)
        told: list[dict[str, Any]] = body["messages"] if what == "batch" else [body] if what == "message" else []
        self.journal.intend(
            Intent(
                number=number,
                what=what,
                correlation_id=correlation,
                sha256=sha256(content),
                court=samples.COURT,
                message_ids=tuple(message["message_id"] for message in told),
                command=None if told else command_id_of(client.client_id, "intake", "POST", path, correlation),
            )
        )
        headers = {"X-Correlation-Id": correlation, "Idempotency-Key": correlation}
        if version is not None:
            headers["If-Match"] = version
        begun = time.perf_counter() if since is None else since
        answer = client.post(f"{INTAKE}{path}", content, headers)
        measured.add(time.perf_counter() - begun, answer.status_code)
        return answer, number


def _facts(receipt: Json | None) -> tuple[Fact, ...]:
    return msgspec.convert((receipt or {}).get("facts", ()), tuple[Fact, ...])
