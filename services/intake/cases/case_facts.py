"""The facts of one case that its state keeps: what was served, put off, who left and came, how it was withdrawn. Each with its entry."""

from datetime import date
from uuid import UUID

import msgspec

from yingsu.events.intake.case import Defendant, ServedDocument


class Service(msgspec.Struct, frozen=True, kw_only=True):
    """One document that reached one agency."""

    agency: str
    document: ServedDocument
    served_on: date
    received_on: date
    method: str | None
    source_seq: int | None
    event_id: UUID


class Extension(msgspec.Struct, frozen=True, kw_only=True):
    """One period of one agency, moved by the court."""

    agency: str
    period: str
    granted_on: date
    until: date
    reason: str
    event_id: UUID


class Removal(msgspec.Struct, frozen=True, kw_only=True):
    """An agency that is no defendant any more."""

    agency: str
    removed_on: date
    reason: str
    event_id: UUID


class Addition(msgspec.Struct, frozen=True, kw_only=True):
    """An agency that was made a defendant later."""

    defendant: Defendant
    added_on: date
    event_id: UUID


class Withdrawal(msgspec.Struct, frozen=True, kw_only=True):
    """The court's ruling that ended the case."""

    ruling_no: str
    ruled_on: date
    voluntary: bool
    event_id: UUID
