"""The figures of an agency and a period: what is counted, by which day, and what is left out. The second quarter of 2026."""

from datetime import date

import msgspec
import pytest

from services.review.figures.answers import measure_answer
from services.review.figures.figures import Figures, figures
from tests.law.casebook import BUREAU, ELSEWHERE, HONGZE, TOWN
from tests.law.court_casebook import BOTH, CourtBook
from tests.services.review.figures.book import SECOND_QUARTER, THIRD_QUARTER, TODAY, cases, count, measure, numbers
from yingsu.events.intake.prelitigation import PreFilingNotified, Respondent
from yingsu.law.calendar import CalendarYear, builtin_bytes
from yingsu.law.figures.period import Period
from yingsu.law.figures.rate import NO_RATE
from yingsu.law.profile import builtin_profiles, load_builtin
from yingsu.law.rule import Force
from yingsu.law.rules import PublishedCalendar, PublishedProfile, Rules, builtin_rules

ANSWER = "on_time.statutory_answer"
PERFORMANCE = "on_time.performance"


def book(number: int, filed: date = date(2026, 3, 2)) -> CourtBook:
    """A case against both agencies."""
    found = CourtBook(f"case-{number:02}")
    found.filed(filed, agencies=BOTH)
    return found


def rate_of(found: Figures, code: str) -> tuple[int, int | None, str | None, str | None, str | None]:
    answer = measure_answer(measure(found, code), lambda code, side: f"{code}/{side}")
    return (answer.numerator, answer.denominator, answer.rate, answer.percent, answer.note)


def test_a_judgment_of_28_june_that_is_received_on_12_july_is_of_june() -> None:
    case = book(1)
    case.judged(date(2026, 6, 28), (TOWN, "revoked"), recorded_on=date(2026, 7, 12))
    case.served(date(2026, 7, 12), document="judgment")
    assert numbers(count(case, period=SECOND_QUARTER)) == (0, 1, 1)
    assert numbers(count(case, period=THIRD_QUARTER)) == (0, 0, 0)


@pytest.mark.parametrize(
    ("day", "counts"),
    [(date(2026, 3, 31), 0), (date(2026, 4, 1), 1), (date(2026, 6, 30), 1), (date(2026, 7, 1), 0)],
)
def test_the_first_and_the_last_day_belong_to_the_period(day: date, counts: int) -> None:
    filed, judged, withdrawn = book(1, day), book(2, date(2025, 1, 6)), book(3, date(2025, 1, 6))
    judged.judged(day, (TOWN, "revoked"))
    withdrawn.withdrawn(day)
    assert numbers(count(filed, judged, withdrawn)) == (counts, 2 * counts, counts)


def test_one_defendant_loses_and_the_other_wins_in_one_case() -> None:
    case = book(1, date(2026, 4, 7))
    case.judged(date(2026, 6, 28), (TOWN, "revoked"), (BUREAU, "claims_dismissed"))
    assert numbers(count(case, agency=TOWN)) == (1, 1, 1)
    assert numbers(count(case, agency=BUREAU)) == (1, 1, 0)


def test_a_loss_rate_of_one_in_three() -> None:
    lost, won, withdrawn = book(1), book(2), book(3)
    lost.judged(date(2026, 4, 20), (TOWN, "altered"))
    won.judged(date(2026, 4, 21), (TOWN, "claims_dismissed"))
    withdrawn.withdrawn(date(2026, 4, 22))
    found = count(lost, won, withdrawn, book(4))
    assert rate_of(found, "loss_rate") == (1, 3, "0.3333", "33.33%", None)
    assert cases(measure(found, "loss_rate").numerator) == ["case-01"]
    assert cases(measure(found, "loss_rate").denominator) == ["case-01", "case-02", "case-03"]


def test_one_in_ten_is_exactly_ten_per_cent() -> None:
    closed = [book(number) for number in range(10)]
    for case in closed:
        case.judged(date(2026, 5, 6), (TOWN, "revoked" if case is closed[0] else "claims_dismissed"))
    assert rate_of(count(*closed), "loss_rate") == (1, 10, "0.1000", "10.00%", None)


