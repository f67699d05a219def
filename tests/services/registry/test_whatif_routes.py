"""A history tried under another profile over HTTP and on the command line, over a real ledger: what is told, to whom, and that nothing is written."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from services.registry.samples import MARKET
from tests.law.casebook import Casebook
from tests.law.court_casebook import CourtBook
from tests.law.mediation_casebook import MediationCasebook
from tests.whole import AUDITOR, MARKET_OA, SUPERVISOR, Whole
from tests.wire import Wire
from yingsu.clock import SettableClock
from yingsu.ledger.entry import Actor, Command, NewEvent, StreamWrite
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.store import Ledger

HONGZE = "320813"
PATH = "/v1/registry/whatif"


@pytest.fixture
def whole(ledger: Ledger, keys: KeyStore, clock: SettableClock, tmp_path: Path) -> Whole:
    """Every service, and three mediations of July 2026 in which the market bureau told its plan a week late."""
    clock.set(datetime(2026, 7, 20, 4, tzinfo=UTC))
    made = Whole(ledger, keys, clock, tmp_path)
    for _ in range(3):
        book = MediationCasebook(MARKET, case_id=f"case-{uuid4()}")
        book.referred(date(2026, 7, 1))
        book.accepted(date(2026, 7, 2))
        book.noticed(date(2026, 7, 6), MARKET)
        book.planned(date(2026, 7, 13), MARKET)
        append(ledger, book)
    return made


def append(ledger: Ledger, book: Casebook) -> None:
    """Put the case on record as the court would have."""
    events = tuple(
        NewEvent(event=entry.event, jurisdiction=HONGZE, occurred_on=entry.occurred_on, case_id=book.case_id)
        for entry in book.entries
    )
    ledger.append(
        Command(
            command_id=uuid4(),
            body_hash=b"x" * 32,
            writes=(StreamWrite(stream=book.case_id, expected_version=0, events=events),),
            actor=Actor(client="court-su0813", role="court"),
            source="court",
            correlation_id="c",
            permitted=(HONGZE,),
        )
    )


def lines(caller: Wire, **body: Any) -> list[dict[str, Any]]:
    """What is told, line by line."""
    answer = caller.post(PATH, {"jurisdiction": HONGZE, "profile_id": "national", **body})
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/x-ndjson")
    return [json.loads(line) for line in answer.text.splitlines()]


@pytest.mark.parametrize("client", [SUPERVISOR, AUDITOR])
def test_the_local_duties_are_lost_under_the_national_layer(whole: Whole, client: str) -> None:
    head = whole.ledger.head()
    told = lines(whole.wire(client))
    assert told[-2] == {"progress": {"cases": 3, "of": 3}}
    outcome = told[-1]["outcome"]
    plans = next(item for item in outcome["obligations"] if item["code"] == "mediation_plan")
    assert plans == {"code": "mediation_plan", "before": {"obligations": 3, "overdue": 3}, "after": None}
    assert (outcome["counted"]["lost"], outcome["counted"]["no_longer_overdue"]) == (9, 6)
    lost = next(item for item in outcome["differences"] if item["code"] == "mediation_plan")
    assert (lost["changes"], lost["agency_id"], lost["clauses"], lost["before"]["due"], lost["after"]) == (
        ["lost", "no_longer_overdue"],
        MARKET,
        ["HZ-4.3"],
        "2026-07-09",
        None,
    )
    assert whole.ledger.head() == head, "nothing is written"


def test_figures_and_tiers_stand_side_by_side(whole: Whole, ledger: Ledger) -> None:
    book = CourtBook(case_id=f"case-{uuid4()}")
    book.filed(date(2026, 7, 1), agencies=((MARKET, HONGZE),))
    book.judged(date(2026, 7, 14), (MARKET, "revoked"))
    append(ledger, book)
    outcome = lines(whole.wire(SUPERVISOR), profile_id="xuecheng", first="2026-07-01")[-1]["outcome"]
    (market,) = outcome["agencies"]
    rate = next(metric for metric in market["metrics"] if metric["code"] == "loss_rate")
    assert (rate["before"]["numerator"], rate["before"]["denominator"], rate["before"]["met"]) == (1, 1, None)
    assert (rate["after"]["percent"], rate["after"]["target"], rate["after"]["met"]) == ("100.00%", "不高于10%（含本数）", False)
    assert market["tiers"]["before"] == []
    assert [tier["clauses"] for tier in market["tiers"]["after"] if tier["no"] == 1] == [["XC-5.6"]]


def test_a_stretch_and_an_agency_narrow_what_is_compared(whole: Whole) -> None:
    caller = whole.wire(SUPERVISOR)
    assert lines(caller, first="2026-07-14")[-1]["outcome"]["counted"]["lost"] == 0
    assert lines(caller, last="2026-07-05")[-1]["outcome"]["counted"]["lost"] == 3
    assert lines(caller, agency_id="agency-none")[-1]["outcome"]["obligations"] == []


def test_all_are_counted_and_only_so_many_listed(whole: Whole) -> None:
    outcome = lines(whole.wire(SUPERVISOR), shown=1)[-1]["outcome"]
    assert (len(outcome["differences"]), outcome["counted"]["lost"]) == (1, 9)


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"profile_id": "nowhere"}, 404, "profile-not-found"),
        ({"version": 9}, 404, "profile-not-found"),
        ({"jurisdiction": "110101"}, 404, "profile-not-found"),
        ({"first": "2026-07-14", "last": "2026-07-01"}, 422, "period-reversed"),
        ({"shown": 5001}, 422, "request-invalid"),
    ],
)
def test_what_cannot_be_tried_is_refused_before_the_first_line(
    whole: Whole, body: dict[str, Any], status: int, code: str
) -> None:
    answer = whole.wire(SUPERVISOR).post(PATH, {"jurisdiction": HONGZE, "profile_id": "national", **body})
    assert (answer.status_code, answer.json()["code"]) == (status, code)


@pytest.mark.parametrize("client", [MARKET_OA, "administrator"])
def test_it_is_open_to_who_supervises_and_who_audits(whole: Whole, client: str) -> None:
    answer = whole.wire(client).post(PATH, {"jurisdiction": HONGZE, "profile_id": "national"})
    assert answer.status_code == 403
