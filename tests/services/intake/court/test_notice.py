"""The canonical content of a message."""

from datetime import date

import pytest
from pydantic import TypeAdapter

from services.intake.bodies import FilingBody
from services.intake.court import notice as notices
from services.intake.court.bodies import EXAMPLES, CourtMessageBody, notice_of
from services.intake.court.notice import AnyNotice, FilingNotice, Sued
from tests.services.intake.cast import (
    LAND_CODE,
    MARKET_CODE,
    REFERRAL_NO,
    extension_notice,
    filing,
    filing_notice,
    pre_filing_notice,
    pre_filing_withdrawal_notice,
    referral_notice,
    removal_notice,
    service_notice,
    withdrawal_notice,
)

EVERY_KIND: dict[str, AnyNotice] = {
    "pre_litigation_referral": referral_notice(),
    "pre_filing_notice": pre_filing_notice(),
    "pre_filing_withdrawal": pre_filing_withdrawal_notice(),
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


def test_a_filing_without_earlier_numbers_has_the_bytes_that_it_had_before_there_were_any() -> None:
    body = FilingBody.model_validate(filing())

    assert body.pre_case_nos == []
    assert b"pre_case_nos" not in notices.canonical(notice_of(body))
    assert REFERRAL_NO.encode() in notices.canonical(filing_notice(pre_case_nos=(REFERRAL_NO,)))


def test_an_agency_is_named_by_its_code_without_blanks_in_capitals() -> None:
    sued = (Sued(agency_code=" 11320813 00000 8125d"), Sued(agency_code=LAND_CODE))

    assert notices.agency_codes(filing_notice(defendants=sued)) == (MARKET_CODE, LAND_CODE)
    assert notices.agency_codes(referral_notice(agency_codes=("11320813 000008125d",))) == (MARKET_CODE,)
    assert notices.agency_codes(pre_filing_notice()) == (MARKET_CODE, LAND_CODE)
    assert notices.agency_codes(withdrawal_notice()) == notices.agency_codes(pre_filing_withdrawal_notice()) == ()


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_of_the_interface_is_a_message(name: str) -> None:
    kind = EXAMPLES[name]["value"]["kind"]
    body = TypeAdapter[CourtMessageBody](CourtMessageBody).validate_python(EXAMPLES[name]["value"])
    notice: AnyNotice = notice_of(body)

    assert notices.kind_of(notice) == kind
    assert isinstance(notice.occurred_on, date)
    assert isinstance(notice, FilingNotice) == (kind == "case_filing")
