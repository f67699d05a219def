"""One client on the wire: sends requests to an application and returns its answers, over HTTP and without a socket."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx
from starlette.types import ASGIApp


@dataclass(frozen=True)
class Wire:
    """A client with a token, or somebody without one."""

    app: ASGIApp
    token: str | None = None

    def send(self, method: str, path: str, **request: Any) -> httpx.Response:
        """One request."""
        return self.together([(method, path, request)])[0]

    def together(self, requests: Sequence[tuple[str, str, dict[str, Any]]]) -> list[httpx.Response]:
        """Several requests at the same time."""

        async def run() -> list[httpx.Response]:
            async with httpx.AsyncClient(transport=httpx.ASGITransport(self.app), base_url="http://yingsu.test") as client:
                return await asyncio.gather(*(client.request(m, p, **self._signed(r)) for m, p, r in requests))

        return asyncio.run(run())

    def get(self, path: str, **query: Any) -> httpx.Response:
        """A read."""
        return self.send("GET", path, params=query or None)

    def post(self, path: str, body: Any = None, *, key: str | None = None, version: int | None = None) -> httpx.Response:
        """A write with an `Idempotency-Key` of its own, unless one is given, and `If-Match` where a version is."""
        return self.send("POST", path, headers=write_headers(key, version), **({} if body is None else {"json": body}))

    def report(self, body: Any, *, key: str | None = None) -> httpx.Response:
        """A message of a court, to the intake service standing alone."""
        return self.post("/court/messages", body, key=key)

    def _signed(self, request: dict[str, Any]) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        return {**request, "headers": headers | dict(request.get("headers", {}))}


def write_headers(key: str | None = None, version: int | None = None) -> dict[str, str]:
    """The headers of a write."""
    headers = {"Idempotency-Key": key or str(uuid4())}
    return headers if version is None else headers | {"If-Match": f'"{version}"'}
