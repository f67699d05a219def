"""峄城 (370404): what the court finds of an absence and what it suggests, over HTTP. 峄政办字〔2023〕10号."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.clauses.defended import appeared, hearing, leader, told
from tests.clauses.district import District
from tests.clauses.filed import Filed
from tests.whole import Whole
from yingsu.clock import SettableClock
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.store import Ledger

CODE = "11370404000008100T"
HEARD = "2026-09-18"


@pytest.fixture
def filed(ledger: Ledger, keys: KeyStore, clock: SettableClock, tmp_path: Path) -> Filed:
    """A case with a hearing on 18 September 2026."""
    clock.set(datetime(2026, 8, 3, tzinfo=UTC))
    district = District.of(Whole(ledger, keys, clock, tmp_path), "370404", "鲁0404")
    found = Filed.in_(district, "（2026）鲁0404行初8号", CODE)
    hearing(found, HEARD, fixed_on="2026-09-01")
    return found


def proposed(filed: Filed, ladder: str) -> list[int]:
    """The tiers of a ladder that are proposed for the agency."""
    shown = filed.bureau.get("/v1/review/ladders", agency_id=filed.agency)
    assert shown.status_code == 200, shown.text
    found = [one for one in shown.json()["ladders"] if one["ladder"] == ladder]
    return [tier["no"] for one in found for tier in one["tiers"] if tier["proposed"]]


@pytest.mark.clause("YC-2.10.3")
@pytest.mark.parametrize(
    ("ruling", "tiers"),
    [("absent_unjustified", [1]), ("left_without_leave", [1]), ("leader_unexcused", []), ("leader_excused", [])],
)
def test_who_refused_to_appear_or_left_is_proposed_for_accountability(filed: Filed, ruling: str, tiers: list[int]) -> None:
    assert proposed(filed, "accountability_absence") == []
    told(filed, "r-1", "absence_ruling", "2026-09-21", agency_code=CODE, hearing_on=HEARD, ruling=ruling)

    assert proposed(filed, "accountability_absence") == tiers


@pytest.mark.clause("YC-2.10.3")
def test_one_who_left_without_leave_counts_as_not_attended(filed: Filed) -> None:
    def attended() -> int:
        period = {"from": "2026-07-01", "to": "2026-12-31"}
        shown = filed.bureau.get("/v1/review/figures", agency_id=filed.agency, **period).json()
        return next(int(one["numerator"]) for one in shown["measures"] if one["measure"] == "attendance_rate")

    assert appeared(filed, HEARD, **leader("principal")).status_code == 201
    filed.at("2026-09-19")
    assert attended() == 1

    told(filed, "r-1", "absence_ruling", "2026-09-21", agency_code=CODE, hearing_on=HEARD, ruling="left_without_leave")
    assert attended() == 0
