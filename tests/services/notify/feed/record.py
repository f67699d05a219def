"""A small record, straight into the ledger: what was told of cases in two districts, event by event, without the services in between."""

from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import msgspec

from services.notify.feed.feed import Feed
from services.notify.feed.reader import Context, Reader
from services.notify.feed.view import ConcernedView
from tests.services.intake.cast import case_filed
from yingsu.events.intake.case import Defendant
from yingsu.events.review.review import Basis, ReviewOpened
from yingsu.ledger.deciding import EVERYWHERE
from yingsu.ledger.entry import Actor, Command, Event, NewEvent, StreamWrite
from yingsu.ledger.mapper import decode
from yingsu.ledger.reader import catch_up
from yingsu.ledger.store import Ledger

HONGZE, JINHU = "320813", "320831"
LAND, MARKET, UNIT = "agency-land", "agency-market", "agency-unit"
COURT, OTHER_COURT = "苏0813", "苏0831"
DAY = date(2026, 9, 15)

GOLDEN = Path(__file__).parents[3] / "published" / "events"

SUPERVISOR = Reader(role="supervisor", tenants=(HONGZE,))
JINHU_SUPERVISOR = Reader(role="supervisor", tenants=(JINHU,))
COUNTRY = Reader(role="auditor", tenants=EVERYWHERE)
CENTRE = Reader(role="mediation_centre", tenants=(HONGZE,))
HERE = Reader(role="court", tenants=(HONGZE, JINHU), court=COURT)
ELSEWHERE = Reader(role="court", tenants=(HONGZE, JINHU), court=OTHER_COURT)


def agency(agency_id: str, *tenants: str) -> Reader:
    """An agency of 洪泽, unless said otherwise."""
    return Reader(role="agency", tenants=tenants or (HONGZE,), agency=agency_id)


READERS = (SUPERVISOR, JINHU_SUPERVISOR, COUNTRY, CENTRE, HERE, ELSEWHERE, agency(LAND), agency(MARKET), agency(UNIT))


def golden(topic: str, **changed: Any) -> Event:
    """The golden event of a topic, with some fields changed."""
    return msgspec.structs.replace(decode(topic, (GOLDEN / f"{topic}.json").read_bytes()), **changed)


def filed(*defendants: tuple[str, str], court: str = COURT) -> Event:
    """A filing against these agencies, each with its jurisdiction."""
    sued = tuple(Defendant(agency=one, jurisdiction=place, object="original_act") for one, place in defendants)
    return msgspec.structs.replace(case_filed(), court=court, defendants=sued)


def opened(owner: str, defendant: str) -> Event:
    """A review of a loss."""
    return ReviewOpened(
        agency=owner,
        defendant=defendant,
        grounds="lost",
        court=COURT,
        case_no="（2026）苏0813行初12号",
        judgment=uuid4(),
        judgment_no="（2026）苏0813行初12号",
        judged_on=DAY,
        received_on=DAY,
        outcomes=("revoked",),
        decided_under=Basis(profile="hongze.2025-04-18", clauses=("HZ-9.1",)),
    )


class Record:
    """The ledger, one event at a time; and its feed."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self._versions: dict[str, int] = {}

    def add(
        self, stream: str, *events: Event, case_id: str | None = None, place: str = HONGZE, concerns: tuple[str, ...] = ()
    ) -> int:
        """Append to a stream; returns the position of the last. A stream `case-…` belongs to its case."""
        version = self._versions.get(stream, 0)
        of_case = case_id or (stream if stream.startswith("case-") else None)
        new = tuple(
            NewEvent(event=event, jurisdiction=place, occurred_on=DAY, case_id=of_case, concerns=concerns) for event in events
        )
        receipt = self.ledger.append(
            Command(
                command_id=uuid4(),
                body_hash=b"body",
                writes=(StreamWrite(stream=stream, expected_version=version, events=new),),
                actor=Actor(client="tests", role="court"),
                source="tests",
                correlation_id="c-1",
                permitted=EVERYWHERE,
            )
        )
        self._versions[stream] = version + len(events)
        return receipt.events[-1].position

    def settle(self) -> None:
        """Bring the view of whom cases concern up to date."""
        catch_up(self.ledger.database, ConcernedView())

    def read(self, reader: Reader, context: Context = "all", *, after: int = 0, page: int = 200) -> list[int]:
        """The positions of a feed up to its end, page by page."""
        feed, found = Feed(self.ledger.database), []
        while True:
            portion = feed.portion(reader, context, after, page)
            found += [entry.position for entry in portion.entries]
            if not portion.entries:
                return found
            after = portion.reached

    def topics(self, reader: Reader, context: Context = "all") -> list[str]:
        """The topics of a feed, without service and version, and of whom where the event says."""
        entries = Feed(self.ledger.database).portion(reader, context, 0, 200).entries
        return [entry.topic.split(".")[1] for entry in entries]
