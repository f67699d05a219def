"""烟台 (370600): mediable cases, the court's document of mediation and self-correction in trial, over HTTP."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.clauses.district import District
from tests.clauses.filed import Filed
from tests.clauses.resolving import Track
from tests.whole import Whole
from yingsu.clock import SettableClock
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.store import Ledger

NO = "（2026）鲁06行初3号"


@pytest.fixture
def district(ledger: Ledger, keys: KeyStore, clock: SettableClock, tmp_path: Path) -> District:
    """The city."""
    clock.set(datetime(2026, 5, 4, tzinfo=UTC))
    return District.of(Whole(ledger, keys, clock, tmp_path), "370600", "鲁06")


def sued(district: District, *, mediable: bool | None) -> Filed:
    """A case that the court says is mediable, is not, or says nothing of."""
    further: dict[str, Any] = {} if mediable is None else {"mediable": mediable}
    return Filed.in_(district, NO, "11370600000008100B", **further)


def agreed(filed: Filed, on: str = "2026-08-20") -> Track:
    """The court mediated, and everybody agreed."""
    track = Track.by_court(filed, filed.oa, "2026-08-10")
    track.done("court-sessions", on, held_on=on, present=["p1", filed.agency], agreed=True)
    return track


@pytest.mark.clause("YT-2.5.2")
@pytest.mark.parametrize(
    ("mediable", "ground", "status"),
    [(False, "discretion", 422), (None, None, 422), (None, "discretion", 201), (True, None, 201)],
    ids=["not mediable", "nobody says so", "discretion", "mediable"],
)
def test_there_is_a_document_of_mediation_in_a_mediable_case_only(
    district: District, mediable: bool | None, ground: str | None, status: int
) -> None:
    filed = sued(district, mediable=mediable)
    body: dict[str, Any] = {"document_no": NO, "issued_on": "2026-08-21"} | ({"ground": ground} if ground else {})
    answer = agreed(filed).take("court-document", "2026-08-21", **body)
    assert answer.status_code == status, answer.text
    if status == 422:
        assert (answer.json()["code"], answer.json()["clauses"]) == ("case-not-mediable", ["YT-2.5.2", "XSF-60"])
        assert "第六十条" in answer.json()["detail"]
        assert "诉中调解" in answer.json()["detail"]
        track = Track.beside(filed, filed.oa, "2026-08-22")
        assert track.settled("2026-08-24")["settlement"]["effective_on"] == "2026-08-24", "settlement and withdrawal are open"


@pytest.mark.clause("YT-2.6.1")
def test_the_document_takes_effect_with_the_last_signature_and_its_period_of_performance_runs(district: District) -> None:
    track = agreed(filed := sued(district, mediable=True))
    track.done("court-document", "2026-08-21", document_no=NO, issued_on="2026-08-21", perform_by="2026-09-30")
    shown = track.done("court-document/signatures", "2026-08-24", party=filed.agency, signed_on="2026-08-24")
    assert (shown["status"], shown["missing"]["unsigned"], shown["in_court"]["document"]["effective_on"]) == (
        "settled_unsigned",
        ["p1"],
        None,
    )
    early = track.take("court-document/performances", "2026-08-24", agency=filed.agency, performed_on="2026-08-24")
    assert (early.status_code, early.json()["code"]) == (409, "court-document-not-effective")
    shown = track.done("court-document/signatures", "2026-08-26", party="p1", signed_on="2026-08-26")
    assert (shown["status"], shown["in_court"]["document"]["effective_on"]) == ("closed_settled", "2026-08-26")
    duty = filed.duty("mediation_document_performance", "2026-08-27")
    assert (duty["due"], duty["standing"], duty["started_by"]["on"]) == ("2026-09-30", "not_due", "2026-08-26")
    track.done("court-document/performances", "2026-09-29", agency=filed.agency, performed_on="2026-09-29")
    duty = filed.duty("mediation_document_performance", "2026-10-08")
    assert (duty["standing"], duty["outcome"]) == ("satisfied", "on_time")


@pytest.mark.clause("YT-2.6.2")
def test_a_correction_in_trial_leaves_a_task_until_the_court_is_told(district: District) -> None:
    filed = sued(district, mediable=None)
    assert filed.own("self-corrections", "2026-08-18", started_on="2026-08-18", method="revoke").status_code == 201
    task = filed.task("self_correction", "2026-08-28")
    assert (task["state"], task["age"]) == ("running", 10)
    told = filed.own("court-informations", "2026-08-31", informed_on="2026-08-31", content="已撤销被诉决定（样例）")
    assert told.status_code == 201, told.text
    task = filed.task("self_correction", "2026-09-01")
    assert (task["state"], task["satisfied_on"]) == ("satisfied", "2026-08-31")
