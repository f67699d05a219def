"""To whom the documents speak: a defendant of another type is sued like any other, and the case says that it is no addressee."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.clauses.district import District
from tests.clauses.sued import ACT, file_against
from tests.whole import Whole
from yingsu.clock import SettableClock
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.store import Ledger

YICHENG, XUECHENG = "370404", "370403"
CODE = "11370404000020011Y"


@pytest.fixture
def whole(ledger: Ledger, keys: KeyStore, clock: SettableClock, tmp_path: Path) -> Whole:
    """The installation, on 1 June 2026."""
    clock.set(datetime(2026, 6, 1, tzinfo=UTC))
    return Whole(ledger, keys, clock, tmp_path)


def flags(district: District, kind: str) -> list[dict[str, Any]]:
    """What the case says of a defendant of this type."""
    district.agency("示例单位（样例）", CODE, kind)
    case_id = file_against(district, f"（2026）{district.court}行初12号", (CODE, ACT))
    case = district.client("supervisor").get(f"/v1/intake/cases/{case_id}").json()
    assert case["status"] == "filed"
    found: list[dict[str, Any]] = case["defendants"][0]["flags"]
    return found


@pytest.mark.clause("YC-0.1")
def test_an_institution_is_sued_and_shown_to_be_outside_the_document_of_the_district(whole: Whole) -> None:
    (flag,) = flags(District.of(whole, YICHENG, "鲁0404"), "institution")
    assert (flag["code"], flag["title"], flag["clauses"]) == ("outside_document_scope", "不在本辖区文件适用范围", ["YC-0.1"])
    assert flag["quotes"] == ["各镇人民政府、街道办事处，区直有关部门单位"]


@pytest.mark.clause("YC-0.1")
@pytest.mark.parametrize("kind", ["township", "subdistrict", "department"])
def test_a_township_a_subdistrict_and_a_department_are_within_it(whole: Whole, kind: str) -> None:
    assert flags(District.of(whole, YICHENG, "鲁0404"), kind) == []


@pytest.mark.clause("XC-0.1")
def test_an_institution_is_within_the_document_that_names_institutions(whole: Whole) -> None:
    assert flags(District.of(whole, XUECHENG, "鲁0403"), "institution") == []


@pytest.mark.clause("DH-0.1", "HZ-0.1", "YT-0.1")
@pytest.mark.parametrize(
    ("jurisdiction", "court", "kind", "clauses"),
    [
        ("350526", "闽0526", "township", []),
        ("350526", "闽0526", "subdistrict", ["DH-0.1"]),
        ("320813", "苏0899", "department", []),
        ("320813", "苏0899", "institution", ["HZ-0.1"]),
        ("370602", "鲁0602", "committee", []),
        ("370602", "鲁0602", "township", ["YT-0.1"]),
    ],
)
def test_each_document_has_addressees_of_its_own(
    whole: Whole, jurisdiction: str, court: str, kind: str, clauses: list[str]
) -> None:
    found = flags(District.of(whole, jurisdiction, court), kind)
    assert [flag["clauses"] for flag in found] == ([clauses] if clauses else [])
