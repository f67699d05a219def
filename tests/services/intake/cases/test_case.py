"""The court's facts of a case, folded in whatever order they came. No database."""

from datetime import date
from itertools import permutations
from typing import Any

import msgspec
import pytest

from services.intake.cases import case as cases
from services.intake.cases.case import Case
from tests.services.intake.cast import (
    CASE,
    LAND,
    MARKET,
    case_filed,
    entries,
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
