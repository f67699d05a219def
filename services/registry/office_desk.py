"""Who holds which office: load, decide, append. Owns who registers it (domain: its own agency, and the body that supervises it).

Each is decided on the version of the office's stream and dated by the day of the fact. Persons are sealed once the fact is admitted.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import msgspec

from services.registry.changes_desk import found_within
from yingsu.clock import Clock, legal_day
from yingsu.errors import Forbidden
from yingsu.events.registry.office import AgencyLegalStaffNamed, Body, Position, WorkTeamRegistered
from yingsu.ledger.deciding import EVERYWHERE, Request, carry_out, require_version
from yingsu.ledger.entry import Event, NewEvent, StreamWrite
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.sealed import Person, SealedPerson
from yingsu.ledger.store import Ledger
from yingsu.officials import office as offices
from yingsu.officials.agencies import Agency
from yingsu.officials.callers import Caller
from yingsu.officials.directory import Directory
from yingsu.officials.divisions import within
from yingsu.officials.office import Office
from yingsu.officials.officials import known_agency

_LATER: Final = SealedPerson(subject="", key_id="", box="")
"""Stands for a person until the fact is admitted: a refusal leaves no key behind."""

Decide = Callable[[Office, date], Event]
Seal = Callable[[Event, str], Event]


class OfficeOfAnother(Forbidden):
    """An agency registers its own offices only."""

    code = "office-of-another"
    title = "不能代其他机关登记"


class BodyOutsideReach(Forbidden):
    """A body is kept by whoever supervises in its jurisdiction."""

    code = "body-outside-reach"
    title = "不在本单位的辖区"


class Place(msgspec.Struct, frozen=True):
    """Whose offices: an agency's, or those of a body of a jurisdiction."""

    stream: str
    jurisdiction: str
    agency: Agency | None = None
    body: Body | None = None


