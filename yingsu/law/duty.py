"""What every duty is, whether it has a last day, is open-ended or comes with each cycle: what is owed, by whom, on what authority.

Owns the fields that they share. What is derived of a case knows besides whom it concerns, what started it and what became of it.
"""

from datetime import date
from uuid import UUID

import msgspec

from yingsu.law.rule import Force


# Frozen values cannot form a cycle, so the garbage collector need not look at them.
class Cause(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What started it: the entry with the record it is in, and its day."""

    event_id: UUID
    topic: str
    record: str
    what: str
    on: date


class Duty(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What is owed under the rule `code`.

    `owed_by` is the role that owes it. `profile` is the governing profile, `layer` the one whose rule this is, both as `<id>.<version>`.
    """

    code: str
    title: str
    jurisdiction: str
    owed_by: str
    force: Force
    clauses: tuple[str, ...]
    quotes: tuple[str, ...]
    authority: str
    profile: str
    layer: str


class CaseDuty(Duty, frozen=True, kw_only=True, gc=False):
    """A duty of one party in one case.

    `party` is the agency it concerns (None for the case as a whole). `missing` names the parts that are still to come.
    """

    id: str
    case_id: str
    party: str | None
    key: str | None
    started_by: Cause
    missing: tuple[str, ...] = ()
    satisfied_on: date | None = None
    satisfied_by: tuple[UUID, ...] = ()
    cancelled_on: date | None = None
    cancelled_by: UUID | None = None
