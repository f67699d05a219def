"""Who owes a review for which judgment, and since when. The examples of the catalogue for HZ-9.1 to 9.3."""

from collections.abc import Sequence
from datetime import date
from itertools import permutations

import msgspec
import pytest

from services.review import opening
from services.review.opening import unassigned
from tests.services.review.record import (
    AGENCIES,
    CASE_NO,
    COURT,
    GOVERNMENT,
    JUDGED,
    LAND,
    LAND_NAME,
    MARKET,
    TOWNSHIP,
    UNIT,
    assigned,
    entries,
    filed,
    judged,
    july,
    owed,
    received,
    removed,
)
from tests.services.review.test_requirements import hongze, national, published
from yingsu.events.intake.judgment import JudgmentLost
from yingsu.events.review.review import Basis, ReviewOpened
from yingsu.law.rule import Parameter
from yingsu.law.rules import Rules, builtin_rules
from yingsu.ledger.entry import Event

ONLY_LOSERS = Rules(
    (national(), published(hongze(joint_defendants=Parameter(value="losers", operator_value=True)))), builtin_rules().calendar
)
GOVERNMENT_ITSELF = Rules(
    (national(), published(hongze(government_owner=Parameter(value="defendant", operator_value=True)))), builtin_rules().calendar
)


def test_the_loser_reviews_from_the_day_on_which_it_received_the_judgment() -> None:
    events = (filed(MARKET), *judged(MARKET), received(MARKET, july(6)))
    (found,) = assigned(*events)
    judgment = entries(*events)[1]
    assert found.opened() == ReviewOpened(
        agency=MARKET,
        defendant=MARKET,
        grounds="lost",
        court=COURT,
        case_no=CASE_NO,
        judgment=judgment.event_id,
        judgment_no=CASE_NO,
        judged_on=JUDGED,
        received_on=july(6),
        outcomes=("revoked",),
        decided_under=Basis(profile="hongze.1", clauses=("HZ-9.1", "HZ-9.4")),
    )


def test_every_defendant_that_stood_beside_the_loser_reviews_from_its_own_receipt() -> None:
    """HZ-9.2: A received 2026-07-06, B 2026-07-08; the judgment bites only A."""
    events = (filed(MARKET, LAND), *judged(MARKET, winners=(LAND,)), received(MARKET, july(6)), received(LAND, july(8)))
    assert owed(*events) == {MARKET: (MARKET, "lost", july(6)), LAND: (LAND, "joint_defendant", july(8))}
    joint = assigned(*events)[1].opened()
    assert (joint.outcomes, joint.decided_under.clauses) == ((), ("HZ-9.2", "HZ-9.4"))


def test_where_only_losers_review_the_others_do_not() -> None:
    events = (filed(MARKET, LAND), *judged(MARKET, winners=(LAND,)), received(MARKET, july(6)), received(LAND, july(8)))
    assert owed(*events, rules=ONLY_LOSERS) == {MARKET: (MARKET, "lost", july(6))}


def test_nobody_reviews_a_case_that_nobody_lost() -> None:
    assert owed(filed(MARKET, LAND), *judged(winners=(MARKET, LAND)), received(MARKET, july(6))) == {}


def test_before_the_receipt_nothing_has_begun() -> None:
    (found,) = assigned(filed(MARKET), *judged(MARKET))
    assert found.received_on is None
    with pytest.raises(ValueError, match="before the judgment is received"):
        found.opened()


def test_a_judgment_told_again_calls_for_the_same_review() -> None:
    """HZ-9.1: JudgmentLost repeated with the same judgment number → still one review."""
    events = (filed(MARKET), *judged(MARKET), received(MARKET, july(6)), *judged(MARKET), received(MARKET, july(9)))
    assert owed(*events) == {MARKET: (MARKET, "lost", july(6))}


