"""德化 (350526): the act that is sued over is recorded in the platform of enforcement. 德政办〔2025〕32号, 二."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.clauses.district import District
from tests.clauses.filed import Filed
from tests.whole import Whole
from yingsu.clock import SettableClock
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.store import Ledger

CITED = "《关于进一步做好行政应诉工作的实施意见》第二项（DH-2.8）"
LINKED: dict[str, Any] = {"linked_on": "2026-08-05", "platform": "闽执法", "record_no": "MZF-2026-000123（样例）"}


@pytest.mark.clause("DH-2.8")
@pytest.mark.parametrize(
    ("place", "court", "code", "marked"),
    [("350526", "闽0526", "11350526000008100K", ["act_in_platform"]), ("320813", "苏0813", "11320813000008100U", [])],
    ids=["dehua", "hongze"],
)
def test_an_act_that_is_not_in_the_platform_is_marked_in_dehua_alone(
    ledger: Ledger, keys: KeyStore, clock: SettableClock, tmp_path: Path, place: str, court: str, code: str, marked: list[str]
) -> None:
    clock.set(datetime(2026, 8, 3, tzinfo=UTC))
    whole = Whole(ledger, keys, clock, tmp_path)
    district = District(whole, place, court) if place == "320813" else District.of(whole, place, court)
    filed = Filed.in_(district, f"（2026）{court}行初9号", code)

    def notes(**client: Any) -> list[tuple[str, bool]]:
        wire = filed.district.client("court") if client else filed.bureau
        case = wire.get(f"/v1/intake/cases/{filed.case_id}").json()
        return [(note["code"], note["authority"] == CITED) for note in case["notes"]]

    assert notes() == [(code, True) for code in marked]
    assert notes(court=True) == [], "it is no concern of the court"
    assert filed.own("platform-records", "2026-08-05", **LINKED).status_code == 201
    assert notes() == []
