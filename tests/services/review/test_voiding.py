"""A loss that a later instance took away voids the reviews that rested on it: those only, once, in whatever order it is told."""

from itertools import permutations

import pytest

from services.review.reactions import OpenReviews
from services.review.voiding import VoidReviews
from tests.services.review.record import CASE_NO, LAND, MARKET, filed, judged, july, received
from tests.services.review.story import REVIEW, opened, tell
from tests.whole import Whole
from yingsu.events.intake.instances import JudgmentReversed
from yingsu.events.review.review import ReviewVoided
from yingsu.law.published import RulesInForce
from yingsu.ledger.entry import Event
from yingsu.ledger.reader import catch_up

SECOND_NO = "（2026）苏08行终31号"


def reversed_(agency: str, by: str = SECOND_NO, day: int = 8) -> JudgmentReversed:
    """The later instance takes the agency's loss away."""
    return JudgmentReversed(agency=agency, judgment_no=CASE_NO, reversed_on=july(day), by_judgment_no=by, result="reversed")


def react(whole: Whole) -> None:
    """Both reactions, until nothing follows any more."""
    rules = RulesInForce(whole.ledger)
    for _ in range(2):
        catch_up(whole.ledger.database, OpenReviews(whole.ledger, whole.deps.keys, rules))
        catch_up(whole.ledger.database, VoidReviews(whole.ledger, whole.deps.keys, rules))


def voided(whole: Whole) -> list[tuple[str, str, str]]:
    """Which reviews are void, and by what document."""
    events = [entry.event for entry in whole.ledger.read_all(0, 2000)]
    return sorted((e.agency, e.because, e.authority) for e in events if isinstance(e, ReviewVoided))


LOST: tuple[tuple[Event, ...], ...] = (judged(MARKET), (received(MARKET, july(6)),))


def test_the_review_of_a_loss_that_was_taken_away_is_void_with_the_document_that_says_so(whole: Whole) -> None:
    tell(whole, filed(MARKET))
    for events in LOST:
        tell(whole, *events)
    react(whole)
    (cause,) = tell(whole, reversed_(MARKET))
    react(whole)
    react(whole)

    assert voided(whole) == [(MARKET, "reversed", SECOND_NO)]
    (entry,) = [e for e in whole.ledger.load(REVIEW, ("320813",)) if isinstance(e.event, ReviewVoided)]
    assert (entry.occurred_on, entry.causation_id, entry.actor.role) == (july(8), cause, "system")
    assert isinstance(entry.event, ReviewVoided)
    assert whole.deps.keys.open_text(entry.event.reason) == f"{SECOND_NO} 撤销改判，败诉不再成立"


@pytest.mark.parametrize("order", list(permutations((*LOST, (reversed_(MARKET),)))))
def test_no_review_stands_on_a_loss_that_was_taken_away_in_whatever_order_it_is_told(
    whole: Whole, order: tuple[tuple[Event, ...], ...]
) -> None:
    tell(whole, filed(MARKET))
    for events in order:
        tell(whole, *events)
        react(whole)

    assert len(voided(whole)) == len(opened(whole)), "a review that was opened is void, one that never was is not missed"


def test_a_joint_defendants_review_stands_as_long_as_another_has_lost(whole: Whole) -> None:
    """HZ-9.2: both review when one of them loses."""
    tell(whole, filed(MARKET, LAND), *judged(MARKET, LAND), received(MARKET, july(6)), received(LAND, july(6)))
    react(whole)
    assert len(opened(whole)) == 2

    tell(whole, reversed_(MARKET))
    react(whole)
    assert voided(whole) == [], "the market agency still stands beside one that lost"

    tell(whole, reversed_(LAND))
    react(whole)
    assert [agency for agency, _, _ in voided(whole)] == sorted([MARKET, LAND])
