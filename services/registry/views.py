"""The registry's views: who is registered and which rules are published, as lists that can be filtered and paged.

Rows hold the ciphertext of an official's name, never the name. Single things are read from the ledger (`Directory`), not from here.
"""

from collections.abc import Sequence
from datetime import date
from typing import Final, TypeVar

import msgspec

from yingsu.derived import insert
from yingsu.events.registry.agency import AgencyRegistered, AgencyType, CourtRegistered, OfficialRegistered
from yingsu.events.registry.client import ClientRegistered, ClientRevoked, ClientRole, ClientSecretRotated
from yingsu.events.registry.lineage import (
    AgencyAbolished,
    AgencyMerged,
    AgencyRenamed,
    AgencySplit,
    AgencySucceeded,
    PowersTransferred,
)
from yingsu.events.registry.rules import CalendarPublished, ProfilePublished
from yingsu.ledger.database import Cursor, Database
from yingsu.ledger.entry import Entry
from yingsu.ledger.rows import stream_entries
from yingsu.ledger.sealed import SealedPerson
from yingsu.officials import agencies
from yingsu.officials.divisions import NATIONAL
from yingsu.officials.officials import Duty

Columns = dict[str, object]


class RegistryView:
    """All five tables, one bookmark: the registry changes seldom, and its tables are small."""

    name: Final = "registry.directory"
    selects: Final = ("registry.%",)
    tables: Final = ("registry_agency", "registry_court", "registry_client", "registry_official", "registry_rules")

    def apply(self, cursor: Cursor, entries: Sequence[Entry]) -> None:
        """Write what `entries` change. Entries of other services change nothing."""
        for entry in entries:
            if entry.topic.startswith("registry."):
                _apply(cursor, entry)


def _apply(cursor: Cursor, entry: Entry) -> None:
    columns: Columns
    match entry.event:
        case AgencyRegistered() as event:
            _insert(cursor, "registry_agency", msgspec.structs.asdict(event) | _of(entry, event.jurisdiction))
        case CourtRegistered() as event:
            _insert(cursor, "registry_court", msgspec.structs.asdict(event) | _of(entry, NATIONAL))
        case OfficialRegistered(official_id=official, agency=agency, post=post, duties=duties, person=person):
            columns = {"official_id": official, "agency": agency, "post": post, "duties": list(duties)}
            _insert(cursor, "registry_official", columns | msgspec.structs.asdict(person) | _of(entry, entry.jurisdiction))
        case ClientRegistered() as event:
            columns = {
                "client_id": event.client_id,
                "name": event.name,
                "role": event.role,
                "court": event.court,
                "agency": event.agency,
                "scopes": list(event.scopes),
                "has_secret": event.secret_hash is not None,
                "has_key": event.public_key is not None,
                "revoked": False,
            }
            _insert(cursor, "registry_client", columns | _of(entry, *event.jurisdictions))
        case (
            AgencyRenamed() | AgencyMerged() | AgencySplit() | PowersTransferred() | AgencyAbolished() | AgencySucceeded()
        ) as event:
            _update_agency(cursor, entry, event.agency_id)
        case ClientSecretRotated():
            cursor.execute("UPDATE registry_client SET version = %s WHERE client_id = %s", (entry.version, _client(entry)))
        case ClientRevoked() as event:
            cursor.execute(
                "UPDATE registry_client SET revoked = true, reason = %s, version = %s WHERE client_id = %s",
                (event.reason, entry.version, _client(entry)),
            )
        case CalendarPublished() as event:
            columns = {
                "kind": "calendar",
                "id": str(event.year),
                "sha256": event.sha256,
                "notices": list(event.notices),
                "published_by": event.published_by,
            }
            _insert(cursor, "registry_rules", columns | _of(entry, NATIONAL) | {"version": event.version})
        case ProfilePublished() as event:
            columns = {
                "kind": "profile",
                "id": event.profile_id,
                "jurisdiction": event.jurisdiction,
                "sha256": event.sha256,
                "effective_from": event.effective_from,
                "notices": [],
                "prepared_by": event.prepared_by,
                "published_by": event.published_by,
            }
            _insert(cursor, "registry_rules", columns | _of(entry, event.jurisdiction or NATIONAL) | {"version": event.version})


def _update_agency(cursor: Cursor, entry: Entry, agency_id: str) -> None:
    """The present name, whichever was recorded first, and the version."""
    known = agencies.fold(
        list(stream_entries(cursor, "stream = %s AND version <= %s ORDER BY version", (agency_id, entry.version)))
    )
    if known is not None:
        cursor.execute(
            "UPDATE registry_agency SET name = %s, version = %s WHERE agency_id = %s", (known.name, entry.version, agency_id)
        )


def _of(entry: Entry, *jurisdictions: str) -> Columns:
    """The columns that every table has: the stream's version, and who may see the row."""
    return {"version": entry.version, "jurisdictions": list(jurisdictions)}


