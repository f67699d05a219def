"""A calendar that is published again."""

from uuid import uuid4

from services.registry.rules import RulesDesk
from yingsu.law.calendar import builtin_bytes
from yingsu.ledger.deciding import EVERYWHERE, SYSTEM, Request
from yingsu.ledger.store import Ledger


def publish_a_longer_holiday(ledger: Ledger) -> int:
    """The calendar of 2026 again, with 8 October as a rest day; returns the position."""
    published = builtin_bytes(2026)
    longer = published.replace(b"rest = [2026-10-01, 2026-10-07]", b"rest = [2026-10-01, 2026-10-08]")
    assert longer != published
    request = Request(
        command_id=uuid4(), body_hash=b"longer", actor=SYSTEM, source="tests", correlation_id="tests", permitted=EVERYWHERE
    )
    RulesDesk(ledger, ledger.clock).publish_calendar(request, longer)
    return ledger.head()
