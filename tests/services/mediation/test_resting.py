"""Which steps rest on which, and what follows from them: nothing of it is amiss in a mediation that nobody corrected. No database."""

from collections.abc import Sequence

import pytest

from services.mediation.restating import restated
from services.mediation.resting import LaterStepsRest, check_rests, shaken
from tests.services.mediation.cast import (
    ACCEPTED,
    ENDED,
    EXTENDED,
    HELD,
    LAND,
    MARKET,
    OPENED,
    REACHED,
    SETTLED,
    TERMINATED,
    UNDER_WAY,
    Fact,
    entries,
    given,
    noticed,
    october,
    september,
    signed,
    told,
)
from tests.services.mediation.test_tracks import IN_COURT


@pytest.mark.parametrize("facts", [SETTLED, ENDED, UNDER_WAY, (*UNDER_WAY, EXTENDED), IN_COURT, (OPENED,)])
def test_nothing_is_amiss_in_what_was_decided_step_by_step(facts: Sequence[Fact]) -> None:
    state, known = given(*facts), entries(*facts)

    assert list(shaken(state)) == []
    assert [found for stream in {entry.stream for entry in known} for found in restated(state, known, stream)] == []


@pytest.mark.parametrize(
    ("what", "facts"),
    [
        ("交办通知", (OPENED, noticed(MARKET, september(22), september(23)))),
        ("交办通知", (OPENED, ACCEPTED, noticed(MARKET, september(21), september(23)))),
        ("交办通知", (OPENED, ACCEPTED, *[noticed(MARKET, september(22), september(23))] * 2)),
        ("告知当事人", (OPENED, ACCEPTED, told("p1", october(9)))),
        ("调处会", (OPENED, ACCEPTED, HELD)),
        ("协议", (OPENED, ACCEPTED, REACHED)),
        ("签字", (*UNDER_WAY, signed(LAND, october(13)))),
        ("签字", (*UNDER_WAY, REACHED, signed("p2", october(13)))),
        ("签字", (*UNDER_WAY, REACHED, *[signed(LAND, october(13))] * 2)),
        ("期限的延长", (*UNDER_WAY, EXTENDED, EXTENDED)),
        ("期限的延长", (*UNDER_WAY, TERMINATED, (EXTENDED[0], october(16)))),
    ],
)
def test_a_step_without_what_it_rests_on_is_told(what: str, facts: Sequence[Fact]) -> None:
    state = given(*facts)
    assert what in {found.what for found in shaken(state)}
    with pytest.raises(LaterStepsRest) as refusal:
        check_rests(given(OPENED), state)
    assert refusal.value.clauses == ("HZ-4.1",)
    check_rests(state, state)
