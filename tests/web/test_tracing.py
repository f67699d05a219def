"""The ids by which a request is found again."""

import re

import pytest

from tests.web.conftest import Wire

PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


@pytest.mark.parametrize("given", ["oa-2026-0001", "0190a6b2-7c1e-7abc-8def-0123456789ab", "A.b_c-12"])
def test_a_well_formed_correlation_id_is_kept(stranger: Wire, given: str) -> None:
    answer = stranger.send("GET", "/health/live", headers={"X-Correlation-Id": given})
    assert answer.headers["x-correlation-id"] == given


@pytest.mark.parametrize("given", ["", "short", "x" * 65, "a b c d e f", "13812345678", "32081319900101123X", "0517-87654321"])
def test_any_other_is_replaced(stranger: Wire, given: str) -> None:
    kept = stranger.send("GET", "/health/live", headers={"X-Correlation-Id": given}).headers["x-correlation-id"]
    assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", kept)


@pytest.mark.parametrize(
    ("parent", "kept"),
    [
        (PARENT, True),
        (PARENT.replace("00-", "01-", 1) + "-more", True),
        (PARENT.replace("00-", "ff-", 1), False),
        (f"00-{'0' * 32}-b7ad6b7169203331-01", False),
        (PARENT.upper(), False),
        ("", False),
    ],
)
def test_the_trace_of_the_caller_is_continued_where_it_is_one(stranger: Wire, parent: str, kept: bool) -> None:
    trace = stranger.send("GET", "/nowhere", headers={"traceparent": parent}).json()["trace_id"]
    assert re.fullmatch(r"[0-9a-f]{32}", trace)
    assert (trace == "0af7651916cd43dd8448eb211c80319c") == kept


def test_every_request_has_ids_of_its_own(stranger: Wire) -> None:
    answers = stranger.together([("GET", "/nowhere", {})] * 5)
    assert len({answer.json()["trace_id"] for answer in answers}) == 5
    assert len({answer.headers["x-correlation-id"] for answer in answers}) == 5