def test_the_outcomes_of_several_objects_are_one_loss() -> None:
    again = JudgmentLost(agency=MARKET, judgment_no=CASE_NO, judged_on=JUDGED, outcomes=("compensation_ordered", "revoked"))
    (found,) = assigned(filed(MARKET), *judged(MARKET), again, received(MARKET, july(6)))
    assert found.duty.outcomes == ("compensation_ordered", "revoked")


def test_who_had_left_the_case_does_not_review_it() -> None:
    events = (filed(MARKET, LAND), *judged(MARKET), removed(LAND), received(MARKET, july(6)), received(LAND, july(8)))
    assert owed(*events) == {MARKET: (MARKET, "lost", july(6))}


def test_who_lost_reviews_whatever_was_told_of_it_before() -> None:
    assert owed(filed(MARKET), removed(MARKET), *judged(MARKET), received(MARKET, july(6))) == {MARKET: (MARKET, "lost", july(6))}


def test_only_a_receipt_of_the_same_kind_of_document_on_or_after_the_judgment_counts() -> None:
    ruling = received(MARKET, july(6), "ruling")
    early = received(MARKET, date(2026, 6, 30))
    assert owed(filed(MARKET), *judged(MARKET), ruling, early) == {MARKET: (MARKET, "lost", None)}
    of_ruling = (filed(MARKET), *judged(MARKET, document="ruling"), ruling)
    assert owed(*of_ruling) == {MARKET: (MARKET, "lost", july(6))}


def test_each_of_two_judgments_is_received_with_the_first_such_document_since_it_was_made() -> None:
    second = "（2026）苏0813行初12号之二"
    events = (filed(MARKET), *judged(MARKET), *judged(MARKET, number=second, on=july(20)), received(MARKET, july(20)))
    found = {a.duty.judgment_no: a.received_on for a in assigned(*events, received(MARKET, july(6)))}
    assert found == {CASE_NO: july(6), second: july(20)}


@pytest.mark.parametrize("day", [1, 3], ids=["on the same day", "before the first was served"])
def test_a_lost_case_is_reviewed_although_another_judgment_was_made_before_it_was_served(day: int) -> None:
    second = "（2026）苏0813行初12号之二"
    events = (filed(MARKET), *judged(MARKET), *judged(winners=(MARKET,), number=second, on=july(day)), received(MARKET, july(6)))
    assert {a.duty.judgment_no: a.received_on for a in assigned(*events)} == {CASE_NO: july(6)}


def test_a_defendant_of_another_jurisdiction_goes_by_its_own_rules() -> None:
    events = (filed(MARKET, LAND, jurisdictions=("320813", "320899")), *judged(MARKET, LAND))
    assert owed(*events, received(MARKET, july(6)), received(LAND, july(6))) == {MARKET: (MARKET, "lost", july(6))}


def test_for_a_government_its_implementing_unit_reviews() -> None:
    """HZ-9.3: 区政府 loses, implementing unit → review owner."""
    events = (filed(GOVERNMENT, unit=f" {UNIT} "), *judged(GOVERNMENT), received(GOVERNMENT, july(6)))
    assert owed(*events) == {TOWNSHIP: (GOVERNMENT, "lost", july(6))}
    opened = assigned(*events)[0].opened()
    assert (opened.agency, opened.defendant) == (TOWNSHIP, GOVERNMENT)
    assert opened.decided_under.clauses == ("HZ-9.1", "HZ-9.4", "HZ-9.3")


def test_where_the_profile_says_so_a_government_reviews_itself() -> None:
    events = (filed(GOVERNMENT, unit=UNIT), *judged(GOVERNMENT), received(GOVERNMENT, july(6)))
    assert owed(*events, rules=GOVERNMENT_ITSELF) == {GOVERNMENT: (GOVERNMENT, "lost", july(6))}


