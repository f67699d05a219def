"""The timeline of a case: one line an entry, with its legal date, the day it was learned of, and the day it was recorded. Pure.

Lines hold no names: parties and agencies are ids, which the edge resolves for those who may read them.
"""

from datetime import date, datetime
from uuid import UUID

import msgspec

from yingsu.clock import legal_day
from yingsu.events.intake.case import (
    CaseFiled,
    CaseWithdrawn,
    DefendantRemoved,
    ExtensionGranted,
    Instance,
    ServedDocument,
    ServiceRecorded,
)
from yingsu.events.intake.response import AnswerSubmitted
from yingsu.ledger.entry import Entry, Event, UnknownEvent

INSTANCES: dict[Instance, str] = {"first": "一审", "second": "二审", "retrial": "再审"}

DOCUMENTS: dict[ServedDocument, str] = {
    "complaint_copy": "起诉状副本",
    "summons": "传票",
    "judgment": "判决书",
    "ruling": "裁定书",
    "mediation_document": "行政调解书",
    "other": "其他文书",
}


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of a case. `days_late` counts the days from when the fact was (to be) known to its recording; 0 on the same day."""

    position: int
    event_id: UUID
    topic: str
    title: str
    agency: str | None
    occurred_on: date
    received_on: date | None
    recorded_at: datetime
    days_late: int
    actor_role: str
    official: str | None


def line(entry: Entry) -> Line:
    """The line of an entry."""
    known_on = max(entry.occurred_on, entry.received_on or entry.occurred_on)
    return Line(
        position=entry.position,
        event_id=entry.event_id,
        topic=entry.topic,
        title=title(entry.event),
        agency=_agency(entry.event),
        occurred_on=entry.occurred_on,
        received_on=entry.received_on,
        recorded_at=entry.recorded_at,
        days_late=max(0, (legal_day(entry.recorded_at) - known_on).days),
        actor_role=entry.actor.role,
        official=entry.actor.official,
    )


def title(event: Event) -> str:
    """What an official reads."""
    match event:
        case CaseFiled():
            return f"{INSTANCES[event.instance]}立案"
        case ServiceRecorded():
            return f"送达{DOCUMENTS[event.document]}"
        case ExtensionGranted():
            return f"法院准予延期提交答辩至 {event.until}"
        case DefendantRemoved():
            return "退出被告"
        case CaseWithdrawn():
            return "裁定准予撤诉"
        case AnswerSubmitted():
            return (
                "提交答辩状和证据"
                if event.has_answer and event.evidence_count
                else "提交答辩状"
                if event.has_answer
                else "提交证据"
            )
        case UnknownEvent():
            return f"本版本不能识别的登记（{event.topic}）"
        case _:
            return event.TOPIC


def _agency(event: Event) -> str | None:
    if isinstance(event, ServiceRecorded | ExtensionGranted | DefendantRemoved | AnswerSubmitted):
        return event.agency
    return None
