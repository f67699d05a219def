"""Metrics of the documents: the examples of the catalogue, borders included. A rate is decided on whole numbers."""

from datetime import date

import pytest

from tests.law.casebook import TOWN
from tests.law.court_casebook import NUMBER, CourtBook
from tests.law.mediation_casebook import MediationCasebook
from tests.law.trial_book import THIRD_QUARTER, TrialBook, counts, judged, opened
from yingsu.events.intake.instances import JudgmentBecameEffective
from yingsu.law.figures.flags import HEAD
from yingsu.law.figures.metrics import Figure, evaluate, is_met, metrics_of, waits_for
from yingsu.law.figures.period import Period
from yingsu.law.profile import load_builtin
from yingsu.law.provision import Basis, Metric

XUECHENG = ("xuecheng", date(2022, 5, 30))
YICHENG = ("yicheng", date(2023, 3, 9))
DEHUA = ("dehua", date(2025, 10, 15))
HONGZE = ("hongze", date(2025, 4, 18))
YANTAI = ("yantai", date(2017, 5, 31))
NATIONAL = ("national", date(2018, 2, 8))
FIRST_HALF = Period(date(2026, 1, 1), date(2026, 6, 30))
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))


def metric(of: tuple[str, date], numerator: str, denominator: str | None) -> Metric:
    """The metric of a built-in profile that counts this."""
    found = metrics_of((load_builtin(*NATIONAL), load_builtin(*of)))
    return next(item for item in reversed(found) if (item.numerator, item.denominator) == (numerator, denominator))


def figure(of: tuple[str, date], numerator: str, denominator: str | None, books: list[TrialBook], period: Period) -> Figure:
    return evaluate(metric(of, numerator, denominator), counts(books), period)


def attended(*, heard: int, leaders: int, heads: int = 0, on: date = date(2026, 8, 3)) -> list[TrialBook]:
    """Cases heard on one day: in so many a leader appeared, of whom so many were the head."""
    books = [opened(number, on=date(2025, 6, 2)) for number in range(heard)]
    for number, book in enumerate(books):
        book.hearing(on)
        book.appeared(on, "principal" if number < heads else "deputy" if number < leaders else None)
    return books


def shown(found: Figure) -> tuple[str | None, bool | None]:
    return (found.rate.percent if found.rate else None, found.met)


@pytest.mark.parametrize(
    ("lost", "closed", "expected"),
    [(4, 40, ("10.00%", True)), (5, 41, ("12.20%", False)), (0, 0, (None, None)), (0, 7, ("0.00%", True))],
)
def test_xuecheng_keeps_the_loss_rate_within_ten_per_cent(
    lost: int, closed: int, expected: tuple[str | None, bool | None]
) -> None:
    """XC-0.4: 以内 includes the number; without a closed case there is no rate, never 0 %, and nothing is met."""
    found = figure(XUECHENG, "lost", "closed", judged(lost, closed - lost, date(2026, 8, 3)), THIRD_QUARTER)
    assert shown(found) == expected
    assert found.target == "不高于10%（含本数）"
    assert (len(found.numerator), len(found.denominator or ())) == (lost, closed)


def test_a_rate_that_only_rounds_to_the_limit_is_over_it() -> None:
    assert is_met(metric(XUECHENG, "lost", "closed"), 10_001, 100_009) is False
    assert is_met(metric(XUECHENG, "lost", "closed"), 10_000, 100_000) is True


@pytest.mark.parametrize(
    ("of", "heard", "leaders", "period", "expected"),
    [
        (XUECHENG, 20, 19, THIRD_QUARTER, ("95.00%", False)),
        (XUECHENG, 20, 20, THIRD_QUARTER, ("100.00%", True)),
        (YICHENG, 30, 30, THIRD_QUARTER, ("100.00%", True)),
        (YICHENG, 30, 29, THIRD_QUARTER, ("96.67%", False)),
        (DEHUA, 8, 8, YEAR, ("100.00%", True)),
        (YANTAI, 20, 18, YEAR, ("90.00%", None)),
    ],
)
def test_leaders_appear_in_every_case_where_a_document_says_so(
    of: tuple[str, date], heard: int, leaders: int, period: Period, expected: tuple[str, bool | None]
) -> None:
    """XC-4.4, YC-2.2.5, DH-0.5; YT-4.1.4 shows the rate without a mark."""
    assert shown(figure(of, "leader_attended", "heard", attended(heard=heard, leaders=leaders), period)) == expected