def _insert(cursor: Cursor, table: str, columns: Columns) -> None:
    insert(cursor, table, tuple(columns), [tuple(columns.values())])


def _client(entry: Entry) -> str:
    return entry.stream.removeprefix("client-")


Row = TypeVar("Row", bound=msgspec.Struct)


class AgencyRow(msgspec.Struct, frozen=True, kw_only=True):
    """One agency of the list."""

    agency_id: str
    name: str
    code: str
    type: AgencyType
    jurisdiction: str
    valid_from: date
    sample: bool
    version: int


class CourtRow(msgspec.Struct, frozen=True, kw_only=True):
    """One court of the list."""

    court: str
    name: str
    sample: bool
    version: int


class ClientRow(msgspec.Struct, frozen=True, kw_only=True):
    """One client of the list. Of its credentials only which kinds there are."""

    client_id: str
    name: str
    role: ClientRole
    court: str | None
    agency: str | None
    scopes: list[str]
    has_secret: bool
    has_key: bool
    revoked: bool
    reason: str | None
    version: int
    jurisdictions: list[str]


class OfficialRow(msgspec.Struct, frozen=True, kw_only=True):
    """One official of the list, the name sealed."""

    official_id: str
    agency: str
    post: str
    duties: list[Duty]
    subject: str
    key_id: str
    box: str
    version: int

    @property
    def person(self) -> SealedPerson:
        """The official's name, sealed."""
        return SealedPerson(subject=self.subject, key_id=self.key_id, box=self.box)


class CalendarRow(msgspec.Struct, frozen=True, kw_only=True):
    """One published version of a calendar year; `id` is the year."""

    id: str
    version: int
    sha256: str
    notices: list[str]
    published_by: str


class ProfileRow(msgspec.Struct, frozen=True, kw_only=True):
    """One published version of a profile."""

    id: str
    version: int
    jurisdiction: str | None
    sha256: str
    effective_from: date
    prepared_by: str
    published_by: str


class Lists:
    """Queries on the views. `tenants` are the caller's jurisdictions; each returns up to `limit` rows after the key `after`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def agencies(
        self, tenants: tuple[str, ...], *, jurisdiction: str | None = None, after: str = "", limit: int
    ) -> list[AgencyRow]:
        """Agencies in the order of their ids."""
        where = "registry_agency WHERE agency_id > %s AND jurisdiction = coalesce(%s, jurisdiction) ORDER BY agency_id LIMIT %s"
        return self._select(tenants, AgencyRow, where, (after, jurisdiction, limit))

    def courts(self, *, after: str = "", limit: int) -> list[CourtRow]:
        """Courts in the order of their designations."""
        return self._select((NATIONAL,), CourtRow, "registry_court WHERE court > %s ORDER BY court LIMIT %s", (after, limit))

    def clients(self, tenants: tuple[str, ...], *, after: str = "", limit: int) -> list[ClientRow]:
        """Clients in the order of their ids."""
        where = "registry_client WHERE client_id > %s ORDER BY client_id LIMIT %s"
        return self._select(tenants, ClientRow, where, (after, limit))

    def officials(self, tenants: tuple[str, ...], *, agency: str | None = None, after: str = "", limit: int) -> list[OfficialRow]:
        """Officials in the order of their ids."""
        where = "registry_official WHERE official_id > %s AND agency = coalesce(%s, agency) ORDER BY official_id LIMIT %s"
        return self._select(tenants, OfficialRow, where, (after, agency, limit))

    def calendars(self, *, after: tuple[str, int] = ("", 0), limit: int) -> list[CalendarRow]:
        """Published versions of calendars, by year and version."""
        where = "registry_rules WHERE kind = 'calendar' AND (id, version) > (%s, %s) ORDER BY id, version LIMIT %s"
        return self._select((NATIONAL,), CalendarRow, where, (*after, limit))

    def profiles(self, tenants: tuple[str, ...], *, after: tuple[str, int] = ("", 0), limit: int) -> list[ProfileRow]:
        """Published versions of the profiles of `tenants` and of the country, by id and version."""
        where = "registry_rules WHERE kind = 'profile' AND (id, version) > (%s, %s) ORDER BY id, version LIMIT %s"
        return self._select((*tenants, NATIONAL), ProfileRow, where, (*after, limit))

    def _select(self, tenants: tuple[str, ...], row: type[Row], rest: str, values: tuple[object, ...]) -> list[Row]:
        # Column names are the struct's fields and `rest` is one of the literals above.
        query = f"SELECT {', '.join(row.__struct_fields__)} FROM views.{rest}"  # noqa: S608
        with self._database.read(tenants) as cursor:
            found = cursor.execute(query, values).fetchall()
        return [msgspec.convert(dict(zip(row.__struct_fields__, line, strict=True)), row) for line in found]
