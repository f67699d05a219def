"""The view behind figures: which case records concern an agency. What the figures are is computed from the ledger's entries."""

from collections.abc import Iterator, Sequence
from types import MappingProxyType
from typing import Final

from yingsu.derived import DisputeView, Row
from yingsu.disputes import Joins, readers
from yingsu.events.intake.case import CaseFiled
from yingsu.events.intake.prelitigation import PreFilingNotified, PreLitigationReferred
from yingsu.events.review.review import ReviewOpened
from yingsu.ledger.entry import Entry, Event

NAMING: Final = frozenset(event.TOPIC for event in (CaseFiled, PreFilingNotified, PreLitigationReferred, ReviewOpened))
"""The topics of the facts that say whom a case concerns."""


class ConcernedView(DisputeView):
    """`views.review_concerned`: one row a record and an agency that is or was its defendant or respondent, or reviews a loss in it."""

    name = "review.concerned"
    columns = MappingProxyType({"review_concerned": ("case_id", "agency", "jurisdictions")})

    def rows(self, dispute: Sequence[Entry], joins: Joins) -> Iterator[Row]:  # noqa: ARG002 (a row is of its own record)
        """The rows of the dispute's records, from the facts that name agencies."""
        naming = [entry for entry in dispute if entry.topic in NAMING]
        for case_id, seeing in sorted(readers(naming).items()):
            named = {agency for entry in naming if entry.case_id == case_id for agency in _named(entry.event)}
            for agency in sorted(named):
                yield "review_concerned", (case_id, agency, seeing)

    def heeds(self, entry: Entry) -> bool:
        """Most facts name nobody new."""
        return entry.topic in NAMING


def _named(event: Event) -> tuple[str, ...]:
    match event:
        case CaseFiled(defendants=sued):
            return tuple(defendant.agency for defendant in sued)
        case PreFilingNotified(respondents=told) | PreLitigationReferred(respondents=told):
            return tuple(respondent.agency for respondent in told)
        case ReviewOpened(agency=owner, defendant=defendant):
            return (owner, defendant)
        case _:
            return ()