def test_heads_who_appeared_are_counted() -> None:
    """XC-4.5: 20 heard, 6 attended by the head, 13 by deputies."""
    found = figure(XUECHENG, "head_attended", "heard", attended(heard=20, leaders=19, heads=6), THIRD_QUARTER)
    assert (len(found.numerator), found.met, found.target) == (6, None, None)


def test_yicheng_shows_the_heads_rate_against_the_half_year_before() -> None:
    """YC-2.2.6: 20 % against 15 % is +5 points, with no mark."""
    now = attended(heard=20, leaders=20, heads=4, on=date(2026, 3, 3))
    then = attended(heard=20, leaders=20, heads=3, on=date(2025, 9, 1))
    for number, book in enumerate(then):
        book.case_id = f"earlier-{number:02}"
    found = figure(YICHENG, "head_attended", "heard", now + then, FIRST_HALF)
    assert (shown(found), found.target) == (("20.00%", None), None)
    assert found.trend is not None
    assert (found.trend.first, found.trend.last) == (date(2025, 7, 1), date(2025, 12, 31))
    assert (found.trend.change, found.trend.direction, found.trend.wanted) == ("+5.00", "rise", "rise")


@pytest.mark.parametrize(
    ("of", "period", "now", "then", "change"),
    [
        (DEHUA, YEAR, (date(2026, 8, 3), 8, 92), (date(2025, 8, 4), 12, 88), "-4.00"),
        (HONGZE, Period(date(2026, 4, 1), date(2026, 6, 30)), (date(2026, 5, 6), 9, 91), (date(2026, 2, 3), 11, 89), "-2.00"),
    ],
)
def test_a_loss_rate_that_ought_to_fall_is_shown_in_points_and_neither_met_nor_missed(
    of: tuple[str, date], period: Period, now: tuple[date, int, int], then: tuple[date, int, int], change: str
) -> None:
    """DH-6.18: 8 % against 12 %. HZ-0.3: 9 % against 11 %."""
    books = judged(now[1], now[2], now[0]) + judged(then[1], then[2], then[0], start=500)
    found = figure(of, "lost", "closed", books, period)
    assert (found.met, found.target) == (None, None)
    assert found.trend is not None
    assert (found.trend.change, found.trend.direction, found.trend.wanted) == (change, "fall", "fall")


def test_without_cases_in_the_period_before_nothing_is_compared() -> None:
    found = figure(HONGZE, "lost", "closed", judged(1, 1, date(2026, 8, 3)), THIRD_QUARTER)
    assert found.trend is not None
    assert (found.trend.change, found.trend.direction, found.trend.denominator) == (None, None, 0)


def test_without_cases_in_the_period_itself_there_is_no_rate_it_says_so_and_nothing_is_compared() -> None:
    found = figure(HONGZE, "lost", "closed", judged(1, 1, date(2026, 5, 6)), THIRD_QUARTER)
    assert (found.rate, found.note) == (None, "分母为零，不计算比率。")
    assert found.trend is not None
    assert (found.trend.change, found.trend.direction, found.trend.denominator) == (None, None, 2)


def test_a_count_is_compared_in_cases() -> None:
    losses = Metric(code="l", title="败诉数", operator_value=True, numerator="lost", trend="fall")
    found = evaluate(losses, counts(judged(1, 0, date(2026, 5, 6)) + judged(3, 0, date(2026, 8, 3), start=50)), THIRD_QUARTER)
    assert (found.rate, found.met, found.denominator, found.note) == (None, None, None, None)
    assert found.trend is not None
    assert (found.trend.numerator, found.trend.change, found.trend.direction) == (1, "+2", "rise")


def test_yicheng_counts_the_closed_cases_that_were_mediated() -> None:
    """YC-3.2.5: 10 closed, 9 with an attempt."""
    books = judged(0, 10, date(2026, 8, 3))
    for book in books[:9]:
        mediation = MediationCasebook(TOWN, case_id=book.case_id)
        mediation.entries = book.entries
        mediation.terminated(date(2026, 7, 1))
    found = figure(YICHENG, "mediated", "closed", books, THIRD_QUARTER)
    assert shown(found) == ("90.00%", False)
    missed = {item.case_id for item in found.denominator or ()} - {item.case_id for item in found.numerator}
    assert missed == {books[9].case_id}


def test_a_judgment_of_28_june_received_on_12_july_is_of_the_second_quarter() -> None:
    book = opened(1)
    book.judged(date(2026, 6, 28), (TOWN, "revoked"), recorded_on=date(2026, 7, 12))
    book.served(date(2026, 7, 12), document="judgment")
    second = Period(date(2026, 4, 1), date(2026, 6, 30))
    assert [len(counts([book]).items("lost", period)) for period in (second, THIRD_QUARTER)] == [1, 0]


