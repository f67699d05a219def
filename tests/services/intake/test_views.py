"""The read models are a fold of the ledger: replayed from zero in any batches they give equal bytes."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from services.intake.app import VIEWS
from services.intake.cases.view import CaseView
from tests.rebuilding.one_view import rebuild
from tests.services.intake.cast import (
    LAND_CODE,
    MARKET,
    UNKNOWN_CODE,
    answer,
    filing,
    service,
    withdrawal,
)
from tests.wire import Wire
from yingsu.derived import Row
from yingsu.disputes import Joins
from yingsu.events.intake.case import CaseWithdrawn, ServiceRecorded
from yingsu.ledger.entry import Actor, Command, Entry, NewEvent, StreamWrite
from yingsu.ledger.quarantine import listed
from yingsu.ledger.reader import catch_up, contents, release
from yingsu.ledger.store import Ledger


@pytest.fixture
def history(court: Wire, market: Wire) -> str:
    """Messages in and out of order, a conflict, an unknown agency, an answer; returns the case."""
    court.report(service(message_id="m-6", agency_code=LAND_CODE))
    case_id: str = court.report(filing()).json()["case_id"]
    court.report(service())
    court.report(filing(cause="行政许可"))
    court.report(filing(message_id="m-9", defendants=[{"agency_code": UNKNOWN_CODE}], case_no="（2026）苏0813行初13号"))
    market.post(f"/cases/{case_id}/responses/{MARKET}/answer", answer(), version=0)
    court.report(withdrawal())
    return case_id


def tables(ledger: Ledger) -> dict[str, bytes]:
    """All rows of every table of intake."""
    with ledger.database.project() as cursor:
        return {table: contents(cursor, table) for view in VIEWS for table in view.tables}


@pytest.mark.parametrize("batch", [1, 3, 500])
def test_a_replay_in_any_batches_gives_equal_bytes(ledger: Ledger, history: str, project: Callable[[], None], batch: int) -> None:
    project()
    kept = tables(ledger)

    for view in VIEWS:
        rebuild(ledger.database, view, batch=batch)

    assert tables(ledger) == kept
    assert [table for table, rows in kept.items() if not rows] == ["intake_file_reference", "intake_letter"]


@pytest.mark.parametrize("batch", [1, 3, 500])
def test_facts_of_a_case_whose_filing_cannot_be_read_give_equal_bytes_too(
    ledger: Ledger, project: Callable[[], None], batch: int
) -> None:
    """A filing of a later version of this software: what comes with it is seen by those whose entries there are."""
    case_id = "case-00000000-0000-7000-8000-000000000001"
    served = ServiceRecorded(agency=MARKET, document="summons", received_on=date(2026, 9, 10), method=None)
    for version, jurisdiction in enumerate(("320813", "320812", "320813")):
        new = NewEvent(event=served, jurisdiction=jurisdiction, occurred_on=date(2026, 9, 10), case_id=case_id)
        ledger.append(
            Command(
                command_id=uuid4(),
                body_hash=b"body",
                writes=(StreamWrite(stream=case_id, expected_version=version, events=(new,)),),
                actor=Actor(client="court", role="court"),
                source="test",
                correlation_id="test",
                permitted=("320812", "320813"),
            )
        )
    project()
    kept = tables(ledger)
    assert b"{320812,320813}" in kept["intake_case"]

    rebuild(ledger.database, CaseView(), batch=batch)

    assert tables(ledger) == kept


class Faulty(CaseView):
    """Cannot take in that a suit was withdrawn, which is told at position `since`."""

    def __init__(self, since: int) -> None:
        self._since = since

    def rows(self, dispute: Sequence[Entry], joins: Joins) -> Iterator[Row]:
        yield from super().rows(dispute, joins)
        if dispute[-1].position >= self._since:
            raise KeyError("poison")


@pytest.mark.parametrize("batch", [1, 7, 500])
def test_a_quarantined_case_keeps_its_earlier_rows_and_a_release_equals_a_rebuild(
    ledger: Ledger, history: str, project: Callable[[], None], batch: int
) -> None:
    project()
    complete = tables(ledger)
    withdrawn = next(entry.position for entry in ledger.read_all(0, 1000) if isinstance(entry.event, CaseWithdrawn))
    rebuild(ledger.database, Faulty(since=withdrawn), batch=batch)
    with ledger.database.read(("320813",)) as cursor:
        rows = cursor.execute("SELECT status FROM views.intake_case WHERE case_id = %s", (history,)).fetchall()
    assert [status for (status,) in rows] == ["answering"]
    assert [(held.subject, held.topic) for held in listed(ledger.database)] == [(history, "intake.case_withdrawn.v1")]

    release(ledger.database, CaseView(), history, batch=batch)
    assert tables(ledger) == complete


def test_a_reader_without_a_right_to_the_jurisdiction_sees_no_row(
    ledger: Ledger, history: str, project: Callable[[], None]
) -> None:
    project()

    def count(tenant: str, table: str) -> Any:
        with ledger.database.read((tenant,)) as cursor:
            row = cursor.execute(f"SELECT count(*) FROM views.{table}").fetchone()
        return row[0] if row else None

    assert [count("320813", table) for table in ("intake_case", "intake_timeline", "intake_message")] == [1, 5, 5]
    assert [count("320899", table) for table in ("intake_case", "intake_timeline", "intake_message")] == [0, 0, 0]


def test_the_bookmark_is_where_the_ledger_ends(ledger: Ledger, history: str) -> None:
    assert [catch_up(ledger.database, view) for view in VIEWS] == [ledger.head()] * len(VIEWS)
