"""The whole system, in which webhooks may be sent to this machine, and an OA system that listens there."""

from collections.abc import Iterator
from dataclasses import replace
from ipaddress import ip_network

import pytest

from tests.services.notify.webhooks.office import Office
from tests.services.notify.webhooks.receiver import Receiver, listening
from tests.whole import Whole
from yingsu.composition import applications
from yingsu.settings import AllowedNetwork
from yingsu.web.metrics import Metrics
from yingsu.web.service import combine

HERE = (AllowedNetwork(network=ip_network("127.0.0.0/8")),)


@pytest.fixture
def whole(whole: Whole) -> Whole:
    """The same, with metrics of its own; webhooks may be sent to this machine."""
    settings = replace(whole.deps.settings, webhook_networks=HERE)
    whole.deps = replace(whole.deps, settings=settings, metrics=Metrics())
    whole.app = combine(applications(whole.deps))
    return whole


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """An OA system that takes everything."""
    with listening() as made:
        yield made


@pytest.fixture
def office(whole: Whole, receiver: Receiver) -> Office:
    """The market agency's OA system, without an endpoint yet."""
    return Office(whole, receiver)
