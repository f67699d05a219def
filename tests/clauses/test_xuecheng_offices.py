"""薛城 (370403): the leading group and who held which office when, under 薛政办发〔2022〕12号, over HTTP."""

from pathlib import Path

import pytest

from tests.clauses.district import District
from tests.clauses.offices import appointed, opened, register, told
from yingsu.clock import SettableClock
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.store import Ledger

XUECHENG = "370403"
GROUP = f"bodies/{XUECHENG}/leading_group"


@pytest.fixture
def district(ledger: Ledger, keys: KeyStore, clock: SettableClock, tmp_path: Path) -> District:
    """薛城."""
    return opened(ledger, keys, clock, tmp_path, XUECHENG, "鲁0403")


@pytest.mark.clause("XC-1.1")
def test_a_member_replaced_on_1_july_is_not_on_the_list_of_15_july(district: District) -> None:
    towns = [
        district.agency(f"示例{name}镇人民政府（样例）", code, "township")
        for name, code in (("甲", "11370403000008100C"), ("乙", "11370403000008110D"))
    ]
    keeper = district.client("supervisor")
    appointed(keeper, GROUP, "示例甲", "head", "2022-06-01", post="区政府分管领导")
    appointed(keeper, GROUP, "示例乙", "deputy", "2022-06-01", post="区政府办主要领导")
    appointed(keeper, GROUP, "示例丙", "deputy", "2022-06-01", post="区司法局主要领导")
    appointed(keeper, GROUP, "示例丁", "member", "2022-06-01", post="镇长", sent_by=towns[0])
    appointed(keeper, GROUP, "示例戊", "member", "2022-06-01", post="镇长", sent_by=towns[1])
    told(keeper, GROUP, "office-holders/h4/departure", left_on="2026-07-01", reason="交流任职")
    appointed(keeper, GROUP, "示例己", "member", "2026-07-01", post="镇长", sent_by=towns[0])

    def listed(on: str) -> list[tuple[str, str]]:
        return sorted((row["cells"]["position"], row["cells"]["person"]) for row in register(district, "leading_group", on))

    always = [("deputy", "示例丙"), ("deputy", "示例乙"), ("head", "示例甲")]
    assert listed("2026-07-15") == sorted([*always, ("member", "示例己"), ("member", "示例戊")])
    assert listed("2026-06-30") == sorted([*always, ("member", "示例丁"), ("member", "示例戊")])
    everybody = register(district, "leading_group", "2026-07-15", rows="all")
    assert [row["cells"]["left_on"] for row in everybody if row["cells"]["person"] == "示例丁"] == ["2026-07-01"]


@pytest.mark.clause("XC-6.3")
def test_the_review_of_a_loss_shows_who_held_the_office_when_the_act_was_done(district: District) -> None:
    code, case_no = "11370403000008100C", "（2026）鲁0403行初5号"
    agency = district.agency("示例街道办事处（样例）", code, "subdistrict")
    oa, office = district.client("agency", agency=agency), f"agencies/{agency}/office"
    appointed(oa, office, "示例甲", "head", "2021-03-01", post="主任")
    told(oa, office, "office-holders/h1/departure", left_on="2025-01-10")
    appointed(oa, office, "示例乙", "head", "2025-01-10", post="主任")
    district.tell(
        "f",
        "case_filing",
        case_no,
        "2026-01-05",
        cause="行政处罚",
        plaintiffs=[{"person": {"name": "示例张某"}}],
        defendants=[{"agency_code": code}],
        act={"kind": "行政处罚", "made_on": "2024-05-06"},
    )
    results = [{"agency_code": code, "outcome": "revoked"}]
    district.tell("j", "judgment", case_no, "2026-03-02", judgment_no=case_no, document="judgment", results=results)
    district.tell("r", "service", case_no, "2026-03-06", agency_code=code, document="judgment")
    (line,) = oa.get("/v1/review/reviews").json()
    act = oa.get(f"/v1/review/reviews/{line['review_id']}").json()["act"]
    assert (act["made_on"], act["head"]["name"], act["head"]["post"]) == ("2024-05-06", "示例甲", "主任")
    rows = register(district, "office_holders", "2026-03-02", rows="all")
    assert [(row["cells"]["person"], row["cells"]["appointed_on"], row["cells"]["left_on"]) for row in rows] == [
        ("示例甲", "2021-03-01", "2025-01-10"),
        ("示例乙", "2025-01-10", None),
    ]
    assert [row["cells"]["person"] for row in register(district, "office_holders", "2026-03-02")] == ["示例乙"]
