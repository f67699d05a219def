"""Every operation of every service keeps to its OpenAPI file, whatever schemathesis sends: no 5xx, no undocumented answer."""

import re
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from services.notify.feed.routes import LONGEST_MS
from tests.services.intake.cast import filing, service
from tests.whole import AUDITOR, CENTRE, COURT, LAND_OA, SUPERVISOR, Whole
from yingsu.clock import SettableClock
from yingsu.composition import SERVICES
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.store import Ledger

CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
)
CLIENTS = {
    "audit": (AUDITOR, SUPERVISOR),
    "intake": (COURT, CENTRE, LAND_OA, SUPERVISOR),
    "mediation": (CENTRE, LAND_OA),
    "notify": (SUPERVISOR, LAND_OA),
    "registry": ("administrator",),
    "review": (LAND_OA, SUPERVISOR),
}


@pytest.fixture
def whole(ledger: Ledger, keys: KeyStore, clock: SettableClock, tmp_path: Path) -> Whole:
    """The whole system with one case in it."""
    system = Whole(ledger, keys, clock, tmp_path)
    for body in (filing(), service()):
        assert system.wire(COURT).post("/v1/intake/court/messages", body).status_code == 201
    system.settle()
    return system


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_no_request_makes_a_service_break_its_contract(whole: Whole, name: str) -> None:
    schema = schemathesis.openapi.from_asgi(f"/v1/{name}/openapi.json", whole.app)
    found = list(schema.get_all_operations())
    operations = [operation.ok() for operation in found if isinstance(operation, Ok)]
    assert len(operations) == len(found)
    assert operations
    for client in CLIENTS[name]:
        headers = {"Authorization": f"Bearer {whole.wire(client).token}"}
        for operation in operations:
            _attack(operation, headers)


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_an_address_names_every_method_that_its_description_has(whole: Whole, name: str) -> None:
    wire = whole.wire(CLIENTS[name][0])
    described = wire.get(f"/v1/{name}/openapi.json").json()["paths"]
    assert described
    for path, operations in described.items():
        methods = {method.upper() for method in operations}
        answer = wire.send("OPTIONS", f"/v1/{name}{re.sub('{[^}]*}', 'x', path)}")
        assert (answer.status_code, methods - set(answer.headers["allow"].split(", "))) == (405, set()), path


def _attack(operation: Any, headers: dict[str, str]) -> None:
    @settings(max_examples=10, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy())
    def attack(case: Any) -> None:
        if case.query and case.query.get("timeout") in range(1, LONGEST_MS + 1):
            # Nobody sends news meanwhile, so the wait would be for nothing.
            case.query["timeout"] = 1
        case.call_and_validate(headers=headers, checks=CHECKS)

    attack()
