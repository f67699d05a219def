"""An agency's OA system as far as webhooks go: a real HTTP server of 127.0.0.1 that keeps what it is told and answers as it is told to."""

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ssl import SSLContext
from typing import Any

from services.notify.webhooks.payload import PING


@dataclass(frozen=True)
class Received:
    """One request."""

    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def id(self) -> str:
        """Its webhook-id."""
        return self.headers["webhook-id"]

    @property
    def says(self) -> Any:
        """Its JSON."""
        return json.loads(self.body)


Script = Callable[[Received, BaseHTTPRequestHandler], None]
"""Answers one request in its own way."""


def answering(status: int, body: bytes = b"", **headers: str) -> Script:
    """Always the same answer."""

    def script(_: Received, handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return script


@dataclass
class Receiver:
    """`url` is where it listens; `script` may be exchanged at any time."""

    url: str
    script: Script = field(default_factory=lambda: answering(204))
    received: list[Received] = field(default_factory=list)

    @property
    def messages(self) -> list[Received]:
        """What it was sent without test messages."""
        return [one for one in self.received if one.says["type"] != PING]

    @property
    def ids(self) -> list[str]:
        """Their webhook-ids."""
        return [one.id for one in self.messages]


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    receiver: Receiver

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Whoever hung up did so on purpose."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        headers = {name.lower(): value for name, value in self.headers.items()}
        received = Received(self.path, headers, body)
        self.server.receiver.received.append(received)
        self.server.receiver.script(received, self)

    def do_GET(self) -> None:
        self.server.receiver.received.append(Received(self.path, {"webhook-id": "GET"}, b"{}"))
        answering(200)(self.server.receiver.received[-1], self)

    def log_message(self, format: str, *args: Any) -> None:
        """Says nothing."""


@contextmanager
def listening(port: int = 0, trusted: SSLContext | None = None) -> Iterator[Receiver]:
    """Within, a receiver listens, on a port of its own unless one is given; with `trusted`, behind TLS."""
    with _Server(("127.0.0.1", port), _Handler) as server:
        if trusted is not None:
            server.socket = trusted.wrap_socket(server.socket, server_side=True)
        scheme = "https" if trusted else "http"
        server.receiver = Receiver(f"{scheme}://127.0.0.1:{server.server_address[1]}/oa/webhooks")
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield server.receiver
        finally:
            server.shutdown()
            thread.join()
