"""The desk over HTTP: parked and conflicting messages, decided by a person of the jurisdiction."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.services.intake.cast import (
    LAND_CODE,
    MARKET_CODE,
    UNKNOWN_CODE,
    filing,
    service,
)
from tests.services.intake.conftest import Register, register_agency
from tests.wire import Wire, write_headers

Line = Callable[[str], Wire]
Project = Callable[[], None]
Topics = Callable[[], list[str]]

NEW_AGENCY = "agency-00000000-0000-4000-8000-320813000099"


@pytest.fixture
def parked(supervisor: Wire, project: Project) -> Callable[..., dict[str, Any]]:
    """The only message in a state of the desk's list."""

    def only(status: str = "parked") -> dict[str, Any]:
        project()
        rows = supervisor.get("/desk/messages", status=status).json()
        assert len(rows) == 1
        found: dict[str, Any] = rows[0]
        return found

    return only


def settle(wire: Wire, row: dict[str, Any], decision: str, *, version: int | None = None) -> Any:
    """A decision on a message as listed."""
    body = {"decision": decision, "reason": "核对后决定"}
    return wire.post(f"/desk/messages/{row['stream']}/settle", body, version=row["version"] if version is None else version)


def test_a_parked_message_is_listed_with_its_reason_and_shown_with_its_content(
    court: Wire, supervisor: Wire, parked: Callable[..., dict[str, Any]]
) -> None:
    court.report(service())

    row = parked()
    assert (row["message_id"], row["parked_reason"], row["parked_title"]) == (
        "m-2",
        "no_subject",
        "所称案件、预立案通报或者所更正的消息尚未登记",
    )
    shown = supervisor.get(f"/desk/messages/{row['stream']}")
    assert shown.headers["ETag"] == f'"{row["version"]}"'
    assert MARKET_CODE in shown.json()["content"]


def test_other_jurisdictions_do_not_learn_of_a_message(court: Wire, line: Line, parked: Callable[..., dict[str, Any]]) -> None:
    court.report(service())
    row = parked()

    other = line("other-supervisor")
    assert other.get("/desk/messages").json() == []
    assert other.get(f"/desk/messages/{row['stream']}").status_code == 404
    assert settle(other, row, "dismiss").status_code == 404


@pytest.mark.parametrize("client", ["court", "market", "auditor", "administrator"])
def test_only_supervisors_work_at_the_desk(line: Line, client: str) -> None:
    assert line(client).get("/desk/messages").status_code == 403


def test_a_message_that_names_no_agency_is_for_every_jurisdiction_of_its_court(court: Wire, line: Line, project: Project) -> None:
    court.report(
        {"message_id": "m-5", "kind": "withdrawal", "case_no": "（2026）苏0813行初12号", "occurred_on": "2026-09-15"}
        | {"ruling_no": "（2026）苏0813行初12号之一", "voluntary": True}
    )
    project()

    assert [row["message_id"] for row in line("other-supervisor").get("/desk/messages").json()] == ["m-5"]


def test_a_filing_is_retried_when_its_agency_is_registered_and_what_waited_for_it_follows(
    court: Wire, supervisor: Wire, registered: Register, parked: Callable[..., dict[str, Any]], project: Project
) -> None:
    court.report(filing(defendants=[{"agency_code": MARKET_CODE}, {"agency_code": UNKNOWN_CODE}]))
    row = parked()
    court.report(service())
    refusal = settle(supervisor, row, "retry")
    assert (refusal.status_code, refusal.json()["code"]) == (409, "still-parked")

    register_agency(registered, NEW_AGENCY, UNKNOWN_CODE, "320813")
    answer = settle(supervisor, row, "retry")

    assert answer.status_code == 200
    assert (answer.json()["status"], answer.json()["decision"]) == ("applied", "retry")
    assert [court.get(f"/court/messages/{message}").json()["status"] for message in ("m-1", "m-2")] == ["applied", "applied"]
    facts = court.get("/court/messages/m-1").json()["facts"]
    assert [fact["topic"] for fact in facts] == ["intake.case_filed.v1"]
    project()
    assert supervisor.get("/desk/messages").json() == []