@dataclass(frozen=True)
class OfficeDesk:
    """`clock` is the record clock. Each write returns the office as it is then; besides the errors of its decision
    (`yingsu.officials.office`) it raises AgencyNotFound, OfficeOfAnother, BodyOutsideReach, VersionConflict."""

    ledger: Ledger
    keys: KeyStore
    directory: Directory
    clock: Clock

    def of_agency(self, agency_id: str, caller: Caller) -> Place:
        """Where an agency's offices are, for whoever may read them. Raises AgencyNotFound."""
        agency = found_within(self.directory.agency(agency_id), caller.jurisdictions)
        return Place(offices.stream_of(agency.agency_id), agency.jurisdiction, agency=agency)

    def of_body(self, jurisdiction: str, body: Body, caller: Caller) -> Place:
        """Where a body's offices are, for whoever may read them. Raises BodyOutsideReach."""
        if not within((jurisdiction,), caller.jurisdictions):
            raise BodyOutsideReach(f"行政区划 {jurisdiction} 不在令牌的管辖区域内，未办理。请由该辖区的单位办理。")
        return Place(offices.body_stream(jurisdiction, body), jurisdiction, body=body)

    def own_or_supervised(self, agency_id: str, caller: Caller) -> Place:
        """The same for whoever may write. Raises OfficeOfAnother besides."""
        place = self.of_agency(agency_id, caller)
        if caller.role == "agency" and not caller.answers_for(agency_id):
            raise OfficeOfAnother("只能登记本机关的任职、联络人和审核力量。其他机关的由该机关或者监督机关登记。")
        return place

    def office(self, place: Place) -> Office:
        """The offices as they are registered at this moment."""
        return offices.fold(self.ledger.load(place.stream, EVERYWHERE))

    def appoint(
        self,
        request: Request,
        place: Place,
        version: int,
        *,
        person: Person,
        post: str,
        position: Position,
        sent_by: str | None,
        appointed_on: date,
    ) -> Office:
        """任职."""

        def decide(office: Office, today: date) -> Event:
            if sent_by is not None:
                known_agency(self.directory.agency(sent_by), sent_by, pointer="/sent_by")
            return offices.appoint(
                office,
                agency=place.agency,
                body=place.body,
                holder=f"h{office.version + 1}",
                person=_LATER,
                post=post,
                position=position,
                sent_by=sent_by,
                appointed_on=appointed_on,
                today=today,
            )

        return self._record(request, place, version, appointed_on, decide, self._sealing(person))

    def leave(self, request: Request, place: Place, version: int, holder: str, *, left_on: date, reason: str | None) -> Office:
        """离任."""

        def decide(office: Office, today: date) -> Event:
            return offices.leave(
                office, holder, agency=place.agency, body=place.body, left_on=left_on, reason=reason, today=today
            )

        return self._record(request, place, version, left_on, decide, lambda event, _: event)

    def name_contact(
        self, request: Request, place: Place, version: int, *, person: Person, post: str | None, named_on: date
    ) -> Office:
        """确定联络人."""

        def decide(_: Office, today: date) -> Event:
            return offices.name_contact(_agency(place), person=_LATER, post=post, named_on=named_on, today=today)

        return self._record(request, place, version, named_on, decide, self._sealing(person))

    def name_legal_staff(
        self,
        request: Request,
        place: Place,
        version: int,
        *,
        review_body: str | None,
        reviewers: Sequence[Person],
        scope: str | None,
        advisers: Sequence[Person],
        adviser_firm: str | None,
        named_on: date,
    ) -> Office:
        """确定审核力量."""
        told = AgencyLegalStaffNamed(
            agency=_agency(place).agency_id,
            review_body=review_body,
            reviewers=(_LATER,) * len(reviewers),
            scope=scope,
            advisers=(_LATER,) * len(advisers),
            adviser_firm=adviser_firm,
            named_on=named_on,
        )
        seal = self._sealing_lists(reviewers=reviewers, advisers=advisers)
        return self._record(request, place, version, named_on, lambda _, today: offices.name_legal_staff(told, today), seal)

    def register_team(
        self,
        request: Request,
        place: Place,
        version: int,
        *,
        members: Sequence[Person],
        plan: str | None,
        registered_on: date,
    ) -> Office:
        """成立工作专班."""
        told = WorkTeamRegistered(
            agency=_agency(place).agency_id, members=(_LATER,) * len(members), plan=plan, registered_on=registered_on
        )
        seal = self._sealing_lists(members=members)
        return self._record(request, place, version, registered_on, lambda _, today: offices.register_team(told, today), seal)

    def _record(self, request: Request, place: Place, version: int, day: date, decide: Decide, seal: Seal) -> Office:
        def writes() -> list[StreamWrite]:
            office = self.office(place)
            require_version(
                self.ledger,
                place.stream,
                expected=version,
                actual=office.version,
                tenants=request.permitted,
                refusal="该机关的任职等登记已被他人更新，本次未登记。请重新读取后再提交。",
            )
            event = seal(decide(office, legal_day(self.clock())), f"{place.stream}/{office.version + 1}")
            new = NewEvent(event=event, jurisdiction=place.jurisdiction, occurred_on=day)
            return [StreamWrite(stream=place.stream, expected_version=office.version, events=(new,))]

        carry_out(self.ledger, request, writes)
        return self.office(place)

    def _sealing(self, person: Person) -> Seal:
        def seal(event: Event, subject: str) -> Event:
            return msgspec.structs.replace(event, person=self.keys.seal_person(subject, person))

        return seal

    def _sealing_lists(self, **lists: Sequence[Person]) -> Seal:
        def seal(event: Event, subject: str) -> Event:
            sealed = {
                name: tuple(
                    self.keys.seal_person(f"{subject}/{name}/{number}", one) for number, one in enumerate(persons, start=1)
                )
                for name, persons in lists.items()
            }
            return msgspec.structs.replace(event, **sealed)

        return seal


def _agency(place: Place) -> Agency:
    if place.agency is None:
        raise ValueError("a body has no contact, no reviewers and no team")
    return place.agency
