"""Who appends and who loads: the ledger, raw psycopg, and the eventsourcing library as it comes.

Each is given the same 400-byte event, the same threads and the same server. `append(worker, n)` makes event n (1, 2, …) of the
worker's present stream durable; `begin(worker)` gives the worker a new stream.
"""

from collections.abc import Mapping
from datetime import date
from typing import Protocol
from urllib.parse import parse_qs, urlsplit
from uuid import UUID, uuid4

import psycopg
from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event

from yingsu.clock import system_clock
from yingsu.events.intake.case import DefendantRemoved
from yingsu.ledger.database import Database
from yingsu.ledger.entry import Actor, Command, NewEvent, StreamWrite
from yingsu.ledger.store import Ledger
from yingsu.settings import Urls

EVENT_BYTES = 400
TEXT = "样" * 120
LEGAL_DAY = date(2026, 9, 15)
HONGZE = "320813"


class Contender(Protocol):
    """One store under measurement."""

    name: str

    def begin(self, worker: int) -> None: ...
    def append(self, worker: int, n: int) -> None: ...
    def load(self, worker: int) -> int: ...
    def close(self) -> None: ...


class Yingsu:
    """The ledger: version check, command id, keyed body hash, tenancy, envelope, gapless position."""

    name = "yingsu"

    def __init__(self, urls: Urls) -> None:
        self._database = Database(urls.app, urls.reader, app_connections=8)
        self._ledger = Ledger(self._database, system_clock)
        self._streams: dict[int, str] = {}
        self._actor = Actor(client="bench", role="court")
        self._event = DefendantRemoved(agency="agency-bench", reason=TEXT)

    def begin(self, worker: int) -> None:
        self._streams[worker] = f"case-{uuid4()}"

    def append(self, worker: int, n: int) -> None:
        stream = self._streams[worker]
        new = NewEvent(event=self._event, jurisdiction=HONGZE, occurred_on=LEGAL_DAY, case_id=stream)
        self._ledger.append(
            Command(
                command_id=uuid4(),
                body_hash=bytes(32),
                writes=(StreamWrite(stream=stream, expected_version=n - 1, events=(new,)),),
                actor=self._actor,
                source="bench",
                correlation_id="bench",
                permitted=(HONGZE,),
            )
        )

    def load(self, worker: int) -> int:
        return len(self._ledger.load(self._streams[worker], (HONGZE,)))

    def close(self) -> None:
        self._ledger.close()
        self._database.close()


class Raw:
    """One prepared single-row INSERT and a COMMIT on a connection a thread: no version check beyond the unique key, no order."""

    name = "raw psycopg"

    def __init__(self, urls: Urls, workers: int) -> None:
        with psycopg.connect(urls.owner, autocommit=True) as connection:
            connection.execute(
                "CREATE TABLE public.raw (id bigserial PRIMARY KEY, stream text NOT NULL, version integer NOT NULL, topic text NOT NULL, "
                "state bytea NOT NULL, UNIQUE (stream, version))"
            )
            connection.execute("GRANT ALL ON public.raw, public.raw_id_seq TO yingsu_app")
        self._connections = [psycopg.connect(urls.app) for _ in range(workers)]
        self._streams: dict[int, str] = {}
        self._state = bytes(EVENT_BYTES)

    def begin(self, worker: int) -> None:
        self._streams[worker] = str(uuid4())

    def append(self, worker: int, n: int) -> None:
        connection = self._connections[worker]
        connection.execute(
            "INSERT INTO public.raw (stream, version, topic, state) VALUES (%s, %s, %s, %s)",
            (self._streams[worker], n, "bench", self._state),
            prepare=True,
        )
        connection.commit()

    def load(self, worker: int) -> int:
        connection = self._connections[worker]
        rows = connection.execute(
            "SELECT version, topic, state FROM public.raw WHERE stream = %s ORDER BY version",
            (self._streams[worker],),
            prepare=True,
        ).fetchall()
        connection.commit()
        return len(rows)

    def close(self) -> None:
        for connection in self._connections:
            connection.close()


class Dossier(Aggregate):
    """An aggregate in the library's own style."""

    @event("Opened")
    def __init__(self, text: str) -> None:
        self.text = text

    @event("Noted")
    def note(self, text: str) -> None:
        self.text = text


def stock_environment(url: str, connections: int) -> Mapping[str, str]:
    """How the library is told to use the schema `stock` of the database."""
    parts = urlsplit(url)
    options = parse_qs(parts.query)
    return {
        "PERSISTENCE_MODULE": "eventsourcing.postgres",
        "POSTGRES_DBNAME": parts.path.lstrip("/"),
        "POSTGRES_HOST": options.get("host", [parts.hostname or ""])[0],
        "POSTGRES_PORT": options.get("port", [str(parts.port or 5432)])[0],
        "POSTGRES_USER": parts.username or "",
        "POSTGRES_PASSWORD": parts.password or "unused",
        "POSTGRES_SCHEMA": "stock",
        "POSTGRES_POOL_SIZE": str(connections),
        "POSTGRES_MAX_OVERFLOW": "4",
    }


class Stock:
    """The library's `Application.save` and repository on its own PostgreSQL recorder, with its default locking."""

    name = "stock library"

    def __init__(self, urls: Urls, workers: int) -> None:
        with psycopg.connect(urls.owner, autocommit=True) as connection:
            connection.execute("CREATE SCHEMA stock AUTHORIZATION yingsu_owner")
        self.application_class = Application[UUID]
        self._application = self.application_class(env=stock_environment(urls.owner, workers))
        self._dossiers: dict[int, Dossier] = {}

    def begin(self, worker: int) -> None:
        self._dossiers.pop(worker, None)

    def append(self, worker: int, n: int) -> None:
        if n == 1:
            self._dossiers[worker] = Dossier(TEXT)
        else:
            self._dossiers[worker].note(TEXT)
        self._application.save(self._dossiers[worker])

    def load(self, worker: int) -> int:
        dossier: Dossier = self._application.repository.get(self._dossiers[worker].id)
        return dossier.version

    def close(self) -> None:
        self._application.close()
