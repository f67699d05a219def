"""Hearings put off, cancelled, held, and where a case stands by the court's facts: in every order of them. No database."""

from collections.abc import Iterable
from datetime import date
from itertools import permutations

import msgspec
import pytest

from services.intake.cases import case as cases
from services.intake.cases import response as responses
from services.intake.cases import trial as trials
from services.intake.cases.trial import Trial
from services.intake.court.fact_notices import RescheduleNotice
from services.intake.dates import DateOrder
from tests.services.intake.cases.test_case import FILED, REMOVED, SERVED
from tests.services.intake.cast import CASE, CASE_NO, LAND, MARKET, NEIGHBOUR, case_filed, entries
from yingsu.events.intake.course import CaseClosedWithoutJudgment, CaseResumed, CaseSuspended, CaseTransferred
from yingsu.events.intake.hearing import HearingCancelled, HearingHeld, HearingRescheduled, HearingScheduled
from yingsu.events.intake.instances import AppealFiled, CaseRemanded, JudgmentBecameEffective, RetrialOrdered
from yingsu.events.intake.judgment import JudgmentDelivered
from yingsu.events.intake.parties import DefendantAdded
from yingsu.ledger.entry import Event

Dated = tuple[Event, date]


def on(day: int) -> date:
    """A day of September."""
    return date(2026, 9, day)


def fixed(day: int, told: int, no: int = 1) -> Dated:
    """开庭通知."""
    return HearingScheduled(hearing_no=no, hearing_on=on(day), begins_at=None, place=None), on(told)


def put_off(day: int, told: int, no: int = 1) -> Dated:
    """改期."""
    return HearingRescheduled(hearing_no=no, hearing_on=on(day), begins_at=None, place=None, reason="突发"), on(told)


def cancelled(day: int, told: int, no: int = 1) -> Dated:
    """取消."""
    return HearingCancelled(hearing_no=no, hearing_on=on(day), cancelled_on=on(told), reason="协商"), on(told)


def sat(day: int, no: int = 1) -> Dated:
    """已开庭."""
    return HearingHeld(hearing_no=no, held_on=on(day)), on(day)


def trial(facts: Iterable[Dated]) -> Trial:
    """The trial of these facts."""
    return cases.fold(CASE, entries(FILED, *facts)).trial


def standing(facts: Iterable[Dated]) -> list[int]:
    """The days on which a hearing stands."""
    found = trial(facts)
    return [hearing.hearing_on.day for hearing in found.hearing_days if found.stands(hearing)]


def status(*facts: Dated) -> str:
    """Where the case stands."""
    return responses.status_of(cases.fold(CASE, entries(*facts)), ())


@pytest.mark.parametrize(
    ("facts", "days"),
    [
        ((fixed(14, 11), put_off(20, 12)), [20]),
        ((fixed(14, 11), put_off(20, 14)), [20]),
        ((fixed(14, 11), fixed(20, 14)), [14, 20]),
        ((fixed(14, 11), put_off(20, 12), put_off(22, 15)), [22]),
        ((fixed(14, 11), put_off(20, 11), put_off(22, 11)), [22]),
        ((fixed(14, 11), cancelled(14, 12)), []),
        ((fixed(14, 11), cancelled(14, 12), put_off(20, 15)), [20]),
        ((fixed(14, 10), cancelled(14, 11), fixed(14, 12)), [14]),
        ((fixed(14, 11), cancelled(14, 12), sat(14)), [14]),
        ((fixed(14, 11), put_off(20, 12), sat(14)), [14, 20]),
        ((sat(14), fixed(20, 15, no=2)), [14, 20]),
    ],
)
def test_what_stands_of_the_hearings_is_the_same_in_every_order(facts: tuple[Dated, ...], days: list[int]) -> None:
    assert {tuple(standing(order)) for order in permutations(facts)} == {tuple(days)}


def test_a_hearing_that_the_court_told_of_only_afterwards_may_be_spoken_of() -> None:
    found = trial([sat(14)])

    assert found.held(1, on(14)) is not None
    assert found.held(1, on(15)) is None


