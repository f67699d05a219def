"""A client on the wire: sends requests to the registry and returns its answers."""

import asyncio
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx
from starlette.types import ASGIApp


@dataclass
class Wire:
    """One client, calling the registry."""

    app: ASGIApp
    token: str | None = None

    def send(self, method: str, path: str, **request: Any) -> httpx.Response:
        """One request."""
        return self.send_together((method, path, request))[0]

    def send_together(self, *requests: tuple[str, str, dict[str, Any]]) -> list[httpx.Response]:
        """Several requests at once."""

        async def run() -> list[httpx.Response]:
            async with httpx.AsyncClient(transport=httpx.ASGITransport(self.app), base_url="http://yingsu.test") as client:
                return await asyncio.gather(*(client.request(m, p, **self._signed(r)) for m, p, r in requests))

        return asyncio.run(run())

    def get(self, path: str, **query: Any) -> httpx.Response:
        """A read."""
        return self.send("GET", path, params=query or None)

    def post(self, path: str, body: Any = None, *, key: str | None = None, version: int | None = None) -> httpx.Response:
        """A write with an `Idempotency-Key`, and `If-Match` where a version is given."""
        headers = {"Idempotency-Key": key or str(uuid4())} | ({} if version is None else {"If-Match": f'"{version}"'})
        return self.send("POST", path, headers=headers, **({} if body is None else {"json": body}))

    def _signed(self, request: dict[str, Any]) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        return {**request, "headers": headers | dict(request.get("headers", {}))}