def test_a_dismissed_message_is_not_applied_when_its_case_arrives(
    court: Wire, supervisor: Wire, parked: Callable[..., dict[str, Any]], topics: Topics
) -> None:
    court.report(service())
    assert settle(supervisor, parked(), "dismiss").json()["status"] == "settled"

    court.report(filing())

    receipt = court.get("/court/messages/m-2").json()
    assert (receipt["status"], receipt["decided_because"]) == ("settled", "核对后决定")
    assert "intake.service_recorded.v1" not in topics()


def test_of_two_contents_the_first_is_kept(court: Wire, supervisor: Wire, parked: Callable[..., dict[str, Any]]) -> None:
    court.report(filing())
    court.report(filing(cause="行政许可"))
    row = parked("conflicted")

    shown = supervisor.get(f"/desk/messages/{row['stream']}").json()
    assert "行政处罚" in shown["content"]
    assert ["行政许可" in content for content in shown["conflicting"]] == [True]
    refusal = settle(supervisor, row, "dismiss")
    assert (refusal.status_code, refusal.json()["code"]) == (409, "decision-does-not-fit")
    assert settle(supervisor, row, "keep_first").json()["status"] == "applied"
    assert court.get("/court/messages/m-1").json()["status"] == "applied"


def test_why_a_message_cannot_be_placed_now_is_told_in_one_sentence(
    court: Wire, supervisor: Wire, parked: Callable[..., dict[str, Any]]
) -> None:
    court.report(filing(defendants=[{"agency_code": MARKET_CODE}]))
    court.report(service(agency_code=LAND_CODE))

    detail = settle(supervisor, parked(), "retry").json()["detail"]
    assert "请报送追加被告，到达后自动办理。请先解决后再重新处理" in detail


def test_a_second_filing_of_a_number_is_settled_in_favour_of_the_first(
    court: Wire, supervisor: Wire, parked: Callable[..., dict[str, Any]]
) -> None:
    court.report(filing())
    court.report(filing(message_id="m-9", cause="行政许可"))
    row = parked()

    assert settle(supervisor, row, "retry").json()["code"] == "still-parked"
    assert settle(supervisor, row, "keep_first").json()["status"] == "settled"


def test_two_people_deciding_at_once_one_wins(
    court: Wire, supervisor: Wire, parked: Callable[..., dict[str, Any]], topics: Topics
) -> None:
    court.report(service(agency_code=LAND_CODE))
    row = parked()
    path, body = f"/desk/messages/{row['stream']}/settle", {"decision": "dismiss", "reason": "重复"}
    requests = [("POST", path, {"json": body, "headers": write_headers(version=row["version"])}) for _ in range(2)]

    answers = supervisor.together(requests)

    assert sorted(answer.status_code for answer in answers) == [200, 412]
    assert topics().count("intake.court_message_settled.v1") == 1


def test_a_decision_needs_a_version_and_is_repeated_under_its_key(
    court: Wire, supervisor: Wire, parked: Callable[..., dict[str, Any]], topics: Topics
) -> None:
    court.report(service())
    row = parked()
    path, body = f"/desk/messages/{row['stream']}/settle", {"decision": "dismiss", "reason": "重复"}

    assert supervisor.post(path, body).status_code == 428
    answers = [supervisor.post(path, body, key="k", version=row["version"]) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].content == answers[1].content
    assert topics().count("intake.court_message_settled.v1") == 1


def test_the_list_is_paged_oldest_first(court: Wire, supervisor: Wire, project: Project) -> None:
    for number in range(1, 4):
        court.report(service(message_id=f"m-{number}", case_no=f"（2026）苏0813行初{number}号"))
    project()

    first = supervisor.get("/desk/messages", limit="2")
    second = supervisor.send("GET", first.links["next"]["url"])
    assert [row["message_id"] for row in first.json() + second.json()] == ["m-1", "m-2", "m-3"]
    assert "next" not in second.links
