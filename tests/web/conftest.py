"""A small service behind the whole edge, over a real ledger, and clients that may call it."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import msgspec
import pytest
from fastapi import FastAPI
from joserfc.jwk import ECKey

from tests.web.register import register_service
from tests.wire import Wire as PlainWire
from yingsu.clock import SettableClock
from yingsu.events.registry.agency import AgencyRegistered, OfficialRegistered
from yingsu.events.registry.client import ClientRegistered, ClientRole
from yingsu.files import FileStore
from yingsu.ledger.entry import ANY_JURISDICTION, Actor, Command, Event, NewEvent, StreamWrite
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.sealed import Person
from yingsu.ledger.store import Ledger
from yingsu.officials.directory import Directory
from yingsu.officials.signatures import new_key, public_jwk
from yingsu.officials.tokens import Issuer, Verifier
from yingsu.settings import Settings, load
from yingsu.web.deps import Deps

AGENCY = "agency-00000000-0000-4000-8000-000000000001"
OFFICIAL = "official-00000000-0000-4000-8000-000000000001"

_LAG: Mapping[str, int] = {"register.list": 3}


class Wire(PlainWire):
    """A client of the small service."""

    def write(self, path: str, body: Any, *, method: str = "POST", key: str | None = None, **headers: str) -> httpx.Response:
        """A write with an `Idempotency-Key`."""
        fields = {"Idempotency-Key": key or str(uuid4())} | {name.replace("_", "-"): value for name, value in headers.items()}
        return self.send(method, path, json=body, headers=fields)

    def send_raw(self, method: str, path: str, headers: list[tuple[str, str]], body: Any) -> httpx.Response:
        """One request whose header fields may repeat."""

        async def run() -> httpx.Response:
            async with httpx.AsyncClient(transport=httpx.ASGITransport(self.app), base_url="http://yingsu.test") as client:
                return await client.request(method, path, headers=headers, json=body)

        return asyncio.run(run())

    def post_bytes(self, content: bytes, content_type: str = "application/json") -> httpx.Response:
        """A registration whose body is these bytes."""
        return self.send("POST", "/entries", content=content, headers={"Content-Type": content_type, "Idempotency-Key": "k-1"})


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """The settings of an installation without any environment."""
    return load({"YINGSU_DATA": str(tmp_path)})


@pytest.fixture
def transport(clock: SettableClock) -> SettableClock:
    """The transport clock, at the same moment as the record clock."""
    return SettableClock(clock())


@pytest.fixture
def signing_key() -> ECKey:
    """The installation's token-signing key."""
    return new_key()


@pytest.fixture
def oa_key() -> ECKey:
    """The key that the OA system registered."""
    return new_key()


@pytest.fixture
def issuer(signing_key: ECKey, settings: Settings, transport: SettableClock) -> Issuer:
    """The embedded issuer."""
    return Issuer(
        signing_key, issuer=settings.issuer, audience=settings.audience, lifetime=timedelta(minutes=10), clock=transport
    )


@pytest.fixture
def deps(
    ledger: Ledger, keys: KeyStore, issuer: Issuer, settings: Settings, clock: SettableClock, transport: SettableClock
) -> Deps:
    """Everything that a service is handed."""
    directory = Directory(ledger, transport)
    verifier = Verifier(issuer, directory, audience=settings.audience, clock=transport)
    return Deps(
        ledger=ledger,
        keys=keys,
        files=FileStore(settings.files, ledger, keys),
        directory=directory,
        verifier=verifier,
        issuer=issuer,
        clock=clock,
        transport_clock=transport,
        settings=settings,
    )


@pytest.fixture
def service(deps: Deps) -> FastAPI:
    """The register service."""
    return register_service(deps, lambda: _LAG)


@pytest.fixture
def registered(ledger: Ledger, keys: KeyStore, oa_key: ECKey) -> Ledger:
    """One agency with its official and two of its OA systems; a court's system; a supervising bureau's."""
    key = msgspec.json.encode(public_jwk(oa_key)).decode()
    person = keys.seal_person(OFFICIAL, Person(name="示例甲"))
    _append(ledger, AGENCY, agency())
    _append(
        ledger, OFFICIAL, OfficialRegistered(official_id=OFFICIAL, person=person, agency=AGENCY, post="局长", duties=("head",))
    )
    oa = client("hongze-oa", "agency", ("case:read", "case:write"), agency=AGENCY, public_key=key)
    _append(ledger, "client-hongze-oa", oa)
    _append(ledger, "client-hongze-oa2", client("hongze-oa2", "agency", ("case:read", "case:write"), agency=AGENCY))
    _append(ledger, "client-bureau", client("bureau", "supervisor", ("case:read", "case:write")))
    _append(ledger, "client-court", client("court", "court", ("notice:write", "case:read"), court="苏0813"))
    return ledger


@pytest.fixture
def token_for(registered: Ledger, deps: Deps) -> Callable[[str], str]:
    """A token for a registered client, with everything it was granted."""

    def issue(client_id: str) -> str:
        known = deps.directory.client(client_id)
        assert known is not None
        return deps.issuer.issue(known).access_token

    return issue


@pytest.fixture
def wire(service: FastAPI, token_for: Callable[[str], str]) -> Wire:
    """The agency's OA system, calling the register."""
    return Wire(service, token_for("hongze-oa"))


@pytest.fixture
def stranger(service: FastAPI) -> Wire:
    """Somebody without a token."""
    return Wire(service)


@pytest.fixture
def slow_deps(deps: Deps) -> Deps:
    """The same installation, where a client may send two requests a minute."""
    return replace(deps, settings=replace(deps.settings, rate_limit="2/minute"))


def client(
    client_id: str,
    role: ClientRole,
    scopes: tuple[str, ...],
    *,
    agency: str | None = None,
    court: str | None = None,
    public_key: str | None = None,
) -> ClientRegistered:
    """A client of 洪泽."""
    return ClientRegistered(
        client_id=client_id,
        name=client_id,
        role=role,
        court=court,
        agency=agency,
        jurisdictions=("320813",),
        scopes=scopes,
        secret_hash=None,
        public_key=public_key,
    )


def agency() -> AgencyRegistered:
    """The agency of the OA system."""
    return AgencyRegistered(
        agency_id=AGENCY,
        name="示例局",
        code="11320813000008125D",
        type="department",
        jurisdiction="320813",
        valid_from=date(2019, 1, 1),
        sample=True,
    )


def _append(ledger: Ledger, stream: str, event: Event) -> None:
    new = NewEvent(event=event, jurisdiction="320813", occurred_on=date(2026, 9, 1))
    ledger.append(
        Command(
            command_id=uuid4(),
            body_hash=bytes(32),
            writes=(StreamWrite(stream=stream, expected_version=0, events=(new,)),),
            actor=Actor(client="test", role="administrator"),
            source="test",
            correlation_id="test",
            permitted=(ANY_JURISDICTION,),
        )
    )
