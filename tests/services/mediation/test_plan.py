"""What an agency tells the centre: given a mediation, when it submits, then the event or the rule that says no."""

from datetime import date
from typing import Any

import msgspec
import pytest

from services.mediation import plan as plans
from services.mediation.bounds import DateOrder, NotARespondent
from services.mediation.plan import NoticeNotSent, Plan, PlanIncomplete, SubmitPlan
from tests.services.mediation.cast import (
    ACCEPTED,
    ASSIGNED,
    CONTACT,
    LAND,
    LEADER,
    MARKET,
    MEDIATION,
    NEIGHBOUR,
    OPENED,
    SETTLED,
    TERMINATED,
    TODAY,
    TOMORROW,
    Fact,
    Seals,
    entries,
    given,
    october,
    person,
    refused,
    september,
    submitted,
    text,
)
from yingsu.events.mediation.plan import MediationPlanSubmitted
from yingsu.ledger.store import FutureFact

READY = (OPENED, ACCEPTED, *ASSIGNED)
WHOLE = SubmitPlan(
    agency=MARKET,
    received_on=september(28),
    leader=LEADER,
    leader_post="副局长",
    contact=CONTACT,
    plan="拟减轻处罚（样例）",
    file="file-1",
)


def when(*facts: Fact, seals: Seals | None = None, command: SubmitPlan = WHOLE, **change: Any) -> MediationPlanSubmitted:
    """The decision on one submission."""
    seals = seals or Seals()
    return plans.submit_plan(given(*facts), msgspec.structs.replace(command, **change), TODAY, seals.text, seals.person)


def of(*facts: Fact, agency: str = LAND) -> Plan:
    """The plan of these facts."""
    known = plans.Plan(agency=agency)
    for entry in entries(*facts):
        known = known.after(entry) if entry.stream == plans.stream_of(MEDIATION, agency) else known
    return known


def only(**given: Any) -> SubmitPlan:
    """A submission of the land agency with nothing else in it."""
    return SubmitPlan(agency=LAND, **({"received_on": september(28)} | given))


def test_leader_contact_and_plan_at_once_are_complete_that_day() -> None:
    assert when(*READY) == MediationPlanSubmitted(
        mediation=MEDIATION,
        agency=MARKET,
        received_on=september(28),
        leader=person(LEADER),
        leader_post="副局长",
        contact=person(CONTACT),
        plan=text("拟减轻处罚（样例）"),
        file="file-1",
        complete_on=september(28),
    )


def test_persons_and_text_are_sealed() -> None:
    seals = Seals()

    when(*READY, seals=seals)

    assert seals.sealed == ["示例李某", "示例王某", "拟减轻处罚（样例）"]


def test_the_plan_may_be_a_file_alone() -> None:
    event = when(*READY, plan=None)

    assert (event.plan, event.file, event.complete_on) == (None, "file-1", september(28))


def test_a_leader_without_a_plan_leaves_it_open() -> None:
    assert when(*READY, command=only(leader=LEADER)).complete_on is None


def test_the_three_may_come_one_after_the_other() -> None:
    leader = submitted(LAND, september(28), leader=person(LEADER))
    contact = submitted(LAND, september(29), contact=person(CONTACT))

    assert when(*READY, leader, command=only(contact=CONTACT)).complete_on is None
    assert when(*READY, leader, contact, command=only(plan="方案（样例）", received_on=september(30))).complete_on == september(
        30
    )


def test_the_day_of_completeness_is_the_latest_of_the_three_also_when_an_earlier_one_is_recorded_last() -> None:
    plan = submitted(LAND, september(30), contact=person(CONTACT), plan=text("方案（样例）"))

    assert when(*READY, plan, command=only(leader=LEADER, received_on=september(28))).complete_on == september(30)


def test_what_comes_after_completeness_completes_nothing_again() -> None:
    whole = submitted(
        LAND, september(28), leader=person(LEADER), contact=person(CONTACT), file="file-1", complete_on=september(28)
    )

    assert when(*READY, whole, command=only(leader=LEADER, received_on=october(9))).complete_on is None


def test_a_thing_told_twice_counts_from_its_first_day() -> None:
    leader = submitted(LAND, september(28), leader=person(LEADER))
    again = only(leader=LEADER, contact=CONTACT, file="file-1", received_on=september(30))

    assert when(*READY, leader, command=again).complete_on == september(30)
    assert of(leader, submitted(LAND, september(30), leader=person(LEADER))).there_since == {"责任领导": september(28)}


