"""峄城 (370404): attendance at the court's mediation and the special report of 峄政办发〔2023〕2号, over HTTP."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.clauses.district import District
from tests.clauses.docket import Docket
from tests.clauses.filed import Filed
from tests.clauses.resolving import Track
from tests.law.casebook import BUREAU, TOWN
from tests.whole import Whole
from yingsu.clock import SettableClock
from yingsu.events.mediation.court import CourtMediationSessionHeld
from yingsu.law.figures.period import Period
from yingsu.law.profile import load_builtin
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.store import Ledger


@pytest.fixture
def filed(ledger: Ledger, keys: KeyStore, clock: SettableClock, tmp_path: Path) -> Filed:
    """A case of 峄城, whose complaint was received on 8 September 2026."""
    clock.set(datetime(2026, 8, 3, tzinfo=UTC))
    district = District.of(Whole(ledger, keys, clock, tmp_path), "370404", "鲁0404")
    return Filed.in_(district, "（2026）鲁0404行初7号", "11370404000008100T", served_on="2026-09-08")


@pytest.mark.clause("YC-2.4.4")
def test_an_agency_that_stays_away_from_the_courts_mediation_is_on_record_as_absent(filed: Filed) -> None:
    track = Track.by_court(filed, filed.bureau, "2026-09-10")
    shown = track.done("court-sessions", "2026-09-15", held_on="2026-09-15", present=["p1"], agreed=False)
    (session,) = shown["in_court"]["sessions"]
    assert ([party["party"] for party in session["present"]], [party["party"] for party in session["absent"]]) == (
        ["p1"],
        [filed.agency],
    )
    stranger = track.take("court-sessions", "2026-09-15", held_on="2026-09-15", present=["p9"], agreed=False)
    assert (stranger.status_code, stranger.json()["code"], stranger.json()["clauses"]) == (409, "not-a-party", ["XSF-60"])
    assert filed.oa.get(f"/v1/mediation/mediations/{track.mediation_id}").status_code == 200
    closed = track.done("court-ending", "2026-09-16", reason="no_agreement", ended_on="2026-09-16")
    assert (closed["status"], closed["open"], closed["in_court"]["ended"]["reason_title"]) == ("terminated", False, "未达成协议")


@pytest.mark.clause("YC-3.2.3")
def test_a_high_risk_that_needs_others_waits_for_a_report_to_the_leader_in_charge(filed: Filed) -> None:
    assessed: dict[str, Any] = {"agency": filed.agency, "assessed_on": "2026-09-09", "level": "high", "grounds": "样例"}
    told = filed.supervise("risk-assessments", "2026-09-09", **assessed, needs_other_units=True)
    assert told.status_code == 201, told.text
    assert filed.task("special_report", "2026-09-20")["state"] == "running"
    refused = filed.own("special-reports", "2026-09-21", reported_on="2026-09-21", to="district_leader")
    assert (refused.status_code, refused.json()["code"]) == (422, "special-report-empty")
    assert "请写明内容" in refused.json()["detail"]
    other = filed.own("special-reports", "2026-09-21", reported_on="2026-09-21", to="government", content="样例")
    assert other.status_code == 201, other.text
    assert filed.task("special_report", "2026-09-21")["state"] == "running", "to somebody else"
    filed.own("special-reports", "2026-09-22", reported_on="2026-09-22", to="district_leader", content="需示例街道配合（样例）")
    task = filed.task("special_report", "2026-09-23")
    assert (task["state"], task["satisfied_on"]) == ("satisfied", "2026-09-22")


@pytest.mark.clause("YC-2.4.4", "YC-3.2.5")
def test_absences_from_the_courts_mediation_are_counted_for_each_agency_and_the_session_counts_as_an_attempt() -> None:
    docket = Docket("370404")
    docket.closed(date(2026, 10, 12), TOWN, cases=2)
    trial = docket.trials[0]
    for on, absent in ((date(2026, 9, 15), (TOWN,)), (date(2026, 9, 17), (TOWN,)), (date(2026, 9, 18), ())):
        present = ("p1", *({TOWN} - set(absent)))
        trial.write(CourtMediationSessionHeld(held_on=on, present=present, absent=absent, agreed=False), on)
    profile, year = load_builtin("yicheng", date(2023, 3, 9)), Period(date(2026, 1, 1), date(2026, 12, 31))
    absences = {
        agency: len(docket.figure(profile, "mediation_absences", agency, year, date(2027, 2, 1)).numerator)
        for agency in (TOWN, BUREAU)
    }
    assert absences == {TOWN: 2, BUREAU: 0}
    coverage = docket.figure(profile, "mediation_coverage", TOWN, year, date(2027, 2, 1))
    assert [item.case_id for item in coverage.numerator] == [trial.case_id]