def test_without_closed_cases_there_is_no_loss_rate_and_it_says_why() -> None:
    assert rate_of(count(book(1, date(2026, 4, 7))), "loss_rate") == (0, 0, None, None, NO_RATE)
    assert "分母为零" in NO_RATE


def test_a_loss_without_a_closed_case_has_no_rate_either() -> None:
    imported = CourtBook("case-01")
    imported.lost(date(2026, 5, 6))
    assert rate_of(count(imported), "loss_rate") == (1, 0, None, None, NO_RATE)


def test_a_count_has_neither_denominator_nor_rate() -> None:
    found = count(book(1, date(2026, 4, 7)))
    assert [rate_of(found, code) for code in ("filed", "closed", "lost")] == [
        (1, None, None, None, None),
        (0, None, None, None, None),
        (0, None, None, None, None),
    ]


def test_every_measure_says_what_it_counts_by_which_day_and_on_what_authority() -> None:
    found = count()
    assert [known.code for known in found.measures] == [
        "filed",
        "closed",
        "lost",
        "loss_rate",
        "on_time.mediation_plan",
        "on_time.performance",
        "on_time.performance_report",
        "on_time.rectification_report",
        "on_time.review_start",
        "on_time.statutory_answer",
    ]
    assert "以立案之日为准" in measure(found, "filed").basis
    assert "裁判之日（判决书、裁定书的作出日期，不是收到日期）为准" in measure(found, "closed").basis
    assert "部分败诉计为败诉" in measure(found, "lost").basis
    assert measure(found, "loss_rate").basis.startswith("分子为败诉数：")
    assert "分母为审结数：期间内审结的" in measure(found, "loss_rate").basis
    assert "法律未规定" in measure(found, "loss_rate").source
    assert "以届满日" in measure(found, ANSWER).basis
    assert (measure(found, ANSWER).clauses, measure(found, "on_time.review_start").clauses) == (("XSF-67", "XSF-34"), ("HZ-9.4",))
    assert measure(found, ANSWER).source == "行政诉讼法第六十七条、行政诉讼法第三十四条"
    assert all(known.basis.endswith("。") and known.source for known in found.measures)


def test_on_time_late_and_never_are_counted_and_what_is_not_due_yet_is_told() -> None:
    on_time, late, never, running = book(1), book(2), book(3), book(4)
    for case, served in ((on_time, 1), (late, 2), (never, 3), (running, 29)):
        case.served(date(2026, 4, served))
    on_time.answered(date(2026, 4, 16))
    late.answered(date(2026, 4, 21))
    found = count(on_time, late, never, running, today=date(2026, 5, 6))
    assert rate_of(found, ANSWER) == (1, 3, "0.3333", "33.33%", None)
    assert cases(measure(found, ANSWER).numerator) == ["case-01"]
    assert cases(measure(found, ANSWER).denominator) == ["case-01", "case-02", "case-03"]
    assert cases(measure(found, ANSWER).pending) == ["case-04"]
    assert [item.title for item in measure(found, ANSWER).denominator or ()] == [
        "提交答辩状和证据、依据（2026-04-16 按期办结）",
        "提交答辩状和证据、依据（2026-04-21 办结，逾期4日）",
        "提交答辩状和证据、依据（届满仍未办结）",
    ]
    assert [item.title for item in measure(found, ANSWER).pending or ()] == ["提交答辩状和证据、依据（尚未届满）"]


def test_a_period_is_over_only_after_its_last_day() -> None:
    case = book(1)
    case.served(date(2026, 4, 1))
    assert rate_of(count(case, today=date(2026, 4, 16)), ANSWER) == (0, 0, None, None, NO_RATE)
    assert rate_of(count(case, today=date(2026, 4, 17)), ANSWER) == (0, 1, "0.0000", "0.00%", None)


