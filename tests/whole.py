"""The whole system of one test: every service as one application over the test's ledger, set up with the samples of 洪泽."""

from collections.abc import Callable
from functools import cached_property
from pathlib import Path

from starlette.applications import Starlette
from starlette.types import ASGIApp

from tests.installed import install
from tests.wire import Wire
from yingsu.clock import SettableClock
from yingsu.composition import VIEWS, applications, reactions
from yingsu.files import FileStore
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.reader import catch_up
from yingsu.ledger.store import Ledger
from yingsu.officials.directory import Directory
from yingsu.officials.signing_key import open_signing_key
from yingsu.officials.tokens import Issuer, Verifier
from yingsu.settings import Settings, load
from yingsu.web.deps import Deps
from yingsu.web.service import combine

COURT = "court-su0813"
MARKET_OA = "hongze-shichang-oa"
LAND_OA = "hongze-ziran-oa"
SUPERVISOR = "hongze-sifa"
CENTRE = "hongze-tiaochu"
AUDITOR = "hongze-shenji"


Calling = Callable[[str], Wire]
"""A registered client by its id, on the wire with all that it was granted."""


def composed(ledger: Ledger, keys: KeyStore, settings: Settings, clock: SettableClock, transport: SettableClock) -> Deps:
    """Everything that the service is handed."""
    directory = Directory(ledger, transport)
    issuer = Issuer(
        open_signing_key(keys, settings.key_file),
        issuer=settings.issuer,
        audience=settings.audience,
        lifetime=settings.token_lifetime,
        clock=transport,
    )
    return Deps(
        ledger=ledger,
        keys=keys,
        files=FileStore(settings.files, ledger, keys),
        directory=directory,
        verifier=Verifier(issuer, directory, audience=settings.audience, clock=transport),
        issuer=issuer,
        clock=clock,
        transport_clock=transport,
        settings=settings,
    )


def callers(app: ASGIApp, deps: Deps) -> Calling:
    """Registered clients with all they were granted."""

    def as_client(client_id: str) -> Wire:
        client = deps.directory.client(client_id)
        assert client is not None
        return Wire(app, deps.issuer.issue(client).access_token)

    return as_client


class Whole:
    """Every service, and the clocks they are given."""

    def __init__(self, ledger: Ledger, keys: KeyStore, clock: SettableClock, folder: Path) -> None:
        self.ledger = ledger
        self.clock = clock
        self.transport = SettableClock(clock())
        settings = load({"YINGSU_DATA": str(folder)})
        install(ledger, keys, settings, clock)
        self.deps = composed(ledger, keys, settings, clock, self.transport)

    @cached_property
    def app(self) -> Starlette:
        """Every service, mounted as `yingsu run` does. Made when first asked for: not every test speaks HTTP."""
        return combine(applications(self.deps))

    def wire(self, client_id: str) -> Wire:
        """A client with a token."""
        return callers(self.app, self.deps)(client_id)

    def settle(self) -> None:
        """Bring every view and reaction up to date."""
        for view in (*reactions(self.deps), *VIEWS):
            catch_up(self.ledger.database, view)