def test_putting_off_is_recorded_once_and_not_before_the_filing() -> None:
    notice = RescheduleNotice(message_id="m", case_no=CASE_NO, occurred_on=on(12), hearing_on=on(20), reason="突发")

    assert trials.reschedule_hearing(trial([fixed(14, 11)]), case_filed(), notice) == put_off(20, 12)[0]
    assert trials.reschedule_hearing(trial([fixed(14, 11), put_off(20, 12)]), case_filed(), notice) is None
    with pytest.raises(DateOrder, match="早于立案日期"):
        trials.reschedule_hearing(Trial(), case_filed(), msgspec.structs.replace(notice, occurred_on=on(6)))


JUDGED = (
    JudgmentDelivered(court="苏0813", case_no=CASE_NO, judgment_no=CASE_NO, document="judgment", judged_on=on(15), results=()),
    on(15),
)
APPEALED = (AppealFiled(judgment_no=CASE_NO, appellant=MARKET, filed_on=on(16)), on(16))
EFFECTIVE = (
    JudgmentBecameEffective(agency=MARKET, judgment_no=CASE_NO, effective_on=on(20), perform_by=None, guided=False, terms=None),
    on(20),
)
REMANDED = (CaseRemanded(judgment_no=CASE_NO, ruling_no="终1", remanded_on=on(22), new_case_no=None), on(22))
RETRIED = (
    RetrialOrdered(judgment_no=CASE_NO, ruling_no="申1", ordered_on=on(25), initiated_by="court", stays_performance=True),
    on(25),
)
SUSPENDED = (CaseSuspended(suspended_on=on(11), ruling_no=None, reason="须以另案为依据"), on(11))
RESUMED = (CaseResumed(resumed_on=on(13), reason="原因消除"), on(13))


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ((SUSPENDED,), "suspended"),
        ((SUSPENDED, RESUMED), "answering"),
        ((SUSPENDED, JUDGED), "judged"),
        ((JUDGED, APPEALED), "appealed"),
        ((JUDGED, EFFECTIVE), "effective"),
        ((JUDGED, APPEALED, REMANDED), "remanded"),
        ((JUDGED, EFFECTIVE, RETRIED), "retrial"),
        ((fixed(14, 11), cancelled(14, 12)), "answering"),
        ((sat(14),), "heard"),
        (
            (JUDGED, (CaseTransferred(to_court="苏0812", new_case_no=None, transferred_on=on(12), reason="管辖"), on(12))),
            "transferred",
        ),
        (((CaseClosedWithoutJudgment(reason="suit_dismissed", closed_on=on(12), document_no=None), on(12)),), "dismissed"),
        (((CaseClosedWithoutJudgment(reason="terminated", closed_on=on(12), document_no=None), on(12)),), "closed"),
    ],
)
def test_where_a_case_stands_follows_from_its_facts_in_every_order(facts: tuple[Dated, ...], expected: str) -> None:
    assert {status(*order) for order in permutations((FILED, SERVED, *facts))} == {expected}


def added(agency: str, day: int) -> Dated:
    """追加被告."""
    event = DefendantAdded(agency=agency, jurisdiction="320812", object="original_act", added_on=on(day), reason="追加")
    return event, on(day)


@pytest.mark.parametrize("order", list(permutations([FILED, REMOVED, added(NEIGHBOUR, 12), added(LAND, 15)])))
def test_who_is_a_defendant_since_when_is_the_same_in_every_order(order: tuple[Dated, ...]) -> None:
    case = cases.fold(CASE, entries(*order))

    assert case.agencies == (MARKET, LAND, NEIGHBOUR)
    assert (case.added_on(NEIGHBOUR), case.added_on(LAND)) == (on(12), None)
    assert (case.removed_on(LAND), case.jurisdiction_of(NEIGHBOUR)) == (None, "320812")
    assert set(case.jurisdictions) == {"320813", "320812"}
