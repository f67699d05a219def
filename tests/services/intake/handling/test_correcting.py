"""A filing whose defendant is corrected: whoever handled the response of the wrong one handles nothing any more."""

from datetime import UTC, datetime
from pathlib import Path

from tests.clauses.district import District
from tests.clauses.sued import ACT, file_against, handled, oa_of
from tests.whole import Whole
from yingsu.clock import SettableClock
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.store import Ledger

CASE_NO = "（2026）闽0526行初12号"
COUNTY, LAND = "11350526000020011P", "11350526000020012T"
UNIT = "德化县自然资源局（样例）"


def test_the_unit_of_a_government_that_was_not_sued_sees_the_case_no_more(
    ledger: Ledger, keys: KeyStore, clock: SettableClock, tmp_path: Path
) -> None:
    """德政办〔2025〕32号: the department that did the act handles the response of the county government (DH-6.4)."""
    clock.set(datetime(2026, 6, 1, tzinfo=UTC))
    county = District.of(Whole(ledger, keys, clock, tmp_path), "350526", "闽0526")
    government = county.agency("德化示例县人民政府（样例）", COUNTY, "government")
    land = county.agency(UNIT, LAND, "department")
    other = county.agency("德化县示例局（样例）", "11350526000020013X", "department")
    case_id = file_against(county, CASE_NO, (COUNTY, ACT), unit=UNIT)
    assert handled(county, case_id) == [(government, ACT, land, "determined")]
    assert oa_of(county, land).get(f"/v1/intake/cases/{case_id}").status_code == 200

    filing = {
        "message_id": "f-2026-06-01",
        "kind": "case_filing",
        "case_no": CASE_NO,
        "occurred_on": "2026-06-01",
        "cause": "行政处罚",
        "plaintiffs": [{"person": {"name": "示例张某"}}],
        "defendants": [{"agency_code": "11350526000020013X"}],
    }
    told = county.tell("c-1", "message_correction", CASE_NO, "2026-06-02", reason="被告录入有误", replacement=filing)

    assert told.status_code == 201, told.text
    assert handled(county, case_id) == [(other, ACT, other, "rule")]
    assert oa_of(county, land).get(f"/v1/intake/cases/{case_id}").status_code == 404
