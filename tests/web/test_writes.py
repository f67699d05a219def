"""Writes that may be repeated and may race."""

from collections.abc import Callable
from uuid import UUID

import pytest
from fastapi import FastAPI

from tests.web.conftest import Wire
from yingsu.ledger.store import Ledger
from yingsu.web.writes import command_id_of

GOOD = {"title": "甲", "day": "2026-09-01"}
KEY_FORM = "请求头 Idempotency-Key 应只有一个，为 1 到 255 个可见 ASCII 字符。"
VERSION_FORM = '应为读取时得到的一个 ETag 原值，例如 "7"（含英文双引号）；不接受 *、W/ 和多个值。'


def test_a_write_without_a_key_is_refused(wire: Wire, registered: Ledger) -> None:
    before = registered.head()
    answer = wire.send("POST", "/entries", json=GOOD)
    assert (answer.status_code, answer.json()["code"]) == (400, "idempotency-key-missing")
    assert answer.json()["detail"] == (
        "写入须在请求头写明 Idempotency-Key，未登记。请为每次业务提交生成一个不重复的值（例如 UUID），重试时沿用。"
    )
    assert answer.json()["errors"] == [
        {"in": "header", "pointer": "Idempotency-Key", "code": "missing", "message": "缺少请求头。"}
    ]
    assert registered.head() == before


@pytest.mark.parametrize("key", ["", "k" * 256, "a\tb", "键".encode().decode("latin-1")])
def test_a_malformed_key_is_refused(wire: Wire, key: str) -> None:
    answer = wire.send("POST", "/entries", json=GOOD, headers={"Idempotency-Key": key.encode("latin-1")})
    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency-key-malformed")
    assert answer.json()["detail"] == f"{KEY_FORM}本次未登记。"


def test_two_keys_are_refused(wire: Wire) -> None:
    token = f"Bearer {wire.token}"
    headers = [("Authorization", token), ("Idempotency-Key", "a"), ("Idempotency-Key", "b")]
    answer = wire.send_raw("POST", "/entries", headers, GOOD)
    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency-key-malformed")


@pytest.mark.parametrize("key", ["1", "k" * 255, '"8e03978e-40d5-43dd-bc93-6894a57f9324"', "a b"])
def test_a_key_is_any_printable_text(wire: Wire, key: str) -> None:
    assert wire.write("/entries", GOOD, key=key).status_code == 201


def test_the_same_request_five_times_at_once_is_one_entry_and_five_equal_answers(wire: Wire, registered: Ledger) -> None:
    before = registered.head()
    request = {"json": GOOD, "headers": {"Idempotency-Key": "once"}}
    answers = wire.together([("POST", "/entries", request)] * 5)
    assert {(answer.status_code, answer.text, answer.headers["etag"]) for answer in answers} == {
        (201, answers[0].text, '"1"'),
    }
    assert registered.head() == before + 1


def test_the_same_content_written_differently_is_the_same_request(wire: Wire) -> None:
    first = wire.post_bytes(b'{"title": "\\u7532", "day": "2026-09-01", "count": 2}')
    again = wire.post_bytes('{"count":2,\n "day":"2026-09-01",\n "title":"甲"}'.encode())
    assert (again.status_code, again.json()) == (201, first.json())


def test_the_same_key_with_other_content_is_refused(wire: Wire, registered: Ledger) -> None:
    wire.write("/entries", GOOD, key="k")
    before = registered.head()
    answer = wire.write("/entries", GOOD | {"title": "乙"}, key="k")
    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency-key-reused")
    assert registered.head() == before


def test_two_clients_may_use_the_same_key(service: FastAPI, wire: Wire, token_for: Callable[[str], str]) -> None:
    other = Wire(service, token_for("hongze-oa2"))
    entries = {caller.write("/entries", GOOD, key="k").json()["entry"] for caller in (wire, other)}
    assert len(entries) == 2


