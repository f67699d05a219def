"""Lists page by page."""

import base64

import pytest

from tests.web.conftest import Wire
from yingsu.ledger.store import Ledger


@pytest.fixture
def five(wire: Wire) -> Wire:
    """A register of five entries, besides the agency that was there."""
    for title in "甲乙丙丁戊":
        wire.write("/entries", {"title": title, "day": "2026-09-01"})
    return wire


def test_following_the_links_reads_everything_once(five: Wire) -> None:
    titles, address, pages = [], "/entries?limit=2&since=2026-01-01", 0
    while address:
        answer = five.send("GET", address)
        titles += answer.json()["titles"]
        address = answer.links["next"]["url"] if "next" in answer.links else ""
        pages += 1
    assert (titles, pages) == (["示例局", "甲", "乙", "丙", "丁", "戊"], 3)


def test_a_page_that_holds_the_rest_has_no_next(five: Wire) -> None:
    answer = five.send("GET", "/entries?limit=6")
    assert (len(answer.json()["titles"]), "link" in answer.headers) == (6, False)


def test_fifty_is_the_page_without_a_wish(wire: Wire, registered: Ledger) -> None:
    assert "link" not in wire.send("GET", "/entries").headers


def test_a_cursor_that_was_changed_is_refused(five: Wire) -> None:
    cursor = _cursor(five)
    raw = base64.urlsafe_b64decode(cursor + "==")
    for forged in (raw[:-2] + b"9]", bytes([raw[0] ^ 1]) + raw[1:], raw[:10]):
        _refused(five, f"/entries?limit=2&cursor={base64.urlsafe_b64encode(forged).decode().rstrip('=')}")


@pytest.mark.parametrize("cursor", ["", "x", "!!!!", "AAAA", "光标"])
def test_a_made_up_cursor_is_refused(wire: Wire, cursor: str) -> None:
    _refused(wire, f"/entries?cursor={cursor}")


def test_a_cursor_is_good_for_its_own_filters_only(five: Wire) -> None:
    _refused(five, f"/entries?limit=2&since=2026-01-01&cursor={_cursor(five)}")


def test_the_size_of_the_page_may_change_on_the_way(five: Wire) -> None:
    assert five.send("GET", f"/entries?limit=3&cursor={_cursor(five)}").json()["titles"] == ["乙", "丙", "丁"]


def _cursor(wire: Wire) -> str:
    link = wire.send("GET", "/entries?limit=2").links["next"]["url"]
    return link.rpartition("cursor=")[2]


def _refused(wire: Wire, address: str) -> None:
    answer = wire.send("GET", address)
    message = "应原样取自上一页响应头 Link，且筛选条件不变。"
    assert (answer.status_code, answer.json()["code"]) == (422, "cursor-invalid")
    assert answer.json()["detail"] == f"参数 cursor 无效：{message}请去掉该参数，从第一页重新开始。"
    assert answer.json()["errors"] == [{"in": "query", "pointer": "cursor", "code": "cursor-invalid", "message": message}]
