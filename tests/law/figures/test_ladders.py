"""Ladders of the documents: the examples of the catalogue, borders included. What is reached is a proposal, and rests on entries."""

from datetime import date

import msgspec
import pytest

from tests.law.casebook import TOWN
from tests.law.trial_book import TrialBook, counts, judged, opened
from yingsu.law.figures.ladders import Standing, evaluate, findings_of, operator_window
from yingsu.law.figures.metrics import metrics_of
from yingsu.law.layer import Profile
from yingsu.law.profile import load_builtin
from yingsu.law.provision import Ladder, Tier, Trigger
from yingsu.law.rule import Parameter

XUECHENG = load_builtin("xuecheng", date(2022, 5, 30))
YICHENG = load_builtin("yicheng", date(2023, 3, 9))
DEHUA = load_builtin("dehua", date(2025, 10, 15))
HONGZE = load_builtin("hongze", date(2025, 4, 18))
YANTAI = load_builtin("yantai", date(2017, 5, 31))
AUGUST = date(2026, 8, 20)
NOVEMBER = date(2026, 11, 20)


def ladder(profile: Profile, code: str) -> Ladder:
    return next(found for found in profile.escalations if found.code == code)


def stands(of: Ladder, books: list[TrialBook], day: date) -> Standing:
    """Where the town stands, of a ladder with one window."""
    (found,) = evaluate(of, counts(books, findings=findings_of([of])), day, {m.code: m for m in metrics_of([HONGZE])})
    return found


def tiers(of: Ladder, books: list[TrialBook], day: date) -> list[int]:
    return [step.no for step in stands(of, books, day).proposed]


@pytest.mark.parametrize(("lost", "proposed"), [(0, []), (1, [1]), (2, [1]), (3, [2]), (4, [2])])
def test_in_xuecheng_a_loss_in_the_quarter_is_talked_about_and_more_than_two_with_the_head_of_government(
    lost: int, proposed: list[int]
) -> None:
    """XC-5.6, XC-5.7: 超过两件 is three or more, and takes the place of the first tier."""
    assert tiers(ladder(XUECHENG, "interview"), judged(lost, 2, date(2026, 8, 3)), AUGUST) == proposed


def test_in_xuecheng_two_talk_with_the_head_of_the_agency() -> None:
    (step,) = stands(ladder(XUECHENG, "interview"), judged(1, 0, date(2026, 8, 3)), AUGUST).proposed
    assert (step.by, step.of) == (("political_legal_secretary", "district_leader"), ("agency_head",))
    assert (step.effects, step.clauses) == (("约谈",), ("XC-5.6",))


def test_in_xuecheng_counts_do_not_carry_over_into_the_next_quarter() -> None:
    books = judged(2, 0, date(2026, 9, 30)) + judged(1, 0, date(2026, 10, 1), start=50)
    of = ladder(XUECHENG, "interview")
    assert (tiers(of, books, AUGUST), tiers(of, books, NOVEMBER)) == ([1], [1])
    assert [(found.first, found.last) for found in (stands(of, books, AUGUST), stands(of, books, NOVEMBER))] == [
        (date(2026, 7, 1), date(2026, 9, 30)),
        (date(2026, 10, 1), date(2026, 12, 31)),
    ]


def test_a_loss_judged_on_28_june_and_received_on_12_july_is_of_the_second_quarter() -> None:
    book = opened(1)
    book.judged(date(2026, 6, 28), (TOWN, "revoked"), recorded_on=date(2026, 7, 12))
    of = ladder(XUECHENG, "interview")
    assert (tiers(of, [book], date(2026, 6, 30)), tiers(of, [book], date(2026, 7, 12))) == ([1], [])


def test_a_standing_rests_on_the_entries_of_the_losses_and_tells_what_would_reach_the_next_tier() -> None:
    books = judged(2, 1, date(2026, 8, 3))
    found = stands(ladder(XUECHENG, "interview"), books, AUGUST)
    losses = {entry.event_id for book in books[:2] for entry in book.entries if entry.topic == "intake.judgment_lost.v1"}
    assert losses <= set(found.event_ids)
    first, second = found.tiers
    assert (first.reached, first.needs) == (True, ())
    assert (second.reached, second.triggers[0].lacking, second.needs) == (
        False,
        1,
        ("败诉数超过2件（次）（不含本数）：现为2，再有1件即成立",),
    )


def test_a_loss_that_was_reversed_takes_its_tier_away() -> None:
    book = opened(1)
    book.judged(date(2026, 8, 3), (TOWN, "revoked"))
    of = ladder(XUECHENG, "interview")
    assert tiers(of, [book], AUGUST) == [1]
    book.review_opened(date(2026, 8, 10))
    book.review_voided(date(2026, 8, 18))
    assert tiers(of, [book], AUGUST) == []


