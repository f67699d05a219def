"""The court's facts of a case: given entries, when the court reports, then events. No database."""

from datetime import date
from itertools import permutations
from typing import Any

import msgspec
import pytest

from services.intake.cases import case as cases
from services.intake.cases.case import Case, NotADefendant
from services.intake.number import parse
from tests.services.intake.cast import (
    CASE,
    CASE_NO,
    COURT,
    LAND,
    MARKET,
    NEIGHBOUR,
    TODAY,
    case_filed,
    entries,
    extension_notice,
    filing_notice,
    removal_notice,
    service_notice,
    withdrawal_notice,
)
from yingsu.events.intake.case import CaseWithdrawn, DefendantRemoved, ExtensionGranted, ServiceRecorded
from yingsu.ledger.entry import Event

FILED = (case_filed(), date(2026, 9, 7))
SERVED = (
    ServiceRecorded(agency=MARKET, document="complaint_copy", received_on=date(2026, 9, 10), method=None),
    date(2026, 9, 10),
)
EXTENDED = (
    ExtensionGranted(agency=MARKET, period="statutory_answer", until=date(2026, 10, 15), reason="不可抗力"),
    date(2026, 9, 15),
)
REMOVED = (DefendantRemoved(agency=LAND, reason="变更被告"), date(2026, 9, 14))
WITHDRAWN = (
    CaseWithdrawn(ruling_no="（2026）苏0813行初12号之一", ruled_on=date(2026, 9, 15), voluntary=True),
    date(2026, 9, 15),
)


def given(*facts: tuple[Event, date]) -> Case:
    """The case of these facts."""
    return cases.fold(CASE, entries(*facts))


def test_a_filing_is_recorded_as_the_court_reports_it() -> None:
    filed = case_filed()

    event = cases.file_case(
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
    event = cases.file_case(
        filing_notice(instance=stated), parse(case_no, TODAY), COURT, plaintiffs=(), defendants=(), claims=None
    )

    assert event.instance == instance


def test_a_service_starts_the_time_of_the_agency_that_received_it() -> None:
    notice = service_notice(received_on=date(2026, 9, 11), method="电子送达")

    event = cases.record_service(given(FILED), MARKET, notice)

    assert event == ServiceRecorded(agency=MARKET, document="complaint_copy", received_on=date(2026, 9, 11), method="电子送达")


def test_an_extension_a_removal_and_a_withdrawal_are_recorded() -> None:
    case = given(FILED)

    assert cases.grant_extension(case, MARKET, extension_notice()) == EXTENDED[0]
    assert cases.remove_defendant(case, LAND, removal_notice()) == REMOVED[0]
    assert cases.withdraw_case(case, withdrawal_notice()) == WITHDRAWN[0]


def test_what_the_record_holds_is_not_recorded_again() -> None:
    case = given(FILED, SERVED, EXTENDED, REMOVED, WITHDRAWN)

    assert cases.record_service(case, MARKET, service_notice()) is None
    assert cases.grant_extension(case, MARKET, extension_notice()) is None
    assert cases.remove_defendant(case, LAND, removal_notice()) is None
    assert cases.withdraw_case(case, withdrawal_notice()) is None


def test_another_service_of_the_same_document_is_another_fact() -> None:
    event = cases.record_service(given(FILED, SERVED), MARKET, service_notice(received_on=date(2026, 9, 12)))

    assert event is not None
    assert given(FILED, SERVED, (event, date(2026, 9, 12))).complaint_received_on(MARKET) == date(2026, 9, 10)


def test_a_fact_about_an_agency_that_was_not_sued_does_not_fit() -> None:
    case = given(FILED)

    with pytest.raises(NotADefendant):
        cases.record_service(case, NEIGHBOUR, service_notice())
    with pytest.raises(NotADefendant):
        cases.grant_extension(case, NEIGHBOUR, extension_notice())
    with pytest.raises(NotADefendant):
        cases.remove_defendant(case, NEIGHBOUR, removal_notice())


def test_the_court_is_heard_after_a_removal_and_after_a_withdrawal() -> None:
    case = given(FILED, REMOVED, WITHDRAWN)

    assert cases.record_service(case, LAND, service_notice()) is not None
    assert cases.grant_extension(case, MARKET, extension_notice()) is not None


@pytest.mark.parametrize("order", list(permutations([FILED, SERVED, EXTENDED, REMOVED, WITHDRAWN])))
def test_facts_make_the_same_case_in_whatever_order_they_were_recorded(order: tuple[tuple[Event, date], ...]) -> None:
    case = given(*order)

    assert case.filing == FILED[0]
    assert case.complaint_received_on(MARKET) == date(2026, 9, 10)
    assert case.complaint_received_on(LAND) is None
    assert [(extension.until, extension.granted_on) for extension in case.extensions] == [(date(2026, 10, 15), date(2026, 9, 15))]
    assert (case.removed_on(LAND), case.removed_on(MARKET)) == (date(2026, 9, 14), None)
    assert case.withdrawn_on == date(2026, 9, 15)
    assert (case.agencies, case.jurisdictions, case.version) == ((MARKET, LAND), ("320813",), 5)


def test_facts_without_a_filing_are_kept_and_make_no_case_yet() -> None:
    case = given(SERVED, WITHDRAWN)

    assert (case.filing, case.agencies, case.withdrawn_on) == (None, (), date(2026, 9, 15))


def test_services_of_one_day_stand_in_the_order_of_the_court() -> None:
    first, second = entries(
        SERVED,
        (ServiceRecorded(agency=MARKET, document="summons", received_on=date(2026, 9, 10), method=None), date(2026, 9, 10)),
    )
    case = cases.fold(CASE, [_numbered(first, 2), _numbered(second, 1)])

    assert [service.document for service in case.services] == ["summons", "complaint_copy"]


def _numbered(entry: Any, source_seq: int) -> Any:
    return msgspec.structs.replace(entry, source_seq=source_seq)
