"""One request's identity, for the answer, the log and the ledger: correlation id, trace id, who called, how often it may.

A trace holds ids only, never content. It is bound to a context variable, so threads that serve the request see the same object.
"""

import os
import re
from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from uuid import uuid4

CORRELATION_HEADER = "X-Correlation-Id"

_WELL_FORMED = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,63}")
# Telephone and identity numbers are well-formed too. They must not get into logs by this door.
_PERSONAL = re.compile(r"[0-9._-]+[0-9Xx]")
_TRACEPARENT = re.compile(r"(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(-.*)?")


@dataclass(slots=True)
class Quota:
    """What a client may still send: `remaining` of `limit` requests in a window of `window` seconds that ends in `reset` seconds."""

    limit: int
    remaining: int
    window: int
    reset: int


@dataclass(slots=True)
class Trace:
    """One request in one service. `client` and `quota` are known once the token is verified, `code` once a problem is answered."""

    service: str
    correlation_id: str
    trace_id: str
    client: str | None = None
    quota: Quota | None = None
    code: str | None = None


_current: ContextVar[Trace | None] = ContextVar("yingsu_trace", default=None)


def begin(service: str, headers: Mapping[str, str]) -> Trace:
    """The trace of a new request, bound to the context. Ids come from `headers` (lower-case names) where well-formed, else are new."""
    given = headers.get("x-correlation-id", "")
    accepted = _WELL_FORMED.fullmatch(given) and not _PERSONAL.fullmatch(given)
    parent = _TRACEPARENT.fullmatch(headers.get("traceparent", ""))
    trace = Trace(
        service=service,
        correlation_id=given if accepted else str(uuid4()),
        trace_id=parent[1] if parent else os.urandom(16).hex(),
    )
    _current.set(trace)
    return trace


def current() -> Trace | None:
    """The request being served in this context; None outside of requests."""
    return _current.get()
