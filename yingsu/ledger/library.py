"""The ledger behind the eventsourcing library's interfaces: recorder, mapper, application.

`Ledger.load` reads through them, and the library's repository and notification log work on the ledger as they are. Two of its
interfaces are declined: appending stored events alone (they have no jurisdiction, actor or command id: `Ledger.append` is the way in),
and subscriptions (`yingsu.ledger.reader` keeps the bookmark in the view's own transaction).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.domain import DomainEventProtocol
from eventsourcing.persistence import (
    ApplicationRecorder,
    JSONTranscoder,
    Mapper,
    Notification,
    NotSupportedError,
    StoredEvent,
    Subscription,
)
from eventsourcing.utils import Environment
from typing_extensions import override

from yingsu.ledger.database import Database
from yingsu.ledger.entry import Entry
from yingsu.ledger.rows import COLUMNS, to_entry

State = TypeVar("State")

WHOLE_STREAM: Final = 2**31 - 1


@dataclass(frozen=True)
class StoredEntry(Notification):
    """A stored event with the whole row of the ledger that it came from."""

    row: tuple[Any, ...]


class EntryMapper(Mapper[str]):
    """Rows of the ledger to `Entry`; the event inside by topic, through upcasters."""

    def __init__(self) -> None:
        super().__init__(JSONTranscoder())

    @override
    def to_domain_event(self, stored_event: StoredEvent) -> Entry:
        """The entry. Its event is `UnknownEvent` where this version cannot read it; nothing raises."""
        if not isinstance(stored_event, StoredEntry):
            raise NotSupportedError("only what the ledger's recorder selected can be mapped")
        return to_entry(stored_event.row)

    @override
    def to_stored_event(self, domain_event: DomainEventProtocol[str]) -> StoredEvent:
        """Declined: an event enters with its envelope, through `Ledger.append`."""
        raise NotSupportedError("events are appended by Ledger.append")


class LedgerRecorder(ApplicationRecorder):
    """Reads the ledger as `tenants` may see it; positions are the library's notification ids."""

    def __init__(self, database: Database, tenants: tuple[str, ...]) -> None:
        self._database = database
        self._tenants = tenants

    @override
    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> Sequence[StoredEntry]:
        """The entries of one stream with versions in (gt, lte], in one round trip."""
        order = "DESC" if desc else "ASC"
        query = f"SELECT {COLUMNS} FROM ledger.read_stream(%s, %s, %s, %s) ORDER BY version {order} LIMIT %s"  # noqa: S608
        values = (originator_id, ",".join(self._tenants), gt or 0, WHOLE_STREAM if lte is None else lte, limit)
        with self._database.session() as connection:
            return [_stored(row) for row in connection.execute(query, values, prepare=True)]

    @override
    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[StoredEntry]:
        """Entries by position, in order, as the library's notification log asks for them."""
        first = (start or 0) + (0 if inclusive_of_start else 1)
        with self._database.read(self._tenants) as cursor:
            rows = cursor.execute(
                f"SELECT {COLUMNS} FROM ledger.entry WHERE position >= %s AND position <= coalesce(%s, position) "  # noqa: S608
                "AND (%s::text[] = '{}' OR topic = ANY (%s::text[])) ORDER BY position LIMIT %s",
                (first, stop, list(topics), list(topics), limit),
            )
            return [_stored(row) for row in rows]

    @override
    def max_notification_id(self) -> int | None:
        """The last position; None for an empty ledger."""
        with self._database.session() as connection:
            row = connection.execute("SELECT position FROM ledger.head").fetchone()
        return row[0] or None if row else None

    @override
    def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Sequence[int] | None:
        """Declined: an event enters with its envelope, through `Ledger.append`."""
        raise NotSupportedError("events are appended by Ledger.append")

    @override
    def subscribe(self, gt: int | None = None, topics: Sequence[str] = ()) -> Subscription[ApplicationRecorder]:
        """Declined: `yingsu.ledger.reader.Projector` follows the ledger."""
        raise NotSupportedError("views follow the ledger through yingsu.ledger.reader")


class LedgerApplication(Application[str]):
    """The library's application over the ledger. The only subclass there is: each would be a second ledger to the library."""

    name = "yingsu"

    def __init__(self, recorder: LedgerRecorder) -> None:
        self._ledger_recorder = recorder
        super().__init__()

    @override
    def construct_env(self, name: str, env: Any = None) -> Environment:
        """No environment variable configures the ledger behind our back."""
        return Environment(name, env or {})

    @override
    def construct_mapper(self) -> Mapper[str]:
        """Our mapper."""
        return EntryMapper()

    @override
    def construct_recorder(self) -> ApplicationRecorder:
        """Our recorder."""
        return self._ledger_recorder


def folding(evolve: Callable[[State | None, Entry], State | None]) -> Callable[[State | None, Iterable[Entry]], State | None]:
    """The library's projector function for a functional state: `repository.get(stream, projector_func=folding(evolve))`."""

    def project(state: State | None, entries: Iterable[Entry]) -> State | None:
        for entry in entries:
            state = evolve(state, entry)
        return state

    return project


def _stored(row: tuple[Any, ...]) -> StoredEntry:
    return StoredEntry(originator_id=row[2], originator_version=row[3], topic=row[4], state=row[17].encode(), id=row[0], row=row)
