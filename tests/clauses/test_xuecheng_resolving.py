"""薛城 (370403): mediation beside a suit under 薛政办发〔2022〕12号, over HTTP."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.clauses.defended import told
from tests.clauses.district import District
from tests.clauses.filed import Filed
from tests.clauses.resolving import MEDIATIONS, Track, opening
from tests.whole import Whole
from yingsu.clock import SettableClock
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.store import Ledger

XUECHENG = "370403"
CODE = "11370403000008100C"
CASE_NO = "（2026）鲁0403行初7号"


@pytest.fixture
def filed(ledger: Ledger, keys: KeyStore, clock: SettableClock, tmp_path: Path) -> Filed:
    """A case of 薛城, filed on 3 August 2026."""
    clock.set(datetime(2026, 8, 3, tzinfo=UTC))
    return Filed.in_(District.of(Whole(ledger, keys, clock, tmp_path), XUECHENG, "鲁0403"), CASE_NO, CODE)


def status(filed: Filed) -> str:
    """Where the case stands, as the agency sees it."""
    return str(filed.oa.get(f"/v1/intake/cases/{filed.case_id}").json()["status"])


@pytest.mark.clause("XC-2.3")
def test_a_settlement_beside_the_suit_leaves_the_case_open_until_the_court_rules_on_the_withdrawal(filed: Filed) -> None:
    before = status(filed)
    track = Track.beside(filed, filed.bureau, "2026-08-10")
    shown = track.read()
    assert (shown["track"], shown["status"], shown["in_litigation"], shown["conductor"]) == (
        "in_litigation",
        "in_session",
        True,
        "supervising_body",
    )
    shown = track.settled("2026-08-20")
    assert (shown["status"], shown["settlement"]["effective_on"]) == ("settled_signed", "2026-08-20")
    track.done("withdrawal-explanations", "2026-08-20", party="p1", explained_on="2026-08-20")
    assert (track.read()["status"], track.read()["open"], status(filed)) == ("closed_settled", False, before)

    told(filed, "w-1", "withdrawal", "2026-08-25", ruling_no="（2026）鲁0403行初7号之一", voluntary=True)
    assert status(filed) == "withdrawn"
    assert track.read()["status"] == "closed_settled", "the settlement stays"


@pytest.mark.clause("XC-2.3")
def test_of_a_kind_one_mediation_is_open_in_a_case_at_a_time(filed: Filed) -> None:
    track = Track.beside(filed, filed.oa, "2026-08-10")
    second = opening(filed, filed.bureau, "2026-08-11")
    assert (second.status_code, second.json()["code"], second.json()["clauses"]) == (409, "mediation-track-open", ["XSF-62"])
    assert "行政诉讼法第六十二条" in second.json()["detail"]
    Track.by_court(filed, filed.bureau, "2026-08-12")

    shown = track.done("ending", "2026-08-14", reason="too_far_apart", ended_on="2026-08-14")
    assert (shown["status"], shown["open"], shown["ending"]["reason_title"]) == ("terminated", False, "分歧较大")
    returned = track.take("return", "2026-08-14", letter_no="x", returned_on="2026-08-14", materials=[])
    assert (returned.status_code, returned.json()["code"]) == (403, "role-not-allowed")
    assert opening(filed, filed.bureau, "2026-08-15").status_code == 201
    filed.at("2026-08-15")
    listed = filed.bureau.get(MEDIATIONS, open=True).json()
    assert {line["track"]: line["status"] for line in listed} == {"in_litigation": "in_session", "court": "in_session"}
    assert [line["status"] for line in filed.bureau.get(MEDIATIONS, open=False).json()] == ["terminated"]
    assert [line["track"] for line in filed.oa.get(MEDIATIONS, track="court").json()] == ["court"]


@pytest.mark.clause("XC-2.5")
def test_the_task_after_a_warning_ends_when_a_mediation_is_opened_beside_the_suit(filed: Filed) -> None:
    notice = {"agency": filed.agency, "issued_on": "2026-08-10", "demand": "请启动化解（样例）"}
    assert filed.supervise("yellow-warnings", "2026-08-10", **notice).status_code == 201
    task = filed.task("open_mediation", "2026-08-31")
    assert (task["state"], task["age"]) == ("running", 21)
    Track.beside(filed, filed.oa, "2026-09-01")
    task = filed.task("open_mediation", "2026-09-02")
    assert (task["state"], task["satisfied_on"]) == ("satisfied", "2026-09-01")
