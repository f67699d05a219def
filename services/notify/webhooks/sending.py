"""Sends one message over HTTP, to an address that was checked a moment before. Owns the bounds of such a conversation.

The name is looked up, every address is checked, and the connection goes to a checked one: the name is not looked up again, so a name that
leads elsewhere the second time leads nowhere. No proxies, no redirects, no settings of the environment; all of it within one deadline.
"""

import asyncio
import re
import socket
import ssl
import threading
from collections.abc import AsyncIterable, Callable, Sequence
from concurrent.futures import Future
from datetime import timedelta
from functools import cached_property
from typing import Final, TypeVar

import httpx
import msgspec

from services.notify.webhooks.address import Address, HostUnresolved, Target, check, read_url
from yingsu.errors import YingsuError
from yingsu.settings import AllowedNetwork

DEADLINE: Final = timedelta(seconds=20)
"""For looking the name up, connecting, sending and the answer, all together."""
CONNECT_SECONDS: Final = 5.0
"""For each address of a name, so that one that is silent leaves time for the next."""
KEPT_BYTES: Final = 20_000
"""So much of an answer is read and kept."""
GONE: Final = 410

Resolve = Callable[[str], Sequence[str]]
"""The addresses of a name; none where there are none."""

Result = TypeVar("Result")

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What came of one attempt: an answer's status, the beginning of its body, and Retry-After; or the code of what prevented one."""

    status: int | None = None
    error: str | None = None
    answer: str | None = None
    retry_after: str | None = None

    @property
    def delivered(self) -> bool:
        """Whether the receiver has it. A redirect is none: what it would lead to was not checked."""
        return self.status is not None and 200 <= self.status <= 299


def resolve(name: str) -> Sequence[str]:
    """The addresses of a name, as this machine looks it up."""
    try:
        found = socket.getaddrinfo(name, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return ()
    return tuple(dict.fromkeys(str(address[0]) for *_, address in found))


class Sender:
    """Sends for every agency. `allowed` are the networks beside public addresses. Safe to share between threads."""

    def __init__(
        self,
        allowed: Sequence[AllowedNetwork],
        *,
        resolving: Resolve = resolve,
        deadline: timedelta = DEADLINE,
        trusted: ssl.SSLContext | None = None,
    ) -> None:
        self._allowed = tuple(allowed)
        self._resolving = resolving
        self._deadline = deadline
        self._trusted = trusted

    @cached_property
    def _context(self) -> ssl.SSLContext:
        # The machine's own store: an authority of a private network is added there.
        return self._trusted or ssl.create_default_context()

    def check(self, url: str, jurisdiction: str) -> tuple[Target, tuple[Address, ...]]:
        """Where the URL leads now. Raises `UrlInvalid`, `HostUnresolved`, `AddressForbidden`, `HttpsRequired`."""
        target = read_url(url)
        return target, check(target, self._resolving(target.host), self._allowed, jurisdiction)

    def check_soon(self, url: str, jurisdiction: str) -> tuple[Target, tuple[Address, ...]]:
        """The same for who waits for the answer: a name server that does not answer within the deadline has no address."""
        try:
            return _aside(lambda: self.check(url, jurisdiction)).result(self._deadline.total_seconds())
        except TimeoutError:
            raise HostUnresolved(
                "域名服务器没有及时答复推送地址的主机名，没有登记。请核对域名后重新提交。", pointer="/url"
            ) from None

    def post(self, url: str, jurisdiction: str, headers: dict[str, str], body: bytes) -> Outcome:
        """Send a message, for an agency of `jurisdiction`. Never raises for what the other side does, or does not do."""
        return asyncio.run(self._post(url, jurisdiction, headers, body))

    async def _post(self, url: str, jurisdiction: str, headers: dict[str, str], body: bytes) -> Outcome:
        heard = _Heard()
        try:
            async with asyncio.timeout(self._deadline.total_seconds()):
                target, addresses = await asyncio.wrap_future(_aside(lambda: self.check(url, jurisdiction)))
                await self._ask(target, addresses, headers, body, heard)
        except YingsuError as error:
            return Outcome(error=error.code)
        except TimeoutError:
            return heard.outcome("timeout")
        except httpx.TimeoutException:
            return heard.outcome("connection-failed")
        except (httpx.HTTPError, httpx.InvalidURL, ssl.SSLError, OSError) as error:
            unreachable = "connection-failed" if isinstance(error, httpx.NetworkError | OSError) else "protocol-error"
            return heard.outcome("tls-failed" if _of_tls(error) else unreachable)
        return heard.outcome(None)

    async def _ask(
        self, target: Target, addresses: Sequence[Address], headers: dict[str, str], body: bytes, heard: "_Heard"
    ) -> None:
        # No client around it: that would read cookies, and where a redirect leads.
        async with httpx.AsyncHTTPTransport(verify=self._context, trust_env=False) as transport:
            for index, address in enumerate(addresses):
                try:
                    answer = await transport.handle_async_request(_request(target, address, headers, body))
                except (httpx.ConnectError, httpx.ConnectTimeout):
                    # Nothing was said yet, so that the next one cannot hear it twice.
                    if index == len(addresses) - 1:
                        raise
                    continue
                await heard.listen(answer)
                return


def _request(target: Target, address: Address, headers: dict[str, str], body: bytes) -> httpx.Request:
    """The request, to the address itself; the name stands in Host, and in what TLS checks."""
    host = f"[{address}]" if address.version == 6 else str(address)
    return httpx.Request(
        "POST",
        httpx.URL(f"{target.scheme}://{host}:{target.port}").copy_with(raw_path=target.path.encode()),
        content=body,
        headers={
            **headers,
            "Host": target.authority,
            "Content-Type": "application/json",
            "Accept-Encoding": "identity",
            "User-Agent": "Yingsu-Webhooks/1",
        },
        extensions={"sni_hostname": target.host, "timeout": httpx.Timeout(None, connect=CONNECT_SECONDS).as_dict()},
    )


def _aside(work: Callable[[], Result]) -> "Future[Result]":
    """Do it in a thread that nobody waits for: a name server that does not answer must not outlast the deadline."""
    future: Future[Result] = Future()
    future.set_running_or_notify_cancel()

    def run() -> None:
        try:
            future.set_result(work())
        except BaseException as error:
            future.set_exception(error)

    threading.Thread(target=run, name="webhook name lookup", daemon=True).start()
    return future


class _Heard:
    """What has come of the answer so far. Its status decides; the rest is kept for the log as far as it comes in time."""

    def __init__(self) -> None:
        self._answer: httpx.Response | None = None
        self._kept = b""

    async def listen(self, answer: httpx.Response) -> None:
        self._answer = answer
        try:
            await self._keep(answer.aiter_raw())
        finally:
            await answer.aclose()

    async def _keep(self, pieces: AsyncIterable[bytes]) -> None:
        async for piece in pieces:
            self._kept = (self._kept + piece)[:KEPT_BYTES]
            if len(self._kept) == KEPT_BYTES:
                return

    def outcome(self, error: str | None) -> Outcome:
        if self._answer is None:
            return Outcome(error=error or "protocol-error")
        text = _CONTROL.sub("\N{REPLACEMENT CHARACTER}", self._kept.decode(errors="replace"))
        return Outcome(status=self._answer.status_code, answer=text or None, retry_after=self._answer.headers.get("retry-after"))


def _of_tls(error: BaseException | None) -> bool:
    """Whether encryption failed, as far down as errors were wrapped."""
    while error is not None:
        if isinstance(error, ssl.SSLError):
            return True
        error = error.__cause__ or error.__context__
    return False
