"""What the court's orders do to running periods: moved, resting, ended. The rules that come with the software."""

from datetime import date

from tests.law.casebook import BUREAU, HONGZE, TOWN, Casebook
from yingsu.events.intake.course import (
    CaseClosedWithoutJudgment,
    CaseResumed,
    CaseSuspended,
    ProcedureChanged,
    TrialTermExtended,
)
from yingsu.events.intake.instances import JudgmentBecameEffective, PerformanceResumed, RetrialOrdered
from yingsu.events.intake.parties import DefendantAdded
from yingsu.law.obligation import Obligation
from yingsu.law.obligations import evaluate, explain
from yingsu.law.rules import builtin_rules

RULES = builtin_rules()


def found(case: Casebook, code: str, party: str | None = TOWN) -> list[Obligation]:
    """The obligations of a code for a party."""
    return [one for one in evaluate(case.entries, RULES) if (one.code, one.party) == (code, party)]


def filed(*, served_on: date = date(2026, 9, 1)) -> Casebook:
    """A case served on the town."""
    case = Casebook()
    case.filed(date(2026, 8, 28))
    case.served(served_on)
    return case


def simplified(answer_by: date | None) -> ProcedureChanged:
    """简易程序, perhaps with a day for the answer."""
    return ProcedureChanged(procedure="simplified", changed_on=date(2026, 9, 2), answer_by=answer_by, reason="事实清楚")


def test_the_court_sets_another_day_for_the_answer_with_the_simplified_procedure() -> None:
    case = filed()
    assert [one.due for one in found(case, "statutory_answer")] == [date(2026, 9, 16)]

    case.write(simplified(date(2026, 9, 9)), date(2026, 9, 2))

    (answer,) = found(case, "statutory_answer")
    assert (answer.due, answer.moves[0].reason) == (date(2026, 9, 9), "事实清楚")


def test_a_procedure_without_a_day_of_its_own_leaves_the_period() -> None:
    case = filed()
    case.write(simplified(None), date(2026, 9, 2))

    assert [one.due for one in found(case, "statutory_answer")] == [date(2026, 9, 16)]


def test_the_days_on_which_a_case_rests_do_not_count_for_the_term_of_the_trial() -> None:
    case = filed()
    assert [one.due for one in found(case, "trial_term", None)] == [date(2027, 3, 1)]

    case.write(CaseSuspended(suspended_on=date(2026, 10, 1), ruling_no=None, reason="须以另案为依据"), date(2026, 10, 1))
    case.write(CaseResumed(resumed_on=date(2026, 10, 11), reason="原因消除"), date(2026, 10, 11))
    assert [one.due for one in found(case, "trial_term", None)] == [date(2027, 3, 10)]

    case.write(TrialTermExtended(extended_on=date(2027, 2, 20), until=date(2027, 6, 1), reason="案情复杂"), date(2027, 2, 20))
    assert [one.due for one in found(case, "trial_term", None)] == [date(2027, 6, 1)]


def test_the_simplified_procedure_is_to_end_in_forty_five_days_of_the_filing_and_the_ordinary_again_in_six_months() -> None:
    case = filed()
    case.write(simplified(None), date(2026, 9, 2))
    (term,) = found(case, "trial_term", None)
    assert (term.due, term.moves[0].authority) == (date(2026, 10, 12), "行政诉讼法第八十三条")
    assert [step.text for step in explain(term, builtin_rules())][-1].endswith("。")

    case.write(
        ProcedureChanged(procedure="ordinary", changed_on=date(2026, 10, 9), answer_by=None, reason="案情复杂"), date(2026, 10, 9)
    )
    (term,) = found(case, "trial_term", None)
    assert (term.due, [move.authority for move in term.moves]) == (
        date(2027, 3, 1),
        ["行政诉讼法第八十三条", "行政诉讼法第八十一条"],
    )


def test_a_case_that_is_closed_without_a_judgment_asks_for_no_answer() -> None:
    case = filed()
    closed = CaseClosedWithoutJudgment(reason="deemed_withdrawn", closed_on=date(2026, 9, 5), document_no=None)
    case.write(closed, date(2026, 9, 5))

    assert [one.cancelled_on for one in found(case, "statutory_answer")] == [date(2026, 9, 5)]


def test_one_that_was_added_answers_since_its_own_service() -> None:
    case = filed()
    case.write(
        DefendantAdded(agency=BUREAU, jurisdiction=HONGZE, object="original_act", added_on=date(2026, 9, 10), reason="追加"),
        date(2026, 9, 10),
    )
    assert found(case, "statutory_answer", BUREAU) == []

    case.served(date(2026, 9, 14), BUREAU)
    assert [one.due for one in found(case, "statutory_answer", BUREAU)] == [date(2026, 9, 29)]
    assert [one.due for one in found(case, "statutory_answer")] == [date(2026, 9, 16)]


def effective() -> Casebook:
    """A judgment in effect since 10 August, to be performed by 9 October."""
    case = Casebook()
    case.filed(date(2026, 3, 2))
    event = JudgmentBecameEffective(
        agency=TOWN,
        judgment_no="（2026）苏0812行初1号",
        effective_on=date(2026, 8, 10),
        perform_by=date(2026, 10, 9),
        guided=False,
        terms=None,
    )
    case.write(event, date(2026, 8, 10))
    return case


def retrial(*, stays: bool) -> RetrialOrdered:
    """裁定再审."""
    return RetrialOrdered(
        judgment_no="（2026）苏0812行初1号",
        ruling_no="（2026）苏08行申5号",
        ordered_on=date(2026, 9, 1),
        initiated_by="procuratorate",
        stays_performance=stays,
    )


def test_performance_rests_while_a_retrial_stays_it_and_goes_on_when_the_court_says_so() -> None:
    case = effective()
    assert [one.due for one in found(case, "performance")] == [date(2026, 10, 9)]

    case.write(retrial(stays=True), date(2026, 9, 1))
    resumed = PerformanceResumed(judgment_no="（2026）苏0812行初1号", resumed_on=date(2026, 9, 11), reason="再审维持")
    case.write(resumed, date(2026, 9, 11))
    assert [one.due for one in found(case, "performance")] == [date(2026, 10, 19)]


def test_a_retrial_that_does_not_stay_performance_leaves_its_day() -> None:
    case = effective()
    case.write(retrial(stays=False), date(2026, 9, 1))

    assert [one.due for one in found(case, "performance")] == [date(2026, 10, 9)]
