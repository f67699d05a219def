"""The examples of examples/hongze are bodies of this service, and play as their README says: after the judgment of the example."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from services.review.bodies import DraftBody, PlanBody, RectificationBody, SignatureBody, StartBody, SubmissionBody
from services.review.review import stream_of
from tests.services.review.record import CASE, CASE_NO, LAND, MARKET, filed, judged
from tests.services.review.story import HEAD, Step, play, send, tell
from tests.whole import LAND_OA, SUPERVISOR, Whole
from yingsu.events.intake.case import ServiceRecorded
from yingsu.web.bodies import Body

FOLDER = Path(__file__).resolve().parents[3] / "examples" / "hongze"
BODIES: dict[str, type[Body]] = {
    "d-01-review-start.json": StartBody,
    "d-02-review-draft.json": DraftBody,
    "d-03-review-signature.json": SignatureBody,
    "d-04-review-submission.json": SubmissionBody,
    "d-05-rectification-plan.json": PlanBody,
    "d-06-rectification.json": RectificationBody,
    "d-07-review-start-ziran.json": StartBody,
}


def content(name: str) -> dict[str, Any]:
    """The body of an example."""
    found: dict[str, Any] = json.loads((FOLDER / name).read_text(encoding="utf-8"))
    return found


def test_every_example_is_a_body() -> None:
    assert {path.name for path in FOLDER.glob("d-*.json")} == set(BODIES)
    for name, body in BODIES.items():
        assert body.model_validate(content(name)).model_dump(exclude_none=True)


def test_every_text_says_that_it_is_a_sample() -> None:
    texts = [*content("d-02-review-draft.json")["parts"].values(), content("d-06-rectification.json")["result"]]
    assert [text for text in texts if "样例" not in text] == []


@pytest.fixture
def lost(whole: Whole) -> None:
    """The judgment of the examples: received by the market agency on 10 November, by the land agency on the 12th."""
    judgment = json.loads((FOLDER / "c-04-judgment.json").read_text(encoding="utf-8"))
    receipts = [
        json.loads((FOLDER / f"c-0{number}-service-judgment-{agency}.json").read_text(encoding="utf-8"))["received_on"]
        for number, agency in ((5, "shichang"), (6, "ziran"))
    ]
    assert judgment["results"][0]["outcome"] == "illegality_confirmed"
    events = judged(MARKET, winners=(LAND,), on=date.fromisoformat(judgment["occurred_on"]), outcome="illegality_confirmed")
    received = [
        ServiceRecorded(agency=agency, document="judgment", received_on=date.fromisoformat(day), method=None)
        for agency, day in zip((MARKET, LAND), receipts, strict=True)
    ]
    tell(whole, filed(MARKET, LAND), *events, *received, moment="2026-11-12T15:00")
    whole.settle()


def test_the_examples_play_as_the_readme_says(whole: Whole, lost: None) -> None:
    def step(name: str, moment: str, path: str, **more: Any) -> Step:
        return Step(moment, path, content(name), **more)

    play(whole, step("d-01-review-start.json", "2026-11-13T10:00", "start"))
    play(whole, step("d-02-review-draft.json", "2026-11-17T15:00", "draft"))
    submission = step("d-04-review-submission.json", "2026-11-18T11:00", "submission")
    unsigned = send(whole, submission)
    assert (unsigned.status_code, unsigned.json()["code"]) == (409, "review-unsigned")
    play(whole, step("d-03-review-signature.json", "2026-11-18T12:00", "signature", official=HEAD), submission)
    late = step("d-07-review-start-ziran.json", "2026-11-20T15:00", "start", client=LAND_OA)
    play(whole, late, review_id=stream_of(CASE, CASE_NO, LAND))
    play(whole, step("d-05-rectification-plan.json", "2026-11-20T16:00", "rectification-plan"))
    shown = play(whole, step("d-06-rectification.json", "2026-12-02T10:00", "rectification"))

    assert shown["status"] == "rectified"
    standings = ["overdue", "due_today", "not_due", "satisfied", "cancelled"]
    board = whole.wire(SUPERVISOR).get("/v1/notify/obligations", standing=standings).json()["obligations"]
    ends = {(line["code"], line["agency_id"]): (line["due"], line["outcome"]) for line in board if line["agency_id"]}
    assert ends["review_start", MARKET] == ("2026-11-17", "on_time")
    assert ends["review_start", LAND] == ("2026-11-19", "late")
    assert ends["rectification_report", MARKET] == ("2026-12-02", "on_time")
    assert ("rectification_report", LAND) not in ends, "a review without a signature starts no period"
