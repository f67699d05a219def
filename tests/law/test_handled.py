"""Which units handle responses, out of the facts of the record: the last determination stands, and says who is told."""

from datetime import date

import msgspec

from tests.law.casebook import BUREAU, HONGZE, TOWN, Casebook
from yingsu.events.intake.case import CaseFiled, Defendant, DisputedObject
from yingsu.events.intake.handling import HandlingUnitDetermined
from yingsu.events.review.review import Basis
from yingsu.law.handled import Units, stream_of
from yingsu.ledger.entry import Entry

UNIT, OTHER = "agency-unit", "agency-other"
TOPIC = "intake.service_recorded.v1"
ACT: DisputedObject = "original_act"
DECISION: DisputedObject = "reconsideration_decision"


def determined(book: Casebook, unit: str, *, agency: str = TOWN, sued_for: DisputedObject = ACT) -> Entry:
    """A unit handles the response from now on."""
    event = HandlingUnitDetermined(
        agency=agency,
        object=sued_for,
        unit=unit,
        by="decider",
        reason=None,
        determined_on=date(2026, 9, 11),
        decided_under=Basis(profile="a.1", clauses=()),
    )
    return book.write(event, date(2026, 9, 11))


def filed_against(*sued: tuple[str, DisputedObject]) -> Casebook:
    """A case against agencies, each for what it is sued for."""
    book = Casebook()
    entry = book.filed(date(2026, 9, 1))
    assert isinstance(entry.event, CaseFiled)
    defendants = tuple(Defendant(agency=agency, jurisdiction=HONGZE, object=what) for agency, what in sued)
    book.entries[0] = msgspec.structs.replace(entry, event=msgspec.structs.replace(entry.event, defendants=defendants))
    return book


def test_the_unit_that_was_determined_last_stands_beside_the_defendant_and_is_told() -> None:
    book = filed_against((TOWN, ACT), (BUREAU, ACT))
    for unit in (OTHER, UNIT):
        determined(book, unit)
    units = Units(book.entries)
    assert (units.of("case-1", TOWN, TOPIC), units.told("case-1", TOWN, TOPIC)) == ((UNIT,), UNIT)
    assert (units.of("case-1", BUREAU, TOPIC), units.told("case-1", BUREAU, TOPIC)) == ((), BUREAU)
    assert (units.held_by(UNIT), units.held_by(OTHER)) == ([("case-1", TOWN)], [])


def test_the_defendant_is_told_as_long_as_nobody_handles_everything_that_it_is_sued_for() -> None:
    book = filed_against((TOWN, ACT), (TOWN, DECISION))
    assert Units(book.entries).told("case-1", TOWN, TOPIC) == TOWN
    determined(book, UNIT)
    assert Units(book.entries).told("case-1", TOWN, TOPIC) == TOWN
    determined(book, OTHER, sued_for=DECISION)
    units = Units(book.entries)
    assert (units.of("case-1", TOWN, TOPIC), units.told("case-1", TOWN, TOPIC)) == ((UNIT, OTHER), TOWN)
    determined(book, UNIT, sued_for=DECISION)
    assert Units(book.entries).told("case-1", TOWN, TOPIC) == UNIT


def test_a_defendant_that_handles_its_response_itself_has_no_unit_beside_it() -> None:
    book = filed_against((TOWN, ACT))
    determined(book, TOWN)
    units = Units(book.entries)
    assert (units.of("case-1", TOWN, TOPIC), units.told("case-1", TOWN, TOPIC), units.held_by(TOWN)) == ((), TOWN, [])


def test_a_review_is_not_for_the_unit_and_another_record_not_either() -> None:
    book = filed_against((TOWN, ACT))
    determined(book, UNIT)
    units = Units(book.entries)
    assert (units.of("case-1", TOWN, "review.review_opened.v1"), units.told("case-1", TOWN, "review.review_opened.v1")) == (
        (),
        TOWN,
    )
    assert (units.of("case-2", TOWN, TOPIC), units.of("case-1", None, TOPIC), units.told("case-1", None, TOPIC)) == ((), (), None)


def test_what_is_determined_of_a_case_has_one_stream() -> None:
    assert stream_of("case-01980000-0000-7000-8000-000000000001") == "handling-01980000-0000-7000-8000-000000000001"