@pytest.mark.parametrize("unit", [None, "", "洪泽区示例镇", "示例征收办（样例）"])
def test_a_unit_that_is_no_registered_agency_leaves_it_to_the_supervising_body(unit: str | None) -> None:
    events = (filed(GOVERNMENT, unit=unit), *judged(GOVERNMENT), received(GOVERNMENT, july(6)))
    assert owed(*events) == {}
    (waiting,) = unassigned(opening.duties(entries(*events), builtin_rules()), entries(*events), AGENCIES)
    assert (waiting.defendant, waiting.unit, waiting.received_on) == (GOVERNMENT, unit, july(6))


def test_two_agencies_of_one_name_leave_it_to_the_supervising_body() -> None:
    twin = msgspec.structs.replace(AGENCIES[TOWNSHIP], agency_id="agency-00000000-0000-4000-8000-320813000099")
    events = (filed(GOVERNMENT, unit=UNIT), *judged(GOVERNMENT), received(GOVERNMENT, july(6)))
    duties = opening.duties(entries(*events), builtin_rules())
    assert opening.assignments(duties, {**AGENCIES, twin.agency_id: twin}) == ()


def test_an_agency_of_that_name_elsewhere_is_not_the_unit() -> None:
    elsewhere = msgspec.structs.replace(AGENCIES[TOWNSHIP], jurisdiction="320812")
    events = (filed(GOVERNMENT, unit=UNIT), *judged(GOVERNMENT), received(GOVERNMENT, july(6)))
    duties = opening.duties(entries(*events), builtin_rules())
    assert opening.assignments(duties, {**AGENCIES, TOWNSHIP: elsewhere}) == ()


def test_a_unit_that_is_a_defendant_itself_has_one_review_from_its_own_receipt() -> None:
    """The loss of the government goes before having stood beside it; its own loss before that of the government."""
    receipts = (received(GOVERNMENT, july(6)), received(LAND, july(8)))
    beside = (filed(GOVERNMENT, LAND, unit=LAND_NAME), *judged(GOVERNMENT, winners=(LAND,)), *receipts)
    assert owed(*beside) == {LAND: (GOVERNMENT, "lost", july(8))}
    itself = (filed(GOVERNMENT, LAND, unit=LAND_NAME), *judged(GOVERNMENT, LAND), *receipts)
    assert owed(*itself) == {LAND: (LAND, "lost", july(8))}
    for events in (beside, itself):
        assert unassigned(opening.duties(entries(*events), builtin_rules()), entries(*events), AGENCIES) == ()


def test_a_part_that_somebody_reviews_does_not_wait() -> None:
    facts = (filed(GOVERNMENT, unit="示例征收办（样例）"), *judged(GOVERNMENT), received(GOVERNMENT, july(6)))
    duties = opening.duties(entries(*facts), builtin_rules())
    (duty,) = duties
    opened = opening.Assignment(duty=duty, agency=TOWNSHIP, received_on=july(6)).opened()
    of_another = msgspec.structs.replace(opened, judgment_no="（2026）苏0813行初13号")
    assert unassigned(duties, entries(*facts, opened), AGENCIES) == ()
    assert unassigned(duties, entries(*facts, of_another), AGENCIES) == (duty,)


@pytest.mark.parametrize(
    "facts",
    [
        (judged(MARKET, winners=(LAND,)), (received(MARKET, july(6)),), (received(LAND, july(8)),), (removed(TOWNSHIP),)),
        (judged(GOVERNMENT, winners=(LAND,)), (received(GOVERNMENT, july(6)),), (received(LAND, july(8)),)),
        (judged(MARKET), judged(MARKET), (received(MARKET, july(9)),), (received(MARKET, july(6)),)),
    ],
)
def test_the_order_of_judgment_and_receipts_makes_no_difference(facts: Sequence[tuple[Event, ...]]) -> None:
    filing = filed(MARKET, LAND, GOVERNMENT, TOWNSHIP, unit=LAND_NAME)
    orders = [tuple(event for part in order for event in part) for order in permutations(facts)]
    ends = [{a.agency: a.opened() for a in assigned(filing, *order) if a.received_on} for order in orders]
    assert ends[0]
    assert all(end == ends[0] for end in ends)
