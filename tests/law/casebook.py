"""Entries of made-up cases, as the ledger would hand them over, for tests of obligations."""

from collections.abc import Sequence
from copy import copy
from datetime import UTC, date, datetime, time
from typing import Self
from uuid import UUID, uuid5

from yingsu.events.intake.case import (
    CaseFiled,
    CaseWithdrawn,
    Defendant,
    DefendantRemoved,
    ExtensionGranted,
    Instance,
    Plaintiff,
    ServedDocument,
    ServiceRecorded,
)
from yingsu.events.intake.correction import EntryCorrected
from yingsu.events.intake.response import AnswerSubmitted
from yingsu.ledger.correcting import as_corrected
from yingsu.ledger.entry import Actor, Entry, Event
from yingsu.ledger.mapper import encode
from yingsu.ledger.sealed import SealedText

HONGZE = "320813"
ELSEWHERE = "370402"
TOWN = "agency-town"
BUREAU = "agency-bureau"
NAMESPACE = UUID("6f1c7c52-6a0e-4a3c-8a7e-2f4f3f0a9d11")


class Casebook:
    """Writes entries in the order of its calls. Event ids follow from the case and the number of the call."""

    def __init__(self, case_id: str = "case-1", jurisdiction: str = HONGZE) -> None:
        self.case_id = case_id
        self.jurisdiction = jurisdiction
        self.entries: list[Entry] = []

    def write(
        self,
        event: Event,
        occurred_on: date,
        *,
        recorded_on: date | None = None,
        jurisdiction: str | None = None,
        corrects: Entry | None = None,
        source_seq: int | None = None,
    ) -> Entry:
        if corrects is not None:
            reason = SealedText(subject="s", key_id="k", box="b")
            told = EntryCorrected(target=corrects.event_id, topic=corrects.topic, reason=reason, authority=None)
            self.write(told, corrects.occurred_on, recorded_on=recorded_on, jurisdiction=corrects.jurisdiction)
        position = len(self.entries) + 1
        entry = Entry(
            position=position,
            event_id=uuid5(NAMESPACE, f"{self.case_id}/{position}"),
            stream=self.case_id,
            version=position,
            topic=event.TOPIC,
            jurisdiction=jurisdiction or self.jurisdiction,
            case_id=self.case_id,
            occurred_on=occurred_on,
            occurred_at=None,
            received_on=None,
            source_seq=source_seq,
            recorded_at=datetime.combine(recorded_on or occurred_on, time(2), UTC),
            actor=Actor(client="court-1", role="court"),
            source="court",
            correlation_id="c",
            causation_id=None,
            corrects=corrects.event_id if corrects else None,
            payload=encode(event),
            event=event,
        )
        self.entries.append(entry)
        return entry

    def as_it_stands(self) -> Self:
        """The same case with its corrections applied, as readers of the ledger see it."""
        found = copy(self)
        found.entries = as_corrected(self.entries)
        return found

    def filed(self, on: date, *, agencies: Sequence[tuple[str, str]] = ((TOWN, HONGZE),), instance: Instance = "first") -> Entry:
        event = CaseFiled(
            court="苏0812",
            case_no="（2026）苏0812行初1号",
            type_code="行初",
            type_known=True,
            instance=instance,
            filed_on=on,
            cause="行政处罚",
            plaintiffs=(Plaintiff(party="p1", person=None, organisation="某公司"),),
            defendants=tuple(Defendant(agency=agency, jurisdiction=place, object="original_act") for agency, place in agencies),
            act=None,
            claims=None,
            complaint_received_on=None,
            mediable=None,
        )
        return self.write(event, on)

    def served(
        self,
        on: date,
        agency: str = TOWN,
        *,
        document: ServedDocument = "complaint_copy",
        recorded_on: date | None = None,
        jurisdiction: str | None = None,
        corrects: Entry | None = None,
    ) -> Entry:
        event = ServiceRecorded(agency=agency, document=document, received_on=on, method=None)
        return self.write(event, on, recorded_on=recorded_on, jurisdiction=jurisdiction, corrects=corrects)

    def answered(
        self,
        on: date,
        agency: str = TOWN,
        *,
        answer: bool = True,
        evidence: int = 5,
        posted_on: date | None = None,
        recorded_on: date | None = None,
        corrects: Entry | None = None,
    ) -> Entry:
        event = AnswerSubmitted(
            agency=agency,
            submitted_on=on,
            delivery="post" if posted_on else "court_platform",
            posted_on=posted_on,
            has_answer=answer,
            evidence_count=evidence,
            note=None,
        )
        return self.write(event, on, recorded_on=recorded_on, corrects=corrects)

    def extended(self, on: date, until: date, agency: str = TOWN, *, reason: str = "不可抗力") -> Entry:
        return self.write(ExtensionGranted(agency=agency, period="statutory_answer", until=until, reason=reason), on)

    def removed(self, on: date, agency: str = TOWN) -> Entry:
        return self.write(DefendantRemoved(agency=agency, reason="错列被告"), on)

    def withdrawn(self, on: date) -> Entry:
        return self.write(CaseWithdrawn(ruling_no="（2026）苏0812行初1号之一", ruled_on=on, voluntary=True), on)
