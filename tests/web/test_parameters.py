"""A query is read to the letter, as a body is."""

import pytest

from tests.web.conftest import Wire


@pytest.mark.parametrize(
    ("query", "shown"), [("limitt=1", "limitt"), ("limit=1&as-of=2026-09-01", "as-of"), ("320813199001011234=", "?")]
)
def test_a_parameter_that_the_route_does_not_have_is_refused(wire: Wire, query: str, shown: str) -> None:
    answer = wire.send("GET", f"/entries?{query}")
    message = "没有这个查询参数，请核对拼写或删除。可用的有：cursor、limit、since。"
    assert (answer.status_code, answer.json()["code"], answer.json()["detail"]) == (
        422,
        "parameter-unknown",
        f"{message}本次未办理。",
    )
    assert answer.json()["errors"] == [{"in": "query", "pointer": shown, "code": "parameter-unknown", "message": message}]


def test_a_route_without_parameters_says_so(wire: Wire) -> None:
    entry = wire.write("/entries", {"title": "甲", "day": "2026-09-01"}).json()["entry"]
    assert "这个地址没有查询参数。" in wire.send("GET", f"/entries/{entry}?as_of=2026-09-01").json()["detail"]


def test_the_parameters_of_a_route_are_taken(wire: Wire) -> None:
    assert wire.send("GET", "/entries?limit=1").status_code == 200
