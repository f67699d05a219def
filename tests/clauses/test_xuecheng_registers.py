"""薛城 (370403): the registers that 薛政办发〔2022〕12号 orders to be kept of cases, read over HTTP."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.clauses.defended import told
from tests.clauses.district import District
from tests.clauses.filed import NAME, Filed
from tests.whole import Whole
from yingsu.clock import SettableClock
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.store import Ledger

CODE = "11370403000008100C"
LEADER = {"name": "示例孙某"}
SERIES = "示例片区征收补偿系列案（样例）"


@pytest.fixture
def filed(ledger: Ledger, keys: KeyStore, clock: SettableClock, tmp_path: Path) -> Filed:
    """A case of 薛城, filed on 3 August 2026."""
    clock.set(datetime(2026, 8, 3, tzinfo=UTC))
    district = District.of(Whole(ledger, keys, clock, tmp_path), "370403", "鲁0403")
    return Filed.in_(district, "（2026）鲁0403行初7号", CODE)


def another(filed: Filed, number: int) -> Filed:
    """A further case against the same agency."""
    case_no = f"（2026）鲁0403行初{number}号"
    body: dict[str, Any] = {"cause": "行政处罚", "plaintiffs": [{"person": {"name": "示例赵某"}}]}
    answer = filed.district.tell(f"f-{number}", "case_filing", case_no, "2026-08-05", **body, defendants=[{"agency_code": CODE}])
    assert answer.status_code == 201, answer.text
    return Filed(filed.district, filed.agency, case_no, answer.json()["case_id"])


def cases(register: dict[str, Any]) -> list[str]:
    """The numbers of its cases."""
    return sorted(row["case_no"] for row in register["rows"])


@pytest.mark.clause("XC-2.1")
def test_a_case_without_guidance_before_the_suit_is_filed_all_the_same_and_has_an_empty_row(filed: Filed) -> None:
    kept = filed.register("non_litigation_channels", "2026-08-04")
    assert (kept["total"], cases(kept), kept["rows"][0]["on"]) == (0, [filed.case_no], None)
    offered = {"offered_on": "2026-07-25", "channel": "mediation"}
    assert filed.own("non-litigation-channels", "2026-08-05", **offered).status_code == 201
    kept = filed.register("non_litigation_channels", "2026-08-05")
    assert (kept["tally"], [row["on"] for row in kept["rows"]]) == ({"mediation": 1}, ["2026-07-25"])


@pytest.mark.clause("XC-2.7")
def test_three_cases_of_a_series_lack_a_sponsor_until_one_is_told_for_the_series(filed: Filed) -> None:
    series = [filed, another(filed, 8), another(filed, 9)]
    for number, case in enumerate(series):
        told(case, f"l-{number}", "series_link", "2026-09-02", series=SERIES, series_kind="series")
    listed = filed.register("cases_without_sponsor", "2026-09-02")
    assert cases(listed) == sorted(case.case_no for case in series)
    assert {row["cells"]["series"] for row in listed["rows"]} == {SERIES}

    other = filed.own("sponsors", "2026-09-03", assigned_on="2026-09-03", leader=LEADER, unit=NAME, series="另一系列（样例）")
    assert (other.status_code, other.json()["code"], other.json()["clauses"]) == (422, "series-not-of-case", ["XC-2.7"])
    taken = filed.own("sponsors", "2026-09-03", assigned_on="2026-09-03", leader=LEADER, unit=NAME, series=SERIES)
    assert taken.status_code == 201, taken.text
    assert cases(filed.register("cases_without_sponsor", "2026-09-03")) == []


@pytest.mark.clause("XC-2.7")
def test_a_sponsor_of_one_case_covers_no_other_and_a_case_that_left_the_series_lacks_none(filed: Filed) -> None:
    other = another(filed, 8)
    for number, case in enumerate((filed, other)):
        told(case, f"l-{number}", "series_link", "2026-09-02", series=SERIES, series_kind="batch")
    assert filed.own("sponsors", "2026-09-03", assigned_on="2026-09-03", leader=LEADER, unit=NAME).status_code == 201
    assert cases(filed.register("cases_without_sponsor", "2026-09-03")) == [other.case_no]
    told(other, "u-1", "series_unlink", "2026-09-04", series=SERIES, reason="被诉行为不同")
    assert cases(filed.register("cases_without_sponsor", "2026-09-04")) == []


@pytest.mark.clause("XC-2.7")
def test_a_case_at_risk_lacks_a_sponsor_until_the_risk_is_lifted(filed: Filed) -> None:
    risk = {"level": "yellow", "grounds": "样例", "agency": filed.agency}
    assert filed.supervise("risk-assessments", "2026-08-10", assessed_on="2026-08-10", **risk).status_code == 201
    assert cases(filed.register("cases_without_sponsor", "2026-08-10")) == [filed.case_no]
    lifted = risk | {"level": "none"}
    assert filed.supervise("risk-assessments", "2026-08-20", assessed_on="2026-08-20", **lifted).status_code == 201
    assert cases(filed.register("cases_without_sponsor", "2026-08-20")) == []


@pytest.mark.clause("XC-2.9")
def test_a_case_at_risk_leaves_the_list_by_a_withdrawal_that_the_court_allowed(filed: Filed) -> None:
    risk = {"level": "red", "grounds": "样例"}
    assert filed.supervise("risk-assessments", "2026-08-10", assessed_on="2026-08-10", **risk).status_code == 201
    (row,) = filed.register("at_risk_cases", "2026-08-10")["rows"]
    assert (row["cells"]["level"], row["cells"]["resolution"]) == ("red", "未登记化解方案和包案领导")

    withdrawing = {"voluntary": True}
    without = filed.district.tell("w-1", "withdrawal", filed.case_no, "2026-09-01", **withdrawing)
    assert without.status_code == 422, without.text
    assert cases(filed.register("at_risk_cases", "2026-09-01")) == [filed.case_no]
    told(filed, "w-2", "withdrawal", "2026-09-01", ruling_no="（2026）鲁0403行初7号之一", **withdrawing)
    assert filed.register("at_risk_cases", "2026-09-01")["rows"] == []
    (left,) = filed.register("at_risk_cases", "2026-09-01", rows="all")["rows"]
    assert left["cells"]["resolution"] == "当事人自愿撤诉"


@pytest.mark.clause("XC-3.6")
def test_a_case_of_expropriation_is_listed_until_an_adviser_takes_part(filed: Filed) -> None:
    flag = {"set_on": "2026-08-05", "flag": "expropriation", "grounds": "涉及征收（样例）"}
    assert filed.supervise("flags", "2026-08-05", **flag).status_code == 201
    (row,) = filed.register("cases_without_adviser", "2026-08-05")["rows"]
    assert row["cells"] == {"case": filed.case_no, "flag": "expropriation", "set_on": "2026-08-05"}
    adviser = {"added_on": "2026-08-06", "role": "legal_adviser", "person": {"name": "示例钱某"}}
    assert filed.own("participants", "2026-08-06", **adviser).status_code == 201
    assert filed.register("cases_without_adviser", "2026-08-06")["rows"] == []


@pytest.mark.clause("XC-4.2")
def test_judicial_advice_without_a_day_for_the_reply_is_tracked_and_owes_no_day(filed: Filed) -> None:
    advice = {"agency_code": CODE, "advice_no": "鲁0403司建〔2026〕2号（样例）", "received_on": "2026-08-06"}
    told(filed, "a-1", "judicial_advice", "2026-08-06", **advice, subject="纠正送达程序（样例）")
    (row,) = filed.register("judicial_advice", "2026-09-30")["rows"]
    assert (row["cells"]["advice_no"], row["cells"]["received_on"], row["cells"]["reply_by"], row["cells"]["replied_on"]) == (
        advice["advice_no"],
        "2026-08-06",
        None,
        None,
    )
    assert row["cells"]["subject"] == "纠正送达程序（样例）"
    assert {item["code"] for item in filed.bureau.get("/v1/notify/obligations").json()["obligations"]}.isdisjoint(
        {"judicial_advice_reply", "judicial_advice"}
    )
    reply = {"advice_no": advice["advice_no"], "to": "court", "replied_on": "2026-10-08", "measures": "样例"}
    assert filed.own("judicial-advice-replies", "2026-10-08", **reply).status_code == 201
    assert filed.register("judicial_advice", "2026-10-08")["rows"] == []
    (kept,) = filed.register("judicial_advice", "2026-10-08", rows="all")["rows"]
    assert kept["cells"]["replied_on"] == "2026-10-08"