def test_a_referral_waits_for_the_ranking_and_the_harm_that_only_persons_tell() -> None:
    """XC-5.8: both are needed; no service records them yet."""
    found = stands(ladder(XUECHENG, "referral"), judged(9, 0, date(2026, 8, 3)), AUGUST)
    assert (found.proposed, found.tiers[0].asleep) == ((), True)
    assert found.missing == ("review.city_ranking_recorded.v1", "review.image_harm_found.v1")


def test_in_yicheng_losses_alone_reach_no_tier_while_nobody_determines_their_cause() -> None:
    """YC-2.9.3, YC-2.9.5: the cause is a person's finding, never inferred from lateness."""
    found = stands(ladder(YICHENG, "interview"), judged(3, 0, date(2026, 8, 3)), AUGUST)
    assert found.proposed == ()
    assert all(step.asleep for step in found.tiers)
    assert "review.defeat_cause_determined.v1" in found.missing
    assert (found.first, found.last) == (date(2026, 1, 1), date(2026, 12, 31))


def test_in_dehua_each_loss_and_each_hearing_without_a_leader_is_an_entry_of_the_year() -> None:
    """DH-1.7: one hearing without a leader and one loss are two entries; a loss that is reversed leaves one."""
    lost, silent = opened(1), opened(2)
    lost.judged(date(2026, 3, 3), (TOWN, "revoked"))
    silent.hearing(date(2026, 5, 6))
    silent.appeared(date(2026, 5, 6), None)
    of = ladder(DEHUA, "reverse_constraint")

    def entries() -> list[int]:
        (step,) = stands(of, [lost, silent], NOVEMBER).tiers
        return [trigger.number for trigger in step.triggers]

    assert entries() == [1, 1]
    lost.judged(date(2026, 12, 10), (TOWN, "claims_dismissed"), number="（2026）苏08行终9号")
    assert entries() == [0, 1]
    assert tiers(of, [lost, silent], NOVEMBER) == [1]


@pytest.mark.parametrize(("judged_on", "number"), [(date(2023, 11, 21), 0), (date(2023, 11, 22), 1), (date(2026, 11, 21), 1)])
def test_hongze_looks_back_thirty_six_months_and_without_a_number_only_ranks(judged_on: date, number: int) -> None:
    """HZ-1.4: on 2026-11-21 the window is 2023-11-22 to 2026-11-21."""
    found = stands(ladder(HONGZE, "three_year_losses"), judged(1, 0, judged_on), date(2026, 11, 21))
    (trigger,) = found.tiers[0].triggers
    assert (found.first, found.last) == (date(2023, 11, 22), date(2026, 11, 21))
    assert (trigger.number, trigger.ranks, trigger.holds, found.proposed) == (number, True, False, ())


def test_a_number_set_by_the_operator_makes_hongze_propose() -> None:
    of = msgspec.structs.replace(
        ladder(HONGZE, "three_year_losses"),
        tiers=(Tier(no=1, title="列出", triggers=(Trigger(count="lost", at_least=3),)),),
    )
    day = date(2026, 11, 21)
    assert [tiers(of, judged(lost, 0, date(2024, 5, 6)), day) for lost in (2, 3)] == [[], [1]]


def with_threshold(threshold: str | None, minimum: int | None = None) -> Ladder:
    trigger = Trigger(rate="loss_rate", threshold=threshold, minimum=minimum, clauses=("HZ-10.1",))
    tier = Tier(no=1, title="区领导约谈", triggers=(trigger,), by=("district_leader",), of=("agency_head",))
    return msgspec.structs.replace(ladder(HONGZE, "interview"), tiers=(tier,))


def test_hongze_proposes_by_a_rate_only_where_a_threshold_is_set() -> None:
    """HZ-10.1: with none, 30 % is ranked and not proposed; with 15 %, 2 of 10 in the third quarter are."""
    assert tiers(with_threshold(None), judged(3, 7, date(2026, 8, 3)), AUGUST) == []
    assert tiers(with_threshold("0.15"), judged(2, 8, date(2026, 8, 3)), AUGUST) == [1]
    assert tiers(with_threshold("0.20"), judged(2, 8, date(2026, 8, 3)), AUGUST) == [1]
    assert tiers(with_threshold("0.2001"), judged(2, 8, date(2026, 8, 3)), AUGUST) == []
    assert tiers(with_threshold("0.15", 11), judged(2, 8, date(2026, 8, 3)), AUGUST) == []
    assert tiers(with_threshold("0.00"), [], AUGUST) == []


