"""When a message is tried again, and how an endpoint that fails is spared. Pure: chance and the moment are handed in.

Each message has ten tries. An endpoint that fails several times in a row, whatever the message, is probed with one message at a time until
one gets through: a receiver that comes up again is not met by its whole backlog at once, failing.
"""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

DELAYS: Final = (
    timedelta(0),
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
"""How long each try waits after the one before. Published: receivers count on it."""
JITTER: Final = 0.2
OPEN_AFTER: Final = 5
"""After so many failures in a row only probes are sent."""
FIRST_PROBE: Final = timedelta(seconds=30)
LONGEST_PROBE: Final = timedelta(minutes=10)

_LONGEST_WAIT: Final = 10**9
"""Seconds: what is longer is as long."""


def next_delay(tried: int, chance: float, asked: timedelta | None = None) -> timedelta | None:
    """How long after its failure number `tried` (from 1) a message waits; None after the last try. `chance` lies in [0, 1).

    `asked` is what the receiver asked for with Retry-After: honoured from the delay of the schedule up to twice that, without jitter.
    """
    if tried >= len(DELAYS):
        return None
    base = DELAYS[tried]
    if asked is not None:
        return min(max(asked, base), 2 * base)
    return base * (1 - JITTER + 2 * JITTER * chance)


def probe_delay(failures: int) -> timedelta | None:
    """How long an endpoint rests after `failures` failures in a row before one message is tried; None where it is not spared."""
    if failures < OPEN_AFTER:
        return None
    return min(FIRST_PROBE * (1 << min(failures - OPEN_AFTER, 16)), LONGEST_PROBE)


def retry_after(header: str | None, now: datetime) -> timedelta | None:
    """What Retry-After asks for (RFC 9110: seconds, or a date); None where there is none, or nonsense."""
    if header is None:
        return None
    text = header.strip()
    if text.isascii() and text.isdigit():
        return timedelta(seconds=min(int(text[:12]), _LONGEST_WAIT))
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return max(moment.replace(tzinfo=moment.tzinfo or UTC) - now, timedelta(0))
