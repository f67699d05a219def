"""德化 (350526): the review of the act that an agency is sued for, under 德政办〔2025〕32号, over HTTP."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests.clauses.district import District
from tests.clauses.docket import TEXT, Docket
from tests.clauses.filed import Filed
from tests.clauses.resolving import Track
from tests.law.casebook import TOWN
from tests.whole import Whole
from yingsu.clock import SettableClock
from yingsu.events.intake.steps.risk import RiskAssessed, RiskLevel
from yingsu.events.mediation.correction import CorrectionMethod, SelfCorrectionDecided
from yingsu.law.figures.period import Period
from yingsu.law.profile import load_builtin
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.store import Ledger


@pytest.fixture
def filed(ledger: Ledger, keys: KeyStore, clock: SettableClock, tmp_path: Path) -> Filed:
    """A case of 德化."""
    clock.set(datetime(2026, 8, 3, tzinfo=UTC))
    district = District.of(Whole(ledger, keys, clock, tmp_path), "350526", "闽0526")
    return Filed.in_(district, "（2026）闽0526行初3号", "11350526000008100K")


@pytest.mark.clause("DH-5.4")
def test_who_chooses_to_defend_says_why_and_who_corrects_or_settles_goes_on_to_do_so(filed: Filed) -> None:
    reviewed = {"done_on": "2026-08-12", "result": "defend"}
    refused = filed.own("self-reviews", "2026-08-12", **reviewed)
    assert (refused.status_code, refused.json()["code"], refused.json()["clauses"]) == (422, "self-review-unreasoned", ["DH-5.4"])
    assert [flaw["pointer"] for flaw in refused.json()["errors"]] == ["/reason"]
    defended = filed.own("self-reviews", "2026-08-12", **reviewed, reason="程序和裁量均无不当（样例）")
    assert (defended.status_code, defended.json()["title"]) == (201, "全面审查被诉行政行为：应诉")

    assert filed.own("self-reviews", "2026-08-13", done_on="2026-08-13", result="correct").status_code == 201
    started = filed.own("self-corrections", "2026-08-13", started_on="2026-08-13", method="revoke")
    assert (started.status_code, started.json()["title"]) == (201, "启动自我纠正，拟撤销")
    assert filed.own("self-reviews", "2026-08-14", done_on="2026-08-14", result="settle").status_code == 201
    assert Track.beside(filed, filed.oa, "2026-08-14").read()["conducting_agency"]["agency_id"] == filed.agency


def assessed(level: RiskLevel) -> RiskAssessed:
    """The bureau says how likely a loss is."""
    return RiskAssessed(agency=None, assessed_on=date(2026, 4, 1), level=level, needs_other_units=False, grounds=TEXT)


def decided(method: CorrectionMethod | None) -> SelfCorrectionDecided:
    """The agency decides on its act."""
    return SelfCorrectionDecided(
        agency=TOWN,
        decided_on=date(2026, 5, 6),
        method=method,
        document_no=None,
        state_interest=None,
        public_interest=None,
        third_party_interest=None,
        remedies=None,
        file=None,
    )


@pytest.mark.clause("DH-5.5")
def test_of_five_cases_at_risk_two_corrected_are_forty_percent_neither_met_nor_missed() -> None:
    docket = Docket("350526")
    trials = [docket.trial(date(2026, 3, 2), TOWN) for _ in range(7)]
    for trial in trials[:5]:
        trial.write(assessed("high"), date(2026, 4, 1))
    trials[0].write(decided("revoke"), date(2026, 5, 6))
    trials[1].write(decided("change"), date(2026, 5, 6))
    trials[2].write(decided(None), date(2026, 5, 6))
    trials[5].write(assessed("low"), date(2026, 4, 1))
    trials[6].write(decided("revoke"), date(2026, 5, 6))
    profile, year = load_builtin("dehua", date(2025, 10, 15)), Period(date(2026, 1, 1), date(2026, 12, 31))
    figure = docket.figure(profile, "self_correction_ratio", TOWN, year, date(2027, 2, 1))
    assert figure.rate is not None
    assert (len(figure.denominator or ()), len(figure.numerator), figure.rate.percent) == (5, 2, "40.00%")
    assert (figure.target, figure.met) == (None, None)
    assert {item.case_id for item in figure.numerator} == {trials[0].case_id, trials[1].case_id}
