"""Who holds which office, over HTTP: who registers it, and who sees whom."""

from collections.abc import Callable
from typing import Any

import pytest

from services.registry import samples
from tests.wire import Wire
from yingsu.ledger.store import Ledger

Calling = Callable[[str], Wire]
OA = "hongze-shichang-oa"
SUPERVISOR = "hongze-sifa"
HEAD: dict[str, Any] = {"person": {"name": "示例甲"}, "post": "局长", "position": "head", "appointed_on": "2024-03-01"}
STAFF: dict[str, Any] = {
    "review_body": "法规科",
    "reviewers": [{"name": "示例丙"}, {"name": "示例丁"}],
    "advisers": [{"name": "示例律师"}],
    "adviser_firm": "示例律师事务所（样例）",
    "named_on": "2026-03-02",
}
OFFICE = f"/agencies/{samples.MARKET}/office"
HOLDERS = f"/agencies/{samples.MARKET}/office-holders"
GROUP = "/bodies/320813/leading_group"


def test_an_agency_registers_its_head_and_the_next(calling: Calling) -> None:
    oa = calling(OA)
    assert (oa.get(OFFICE).json()["version"], oa.get(OFFICE).json()["head"]) == (0, None)
    first = oa.post(HOLDERS, HEAD, version=0)
    assert (first.status_code, first.headers["ETag"], first.json()["head"]["person"]["name"]) == (201, '"1"', "示例甲")
    again = oa.post(HOLDERS, HEAD | {"person": {"name": "示例乙"}, "appointed_on": "2026-06-01"}, version=1)
    assert (again.status_code, again.json()["code"]) == (409, "head-in-office")
    left = oa.post(f"{HOLDERS}/h1/departure", {"left_on": "2026-06-01", "reason": "交流任职"}, version=1)
    assert (left.status_code, left.json()["head"], left.json()["left"][0]["left_on"]) == (201, None, "2026-06-01")
    oa.post(HOLDERS, HEAD | {"person": {"name": "示例乙"}, "appointed_on": "2026-06-01"}, version=2)
    assert oa.get(OFFICE, as_of="2026-05-31").json()["head"]["person"]["name"] == "示例甲"
    assert oa.get(OFFICE, as_of="2026-06-01").json()["head"]["person"]["name"] == "示例乙"
    before = oa.get(OFFICE, as_of="2026-05-31").json()["holders"][0]
    assert (before["left_on"], before["reason"]) == (None, None)


def test_what_was_not_registered_yet_is_not_told(calling: Calling) -> None:
    oa = calling(OA)
    oa.post(HOLDERS, HEAD, version=0)
    known = oa.get(OFFICE, as_of="2026-06-01", as_known_at="2020-01-01T00:00:00+08:00").json()
    assert (known["head"], known["version"]) == (None, 0)


def test_the_supervising_body_registers_for_its_agencies_and_another_agency_does_not(calling: Calling) -> None:
    assert calling(SUPERVISOR).post(HOLDERS, HEAD, version=0).status_code == 201
    refused = calling("hongze-ziran-oa").post(HOLDERS, HEAD, version=1)
    assert (refused.status_code, refused.json()["code"]) == (403, "office-of-another")
    assert "由该机关或者监督机关登记" in refused.json()["detail"]


@pytest.mark.parametrize("client", ["administrator", "court-su0813", "hongze-tiaochu", "hongze-shenji"])
def test_nobody_else_registers(standing_call: Calling, client: str) -> None:
    assert standing_call(client).post(HOLDERS, HEAD, version=0).status_code == 403


def test_names_are_for_those_who_may_see_them_and_sealed_in_the_record(calling: Calling, ledger: Ledger) -> None:
    calling(OA).post(HOLDERS, HEAD, version=0)
    seen = {
        client: calling(client).get(OFFICE).json()["head"]["person"]["name"]
        for client in (OA, SUPERVISOR, "administrator", "hongze-shenji", "hongze-ziran-oa", "court-su0813")
    }
    assert set(list(seen.values())[:4]) == {"示例甲"}
    assert (seen["hongze-ziran-oa"], seen["court-su0813"]) == ("（不予显示）", "（不予显示）")
    stream = samples.MARKET.replace("agency-", "office-")
    assert all("示例甲".encode() not in entry.payload for entry in ledger.load(stream, ("320813",)))


def test_contact_legal_staff_and_team_are_shown_as_named_last(calling: Calling) -> None:
    oa = calling(OA)
    contact = {"person": {"name": "示例丙", "phone": "示例号码"}, "post": "法规科科员", "named_on": "2026-03-02"}
    assert oa.post(f"/agencies/{samples.MARKET}/contacts", contact, version=0).status_code == 201
    assert oa.post(f"/agencies/{samples.MARKET}/legal-staff", STAFF, version=1).status_code == 201
    team = {"members": [{"name": "示例甲"}], "plan": "行政应诉工作方案", "registered_on": "2026-03-02"}
    shown = oa.post(f"/agencies/{samples.MARKET}/work-teams", team, version=2).json()
    assert shown["contact"]["person"] == {"name": "示例丙", "phone": "示例号码"}
    assert [one["name"] for one in shown["legal_staff"]["reviewers"]] == ["示例丙", "示例丁"]
    assert (shown["legal_staff"]["adviser_firm"], shown["work_team"]["plan"]) == ("示例律师事务所（样例）", "行政应诉工作方案")
    assert oa.get(OFFICE, as_of="2026-03-01").json()["contact"] is None
    nobody = oa.post(f"/agencies/{samples.MARKET}/legal-staff", {"named_on": "2026-03-02"}, version=3)
    assert (nobody.status_code, nobody.json()["code"]) == (422, "legal-staff-missing")


def test_a_leading_group_is_kept_by_the_supervising_body(calling: Calling) -> None:
    supervisor = calling(SUPERVISOR)
    body = HEAD | {"post": "区政府分管负责同志（样例）", "sent_by": samples.GOVERNMENT}
    assert supervisor.post(f"{GROUP}/office-holders", body, version=0).status_code == 201
    refused = calling(OA).post(f"{GROUP}/office-holders", body, version=1)
    assert (refused.status_code, refused.json()["code"]) == (403, "role-not-allowed")
    gone = supervisor.post(f"{GROUP}/office-holders/h1/departure", {"left_on": "2026-06-01"}, version=1)
    assert (gone.json()["head"], gone.json()["left"][0]["sent_by"]) == (None, samples.GOVERNMENT)
    elsewhere = supervisor.get("/bodies/370403/leading_group")
    assert (elsewhere.status_code, elsewhere.json()["code"]) == (403, "body-outside-reach")
    unknown = body | {"sent_by": "agency-00000000-0000-4000-8000-000000000009"}
    assert supervisor.post(f"{GROUP}/office-holders", unknown, version=2).json()["code"] == "agency-unknown"


def test_an_office_is_decided_on_the_version_that_was_read(calling: Calling) -> None:
    oa = calling(OA)
    oa.post(HOLDERS, HEAD, version=0, key="once")
    assert oa.post(HOLDERS, HEAD, version=0, key="once").json()["version"] == 1
    stale = oa.post(HOLDERS, HEAD | {"position": "deputy"}, version=0)
    assert (stale.status_code, stale.json()["code"]) == (412, "version-conflict")
    assert oa.send("GET", OFFICE, headers={"If-None-Match": '"1"'}).status_code == 200, "who is in office follows from the day"
