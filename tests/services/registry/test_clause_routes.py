"""The clauses over HTTP: the list with what is open, one clause with its words, and where to see what it produced."""

from collections.abc import Callable

import pytest

from tests.wire import Wire
from yingsu.law.coverage.listed import listed

Calling = Callable[[str], Wire]


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
    assert clause["produced"][0]["href"] == "/v1/notify/obligations?clause=HZ-4.3"


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