@pytest.mark.parametrize(
    ("lost", "won", "threshold", "minimum", "lacking"),
    [(1, 9, "0.15", None, 1), (1, 9, "0.50", None, 8), (1, 1, "1", None, None), (2, 8, "0.15", 12, 2), (0, 0, "0.15", None, 1)],
)
def test_how_many_more_losses_would_reach_a_rate(
    lost: int, won: int, threshold: str, minimum: int | None, lacking: int | None
) -> None:
    def triggers(further: int) -> tuple[bool, int | None]:
        books = judged(lost, won, date(2026, 8, 3)) + judged(further, 0, date(2026, 8, 4), start=500)
        (trigger,) = stands(with_threshold(threshold, minimum), books, AUGUST).tiers[0].triggers
        return trigger.holds, trigger.lacking

    assert triggers(0) == (False, lacking)
    if lacking is not None:
        assert triggers(lacking)[0] is True
        assert lacking == 1 or triggers(lacking - 1)[0] is False


def test_the_operator_sets_the_window_that_the_document_leaves_open() -> None:
    """Without one the quarter is shown."""
    of, books = with_threshold("0.15"), judged(2, 8, date(2026, 3, 3))
    assert tiers(of, books, AUGUST) == []
    (year,) = evaluate(of, counts(books), AUGUST, {m.code: m for m in metrics_of([HONGZE])}, operator_window="year")
    assert [step.no for step in year.proposed] == [1]
    set_ = msgspec.structs.replace(
        HONGZE, parameters={**HONGZE.parameters, "kpi": {"interview_window": Parameter(value="year", operator_value=True)}}
    )
    assert (operator_window(of, [HONGZE]), operator_window(of, [HONGZE, set_])) == (None, "year")


def test_a_ladder_of_single_cases_stands_in_each_case_that_has_a_fact() -> None:
    """YC-2.10.4: nobody but a lawyer appeared."""
    of = ladder(YICHENG, "accountability_nobody_appeared")
    nobody, staff, leader = opened(1), opened(2), opened(3)
    for book in (nobody, staff, leader):
        book.hearing(date(2026, 8, 3))
    nobody.appeared(date(2026, 8, 3), None, staff=0)
    staff.appeared(date(2026, 8, 3), None, staff=2)
    leader.appeared(date(2026, 8, 3), "deputy", staff=0)
    found = evaluate(of, counts([nobody, staff, leader], findings=findings_of([of])), AUGUST)
    assert [(at.case_id, [step.no for step in at.proposed]) for at in found] == [("case-001", [1])]
    (none,) = evaluate(of, counts([leader], findings=findings_of([of])), AUGUST)
    assert (none.case_id, none.proposed) == (None, ())
    (earlier,) = evaluate(of, counts([nobody], findings=findings_of([of])), date(2026, 8, 2))
    assert (earlier.case_id, earlier.last, earlier.proposed) == (None, date(2026, 8, 2), ())


def both(*, cumulative: bool = False, series: bool = False) -> Ladder:
    return Ladder(
        code="l",
        title="约谈",
        operator_value=True,
        window="quarter",
        cumulative=cumulative,
        count_series_as_one=series,
        tiers=(
            Tier(no=1, title="一级", triggers=(Trigger(count="lost", at_least=1),)),
            Tier(
                no=2,
                title="二级",
                combinator="all",
                triggers=(Trigger(count="lost", at_least=2), Trigger(count="filed", at_least=1)),
            ),
            Tier(no=3, title="三级", triggers=(Trigger(count="lost", more_than=2), Trigger(count="filed", at_least=9))),
        ),
    )


def test_only_a_cumulative_ladder_proposes_every_tier_that_is_reached() -> None:
    books = judged(3, 0, date(2026, 8, 3))
    assert (tiers(both(), books, AUGUST), tiers(both(cumulative=True), books, AUGUST)) == ([3], [1, 3])
    assert stands(both(), books, AUGUST).tiers[1].needs == ("立案数1件（次）以上（含本数）：现为0，再有1件即成立",)


def test_a_tier_on_top_is_reached_only_above_the_one_before_it() -> None:
    """As YT-4.2.7: a serious consequence alone is no ground, only with one of the triggers."""
    of = ladder(XUECHENG, "interview")
    first, second = of.tiers
    one = (Trigger(count="lost", at_least=1),)
    for needed, proposed in ((3, []), (1, [2])):
        below = msgspec.structs.replace(first, triggers=(Trigger(count="lost", at_least=needed),))
        made = msgspec.structs.replace(of, tiers=(below, msgspec.structs.replace(second, triggers=one, on_top=True)))
        assert tiers(made, judged(1, 0, date(2026, 8, 3)), AUGUST) == proposed
    assert next(tier for tier in ladder(YANTAI, "circular_and_order").tiers if tier.no == 2).on_top


def test_a_series_counts_as_one_only_where_the_ladder_says_so() -> None:
    books = counts(judged(3, 0, date(2026, 8, 3)))
    series = {"case-001": "series-1", "case-002": "series-1"}

    def number(of: Ladder) -> int:
        (found,) = evaluate(of, books, AUGUST, series=series)
        return found.tiers[0].triggers[0].number

    assert (number(both(series=True)), number(both())) == (2, 3)
