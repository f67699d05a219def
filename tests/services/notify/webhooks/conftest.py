"""The whole system, in which webhooks may be sent to this machine, and an OA system that listens there."""

from collections.abc import Iterator
from dataclasses import replace
from ipaddress import ip_network
from pathlib import Path

import pytest

from tests.services.notify.story import at
from tests.services.notify.webhooks.office import Office
from tests.services.notify.webhooks.receiver import Receiver, listening
from tests.whole import Whole
from yingsu.clock import SettableClock
from yingsu.composition import applications
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.store import Ledger
from yingsu.settings import AllowedNetwork
from yingsu.web.metrics import Metrics
from yingsu.web.service import combine

HERE = (AllowedNetwork(network=ip_network("127.0.0.0/8")),)


@pytest.fixture
def whole(ledger: Ledger, keys: KeyStore, clock: SettableClock, tmp_path: Path) -> Whole:
    """Every service, with the samples of 洪泽; set up on 1 September 2026."""
    clock.set(at("2026-09-01T08:00"))
    made = Whole(ledger, keys, clock, tmp_path)
    made.deps = replace(made.deps, settings=replace(made.deps.settings, webhook_networks=HERE), metrics=Metrics())
    made.app = combine(applications(made.deps))
    return made


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """An OA system that takes everything."""
    with listening() as made:
        yield made


@pytest.fixture
def office(whole: Whole, receiver: Receiver) -> Office:
    """The market agency's OA system, without an endpoint yet."""
    return Office(whole, receiver)