def test_what_is_done_before_its_last_day_counts_at_once() -> None:
    case = book(1)
    case.served(date(2026, 4, 1))
    case.answered(date(2026, 4, 3))
    assert rate_of(count(case, today=date(2026, 4, 3)), ANSWER) == (1, 1, "1.0000", "100.00%", None)


def test_an_item_rests_on_what_started_moved_and_met_the_period() -> None:
    case = book(1)
    served = case.served(date(2026, 4, 1))
    extended = case.extended(date(2026, 4, 10), date(2026, 6, 30))
    answered = case.answered(date(2026, 6, 30))
    (item,) = measure(count(case), ANSWER).numerator
    assert item.event_ids == (served.event_id, extended.event_id, answered.event_id)
    assert (item.day, item.case_no) == (date(2026, 6, 30), "（2026）苏0812行初1号")
    assert item.obligation_id == f"case-01.statutory_answer.{TOWN}.{served.event_id}"


def test_an_extension_moves_the_period_into_another_quarter() -> None:
    case = book(1)
    case.served(date(2026, 6, 10))
    assert len(measure(count(case), ANSWER).denominator or ()) == 1
    case.extended(date(2026, 6, 20), date(2026, 7, 10))
    assert rate_of(count(case), ANSWER)[:2] == (0, 0)
    assert rate_of(count(case, period=THIRD_QUARTER), ANSWER)[:2] == (0, 1)


def test_what_was_cancelled_is_not_counted() -> None:
    removed, withdrawn = book(1), book(2)
    for case in (removed, withdrawn):
        case.served(date(2026, 4, 1))
    removed.removed(date(2026, 4, 20))
    withdrawn.withdrawn(date(2026, 4, 10))
    found = measure(count(removed, withdrawn), ANSWER)
    assert (found.numerator, found.denominator, found.pending) == ((), (), ())


def test_a_period_in_the_future_tells_what_is_coming() -> None:
    case = book(1)
    case.served(date(2026, 4, 1))
    found = count(case, period=Period(date(2026, 4, 16), date(2026, 12, 31)), today=date(2026, 4, 2))
    assert (len(measure(found, ANSWER).pending or ()), rate_of(found, ANSWER)[1]) == (1, 0)


def test_what_was_sent_but_not_received_by_the_day_asked_about_has_not_begun() -> None:
    case = book(1)
    case.served(date(2026, 4, 3))
    assert measure(count(case, today=date(2026, 4, 2)), ANSWER).pending == ()
    assert len(measure(count(case, today=date(2026, 4, 3)), ANSWER).pending or ()) == 1


def test_each_defendant_has_its_own_periods() -> None:
    case = book(1)
    case.served(date(2026, 4, 1), TOWN)
    case.served(date(2026, 4, 8), BUREAU)
    case.answered(date(2026, 4, 9), TOWN)
    assert rate_of(count(case), ANSWER)[:2] == (1, 1)
    assert rate_of(count(case, agency=BUREAU), ANSWER)[:2] == (0, 1)


def test_what_the_court_or_the_mediation_centre_owes_is_no_figure_of_the_agency() -> None:
    case = CourtBook("case-01")
    case.write(
        PreFilingNotified(
            court="苏0812",
            case_no="（2026）苏0812行诉前立5号",
            type_code="行诉前立",
            type_known=True,
            received_on=date(2026, 4, 1),
            cause="行政处罚",
            applicants=(),
            respondents=(Respondent(agency=TOWN, jurisdiction=HONGZE),),
            act=None,
        ),
        date(2026, 4, 1),
    )
    case.filed(date(2026, 4, 7))
    codes = {known.code for known in count(case).measures}
    assert codes.isdisjoint({"on_time.prefiling_forward", "on_time.court_service", "on_time.trial_term"})


