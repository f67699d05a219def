"""The whole system of one test: every service as one application over the test's ledger, set up with the samples of 洪泽."""

from pathlib import Path

from starlette.applications import Starlette

from services.registry.setup import initialise
from tests.services.registry.wire import Wire
from yingsu.clock import SettableClock
from yingsu.composition import VIEWS, applications, reactions
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.reader import catch_up
from yingsu.ledger.store import Ledger
from yingsu.officials.directory import Directory
from yingsu.officials.signing_key import open_signing_key
from yingsu.officials.tokens import Issuer, Verifier
from yingsu.settings import load
from yingsu.web.deps import Deps
from yingsu.web.service import combine

COURT = "court-su0813"
MARKET_OA = "hongze-shichang-oa"
LAND_OA = "hongze-ziran-oa"
SUPERVISOR = "hongze-sifa"
AUDITOR = "hongze-shenji"


class Whole:
    """Every service, and the clocks they are given."""

    def __init__(self, ledger: Ledger, keys: KeyStore, clock: SettableClock, folder: Path) -> None:
        self.ledger = ledger
        self.clock = clock
        self.transport = SettableClock(clock())
        settings = load({"YINGSU_DATA": str(folder)})
        initialise(ledger, keys, settings, clock)
        directory = Directory(ledger, self.transport)
        issuer = Issuer(
            open_signing_key(keys, settings.key_file),
            issuer=settings.issuer,
            audience=settings.audience,
            lifetime=settings.token_lifetime,
            clock=self.transport,
        )
        self.deps = Deps(
            ledger=ledger,
            keys=keys,
            directory=directory,
            verifier=Verifier(issuer, directory, audience=settings.audience, clock=self.transport),
            issuer=issuer,
            clock=clock,
            transport_clock=self.transport,
            settings=settings,
        )
        self.app: Starlette = combine(applications(self.deps))

    def wire(self, client_id: str) -> Wire:
        """A client with a token."""
        client = self.deps.directory.client(client_id)
        assert client is not None
        return Wire(self.app, self.deps.issuer.issue(client).access_token)

    def settle(self) -> None:
        """Bring every view and reaction up to date."""
        for view in (*reactions(self.deps), *VIEWS):
            catch_up(self.ledger.database, view)
