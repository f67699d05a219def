"""The registry service over a real ledger: set up as `yingsu init` does, with its samples.

`administrator`, `calling` and `stranger` act on an installation of the test's own. `standing` and `standing_call` share one between all tests
that change nothing in it: reads, and requests that are refused.
"""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import msgspec
import psycopg
import pytest
from fastapi import FastAPI

from services.registry.app import VIEWS, create_app
from services.registry.setup import Credentials, Setup, initialise
from tests.conftest import NOON
from tests.whole import Calling, callers, composed
from tests.wire import Wire
from yingsu.clock import SettableClock
from yingsu.ledger.database import Database
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.reader import catch_up
from yingsu.ledger.store import Ledger
from yingsu.settings import Settings, load, role_urls
from yingsu.web.deps import Deps


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """The settings of an installation without any environment."""
    return load({"YINGSU_DATA": str(tmp_path)})


@pytest.fixture
def transport(clock: SettableClock) -> SettableClock:
    """The transport clock, at the same moment as the record clock."""
    return SettableClock(clock())


@pytest.fixture
def done(ledger: Ledger, keys: KeyStore, settings: Settings, clock: SettableClock) -> Setup:
    """What the first `yingsu init` did."""
    return initialise(ledger, keys, settings, clock)


@pytest.fixture
def deps(ledger: Ledger, keys: KeyStore, settings: Settings, clock: SettableClock, transport: SettableClock) -> Deps:
    """Everything that the service is handed."""
    return composed(ledger, keys, settings, clock, transport)


@pytest.fixture
def app(deps: Deps, done: Setup) -> FastAPI:
    """The registry."""
    assert done.administrator == "administrator"
    return create_app(deps)


@pytest.fixture
def credentials(done: Setup) -> Callable[[str], Credentials]:
    """The credentials file of a client."""
    return lambda client_id: msgspec.json.decode((done.folder / f"{client_id}.json").read_bytes(), type=Credentials)


@pytest.fixture
def stranger(app: FastAPI) -> Wire:
    """Somebody without a token."""
    return Wire(app)


@pytest.fixture
def calling(app: FastAPI, deps: Deps) -> Calling:
    """A registered client with all it was granted."""
    return callers(app, deps)


@pytest.fixture
def administrator(calling: Calling) -> Wire:
    """The administrator of the installation."""
    return calling("administrator")


@pytest.fixture
def caught_up(ledger: Ledger) -> Callable[[], None]:
    """Applies to the views what the ledger has."""

    def apply() -> None:
        for view in VIEWS:
            catch_up(ledger.database, view)

    return apply


@pytest.fixture(scope="session")
def standing_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of the shared installation."""
    return tmp_path_factory.mktemp("standing")


@pytest.fixture(scope="session")
def standing_call(postgres: str, standing_folder: Path) -> Iterator[Calling]:
    """Clients of the shared installation, whose views are up to date."""
    with psycopg.connect(postgres, autocommit=True) as owner:
        owner.execute("CREATE DATABASE standing TEMPLATE template OWNER yingsu_owner STRATEGY file_copy")
    urls = role_urls(postgres.replace("/postgres?", "/standing?"))
    clock = SettableClock(NOON)
    with (
        closing(Database(urls.app, urls.reader)) as database,
        closing(Ledger(database, clock)) as ledger,
        closing(KeyStore(urls.keys, bytes(32), clock)) as keys,
    ):
        settings = load({"YINGSU_DATA": str(standing_folder), "YINGSU_RATE_LIMIT": "1000000/minute"})
        initialise(ledger, keys, settings, clock)
        for view in VIEWS:
            catch_up(database, view)
        deps = composed(ledger, keys, settings, clock, SettableClock(NOON))
        head = ledger.head()
        yield callers(create_app(deps), deps)
        assert ledger.head() == head, "a test changed the installation that others share"


@pytest.fixture
def standing(standing_call: Calling) -> Wire:
    """The administrator of the shared installation."""
    return standing_call("administrator")


@pytest.fixture
def standing_secret(standing_folder: Path, standing: Wire) -> Callable[[str], str]:
    """The secret of a client of the shared installation."""
    assert standing.token
    return lambda client_id: (
        msgspec.json.decode((standing_folder / "credentials" / f"{client_id}.json").read_bytes(), type=Credentials).client_secret
    )
