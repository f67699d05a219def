"""Who may use which route: every route of every service, by every role, against a table that a person reads and answers for; and whose
case it is, for every route of a case.

`permissions.txt` has a line a route: method, path, the roles it is open to (`-`: nobody but its own way in, `*`: everybody, without a
token). A route that is not in the table, or is open to somebody else, fails.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from tests.clauses.district import District
from tests.services.intake.cast import LAND_CODE, MARKET, MARKET_CODE, filing
from tests.whole import AUDITOR, CENTRE, COURT, LAND_OA, MARKET_OA, SUPERVISOR, Whole
from tests.wire import Wire, write_headers
from yingsu.clock import SettableClock
from yingsu.composition import applications
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.store import Ledger

TABLE: Final = Path(__file__).parent / "permissions.txt"
ROLES: Final = {
    "court": COURT,
    "agency": MARKET_OA,
    "mediation_centre": CENTRE,
    "supervisor": SUPERVISOR,
    "auditor": AUDITOR,
    "administrator": "administrator",
}
CLOSED: Final = frozenset({"role-not-allowed", "scope-missing", "feed-closed"})
"""What tells that a route is not open to the caller's role, whatever is asked of it."""
UUID: Final = "00000000-0000-4000-8000-000000000009"
OF_PATH: Final = {
    "agency_id": f"agency-{UUID}",
    "case_id": f"case-{UUID}",
    "file_id": f"file-{UUID}",
    "event_id": UUID,
    "topic": "intake.case_filed.v1",
    "name": "all",
    "context": "all",
    "year": "2026",
}


@pytest.fixture
def whole(ledger: Ledger, keys: KeyStore, clock: SettableClock, tmp_path: Path) -> Whole:
    """Every service."""
    return Whole(ledger, keys, clock, tmp_path)


def routes(whole: Whole) -> Iterator[tuple[str, str]]:
    """Method and path of every documented route."""
    for name, service in applications(whole.deps).items():
        for path, operations in service.openapi()["paths"].items():
            for method in sorted(operations):
                yield method.upper(), f"/v1/{name}{path}"


def asked(wire: Wire, method: str, path: str) -> str:
    """How a route answers a request that says nothing: its error's code, or the status."""
    filled = re.sub(r"\{(\w+)(:path)?\}", lambda found: OF_PATH.get(found[1], "x"), path)
    answer = wire.send(method, filled, headers=write_headers(version=0) if method != "GET" else {})
    return (
        str(answer.json()["code"])
        if answer.headers["Content-Type"].startswith("application/problem")
        else str(answer.status_code)
    )


def open_to(whole: Whole, wires: dict[str, Wire], method: str, path: str) -> str:
    """The roles that a route is open to, as the table writes it."""
    if asked(Wire(whole.app), method, path) != "token-missing":
        return "*"
    return " ".join(role for role, wire in wires.items() if asked(wire, method, path) not in CLOSED) or "-"


def test_every_route_is_open_to_the_roles_of_the_table_and_to_no_other(whole: Whole) -> None:
    wires = {role: whole.wire(client) for role, client in ROLES.items()}
    found = sorted(f"{method} {path}: {open_to(whole, wires, method, path)}" for method, path in routes(whole))
    assert found == TABLE.read_text("utf-8").splitlines()


def example(service: dict[str, Any], operation: dict[str, Any]) -> Any:
    """The body that the documentation gives as an example of an operation; None for one that takes none."""
    content = operation.get("requestBody", {}).get("content", {}).get("application/json")
    if content is None:
        return None
    schema = service["components"]["schemas"][content["schema"]["$ref"].rpartition("/")[2]]
    return schema["examples"][0]


def of_cases(whole: Whole) -> Iterator[tuple[str, str, Any]]:
    """Method, path and example of every route of a case."""
    document = applications(whole.deps)["intake"].openapi()
    for path, operations in document["paths"].items():
        if "{case_id}" in path:
            for method, operation in operations.items():
                yield method.upper(), f"/v1/intake{path}", example(document, operation)


def code_of(wire: Wire, method: str, path: str, body: Any) -> tuple[int, str]:
    """The status and the error's code."""
    headers = write_headers(version=0) if method != "GET" else {}
    answer = wire.send(method, path, headers=headers, **({} if body is None else {"json": body}))
    problem = answer.headers["Content-Type"].startswith("application/problem")
    return answer.status_code, answer.json()["code"] if problem else ""


@pytest.fixture
def case_id(whole: Whole) -> str:
    """A case against the market supervision of 洪泽 alone."""
    found: str = (
        whole.wire(COURT).post("/v1/intake/court/messages", filing(defendants=[{"agency_code": MARKET_CODE}])).json()["case_id"]
    )
    whole.settle()
    return found


def test_no_route_of_a_case_knows_it_for_another_district_another_court_or_an_agency_that_is_not_in_it(
    whole: Whole, case_id: str
) -> None:
    district = District.of(whole, "370404", "鲁0404")
    stranger = district.agency("示例局（样例）", "113704040000080005", "department")
    centre = district.agency("示例调处中心（样例）", "11370404000008007T", "mediation_centre")
    others = {
        "court": district.client("court", court="鲁0404"),
        "agency": district.client("agency", agency=stranger),
        "mediation_centre": district.client("mediation_centre", agency=centre),
        "supervisor": district.client("supervisor"),
        "auditor": district.client("auditor"),
        "agency of the district": whole.wire(LAND_OA),
    }
    asked = 0
    for method, path, body in of_cases(whole):
        filled = path.format(case_id=case_id, agency_id=MARKET, event_id=UUID)
        for role, wire in others.items():
            status, code = code_of(wire, method, filled, body)
            assert (status, code) == (404, "case-not-found") or (status == 403 and code in CLOSED), (
                role,
                method,
                path,
                status,
                code,
            )
            asked += status == 404
    assert asked > len(list(of_cases(whole)))


def test_a_defendant_registers_nothing_for_another(whole: Whole) -> None:
    both = [{"agency_code": MARKET_CODE}, {"agency_code": LAND_CODE}]
    case_id = whole.wire(COURT).post("/v1/intake/court/messages", filing(defendants=both)).json()["case_id"]
    land, asked = whole.wire(LAND_OA), 0
    for method, path, body in of_cases(whole):
        if method != "GET" and "{agency_id}" in path and "/forwardings/" not in path:
            filled = path.format(case_id=case_id, agency_id=MARKET, event_id=UUID)
            assert code_of(land, method, filled, body) == (403, "other-agency"), path
            asked += 1
    assert asked > 10