def test_a_thing_that_was_there_earlier_than_first_recorded_counts_from_that_day() -> None:
    leader = submitted(LAND, september(30), leader=person(LEADER))
    earlier = only(leader=LEADER, contact=CONTACT, file="file-1", received_on=september(28))

    assert when(*READY, leader, command=earlier).complete_on == september(28)


def test_a_late_plan_is_recorded_too() -> None:
    assert when(*READY, received_on=TODAY).received_on == TODAY


def test_a_plan_holds_what_was_told_last() -> None:
    plan = of(
        submitted(LAND, september(28), leader=person(LEADER), leader_post="副局长", contact=person(CONTACT), plan=text("一")),
        submitted(LAND, september(29), leader=person(CONTACT), plan=text("二"), file="file-2"),
    )

    assert (plan.leader, plan.leader_post, plan.contact) == (person(CONTACT), None, person(CONTACT))
    assert (plan.plan, plan.file, plan.complete_on, plan.version) == (text("二"), "file-2", september(28), 2)


def test_a_plan_is_complete_on_the_day_of_the_last_of_the_three() -> None:
    leader = submitted(LAND, september(28), leader=person(LEADER), file="file-1")

    assert of(leader).complete_on is None
    assert of(leader, submitted(LAND, september(30), contact=person(CONTACT))).complete_on == september(30)


def test_a_plan_says_what_it_lacks() -> None:
    assert of() == Plan(agency=LAND)
    assert of().lacking == ("责任领导", "联络人", "初步调处意向方案")
    assert of(submitted(LAND, september(28), contact=person(CONTACT))).lacking == ("责任领导", "初步调处意向方案")


def test_submissions_of_another_agency_are_no_part_of_it() -> None:
    assert of(submitted(MARKET, september(28), contact=person(CONTACT))) == Plan(agency=LAND)


def test_the_stream_is_named_by_mediation_and_agency() -> None:
    assert plans.stream_of(MEDIATION, LAND) == ("plan-0123456789abcdef0123456789abcdef-00000000-0000-4000-8000-320813000003")


def test_an_agency_that_is_no_respondent_submits_nothing() -> None:
    refused(
        NotARespondent,
        "not-a-respondent",
        "HZ-4.3",
        lambda seals: when(*READY, seals=seals, agency=NEIGHBOUR),
        pointer="/agency",
    )


def test_a_plan_waits_for_the_notice_to_its_agency() -> None:
    message = refused(
        NoticeNotSent,
        "assignment-notice-not-sent",
        "HZ-4.3",
        lambda seals: when(OPENED, ACCEPTED, ASSIGNED[0], seals=seals, agency=LAND),
    )

    assert "《行政争议调处交办通知书》" in message


@pytest.mark.parametrize(
    ("command", "pointer"),
    [
        (only(), None),
        (only(plan="  "), "/plan"),
        (only(plan="\u200b\u2060"), "/plan"),
        (only(leader=LEADER, plan=""), "/plan"),
        (only(leader_post="副局长", contact=CONTACT), "/leader"),
    ],
)
def test_a_submission_with_nothing_in_it_or_with_half_a_thing_is_refused(command: SubmitPlan, pointer: str | None) -> None:
    refused(
        PlanIncomplete, "plan-incomplete", "HZ-4.3", lambda seals: when(*READY, seals=seals, command=command), pointer=pointer
    )


@pytest.mark.parametrize(
    ("day", "error", "code"), [(TOMORROW, FutureFact, "future-fact"), (september(22), DateOrder, "date-order")]
)
def test_a_plan_is_received_after_the_notice_and_not_in_the_future(day: date, error: Any, code: str) -> None:
    refused(error, code, "HZ-4.3", lambda seals: when(*READY, seals=seals, received_on=day), pointer="/received_on")


@pytest.mark.parametrize(
    ("facts", "after"), [((*READY, TERMINATED), october(16)), (SETTLED, october(17))], ids=["terminated", "settled"]
)
def test_a_plan_that_comes_after_the_end_of_the_mediation_is_recorded_and_changes_nothing_else(
    facts: tuple[Fact, ...], after: date
) -> None:
    event = when(*facts, received_on=after)

    assert event.received_on == after
    late = given(*facts, (event, after))
    assert (late.status, late.version, late.concluded_on) == (
        given(*facts).status,
        given(*facts).version,
        given(*facts).concluded_on,
    )
