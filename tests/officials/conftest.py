"""A small registry for the tests of tokens: one agency, its OA system with a key pair, one official, one court's system."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import msgspec
import pytest
from joserfc.jwk import ECKey

from tests.officials.enrolment import AUDIENCE, ISSUER, NEIGHBOUR, OFFICIAL, Append, Cast, agency
from yingsu.clock import SettableClock, legal_day
from yingsu.events.registry.agency import CourtRegistered, OfficialRegistered
from yingsu.events.registry.client import ClientRegistered
from yingsu.ledger.entry import ANY_JURISDICTION, Actor, Command, Event, NewEvent, StreamWrite
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.sealed import Person
from yingsu.ledger.store import Ledger
from yingsu.officials.credentials import secret_hash
from yingsu.officials.directory import Directory
from yingsu.officials.signatures import new_key, public_jwk
from yingsu.officials.tokens import Issuer, Verifier


@pytest.fixture
def append(ledger: Ledger, clock: SettableClock) -> Append:
    """Appends registry events to a stream: `append(stream, expected_version, *events)`."""

    def append_to(stream: str, version: int, *events: Event) -> None:
        new = tuple(NewEvent(event=event, jurisdiction="320813", occurred_on=legal_day(clock())) for event in events)
        ledger.append(
            Command(
                command_id=uuid4(),
                body_hash=bytes(32),
                writes=(StreamWrite(stream=stream, expected_version=version, events=new),),
                actor=Actor(client="test", role="administrator"),
                source="test",
                correlation_id="test",
                permitted=(ANY_JURISDICTION,),
            )
        )

    return append_to


@pytest.fixture
def transport() -> SettableClock:
    """The transport clock."""
    return SettableClock(datetime(2026, 9, 16, 4, 0, tzinfo=UTC))


@pytest.fixture
def directory(ledger: Ledger, transport: SettableClock) -> Directory:
    """Lookups in the test's ledger."""
    return Directory(ledger, transport)


@pytest.fixture
def cast(append: Append, keys: KeyStore, transport: SettableClock) -> Cast:
    """The registered agencies, officials and clients."""
    people = Cast(transport)
    append("agency-1", 0, agency(1))
    append("agency-2", 0, agency(2))
    append("court-苏0813", 0, CourtRegistered(court="苏0813", name="示例法院", sample=True))
    for official, owner in ((OFFICIAL, "agency-1"), (NEIGHBOUR, "agency-2")):
        person = keys.seal_person(official, Person(name="示例甲"))
        append(official, 0, OfficialRegistered(official_id=official, person=person, agency=owner, post="局长", duties=("head",)))
    append(
        "client-hongze-oa",
        0,
        ClientRegistered(
            client_id="hongze-oa",
            name="示例局办公系统",
            role="agency",
            court=None,
            agency="agency-1",
            jurisdictions=("320813",),
            scopes=("case:read", "case:write"),
            secret_hash=secret_hash(keys, "hongze-oa", people.secret),
            public_key=msgspec.json.encode(public_jwk(people.key)).decode(),
        ),
    )
    append(
        "client-court-su0813",
        0,
        ClientRegistered(
            client_id="court-su0813",
            name="示例法院系统",
            role="court",
            court="苏0813",
            agency=None,
            jurisdictions=("320813", "320812"),
            scopes=("case:read", "notice:write", "registry:read"),
            secret_hash=secret_hash(keys, "court-su0813", "court-secret"),
            public_key=None,
        ),
    )
    return people


@pytest.fixture
def signing_key() -> ECKey:
    """The installation's token-signing key."""
    return new_key()


@pytest.fixture
def issuer(signing_key: ECKey, transport: SettableClock) -> Issuer:
    """The embedded issuer, tokens of ten minutes."""
    return Issuer(signing_key, issuer=ISSUER, audience=AUDIENCE, lifetime=timedelta(minutes=10), clock=transport)


@pytest.fixture
def verifier(issuer: Issuer, directory: Directory, transport: SettableClock) -> Verifier:
    """The verifier of the embedded issuer's tokens."""
    return Verifier(issuer, directory, audience=AUDIENCE, clock=transport)
