"""The canonical content of a message."""

from datetime import date

import pytest
from pydantic import TypeAdapter

from services.intake import notice as notices
from services.intake.bodies import EXAMPLES, CourtMessageBody, notice_of
from services.intake.notice import AnyNotice, FilingNotice, Sued
from tests.services.intake.cast import (
    LAND_CODE,
    MARKET_CODE,
    extension_notice,
    filing_notice,
    removal_notice,
    service_notice,
    withdrawal_notice,
)

EVERY_KIND: dict[str, AnyNotice] = {
    "case_filing": filing_notice(),
    "service": service_notice(),
    "extension": extension_notice(),
    "defendant_removal": removal_notice(),
    "withdrawal": withdrawal_notice(),
}


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_what_is_kept_is_read_back(kind: str) -> None:
    notice = EVERY_KIND[kind]

    assert notices.read(notices.canonical(notice)) == notice
    assert notices.kind_of(notice) == kind


def test_content_is_kept_with_sorted_keys_and_without_defaults() -> None:
    assert (
        notices.canonical(service_notice())
        == (
            '{"agency_code":"11320813000008125D","case_no":"（2026）苏0813行初12号","document":"complaint_copy",'
            '"kind":"service","message_id":"m-2","occurred_on":"2026-09-10"}'
        ).encode()
    )


def test_an_agency_is_named_by_its_code_without_blanks_in_capitals() -> None:
    sued = (Sued(agency_code=" 11320813 00000 8125d"), Sued(agency_code=LAND_CODE))

    assert notices.agency_codes(filing_notice(defendants=sued)) == (MARKET_CODE, LAND_CODE)
    assert notices.agency_codes(withdrawal_notice()) == ()


@pytest.mark.parametrize("kind", EXAMPLES)
def test_every_example_of_the_interface_is_a_message(kind: str) -> None:
    body = TypeAdapter[CourtMessageBody](CourtMessageBody).validate_python(EXAMPLES[kind]["value"])
    notice: AnyNotice = notice_of(body)

    assert notices.kind_of(notice) == kind
    assert isinstance(notice.occurred_on, date)
    assert isinstance(notice, FilingNotice) == (kind == "case_filing")
