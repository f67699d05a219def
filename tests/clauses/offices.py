"""The offices of a district's agencies, registered over HTTP, for the acceptance examples about who holds which."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.clauses.district import District
from tests.whole import Whole
from tests.wire import Wire
from yingsu.clock import SettableClock
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.store import Ledger


def opened(ledger: Ledger, keys: KeyStore, clock: SettableClock, folder: Path, jurisdiction: str, court: str) -> District:
    """The district on 20 November 2026."""
    clock.set(datetime(2026, 11, 20, 4, tzinfo=UTC))
    return District.of(Whole(ledger, keys, clock, folder), jurisdiction, court)


def told(wire: Wire, office: str, what: str, **body: Any) -> dict[str, Any]:
    """Something of an office is registered, on its version as it stands. `office` is where the office is shown."""
    version = int(wire.get(f"/v1/registry/{office}").headers["ETag"].strip('"'))
    path = office.removesuffix("/office")
    answer = wire.post(f"/v1/registry/{path}/{what}", body, version=version)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def appointed(wire: Wire, office: str, name: str, position: str, on: str, post: str = "示例职务", **more: Any) -> dict[str, Any]:
    """Somebody is appointed."""
    person = {"name": name}
    return told(wire, office, "office-holders", person=person, post=post, position=position, appointed_on=on, **more)


def register(district: District, code: str, on: str, **query: Any) -> list[dict[str, Any]]:
    """The rows of a register on a day, as the body that supervises sees them."""
    wire = district.client("supervisor")
    answer = wire.get(f"/v1/registry/registers/{code}", jurisdiction=district.jurisdiction, as_of=on, **query)
    assert answer.status_code == 200, answer.text
    rows: list[dict[str, Any]] = answer.json()["rows"]
    return rows


def gaps(district: District, on: str) -> list[tuple[str, str, tuple[str, ...]]]:
    """What agencies lack on a day: agency, requirement, what."""
    answer = district.client("supervisor").get("/v1/registry/agency-gaps", jurisdiction=district.jurisdiction, as_of=on)
    assert answer.status_code == 200, answer.text
    return [(gap["agency"]["agency_id"], gap["code"], tuple(gap["missing"])) for gap in answer.json()["gaps"]]
