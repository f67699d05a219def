"""The two mediations of examples/hongze and the trial that follows one: every file is a body that its door takes, about one dispute, with the
days that the README tells."""

import json
import re
from datetime import date
from typing import Any

import pytest
from pydantic import TypeAdapter

from services.intake.bodies import AnswerBody, AttendanceBody
from services.intake.court.bodies import CourtMessageBody, notice_of
from services.intake.court.notice import agency_codes
from services.intake.forwarding.answers import ForwardingBody
from services.intake.number import parse
from services.mediation import bodies, track_bodies
from services.registry import samples
from tests.journeys.machinery import REPOSITORY
from yingsu.law.deadline import reckon
from yingsu.law.rules import builtin_rules
from yingsu.web.bodies import Body

FOLDER = REPOSITORY / "examples" / "hongze"
FILES = sorted(path.name for path in FOLDER.glob("[abc]-*.json"))
BODIES: dict[str, type[Body]] = {
    "acceptance": bodies.AcceptanceBody,
    "assignment-notice": bodies.AssignmentNoticeBody,
    "plan": bodies.PlanBody,
    "schedule": bodies.ScheduleBody,
    "notification": bodies.NotificationBody,
    "session": bodies.SessionBody,
    "settlement": bodies.SettlementBody,
    "signature": bodies.SignatureBody,
    "settlement-performance": track_bodies.PerformanceBody,
    "withdrawal-explanation": bodies.WithdrawalExplanationBody,
    "termination": bodies.TerminationBody,
    "termination-service": bodies.TerminationServiceBody,
    "return": bodies.ReturnBody,
    "forwarding": ForwardingBody,
    "answer": AnswerBody,
    "attendance": AttendanceBody,
}
NUMBERS = {
    "a": {"（2026）苏0813行诉前调3号"},
    "b": {"（2026）苏0813行诉前调8号", "（2026）苏0813行诉前立21号", "（2026）苏0813行初9号"},
    "c": {"（2026）苏0813行初9号"},
}


def content(name: str) -> dict[str, Any]:
    """The body of an example."""
    found: dict[str, Any] = json.loads((FOLDER / name).read_text(encoding="utf-8"))
    return found


def kind(name: str) -> str:
    """`b-13-termination-service-shichang.json` is a termination-service."""
    return re.sub(r"^[abc]-\d\d-|(-(shichang|ziran|p1))?\.json$", "", name)


MESSAGES = [name for name in FILES if "message_id" in content(name)]


@pytest.mark.parametrize("name", MESSAGES)
def test_every_message_is_about_its_dispute_and_sample_agencies(name: str) -> None:
    notice = notice_of(TypeAdapter[CourtMessageBody](CourtMessageBody).validate_python(content(name)))
    numbers = [parse(number, date(2026, 11, 13)) for number in (notice.case_no, *content(name).get("pre_case_nos", ()))]

    assert {number.case_no for number in numbers} <= NUMBERS[name[0]]
    assert {number.court for number in numbers} == {samples.COURT}
    assert set(agency_codes(notice)) <= {agency.code for agency in samples.AGENCIES}


@pytest.mark.parametrize("name", [name for name in FILES if name not in MESSAGES])
def test_every_step_is_one_that_its_door_takes(name: str) -> None:
    body = BODIES[kind(name)].model_validate(content(name))

    assert body.model_dump(mode="json", exclude_unset=True).keys() == content(name).keys()


def test_the_files_of_each_dispute_are_numbered_without_a_gap() -> None:
    for dispute, count in (("a", 13), ("b", 23), ("c", 6)):
        assert [name[:4] for name in FILES if name[0] == dispute] == [f"{dispute}-{n:02}" for n in range(1, count + 1)]


@pytest.mark.parametrize(
    ("name", "field", "amount", "unit", "due"),
    [
        ("a-03-assignment-notice.json", "received_on", 3, "working_day", date(2026, 2, 13)),
        ("a-04-plan.json", "received_on", 3, "working_day", date(2026, 2, 24)),
        ("b-03-assignment-notice-shichang.json", "received_on", 3, "working_day", date(2026, 4, 3)),
        ("b-04-assignment-notice-ziran.json", "received_on", 3, "working_day", date(2026, 4, 3)),
        ("b-06-plan-ziran.json", "received_on", 3, "working_day", date(2026, 4, 13)),
        ("b-17-pre-filing-notice.json", "occurred_on", 1, "working_day", date(2026, 5, 6)),
        ("b-20-service-shichang.json", "occurred_on", 15, "calendar_day", date(2026, 5, 28)),
        ("b-21-service-ziran.json", "occurred_on", 15, "calendar_day", date(2026, 5, 29)),
        ("c-05-service-judgment-shichang.json", "received_on", 5, "working_day", date(2026, 11, 17)),
        ("c-06-service-judgment-ziran.json", "received_on", 5, "working_day", date(2026, 11, 19)),
    ],
)
def test_the_periods_end_where_the_readme_says(name: str, field: str, amount: int, unit: Any, due: date) -> None:
    begin = date.fromisoformat(content(name)[field])

    assert reckon(begin, amount, unit, "after", builtin_rules().calendar).due == due
    line = next(line for line in (FOLDER / "README.md").read_text(encoding="utf-8").splitlines() if f"`{name}`" in line)
    assert f"{due.day} 日" in line


def test_the_judgment_comes_within_six_months_of_the_filing() -> None:
    filed, judged = (date.fromisoformat(content(name)["occurred_on"]) for name in ("b-19-case-filing.json", "c-04-judgment.json"))

    assert reckon(filed, 6, "month", "after", builtin_rules().calendar).due == date(2026, 11, 11) >= judged
