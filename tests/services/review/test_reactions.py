"""A lost judgment and its receipts open the reviews that they call for: once, in whatever order and batches they are read."""

from datetime import date
from itertools import permutations

import pytest

from services.review.reactions import NAME, OpenReviews
from services.review.review import stream_of
from tests.services.review.record import (
    CASE,
    CASE_NO,
    GOVERNMENT,
    LAND,
    MARKET,
    TOWNSHIP,
    UNIT,
    filed,
    judged,
    july,
    received,
    removed,
)
from tests.services.review.story import REVIEW, opened, tell
from tests.whole import MARKET_OA, Whole
from yingsu.composition import VIEWS, reactions
from yingsu.events.review.review import ReviewOpened
from yingsu.law.published import RulesInForce
from yingsu.ledger.deciding import command_id
from yingsu.ledger.entry import Event
from yingsu.ledger.quarantine import listed
from yingsu.ledger.reader import catch_up, release

JOINT = (judged(MARKET, winners=(LAND,)), (received(MARKET, july(6)),), (received(LAND, july(8)),))


def reaction(whole: Whole) -> OpenReviews:
    """The reaction as the service has it."""
    return OpenReviews(whole.ledger, whole.deps.keys, RulesInForce(whole.ledger))


def found(whole: Whole) -> dict[str, tuple[str, str, date]]:
    """What was opened, in short: by owner, for whose part, on what grounds, received when."""
    return {
        event.agency: (event.defendant, event.grounds, event.received_on)
        for entry in opened(whole)
        if isinstance(event := entry.event, ReviewOpened)
    }


def test_the_receipt_of_a_lost_judgment_opens_a_review_of_the_record(whole: Whole) -> None:
    *_, receipt = tell(whole, filed(MARKET), *judged(MARKET), received(MARKET, july(6)))
    catch_up(whole.ledger.database, reaction(whole))

    (entry,) = opened(whole)
    assert (entry.stream, entry.version, entry.case_id, entry.jurisdiction) == (REVIEW, 1, CASE, "320813")
    assert (entry.occurred_on, entry.causation_id, entry.actor.role) == (july(6), receipt, "system")
    assert whole.ledger.load(REVIEW, ("320899",)) == []


@pytest.mark.parametrize("order", list(permutations(JOINT)))
@pytest.mark.parametrize("batch", [1, 500])
def test_judgment_and_receipts_in_any_order_open_the_same_reviews(
    whole: Whole, order: tuple[tuple[Event, ...], ...], batch: int
) -> None:
    tell(whole, filed(MARKET, LAND))
    for events in order:
        tell(whole, *events)
        catch_up(whole.ledger.database, reaction(whole), batch=batch)

    assert found(whole) == {MARKET: (MARKET, "lost", july(6)), LAND: (LAND, "joint_defendant", july(8))}
    assert len(opened(whole)) == 2


@pytest.mark.parametrize("order", list(permutations(((received(GOVERNMENT, july(6)),), (received(TOWNSHIP, july(8)),)))))
def test_a_government_and_its_unit_have_one_review_whoever_receives_first(
    whole: Whole, order: tuple[tuple[Event, ...], ...]
) -> None:
    tell(whole, filed(GOVERNMENT, TOWNSHIP, unit=UNIT), *judged(GOVERNMENT, winners=(TOWNSHIP,)))
    for events in order:
        tell(whole, *events)
        catch_up(whole.ledger.database, reaction(whole))

    assert found(whole) == {TOWNSHIP: (GOVERNMENT, "lost", july(8))}
    assert len(opened(whole)) == 1


def test_a_judgment_told_again_opens_nothing_more(whole: Whole) -> None:
    """HZ-9.1."""
    tell(whole, filed(MARKET), *judged(MARKET), received(MARKET, july(6)))
    catch_up(whole.ledger.database, reaction(whole))
    tell(whole, *judged(MARKET), received(MARKET, july(8)))
    catch_up(whole.ledger.database, reaction(whole))
    assert len(opened(whole)) == 1


