"""What the first court messages add to a case: given entries, when the court reports, then events. No database."""

from datetime import date
from typing import Any

import pytest

from services.intake.cases.case import NotADefendant
from services.intake.court import adding
from services.intake.number import parse
from tests.services.intake.cases.test_case import EXTENDED, FILED, REMOVED, SERVED, WITHDRAWN, given
from tests.services.intake.cast import (
    CASE_NO,
    COURT,
    LAND,
    MARKET,
    NEIGHBOUR,
    TODAY,
    case_filed,
    extension_notice,
    filing_notice,
    removal_notice,
    service_notice,
    withdrawal_notice,
)
from yingsu.events.intake.case import ServiceRecorded


def test_a_filing_is_recorded_as_the_court_reports_it() -> None:
    filed = case_filed()

    event = adding.file_case(
        filing_notice(), parse(CASE_NO, TODAY), COURT, plaintiffs=filed.plaintiffs, defendants=filed.defendants, claims=None
    )

    assert event == filed


@pytest.mark.parametrize(
    ("case_no", "stated", "instance"),
    [
        ("（2026）苏0813行初12号", None, "first"),
        ("（2026）苏08行终12号", None, "second"),
        ("（2026）苏08行再12号", None, "retrial"),
        ("（2026）苏08行新12号", None, "first"),
        ("（2026）苏08行新12号", "second", "second"),
    ],
)
def test_the_instance_is_the_stated_one_else_that_of_the_type_code(case_no: str, stated: Any, instance: str) -> None:
    event = adding.file_case(
        filing_notice(instance=stated), parse(case_no, TODAY), COURT, plaintiffs=(), defendants=(), claims=None
    )

    assert event.instance == instance


def test_a_service_starts_the_time_of_the_agency_that_received_it() -> None:
    notice = service_notice(received_on=date(2026, 9, 11), method="电子送达")

    event = adding.record_service(given(FILED), MARKET, notice)

    assert event == ServiceRecorded(agency=MARKET, document="complaint_copy", received_on=date(2026, 9, 11), method="电子送达")


def test_an_extension_a_removal_and_a_withdrawal_are_recorded() -> None:
    case = given(FILED)

    assert adding.grant_extension(case, MARKET, extension_notice()) == EXTENDED[0]
    assert adding.remove_defendant(case, LAND, removal_notice()) == REMOVED[0]
    assert adding.withdraw_case(case, withdrawal_notice()) == WITHDRAWN[0]


def test_what_the_record_holds_is_not_recorded_again() -> None:
    case = given(FILED, SERVED, EXTENDED, REMOVED, WITHDRAWN)

    assert adding.record_service(case, MARKET, service_notice()) is None
    assert adding.grant_extension(case, MARKET, extension_notice()) is None
    assert adding.remove_defendant(case, LAND, removal_notice()) is None
    assert adding.withdraw_case(case, withdrawal_notice()) is None


def test_another_service_of_the_same_document_is_another_fact() -> None:
    event = adding.record_service(given(FILED, SERVED), MARKET, service_notice(received_on=date(2026, 9, 12)))

    assert event is not None
    assert given(FILED, SERVED, (event, date(2026, 9, 12))).complaint_received_on(MARKET) == date(2026, 9, 10)


def test_a_fact_about_an_agency_that_was_not_sued_does_not_fit() -> None:
    case = given(FILED)

    with pytest.raises(NotADefendant):
        adding.record_service(case, NEIGHBOUR, service_notice())
    with pytest.raises(NotADefendant):
        adding.grant_extension(case, NEIGHBOUR, extension_notice())
    with pytest.raises(NotADefendant):
        adding.remove_defendant(case, NEIGHBOUR, removal_notice())


def test_the_court_is_heard_after_a_removal_and_after_a_withdrawal() -> None:
    case = given(FILED, REMOVED, WITHDRAWN)

    assert adding.record_service(case, LAND, service_notice()) is not None
    assert adding.grant_extension(case, MARKET, extension_notice()) is not None
