"""What must be true of a record after whatever happened to its processes: nothing lost, nothing twice, every reaction once."""

import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

from services.notify.clock.desk import NAME as THE_CLOCK
from services.notify.clock.waiting import waiting
from tests.journeys.clients import PATIENCE_SECONDS, Answered
from tests.journeys.mediated import Journey
from tests.journeys.separate import FOLLOWED
from tests.rebuilding.one_view import rebuild
from yingsu import disputes
from yingsu.clock import legal_day, system_clock
from yingsu.composition import VIEWS
from yingsu.events.intake.case import CaseFiled, CaseNumberAwaited
from yingsu.events.intake.file import FileStored
from yingsu.events.intake.letter import CourtLetterIssued
from yingsu.events.intake.message import CourtMessageApplied, CourtMessageReceived
from yingsu.events.intake.prelitigation import CaseRecordsJoined, PreFilingNotified, PreLitigationReferred
from yingsu.events.mediation.mediation import MediationOpened, ReturnedToCourt
from yingsu.ledger import quarantine
from yingsu.ledger.database import Database
from yingsu.ledger.entry import Entry, Event
from yingsu.ledger.reader import contents
from yingsu.ledger.stopping import stopped
from yingsu.ledger.store import Ledger
from yingsu.load.rows import CLOCK, Rows, differences, names_of
from yingsu.settings import Urls

AnyEvent = TypeVar("AnyEvent", bound=Event)


@dataclass(frozen=True)
class Evidence:
    """The record of an installation, all of whose views and reactions have seen all of it."""

    ledger: Ledger
    entries: list[Entry]

    @property
    def database(self) -> Database:
        return self.ledger.database

    def check_order(self) -> None:
        """Positions and versions are 1, 2, 3, …"""
        assert [entry.position for entry in self.entries] == list(range(1, len(self.entries) + 1))
        versions: dict[str, list[int]] = {}
        for entry in self.entries:
            versions.setdefault(entry.stream, []).append(entry.version)
        assert [stream for stream, found in versions.items() if found != list(range(1, len(found) + 1))] == []

    def check_acknowledged(self, acknowledged: Sequence[Answered]) -> None:
        """Each command that was acknowledged is there, whole, once; each message has been applied once; each file was stored once."""
        with self.database.project() as cursor:
            sizes = dict(
                cursor.execute("SELECT command_id, command_size FROM ledger.entry WHERE command_id IS NOT NULL").fetchall()
            )
        assert sum(sizes.values()) == len(self.entries)
        commands = Counter(answered.write.command_id for answered in acknowledged)
        assert set(commands.values()) <= {1}
        assert [answered.write for answered in acknowledged if answered.write.command_id not in sizes] == []

        told = Counter(
            answered.write.body["message_id"] for answered in acknowledged if "message_id" in (answered.write.body or {})
        )
        assert Counter(event.message_id for _, event in self._of(CourtMessageReceived)) == told
        applied = Counter(entry.stream for entry, _ in self._of(CourtMessageApplied))
        assert applied == Counter(entry.stream for entry, _ in self._of(CourtMessageReceived))
        assert {event.message for _, event in self._of(CaseNumberAwaited)} <= set(applied)

        uploaded = Counter(answered.body["file_id"] for answered in acknowledged if answered.write.content is not None)
        assert Counter(event.file for _, event in self._of(FileStored)) == uploaded

    def check_reactions(self, acknowledged: Sequence[Answered]) -> None:
        """A mediation for each referral, a letter for each return, a join for each earlier number that a message names."""
        referred = Counter(entry.event_id for entry, _ in self._of(PreLitigationReferred))
        assert Counter(event.referral for _, event in self._of(MediationOpened)) == referred
        returned = Counter(entry.event_id for entry, _ in self._of(ReturnedToCourt))
        assert Counter(entry.causation_id for entry, _ in self._of(CourtLetterIssued)) == returned
        bodies = [answered.write.body for answered in acknowledged if "message_id" in (answered.write.body or {})]
        stated = Counter((earlier, body["case_no"]) for body in bodies for earlier in body.get("pre_case_nos", ()))
        assert Counter((event.joined_case_no, event.case_no) for _, event in self._of(CaseRecordsJoined)) == stated

    def check_alike(self, journeys: Sequence[Journey]) -> None:
        """Disputes that were played alike have the same entries, and the same rows in every view."""
        rows = Rows(self.database)
        topics = [
            Counter(entry.topic for entry in self._dispute(journey).entries if not entry.topic.startswith(CLOCK))
            for journey in journeys
        ]
        assert [found for found in topics if found != topics[0]] == []
        first = self._rows(rows, journeys[0])
        for journey in journeys[1:]:
            assert differences(first, self._rows(rows, journey)) == [], (journeys[0].serial, journey.serial)

    def check_views(self) -> None:
        """No view has stopped, and none leaves anything out; every view is what a rebuild from nothing gives."""
        assert stopped(self.database) == {}
        assert quarantine.quarantined(self.database) == {}
        for view in VIEWS:
            kept = self._contents(view.tables)
            rebuild(self.database, view)
            assert self._contents(view.tables) == kept, view.name

    def _of(self, kind: type[AnyEvent]) -> Iterator[tuple[Entry, AnyEvent]]:
        return ((entry, entry.event) for entry in self.entries if isinstance(entry.event, kind))

    def _dispute(self, journey: Journey) -> disputes.Dispute:
        return disputes.load(self.ledger, journey.case_id, ("320813",))

    def _rows(self, rows: Rows, journey: Journey) -> dict[str, list[str]]:
        dispute = self._dispute(journey)
        roles = {
            entry.stream: entry.event.case_no.replace(str(journey.serial), "")
            for entry in dispute.entries
            if isinstance(entry.event, CaseFiled | PreFilingNotified | PreLitigationReferred)
        }
        assert set(roles) == dispute.records
        files = {file.removeprefix("file-"): f"file-{index}" for index, file in enumerate(journey.files)}
        return rows.of(names_of(dispute, roles, files | {f"{journey.serial}号": "号", f"{journey.serial}-": ""}))

    def _contents(self, tables: tuple[str, ...]) -> list[bytes]:
        with self.database.project() as cursor:
            return [contents(cursor, table) for table in tables]


