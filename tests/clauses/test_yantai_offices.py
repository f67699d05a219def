"""烟台 (370600): each agency names a contact for the court, under 烟政办发〔2017〕16号, over HTTP."""

from pathlib import Path

import pytest

from tests.clauses.offices import opened, register, told
from yingsu.clock import SettableClock
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.store import Ledger

YANTAI = "370600"


@pytest.mark.clause("YT-4.1.2")
def test_an_agency_without_a_contact_is_listed_until_it_names_one(
    ledger: Ledger, keys: KeyStore, clock: SettableClock, tmp_path: Path
) -> None:
    district = opened(ledger, keys, clock, tmp_path, YANTAI, "鲁06")
    first = district.agency("示例甲局（样例）", "11370600000008400C", "department")
    second = district.agency("示例乙局（样例）", "11370600000008410D", "department")

    def listed(on: str) -> set[str]:
        return {row["agency"]["agency_id"] for row in register(district, "agencies_without_contact", on)}

    assert listed("2026-11-20") == {first, second}
    oa = district.client("agency", agency=first)
    told(oa, f"agencies/{first}/office", "contacts", person={"name": "示例丙", "phone": "示例号码"}, named_on="2026-03-02")
    assert listed("2026-11-20") == {second}
    shown = oa.get(f"/v1/registry/agencies/{first}/office").json()["contact"]["person"]
    assert shown == {"name": "示例丙", "phone": "示例号码"}
