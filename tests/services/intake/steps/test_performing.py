"""The performance of a judgment over HTTP: what a defendant tells, who guides it, what is refused."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.services.intake.cast import CASE_NO, LAND, MARKET, filing, judgment
from tests.wire import Wire

Calling = Callable[[str], Wire]

PERFORMED: dict[str, Any] = {"judgment_no": CASE_NO, "performed_on": "2026-09-16", "how": "已退还罚款（样例）"}
REPORT: dict[str, Any] = {"judgment_no": CASE_NO, "reported_on": "2026-09-16", "result": "done"}


@pytest.fixture
def case_id(court: Wire) -> str:
    """A case that the market agency lost and the land agency won."""
    found: str = court.report(filing()).json()["case_id"]
    assert court.report(judgment()).status_code == 201
    return found


def own(case_id: str, name: str, agency: str = MARKET) -> str:
    """Where an agency's step is registered."""
    return f"/cases/{case_id}/responses/{agency}/{name}"


def test_a_performance_is_recorded_once_and_its_account_is_for_the_agency_and_those_above(
    line: Calling, market: Wire, case_id: str
) -> None:
    written = market.post(own(case_id, "performances"), PERFORMED, version=0)
    assert (written.status_code, written.json()["content"]["how"]) == (201, "已退还罚款（样例）"), written.text
    again = market.post(own(case_id, "performances"), PERFORMED, version=1)
    assert (again.status_code, again.json()["code"]) == (409, "judgment-already-performed")
    (shown,) = line("land").get(f"/cases/{case_id}/responses/{MARKET}/steps").json()["steps"]
    assert (shown["title"], shown["content"]["how"]) == (f"履行裁判，{CASE_NO}", "（不予显示）")
    assert "intake.judgment_performed.v1" in [one["topic"] for one in line("court").get(f"/cases/{case_id}/timeline").json()]


def test_who_won_has_nothing_to_perform(line: Calling, case_id: str) -> None:
    refused = line("land").post(own(case_id, "performances", LAND), PERFORMED, version=0)
    assert (refused.status_code, refused.json()["code"]) == (409, "judgment-not-on-record")


def test_a_report_that_is_no_full_performance_says_why_and_the_centre_sees_it(line: Calling, market: Wire, case_id: str) -> None:
    refused = market.post(own(case_id, "performance-reports"), REPORT | {"result": "partly"}, version=0)
    assert (refused.status_code, refused.json()["code"], refused.json()["errors"][0]["pointer"]) == (
        422,
        "performance-reason-missing",
        "/reason",
    )
    told = REPORT | {"result": "partly", "reason": "余款待财政拨付（样例）"}
    assert market.post(own(case_id, "performance-reports"), told, version=0).status_code == 201
    (shown,) = line("centre").get(f"/cases/{case_id}/responses/{MARKET}/steps").json()["steps"]
    assert (shown["title"], shown["content"]["reason"]) == ("告知判决履行情况：部分履行", "余款待财政拨付（样例）")


def test_the_centre_hears_the_court_and_guides_and_shares_a_version_with_the_supervising_body(
    line: Calling, supervisor: Wire, case_id: str
) -> None:
    at = f"/cases/{case_id}/supervision"
    heard = line("centre").post(
        f"{at}/court-opinions-heard", {"heard_on": "2026-09-16", "opinion": "重新调查（样例）"}, version=0
    )
    assert (heard.status_code, heard.headers["ETag"]) == (201, '"1"'), heard.text
    guided = supervisor.post(f"{at}/guidance", {"given_on": "2026-09-16", "guidance": "程序指导（样例）"}, version=1)
    assert guided.status_code == 201
    assert [step["title"] for step in line("centre").get(at).json()["steps"]] == ["听取人民法院对履行的意见和建议", "指导"]
    found = {"agency": MARKET, "judgment_no": CASE_NO, "refused_on": "2026-09-16", "grounds": "书面拒绝（样例）"}
    assert line("centre").post(f"{at}/performance-refusals", found, version=2).status_code == 403
    assert supervisor.post(f"{at}/performance-refusals", found, version=2).status_code == 201
    assert len(line("centre").get(at).json()["steps"]) == 2