def test_the_identity_of_a_command_never_changes() -> None:
    command = command_id_of("hongze-oa", "intake", "POST", "/cases", "k-1")
    assert command == UUID("62e02e01-ad37-5909-afa8-5077db6d334b")
    assert command != command_id_of("hongze-oa", "intake", "POST", "/cases/k-1", "")


def test_a_change_without_a_version_is_refused(wire: Wire) -> None:
    entry = wire.write("/entries", GOOD).json()["entry"]
    answer = wire.write(f"/entries/{entry}/code", GOOD, method="PUT")
    assert (answer.status_code, answer.json()["code"]) == (428, "if-match-missing")
    assert answer.json()["detail"] == (
        "更改须在请求头写明 If-Match，未登记。请先读取最新内容，把响应头 ETag 的原值填入 If-Match 后重新提交。"
    )


@pytest.mark.parametrize("value", ["*", "1", 'W/"1"', '"1", "2"', '"01"', '"x"', '"1234567890"'])
def test_a_version_is_one_strong_etag(wire: Wire, value: str) -> None:
    answer = wire.write("/entries/agency-1/code", GOOD, method="PUT", If_Match=value)
    assert (answer.status_code, answer.json()["code"]) == (422, "if-match-malformed")
    assert answer.json()["detail"] == f"请求头 If-Match 有误，未登记：{VERSION_FORM}"


def test_of_two_who_change_one_version_the_second_is_told(wire: Wire) -> None:
    entry = wire.write("/entries", GOOD).json()["entry"]
    requests = [
        ("PUT", f"/entries/{entry}/code", {"json": GOOD, "headers": {"Idempotency-Key": key, "If-Match": '"1"'}}) for key in "ab"
    ]
    answers = wire.together(requests)
    assert sorted(answer.status_code for answer in answers) == [200, 412]
    (won,) = [answer for answer in answers if answer.status_code == 200]
    (lost,) = [answer for answer in answers if answer.status_code == 412]
    assert won.headers["etag"] == '"2"'
    assert (lost.json()["code"], lost.json()["title"]) == ("version-conflict", "内容已被他人更新")


def test_a_repeat_is_recognised_before_its_version_is_looked_at(wire: Wire) -> None:
    entry = wire.write("/entries", GOOD).json()["entry"]
    answers = [wire.write(f"/entries/{entry}/code", GOOD, method="PUT", key="c", If_Match='"1"') for _ in range(2)]
    assert [(answer.status_code, answer.headers["etag"]) for answer in answers] == [(200, '"2"')] * 2


@pytest.mark.parametrize(
    ("held", "status"),
    [('"1"', 304), ('W/"1"', 304), ('"0", "1"', 304), ("*", 304), ('"2"', 200), ("1", 200), ("nonsense", 200)],
)
def test_who_holds_the_present_version_gets_no_content(wire: Wire, held: str, status: int) -> None:
    entry = wire.write("/entries", GOOD).json()["entry"]
    answer = wire.send("GET", f"/entries/{entry}", headers={"If-None-Match": held})
    assert (answer.status_code, answer.headers["etag"], answer.content == b"") == (status, '"1"', status == 304)


def test_the_ledger_keeps_who_asked_and_under_which_correlation(wire: Wire, registered: Ledger) -> None:
    wire.write("/entries", GOOD, X_Correlation_Id="oa-2026-0001")
    entry = registered.read_all(registered.head() - 1, 1)[0]
    assert (entry.actor.client, entry.actor.role, entry.actor.agency) == (
        "hongze-oa",
        "agency",
        "agency-00000000-0000-4000-8000-000000000001",
    )
    assert (entry.source, entry.correlation_id) == ("/v1/register", "oa-2026-0001")


def test_two_versions_are_refused(wire: Wire) -> None:
    entry = wire.write("/entries", GOOD).json()["entry"]
    headers = [("Authorization", f"Bearer {wire.token}"), ("Idempotency-Key", "a"), ("If-Match", '"1"'), ("If-Match", '"2"')]
    answer = wire.send_raw("PUT", f"/entries/{entry}/code", headers, GOOD)
    assert (answer.status_code, answer.json()["code"]) == (422, "if-match-malformed")
