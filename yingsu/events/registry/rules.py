"""The rules in force, published into the ledger so that history is judged by what applied then.

Streams `profile-<profile id>` and `calendar-<year>`. The content lies in the append-only blob table under its SHA-256.
"""

from datetime import date

from yingsu.ledger.entry import Event
from yingsu.ledger.mapper import stored


@stored("registry.profile_published.v1")
class ProfilePublished(Event, frozen=True, kw_only=True):
    """A version of a policy profile. `jurisdiction` is None for the national layer."""

    profile_id: str
    version: int
    jurisdiction: str | None
    sha256: str
    effective_from: date
    prepared_by: str
    published_by: str


@stored("registry.calendar_published.v1")
class CalendarPublished(Event, frozen=True, kw_only=True):
    """A version of one year's working calendar, with the addresses of the State Council's notices."""

    year: int
    version: int
    sha256: str
    notices: tuple[str, ...]
    published_by: str
