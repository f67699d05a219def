"""What publications of calendars did to the last day of an obligation, out of the ledger: as every reader of the obligation may know it."""

from collections.abc import Iterator

from services.notify.lines import Line
from yingsu import disputes
from yingsu.events.registry.rules import CalendarPublished
from yingsu.law.in_force import EVER, PUBLICATIONS, rules_at
from yingsu.law.obligation import Obligation
from yingsu.law.recomputation import Recomputation, Stage, recomputations
from yingsu.law.rules import Rules
from yingsu.ledger.database import Cursor
from yingsu.ledger.deciding import EVERYWHERE
from yingsu.ledger.store import Ledger


def history_of(ledger: Ledger, line: Line[Obligation]) -> tuple[Recomputation, ...]:
    """The publications that changed the obligation's days since its start was recorded, in their order."""
    found = line.duty
    # Its days follow from the whole dispute, whoever asks.
    dispute = disputes.load(ledger, found.started_by.record, EVERYWHERE)
    began = min((entry.position for entry in dispute.entries if entry.event_id == found.started_by.event_id), default=0)
    with ledger.database.read(EVERYWHERE) as cursor:
        stages = [*_stages(cursor, began, found.started_by.on.year, found.latest.year + 1)]
    return recomputations(found.id, dispute.entries, stages, lambda _: dispute.case_id)


def _stages(cursor: Cursor, after: int, first_year: int, last_year: int) -> Iterator[Stage]:
    """The publications of the calendars of these years after a position: no other can move what runs within them."""
    read: dict[int, Rules | None] = {}

    def rules(position: int) -> Rules | None:
        last = PUBLICATIONS.last(cursor, position)
        if last not in read:
            read[last] = rules_at(cursor, last)
        return read[last]

    for entry in PUBLICATIONS.entries(cursor, EVER):
        event = entry.event
        if not isinstance(event, CalendarPublished) or entry.position <= after or not first_year <= event.year <= last_year:
            continue
        with_it = rules(entry.position)
        if with_it is not None:
            yield Stage(
                event_id=entry.event_id,
                position=entry.position,
                recorded_at=entry.recorded_at,
                year=event.year,
                version=event.version,
                notices=event.notices,
                before=rules(entry.position - 1),
                after=with_it,
            )
