"""Lookups straight from the ledger: agencies and who answers for them, courts, officials and clients as of now, behind a small cache.

Agencies, courts and officials may be up to `MAX_AGE` old: what they say changes rarely and never decides a conflict (the append does).
`client` is never cached, so a revoked client gets no token from the next request on; `recent_client` serves the check of each request.
Reads as the system itself: who may see what is decided by whoever asks.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any, TypeVar

from yingsu.clock import Clock, system_clock
from yingsu.events.registry.agency import AgencyCodeReserved
from yingsu.ledger.deciding import EVERYWHERE
from yingsu.ledger.entry import Entry
from yingsu.ledger.store import Ledger
from yingsu.officials import agencies, clients, courts, lineage, office, officials
from yingsu.officials.agencies import Agency
from yingsu.officials.clients import Client
from yingsu.officials.courts import Court
from yingsu.officials.office import Office
from yingsu.officials.officials import Official

MAX_AGE = timedelta(seconds=5)
MAX_STREAMS = 10_000

State = TypeVar("State")


class Directory:
    """Who exists. `clock` is the transport clock: ages are measured by it. Safe to share between threads."""

    def __init__(self, ledger: Ledger, clock: Clock = system_clock) -> None:
        self._ledger = ledger
        self._clock = clock
        self._known: dict[str, tuple[datetime, Any]] = {}

    def agency(self, agency_id: str) -> Agency | None:
        """The agency with this id (`agency-<uuid>`)."""
        return self._recent(agency_id, agencies.fold) if agency_id.startswith(agencies.PREFIX) else None

    def agency_now(self, agency_id: str) -> Agency | None:
        """The agency as the ledger has it at this moment: for whoever decides on it."""
        if not agency_id.startswith(agencies.PREFIX):
            return None
        self._known.pop(agency_id, None)
        return self._recent(agency_id, agencies.fold)

    def agency_by_code(self, code: str) -> Agency | None:
        """The agency that has this 统一社会信用代码, given in its canonical form."""
        holder = self._recent(agencies.code_stream(code), _reserved_by)
        return None if holder is None else self.agency(holder)

    def inherited(self, agency_id: str) -> tuple[str, ...]:
        """The agencies for which this one answers besides itself: those it took over as a whole, and theirs."""
        return lineage.inherited(agency_id, self.agency)

    def successor(self, agency_id: str) -> Agency | None:
        """Who answers today for what an agency did that is no more. None for one that goes on, or that nobody succeeded."""
        heir = lineage.answering(agency_id, self.agency)
        return None if heir == agency_id else self.agency(heir)

    def office(self, agency_id: str) -> Office:
        """Who holds which office of an agency; empty where nothing is registered."""
        return self._recent(office.stream_of(agency_id), office.fold) or Office()

    def court(self, court: str) -> Court | None:
        """The court with this designation (苏0813)."""
        return self._recent(courts.stream_of(court), courts.fold)

    def official(self, official_id: str) -> Official | None:
        """The official with this id (`official-<uuid>`)."""
        return self._recent(official_id, officials.fold) if official_id.startswith(officials.PREFIX) else None

    def client(self, client_id: str) -> Client | None:
        """The client as the ledger has it at this moment."""
        return self._read(clients.stream_of(client_id), clients.fold)

    def recent_client(self, client_id: str) -> Client | None:
        """The client as it was at most `MAX_AGE` ago."""
        return self._recent(clients.stream_of(client_id), clients.fold)

    def _recent(self, stream: str, fold: Callable[[Iterable[Entry]], State | None]) -> State | None:
        now = self._clock()
        known = self._known.get(stream)
        if known is not None and timedelta(0) <= now - known[0] < MAX_AGE:
            state: State | None = known[1]
            return state
        state = self._read(stream, fold)
        if state is not None:
            if len(self._known) >= MAX_STREAMS:
                self._known.clear()
            self._known[stream] = (now, state)
        return state

    def _read(self, stream: str, fold: Callable[[Iterable[Entry]], State | None]) -> State | None:
        # PostgreSQL cannot look up a text with U+0000, and no stream has one.
        return None if "\0" in stream else fold(self._ledger.load(stream, EVERYWHERE))


def _reserved_by(entries: Iterable[Entry]) -> str | None:
    """The agency of a code's reservation."""
    for entry in entries:
        if isinstance(entry.event, AgencyCodeReserved):
            return entry.event.agency_id
    return None
