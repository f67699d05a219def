"""An agency's OA system as the demo needs one: it takes signed webhooks over HTTP, checks the signature, and reads the event feed."""

import base64
import hmac
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final

from yingsu.demo.stage import Caller, DemoFailed, checked

Json = dict[str, Any]
WIDEST_PAGE: Final = 200


class Office:
    """One agency's OA system, listening on a free port of 127.0.0.1. `received` are the pushes whose signature is right, pings left out."""

    def __init__(self, name: str, caller: Caller) -> None:
        self.name = name
        self.caller = caller
        self.received: list[Json] = []
        self._secret = b""
        self._shown = 0
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())

    def register(self) -> str:
        """Register for what the clock tells, and prove by a signed ping that it arrives; returns the address."""
        url = f"http://127.0.0.1:{self._server.server_port}/yingsu"
        version = self.caller.get("/v1/notify/endpoint").headers.get("ETag", '"0"')
        registered = checked(self.caller.put("/v1/notify/endpoint", {"url": url, "topics": ["notify."]}, version=version))
        self._secret = base64.b64decode(registered.json()["secret"].removeprefix("whsec_"))
        pinged = checked(self.caller.post("/v1/notify/endpoint/ping", {}, version=registered.headers["ETag"]))
        if pinged.json()["status"] != "active":
            raise DemoFailed(f"{self.name}的推送地址没有启用：{pinged.text[:300]}")
        return url

    def fresh(self) -> list[Json]:
        """What has come since this was last asked."""
        news = self.received[self._shown :]
        self._shown += len(news)
        return news

    def feed(self) -> list[Json]:
        """Every event of the agency's feed, page by page from the beginning."""
        found: list[Json] = []
        while True:
            last = {"lastEventId": found[-1]["id"]} if found else {}
            page = checked(self.caller.get("/v1/notify/feeds/all", limit=WIDEST_PAGE, **last)).json()
            if not page:
                return found
            found += page

    @contextmanager
    def listening(self) -> Iterator["Office"]:
        """Within, it answers."""
        thread = threading.Thread(target=self._server.serve_forever, name=self.name, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._server.shutdown()
            self._server.server_close()
            thread.join()

    def _take(self, headers: Any, body: bytes) -> bool:
        """Take a push in; whether its signature is right (Standard Webhooks 1.0: HMAC-SHA256 over id, time and body)."""
        signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
        right = b"v1," + base64.b64encode(hmac.digest(self._secret, signed, sha256))
        if not any(hmac.compare_digest(right, given.encode()) for given in headers["webhook-signature"].split(" ")):
            return False
        push = json.loads(body)
        if push["type"].startswith("notify.") and "event_id" in push["data"]:
            self.received.append(push)
        return True

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        office = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                right = office._take(self.headers, self.rfile.read(int(self.headers["Content-Length"])))
                self.send_response(204 if right else 401)
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                """Say nothing: the story tells what came."""

        return Handler
