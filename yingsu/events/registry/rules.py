"""The rules in force, published into the ledger so that history is judged by what applied then.

Streams `profile-<profile id>`, `profile_draft-<profile id>` and `calendar-<year>`. The content lies in the append-only blob table under its
SHA-256. What officials prepare of a profile is on record in the stream of its drafts; only what another one published or confirmed is law.
"""

from datetime import date
from typing import Literal

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


@stored("registry.profile_retired.v1")
class ProfileRetired(Event, frozen=True, kw_only=True):
    """The profile, in all versions up to `version`, governs nothing that begins after `last_day`; the layer above it does. What began by then
    goes on under it."""

    profile_id: str
    version: int
    last_day: date
    reason: str
    prepared_by: str
    retired_by: str


@stored("registry.profile_prepared.v1")
class ProfilePrepared(Event, frozen=True, kw_only=True):
    """An official put forward a version of a profile. `draft` counts from 1; `sha256` names what would be published, `files_sha256` the files
    as written (JSON, text by file name)."""

    profile_id: str
    draft: int
    jurisdiction: str | None
    sha256: str
    files_sha256: str
    effective_from: date
    prepared_by: str


@stored("registry.profile_draft_closed.v1")
class ProfileDraftClosed(Event, frozen=True, kw_only=True):
    """A draft was published or rejected by another official, or withdrawn by the one who prepared it. `reason`: why not published."""

    profile_id: str
    draft: int
    sha256: str
    outcome: Literal["published", "rejected", "withdrawn"]
    reason: str | None
    closed_by: str


@stored("registry.profile_retirement_prepared.v1")
class ProfileRetirementPrepared(Event, frozen=True, kw_only=True):
    """An official put forward that the profile be retired after `last_day`."""

    profile_id: str
    last_day: date
    reason: str
    prepared_by: str


@stored("registry.profile_retirement_closed.v1")
class ProfileRetirementClosed(Event, frozen=True, kw_only=True):
    """What was put forward was confirmed or rejected by another official, or withdrawn by the one who prepared it."""

    profile_id: str
    last_day: date
    outcome: Literal["confirmed", "rejected", "withdrawn"]
    reason: str | None
    closed_by: str


@stored("registry.calendar_published.v1")
class CalendarPublished(Event, frozen=True, kw_only=True):
    """A version of one year's working calendar, with the addresses of the State Council's notices."""

    year: int
    version: int
    sha256: str
    notices: tuple[str, ...]
    published_by: str
