"""How many requests a client may send: a fixed window per client, counted in this process, on the transport clock."""

import math
import threading
from datetime import datetime

from yingsu.clock import Clock
from yingsu.web.problems import EdgeError
from yingsu.web.tracing import Quota

_SECONDS = {"second": 1, "minute": 60, "hour": 3600}
_MOST_CLIENTS = 10_000


class RateExceeded(EdgeError):
    """The client has used up its window."""

    status = 429
    code = "rate-exceeded"
    title = "请求过于频繁"


class Rates:
    """`rate` as in the settings: "6000/minute". Safe to share between threads. Several processes each allow the full rate."""

    def __init__(self, rate: str, clock: Clock) -> None:
        count, _, unit = rate.partition("/")
        self._limit, self._window = int(count), _SECONDS[unit]
        self._clock = clock
        self._windows: dict[str, tuple[datetime, int]] = {}
        self._lock = threading.Lock()

    def spend(self, client: str, requests: int = 1) -> Quota:
        """Count a request of `client`, or so many, and return what is left. `remaining` is -1 when there was not so much left to spend."""
        now = self._clock()
        with self._lock:
            began, used = self._windows.get(client, (now, 0))
            passed = (now - began).total_seconds()
            if not 0 <= passed < self._window:
                began, used, passed = now, 0, 0.0
            if client not in self._windows and len(self._windows) >= _MOST_CLIENTS:
                self._windows.clear()
            self._windows[client] = (began, min(used + requests, self._limit + 1))
        return Quota(
            limit=self._limit,
            remaining=self._limit - min(used + requests, self._limit + 1),
            window=self._window,
            reset=math.ceil(self._window - passed),
        )


def require(quota: Quota) -> None:
    """RateExceeded when the window is used up."""
    if quota.remaining < 0:
        raise RateExceeded(
            f"请求过于频繁（上限为每 {quota.window} 秒 {quota.limit} 次），本次未办理。请在 {quota.reset} 秒后用同一请求重试。",
            headers={"Retry-After": str(quota.reset)},
        )


def headers(quota: Quota) -> list[tuple[bytes, bytes]]:
    """The fields `RateLimit` and `RateLimit-Policy` (IETF draft ratelimit-headers)."""
    return [
        (b"ratelimit", f'"client";r={max(quota.remaining, 0)};t={quota.reset}'.encode()),
        (b"ratelimit-policy", f'"client";q={quota.limit};w={quota.window}'.encode()),
    ]
