"""The intake service over a real ledger, with two courts, three agencies in two jurisdictions, and their clients."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import msgspec
import pytest
from fastapi import FastAPI

from services.intake.app import VIEWS, create_app
from tests.services.intake.cast import (
    AGENCIES,
    CENTRE,
    COURT,
    LAND,
    MARKET,
    NEIGHBOUR,
    NEIGHBOURS_CENTRE,
    OTHER_COURT,
)
from tests.whole import Calling, callers, composed
from tests.wire import Wire
from yingsu.clock import SettableClock
from yingsu.events.registry.agency import AgencyCodeReserved, AgencyRegistered, CourtRegistered
from yingsu.events.registry.client import ClientRegistered, ClientRole
from yingsu.ledger.entry import ANY_JURISDICTION, Actor, Command, Event, NewEvent, StreamWrite
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.reader import catch_up
from yingsu.ledger.store import Ledger
from yingsu.officials.roles import scopes_of
from yingsu.officials.signatures import new_key, public_jwk
from yingsu.settings import load
from yingsu.web.deps import Deps

Register = Callable[[str, Event], None]

MARKET_KEY = new_key()
"""What the market agency's OA system signs statements with."""

CLIENTS: tuple[tuple[str, ClientRole, tuple[str, ...], dict[str, Any]], ...] = (
    ("court", "court", ("320813", "320812"), {"court": COURT}),
    ("court-of-one", "court", ("320813",), {"court": COURT}),
    ("other-court", "court", ("320813", "320812"), {"court": OTHER_COURT}),
    ("unregistered-court", "court", ("320813",), {"court": "苏0899"}),
    ("market", "agency", ("320813",), {"agency": MARKET}),
    ("land", "agency", ("320813",), {"agency": LAND}),
    ("market-archive", "agency", ("320813",), {"agency": MARKET}),
    ("neighbour", "agency", ("320812",), {"agency": NEIGHBOUR}),
    ("centre", "mediation_centre", ("320813",), {"agency": CENTRE}),
    ("other-centre", "mediation_centre", ("320812",), {"agency": NEIGHBOURS_CENTRE}),
    ("supervisor", "supervisor", ("320813",), {}),
    ("other-supervisor", "supervisor", ("320812",), {}),
    ("auditor", "auditor", ("320813",), {}),
    ("national-auditor", "auditor", ("000000",), {}),
    ("administrator", "administrator", ("320813",), {}),
)


def record(ledger: Ledger, *first: tuple[str, Event]) -> None:
    """Append events in one command, each as the first of its stream."""
    ledger.append(
        Command(
            command_id=uuid4(),
            body_hash=bytes(32),
            writes=tuple(
                StreamWrite(
                    stream=stream,
                    expected_version=0,
                    events=(NewEvent(event=event, jurisdiction="320813", occurred_on=date(2026, 1, 5)),),
                )
                for stream, event in first
            ),
            actor=Actor(client="test", role="administrator"),
            source="test",
            correlation_id="test",
            permitted=(ANY_JURISDICTION,),
        )
    )


@pytest.fixture
def register(ledger: Ledger) -> Register:
    """Appends one registry event as the first of its stream."""
    return lambda stream, event: record(ledger, (stream, event))


@pytest.fixture
def registered(ledger: Ledger, register: Register) -> Register:
    """The courts, agencies and clients are registered."""
    first: list[tuple[str, Event]] = [
        (f"court-{court}", CourtRegistered(court=court, name=f"示例法院{court}", sample=True)) for court in (COURT, OTHER_COURT)
    ]
    for agency_id, code, jurisdiction in AGENCIES:
        register_agency(lambda stream, event: first.append((stream, event)), agency_id, code, jurisdiction)
    for client_id, role, jurisdictions, bound in CLIENTS:
        client = ClientRegistered(
            client_id=client_id,
            name=client_id,
            role=role,
            court=bound.get("court"),
            agency=bound.get("agency"),
            jurisdictions=jurisdictions,
            scopes=tuple(sorted(scopes_of(role))),
            secret_hash=None,
            public_key=msgspec.json.encode(public_jwk(MARKET_KEY)).decode() if client_id == "market" else None,
        )
        first.append((f"client-{client_id}", client))
    record(ledger, *first)
    return register


def register_agency(register: Register, agency_id: str, code: str, jurisdiction: str) -> None:
    """Register an agency with its code."""
    register(
        agency_id,
        AgencyRegistered(
            agency_id=agency_id,
            name=f"示例局{code[-4:]}",
            code=code,
            type="department",
            jurisdiction=jurisdiction,
            valid_from=date(2019, 1, 1),
            sample=True,
        ),
    )
    register(f"agency_code-{code}", AgencyCodeReserved(code=code, agency_id=agency_id))


@pytest.fixture
def deps(ledger: Ledger, keys: KeyStore, clock: SettableClock, tmp_path: Path) -> Deps:
    """What the service is handed."""
    return composed(ledger, keys, load({"YINGSU_DATA": str(tmp_path)}), clock, SettableClock(clock()))


@pytest.fixture
def app(deps: Deps, registered: Register) -> FastAPI:
    """The intake service."""
    return create_app(deps)


@pytest.fixture
def line(app: FastAPI, deps: Deps) -> Calling:
    """A client's line to the service."""
    return callers(app, deps)


@pytest.fixture
def court(line: Calling) -> Wire:
    """The court of 洪泽."""
    return line("court")


@pytest.fixture
def market(line: Calling) -> Wire:
    """The market agency's OA system."""
    return line("market")


@pytest.fixture
def supervisor(line: Calling) -> Wire:
    """The supervising body of 洪泽."""
    return line("supervisor")


@pytest.fixture
def project(ledger: Ledger) -> Callable[[], None]:
    """Bring the views up to date."""

    def all_views() -> None:
        for view in VIEWS:
            catch_up(ledger.database, view)

    return all_views


@pytest.fixture
def topics(ledger: Ledger) -> Callable[[], list[str]]:
    """The topics of everything that intake appended, in order."""
    return lambda: [entry.topic for entry in ledger.read_all(0, 1000) if entry.topic.startswith("intake.")]
