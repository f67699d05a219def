"""Courts' lists over HTTP: what is kept, what is refused, and what each side is told that it lacks."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from tests.services.intake.cast import (
    CASE_NO,
    LAND,
    LAND_CODE,
    MARKET,
    MARKET_CODE,
    NEIGHBOUR_CODE,
    OTHER_COURT,
    filing,
    referral,
)
from tests.whole import Calling
from tests.wire import Wire
from yingsu.clock import SettableClock
from yingsu.ledger.store import Ledger

LISTS = "/court/lists"
UNKNOWN_NO = "（2026）苏0813行初99号"


def body(*numbers: str, **change: Any) -> dict[str, Any]:
    """The list of September 2026, with these numbers on it."""
    told = {
        "list_id": "QD-2026-09",
        "jurisdiction": "320813",
        "listed_on": "2026-09-15",
        "filed_from": "2026-09-01",
        "filed_to": "2026-09-15",
        "cases": [{"case_no": number} for number in numbers],
    }
    return told | change


def sent(court: Wire, told: dict[str, Any]) -> httpx.Response:
    """The court sends a list without an Idempotency-Key."""
    return court.send("POST", LISTS, json=told)


def compared(answer: httpx.Response) -> dict[str, str]:
    """Where each number of the list stands."""
    assert answer.status_code in (200, 201), answer.text
    return {case["case_no"]: case["standing"] for case in answer.json()["cases"]}


def test_a_list_tells_what_is_not_on_record_and_what_it_lacks_itself(court: Wire, supervisor: Wire) -> None:
    court.post("/court/messages", filing())
    court.post("/court/messages", filing(message_id="m-2", case_no="（2026）苏0813行初13号"))
    unknown = {"case_no": "(2026)苏0813行初099号", "agency_codes": [LAND_CODE, LAND_CODE]}

    answer = sent(court, body(CASE_NO) | {"cases": [{"case_no": CASE_NO}, unknown]})

    assert compared(answer) == {CASE_NO: "recorded", UNKNOWN_NO: "unrecorded"}
    told = answer.json()
    assert (told["listed"], told["recorded"], told["unrecorded"]) == (2, 1, 1)
    assert [one["case_no"] for one in told["unlisted"]] == ["（2026）苏0813行初13号"]
    known, lacking = told["cases"]
    assert [agency["agency_id"] for agency in known["agencies"]] == [MARKET, LAND]
    assert known["unreported"] is None, "what agencies register for themselves is not for courts"
    assert (lacking["agency_codes"], lacking["case_id"]) == ([LAND_CODE], None)
    read = supervisor.get(f"{LISTS}/{told['list_key']}").json()
    assert [agency["agency_id"] for agency in read["cases"][0]["unreported"]] == [MARKET, LAND]
    assert read["cases"][1]["unreported"] == []


def test_what_is_filed_later_is_on_record_when_the_list_is_read_again(court: Wire) -> None:
    key = sent(court, body(CASE_NO)).json()["list_key"]
    court.post("/court/messages", filing())

    assert compared(court.get(f"{LISTS}/{key}")) == {CASE_NO: "recorded"}


def test_a_number_before_filing_is_on_record_too(court: Wire) -> None:
    told = referral()
    assert court.post("/court/messages", told).status_code == 201

    answer = sent(court, body(told["case_no"]))

    assert compared(answer) == {told["case_no"]: "recorded"}
    assert answer.json()["cases"][0]["agencies"] == [], "nobody is a defendant before the filing"


def test_a_case_that_is_known_of_another_district_only_is_not_on_record(line: Calling) -> None:
    assert line("court").post("/court/messages", filing(defendants=[{"agency_code": NEIGHBOUR_CODE}])).status_code == 201

    assert compared(sent(line("court-of-one"), body(CASE_NO))) == {CASE_NO: "unrecorded"}


def test_the_same_list_again_is_kept_once_and_another_content_is_refused(
    court: Wire, clock: SettableClock, ledger: Ledger
) -> None:
    first = sent(court, body(CASE_NO))
    head = ledger.head()
    clock.set(clock() + timedelta(days=1))

    again = court.post(LISTS, body(f" {CASE_NO} "))
    assert (again.status_code, again.json()) == (201, first.json())
    other = sent(court, body(CASE_NO, UNKNOWN_NO))
    assert (other.status_code, other.json()["code"]) == (409, "court-list-conflict")
    elsewhere = sent(court, body(CASE_NO, jurisdiction="320812"))
    assert (elsewhere.status_code, elsewhere.json()["code"]) == (409, "court-list-conflict")
    assert ledger.head() == head


@pytest.mark.parametrize(
    ("change", "status", "code", "pointer"),
    [
        ({"cases": [{"case_no": "12号"}]}, 422, "malformed-case-number", "/cases/0/case_no"),
        ({"cases": [{"case_no": CASE_NO}, {"case_no": "（2026）苏08行初1号"}]}, 403, "court-mismatch", "/cases/1/case_no"),
        ({"cases": [{"case_no": CASE_NO}, {"case_no": "(2026)苏0813行初12号"}]}, 422, "listed-twice", "/cases/1/case_no"),
        ({"listed_on": "2026-09-17", "filed_to": "2026-09-17"}, 422, "future-fact", "/listed_on"),
        ({"filed_to": "2026-08-31"}, 422, "date-order", "/filed_to"),
        ({"filed_from": "1989-01-01"}, 422, "date-order", "/filed_from"),
        ({"jurisdiction": "370404"}, 403, "jurisdiction-denied", "/jurisdiction"),
        (
            {"cases": [{"case_no": f"（2026）苏0813行初{n}号", "agency_codes": [f"{n:020d}{m:020d}" for m in range(20)]} for n in range(1, 401)]},
            422,
            "court-list-too-long",
            "/cases",
        ),
    ],
)  # fmt: skip
def test_a_list_that_cannot_be_is_refused_and_nothing_is_kept(
    court: Wire, ledger: Ledger, change: dict[str, Any], status: int, code: str, pointer: str
) -> None:
    head = ledger.head()
    answer = sent(court, body(CASE_NO) | change)
    found = answer.json()
    assert (answer.status_code, found["code"], found["errors"][0]["pointer"]) == (status, code, pointer), answer.text
    assert ledger.head() == head


def test_each_court_sees_its_own_lists_and_a_district_those_about_it(line: Calling) -> None:
    own = sent(line("court"), body(CASE_NO)).json()["list_key"]
    other_no = CASE_NO.replace("苏0813行初", "苏08行终")
    assert sent(line("other-court"), body(other_no)).json()["court"] == OTHER_COURT
    neighbours = sent(line("court"), body(list_id="QD-2", jurisdiction="320812")).json()["list_key"]

    def keys(client: str) -> list[str]:
        return [row["list_key"] for row in line(client).get(LISTS).json()]

    assert keys("court") == [neighbours, own]
    assert keys("court-of-one") == [own]
    assert len(keys("other-court")) == 1
    assert len(keys("supervisor")) == 2
    assert keys("other-supervisor") == [neighbours]
    for client in ("other-court", "other-supervisor"):
        hidden = line(client).get(f"{LISTS}/{own}")
        assert (hidden.status_code, hidden.json()["code"]) == (404, "court-list-not-found")
    assert line("auditor").get(f"{LISTS}/{own}").status_code == 200
    assert line("market").get(LISTS).status_code == 403


def test_the_list_of_lists_is_read_page_by_page(court: Wire) -> None:
    for serial in range(3):
        assert sent(court, body(list_id=f"QD-{serial}")).status_code == 201
    first = court.get(LISTS, limit=2)
    assert [row["list_id"] for row in first.json()] == ["QD-2", "QD-1"]
    rest = court.get(first.links["next"]["url"])
    assert [row["list_id"] for row in rest.json()] == ["QD-0"]


def test_the_defendant_that_has_left_reports_nothing(court: Wire, supervisor: Wire) -> None:
    court.post("/court/messages", filing())
    gone = {"message_id": "x-1", "kind": "defendant_removal", "case_no": CASE_NO, "occurred_on": "2026-09-10"}
    assert court.post("/court/messages", gone | {"agency_code": MARKET_CODE, "reason": "变更被告"}).status_code == 201

    key = sent(court, body(CASE_NO)).json()["list_key"]

    (case,) = supervisor.get(f"{LISTS}/{key}").json()["cases"]
    assert [agency["agency_id"] for agency in case["unreported"]] == [LAND]
