"""Registers of a profile read from facts: rows, what closes them, and what lacks."""

from datetime import date
from typing import Any

import pytest

from tests.entries import entry
from yingsu.events.registry.agency import AgencyRegistered
from yingsu.events.registry.office import (
    AgencyContactNamed,
    AgencyLegalStaffNamed,
    OfficeHolderAppointed,
    OfficeHolderLeft,
)
from yingsu.law.profile import load_builtin
from yingsu.law.provision import Register
from yingsu.law.registers import Row, registers_on, rows
from yingsu.law.rules import builtin_rules
from yingsu.ledger.entry import Entry, Event
from yingsu.ledger.sealed import SealedPerson

PERSON = SealedPerson(subject="office-A/1", key_id="k", box="")
XUECHENG = load_builtin("xuecheng", date(2022, 5, 30))
YANTAI = load_builtin("yantai", date(2017, 5, 31))
HONGZE = load_builtin("hongze", date(2025, 4, 18))


def register(profile: Any, code: str) -> Register:
    """A register of a profile."""
    found: Register = next(known for known in profile.registers if known.code == code)
    return found


def appointed(holder: str, on: date, *, body: Any = None) -> Event:
    """Somebody is appointed in an agency, or in a body."""
    return OfficeHolderAppointed(
        agency=None if body else "agency-A",
        body=body,
        holder=holder,
        person=PERSON,
        post="示例职务",
        position="head",
        sent_by=None,
        appointed_on=on,
    )


def left(holder: str, on: date) -> Event:
    """Somebody leaves."""
    return OfficeHolderLeft(agency="agency-A", body=None, holder=holder, left_on=on, reason=None)


def registered(agency: str) -> Event:
    """An agency is registered."""
    return AgencyRegistered(
        agency_id=agency,
        name="示例局",
        code="x",
        type="department",
        jurisdiction="370600",
        valid_from=date(2019, 1, 1),
        sample=False,
    )


def told(*events: tuple[Event, date]) -> list[Entry]:
    """The entries of events, each of its day."""
    return [entry(event, on, number, stream="office-A", case_id="") for number, (event, on) in enumerate(events, start=1)]


def subject(one: Entry) -> str:
    """An appointment by its number, an agency by its id."""
    found = getattr(one.event, "holder", None) or getattr(one.event, "agency", None) or getattr(one.event, "agency_id", "")
    return str(found)


def read(of: Register, entries: list[Entry], day: date, **how: bool) -> list[tuple[str, date | None]]:
    """The rows on a day: who, and when it was closed."""
    return [(row.subject, row.closed_on) for row in rows(of, entries, subject, day, **how)]


MARCH, JULY = date(2026, 3, 1), date(2026, 7, 1)
HOLDERS = told((appointed("h1", MARCH), MARCH), (left("h1", JULY), JULY), (appointed("h2", JULY), JULY), (left("h9", JULY), JULY))


@pytest.mark.parametrize(
    ("day", "standing", "expected"),
    [
        (date(2026, 2, 28), False, []),
        (date(2026, 6, 30), True, [("h1", None)]),
        (JULY, True, [("h2", None)]),
        (JULY, False, [("h1", JULY), ("h2", None)]),
    ],
)
def test_a_row_stands_from_its_fact_until_the_fact_that_closes_it(day: date, standing: bool, expected: list[Any]) -> None:
    assert read(register(XUECHENG, "office_holders"), HOLDERS, day, standing=standing) == expected


def test_only_facts_that_meet_the_condition_are_in_the_register() -> None:
    entries = told((appointed("h1", MARCH), MARCH), (appointed("h2", MARCH, body="leading_group"), MARCH))
    assert read(register(XUECHENG, "leading_group"), entries, JULY) == [("h2", None)]


def test_a_column_is_a_field_of_the_fact_else_of_what_closed_it() -> None:
    (row,) = rows(register(XUECHENG, "office_holders"), HOLDERS[:2], subject, JULY)
    assert [row.value(name) for name in ("agency", "person", "post", "appointed_on", "left_on", "unknown")] == [
        "agency-A",
        PERSON,
        "示例职务",
        MARCH,
        JULY,
        None,
    ]


def test_a_list_of_gaps_has_what_nothing_closed_and_what_has_no_day_of_its_own_may_be_closed_by_something_older() -> None:
    contact = AgencyContactNamed(agency="agency-A", person=PERSON, post=None, named_on=MARCH)
    entries = told((registered("agency-A"), JULY), (registered("agency-B"), JULY), (contact, MARCH))
    assert read(register(YANTAI, "agencies_without_contact"), entries, JULY) == [("agency-B", None)]
    assert read(register(YANTAI, "agencies_without_contact"), entries[:2], JULY) == [("agency-A", None), ("agency-B", None)]


def test_of_several_facts_of_one_agency_the_last_one_takes_the_place_of_the_others() -> None:
    def named(firm: str, on: date) -> tuple[Event, date]:
        event = AgencyLegalStaffNamed(
            agency="agency-A", review_body=None, reviewers=(), scope=None, advisers=(), adviser_firm=firm, named_on=on
        )
        return event, on

    entries = told(named("乙所", JULY), named("甲所", MARCH))

    def firms(day: date, *, latest: bool) -> list[str]:
        found: tuple[Row, ...] = rows(register(HONGZE, "adviser_firms"), entries, subject, day, latest=latest)
        return [row.value("adviser_firm") for row in found]

    assert firms(JULY, latest=True) == ["乙所"]
    assert firms(date(2026, 6, 30), latest=True) == ["甲所"]
    assert firms(JULY, latest=False) == ["甲所", "乙所"]


def test_the_registers_are_those_of_the_profile_in_force_on_the_day_with_their_clauses() -> None:
    rules = builtin_rules()
    found, clauses = registers_on(rules, "370403", JULY)["office_holders"]
    assert (found.title, [clause.id for clause in clauses]) == ("领导干部任职", ["XC-6.3"])
    assert "office_holders" not in registers_on(rules, "370403", date(2022, 5, 29))
    assert registers_on(None, "370403", JULY) == {}
