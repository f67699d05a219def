"""Agencies and courts over HTTP."""

from collections.abc import Callable
from typing import Any

import pytest

from services.registry import samples
from tests.wire import Wire
from yingsu.ledger.store import Ledger
from yingsu.web.deps import Deps

Calling = Callable[[str], Wire]
NEW: dict[str, Any] = {
    "name": "洪泽区示例水利局",
    "code": "11320813000008184G",
    "type": "department",
    "jurisdiction": "320813",
    "valid_from": "2019-01-01",
}


def test_a_registered_agency_is_found_at_once_by_id_and_by_code(administrator: Wire) -> None:
    answer = administrator.post("/agencies", NEW)
    assert answer.status_code == 201
    body = answer.json()
    assert body == NEW | {"agency_id": body["agency_id"], "sample": False, "version": 1}
    assert answer.headers["Location"] == f"/v1/registry/agencies/{body['agency_id']}"
    assert answer.headers["ETag"] == '"1"'
    shown = administrator.get(f"/agencies/{body['agency_id']}")
    assert (shown.json(), shown.headers["ETag"]) == (body, '"1"')
    assert administrator.get("/agencies", code="1132 0813 0000 0818 4g").json() == {"items": [body]}


def test_a_repeat_gets_the_same_agency(administrator: Wire, ledger: Ledger) -> None:
    first = administrator.post("/agencies", NEW, key="once")
    head = ledger.head()
    again = administrator.post("/agencies", NEW, key="once")
    assert (again.status_code, again.json()) == (201, first.json())
    assert ledger.head() == head


def test_the_same_key_with_another_body_is_refused(administrator: Wire) -> None:
    administrator.post("/agencies", NEW, key="once")
    answer = administrator.post("/agencies", NEW | {"name": "另一机关"}, key="once")
    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency-key-reused")


def test_one_code_is_registered_once_even_when_two_ask_at_once(administrator: Wire) -> None:
    requests = [("POST", "/agencies", {"json": NEW, "headers": {"Idempotency-Key": f"k{n}"}}) for n in range(3)]
    answers = administrator.together(requests)
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409]
    refusal = next(answer for answer in answers if answer.status_code == 409).json()
    assert (refusal["code"], refusal["errors"][0]["pointer"]) == ("agency-code-taken", "/code")
    assert "洪泽区示例水利局" in refusal["detail"]


@pytest.mark.parametrize(
    ("change", "code", "pointer"),
    [
        ({"code": "11320813000008184X"}, "agency-code-invalid", "/code"),
        ({"jurisdiction": "3208"}, "division-code-invalid", "/jurisdiction"),
        ({"name": " "}, "name-invalid", "/name"),
        ({"type": "ministry"}, "request-invalid", "/type"),
        ({"valid_from": "2026-02-30"}, "request-invalid", "/valid_from"),
        ({"unknown": 1}, "request-invalid", "/unknown"),
    ],
)
def test_a_wrong_agency_is_refused_at_its_place(standing: Wire, change: dict[str, Any], code: str, pointer: str) -> None:
    answer = standing.post("/agencies", NEW | change)
    assert (answer.status_code, answer.json()["code"], answer.json()["errors"][0]["pointer"]) == (422, code, pointer)


def test_a_write_needs_an_idempotency_key(standing: Wire) -> None:
    answer = standing.send("POST", "/agencies", json=NEW)
    assert (answer.status_code, answer.json()["code"]) == (400, "idempotency-key-missing")


@pytest.mark.parametrize("client", ["hongze-shichang-oa", "court-su0813", "hongze-sifa", "hongze-shenji"])
def test_only_administrators_register(standing_call: Calling, client: str) -> None:
    answer = standing_call(client).post("/agencies", NEW)
    assert (answer.status_code, answer.json()["code"]) == (403, "scope-missing")


def test_nobody_registers_without_a_token(standing: Wire) -> None:
    assert Wire(standing.app).post("/agencies", NEW).status_code == 401


def test_the_list_has_pages(standing: Wire) -> None:
    first = standing.get("/agencies", limit=4)
    following = first.headers["Link"].removeprefix("<").split(">")[0]
    second = standing.get(following)
    names = [item["agency_id"] for page in (first, second) for item in page.json()["items"]]
    assert names == [agency.agency_id for agency in samples.AGENCIES]
    assert "Link" not in second.headers


def test_an_agency_of_another_jurisdiction_is_not_known(administrator: Wire, calling: Calling) -> None:
    other = administrator.post("/agencies", NEW | {"jurisdiction": "320812"}).json()
    oa = calling("hongze-shichang-oa")
    answer = oa.get(f"/agencies/{other['agency_id']}")
    assert (answer.status_code, answer.json()["code"]) == (404, "agency-not-found")
    assert oa.get("/agencies", code=NEW["code"]).json() == {"items": []}


def test_an_agency_is_sent_again_since_its_name_may_be_another_on_another_day(standing: Wire) -> None:
    answer = standing.send("GET", f"/agencies/{samples.MARKET}", headers={"If-None-Match": '"1"'})
    assert (answer.status_code, answer.headers["ETag"]) == (200, '"1"')


def test_what_is_no_agency_id_is_not_found(standing: Wire) -> None:
    for path in ("/agencies/agency-1", "/agencies/client-administrator", "/agencies/洪泽"):
        assert standing.get(path).json()["code"] == "agency-not-found"


def test_a_court_is_registered_once_and_everyone_may_look_it_up(administrator: Wire, calling: Calling) -> None:
    answer = administrator.post("/courts", {"court": "苏08", "name": "淮安市中级人民法院"})
    assert (answer.status_code, answer.json()["court"]) == (201, "苏08")
    assert calling("hongze-shichang-oa").get("/courts/苏08").json()["name"] == "淮安市中级人民法院"
    again = administrator.post("/courts", {"court": "苏08", "name": "淮安市中级人民法院"})
    assert (again.status_code, again.json()["code"]) == (409, "court-already-registered")
    assert administrator.post("/courts", {"court": "苏813", "name": "某法院"}).json()["code"] == "court-designation-invalid"
    assert administrator.get("/courts/苏0899").json()["code"] == "court-not-found"


def test_a_district_s_administrator_keeps_to_its_district(administrator: Wire, deps: Deps) -> None:
    body = {"client_id": "hongze-admin", "name": "洪泽区管理员", "role": "administrator", "jurisdictions": ["320813"]}
    assert administrator.post("/clients", body).status_code == 201
    client = deps.directory.client("hongze-admin")
    assert client is not None
    district = Wire(administrator.app, deps.issuer.issue(client).access_token)
    assert district.post("/agencies", NEW).status_code == 201
    elsewhere = district.post("/agencies", NEW | {"jurisdiction": "320812", "code": "11320813000008125D"})
    assert (elsewhere.status_code, elsewhere.json()["code"]) == (403, "outside-administration")
    assert district.post("/courts", {"court": "苏08", "name": "某法院"}).json()["code"] == "outside-administration"
    wider = district.post("/clients", body | {"client_id": "root", "jurisdictions": ["000000"]})
    assert wider.json()["code"] == "outside-administration"
    assert district.post("/clients/administrator/revoke", {"reason": "夺权"}, version=1).json()["code"] == "client-not-found"


def test_a_wrong_code_in_a_query_is_shown_there(standing: Wire) -> None:
    refusal = standing.get("/agencies", code="x").json()
    assert [(flaw["in"], flaw["pointer"], flaw["code"]) for flaw in refusal["errors"]] == [
        ("query", "code", "agency-code-invalid")
    ]
