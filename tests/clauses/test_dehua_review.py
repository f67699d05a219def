"""德化 (350526), the sixth part: the reviews of lost cases. The acceptance examples, with their numbers."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests.clauses.district import District, step
from tests.clauses.docket import Docket
from tests.law.casebook import TOWN
from tests.whole import Whole
from yingsu.clock import SettableClock
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.store import Ledger

DEHUA = "350526"
CASE_NO = "（2026）闽0526行初12号"
TOWNSHIP_CODE, UNIT_CODE = "11350526000008117A", "113505260000081255"
PARTS = {
    part: f"{part}（样例）"
    for part in ("fact", "law", "procedure", "appearance", "problems", "cause", "legal_basis", "conclusion")
}


@pytest.fixture
def county(ledger: Ledger, keys: KeyStore, clock: SettableClock, tmp_path: Path) -> District:
    """德化 set up over HTTP on 1 June 2026."""
    clock.set(datetime(2026, 6, 1, tzinfo=UTC))
    return District.of(Whole(ledger, keys, clock, tmp_path), DEHUA, "闽0526")


@pytest.mark.clause("DH-6.9")
def test_of_two_defendants_the_loser_alone_reviews(county: District) -> None:
    township = county.agency("示例镇人民政府（样例）", TOWNSHIP_CODE, "township")
    county.agency("示例局（样例）", UNIT_CODE, "department")
    county.sue(CASE_NO, TOWNSHIP_CODE, UNIT_CODE)
    county.lose(CASE_NO, TOWNSHIP_CODE, UNIT_CODE)
    (review,) = county.client("supervisor").get("/v1/review/reviews").json()
    assert (review["agency"]["agency_id"], review["grounds_title"]) == (township, "败诉")


@pytest.mark.clause("DH-6.10")
def test_a_lost_case_has_one_review(county: District) -> None:
    township = county.agency("示例镇人民政府（样例）", TOWNSHIP_CODE, "township")
    county.sue(CASE_NO, TOWNSHIP_CODE)
    county.lose(CASE_NO, TOWNSHIP_CODE)
    bureau = county.client("supervisor")
    (review,) = bureau.get("/v1/review/reviews").json()
    second = {"case_id": review["case_id"], "judgment_no": CASE_NO, "defendant": township, "agency": township}
    refused = bureau.post("/v1/review/reviews", second)
    assert (refused.status_code, refused.json()["code"]) == (409, "review-already-open")
    assert len(bureau.get("/v1/review/reviews").json()) == 1


@pytest.mark.clause("DH-6.10")
def test_its_report_is_open_until_it_is_made_and_never_overdue() -> None:
    trial = Docket(DEHUA).trial(date(2026, 3, 2), TOWN)
    trial.judged(date(2026, 6, 1), TOWN, lost=True)
    trial.review_opened(date(2026, 6, 9), TOWN, judged_on=date(2026, 6, 1))
    (task,) = trial.tasks("loss_report")
    assert (task.state, task.age(date(2026, 12, 31)), task.word) == ("running", 205, "一案一报告")
    assert trial.obligations("loss_report") == []
    trial.report_submitted(date(2026, 7, 1), TOWN, "县司法局")
    (task,) = trial.tasks("loss_report")
    assert (task.state, task.satisfied_on) == ("satisfied", date(2026, 7, 1))


@pytest.mark.clause("DH-6.11", "DH-6.12")
@pytest.mark.parametrize(
    ("part", "title"),
    [("appearance", "出庭应诉"), ("conclusion", "结论"), ("problems", "问题"), ("legal_basis", "法律依据"), ("fact", "事实认定")],
)
def test_a_report_that_leaves_out_one_of_its_eight_parts_is_refused_naming_it(county: District, part: str, title: str) -> None:
    township = county.agency("示例镇人民政府（样例）", TOWNSHIP_CODE, "township")
    county.sue(CASE_NO, TOWNSHIP_CODE)
    county.lose(CASE_NO, TOWNSHIP_CODE)
    oa = county.client("agency", agency=township)
    (review,) = oa.get("/v1/review/reviews").json()
    path = f"/v1/review/reviews/{review['review_id']}"
    step(oa, path, "start", {"started_on": "2026-06-10"})
    lacking = {name: text for name, text in PARTS.items() if name != part}
    refused = step(oa, path, "draft", {"drafted_on": "2026-06-12", "parts": lacking}, method="PUT")
    assert (refused["code"], refused["clauses"]) == ("review-parts-incomplete", ["DH-6.11", "DH-6.12"])
    assert ([flaw["pointer"] for flaw in refused["errors"]], title in refused["detail"]) == ([f"/parts/{part}"], True)
    step(oa, path, "draft", {"drafted_on": "2026-06-12", "parts": PARTS | {part: "没有问题（样例）"}}, method="PUT")
    sent = step(oa, path, "submission", {"submitted_on": "2026-06-15"})
    assert sent["submission"]["addressees"] == ["县司法局"]
