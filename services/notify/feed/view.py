"""The read model of whom a case record concerns, from which entry on: what makes a feed the same for whoever reads it, and whenever."""

from collections.abc import Iterator, Sequence
from types import MappingProxyType
from typing import Final

from services.notify.feed.reader import court_key, division_key
from yingsu.derived import DisputeView, Row
from yingsu.disputes import Joins
from yingsu.events.intake.case import CaseFiled
from yingsu.events.intake.prelitigation import PreFilingNotified, PreLitigationReferred
from yingsu.events.review.review import ReviewOpened
from yingsu.ledger.entry import Entry

NAME: Final = "notify.concerned"
NAMING: Final = tuple(
    event.TOPIC.rpartition(".")[0] + "." for event in (CaseFiled, PreFilingNotified, PreLitigationReferred, ReviewOpened)
)
"""How the topics begin of the facts that say whom a case concerns, in any version."""


class NamingUnreadable(ValueError):
    """This version of the software cannot read whom a fact names. The case is left out, and the feed waits for it, until one that can."""


class ConcernedView(DisputeView):
    """`views.notify_concerned`: one row a case record and whom it concerns: an agency, a court, a jurisdiction."""

    name = NAME
    columns = MappingProxyType({"notify_concerned": ("case_id", "reader", "since", "jurisdictions")})

    def rows(self, dispute: Sequence[Entry], joins: Joins) -> Iterator[Row]:  # noqa: ARG002 (a row is of its own record)
        """The rows of the dispute's records, from the facts that name somebody. `since` is the position of the first that does."""
        found: dict[str, dict[str, int]] = {}
        divisions: dict[str, set[str]] = {}
        for entry in filter(self.heeds, dispute):
            readers, places = _named(entry)
            since = found.setdefault(entry.case_id or "", {})
            for reader in (*readers, *map(division_key, sorted(places))):
                since.setdefault(reader, entry.position)
            divisions.setdefault(entry.case_id or "", set()).update(places)
        for case_id, since in sorted(found.items()):
            for reader, position in sorted(since.items()):
                yield "notify_concerned", (case_id, reader, position, sorted(divisions[case_id]))

    def heeds(self, entry: Entry) -> bool:
        """Most facts name nobody new."""
        return entry.topic.startswith(NAMING)


def _named(entry: Entry) -> tuple[list[str], set[str]]:
    """Whom a fact names: agencies and a court by their keys, and jurisdictions. Raises `NamingUnreadable`."""
    match entry.event:
        case CaseFiled(court=court, defendants=sued):
            return [court_key(court), *(one.agency for one in sued)], {entry.jurisdiction, *(one.jurisdiction for one in sued)}
        case PreFilingNotified(court=court, respondents=told) | PreLitigationReferred(court=court, respondents=told):
            return [court_key(court), *(one.agency for one in told)], {entry.jurisdiction, *(one.jurisdiction for one in told)}
        case ReviewOpened(agency=owner):
            return [owner], {entry.jurisdiction}
        case _:
            raise NamingUnreadable(entry.topic)
