"""Where a mediation stands: given its facts, in any order, then its status and what it waits for. No database."""

import random
from datetime import date
from typing import Any

import msgspec
import pytest

from services.mediation import folding as mediations
from services.mediation.mediation import Mediation, Status
from services.mediation.steps import Opening
from tests.services.mediation.cast import (
    ACCEPTED,
    ASSIGNED,
    CASE,
    CASE_NO,
    COURT,
    EFFECTIVE,
    ENDED,
    EXPLAINED,
    EXTENDED,
    HELD,
    LAND,
    MARKET,
    MEDIATION,
    OPENED,
    OTHER_MEDIATION,
    PLANNED,
    REACHED,
    RETURNED,
    SCHEDULED,
    SERVED,
    SETTLED,
    SIGNED,
    TERMINATED,
    TOLD,
    UNDER_WAY,
    Fact,
    entries,
    given,
    october,
    september,
    told,
)
from yingsu.events.intake.case import CaseWithdrawn
from yingsu.events.mediation.mediation import MediationOpened, MediationScheduled

ASSIGNED_ONE = (OPENED, ACCEPTED, ASSIGNED[0])
ASSIGNED_BOTH = (OPENED, ACCEPTED, *ASSIGNED)
MOVED: Fact = (
    msgspec.structs.replace(SCHEDULED[0], scheduled_on=october(11)),
    october(11),
)


@pytest.mark.parametrize(
    ("facts", "status"),
    [
        ((OPENED,), "referred"),
        ((OPENED, ACCEPTED), "accepted"),
        (ASSIGNED_ONE, "accepted"),
        (ASSIGNED_BOTH, "assigned"),
        ((*ASSIGNED_BOTH, *PLANNED[:2]), "assigned"),
        ((*ASSIGNED_BOTH, *PLANNED), "planned"),
        ((*ASSIGNED_BOTH, SCHEDULED), "scheduled"),
        ((*ASSIGNED_BOTH, *PLANNED, SCHEDULED, *TOLD), "scheduled"),
        (UNDER_WAY, "in_session"),
        ((*UNDER_WAY, EXTENDED), "in_session"),
        ((*UNDER_WAY, REACHED), "settled_unsigned"),
        ((*UNDER_WAY, REACHED, *SIGNED), "settled_unsigned"),
        ((*UNDER_WAY, REACHED, *EFFECTIVE), "settled_signed"),
        ((*UNDER_WAY, REACHED, EXPLAINED), "settled_unsigned"),
        (SETTLED, "closed_settled"),
        ((OPENED, TERMINATED), "terminated"),
        ((*UNDER_WAY, TERMINATED, *SERVED[:3]), "terminated"),
        ((*UNDER_WAY, TERMINATED, *SERVED), "served"),
        ((*UNDER_WAY, TERMINATED, *SERVED[:3], RETURNED), "terminated"),
        (ENDED, "returned"),
        ((*UNDER_WAY, REACHED, *SIGNED, TERMINATED), "terminated"),
    ],
)
def test_the_status_follows_from_the_facts(facts: tuple[Fact, ...], status: Status) -> None:
    assert given(*facts).status == status


def test_a_mediation_holds_what_the_court_referred() -> None:
    state = given(OPENED)

    assert (state.mediation_id, state.case_id, state.court, state.case_no) == (MEDIATION, CASE, COURT, CASE_NO)
    assert (state.received_on, state.materials) == (september(21), ("m1", "m2", "m3"))
    assert state.parties == ("p1", "p2", MARKET, LAND)
    assert (state.accepted_on, state.concluded_on, state.version) == (None, None, 1)


def test_each_step_keeps_its_fact_and_the_entry_that_told_it() -> None:
    facts = (*UNDER_WAY, EXTENDED, REACHED, *EFFECTIVE, EXPLAINED)
    state = given(*facts)
    recorded = {entry.event_id: entry.event for entry in entries(*facts)}
    steps = (
        *(state.opening, state.acceptance, state.settlement, state.effect),
        *(*state.notices, *state.schedules, *state.notifications, *state.sessions, *state.extensions),
        *(*state.signatures, *state.explanations),
    )

    assert len(steps) == len(facts) - len(PLANNED)
    for step in steps:
        assert step is not None
        event = recorded[step.event_id]
        if isinstance(event, MediationOpened):
            assert isinstance(step, Opening)
            assert (step.track, step.brought_by) == (event.track, event.referral)
            continue
        assert {name: getattr(step, name) for name in event.__struct_fields__} == msgspec.structs.asdict(event)


def test_a_termination_and_its_return_keep_their_facts() -> None:
    state = given(*ENDED)

    assert state.termination is not None
    assert state.returned is not None
    assert (state.termination.reason, state.termination.terminated_on) == ("too_far_apart", october(15))
    assert [serving.party for serving in state.servings] == ["p1", "p2", MARKET, LAND]
    assert [material.material for material in state.returned.materials] == ["m1", "m2", "m3"]
    assert state.concluded_on == october(15)


def test_an_extension_knows_the_day_it_was_agreed_on() -> None:
    assert [(e.agreed_on, e.until) for e in given(*UNDER_WAY, EXTENDED).extensions] == [(october(13), date(2026, 11, 20))]


