"""An agency's own review and correction over HTTP: sealed, for the agency and those over it, refused with the reason."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.services.intake.cast import LAND, MARKET, filing
from tests.services.intake.files.test_routes import upload
from tests.wire import Wire
from yingsu.ledger.store import Ledger

Project = Callable[[], None]
Calling = Callable[[str], Wire]

REVIEW: dict[str, Any] = {"done_on": "2026-09-14", "result": "settle", "reason": "裁量偏重（样例）"}


@pytest.fixture
def case_id(court: Wire) -> str:
    """A case filed on 7 September against two agencies."""
    found: str = court.report(filing()).json()["case_id"]
    return found


def own(case_id: str, agency: str = MARKET) -> str:
    """Where an agency's own steps are."""
    return f"/cases/{case_id}/responses/{agency}"


def test_a_review_is_sealed_and_for_its_agency_the_centre_and_those_over_it(
    line: Calling, market: Wire, case_id: str, ledger: Ledger, project: Project
) -> None:
    written = market.post(f"{own(case_id)}/self-reviews", REVIEW, version=0)
    assert (written.status_code, written.json()["content"]["reason"]) == (201, "裁量偏重（样例）"), written.text
    (stored,) = [entry for entry in ledger.read_all(0, 1000) if entry.topic == "mediation.self_review_done.v1"]
    assert "裁量偏重" not in stored.payload.decode()
    project()
    seen = {
        client: "mediation.self_review_done.v1"
        in [shown["topic"] for shown in line(client).get(f"/cases/{case_id}/timeline").json()]
        for client in ("market", "land", "court", "supervisor", "auditor", "centre")
    }
    assert seen == {"market": True, "land": False, "court": False, "supervisor": True, "auditor": True, "centre": True}


def test_each_correction_that_was_started_is_decided_once(market: Wire, case_id: str) -> None:
    decision = {"decided_on": "2026-09-15", "method": "revoke", "document_no": "示撤〔2026〕1号"}
    weighed = dict.fromkeys(("state_interest", "public_interest", "third_party_interest", "remedies"), "样例")
    starts = [{"started_on": "2026-09-14", "method": "revoke"}, {"started_on": "2026-09-16"}]
    answers = [
        market.post(f"{own(case_id)}/self-corrections", starts[0], version=0),
        market.post(f"{own(case_id)}/self-correction-decisions", decision | weighed, version=1),
        market.post(f"{own(case_id)}/self-correction-decisions", decision | weighed, version=2),
        market.post(f"{own(case_id)}/self-corrections", starts[1], version=2),
        market.post(f"{own(case_id)}/self-correction-decisions", decision | weighed, version=3),
    ]
    assert [answer.status_code for answer in answers] == [201, 201, 409, 201, 422]
    assert (answers[2].json()["code"], answers[2].json()["clauses"]) == ("self-correction-not-started", ["XSF-62"])
    assert "第六十二条" in answers[2].json()["detail"]
    assert (answers[4].json()["code"], answers[4].json()["errors"][0]["pointer"]) == ("date-order", "/decided_on")


def test_a_special_report_says_something_or_is_a_file(market: Wire, case_id: str, ledger: Ledger) -> None:
    empty = market.post(f"{own(case_id)}/special-reports", {"reported_on": "2026-09-15", "to": "government"}, version=0)
    assert (empty.status_code, empty.json()["code"]) == (422, "special-report-empty")
    file = upload(market).json()["file_id"]
    body = {"reported_on": "2026-09-15", "to": "government", "file": file}
    assert market.post(f"{own(case_id)}/special-reports", body, version=0).status_code == 201
    assert [entry.topic for entry in ledger.read_all(0, 1000)].count("mediation.special_report_made.v1") == 1


@pytest.mark.parametrize(
    ("agency", "change", "status", "code"),
    [
        (MARKET, {"done_on": "2026-09-17"}, 422, "future-fact"),
        (MARKET, {"done_on": "2026-09-06"}, 422, "date-order"),
        (LAND, {}, 403, "other-agency"),
        (MARKET, {"result": "wait"}, 422, "request-invalid"),
        (MARKET, {"file": "file-00000000-0000-4000-8000-000000000009"}, 422, "file-not-usable"),
    ],
)
def test_a_review_is_refused(
    market: Wire, case_id: str, ledger: Ledger, agency: str, change: dict[str, Any], status: int, code: str
) -> None:
    refused = market.post(f"{own(case_id, agency)}/self-reviews", REVIEW | change, version=0)
    assert (refused.status_code, refused.json()["code"]) == (status, code), refused.text
    assert "mediation.self_review_done.v1" not in [entry.topic for entry in ledger.read_all(0, 1000)]
