"""Which earlier numbers of the same dispute a message may name."""

import pytest

from services.intake.court.numbering import EarlierNumberIsItsOwn, EarlierNumberOfAnotherCourt, earlier_numbers
from services.intake.number import MalformedCaseNumber, parse
from tests.services.intake.cast import (
    CASE_NO,
    PRE_FILING_NO,
    REFERRAL_NO,
    TODAY,
    filing_notice,
    pre_filing_notice,
    referral_notice,
    service_notice,
)

OWN = parse(CASE_NO, TODAY)


def test_a_number_in_two_spellings_counts_once() -> None:
    named = (REFERRAL_NO, "(2026)苏0813行诉前调0008号之一", PRE_FILING_NO)

    assert earlier_numbers(filing_notice(pre_case_nos=named), OWN, TODAY) == (REFERRAL_NO, PRE_FILING_NO)


def test_a_pre_filing_notice_names_earlier_numbers_and_other_messages_do_not() -> None:
    assert earlier_numbers(pre_filing_notice(), parse(PRE_FILING_NO, TODAY), TODAY) == (REFERRAL_NO,)
    assert earlier_numbers(referral_notice(), OWN, TODAY) == earlier_numbers(service_notice(), OWN, TODAY) == ()


@pytest.mark.parametrize(
    ("named", "error", "says"),
    [
        ("苏0813行诉前调8号", MalformedCaseNumber, "诉前案号有误.*法〔2015〕137号"),
        ("（2026）苏08行诉前调8号", EarlierNumberOfAnotherCourt, "属于法院 苏08，不是本院（苏0813）.*删去该号"),
        ("(2026)苏0813行初12号之一", EarlierNumberIsItsOwn, "就是本消息的案号.*删去该号后重报"),
    ],
)
def test_what_cannot_be_an_earlier_number_is_refused_with_its_place(named: str, error: type[Exception], says: str) -> None:
    with pytest.raises(error, match=says) as refusal:
        earlier_numbers(filing_notice(pre_case_nos=(REFERRAL_NO, named)), OWN, TODAY)

    assert getattr(refusal.value, "pointer", None) == "/pre_case_nos/1"