@pytest.mark.parametrize("facts", [(*UNDER_WAY, MOVED, *TOLD[:2], EXTENDED, REACHED, *EFFECTIVE, EXPLAINED), ENDED])
def test_facts_make_the_same_mediation_in_whatever_order_they_are_read(facts: tuple[Fact, ...]) -> None:
    in_order = entries(*facts)
    expected = mediations.fold(in_order)

    for seed in range(100):
        shuffled = list(in_order)
        random.Random(seed).shuffle(shuffled)  # noqa: S311 (an order, not a secret)
        assert mediations.fold(shuffled) == expected


def test_facts_without_an_opening_make_no_mediation() -> None:
    assert mediations.fold(entries(ACCEPTED, *ASSIGNED)) is None
    assert mediations.evolve(None, entries(ACCEPTED)[0]) is None
    assert mediations.fold([]) is None


def test_a_mediation_before_the_last_of_its_facts_is_read_as_far_as_it_goes() -> None:
    state: Mediation | None = None
    seen: list[Status] = []
    for entry in entries(*SETTLED):
        state = mediations.evolve(state, entry)
        assert state is not None
        seen.append(state.status)

    assert list(dict.fromkeys(seen)) == [
        *("referred", "accepted", "assigned", "planned", "scheduled", "in_session"),
        *("settled_unsigned", "settled_signed", "closed_settled"),
    ]


def test_other_entries_of_the_case_change_nothing() -> None:
    ruling = CaseWithdrawn(ruling_no="（2026）苏0813行初12号之一", ruled_on=october(16), voluntary=True)
    *own, other = entries(OPENED, ACCEPTED, (ruling, october(16)))

    assert mediations.fold([*own, _in(CASE, other)]) == given(OPENED, ACCEPTED)


def test_two_mediations_of_one_case_are_kept_apart() -> None:
    first = entries(*UNDER_WAY)
    second = [_in(OTHER_MEDIATION, entry) for entry in entries(OPENED, ACCEPTED, TERMINATED)]

    assert _status(mediations.fold([*first, *second])) == "in_session"
    assert _status(mediations.fold([*first, *second], MEDIATION)) == "in_session"
    assert _status(mediations.fold([*first, *second], OTHER_MEDIATION)) == "terminated"
    assert mediations.fold(first, OTHER_MEDIATION) is None


def test_the_first_of_two_equal_facts_holds() -> None:
    again: Fact = (msgspec.structs.replace(ACCEPTED[0], accepted_on=september(25)), september(25))

    assert given(OPENED, ACCEPTED, again).accepted_on == september(22)


def test_who_is_still_to_be_told_is_counted_for_the_time_that_holds() -> None:
    assert given(*ASSIGNED_BOTH).untold == ()
    assert given(*ASSIGNED_BOTH, SCHEDULED).untold == ("p1", "p2", MARKET, LAND)
    assert given(*ASSIGNED_BOTH, SCHEDULED, *TOLD[:3]).untold == (LAND,)
    assert given(*ASSIGNED_BOTH, SCHEDULED, *TOLD).untold == ()


def test_another_time_makes_everyone_be_told_anew() -> None:
    state = given(*ASSIGNED_BOTH, SCHEDULED, *TOLD, MOVED, told("p2", october(11)))

    assert state.untold == ("p1", MARKET, LAND)
    assert [notification.party for notification in state.told] == ["p2"]
    assert isinstance(MOVED[0], MediationScheduled)
    assert state.schedule is not None
    assert state.schedule.scheduled_on == october(11)


def test_who_has_not_signed_and_to_whom_withdrawal_was_not_explained() -> None:
    assert (given(*UNDER_WAY).unsigned, given(*UNDER_WAY).unexplained) == ((), ())
    assert given(*UNDER_WAY, REACHED).unsigned == ("p1", MARKET, LAND)
    assert given(*UNDER_WAY, REACHED).unexplained == ("p1",)
    assert given(*UNDER_WAY, REACHED, *SIGNED).unsigned == (LAND,)
    assert (given(*SETTLED).unsigned, given(*SETTLED).unexplained) == ((), ())


def test_who_was_not_served() -> None:
    assert given(*UNDER_WAY).unserved == ()
    assert given(*UNDER_WAY, TERMINATED, SERVED[1]).unserved == ("p1", MARKET, LAND)
    assert given(*ENDED).unserved == ()


def test_a_mediation_ends_with_the_settlement_in_force_or_with_termination() -> None:
    assert given(*UNDER_WAY, REACHED, *SIGNED).concluded_on is None
    assert given(*SETTLED).concluded_on == october(16)
    assert given(OPENED, TERMINATED).concluded_on == october(15)


def test_the_plans_have_versions_of_their_own() -> None:
    state = given(*ASSIGNED_BOTH, *PLANNED)

    assert state.version == len(ASSIGNED_BOTH)
    assert [(plan.agency, plan.version) for plan in state.plans] == [(MARKET, 1), (LAND, 2)]
    assert [submission.version for submission in state.plan_of(LAND).submissions] == [1, 2]


def test_a_session_without_a_recorded_schedule_is_kept() -> None:
    assert given(OPENED, HELD).status == "in_session"


def _in(stream: str, entry: Any) -> Any:
    return msgspec.structs.replace(entry, stream=stream)


def _status(state: Mediation | None) -> Status | None:
    return state.status if state else None