def test_who_had_left_the_case_has_no_review(whole: Whole) -> None:
    tell(whole, filed(MARKET, LAND), removed(LAND), *judged(MARKET), received(MARKET, july(6)), received(LAND, july(6)))
    catch_up(whole.ledger.database, reaction(whole))
    assert set(found(whole)) == {MARKET}


def test_other_receipts_and_cases_that_were_won_open_nothing(whole: Whole) -> None:
    tell(whole, filed(MARKET), *judged(winners=(MARKET,)), received(MARKET, july(6)), received(MARKET, july(6), "summons"))
    catch_up(whole.ledger.database, reaction(whole))
    assert opened(whole) == []


def test_a_unit_that_is_not_registered_opens_nothing(whole: Whole) -> None:
    tell(whole, filed(GOVERNMENT, unit="示例征收办（样例）"), *judged(GOVERNMENT), received(GOVERNMENT, july(6)))
    catch_up(whole.ledger.database, reaction(whole))
    assert opened(whole) == []


def test_the_same_facts_read_again_open_nothing_more(whole: Whole) -> None:
    tell(whole, filed(MARKET, LAND), *judged(MARKET, LAND), received(MARKET, july(6)), received(LAND, july(8)))
    catch_up(whole.ledger.database, reaction(whole))
    head = whole.ledger.head()
    with whole.ledger.database.project() as cursor:
        cursor.execute("UPDATE views.bookmark SET position = 0 WHERE view = %s", (NAME,))
    catch_up(whole.ledger.database, reaction(whole), batch=1)
    assert (len(opened(whole)), whole.ledger.head()) == (2, head)


def test_the_command_is_named_for_the_reaction_and_the_review(whole: Whole) -> None:
    """So replicas, and a crash after the append and before the bookmark, repeat nothing."""
    tell(whole, filed(MARKET), *judged(MARKET), received(MARKET, july(6)))
    catch_up(whole.ledger.database, reaction(whole))

    receipt = whole.ledger.receipt(command_id(NAME, REVIEW), whole.deps.keys.keyed_hash(REVIEW.encode()))
    assert receipt is not None
    assert [line.topic for line in receipt.events] == ["review.review_opened.v1"]


def test_it_is_kept_with_the_reactions_and_is_no_part_of_a_rebuild(whole: Whole) -> None:
    kept = {view.name: view.tables for view in reactions(whole.deps)}
    assert kept["review.open_reviews"] == ()
    assert "review.open_reviews" not in {view.name for view in VIEWS}


class Crashing(OpenReviews):
    """Dies after it has opened the reviews."""

    def apply(self, cursor, entries):  # type: ignore[no-untyped-def]
        super().apply(cursor, entries)
        if any(entry.case_id == CASE for entry in entries):
            raise KeyError("crash")


def test_a_crash_between_the_opening_and_its_bookmark_does_not_open_twice(whole: Whole) -> None:
    tell(whole, filed(MARKET), *judged(MARKET), received(MARKET, july(6)))
    catch_up(whole.ledger.database, Crashing(whole.ledger, whole.deps.keys, RulesInForce(whole.ledger)))
    assert [held.subject for held in listed(whole.ledger.database)] == [CASE]

    release(whole.ledger.database, reaction(whole), CASE)
    assert len(opened(whole)) == 1
    assert listed(whole.ledger.database) == []


def test_each_reviews_its_own_period_runs_on_the_board(whole: Whole) -> None:
    """HZ-9.2: A received 2026-07-06, B 2026-07-08 → start by 2026-07-13 and 2026-07-15; two reviews."""
    tell(whole, filed(MARKET, LAND), *judged(MARKET, winners=(LAND,)), received(MARKET, july(6)), received(LAND, july(8)))
    whole.settle()

    shown = whole.wire("hongze-sifa").get("/v1/notify/obligations", code="review_start").json()["obligations"]
    assert sorted((line["agency_id"], line["due"]) for line in shown) == [(MARKET, "2026-07-13"), (LAND, "2026-07-15")]
    own = whole.wire(MARKET_OA).get("/v1/notify/obligations", code="review_start").json()["obligations"]
    assert [line["due"] for line in own] == ["2026-07-13"]
    assert {entry.stream for entry in opened(whole)} == {REVIEW, stream_of(CASE, CASE_NO, LAND)}
