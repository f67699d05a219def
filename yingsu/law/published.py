"""The rules as published: calendars and profiles out of the ledger's events and blobs.

Streams `calendar-<year>` and `profile-<profile id>`; the n-th publication of a stream is version n. Reads as the system itself: what is published is
no secret. Replays compute with what the ledger holds, never with the files that came with the software.
"""

import threading
from typing import Final, Protocol

import msgspec

from yingsu.events.registry.rules import CalendarPublished, ProfilePublished, ProfileRetired
from yingsu.law.calendar import CalendarMalformed, CalendarYear
from yingsu.law.in_force import EVER, PUBLICATIONS, rules_at
from yingsu.law.profile import Profile, from_bundle
from yingsu.law.rules import Rules
from yingsu.ledger.entry import ANY_JURISDICTION, Event
from yingsu.ledger.store import Ledger

_SYSTEM: Final = (ANY_JURISDICTION,)


class History(msgspec.Struct, frozen=True, kw_only=True):
    """What was published of a profile, and its retirements, each in order. `length` is how many events its stream has."""

    versions: tuple[ProfilePublished, ...]
    retired: tuple[ProfileRetired, ...]
    length: int

    @property
    def latest(self) -> ProfilePublished | None:
        """The last version."""
        return self.versions[-1] if self.versions else None


def calendar_stream(year: int) -> str:
    """The stream of a year's calendar."""
    return f"calendar-{year}"


def profile_stream(profile_id: str) -> str:
    """The stream of a profile."""
    return f"profile-{profile_id}"


def calendar(ledger: Ledger, year: int, version: int | None = None) -> CalendarPublished | None:
    """A published version of a year's calendar, the latest by default."""
    found = [event for event in _events(ledger, calendar_stream(year)) if isinstance(event, CalendarPublished)]
    return next((event for event in reversed(found) if version in (None, event.version)), None)


def profile(ledger: Ledger, profile_id: str, version: int | None = None) -> ProfilePublished | None:
    """A published version of a profile, the latest by default."""
    found = [event for event in _events(ledger, profile_stream(profile_id)) if isinstance(event, ProfilePublished)]
    return next((event for event in reversed(found) if version in (None, event.version)), None)


def history(ledger: Ledger, profile_id: str) -> History:
    """Everything that was published of a profile."""
    found = _events(ledger, profile_stream(profile_id))
    return History(
        versions=tuple(event for event in found if isinstance(event, ProfilePublished)),
        retired=tuple(event for event in found if isinstance(event, ProfileRetired)),
        length=len(found),
    )


def calendar_content(ledger: Ledger, event: CalendarPublished) -> CalendarYear:
    """What a calendar says. CalendarMalformed, BlobNotFound."""
    return CalendarYear.from_bytes(ledger.get_blob(event.sha256))


def profile_content(ledger: Ledger, event: ProfilePublished) -> Profile:
    """What a profile says. ProfileMalformed, BlobNotFound."""
    return from_bundle(ledger.get_blob(event.sha256))


def load_rules(ledger: Ledger) -> Rules:
    """Every published profile and calendar. CalendarMalformed where no calendar is published."""
    with ledger.database.read(_SYSTEM) as cursor:
        return _there(rules_at(cursor, PUBLICATIONS.last(cursor, EVER)))


class InForce(Protocol):
    """Where the rules in force are asked for."""

    def now(self) -> Rules:
        """The rules published up to now. Errors as `load_rules`."""
        ...


class RulesInForce:
    """The rules as published up to now, read anew when something was published. Safe to share between threads."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._lock = threading.Lock()
        self._known: tuple[int, Rules] | None = None

    def now(self) -> Rules:
        """The rules: the same object until a version is published. Costs one look at the index. Errors as `load_rules`."""
        position = PUBLICATIONS.latest(self._ledger.database)
        with self._lock:
            if self._known is None or self._known[0] < position:
                with self._ledger.database.read(_SYSTEM) as cursor:
                    self._known = (position, _there(rules_at(cursor, position)))
            return self._known[1]


class AskedOnce:
    """The rules in force when they were first asked for: the same for everything that one request does. For one thread."""

    def __init__(self, rules: InForce) -> None:
        self._rules = rules
        self._known: Rules | None = None

    def now(self) -> Rules:
        """The rules. Errors as `load_rules`."""
        if self._known is None:
            self._known = self._rules.now()
        return self._known


def _events(ledger: Ledger, stream: str) -> list[Event]:
    # PostgreSQL cannot look up a text with U+0000, and no stream has one.
    return [] if "\0" in stream else [entry.event for entry in ledger.load(stream, _SYSTEM)]


def _there(rules: Rules | None) -> Rules:
    if rules is None:
        raise CalendarMalformed("还没有公布任何年度的工作日历，不能计算期限。请先执行 yingsu init，或由系统管理员公布日历。")
    return rules
