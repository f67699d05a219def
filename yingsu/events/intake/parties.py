"""Who comes into a filed case later. Streams `case-<uuid>`. Who leaves it: `DefendantRemoved`."""

from datetime import date

from yingsu.events.intake.case import DisputedObject, Plaintiff
from yingsu.ledger.entry import Event
from yingsu.ledger.mapper import stored


@stored("intake.defendant_added.v1")
class DefendantAdded(Event, frozen=True, kw_only=True):
    """追加被告 (行政诉讼法 arts. 26, 27), with its jurisdiction (division code) on that day. What it owes begins with what it receives itself."""

    agency: str
    jurisdiction: str
    object: DisputedObject
    added_on: date
    reason: str


@stored("intake.plaintiff_substituted.v1")
class PlaintiffSubstituted(Event, frozen=True, kw_only=True):
    """变更原告 (art. 25): `substitute` takes the place of `party`. Its own `party` is unique in the case."""

    party: str
    substitute: Plaintiff
    substituted_on: date
    reason: str
