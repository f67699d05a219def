"""Given who handles a response by the rules, when the body that supervises decides, then the event or the rule that says no."""

from datetime import date
from typing import Any

import msgspec
import pytest

from services.intake.cases import record as records
from services.intake.cases.case import NotADefendant
from services.intake.cases.record import Record
from services.intake.dates import DateOrder
from services.intake.handling.determining import (
    DetermineHandlingUnit,
    HandlingUnitAlreadyDetermined,
    HandlingUnitElsewhere,
    HandlingUnitFixed,
    NotSuedForThat,
    by_rule,
    determine,
    refuse_others,
)
from tests.entries import entry
from tests.law.test_handling import ACT, DECISION, DEHUA, GOVERNMENT, HONGZE, LAND, OFFICE, filing, registered
from yingsu.errors import YingsuError
from yingsu.events.intake.case import CaseFiled
from yingsu.events.intake.handling import HandlingUnitDetermined
from yingsu.events.review.review import Basis
from yingsu.law.handled import stream_of
from yingsu.law.handling import decider_on, handlings
from yingsu.law.rules import builtin_rules
from yingsu.ledger.store import FutureFact
from yingsu.officials.officials import AgencyUnknown

CASE = "case-01994b2e-0000-7000-8000-000000000001"
TODAY = date(2026, 9, 16)
COMMAND = DetermineHandlingUnit(
    agency=GOVERNMENT, object=DECISION, unit=OFFICE, determined_on=date(2026, 9, 11), reason="根据应诉事项（样例）"
)
JOINT = filing(DEHUA, (LAND, ACT), (GOVERNMENT, DECISION))
SOLE = filing(DEHUA, (GOVERNMENT, DECISION))


def determined(unit: str, on: date = date(2026, 9, 9), by: Any = "decider", object: Any = DECISION) -> HandlingUnitDetermined:
    """What is on record."""
    basis = Basis(profile="dehua.1", clauses=("DH-6.3",))
    return HandlingUnitDetermined(
        agency=GOVERNMENT, object=object, unit=unit, by=by, reason=None, determined_on=on, decided_under=basis
    )


def record_of(filed: CaseFiled, *known: HandlingUnitDetermined) -> Record:
    """The case with what was determined."""
    entries = [entry(filed, filed.filed_on, 1, stream=CASE, case_id=CASE)]
    entries += [
        entry(event, event.determined_on, 1 + number, stream=stream_of(CASE), case_id=CASE, version=number)
        for number, event in enumerate(known, start=1)
    ]
    return records.fold(CASE, entries)


def decide(filed: CaseFiled, *known: HandlingUnitDetermined, place: str = DEHUA, **change: Any) -> HandlingUnitDetermined:
    """The decision on what is on record."""
    record, agencies = record_of(filed, *known), registered(place)
    elsewhere = {"agency-elsewhere": msgspec.structs.replace(agencies[LAND], agency_id="agency-elsewhere", jurisdiction="350500")}
    found = handlings(filed, record.determined, builtin_rules(), agencies)
    return determine(record, found, msgspec.structs.replace(COMMAND, **change), agencies | elsewhere, TODAY)


def refused(kind: type[YingsuError], filed: CaseFiled, *known: HandlingUnitDetermined, **change: Any) -> YingsuError:
    """Why it says no."""
    with pytest.raises(kind) as refusal:
        decide(filed, *known, **change)
    return refusal.value


def test_where_the_document_is_silent_the_bureau_of_justice_says_who_handles_the_response() -> None:
    """DH-6.5, DH-6.3."""
    event = decide(JOINT)
    assert (event.agency, event.object, event.unit, event.by) == (GOVERNMENT, DECISION, OFFICE, "decider")
    assert (event.determined_on, event.decided_under.clauses) == (date(2026, 9, 11), ("DH-6.3",))
    assert event.decided_under.profile == "dehua.1"


def test_it_may_be_the_defendant_itself_and_another_unit_later() -> None:
    assert decide(JOINT, unit=GOVERNMENT).unit == GOVERNMENT
    assert decide(JOINT, determined(LAND)).unit == OFFICE


