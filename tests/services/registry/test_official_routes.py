"""Officials over HTTP: sealed names, and who may read them."""

from collections.abc import Callable
from typing import Any

import pytest

from services.registry import samples
from tests.wire import Wire
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.store import Ledger

Calling = Callable[[str], Wire]
NEW: dict[str, Any] = {"agency": samples.MARKET, "name": "示例庚", "post": "法规科科长", "duties": ["handler"]}
HEAD = samples.OFFICIALS[0].official_id


def test_an_official_is_registered_and_the_name_is_sealed(administrator: Wire, ledger: Ledger) -> None:
    answer = administrator.post("/officials", NEW)
    assert answer.status_code == 201
    body = answer.json()
    assert body == NEW | {"official_id": body["official_id"], "name_withheld": False, "version": 1}
    assert "示例庚".encode() not in b"".join(entry.payload for entry in ledger.read_all(0, 1000))
    assert administrator.get(f"/officials/{body['official_id']}").json() == body


def test_a_repeat_gets_the_same_official(administrator: Wire, ledger: Ledger) -> None:
    first = administrator.post("/officials", NEW, key="once").json()
    head = ledger.head()
    assert administrator.post("/officials", NEW, key="once").json() == first
    assert ledger.head() == head


@pytest.mark.parametrize(
    ("client", "name"),
    [
        ("administrator", "示例甲"),
        ("hongze-sifa", "示例甲"),
        ("hongze-shichang-oa", "示例甲"),
        ("hongze-ziran-oa", None),
        ("court-su0813", None),
        ("hongze-shenji", None),
    ],
)
def test_names_are_for_administrators_supervisors_and_the_own_agency(
    standing_call: Calling, client: str, name: str | None
) -> None:
    wire = standing_call(client)
    shown = wire.get(f"/officials/{HEAD}").json()
    assert (shown["name"], shown["name_withheld"], shown["post"]) == (name, name is None, "局长")
    listed = wire.get("/officials", agency=samples.MARKET).json()["items"]
    assert listed[0] == shown


def test_an_erased_name_is_gone(administrator: Wire, keys: KeyStore) -> None:
    assert keys.destroy(HEAD) == 1
    shown = administrator.get(f"/officials/{HEAD}").json()
    assert (shown["name"], shown["name_withheld"]) == (None, False)


@pytest.mark.parametrize(
    ("change", "code", "pointer"),
    [
        ({"agency": "agency-9"}, "agency-unknown", "/agency"),
        ({"name": " "}, "name-invalid", "/name"),
        ({"post": ""}, "name-invalid", "/post"),
        ({"duties": []}, "duties-invalid", "/duties"),
        ({"duties": ["judge"]}, "request-invalid", "/duties/0"),
    ],
)
def test_a_wrong_official_is_refused_at_its_place(standing: Wire, change: dict[str, Any], code: str, pointer: str) -> None:
    answer = standing.post("/officials", NEW | change)
    assert (answer.status_code, answer.json()["code"], answer.json()["errors"][0]["pointer"]) == (422, code, pointer)


def test_an_official_that_is_not_registered_is_not_found(standing: Wire) -> None:
    assert standing.get("/officials/official-9").json()["code"] == "official-not-found"


@pytest.mark.parametrize("change", [{"post": ""}, {"duties": []}, {"duties": ["handler", "handler"]}])
def test_a_refused_official_leaves_no_key(administrator: Wire, subjects: Callable[[], set[str]], change: dict[str, Any]) -> None:
    before = subjects()
    assert administrator.post("/officials", NEW | change).status_code == 422
    assert subjects() == before


def test_a_repeat_leaves_one_key(administrator: Wire, subjects: Callable[[], set[str]]) -> None:
    before = subjects()
    request = ("POST", "/officials", {"json": NEW, "headers": {"Idempotency-Key": "once"}})
    answers = administrator.together([request] * 5)
    assert {answer.status_code for answer in answers} == {201}
    assert subjects() - before == {answers[0].json()["official_id"]}
