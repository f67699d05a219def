"""The registered agencies as the ledger held them at a position: what they are called, and which of them are governments."""

from collections.abc import Mapping
from typing import Final

from yingsu.events.registry.agency import AgencyRegistered
from yingsu.ledger.categories import Categories, Kept
from yingsu.ledger.database import Cursor
from yingsu.officials import agencies
from yingsu.officials.agencies import Agency

_AGENCIES: Final = Categories("agency")


class RegisteredAgencies(Kept[Mapping[str, Agency]]):
    """By id, read anew when one was registered."""

    def __init__(self) -> None:
        super().__init__(_AGENCIES, _read)


def _read(cursor: Cursor, position: int) -> Mapping[str, Agency]:
    found = (entry for entry in _AGENCIES.entries(cursor, position) if isinstance(entry.event, AgencyRegistered))
    of_each = {entry.stream: agencies.fold([entry]) for entry in found}
    return {stream: agency for stream, agency in of_each.items() if agency}