def test_a_review_counts_for_whom_it_is_owed_by() -> None:
    case = book(1)
    case.judged(date(2026, 5, 6), (TOWN, "revoked"))
    opened = case.review_opened(date(2026, 5, 11), BUREAU, defendant=TOWN)
    found = count(case, agency=BUREAU)
    assert rate_of(found, "on_time.review_start") == (0, 1, "0.0000", "0.00%", None)
    (item,) = measure(found, "on_time.review_start").denominator or ()
    assert (item.day, item.event_ids) == (date(2026, 5, 18), (opened.event_id,))
    assert numbers(found) == (0, 1, 0)
    assert rate_of(count(case), "on_time.review_start")[:2] == (0, 0)


@pytest.mark.parametrize("force", ["advisory", "information"])
def test_what_is_only_advised_or_told_is_no_figure(force: Force) -> None:
    national = load_builtin(*builtin_profiles()[0])
    weaker = tuple(msgspec.structs.replace(rule, force=force) for rule in national.rules)
    profile = PublishedProfile(
        profile=msgspec.structs.replace(national, rules=weaker), version=1, effective_from=national.effective_from
    )
    case = book(1)
    case.served(date(2026, 4, 1))
    found = count(case, rules=Rules([profile], builtin_rules().calendar))
    assert [known.code for known in found.measures] == ["filed", "closed", "lost", "loss_rate"]


def test_elsewhere_the_national_periods_alone_are_measured() -> None:
    case = CourtBook("case-01", ELSEWHERE)
    case.filed(date(2026, 4, 1), agencies=((TOWN, ELSEWHERE),))
    case.served(date(2026, 4, 1))
    found = figures([case.dispute()], builtin_rules(), TOWN, ELSEWHERE, SECOND_QUARTER, TODAY)
    assert [known.code for known in found.measures if known.code.startswith("on_time.")] == [PERFORMANCE, ANSWER]
    assert rate_of(found, ANSWER)[:2] == (0, 1)


def test_a_period_before_the_local_rules_has_the_national_ones() -> None:
    found = count(period=Period(date(2024, 1, 1), date(2024, 12, 31)))
    assert [known.code for known in found.measures][4:] == [PERFORMANCE, ANSWER]


def test_a_period_that_began_elsewhere_is_measured_under_its_own_code() -> None:
    """The agency belonged to 洪泽 when the review was opened, and belongs to another jurisdiction now."""
    case = book(1)
    case.review_opened(date(2026, 5, 11))
    found = figures([case.dispute()], builtin_rules(), TOWN, ELSEWHERE, SECOND_QUARTER, TODAY)
    assert measure(found, "on_time.review_start").clauses == ("HZ-9.4",)
    assert rate_of(found, "on_time.review_start")[:2] == (0, 1)


def test_without_rules_there_are_only_figures_of_cases() -> None:
    found = figures([book(1, date(2026, 4, 7)).dispute()], None, TOWN, HONGZE, SECOND_QUARTER, TODAY)
    assert [known.code for known in found.measures] == ["filed", "closed", "lost", "loss_rate"]
    assert numbers(found) == (1, 0, 0)


def test_a_case_older_than_the_calendar_is_named_and_the_others_are_counted() -> None:
    profiles = (
        PublishedProfile(profile=load_builtin(profile_id, first), version=1, effective_from=first)
        for profile_id, first in builtin_profiles()
    )
    rules = Rules.of(profiles, [PublishedCalendar(year=CalendarYear.from_bytes(builtin_bytes(2026)), version=1)])
    old, new = book(1, date(2025, 3, 3)), book(2)
    for case, year in ((old, 2025), (new, 2026)):
        case.served(date(year, 4, 1))
    old.judged(date(2026, 4, 20), (TOWN, "revoked"))
    found = count(old, new, rules=rules)
    assert rate_of(found, ANSWER)[:2] == (0, 1)
    assert numbers(found) == (0, 1, 1)
    (left_out,) = found.undetermined
    assert (left_out.case_id, left_out.case_no) == ("case-01", "（2026）苏0812行初1号")
    assert "工作日历自2026年1月1日起" in left_out.reason
