"""The supervising body's steps over HTTP: its own stream and version, who may register and who may see them, what is refused."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.services.intake.cast import LAND, MARKET, NEIGHBOUR, filing
from tests.wire import Wire

Topics = Callable[[], list[str]]
Calling = Callable[[str], Wire]

LOW: dict[str, Any] = {"assessed_on": "2026-09-14", "level": "low", "grounds": "证据充分（样例）"}
FLAG: dict[str, Any] = {"set_on": "2026-09-14", "flag": "high_attention", "grounds": "多家媒体报道（样例）"}


@pytest.fixture
def case_id(court: Wire) -> str:
    """A case filed on 7 September against two agencies."""
    found: str = court.report(filing()).json()["case_id"]
    return found


def supervision(case_id: str) -> str:
    """Where the supervising body's steps are."""
    return f"/cases/{case_id}/supervision"


def test_steps_of_the_supervising_body_have_a_version_of_their_own(supervisor: Wire, market: Wire, case_id: str) -> None:
    assert (supervisor.get(supervision(case_id)).headers["ETag"], supervisor.get(supervision(case_id)).json()["steps"]) == (
        '"0"',
        [],
    )
    written = supervisor.post(f"{supervision(case_id)}/risk-assessments", LOW, version=0)
    assert (written.status_code, written.headers["ETag"], written.json()["title"]) == (201, '"1"', "研判败诉风险：较小")
    assert written.json()["agency"] is None
    assert supervisor.post(f"{supervision(case_id)}/flags", FLAG, version=0).status_code == 412
    assert supervisor.post(f"{supervision(case_id)}/flags", FLAG, version=1).status_code == 201
    assert market.get(f"/cases/{case_id}/responses/{MARKET}").headers["ETag"] == '"0"'


def test_what_concerns_one_agency_is_for_that_agency_and_what_concerns_the_case_for_all(
    supervisor: Wire, line: Calling, case_id: str
) -> None:
    supervisor.post(f"{supervision(case_id)}/risk-assessments", LOW, version=0)
    supervisor.post(f"{supervision(case_id)}/risk-assessments", LOW | {"agency": MARKET, "level": "high"}, version=1)

    def seen(client: str) -> list[str]:
        return [step["title"] for step in line(client).get(supervision(case_id)).json()["steps"]]

    assert seen("market") == seen("auditor") == ["研判败诉风险：较小", "研判败诉风险：较大"]
    assert seen("land") == ["研判败诉风险：较小"]
    assert seen("centre") == []
    assert line("court").get(supervision(case_id)).status_code == 403
    assert line("neighbour").get(supervision(case_id)).status_code == 404


def test_a_flag_is_set_once_and_cleared_once(supervisor: Wire, case_id: str) -> None:
    clearing = {"cleared_on": "2026-09-15", "flag": "high_attention", "grounds": "已平息（样例）"}
    early = supervisor.post(f"{supervision(case_id)}/flag-clearings", clearing, version=0)
    assert (early.status_code, early.json()["code"]) == (409, "flag-not-set")
    assert supervisor.post(f"{supervision(case_id)}/flags", FLAG, version=0).status_code == 201
    again = supervisor.post(f"{supervision(case_id)}/flags", FLAG | {"agency": MARKET}, version=1)
    assert (again.status_code, again.json()["code"]) == (409, "flag-already-set")
    assert supervisor.post(f"{supervision(case_id)}/flag-clearings", clearing, version=1).status_code == 201
    assert supervisor.post(f"{supervision(case_id)}/flags", FLAG | {"set_on": "2026-09-16"}, version=2).status_code == 201


REFUSED: list[tuple[str, str, dict[str, Any], int, str]] = [
    ("an agency registers for the supervising body", "market", {}, 403, "role-not-allowed"),
    ("a court", "court", {}, 403, "scope-missing"),
    ("the supervising body of another district", "other-supervisor", {}, 404, "case-not-found"),
    ("an agency that is no defendant", "supervisor", {"agency": NEIGHBOUR}, 422, "agency-not-in-case"),
    ("a level that no document names", "supervisor", {"level": "yellow"}, 422, "risk-level-unknown"),
    ("a day to come", "supervisor", {"assessed_on": "2026-09-17"}, 422, "future-fact"),
    ("grounds that say nothing", "supervisor", {"grounds": " "}, 422, "request-invalid"),
]


@pytest.mark.parametrize(
    ("client", "change", "status", "code"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED]
)
def test_an_assessment_is_refused(
    line: Calling, case_id: str, topics: Topics, client: str, change: dict[str, Any], status: int, code: str
) -> None:
    refused = line(client).post(f"{supervision(case_id)}/risk-assessments", LOW | change, version=0)
    assert (refused.status_code, refused.json()["code"]) == (status, code), refused.text
    assert "intake.risk_assessed.v1" not in topics()


def test_an_agency_assesses_its_own_risk_and_nobody_elses(market: Wire, case_id: str) -> None:
    own = market.post(f"/cases/{case_id}/responses/{MARKET}/risk-assessments", LOW, version=0)
    assert (own.status_code, own.json()["agency"]["agency_id"]) == (201, MARKET)
    other = market.post(f"/cases/{case_id}/responses/{LAND}/risk-assessments", LOW, version=0)
    assert (other.status_code, other.json()["code"]) == (403, "other-agency")


def test_texts_that_have_no_room_in_one_entry_are_refused_before_anything_is_sealed(
    market: Wire, case_id: str, subjects: Callable[[], set[str]]
) -> None:
    before = subjects()
    long = "长" * 8000
    plan = {"filed_on": "2026-09-14", "measures": long, "facts": long, "plan": long}
    refused = market.post(f"/cases/{case_id}/responses/{MARKET}/resolution-plans", plan, version=0)
    assert (refused.status_code, refused.json()["code"]) == (422, "step-too-long")
    assert subjects() == before
