"""What is too long for the ledger is refused by its cause, before anything of it is sealed."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from services.intake.court.notice import OpeningNotice
from services.intake.court.parties import seal
from services.intake.court.room import measured
from tests.services.intake.cast import (
    CASE,
    UNKNOWN_CODE,
    filing,
    filing_notice,
    pre_filing,
    pre_filing_notice,
    referral,
    referral_notice,
)
from tests.wire import Wire
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.store import MAX_PAYLOAD_BYTES

Topics = Callable[[], list[str]]
Subjects = Callable[[], set[str]]

FIRMS = [{"organisation": f"示例公司{n:03}" + "名" * 150} for n in range(100)]
PEOPLE = [{"person": {"name": f"示例{n:03}", "address": "址" * 120, "phone": "0" * 11}} for n in range(100)]
TITLES = [{"title": "材" * 200}] * 200
LONG = "请" * 8000

TOO_LONG: list[tuple[dict[str, Any], str, str]] = [
    (filing(plaintiffs=FIRMS), "parties-too-long", "/plaintiffs"),
    (filing(plaintiffs=PEOPLE, claims=LONG), "parties-too-long", "/plaintiffs"),
    (pre_filing(applicants=FIRMS, pre_case_nos=[]), "parties-too-long", "/applicants"),
    (referral(applicants=PEOPLE), "parties-too-long", "/applicants"),
    (referral(materials=TITLES), "materials-too-long", "/materials"),
    (referral(applicants=FIRMS[:52], claims=LONG), "claims-too-long", "/claims"),
]


@pytest.mark.parametrize("joined_before", [False, True], ids=["new number", "a number named before"])
@pytest.mark.parametrize(("body", "code", "pointer"), TOO_LONG, ids=[f"{case[0]['kind']}: {case[1]}" for case in TOO_LONG])
def test_what_is_too_long_is_named_and_leaves_nothing_behind(
    court: Wire, topics: Topics, subjects: Subjects, body: dict[str, Any], code: str, pointer: str, joined_before: bool
) -> None:
    if joined_before:
        other = "（2026）苏0813行初99号"
        court.report(filing(message_id="m-9", case_no=other, pre_case_nos=[body["case_no"]]))
    before = (topics(), subjects())

    refusal = court.report(body)

    problem = refusal.json()
    assert (refusal.status_code, problem["code"]) == (422, code)
    assert [flaw["pointer"] for flaw in problem["errors"]] == [pointer]
    assert (topics(), subjects()) == before


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("parties-too-long", ["100 人", "证件号码、电话、住址可不填", "行政诉讼法第二十八条"]),
        ("materials-too-long", ["200 件", "合为一件"]),
        ("claims-too-long", ["摘要填写请求事项"]),
    ],
)
def test_the_court_is_told_what_to_shorten(court: Wire, code: str, says: list[str]) -> None:
    body = next(body for body, told, _ in TOO_LONG if told == code)

    detail = court.report(body).json()["detail"]
    assert [text for text in (*says, str(MAX_PAYLOAD_BYTES)) if text not in detail] == []


def test_what_waits_for_an_agency_must_fit_too(court: Wire, topics: Topics) -> None:
    """A person could not place it later."""
    fits = [{"person": {"name": f"示例{n:03}", "address": "址" * 60, "id_number": "0" * 18}} for n in range(100)]
    refusal = court.report(referral(applicants=fits, agency_codes=[UNKNOWN_CODE], materials=[{"title": "材"}] * 200))

    assert (refusal.status_code, topics()) == (422, [])


def test_another_content_of_a_message_must_fit_as_well(court: Wire, topics: Topics) -> None:
    court.report(filing())
    before = topics()

    refusal = court.report(filing(plaintiffs=FIRMS))
    assert (refusal.status_code, refusal.json()["code"]) == (422, "parties-too-long")
    assert topics() == before


def test_a_hundred_parties_told_shortly_are_recorded(court: Wire) -> None:
    plaintiffs = [{"person": {"name": f"示例{n:03}"}} for n in range(99)] + [{"organisation": "示例食品有限公司（样例）"}]

    assert court.report(filing(plaintiffs=plaintiffs)).status_code == 201


@pytest.mark.parametrize(
    "notice", [filing_notice(claims="请求"), referral_notice(claims="请求"), pre_filing_notice()], ids=lambda n: type(n).__name__
)
def test_what_is_measured_is_as_long_as_what_is_sealed(keys: KeyStore, notice: OpeningNotice) -> None:
    sizes = []
    for sealed in (measured(notice), seal(keys, CASE, notice)):
        people = [party.person for party in sealed.parties]
        sizes.append([len(msgspec.json.encode(part)) for part in (*people, sealed.claims, *sealed.titles)])

    assert sizes[0] == sizes[1]
