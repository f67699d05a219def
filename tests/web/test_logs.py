"""One line a request, and nobody's name in it."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest

from tests.web.conftest import Wire
from tests.web.register import CANARY
from yingsu.web.logs import READS, configure

LOGGERS = ("", "uvicorn", "uvicorn.error", "uvicorn.access", "httpx", "psycopg", READS)
ID_NUMBER = "320813199001011234"


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Everything that any logger writes, as configured for service; the loggers are put back afterwards."""
    kept = [(logger, logger.handlers[:], logger.level, logger.propagate) for logger in map(logging.getLogger, LOGGERS)]
    stream = io.StringIO()
    configure("debug", stream)
    yield stream
    for logger, handlers, level, propagate in kept:
        logger.handlers[:], logger.propagate = handlers, propagate
        logger.setLevel(level)


def test_a_request_is_one_line_of_ids_and_templates(wire: Wire, log: io.StringIO) -> None:
    headers = {"X-Correlation-Id": "oa-2026-0001", "traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"}
    wire.send("GET", "/entries/agency-7", headers=headers)
    (line,) = _requests(log)
    assert line.pop("duration_ms") > 0
    assert line.pop("time").endswith("+00:00")
    assert line == {
        "code": "not-found",
        "level": "info",
        "logger": "yingsu.requests",
        "message": "request",
        "correlation_id": "oa-2026-0001",
        "trace_id": "0af7651916cd43dd8448eb211c80319c",
        "service": "register",
        "method": "GET",
        "route": "/entries/{entry}",
        "status": 404,
        "client": "hongze-oa",
    }


def test_no_way_into_the_log_for_a_person(wire: Wire, log: io.StringIO) -> None:
    body = {"title": f"{CANARY}诉示例局", "day": "2026-09-01", "parties": [{"name": CANARY, "born": "1990-01-01"}]}
    headers = {"X-Correlation-Id": ID_NUMBER, "User-Agent": ID_NUMBER, "Referer": f"http://oa.test/{ID_NUMBER}"}
    answers = [
        wire.send("POST", "/entries", json=body, headers=headers | {"Idempotency-Key": ID_NUMBER}),
        wire.send("POST", "/entries", json=body | {CANARY: CANARY, "day": CANARY}, headers=headers),
        wire.send("POST", "/faults", json=body, headers=headers),
        wire.send("POST", "/entries", content=f'{{"{CANARY}'.encode(), headers={"Content-Type": "application/json"}),
        wire.send("GET", f"/entries/{CANARY}", headers=headers),
        wire.send("GET", f"/entries?since={CANARY}", headers=headers),
        wire.send("GET", f"/entries?since={CANARY}&{ID_NUMBER}={CANARY}", headers=headers),
        wire.send("GET", f"/{CANARY}/{ID_NUMBER}", headers=headers),
        wire.send("GET", "/entries", headers=headers | {"Authorization": f"Bearer {ID_NUMBER}"}),
    ]
    assert [answer.status_code for answer in answers] == [201, 400, 500, 422, 404, 422, 422, 404, 401]
    written = log.getvalue()
    assert written.count('"message": "request"') == 9
    for secret in (CANARY, json.dumps(CANARY)[1:-1], ID_NUMBER, "1990-01-01", "oa.test"):
        assert secret not in written
    for answer in answers[1:]:
        assert CANARY not in answer.text
        assert ID_NUMBER not in answer.text


def test_a_fault_is_logged_with_its_places_and_without_its_message(wire: Wire, log: io.StringIO) -> None:
    answer = wire.send("POST", "/faults", json={"title": CANARY, "day": "2026-09-01"})
    (line,) = [line for line in _lines(log) if line["level"] == "error"]
    assert line["fault"][0] == "builtins.RuntimeError"
    assert line["fault"][-1].startswith("  /tests/web/register.py:")
    assert all(place.startswith(("  /yingsu/", "  /tests/")) for place in line["fault"][1:])
    assert line["fault"][-1].endswith(" register_service.<locals>.fail")
    assert (line["trace_id"], line["route"]) == (answer.json()["trace_id"], "/faults")


def test_a_lost_connection_is_logged_without_what_the_database_said(wire: Wire, log: io.StringIO) -> None:
    answer = wire.send("GET", "/answers/connection")
    assert (answer.status_code, answer.json()["code"], CANARY in answer.text) == (503, "database-unavailable", False)
    (line,) = [line for line in _lines(log) if line["level"] == "error"]
    assert (line["message"], line["fault"][0]) == ("the database went away", "psycopg.OperationalError")
    assert CANARY not in log.getvalue()


def test_the_causes_of_a_fault_are_logged(log: io.StringIO) -> None:
    try:
        try:
            raise KeyError(CANARY)
        except KeyError as error:
            raise ValueError(CANARY) from error
    except ValueError:
        logging.getLogger("yingsu.elsewhere").exception("a view stopped")
    (line,) = _lines(log)
    assert [entry for entry in line["fault"] if not entry.startswith(" ")] == ["builtins.ValueError", "builtins.KeyError"]
    assert CANARY not in log.getvalue()


def test_the_servers_own_request_log_is_silent(log: io.StringIO) -> None:
    logging.getLogger("uvicorn.access").info("GET /entries?name=%s", CANARY)
    logging.getLogger("uvicorn.error").info("started")
    assert [line["message"] for line in _lines(log)] == ["started"]


def _lines(log: io.StringIO) -> list[dict[str, Any]]:
    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    return [line for line in lines if line["logger"].startswith(("yingsu", "uvicorn"))]


def _requests(log: io.StringIO) -> list[dict[str, Any]]:
    return [line for line in _lines(log) if line["message"] == "request"]
