"""Who holds which office on a day."""

from datetime import date
from typing import Any

import pytest

from tests.officials.test_lineage import agency
from yingsu.errors import YingsuError
from yingsu.events.registry.office import AgencyContactNamed, AgencyLegalStaffNamed, WorkTeamRegistered
from yingsu.ledger.sealed import SealedPerson
from yingsu.officials import office as offices
from yingsu.officials.office import HeadInOffice, HolderHasLeft, HolderNotFound, LegalStaffMissing, Office, OfficeDateInvalid

TODAY = date(2026, 11, 21)
PERSON = SealedPerson(subject="office-A/1", key_id="k", box="")
HOME = agency("A")


def appointed(office: Office, holder: str, position: Any, on: date) -> Office:
    """With one appointment more."""
    event = offices.appoint(
        office,
        agency=HOME,
        body=None,
        holder=holder,
        person=PERSON,
        post="局长",
        position=position,
        sent_by=None,
        appointed_on=on,
        today=TODAY,
    )
    return offices.evolve(office, event)


def left(office: Office, holder: str, on: date) -> Office:
    """With one departure more."""
    return offices.evolve(office, offices.leave(office, holder, agency=HOME, body=None, left_on=on, reason=None, today=TODAY))


def chief(office: Office, day: date) -> str | None:
    """Who was the head on the day."""
    found = office.chief(day)
    return found.holder if found else None


def test_the_head_is_that_of_the_day_and_leaving_ends_the_office_that_day() -> None:
    office = appointed(Office(), "h1", "head", date(2021, 3, 1))
    office = appointed(left(office, "h1", date(2026, 7, 1)), "h2", "head", date(2026, 7, 1))
    days = (date(2021, 2, 28), date(2021, 3, 1), date(2026, 6, 30), date(2026, 7, 1))
    assert [chief(office, day) for day in days] == [None, "h1", "h1", "h2"]


def test_who_is_in_charge_stands_for_the_head_where_there_is_none() -> None:
    office = appointed(appointed(Office(), "h1", "deputy", date(2021, 3, 1)), "h2", "in_charge", date(2026, 1, 1))
    assert chief(office, date(2025, 12, 31)) is None
    assert chief(office, date(2026, 1, 1)) == "h2"
    assert chief(appointed(office, "h3", "head", date(2026, 5, 1)), date(2026, 5, 1)) == "h3"


def test_two_heads_of_one_day_are_refused_also_when_registered_late() -> None:
    office = left(appointed(Office(), "h1", "head", date(2021, 3, 1)), "h1", date(2026, 7, 1))
    with pytest.raises(HeadInOffice) as refusal:
        appointed(office, "h2", "head", date(2026, 6, 30))
    assert (refusal.value.code, refusal.value.pointer) == ("head-in-office", "/appointed_on")
    assert "请先登记前任离任" in refusal.value.message
    assert chief(appointed(office, "h2", "head", date(2019, 1, 1)), date(2020, 1, 1)) == "h2"


@pytest.mark.parametrize(
    ("decide", "error"),
    [
        (lambda office: left(office, "h9", date(2026, 7, 1)), HolderNotFound),
        (lambda office: left(left(office, "h1", date(2026, 7, 1)), "h1", date(2026, 8, 1)), HolderHasLeft),
        (lambda office: left(office, "h1", date(2021, 2, 28)), OfficeDateInvalid),
        (lambda office: left(office, "h1", date(2026, 11, 22)), OfficeDateInvalid),
        (lambda office: appointed(office, "h2", "deputy", date(2026, 11, 22)), OfficeDateInvalid),
        (
            lambda _: offices.name_contact(HOME, person=PERSON, post=None, named_on=date(2026, 11, 22), today=TODAY),
            OfficeDateInvalid,
        ),
    ],
)
def test_what_cannot_be_is_refused(decide: Any, error: type[YingsuError]) -> None:
    with pytest.raises(error):
        decide(appointed(Office(), "h1", "head", date(2021, 3, 1)))


def test_naming_nobody_is_refused() -> None:
    nobody = AgencyLegalStaffNamed(
        agency="agency-A",
        review_body=None,
        reviewers=(),
        scope="全部执法决定",
        advisers=(),
        adviser_firm=None,
        named_on=date(2026, 3, 2),
    )
    with pytest.raises(LegalStaffMissing) as refusal:
        offices.name_legal_staff(nobody, TODAY)
    assert "请至少填写一项" in refusal.value.message


def test_what_was_named_last_by_the_day_counts() -> None:
    office = Office()
    for day in (date(2026, 5, 1), date(2026, 3, 1)):
        office = offices.evolve(office, AgencyContactNamed(agency="agency-A", person=PERSON, post=str(day), named_on=day))
        team = WorkTeamRegistered(agency="agency-A", members=(PERSON,), plan=str(day), registered_on=day)
        office = offices.evolve(office, team)
    contacts = [office.contact(day) for day in (date(2026, 2, 28), date(2026, 4, 1), date(2026, 6, 1))]
    assert [known and known.post for known in contacts] == [None, "2026-03-01", "2026-05-01"]
    later = office.team(date(2026, 6, 1))
    assert later is not None
    assert later.plan == "2026-05-01"
