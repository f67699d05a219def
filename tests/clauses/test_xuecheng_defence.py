"""薛城 (370403): when the head must appear and speak, advisers, and ways outside the courts under 薛政办发〔2022〕12号, over HTTP."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests.clauses.defended import appeared, flags, hearing, leader, required
from tests.clauses.district import District
from tests.clauses.docket import Docket, Rank
from tests.clauses.filed import Filed
from tests.law.casebook import BUREAU, TOWN
from tests.whole import Whole
from yingsu.clock import SettableClock
from yingsu.events.intake.steps.risk import FlagSet
from yingsu.law.figures.period import Period
from yingsu.law.profile import load_builtin
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.sealed import SealedText
from yingsu.ledger.store import Ledger

XUECHENG = "370403"
PROFILE = load_builtin("xuecheng", date(2022, 5, 30))
NAMED = {"leader": {"name": "示例李某"}, "post": "示例职务"}


@pytest.fixture
def filed(ledger: Ledger, keys: KeyStore, clock: SettableClock, tmp_path: Path) -> Filed:
    """A case of 薛城, whose complaint was received on 4 August 2026."""
    clock.set(datetime(2026, 8, 3, tzinfo=UTC))
    district = District.of(Whole(ledger, keys, clock, tmp_path), XUECHENG, "鲁0403")
    return Filed.in_(district, "（2026）鲁0403行初5号", "11370403000008100C")


def listed(filed: Filed, *, agency: str | None = None) -> None:
    """The case may lead to a mass incident, and a hearing is on 10 September."""
    filed.supervise(
        "flags", "2026-08-10", set_on="2026-08-10", flag="mass_incident_risk", grounds="三十余户（样例）", agency=agency
    )
    hearing(filed, "2026-09-10", fixed_on="2026-08-20")


@pytest.mark.clause("XC-4.6")
def test_in_a_listed_case_a_deputy_is_designated_with_a_mark_and_appears_with_one(filed: Filed) -> None:
    listed(filed)
    asked = required(filed)
    assert (asked["degree"], asked["head_required"]) == ("must", True)
    assert [(reason["title"], reason["clauses"]) for reason in asked["reasons"]] == [("可能引发群体性事件", ["XC-4.6"])]

    designated = filed.own("leaders", "2026-09-01", designated_on="2026-09-01", rank="deputy", hearing_no=1, **NAMED)
    (note,) = designated.json()["flags"]
    assert (designated.status_code, note["code"], "XC-4.6" in note["authority"]) == (201, "head_required", True)
    marked = flags(appeared(filed, "2026-09-10", **leader("deputy", spoke=True)))
    assert (list(marked), "XC-4.6" in marked["head_required"]) == (["head_required"], True)


@pytest.mark.clause("XC-4.6")
def test_the_head_who_does_not_speak_is_marked_and_one_who_does_is_not(filed: Filed) -> None:
    listed(filed, agency=filed.agency)
    head = filed.own("leaders", "2026-09-01", designated_on="2026-09-01", rank="principal", hearing_no=1, **NAMED)
    assert (head.status_code, head.json()["flags"]) == (201, [])
    marked = flags(appeared(filed, "2026-09-10", **leader("principal", spoke=False)))
    assert ("XC-4.6" in marked["head_speaks"], "head_required" in marked) == (True, False)
    hearing(filed, "2026-10-12", fixed_on="2026-09-11", no=2)
    (reason,) = required(filed, no=2)["reasons"]
    assert reason["met"] is True, "the head appeared at an earlier hearing of the instance"


@pytest.mark.clause("XC-4.6")
def test_a_case_that_is_listed_no_more_asks_for_no_head(filed: Filed) -> None:
    listed(filed)
    filed.supervise(
        "flag-clearings", "2026-09-05", cleared_on="2026-09-05", flag="mass_incident_risk", grounds="已分别达成协议（样例）"
    )
    assert required(filed)["reasons"] == []
    assert flags(appeared(filed, "2026-09-10", **leader("deputy", spoke=True))) == {}


@pytest.mark.clause("XC-4.6")
def test_the_rate_of_heads_is_taken_over_the_cases_listed_for_the_agency_by_the_day_of_the_hearing() -> None:
    docket, heard, text = Docket(XUECHENG), date(2026, 9, 10), SealedText(subject="docket", key_id="k", box="")
    cases: list[tuple[Rank, date | None, str | None]] = [
        ("principal", date(2026, 8, 1), None),
        ("deputy", date(2026, 8, 1), TOWN),
        ("principal", None, None),
        ("deputy", date(2026, 9, 11), None),
        ("deputy", date(2026, 8, 1), BUREAU),
    ]
    for rank, listed_on, agency in cases:
        trial = docket.trial(date(2026, 7, 3), TOWN, BUREAU)
        if listed_on:
            trial.write(FlagSet(agency=agency, set_on=listed_on, flag="high_attention", grounds=text), listed_on)
        trial.hearing(heard)
        trial.appeared(heard, TOWN, rank, spoke=True)
    period = Period(date(2026, 7, 1), date(2026, 9, 30))
    figure = docket.figure(PROFILE, "head_required_attendance_rate", TOWN, period, date(2026, 11, 2))
    assert (len(figure.numerator), len(figure.denominator or ()), figure.missing) == (1, 2, ())


@pytest.mark.clause("XC-2.1")
def test_ways_outside_the_courts_are_a_statistic_that_blocks_no_filing_and_others_go_by_their_name(filed: Filed) -> None:
    assert filed.oa.get(f"/v1/intake/cases/{filed.case_id}").json()["filed_on"] == "2026-08-03"
    offered = filed.own("non-litigation-channels", "2026-08-10", offered_on="2026-07-15", channel="mediation")
    assert (offered.status_code, offered.json()["occurred_on"]) == (201, "2026-07-15"), "before the suit"
    refused = filed.own("non-litigation-channels", "2026-08-10", offered_on="2026-08-10", channel="arbitration")
    assert (refused.status_code, refused.json()["code"], refused.json()["clauses"]) == (422, "channel-not-named", ["XC-2.1"])
    assert "other" in refused.json()["detail"]
    other = filed.own("non-litigation-channels", "2026-08-10", offered_on="2026-08-10", channel="other", other="公证")
    assert (other.status_code, other.json()["title"]) == (201, "引导当事人通过公证化解")


@pytest.mark.clause("XC-3.4")
def test_a_case_has_no_adviser_or_several_and_none_is_required(filed: Filed) -> None:
    answered = filed.own("answer", "2026-08-12", submitted_on="2026-08-12", delivery="in_person", evidence_count=1)
    assert answered.status_code == 201
    for name in ("示例孙某", "示例周某"):
        added = {"added_on": "2026-08-13", "role": "legal_adviser", "person": {"name": name}}
        assert filed.own("participants", "2026-08-13", **added).json()["title"] == "法律顾问参与"