def test_whom_the_record_has_is_not_registered_again() -> None:
    refusal = refused(HandlingUnitAlreadyDetermined, JOINT, determined(OFFICE))
    assert refusal.message.startswith("已于 2026-09-09 登记由德化县司法局承办（")
    assert refusal.clauses == ("DH-6.3",)


def test_whom_the_rule_names_is_not_for_a_person_to_choose() -> None:
    """DH-6.5."""
    for known in ((), (determined(OFFICE, by="rule"),)):
        refusal = refused(HandlingUnitFixed, SOLE, *known, unit=LAND)
        assert (refusal.clauses, refusal.pointer) == (("DH-6.5",), "/unit")
        assert "由德化县司法局承办，应诉责任主体明确" in refusal.message


def test_whom_the_rule_came_to_name_after_the_filing_is_confirmed_by_a_person() -> None:
    assert decide(SOLE, unit=OFFICE).unit == OFFICE
    own = filing(DEHUA, (LAND, ACT))
    assert refused(HandlingUnitFixed, own, agency=LAND, object=ACT, unit=LAND).clauses == ("DH-6.6",)


def test_where_no_document_lets_anybody_decide_the_defendant_handles_its_response() -> None:
    refusal = refused(HandlingUnitFixed, filing(HONGZE, (GOVERNMENT, DECISION)), place=HONGZE)
    assert refusal.message.startswith("本辖区的文件没有另行规定应诉承办单位，由被告应诉；")


def test_a_unit_of_another_jurisdiction_or_nobodys_is_refused() -> None:
    refusal = refused(HandlingUnitElsewhere, JOINT, unit="agency-elsewhere")
    assert (refusal.clauses, refusal.pointer) == (("DH-6.3",), "/unit")
    assert "不是本辖区（350526）的机关" in refusal.message
    assert refused(AgencyUnknown, JOINT, unit="agency-nobody").pointer == "/unit"


def test_who_is_no_defendant_or_not_sued_for_that_has_no_unit() -> None:
    assert refused(NotADefendant, JOINT, agency=OFFICE).code == "not-a-defendant"
    refusal = refused(NotSuedForThat, JOINT, object=ACT)
    assert (refusal.pointer, "“原行政行为”" in refusal.message) == ("/object", True)


@pytest.mark.parametrize(
    ("on", "kind"),
    [(date(2026, 9, 17), FutureFact), (date(2026, 3, 1), DateOrder), (date(2026, 9, 8), DateOrder)],
    ids=["tomorrow", "before the filing", "before the last one"],
)
def test_a_day_that_cannot_be_is_refused(on: date, kind: type[YingsuError]) -> None:
    assert refused(kind, JOINT, determined(LAND), determined_on=on).pointer == "/determined_on"


def test_others_are_told_who_decides_and_by_which_clause() -> None:
    refusal = refuse_others(decider_on(JOINT, DEHUA, builtin_rules()))
    assert (refusal.code, refusal.clauses) == ("handling-not-the-decider", ("DH-6.3",))
    assert refusal.message.endswith("请报请县司法局确定。")
    assert refuse_others(None).clauses == ()


def test_by_the_rule_only_what_another_than_the_defendant_handles_is_recorded() -> None:
    """DH-6.4, DH-6.6."""
    for filed, expected in (
        (filing(DEHUA, (GOVERNMENT, ACT)), [(GOVERNMENT, ACT, LAND, ("DH-6.4",))]),
        (filing(DEHUA, (LAND, ACT)), []),
        (JOINT, []),
        (filing(HONGZE, (GOVERNMENT, ACT)), []),
    ):
        place = filed.defendants[0].jurisdiction
        found = by_rule(handlings(filed, {}, builtin_rules(), registered(place)), filed.filed_on)
        assert [(e.agency, e.object, e.unit, e.decided_under.clauses) for e in found] == expected
        assert all((event.by, event.determined_on) == ("rule", filed.filed_on) for event in found)


def test_a_unit_acts_for_the_defendant_as_long_as_it_handles_the_response() -> None:
    record = record_of(JOINT, determined(LAND), determined(OFFICE))
    assert [GOVERNMENT in record.represented_by((agency,)) for agency in (GOVERNMENT, OFFICE, LAND)] == [True, True, False]
    assert record.represented_by(()) == frozenset()
    assert (record.agencies, record.handling_version) == ((LAND, GOVERNMENT, OFFICE), 2)
