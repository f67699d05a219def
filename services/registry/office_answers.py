"""Offices for one caller. Names are opened as those of officials are: for administrators, supervisors and the agency itself; and for auditors,
who read everything (domain: roles)."""

from dataclasses import dataclass
from datetime import date, datetime

from services.registry.office_bodies import (
    POSITIONS,
    ContactAnswer,
    HolderAnswer,
    LegalStaffAnswer,
    NamedPerson,
    OfficeAnswer,
    WorkTeamAnswer,
)
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.sealed import SealedPerson
from yingsu.officials.callers import Caller
from yingsu.officials.office import Holder, Office
from yingsu.officials.sight import ERASED, WITHHELD


@dataclass(frozen=True)
class OfficeWriter:
    """`agency` is whose offices are shown; None for those of a body."""

    keys: KeyStore
    caller: Caller
    agency: str | None

    def office(self, office: Office, day: date, as_known_at: datetime | None = None) -> OfficeAnswer:
        """The offices as they were held on the day."""
        head, contact = office.chief(day), office.contact(day)
        staff, team = office.legal_staff(day), office.team(day)
        left = [known for known in office.holders if known.left_on is not None and known.left_on <= day]
        return OfficeAnswer(
            day=day,
            as_known_at=as_known_at,
            head=self.holder(head, day) if head else None,
            holders=[self.holder(known, day) for known in office.in_office(day)],
            left=[self.holder(known, day) for known in sorted(left, key=lambda known: known.appointed_on)],
            contact=ContactAnswer(person=self.person(contact.person), post=contact.post, named_on=contact.named_on)
            if contact
            else None,
            legal_staff=LegalStaffAnswer(
                review_body=staff.review_body,
                reviewers=[self.person(one) for one in staff.reviewers],
                scope=staff.scope,
                advisers=[self.person(one) for one in staff.advisers],
                adviser_firm=staff.adviser_firm,
                named_on=staff.named_on,
            )
            if staff
            else None,
            work_team=WorkTeamAnswer(
                members=[self.person(one) for one in team.members], plan=team.plan, registered_on=team.registered_on
            )
            if team
            else None,
            version=office.version,
        )

    def holder(self, known: Holder, day: date) -> HolderAnswer:
        """One appointment; that somebody left later than the day is not told."""
        left = known.left_on is not None and known.left_on <= day
        return HolderAnswer(
            holder=known.holder,
            person=self.person(known.person),
            post=known.post,
            position=known.position,
            position_title=POSITIONS[known.position],
            sent_by=known.sent_by,
            appointed_on=known.appointed_on,
            left_on=known.left_on if left else None,
            reason=known.reason if left else None,
        )

    def person(self, sealed: SealedPerson) -> NamedPerson:
        """A person, where the caller may see it."""
        if not (self.caller.role in ("administrator", "supervisor", "auditor") or self.caller.answers_for(self.agency)):
            return NamedPerson(name=WITHHELD)
        opened = self.keys.open_person(sealed)
        return NamedPerson(name=opened.name, phone=opened.phone) if opened else NamedPerson(name=ERASED)
