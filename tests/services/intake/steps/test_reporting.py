"""A defendant's reports over HTTP: recorded sealed, shown to who may see them and to nobody else, refused with the reason."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.services.intake.cast import LAND, MARKET, answer, filing
from tests.services.intake.files.test_routes import upload
from tests.wire import Wire, write_headers
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.store import Ledger

Topics = Callable[[], list[str]]
Project = Callable[[], None]
Calling = Callable[[str], Wire]

REPORT: dict[str, Any] = {
    "reported_on": "2026-09-14",
    "responsible_unit": "示例法规科（样例）",
    "leader": {"name": "示例李某", "phone": "000-0000"},
    "handlers": [{"name": "示例王某"}, {"name": "示例赵某"}],
    "handling_opinion": "拟应诉并争取化解（样例）",
    "resolve_by": "2026-11-30",
}


@pytest.fixture
def case_id(court: Wire) -> str:
    """A case filed on 7 September against two agencies."""
    found: str = court.report(filing()).json()["case_id"]
    return found


def own(case_id: str, agency: str = MARKET) -> str:
    """Where an agency's own steps are."""
    return f"/cases/{case_id}/responses/{agency}"


def test_a_case_report_is_recorded_sealed_and_answered_as_it_was_told(
    market: Wire, case_id: str, ledger: Ledger, keys: KeyStore
) -> None:
    written = market.post(f"{own(case_id)}/case-reports", REPORT, version=0)

    assert (written.status_code, written.headers["ETag"]) == (201, '"1"'), written.text
    step = written.json()
    assert (step["topic"], step["title"], step["occurred_on"]) == ("intake.case_reported.v1", "报备案件基本情况", "2026-09-14")
    assert step["agency"]["agency_id"] == MARKET
    told = step["content"]
    assert (told["leader"], told["handlers"]) == (
        {"name": "示例李某", "phone": "000-0000"},
        [{"name": "示例王某"}, {"name": "示例赵某"}],
    )
    assert (told["handling_opinion"], told["resolve_by"], told["complete"]) == ("拟应诉并争取化解（样例）", "2026-11-30", False)
    (stored,) = [entry for entry in ledger.read_all(0, 1000) if entry.topic == "intake.case_reported.v1"]
    assert not any(name in stored.payload.decode() for name in ("示例李某", "示例王某", "拟应诉"))
    assert market.get(f"{own(case_id)}/steps").json() == {"case_id": case_id, "steps": [step], "version": 1}

    stream = f"response-{case_id.removeprefix('case-')}-{MARKET.removeprefix('agency-')}"
    keys.destroy(f"{stream}/1/handlers/1")
    (after,) = market.get(f"{own(case_id)}/steps").json()["steps"]
    assert after["content"]["handlers"] == [{"name": "（已删除）"}, {"name": "示例赵某"}]
    assert after["content"]["leader"]["name"] == "示例李某"


def test_the_same_report_sent_five_times_at_once_is_one_event(market: Wire, case_id: str, topics: Topics) -> None:
    requests: list[tuple[str, str, dict[str, Any]]] = [
        ("POST", f"{own(case_id)}/case-reports", {"json": REPORT, "headers": write_headers("one-key", 0)})
    ] * 5
    answers = market.together(requests)

    assert [found.status_code for found in answers] == [201] * 5
    assert len({(found.content, found.headers["ETag"]) for found in answers}) == 1
    assert topics().count("intake.case_reported.v1") == 1


def test_a_report_is_for_its_agency_and_the_supervisor_and_not_for_the_court_or_another_defendant(
    line: Calling, market: Wire, case_id: str, project: Project
) -> None:
    market.post(f"{own(case_id)}/case-reports", REPORT, version=0)
    project()

    def seen(client: str) -> tuple[bool, bool]:
        timeline = [shown["topic"] for shown in line(client).get(f"/cases/{case_id}/timeline").json()]
        (shown,) = line(client).get("/cases").json()
        return "intake.case_reported.v1" in timeline, shown["latest_title"] == "报备案件基本情况"

    seeing = {client: seen(client) for client in ("market", "supervisor", "auditor", "court", "land", "centre")}
    assert seeing == {
        "market": (True, True),
        "supervisor": (True, True),
        "auditor": (True, True),
        "court": (False, False),
        "land": (False, False),
        "centre": (False, False),
    }
    assert line("land").get(f"{own(case_id)}/steps").json()["steps"] == []
    assert line("court").get(f"{own(case_id)}/steps").status_code == 403
    assert len(line("supervisor").get(f"{own(case_id)}/steps").json()["steps"]) == 1


def test_an_answer_is_reported_after_it_went_to_the_court(market: Wire, case_id: str) -> None:
    file = upload(market).json()["file_id"]
    refused = market.post(f"{own(case_id)}/answer-reports", {"reported_on": "2026-09-15", "file": file}, version=0)
    assert (refused.status_code, refused.json()["code"]) == (409, "answer-not-submitted")
    assert "第六十七条" in refused.json()["detail"]

    market.post(f"{own(case_id)}/answer", answer(), version=0)
    written = market.post(f"{own(case_id)}/answer-reports", {"reported_on": "2026-09-15", "file": file}, version=1)
    assert (written.status_code, written.json()["content"]["file"]) == (201, file)
    assert [step["title"] for step in market.get(f"{own(case_id)}/steps").json()["steps"]] == ["提交答辩状和证据", "报备答辩状"]


REFUSED: list[tuple[str, str, dict[str, Any], int, str]] = [
    ("a day to come", MARKET, {"reported_on": "2026-09-17"}, 422, "future-fact"),
    ("a day before the filing", MARKET, {"reported_on": "2026-09-06"}, 422, "date-order"),
    ("another agency's", LAND, {}, 403, "other-agency"),
    ("a file that is not there", MARKET, {"files": ["file-00000000-0000-4000-8000-000000000009"]}, 422, "file-not-usable"),
    ("a field that is none", MARKET, {"opinion": "x"}, 422, "request-invalid"),
]


@pytest.mark.parametrize(
    ("agency", "change", "status", "code"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED]
)
def test_a_report_is_refused(
    market: Wire, case_id: str, topics: Topics, agency: str, change: dict[str, Any], status: int, code: str
) -> None:
    refused = market.post(f"{own(case_id, agency)}/case-reports", REPORT | change, version=0)
    assert (refused.status_code, refused.json()["code"]) == (status, code), refused.text
    assert "intake.case_reported.v1" not in topics()
