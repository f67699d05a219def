"""What every service is handed by the composition root: the record, the clocks, who may call. Owns how a route finds it again."""

from dataclasses import dataclass, field

from fastapi import Request
from starlette.types import Scope

from yingsu.clock import Clock
from yingsu.files import FileStore
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.store import Ledger
from yingsu.officials.directory import Directory
from yingsu.officials.tokens import Issuer, Verifier
from yingsu.settings import Settings
from yingsu.web.metrics import Metrics
from yingsu.web.rates import Rates
from yingsu.web.stopping import Stopping


@dataclass(frozen=True, kw_only=True)
class Deps:
    """The same object for every service of a process, so that figures and rates are counted together.

    `clock` is the record clock.
    """

    ledger: Ledger
    keys: KeyStore
    files: FileStore
    directory: Directory
    verifier: Verifier
    issuer: Issuer
    clock: Clock
    transport_clock: Clock
    settings: Settings
    metrics: Metrics = field(default_factory=Metrics)
    rates: Rates = field(init=False)
    stopping: Stopping = field(default_factory=Stopping)

    def __post_init__(self) -> None:
        object.__setattr__(self, "rates", Rates(self.settings.rate_limit, self.transport_clock))


def deps_of(request: Request) -> Deps:
    """What the service that serves `request` was created with."""
    deps: Deps = request.app.state.deps
    return deps


def service_of(request: Request) -> str:
    """The name of the service that serves `request`."""
    name: str = request.app.state.service
    return name


def address_of(scope: Scope) -> str:
    """The path below the service: the same whether the service is mounted or stands alone."""
    path: str = scope["path"]
    return path.removeprefix(scope.get("root_path", ""))