def rated(basis: Basis | None) -> Metric:
    return Metric(
        code="loss_rate", title="败诉率", operator_value=True, numerator="lost", denominator="closed", basis=basis, at_most="0.5"
    )


def test_the_basis_says_which_cases_a_loss_rate_is_taken_over() -> None:
    """A first instance lost, a second instance lost, a suit dismissed by a ruling, a withdrawal."""
    second = CourtBook("case-9")
    second.filed(date(2026, 1, 5), instance="second")
    second.judged(date(2026, 8, 3), (TOWN, "altered"))
    dismissed, withdrawn = opened(7), opened(8)
    dismissed.judged(date(2026, 8, 3), (TOWN, "suit_dismissed"), document="ruling")
    withdrawn.withdrawn(date(2026, 8, 3))
    found = counts([*judged(1, 1, date(2026, 8, 3)), second, dismissed, withdrawn])

    def of(basis: Basis | None) -> tuple[int, int]:
        figure = evaluate(rated(basis), found, THIRD_QUARTER)
        return len(figure.numerator), len(figure.denominator or ())

    assert of("closed") == of(None) == (2, 5)
    assert of("first_instance") == (1, 4)
    assert of("substantive") == (2, 3)
    assert "一审案件" in evaluate(rated("first_instance"), found, THIRD_QUARTER).basis


def test_on_the_merits_is_what_decides_more_than_whether_the_suit_stands() -> None:
    """A suit dismissed, in whatever document; and a document without a result for the agency, by what it is."""
    books = [opened(number) for number in range(1, 5)]
    books[0].judged(date(2026, 8, 3), (TOWN, "suit_dismissed"), document="judgment")
    books[1].judged(date(2026, 8, 3), document="ruling")
    books[2].judged(date(2026, 8, 3), document="judgment")
    books[3].judged(date(2026, 8, 3), (TOWN, "claims_dismissed"))
    found = evaluate(rated("substantive"), counts(books), THIRD_QUARTER)
    assert [item.case_id for item in found.denominator or ()] == ["case-003", "case-004"]


def test_a_rate_over_judgments_in_effect_counts_the_cases_whose_judgment_took_effect_for_the_agency() -> None:
    books = [CourtBook(f"case-{number}") for number in range(3)]
    for book in books:
        book.filed(date(2026, 6, 1))
        book.judged(date(2026, 8, 3), (TOWN, "revoked"))
    for book, number in zip(books[:2], (NUMBER, "（2026）苏0812行初1号之一"), strict=True):
        effective = JudgmentBecameEffective(
            agency=TOWN, judgment_no=number, effective_on=date(2026, 8, 20), perform_by=None, guided=False, terms=None
        )
        book.write(effective, date(2026, 8, 20))
    found = evaluate(rated("effective"), counts(books), THIRD_QUARTER)
    assert [item.case_id for item in found.denominator or ()] == ["case-0"]


def test_a_metric_over_facts_to_come_sleeps_and_says_what_it_waits_for() -> None:
    """Training, which nobody can register yet."""
    trained = Metric(
        code="trainings", title="培训次数", numerator="trainings", denominator="filed", at_least="1.00", operator_value=True
    )
    found = evaluate(trained, counts(judged(1, 1, date(2026, 8, 3))), YEAR)
    assert found.missing == ("review.training_held.v1",)
    assert (found.met, found.denominator, found.target) == (None, None, "不低于100%（含本数）")


def test_every_jurisdiction_shows_what_was_filed_closed_and_lost_and_the_rate() -> None:
    national = load_builtin(*NATIONAL)
    assert [item.code for item in metrics_of([national])] == ["filed", "closed", "lost", "loss_rate"]
    assert metrics_of([]) == national.metrics
    assert not any(waits_for(item) or item.at_most or item.at_least for item in national.metrics)
    local = metrics_of([national, load_builtin(*XUECHENG)])
    assert [item.clauses for item in local if item.code == "loss_rate"] == [("XC-0.4",)]
    assert [item.code for item in local][:3] == ["filed", "closed", "lost"]


def test_the_flags_for_which_the_head_is_counted_are_those_of_the_document() -> None:
    (asked,) = (load_builtin("xuecheng", date(2022, 5, 30)).parameters["hearings"][key] for key in ("head_required_flags",))
    assert isinstance(asked.value, tuple)
    assert frozenset(asked.value) == HEAD
