"""The read model of whom a case record concerns, from which entry on: what makes a feed the same for whoever reads it, and whenever."""

from collections.abc import Iterator, Sequence
from types import MappingProxyType
from typing import Final

from services.notify.feed.reader import court_key, division_key
from yingsu.derived import DisputeView, Row
from yingsu.disputes import Joins
from yingsu.events import naming
from yingsu.events.intake.handling import HandlingUnitDetermined
from yingsu.events.intake.parties import DefendantAdded
from yingsu.events.naming import Naming, named
from yingsu.events.review.review import ReviewOpened
from yingsu.ledger.entry import Entry

NAME: Final = "notify.concerned"
NAMING: Final = tuple(
    topic.rpartition(".")[0] + "." for topic in sorted({*naming.NAMING, ReviewOpened.TOPIC, HandlingUnitDetermined.TOPIC})
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
    event = entry.event
    if isinstance(event, Naming):
        told = named(event)
        courts = [] if isinstance(event, DefendantAdded) else [court_key(event.court)]
        return [*courts, *(one.agency for one in told)], {entry.jurisdiction, *(one.jurisdiction for one in told)}
    if isinstance(event, ReviewOpened):
        return [event.agency], {entry.jurisdiction}
    if isinstance(event, HandlingUnitDetermined):
        return [event.unit], {entry.jurisdiction}
    raise NamingUnreadable(entry.topic)
