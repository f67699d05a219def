"""Calendars, profiles and deadlines over HTTP."""

import hashlib
from collections.abc import Callable
from datetime import date
from typing import Any

import msgspec
import pytest

from tests.wire import Wire
from yingsu.law.calendar import load_builtin
from yingsu.law.deadline import compute

Calling = Callable[[str], Wire]


def test_the_calendars_are_listed_with_their_notices(standing: Wire) -> None:
    items = standing.get("/calendars").json()["items"]
    assert [item["year"] for item in items] == list(range(2018, 2027))
    assert len(items[2]["notices"]) == 2
    assert items[8]["notices"] == ["https://www.gov.cn/zhengce/zhengceku/202511/content_7047091.htm"]


def test_a_calendar_shows_its_days_and_its_authority(standing: Wire) -> None:
    body = standing.get("/calendars/2026").json()
    assert body["holidays"][0] == {
        "name": "元旦",
        "first": "2026-01-01",
        "last": "2026-01-03",
        "worked": ["2026-01-04"],
        "notice": body["notices"][0],
    }
    assert standing.get("/calendars/2026", version=1).json() == body


@pytest.mark.parametrize("path", ["/calendars/2027", "/calendars/2026?version=2"])
def test_a_calendar_that_is_not_published_is_not_found(standing: Wire, path: str) -> None:
    answer = standing.get(path)
    assert (answer.status_code, answer.json()["code"]) == (404, "calendar-not-found")


def test_a_profile_shows_the_published_content_with_its_clauses(standing: Wire) -> None:
    answer = standing.get("/profiles/hongze")
    content = msgspec.json.decode(answer.content, type=dict[str, msgspec.Raw])["content"]
    body = answer.json()
    assert hashlib.sha256(bytes(content)).hexdigest() == body["sha256"]
    assert (body["profile_id"], body["version"], body["jurisdiction"], body["effective_from"]) == (
        "hongze",
        1,
        "320813",
        "2025-04-18",
    )
    assert body["content"]["rules"]
    assert all(clause["quote"] for clause in body["content"]["clauses"])


def test_profiles_of_the_own_jurisdiction_and_the_country_are_listed(standing_call: Calling) -> None:
    items = standing_call("hongze-shichang-oa").get("/profiles").json()["items"]
    assert [(item["profile_id"], item["jurisdiction"]) for item in items] == [("hongze", "320813"), ("national", None)]


@pytest.mark.parametrize("path", ["/profiles/nowhere", "/profiles/hongze?version=9"])
def test_a_profile_that_is_not_published_is_not_found(standing: Wire, path: str) -> None:
    assert standing.get(path).json()["code"] == "profile-not-found"


@pytest.mark.parametrize(
    ("start", "amount", "unit", "direction"),
    [
        ("2026-09-30", 3, "working_day", "after"),
        ("2026-09-16", 15, "calendar_day", "after"),
        ("2026-08-31", 6, "month", "after"),
        ("2026-10-09", 3, "calendar_day", "before"),
        ("2026-12-28", 5, "working_day", "after"),
    ],
)
def test_a_deadline_is_the_one_that_the_command_line_computes(
    standing_call: Calling, start: str, amount: int, unit: Any, direction: Any
) -> None:
    asked = {"start": start, "amount": amount, "unit": unit, "direction": direction}
    answer = standing_call("hongze-shichang-oa").send("POST", "/deadlines", json=asked)
    expected = compute(date.fromisoformat(start), amount, unit, direction, load_builtin())
    assert answer.status_code == 200
    assert answer.json() == msgspec.json.decode(msgspec.json.encode(expected))
    assert answer.json()["steps"]


def test_a_deadline_over_a_holiday_says_so(standing: Wire) -> None:
    body = standing.send("POST", "/deadlines", json={"start": "2026-09-30", "amount": 3, "unit": "working_day"}).json()
    assert (body["due"], body["provisional"]) == ("2026-10-10", False)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"amount": 0}, "request-invalid"),
        ({"amount": 1000, "unit": "month"}, "period-malformed"),
        ({"direction": "before", "unit": "working_day"}, "backward-unit"),
        ({"start": "2026-02-30"}, "request-invalid"),
        ({"start": "1999-01-01"}, "before-calendar"),
    ],
)
def test_a_period_that_cannot_be_is_refused(standing: Wire, change: dict[str, Any], code: str) -> None:
    asked = {"start": "2026-09-30", "amount": 3, "unit": "working_day"} | change
    answer = standing.send("POST", "/deadlines", json=asked)
    assert (answer.status_code, answer.json()["code"]) == (422, code)


def test_a_document_that_is_public_is_read_without_a_token_and_names_nobody(standing: Wire) -> None:
    """DH-0.3."""
    stranger = Wire(standing.app)
    shown, signed = (wire.get("/profiles/dehua") for wire in (stranger, standing))
    assert shown.status_code == 200
    assert shown.json()["content"] == signed.json()["content"]
    assert [shown.json()[who] for who in ("prepared_by", "published_by")] == ["（不予显示）"] * 2


@pytest.mark.parametrize(
    "path",
    ["/profiles/hongze", "/profiles/nowhere", "/profiles/dehua?version=9", "/profiles", "/calendars/2026", "/clauses/DH-0.3"],
)
def test_everything_else_needs_a_token_whether_it_is_there_or_not(standing: Wire, path: str) -> None:
    answer = Wire(standing.app).get(path)
    assert (answer.status_code, answer.json()["code"]) == (401, "token-missing")
    assert answer.headers["www-authenticate"] == 'Bearer realm="yingsu"'


def test_a_token_that_is_wrong_is_refused_also_for_what_is_public(standing: Wire) -> None:
    answer = Wire(standing.app, "no-token").get("/profiles/dehua")
    assert (answer.status_code, answer.json()["code"]) == (401, "token-invalid")


def test_the_description_says_that_the_token_is_optional_there_and_nowhere_else(standing: Wire) -> None:
    paths = standing.get("/openapi.json").json()["paths"]
    assert paths["/profiles/{profile_id}"]["get"]["security"] == [{"oauth2": ["registry:read"]}, {"bearer": []}, {}]
    optional = [path for path, item in paths.items() for operation in item.values() if {} in operation["security"]]
    assert optional == ["/profiles/{profile_id}"]
