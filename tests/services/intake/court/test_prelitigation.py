"""What the court tells of one number before it files."""

from datetime import date
from typing import Any

import msgspec
import pytest

from services.intake.court import prelitigation
from services.intake.court.notice import Sent
from services.intake.court.prelitigation import PreFiling, WithdrawnOtherwise
from services.intake.dates import DateOrder
from services.intake.number import parse
from tests.services.intake.cast import (
    CASE,
    COURT,
    LAND,
    MARKET,
    PRE_FILING_NO,
    REFERRAL_NO,
    TODAY,
    entries,
    pre_filing_notice,
    pre_filing_withdrawal_notice,
    referral_notice,
)
from yingsu.events.intake.prelitigation import (
    PreFilingNotified,
    PreFilingWithdrawn,
    PreLitigationReferred,
    Respondent,
)
from yingsu.ledger.entry import Event
from yingsu.ledger.sealed import SealedText

RESPONDENTS = tuple(Respondent(agency=agency, jurisdiction="320813") for agency in (MARKET, LAND))
TITLE = SealedText(subject=f"{CASE}/materials", key_id="01980000-0000-7000-8000-00000000000a", box="eA==")


def referred() -> PreLitigationReferred:
    notice = referral_notice(materials=tuple(Sent(title="材料", pages=1) for _ in range(2)))
    sealed = [TITLE] * 2
    number = parse(REFERRAL_NO, TODAY)
    return prelitigation.refer_dispute(notice, number, COURT, applicants=(), respondents=RESPONDENTS, claims=None, titles=sealed)


def notified() -> PreFilingNotified:
    return prelitigation.notify_pre_filing(
        pre_filing_notice(), parse(PRE_FILING_NO, TODAY), COURT, applicants=(), respondents=RESPONDENTS
    )


def given(*events: tuple[Event, date]) -> PreFiling:
    return prelitigation.fold(CASE, entries(*events))


def test_a_referral_lists_its_materials_and_the_day_on_which_the_centre_had_them() -> None:
    event = referred()

    assert [material.material for material in event.materials] == ["m1", "m2"]
    assert (event.referred_on, event.received_on) == (date(2026, 8, 20), date(2026, 8, 21))
    assert (event.case_no, event.type_code, event.type_known) == (REFERRAL_NO, "行诉前调", True)


def test_a_notice_without_a_day_of_receipt_was_received_on_the_day_it_was_sent() -> None:
    assert notified().received_on == date(2026, 9, 4)


def test_a_withdrawal_is_recorded_once_and_the_first_stands() -> None:
    state = given((notified(), date(2026, 9, 4)))
    first = prelitigation.withdraw_pre_filing(state, pre_filing_withdrawal_notice())
    assert first == PreFilingWithdrawn(reason="起诉人撤回起诉材料")
    assert state.withdrawn_on is None

    after = given(
        (notified(), date(2026, 9, 4)), (first, date(2026, 9, 8)), (PreFilingWithdrawn(reason="重复"), date(2026, 9, 7))
    )
    assert (after.withdrawn_on, after.version) == (date(2026, 9, 8), 3)
    assert prelitigation.withdraw_pre_filing(after, pre_filing_withdrawal_notice()) is None


@pytest.mark.parametrize("change", [{"occurred_on": date(2026, 9, 7)}, {"occurred_on": TODAY}, {"reason": "另有原因"}])
def test_another_withdrawal_of_the_same_notice_is_for_a_person(change: dict[str, Any]) -> None:
    state = given((notified(), date(2026, 9, 4)), (PreFilingWithdrawn(reason="起诉人撤回起诉材料"), date(2026, 9, 8)))

    with pytest.raises(WithdrawnOtherwise, match="已于 2026-09-08 撤回"):
        prelitigation.withdraw_pre_filing(state, pre_filing_withdrawal_notice(**change))


def test_a_notice_is_taken_back_no_earlier_than_it_was_sent() -> None:
    """It can be before the centre receives it."""
    received_later = msgspec.structs.replace(notified(), received_on=date(2026, 9, 7))
    state = given((received_later, date(2026, 9, 4)))
    assert prelitigation.withdraw_pre_filing(state, pre_filing_withdrawal_notice(occurred_on=date(2026, 9, 4))) is not None

    with pytest.raises(DateOrder, match=r"撤回日期 2026-09-03 早于预立案通报日期 2026-09-04.*请核对") as refusal:
        prelitigation.withdraw_pre_filing(state, pre_filing_withdrawal_notice(occurred_on=date(2026, 9, 3)))
    assert refusal.value.pointer == "/occurred_on"


def test_the_first_notice_of_a_record_stands() -> None:
    other = msgspec.structs.replace(notified(), cause="行政许可")

    state = given((notified(), date(2026, 9, 4)), (other, date(2026, 9, 4)))
    assert state.notified == notified()
    assert state.respondent(LAND) == RESPONDENTS[1]
    assert state.respondent("agency-0") is None
    assert PreFiling(case_id=CASE).respondent(LAND) is None
