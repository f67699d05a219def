"""Which one-time tokens this process has seen. A `jti` counts once within the life of its token."""

import threading
from datetime import datetime

from yingsu.clock import Clock
from yingsu.errors import Unavailable

MAX_REMEMBERED = 100_000


class TooManyTokens(Unavailable):
    """More one-time tokens are alive than this process remembers."""

    code = "too-many-tokens"


class Replays:
    """A memory of (client, jti) until each expires. Of this process only: several processes each accept a token once."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._seen: dict[tuple[str, str], datetime] = {}
        self._lock = threading.Lock()

    def first_time(self, client: str, jti: str, until: datetime) -> bool:
        """Whether this is the first sight of `jti` from `client`; it is remembered up to `until`. TooManyTokens when full."""
        now = self._clock()
        with self._lock:
            known = self._seen.get((client, jti))
            if known is not None and known > now:
                return False
            if len(self._seen) >= MAX_REMEMBERED:
                self._seen = {key: end for key, end in self._seen.items() if end > now}
                if len(self._seen) >= MAX_REMEMBERED:
                    raise TooManyTokens("短时间内的一次性令牌过多，暂不能核对是否重复。请五分钟后重试。")
            self._seen[client, jti] = until
            return True
