"""The other instances of a dispute, as a reader may see them: by what was told of its numbers and by it (0027)."""

from datetime import date, datetime
from typing import Literal

import msgspec

from services.intake.cases.record import Record
from services.intake.court.numbering import number_stream, reserved_by
from yingsu.events.intake.instances import InstanceLinked
from yingsu.ledger.entry import Entry
from yingsu.ledger.store import Ledger


class Instance(msgspec.Struct, frozen=True, kw_only=True):
    """Another instance; `case_id` is None where the reader has no such case."""

    relation: Literal["earlier", "later"]
    court: str
    case_no: str
    case_id: str | None


def instances_of(
    ledger: Ledger,
    record: Record,
    tenants: tuple[str, ...],
    *,
    as_of: date | None = None,
    as_known_at: datetime | None = None,
) -> tuple[Instance, ...]:
    """The earlier ones, then the later ones, by their numbers."""

    def told(entry: Entry) -> bool:
        return (as_of is None or entry.occurred_on <= as_of) and (as_known_at is None or entry.recorded_at <= as_known_at)

    earlier = {
        Instance(
            relation="earlier",
            court=link.earlier_court,
            case_no=link.earlier_case_no,
            case_id=reserved_by(ledger.load(number_stream(link.earlier_court, link.earlier_case_no), tenants)),
        )
        for link in record.instance_links
    }
    later = {
        Instance(relation="later", court=link.court, case_no=link.case_no, case_id=link.case_id)
        for case_no, _ in record.numbers
        for entry in filter(told, ledger.load(number_stream(record.court or "", case_no), tenants))
        if isinstance(link := entry.event, InstanceLinked)
    }
    return tuple(sorted((*earlier, *later), key=lambda one: (one.relation, one.court, one.case_no)))
