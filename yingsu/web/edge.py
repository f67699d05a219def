"""The outermost layer of a service: gives each request its identity, answers every error, and writes down what happened.

A pure ASGI middleware. Errors of the layers below that are no answers become a 500 problem here; the server never sees them, because
it would log their messages, which can quote what the caller sent.
"""

import logging
import time
from collections.abc import Iterable

from fastapi.routing import APIRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from yingsu.errors import YingsuError
from yingsu.web import rates, tracing
from yingsu.web.logs import REQUESTS
from yingsu.web.metrics import Metrics
from yingsu.web.problems import answer, answer_fault

_SECURITY = (
    (b"x-content-type-options", b"nosniff"),
    (b"cache-control", b"no-store"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"referrer-policy", b"no-referrer"),
)
UNROUTED = "(none)"
ABORTED = 499
"""Status in log and metrics where the caller left before an answer began."""

_log = logging.getLogger(REQUESTS)


class Edge:
    """Wraps one service."""

    def __init__(self, app: ASGIApp, *, service: str, metrics: Metrics) -> None:
        self._app = app
        self._service = service
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        trace = tracing.begin(self._service, headers)
        status = ABORTED

        async def send_on(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = _complete(list(message.get("headers", ())), trace)
            await send(message)

        try:
            await self._app(scope, receive, send_on)
        except YingsuError as error:
            if status != ABORTED:
                raise
            await answer(error)(scope, receive, send_on)
        except Exception as error:
            _log.error("a fault of this software", exc_info=error, extra={"service": self._service, "route": _route(scope)})
            if status == ABORTED:
                await answer_fault()(scope, receive, send_on)
        finally:
            seconds = time.perf_counter() - began
            route = _route(scope)
            self._metrics.observe(self._service, scope["method"], route, status, seconds)
            _log.info(
                "request",
                extra={
                    "service": self._service,
                    "method": scope["method"],
                    "route": route,
                    "status": status,
                    "duration_ms": round(seconds * 1000, 2),
                    "client": trace.client,
                    "code": trace.code,
                },
            )


def _route(scope: Scope) -> str:
    route = scope.get("route")
    return route.path_format if isinstance(route, APIRoute) else UNROUTED


def _complete(headers: list[tuple[bytes, bytes]], trace: tracing.Trace) -> Iterable[tuple[bytes, bytes]]:
    present = {name.lower() for name, _ in headers}
    headers.extend(field for field in _SECURITY if field[0] not in present)
    headers.append((tracing.CORRELATION_HEADER.lower().encode(), trace.correlation_id.encode()))
    if trace.quota is not None:
        headers.extend(rates.headers(trace.quota))
    return headers