@contextmanager
def evidence(urls: Urls) -> Iterator[Evidence]:
    """The record, once its views and reactions have seen all of it and the clock has told all that it had to. Fails after a minute."""
    database = Database(urls.app, urls.reader)
    ledger = Ledger(database, system_clock)
    try:
        until = time.monotonic() + PATIENCE_SECONDS
        while behind := _behind(database, FOLLOWED) or _untold(database):
            assert time.monotonic() < until, f"{PATIENCE_SECONDS} s and still behind: {behind}; stopped: {stopped(database)}"
            time.sleep(0.05)
        yield Evidence(ledger, ledger.read_all(0, 1_000_000))
    finally:
        ledger.close()
        database.close()


def _behind(database: Database, followed: Iterable[str]) -> dict[str, int]:
    """How far the bookmarks are behind the head, where they are."""
    with database.session() as connection:
        rows = connection.execute(
            "SELECT view, (SELECT position FROM ledger.head) - coalesce(position, 0) FROM unnest(%s::text[]) AS followed (view) "
            "LEFT JOIN views.bookmark USING (view)",
            ([*followed],),
        ).fetchall()
    return {view: missing for view, missing in rows if missing}


def _untold(database: Database) -> dict[str, int]:
    """How many records at least still wait for the clock."""
    with database.project() as cursor:
        waiting_for_it = waiting(cursor, legal_day(system_clock()), "", 10)
    return {THE_CLOCK: len(waiting_for_it)} if waiting_for_it else {}
