"""The clauses over HTTP: the list with what is open, one clause with its words, and where to see what it produced."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import uuid4

import pytest

from services.registry.samples import MARKET
from tests.law.mediation_casebook import MediationCasebook
from tests.services.registry.record import append
from tests.whole import SUPERVISOR, Whole
from tests.wire import Wire
from yingsu.clock import SettableClock
from yingsu.law.coverage.listed import listed
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.store import Ledger

Calling = Callable[[str], Wire]

LISTS = ("obligations", "tasks")


def test_the_list_goes_over_all_pages_without_gap_or_repetition(standing: Wire) -> None:
    found: list[str] = []
    path: str | None = "/clauses?limit=100"
    while path:
        answer = standing.get(path)
        found += [clause["id"] for clause in answer.json()["clauses"]]
        path = answer.links["next"]["url"].removeprefix("/v1/registry") if "next" in answer.links else None
    assert found == [item.id for item in listed()]
    assert len(found) == 286


def test_the_list_is_narrowed_by_document_status_kind_and_way(standing: Wire) -> None:
    def ids(**query: str) -> set[str]:
        return {clause["id"] for clause in standing.get("/clauses", limit=200, **query).json()["clauses"]}

    assert ids(document="hongze") == {item.id for item in listed() if item.profile == "hongze"}
    assert ids(status="open") | ids(status="closed") >= {"HZ-4.3", "HZ-0.2"}
    assert ids(document="hongze", kind="meeting") == {"HZ-1.3"}
    assert "HZ-4.3" in ids(document="hongze", by="obligation")
    assert ids(document="hongze", by="record") == {"HZ-0.2", "HZ-2.1", "HZ-3.4"}


def test_a_clause_shows_its_words_how_it_is_realised_and_where_to_see_what_it_produced(standing: Wire) -> None:
    clause = standing.get("/clauses/HZ-4.3").json()
    assert clause["quote"].startswith("案涉行政机关收到通知后3个工作日内")
    assert clause["citation"] == "《关于进一步压降行政诉讼败诉率的十项机制》第四项（HZ-4.3）"
    assert clause["stated"] == {"literal": "收到通知后3个工作日内", "amount": 3, "unit": "working_day", "direction": "after"}
    assert "hongze/obligations.mediation_plan" in [found["key"] for found in clause["realised"]]
    assert "services.mediation.plan" in clause["named_at"]


@pytest.mark.parametrize(("clause", "which"), [("HZ-4.3", "obligations"), ("HZ-4.2", "tasks")])
def test_what_a_clause_produced_is_linked_in_every_state_whether_it_has_a_number_or_not(
    tmp_path: Path, ledger: Ledger, keys: KeyStore, clock: SettableClock, clause: str, which: str
) -> None:
    """Two mediations: one that has its notice and its plan, one that has neither."""
    clock.set(datetime(2026, 7, 20, 4, tzinfo=UTC))
    whole = Whole(ledger, keys, clock, tmp_path)
    for noticed in (True, False):
        book = MediationCasebook(MARKET, case_id=f"case-{uuid4()}")
        book.referred(date(2026, 7, 1))
        if noticed or which == "obligations":
            book.noticed(date(2026, 7, 6), MARKET)
        if noticed:
            book.planned(date(2026, 7, 7), MARKET)
        append(ledger, book)
    whole.settle()
    supervisor = whole.wire(SUPERVISOR)
    produced = supervisor.get(f"/v1/registry/clauses/{clause}").json()["produced"]
    assert [link["title"] for link in produced] == [
        "以本条为依据的应办事项（各种状态）",
        "以本条为依据的未定期限事项（各种状态）",
    ]
    found = {name: supervisor.send("GET", link["href"]).json()[name] for name, link in zip(LISTS, produced, strict=True)}
    assert {name: len(rows) for name, rows in found.items()} == {name: 2 * (name == which) for name in LISTS}
    assert {row.get("standing", row.get("state")) for row in found[which]} >= {"satisfied"}


def test_a_clause_without_a_number_says_so(standing: Wire) -> None:
    stated = standing.get("/clauses/DH-6.7").json()["stated"]
    assert (stated["literal"], stated["amount"]) == ("应及时", None)


def test_an_article_of_national_law_is_shown_with_its_basis_and_no_status(standing: Wire) -> None:
    clause = standing.get("/clauses/XSJS-48").json()
    assert (clause["basis"], clause["status"], clause["document"]) == ("paraphrase", None, "national")


@pytest.mark.parametrize("clause", ["HZ-99", "hz-4.3", "HZ 4.3"])
def test_what_is_no_clause_is_not_found(standing: Wire, clause: str) -> None:
    answer = standing.get(f"/clauses/{clause}")
    assert (answer.status_code, answer.json()["code"]) == (404, "clause-not-found")


def test_every_client_may_read_the_clauses(standing_call: Calling) -> None:
    for client in ("court-su0813", "hongze-shichang-oa", "hongze-sifa", "hongze-shenji"):
        assert standing_call(client).get("/clauses/HZ-4.3").status_code == 200
