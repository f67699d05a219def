"""The view behind figures: which case records concern an agency. What the figures are is computed from the ledger's entries."""

from collections.abc import Iterator, Sequence
from types import MappingProxyType
from typing import Final

from yingsu.derived import DisputeView, Row
from yingsu.disputes import Joins, readers
from yingsu.events import naming
from yingsu.events.review.review import ReviewOpened
from yingsu.ledger.entry import Entry, Event

NAMING: Final = naming.NAMING | {ReviewOpened.TOPIC}
"""The topics of the facts that say whom a case concerns."""


class ConcernedView(DisputeView):
    """`views.review_concerned`: one row a record and an agency that is or was its defendant or respondent, or reviews a loss in it."""

    name = "review.concerned"
    columns = MappingProxyType({"review_concerned": ("case_id", "agency", "jurisdictions")})

    def rows(self, dispute: Sequence[Entry], joins: Joins) -> Iterator[Row]:  # noqa: ARG002 (a row is of its own record)
        """The rows of the dispute's records, from the facts that name agencies."""
        heeded = [entry for entry in dispute if self.heeds(entry)]
        for case_id, seeing in sorted(readers(heeded).items()):
            concerned = {agency for entry in heeded if entry.case_id == case_id for agency in _concerned(entry.event)}
            for agency in sorted(concerned):
                yield "review_concerned", (case_id, agency, seeing)

    def heeds(self, entry: Entry) -> bool:
        """Most facts name nobody new."""
        return entry.topic in NAMING


def _concerned(event: Event) -> tuple[str, ...]:
    if isinstance(event, ReviewOpened):
        return event.agency, event.defendant
    return tuple(party.agency for party in naming.named(event))
