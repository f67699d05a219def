"""What an agency tells of a dispute that it cannot resolve alone, or not at all. Streams `response-<case uuid>-<agency uuid>`."""

from datetime import date
from typing import Literal

from yingsu.events.sight import internal
from yingsu.ledger.entry import Event
from yingsu.ledger.mapper import stored
from yingsu.ledger.sealed import SealedText

ReportedTo = Literal["government", "district_leader"]
"""区政府 (HZ-6.5), 区政府分管领导 (YC-3.2.3)."""


@internal(centre=True)
@stored("mediation.unresolvable_declared.v1")
class UnresolvableDeclared(Event, frozen=True, kw_only=True):
    """确实无法化解 (HZ-6.5), after all that was tried: `measures_tried` (HZ-6.4), at least one."""

    agency: str
    declared_on: date
    measures_tried: tuple[SealedText, ...]
    reason: SealedText | None


@internal(centre=True)
@stored("mediation.special_report_made.v1")
class SpecialReportMade(Event, frozen=True, kw_only=True):
    """专项汇报 (HZ-6.5, YC-3.2.3): the case as it was told to those above."""

    agency: str
    reported_on: date
    to: ReportedTo
    content: SealedText | None
    file: str | None
