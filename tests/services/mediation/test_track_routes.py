"""Mediation of a filed case over HTTP: who may open and conduct which, what others see of it, and what makes an opening safe to repeat."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from tests.clauses.defended import uploaded
from tests.services.intake.cast import filing as filed_notice
from tests.services.mediation.story import AGREED, CONDUCTED, LAND, MARKET, at, file_case, play, read, refer, send
from tests.whole import AUDITOR, CENTRE, COURT, LAND_OA, MARKET_OA, SUPERVISOR, Whole
from tests.wire import write_headers

OPEN = "/v1/mediation/in-litigation-mediations"
START = "/v1/mediation/court-mediations"
MEDIATIONS = "/v1/mediation/mediations"

Opening = Callable[..., httpx.Response]


@pytest.fixture
def case_id(whole: Whole) -> str:
    """A case against two agencies, filed on 7 September."""
    whole.clock.set(at("2026-09-16T12:00"))
    told = whole.wire(COURT).post("/v1/intake/court/messages", filed_notice())
    assert told.status_code == 201, told.text
    whole.settle()
    return str(told.json()["case_id"])


@pytest.fixture
def opened(whole: Whole, case_id: str) -> Opening:
    """A client opens a mediation of the case."""

    def open_(client: str, path: str = OPEN, **change: Any) -> httpx.Response:
        day = {"opened_on" if path == OPEN else "started_on": "2026-09-15"}
        return whole.wire(client).post(path, {"case_id": case_id, **day} | change)

    return open_


def test_an_agency_that_settles_by_itself_conducts_it_and_nobody_else_does(whole: Whole, opened: Opening) -> None:
    mediation = opened(MARKET_OA).json()["mediation_id"]
    session = {"held_on": "2026-09-16", "present": ["p1", MARKET], "agreed": False, "notes": "差距两千元（样例）"}
    address = f"{MEDIATIONS}/{mediation}"
    for client in (LAND_OA, SUPERVISOR, CENTRE):
        refused = whole.wire(client).post(f"{address}/sessions", session, version=1)
        assert (refused.status_code, refused.json()["code"], refused.json()["clauses"]) == (
            403,
            "not-conducted-here",
            ["XSF-62"],
        )
    held = whole.wire(MARKET_OA).post(f"{address}/sessions", session, version=1)
    assert held.status_code == 201, held.text
    seen = {
        client: read(whole, mediation, client)["sessions"][0]["notes"] for client in (MARKET_OA, LAND_OA, SUPERVISOR, AUDITOR)
    }
    assert seen == {
        MARKET_OA: "差距两千元（样例）",
        LAND_OA: "（不予显示）",
        SUPERVISOR: "差距两千元（样例）",
        AUDITOR: "差距两千元（样例）",
    }
    for client in (COURT, AUDITOR):
        assert opened(client).json()["code"] in ("role-not-allowed", "scope-missing")


def test_one_that_the_centre_opened_is_for_the_bodies_and_not_for_an_agency(whole: Whole, opened: Opening) -> None:
    mediation = opened(CENTRE).json()["mediation_id"]
    body = {"reason": "unwilling", "ended_on": "2026-09-16"}
    refused = whole.wire(MARKET_OA).post(f"{MEDIATIONS}/{mediation}/ending", body, version=1)
    assert (refused.status_code, refused.json()["code"]) == (403, "not-conducted-here")
    ended = whole.wire(SUPERVISOR).post(f"{MEDIATIONS}/{mediation}/ending", body, version=1)
    assert (ended.status_code, ended.json()["status"], ended.json()["open"]) == (201, "terminated", False)


@pytest.mark.parametrize("path", [OPEN, START])
def test_five_repeats_of_one_opening_are_one_mediation_and_five_openings_at_once_too(
    whole: Whole, case_id: str, path: str
) -> None:
    body = {"case_id": case_id, "opened_on" if path == OPEN else "started_on": "2026-09-15"}
    wire = whole.wire(SUPERVISOR)
    repeats = wire.together([("POST", path, {"json": body, "headers": write_headers("one-key")})] * 5)
    assert {answer.status_code for answer in repeats} == {201}, repeats[0].text
    assert len({answer.json()["mediation_id"] for answer in repeats}) == 1
    others = wire.together([("POST", path, {"json": body, "headers": write_headers()}) for _ in range(5)])
    assert [(answer.status_code, answer.json()["code"]) for answer in others] == [(409, "mediation-track-open")] * 5


def test_of_openings_at_the_same_moment_one_is_first(whole: Whole, case_id: str) -> None:
    body = {"case_id": case_id, "opened_on": "2026-09-15"}
    answers = whole.wire(SUPERVISOR).together([("POST", OPEN, {"json": body, "headers": write_headers()}) for _ in range(4)])
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
    assert {answer.json()["code"] for answer in answers if answer.status_code == 409} == {"mediation-track-open"}


def test_what_the_court_did_is_registered_by_whoever_took_part(whole: Whole, opened: Opening) -> None:
    mediation = opened(MARKET_OA, START).json()["mediation_id"]
    address = f"{MEDIATIONS}/{mediation}"
    session = {"held_on": "2026-09-16", "present": ["p1", MARKET], "agreed": False}
    by_other = whole.wire(LAND_OA).post(f"{address}/court-sessions", session, version=1)
    assert by_other.status_code == 201, by_other.text
    (held,) = by_other.json()["in_court"]["sessions"]
    assert [party["party"] for party in held["absent"]] == [LAND]
    wrong = whole.wire(LAND_OA).post(f"{address}/sessions", session, version=2)
    assert (wrong.status_code, wrong.json()["code"], wrong.json()["clauses"]) == (409, "not-in-this-track", ["XSF-60"])


@pytest.mark.parametrize("path", [OPEN, START])
def test_before_the_filing_there_is_nothing_to_open(whole: Whole, path: str) -> None:
    mediation = refer(whole)
    case = read(whole, mediation)["case_id"]
    day = {"opened_on" if path == OPEN else "started_on": "2026-09-04"}
    refused = whole.wire(CENTRE).post(path, {"case_id": case, **day})
    assert (refused.status_code, refused.json()["code"]) == (409, "case-not-filed")
    missing = whole.wire(CENTRE).post(path, {"case_id": "case-00000000-0000-4000-8000-000000000009", **day})
    assert (missing.status_code, missing.json()["code"]) == (404, "case-not-found")


def test_a_mediation_before_the_suit_goes_on_beside_it_and_beside_another_and_blocks_neither(whole: Whole) -> None:
    before = refer(whole)
    play(whole, before, *CONDUCTED)
    filed = file_case(whole, at("2026-09-16T12:00").date(), "2026-09-16T12:00")
    beside = whole.wire(CENTRE).post(OPEN, {"case_id": filed, "opened_on": "2026-09-16"})
    assert beside.status_code == 201, beside.text
    assert send(whole, before, AGREED).status_code == 201
    whole.settle()
    listed = whole.wire(CENTRE).get(MEDIATIONS, case_id=filed).json()
    assert {(line["track"], line["in_litigation"]) for line in listed} == {("pre_suit", True), ("in_litigation", True)}
    assert beside.json()["respondents"][0]["agency"]["agency_id"] == MARKET


def test_other_agencies_and_other_courts_do_not_see_it(whole: Whole, opened: Opening) -> None:
    mediation = opened(MARKET_OA).json()["mediation_id"]
    whole.settle()
    assert [line["mediation_id"] for line in whole.wire(LAND_OA).get(MEDIATIONS).json()] == [mediation]
    timeline = whole.wire(COURT).get(f"/v1/intake/cases/{read(whole, mediation)['case_id']}/timeline").json()
    assert not [line for line in timeline if line["topic"].startswith("mediation.")]
    mine = whole.wire(MARKET_OA).get(f"/v1/intake/cases/{read(whole, mediation)['case_id']}").json()
    assert mine["mediations"] == [mediation]


def test_the_file_of_a_settlement_beside_the_suit_and_of_the_courts_document_is_for_the_agencies_of_it(
    whole: Whole, opened: Opening
) -> None:
    def readers(file: str) -> set[str]:
        return {
            client
            for client in (MARKET_OA, LAND_OA, CENTRE, SUPERVISOR, COURT)
            if whole.wire(client).get(f"/v1/intake/files/{file}").status_code == 200
        }

    mediation = opened(MARKET_OA).json()["mediation_id"]
    parties = ["p1", MARKET]
    settled = {"document_no": "协1号", "reached_on": "2026-09-16", "parties": parties, "terms": ["样例"]}
    file = uploaded(whole.wire(MARKET_OA))
    take(whole, MARKET_OA, mediation, "sessions", held_on="2026-09-16", present=parties, agreed=True)
    take(whole, MARKET_OA, mediation, "settlement", **settled, file=file)
    whole.settle()
    assert readers(file) == {MARKET_OA, CENTRE, SUPERVISOR}

    mediation = opened(SUPERVISOR, START).json()["mediation_id"]
    document = uploaded(whole.wire(SUPERVISOR))
    take(whole, SUPERVISOR, mediation, "court-sessions", held_on="2026-09-16", present=parties, agreed=True)
    take(
        whole,
        SUPERVISOR,
        mediation,
        "court-document",
        document_no="调1号",
        issued_on="2026-09-16",
        ground="discretion",
        file=document,
    )
    whole.settle()
    assert readers(document) == {MARKET_OA, LAND_OA, CENTRE, SUPERVISOR}


def take(whole: Whole, client: str, mediation: str, name: str, **body: Any) -> None:
    """A step on the mediation as it stands."""
    wire, address = whole.wire(client), f"{MEDIATIONS}/{mediation}"
    version = int(wire.get(address).headers["ETag"].strip('"'))
    answer = wire.post(f"{address}/{name}", body, version=version)
    assert answer.status_code == 201, answer.text
