"""An agency's endpoint in the tests: registered and activated over HTTP, sent to by workers whose clock and chance are the test's."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx

from services.notify.webhooks import wiring
from services.notify.webhooks.worker import Webhooks
from tests.services.notify.story import file_and_serve
from tests.services.notify.webhooks.receiver import Receiver
from tests.whole import MARKET_OA, Whole
from tests.wire import write_headers

ENDPOINT = "/v1/notify/endpoint"
MIDDLE = 0.5
"""Chance that adds no jitter."""


class Office:
    """The market agency's OA system, unless another is named."""

    def __init__(self, whole: Whole, receiver: Receiver, client: str = MARKET_OA) -> None:
        self.whole = whole
        self.receiver = receiver
        self.client = client
        self.worker = self.replica()

    def replica(self, chance: Callable[[], float] = lambda: MIDDLE) -> Webhooks:
        """Another worker; it waits for all that it sends."""
        return Webhooks(wiring.desk(self.whole.deps), chance=chance, round_seconds=60)

    def send(
        self, method: str, path: str = "", body: Any = None, *, version: int | None = None, key: str | None = None
    ) -> httpx.Response:
        """A request of the OA system; a write takes the present version, unless one is given."""
        wire = self.whole.wire(self.client)
        if method == "GET":
            return wire.get(ENDPOINT + path)
        headers = write_headers(key, self.version if version is None else version)
        return wire.send(method, ENDPOINT + path, headers=headers, **({} if body is None else {"json": body}))

    def done(self, method: str, path: str = "", body: Any = None, **how: Any) -> Any:
        """The same; it is carried out."""
        answer = self.send(method, path, body, **how)
        assert answer.status_code == 200, answer.text
        self.whole.settle()
        return answer.json()

    @property
    def version(self) -> int:
        """The endpoint's ETag."""
        return int(self.send("GET").headers["etag"].strip('"'))

    @property
    def state(self) -> Any:
        """The endpoint."""
        return self.done("GET")

    def register(self, **body: Any) -> Any:
        """Register the receiver; returns the answer with the secret."""
        return self.done("PUT", body={"url": self.receiver.url} | body)

    def activate(self, **body: Any) -> Any:
        """Register the receiver and activate it; returns the answer with the secret."""
        issued = self.register(**body)
        self.done("POST", "/ping")
        return issued

    def let_happen(self) -> str:
        """A case is filed and served: several events in the agency's feed. Returns its id."""
        return file_and_serve(self.whole)

    def pass_time(self, time: timedelta) -> None:
        """Time passes for the sender."""
        self.whole.transport.set(self.whole.transport() + time)

    def history(self, webhook_id: str) -> list[Any]:
        """Every attempt at a message."""
        return list(self.done("GET", f"/deliveries/{webhook_id}")["history"])

    def deliveries(self) -> list[Any]:
        """The log."""
        found = self.whole.wire(self.client).get(f"{ENDPOINT}/deliveries", limit=200)
        assert found.status_code == 200, found.text
        return list(found.json())
