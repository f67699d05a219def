"""Bounds a file that is handed on while it arrives: its size, the time that it takes, its length as declared. A pure ASGI middleware.

An answer that is ready before the file has come is held back until the rest was read and thrown away: whoever is still sending would not
see it. Whoever asks first (Expect: 100-continue) has sent nothing yet and is answered at once.
"""

import asyncio
from collections.abc import Collection
from typing import Final

from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from yingsu.web.limits import (
    BODY_SECONDS,
    DRAINED_BYTES,
    BodyTooSlow,
    LengthInvalid,
    PayloadTooLarge,
    declared_length,
    is_upload,
    require_plain,
)
from yingsu.web.problems import EdgeError

MIB: Final = 1024 * 1024
PIECE_SECONDS: Final = 30.0
"""How long nothing at all may arrive."""
LEAST_BYTES_PER_SECOND: Final = 64 * 1024
"""The slowest line, on the average, over which the largest file may come."""


class Uploads:
    """Bounds what arrives at `paths` (below the service) to `most_bytes` a file. `body_seconds`: how long a whole file may take."""

    def __init__(
        self,
        app: ASGIApp,
        paths: Collection[str],
        most_bytes: int,
        piece_seconds: float = PIECE_SECONDS,
        body_seconds: float | None = None,
    ) -> None:
        self._app = app
        self._paths = frozenset(paths)
        self._most_bytes = most_bytes
        self._piece_seconds = piece_seconds
        self._body_seconds = BODY_SECONDS + most_bytes / LEAST_BYTES_PER_SECOND if body_seconds is None else body_seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not is_upload(scope, self._paths):
            await self._app(scope, receive, send)
            return
        headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        file = _Arriving(
            receive,
            declared=declared_length(headers),
            asks_first=b"expect" in headers,
            most_bytes=self._most_bytes,
            piece_seconds=self._piece_seconds,
            body_seconds=self._body_seconds,
        )

        async def send_after(message: Message) -> None:
            if message["type"] == "http.response.start":
                await file.drain()
            await send(message)

        try:
            file.check_declared()
            require_plain(headers)
            await self._app(scope, file.receive, send_after)
        except ClientDisconnect:
            return
        except EdgeError:
            await file.drain()
            raise


class _Arriving:
    """The body of one request, bounded."""

    def __init__(
        self,
        receive: Receive,
        *,
        declared: int | None,
        asks_first: bool,
        most_bytes: int,
        piece_seconds: float,
        body_seconds: float,
    ) -> None:
        self._receive = receive
        self._declared = declared
        self._most_bytes = most_bytes
        self._piece_seconds = piece_seconds
        self._until = asyncio.get_running_loop().time() + body_seconds
        self._size = 0
        self._ended = False
        # Nothing is drained of a body that was not asked for, nor of one that would take too long.
        self._idle = asks_first or (declared or 0) > most_bytes + DRAINED_BYTES

    def check_declared(self) -> None:
        """Raises `PayloadTooLarge` for a body that says of itself that it is too large."""
        if self._declared is not None and self._declared > self._most_bytes:
            raise self._too_large()

    async def receive(self) -> Message:
        """The next message. Raises `PayloadTooLarge`, `BodyTooSlow`, `LengthInvalid`."""
        if self._ended:
            return await self._receive()
        message = await self._next()
        if self._size > self._most_bytes:
            raise self._too_large()
        if message["type"] == "http.request" and self._ended and self._declared not in (None, self._size):
            raise LengthInvalid("正文的长度与请求头 Content-Length 不符，未登记。请用同一请求重试。")
        return message

    async def drain(self) -> None:
        """Read what is still to come, within the same bounds, and throw it away."""
        try:
            while not (self._ended or self._idle) and self._size <= self._most_bytes + DRAINED_BYTES:
                await self._next()
        except BodyTooSlow:
            return

    async def _next(self) -> Message:
        self._idle = False
        now = asyncio.get_running_loop().time()
        try:
            async with asyncio.timeout_at(min(now + self._piece_seconds, self._until)):
                message = await self._receive()
        except TimeoutError:
            self._ended = True
            raise BodyTooSlow("正文没有在规定的时间内传完，未登记。请检查网络后用同一请求重试。") from None
        self._size += len(message.get("body", b""))
        self._ended = not message.get("more_body", False)
        return message

    def _too_large(self) -> PayloadTooLarge:
        most = self._most_bytes
        return PayloadTooLarge(f"文件超过 {most // MIB} MiB（{most} 字节）的上限，未存放。请压缩或拆分后重新上传。")
