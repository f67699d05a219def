"""What a message says: where to look, and nothing about persons."""

import json
from datetime import date

import msgspec
import pytest

from services.notify.webhooks.payload import body_of, webhook_id
from tests.published.test_leaves import entries
from yingsu.events.notify.timer import ObligationOverdue, ReminderSent
from yingsu.ledger.entry import Entry, Event

AGENCY = "agency-00000000-0000-4000-8000-320813000002"
OBLIGATION = "case-1.statutory_answer.-.x"


def entry(event: Event | None = None, **change: object) -> Entry:
    filed = entries()[0]
    replaced = {} if event is None else {"event": event, "topic": event.TOPIC}
    return msgspec.structs.replace(filed, case_id="case-1", **replaced, **change)


def test_a_message_names_the_event_and_leads_to_the_case() -> None:
    assert json.loads(body_of(entry(), AGENCY)) == {
        "type": "intake.case_withdrawn.v1",
        "timestamp": "2026-10-21T00:00:00Z",
        "data": {
            "event_id": "01980000-0000-7000-8000-000000000007",
            "topic": "intake.case_withdrawn.v1",
            "subject": "case-1",
            "occurred_on": "2026-10-20",
            "recorded_at": "2026-10-21T00:00:00Z",
            "jurisdiction": "320813",
            "agency": AGENCY,
            "link": "/v1/intake/cases/case-1",
        },
    }


@pytest.mark.parametrize(
    ("event", "says"),
    [
        (
            ObligationOverdue(
                obligation=OBLIGATION,
                code="statutory_answer",
                title="提交答辩状",
                agency=AGENCY,
                owed_by="defendant",
                latest=date(2026, 10, 8),
            ),
            {"stage": "overdue", "due": None, "latest": "2026-10-08"},
        ),
        (
            ReminderSent(
                obligation=OBLIGATION,
                code="statutory_answer",
                title="提交答辩状",
                agency=AGENCY,
                owed_by="defendant",
                stage="ahead",
                for_day=date(2026, 10, 6),
                due=date(2026, 10, 8),
                latest=date(2026, 10, 9),
            ),
            {"stage": "ahead", "due": "2026-10-08", "latest": "2026-10-09"},
        ),
    ],
)
def test_reminders_and_overdues_say_what_is_owed_and_lead_to_it(event: Event, says: dict[str, object]) -> None:
    data = json.loads(body_of(entry(event), AGENCY))["data"]
    expected = {"obligation": OBLIGATION, "code": "statutory_answer", "title": "提交答辩状"} | says
    assert {name: data[name] for name in expected} == expected
    assert data["link"] == f"/v1/notify/obligations/{OBLIGATION}"


def test_what_belongs_to_no_case_leads_to_the_feed() -> None:
    data = json.loads(body_of(msgspec.structs.replace(entry(), case_id=None, stream="file-1"), AGENCY))["data"]
    assert (data["subject"], data["link"]) == ("file-1", "/v1/notify/feeds/all")


def test_nothing_of_the_payload_is_in_the_message() -> None:
    told = entry()
    assert "行初12号".encode() in told.payload
    assert "行初12号".encode() not in body_of(told, AGENCY)


def test_the_id_belongs_to_the_endpoint_and_the_event() -> None:
    found = {webhook_id(stream, cause) for stream in ("endpoint-1", "endpoint-2") for cause in ("a", "b", "1a")}
    assert len(found) == 6
    assert webhook_id("endpoint-1", "a") == webhook_id("endpoint-1", "a")
    assert all(len(one) == 36 and one.startswith("msg_") for one in found)
