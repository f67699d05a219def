"""Dates of a message that cannot be true, and those that look odd and can."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from services.intake import dates
from services.intake.court.notice import AnyNotice, Receipt
from services.intake.dates import DateOrder
from tests.services.intake.cast import (
    MARKET_CODE,
    TODAY,
    extension_notice,
    filing_notice,
    hearing_notice,
    judgment_notice,
    pre_filing_notice,
    referral_notice,
    service_notice,
)
from yingsu.events.intake.case import Act
from yingsu.ledger.store import FutureFact


def act(made_on: date | None) -> Act:
    return Act(kind="行政处罚", document_no=None, made_on=made_on, implementing_unit=None)


def received(day: date) -> tuple[Receipt, ...]:
    """The market agency received the judgment on a day, after another receipt."""
    return (Receipt(agency_code=MARKET_CODE, received_on=TODAY), Receipt(agency_code=MARKET_CODE, received_on=day))


@pytest.mark.parametrize(
    ("notice", "error", "pointer"),
    [
        (filing_notice(occurred_on=date(2026, 9, 17)), FutureFact, "/occurred_on"),
        (service_notice(received_on=date(2026, 9, 17)), FutureFact, "/received_on"),
        (service_notice(received_on=date(2026, 9, 9)), DateOrder, "/received_on"),
        (filing_notice(complaint_received_on=date(2026, 9, 8)), DateOrder, "/complaint_received_on"),
        (filing_notice(occurred_at=datetime(2026, 9, 7, 16, 0, tzinfo=UTC)), DateOrder, "/occurred_at"),
        (filing_notice(occurred_at=datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14)))), DateOrder, "/occurred_at"),
        (filing_notice(occurred_at=datetime(9999, 12, 31, 23, tzinfo=timezone(timedelta(hours=-12)))), DateOrder, "/occurred_at"),
        (filing_notice(occurred_on=date(1990, 9, 30)), DateOrder, "/occurred_on"),
        (filing_notice(complaint_received_on=date(1, 1, 1)), DateOrder, "/complaint_received_on"),
        (referral_notice(received_on=date(2026, 9, 17)), FutureFact, "/received_on"),
        (referral_notice(received_on=date(2026, 8, 19)), DateOrder, "/received_on"),
        (referral_notice(complaint_received_on=date(2026, 8, 21)), DateOrder, "/complaint_received_on"),
        (referral_notice(complaint_received_on=date(1990, 9, 30)), DateOrder, "/complaint_received_on"),
        (filing_notice(act=act(date(2026, 9, 8))), DateOrder, "/act/made_on"),
        (filing_notice(act=act(date(2026, 9, 17))), DateOrder, "/act/made_on"),
        (filing_notice(act=act(date(1949, 9, 30))), DateOrder, "/act/made_on"),
        (referral_notice(act=act(date(2026, 8, 21))), DateOrder, "/act/made_on"),
        (pre_filing_notice(act=act(date(1, 1, 1))), DateOrder, "/act/made_on"),
        (pre_filing_notice(occurred_on=date(2026, 9, 17)), FutureFact, "/occurred_on"),
        (pre_filing_notice(received_on=date(2026, 9, 17)), FutureFact, "/received_on"),
        (pre_filing_notice(received_on=date(2026, 9, 3)), DateOrder, "/received_on"),
        (extension_notice(until=date(2026, 9, 14)), DateOrder, "/until"),
        (extension_notice(until=date(9999, 12, 31)), DateOrder, "/until"),
        (hearing_notice(hearing_on=date(2026, 9, 10)), DateOrder, "/hearing_on"),
        (hearing_notice(hearing_on=date(2029, 9, 12)), DateOrder, "/hearing_on"),
        (hearing_notice(begins_at=datetime(2026, 9, 13, 15, 59, tzinfo=UTC)), DateOrder, "/begins_at"),
        (hearing_notice(begins_at=datetime(2026, 9, 14, 16, 0, tzinfo=UTC)), DateOrder, "/begins_at"),
        (hearing_notice(begins_at=datetime(9999, 12, 31, 23, tzinfo=timezone(timedelta(hours=-12)))), DateOrder, "/begins_at"),
        (hearing_notice(occurred_on=date(2026, 9, 17), hearing_on=date(2026, 9, 20)), FutureFact, "/occurred_on"),
        (judgment_notice(occurred_on=date(2026, 9, 17)), FutureFact, "/occurred_on"),
        (judgment_notice(receipts=received(date(2026, 9, 14))), DateOrder, "/receipts/1/received_on"),
        (judgment_notice(receipts=received(date(2026, 9, 17))), FutureFact, "/receipts/1/received_on"),
    ],
)
def test_dates_that_cannot_be_true_are_refused(notice: AnyNotice, error: type[Exception], pointer: str) -> None:
    with pytest.raises(error) as refusal:
        dates.check_dates(notice, TODAY)

    assert getattr(refusal.value, "pointer", None) == pointer


@pytest.mark.parametrize(
    "notice",
    [
        filing_notice(occurred_on=TODAY),
        service_notice(received_on=TODAY),
        filing_notice(occurred_at=datetime(2026, 9, 6, 16, 0, tzinfo=UTC)),
        filing_notice(complaint_received_on=date(2026, 9, 7)),
        referral_notice(received_on=TODAY, complaint_received_on=date(2026, 8, 20)),
        pre_filing_notice(received_on=date(2026, 9, 4)),
        extension_notice(until=date(2027, 1, 1)),
        filing_notice(act=act(date(2026, 9, 7))),
        referral_notice(act=act(date(1949, 10, 1))),
        pre_filing_notice(act=act(None)),
        hearing_notice(hearing_on=date(2029, 9, 11)),
        hearing_notice(occurred_on=date(2026, 9, 14), begins_at=datetime(2026, 9, 13, 16, 0, tzinfo=UTC)),
        judgment_notice(receipts=received(date(2026, 9, 15))),
    ],
)
def test_today_is_not_the_future_and_an_extension_may_reach_into_it(notice: AnyNotice) -> None:
    dates.check_dates(notice, TODAY)
