"""The sample messages of examples/hongze are what its README says: valid, about one case, against the registry's sample agencies."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter

from services.intake.bodies import AnswerBody
from services.intake.court.bodies import CourtMessageBody, notice_of
from services.intake.court.notice import agency_codes
from services.intake.number import parse
from services.registry import samples
from tests.services.intake.cast import (
    LAND,
    MARKET,
)
from tests.wire import Wire
from yingsu.clock import SettableClock
from yingsu.law.deadline import reckon
from yingsu.law.rules import builtin_rules

FOLDER = Path(__file__).resolve().parents[3] / "examples" / "hongze"
MESSAGES = sorted(path.name for path in FOLDER.glob("0*.json"))


def content(name: str) -> dict[str, Any]:
    """The body of an example."""
    found: dict[str, Any] = json.loads((FOLDER / name).read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("name", MESSAGES)
def test_every_message_is_one_about_the_sample_case_and_sample_agencies(name: str) -> None:
    notice = notice_of(TypeAdapter[CourtMessageBody](CourtMessageBody).validate_python(content(name)))
    number = parse(notice.case_no, date(2026, 10, 20))

    assert (number.case_no, number.court) == ("（2026）苏0813行初12号", samples.COURT)
    assert set(agency_codes(notice)) <= {agency.code for agency in samples.AGENCIES}


@pytest.mark.parametrize("name", ["answer-shichang.json", "answer-ziran.json"])
def test_every_answer_is_one(name: str) -> None:
    assert AnswerBody.model_validate(content(name)).has_answer


def test_the_readme_names_every_file() -> None:
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")

    assert [path.name for path in FOLDER.glob("*.json") if f"`{path.name}`" not in readme] == []


@pytest.mark.parametrize(
    ("name", "due"), [("01-service-ziran.json", date(2026, 9, 24)), ("03-service-shichang.json", date(2026, 10, 8))]
)
def test_the_periods_end_where_the_readme_says(name: str, due: date) -> None:
    served = date.fromisoformat(content(name)["occurred_on"])

    assert reckon(served, 15, "calendar_day", "after", builtin_rules().calendar).due == due


def test_the_messages_play_as_the_readme_says(
    court: Wire, market: Wire, clock: SettableClock, line: Callable[[str], Wire]
) -> None:
    clock.set(datetime(2026, 10, 21, 1, 0, tzinfo=UTC))
    assert [agency.agency_id for agency in samples.AGENCIES[1:3]] == [MARKET, LAND]

    early, filed, again, served = (
        court.report(content(name))
        for name in ("01-service-ziran.json", "02-case-filing.json", "02-case-filing.json", "03-service-shichang.json")
    )
    assert [answer.status_code for answer in (early, filed, again, served)] == [202, 201, 201, 201]
    assert early.json()["parked_reason"] == "no_subject"
    assert again.content == filed.content
    case_id = filed.json()["case_id"]
    assert court.get(f"/court/messages/{early.json()['message_id']}").json()["case_id"] == case_id

    answers = [
        wire.post(f"/cases/{case_id}/responses/{agency}/answer", content(name), version=0).status_code
        for wire, agency, name in ((line("land"), LAND, "answer-ziran.json"), (market, MARKET, "answer-shichang.json"))
    ]
    assert answers == [201, 201]
    rest = [court.report(content(name)) for name in MESSAGES[3:]]
    assert [answer.status_code for answer in rest] == [201, 409, 201]
    assert market.get(f"/cases/{case_id}").json()["status"] == "withdrawn"


def test_the_trial_of_the_second_case_plays_as_the_readme_says(
    court: Wire, market: Wire, clock: SettableClock, line: Callable[[str], Wire]
) -> None:
    clock.set(datetime(2026, 11, 13, 1, 0, tzinfo=UTC))
    case_id = court.report(content("b-19-case-filing.json") | {"pre_case_nos": []}).json()["case_id"]
    assert court.report(content("c-01-hearing-notice.json")).status_code == 201
    written = [
        wire.post(f"/cases/{case_id}/responses/{agency}/attendances", content(name), version=0)
        for wire, agency, name in (
            (market, MARKET, "c-02-attendance-shichang.json"),
            (line("land"), LAND, "c-03-attendance-ziran.json"),
        )
    ]
    assert [answer.status_code for answer in written] == [201, 201]
    flags = [[flag["code"] for flag in answer.json()["attendances"][0]["flags"]] for answer in written]
    assert flags == [[], ["leader_absent"]]
    judgment = ("c-04-judgment.json", "c-05-service-judgment-shichang.json", "c-06-service-judgment-ziran.json")
    assert [court.report(content(name)).status_code for name in judgment] == [201] * 3

    case = market.get(f"/cases/{case_id}").json()
    assert case["status"] == "judged"
    results = case["judgments"][0]["results"]
    assert [(result["lost"], result["received_on"]) for result in results] == [(True, "2026-11-10"), (False, "2026-11-12")]
