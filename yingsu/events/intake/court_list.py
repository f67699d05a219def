"""What a court lists of the cases of a district, so that both may compare what they have (YC-1.2, YC-3.3.3). Streams
`court_list-<digest of court and list id>`, one event each: a list is never changed, a later one of the court takes its place.
"""

from datetime import date

import msgspec

from yingsu.ledger.entry import Event
from yingsu.ledger.mapper import stored


class ListedCase(msgspec.Struct, frozen=True, kw_only=True):
    """One case of the list: its canonical number, and the codes of the agencies sued as the court wrote them, known here or not."""

    case_no: str
    agency_codes: tuple[str, ...]


@stored("intake.court_list_received.v1")
class CourtListReceived(Event, frozen=True, kw_only=True):
    """与人民法院互通的案件清单. Every case against agencies of the district that the court filed from `filed_from` to `filed_to`, as of `listed_on`."""

    court: str
    list_id: str
    listed_on: date
    received_on: date
    filed_from: date
    filed_to: date
    cases: tuple[ListedCase, ...]
