"""Registers of cases over HTTP: who sees which rows, how they are asked for, and what is refused. 洪泽 and its samples."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.clauses.district import District
from tests.clauses.filed import Filed
from tests.whole import CENTRE, LAND_OA, Whole
from tests.wire import Wire
from yingsu.clock import SettableClock
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.store import Ledger

PATH = "/v1/intake/registers/self_corrections"


@pytest.fixture
def filed(ledger: Ledger, keys: KeyStore, clock: SettableClock, tmp_path: Path) -> Filed:
    """A case of 洪泽 whose agency began twice to correct its act, in August 2026."""
    clock.set(datetime(2026, 8, 3, tzinfo=UTC))
    district = District(Whole(ledger, keys, clock, tmp_path), "320813", "苏0813")
    case = Filed.in_(district, "（2026）苏0813行初77号", "11320813000008100U")
    for day in ("2026-08-11", "2026-08-12"):
        assert case.own("self-corrections", day, started_on=day, method="change").status_code == 201
    return case


def days(wire: Wire, **query: Any) -> list[str]:
    """The days of the rows."""
    shown = wire.get(PATH, jurisdiction="320813", **query)
    assert shown.status_code == 200, shown.text
    return [row["on"] for row in shown.json()["rows"]]


def test_an_agency_sees_the_rows_of_its_own_cases_and_no_others(filed: Filed) -> None:
    assert days(filed.oa) == days(filed.bureau) == ["2026-08-11", "2026-08-12"]
    assert days(filed.district.whole.wire(LAND_OA)) == []


def test_rows_are_narrowed_by_agency_and_by_day_and_come_page_by_page(filed: Filed) -> None:
    assert days(filed.bureau, agency_id=filed.agency) == ["2026-08-11", "2026-08-12"]
    assert days(filed.bureau, agency_id="agency-00000000-0000-4000-8000-320813000002") == []
    assert days(filed.bureau, **{"from": "2026-08-12"}) == ["2026-08-12"]
    assert days(filed.bureau, to="2026-08-11") == days(filed.bureau, as_of="2026-08-11") == ["2026-08-11"]
    first = filed.bureau.get(PATH, jurisdiction="320813", limit=1)
    assert (first.json()["total"], [row["on"] for row in first.json()["rows"]]) == (2, ["2026-08-11"])
    rest = filed.bureau.send("GET", first.headers["Link"].partition("<")[2].partition(">")[0])
    assert [row["on"] for row in rest.json()["rows"]] == ["2026-08-12"]


def test_the_registers_of_the_document_in_force_are_listed(filed: Filed) -> None:
    listed = filed.bureau.get("/v1/intake/registers", jurisdiction="320813").json()
    assert [register["code"] for register in listed] == ["measures_tried", "self_corrections"]
    assert filed.bureau.get("/v1/intake/registers", jurisdiction="320813", as_of="2024-01-01").json() == []


@pytest.mark.parametrize(
    ("client", "code", "jurisdiction", "status", "refusal"),
    [
        ("supervisor", "handlers", "320813", 404, "case-register-not-found"),
        ("supervisor", "self_corrections", "370404", 403, "register-outside-reach"),
        (CENTRE, "self_corrections", "320813", 403, "role-not-allowed"),
    ],
)
def test_what_is_refused(filed: Filed, client: str, code: str, jurisdiction: str, status: int, refusal: str) -> None:
    wire = filed.bureau if client == "supervisor" else filed.district.whole.wire(client)
    answer = wire.get(f"/v1/intake/registers/{code}", jurisdiction=jurisdiction)
    assert (answer.status_code, answer.json()["code"]) == (status, refusal)
