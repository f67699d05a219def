"""What a webhook says: ids, dates and where to read on. No names and no texts: whoever is to know them reads them with a token."""

import hashlib
from datetime import datetime
from typing import Any, Final

import msgspec

from yingsu.events.notify.timer import ObligationOverdue, ReminderSent
from yingsu.ledger.entry import Entry

PING: Final = "yingsu.ping"
"""The type of a test message."""

_encode = msgspec.json.Encoder().encode


def webhook_id(stream: str, cause: str) -> str:
    """The id under which an endpoint gets an event (or a ping, by its command): the same however often it is sent."""
    return f"msg_{hashlib.sha256(chr(0).join((stream, cause)).encode()).hexdigest()[:32]}"


def body_of(entry: Entry, agency: str) -> bytes:
    """The message about an entry of the agency's feed. The same bytes whenever it is made."""
    data: dict[str, Any] = {
        "event_id": str(entry.event_id),
        "topic": entry.topic,
        "subject": entry.case_id or entry.stream,
        "occurred_on": entry.occurred_on,
        "recorded_at": entry.recorded_at,
        "jurisdiction": entry.jurisdiction,
        "agency": agency,
        "link": _link(entry),
    }
    match entry.event:
        case ObligationOverdue() as event:
            data |= {"stage": "overdue", "due": None, **_obligation(event)}
        case ReminderSent() as event:
            data |= {"stage": event.stage, "due": event.due, **_obligation(event)}
    return _encode({"type": entry.topic, "timestamp": entry.recorded_at, "data": data})


def ping_body(agency: str, moment: datetime) -> bytes:
    """A test message."""
    return _encode({"type": PING, "timestamp": moment, "data": {"agency": agency, "link": "/v1/notify/endpoint"}})


def _obligation(event: ObligationOverdue | ReminderSent) -> dict[str, Any]:
    return {"obligation": event.obligation, "code": event.code, "title": event.title, "latest": event.latest}


def _link(entry: Entry) -> str:
    """Where to read on, below the installation's address."""
    if isinstance(entry.event, ObligationOverdue | ReminderSent):
        return f"/v1/notify/obligations/{entry.event.obligation}"
    return f"/v1/intake/cases/{entry.case_id}" if entry.case_id is not None else "/v1/notify/feeds/all"
