"""What a publication does to what is owed: a new version leaves alone what runs, a calendar moves it, a retirement ends nothing."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from services.registry.samples import MARKET
from tests.law.mediation_casebook import MediationCasebook
from tests.services.registry.office import SHORTER, Office, hongze, open_office
from tests.whole import SUPERVISOR, Whole
from tests.wire import Wire
from yingsu.clock import SettableClock, legal_day
from yingsu.law.calendar import builtin_bytes
from yingsu.law.profile import builtin_root, files_of
from yingsu.ledger.entry import Actor, Command, NewEvent, StreamWrite
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.store import Ledger

HONGZE = "320813"


class Registry:
    """The registry within the whole system, under the paths that it has alone."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def __getattr__(self, name: str) -> Any:
        send = getattr(self._wire, name)
        if name == "send":
            return lambda method, path, **request: send(method, f"/v1/registry{path}", **request)
        return lambda path, *given, **named: send(f"/v1/registry{path}", *given, **named)


@pytest.fixture
def whole(ledger: Ledger, keys: KeyStore, clock: SettableClock, tmp_path: Path) -> Whole:
    """Every service, on 29 September 2026, and a mediation whose plan the market bureau owes since that day."""
    clock.set(datetime(2026, 9, 29, 4, tzinfo=UTC))
    made = Whole(ledger, keys, clock, tmp_path)
    notice(made, date(2026, 9, 29))
    made.settle()
    return made


def notice(whole: Whole, day: date) -> None:
    """Put a mediation on record whose assignment notice reaches the market bureau on `day`, which may be told of before."""
    today = legal_day(whole.clock())
    book = MediationCasebook(MARKET, case_id=f"case-{uuid4()}")
    book.referred(day)
    book.accepted(day)
    book.noticed(day, MARKET)
    events = tuple(
        NewEvent(event=entry.event, jurisdiction=HONGZE, occurred_on=min(entry.occurred_on, today), case_id=book.case_id)
        for entry in book.entries
    )
    whole.ledger.append(
        Command(
            command_id=uuid4(),
            body_hash=bytes(32),
            writes=(StreamWrite(stream=book.case_id, expected_version=0, events=events),),
            actor=Actor(client="court-su0813", role="court"),
            source="court",
            correlation_id="c",
            permitted=(HONGZE,),
        )
    )


@pytest.fixture
def office(whole: Whole) -> Office:
    """The office of 洪泽 within the whole system."""
    administrator: Any = Registry(whole.wire("administrator"))
    calling: Any = lambda client: Registry(whole.wire(client))  # noqa: E731
    return open_office(administrator, calling, whole.transport, whole.deps.settings.issuer)


def plans_due(whole: Whole) -> list[str]:
    """When the plans are due, as the due board has it."""
    whole.settle()
    items = whole.wire(SUPERVISOR).get("/v1/notify/obligations").json()["obligations"]
    return sorted(item["due"] for item in items if item["code"] == "mediation_plan")


@pytest.mark.edge(30)
def test_a_new_version_governs_what_begins_under_it_and_moves_nothing_that_runs(whole: Whole, office: Office) -> None:
    assert plans_due(whole) == ["2026-10-09"]
    draft = office.drafter.prepare(hongze(SHORTER), date(2026, 9, 30)).json()
    path = f"/profiles/hongze/drafts/{draft['sha256']}/publish"
    assert office.head.post(path, version=1).status_code == 201
    whole.clock.set(datetime(2026, 9, 30, 4, tzinfo=UTC))
    notice(whole, date(2026, 9, 30))
    assert plans_due(whole) == ["2026-10-09", "2026-10-09"], "two working days from the 30th, three from the 29th"


@pytest.mark.edge(30)
def test_a_retirement_ends_nothing_that_runs_and_nothing_local_begins_after_it(whole: Whole, office: Office) -> None:
    asked = {"last_day": "2026-09-29", "reason": "文件废止"}
    assert office.drafter.post("/profiles/hongze/retire", asked).status_code == 201
    assert office.head.post("/profiles/hongze/retire/confirm", version=1).status_code == 201
    whole.clock.set(datetime(2026, 9, 30, 4, tzinfo=UTC))
    notice(whole, date(2026, 9, 30))
    assert plans_due(whole) == ["2026-10-09"]


def test_what_begins_only_after_the_last_day_is_derived_anew(whole: Whole, office: Office) -> None:
    notice(whole, date(2026, 10, 9))
    assert plans_due(whole) == ["2026-10-09", "2026-10-13"], "told of before its day"
    asked = {"last_day": "2026-09-30", "reason": "文件废止"}
    assert office.drafter.post("/profiles/hongze/retire", asked).status_code == 201
    assert office.head.post("/profiles/hongze/retire/confirm", version=1).status_code == 201
    assert plans_due(whole) == ["2026-10-09"]


def amended() -> str:
    """The calendar of 2026 without the National Day holiday but for its statutory days."""
    text = builtin_bytes(2026).decode()
    assert "rest = [2026-10-01, 2026-10-07]" in text
    return text.replace("rest = [2026-10-01, 2026-10-07]", "rest = [2026-10-01, 2026-10-04]", 1)


@pytest.mark.edge(16)
def test_an_amendment_within_a_year_tells_before_and_moves_after(whole: Whole) -> None:
    administrator = whole.wire("administrator")
    tried = administrator.send(
        "POST",
        "/v1/registry/calendars/2026",
        params={"dry_run": "true"},
        json={"toml": amended()},
        headers={"Idempotency-Key": "try"},
    )
    assert tried.status_code == 200, tried.text
    assert tried.json()["changed_days"] == ["2026-10-05", "2026-10-06", "2026-10-07"]
    assert tried.json()["moved"] >= 1
    assert plans_due(whole) == ["2026-10-09"]
    assert administrator.post("/v1/registry/calendars/2026", {"toml": amended()}).status_code == 201
    assert plans_due(whole) == ["2026-10-06"]


@pytest.mark.edge(31)
def test_a_target_of_attendance_is_refused_where_the_document_forbids_one(whole: Whole) -> None:
    """烟台 (YT-2.4.3) forbids to set a number of appearances of leaders: no profile of it can say one."""
    folder = builtin_root().joinpath("yantai", "2017-05-31")
    files = {name: content.decode() for name, content in files_of(folder).items()}
    files["metrics.toml"] += """
[[metrics]]
code = "attendance_rate"
title = "负责人出庭率"
operator_value = true
numerator = "leader_attended"
denominator = "heard"
at_least = "0.90"
"""
    clock = whole.deps.clock
    administrator: Any = Registry(whole.wire("administrator"))
    calling: Any = lambda name: Registry(whole.wire(name))  # noqa: E731
    place = open_office(
        administrator,
        calling,
        clock,
        whole.deps.settings.issuer,
        jurisdictions=("320813", "370600"),
    )
    refused = place.drafter.prepare(files, date(2026, 10, 1), profile="yantai")
    assert refused.status_code == 422, refused.text
    (flaw,) = refused.json()["errors"]
    assert (flaw["code"], flaw["pointer"]) == ("attendance-target-prohibited", "/files/metrics.toml")
