"""Who holds which office on a day, and whom an agency named for what. Streams `office-<uuid>` (agency), `office-<division>-<body>`. Pure.

Persons are sealed; nothing here opens them. A day on which somebody leaves is no day in office any more.
"""

from collections.abc import Iterable
from datetime import date
from typing import Final

import msgspec

from yingsu.errors import Malformed, NotFound, Refused
from yingsu.events.registry.office import (
    AgencyContactNamed,
    AgencyLegalStaffNamed,
    Body,
    OfficeHolderAppointed,
    OfficeHolderLeft,
    Position,
    WorkTeamRegistered,
)
from yingsu.ledger.entry import Entry, Event
from yingsu.ledger.sealed import SealedPerson
from yingsu.officials.agencies import PREFIX as AGENCY
from yingsu.officials.agencies import Agency, checked_name

CATEGORY: Final = "office-"
CHIEFS: Final[tuple[Position, ...]] = ("head", "in_charge")
"""主要负责人, else who is in charge in his place (主持工作)."""


class HeadInOffice(Refused):
    """Somebody else is the head on that day."""

    code = "head-in-office"
    title = "已有在任的主要负责人"


class HolderNotFound(NotFound):
    """No such appointment."""

    code = "holder-not-found"
    title = "未找到任职登记"


class HolderHasLeft(Refused):
    """That somebody left is registered once."""

    code = "holder-has-left"
    title = "已经登记离任"


class OfficeDateInvalid(Malformed):
    """The day is in the future, or before the appointment."""

    code = "office-date-invalid"
    title = "日期有误"


class LegalStaffMissing(Malformed):
    """Nobody and nothing was named."""

    code = "legal-staff-missing"
    title = "没有填写审核力量"


class Holder(msgspec.Struct, frozen=True, kw_only=True):
    """An appointment, until `left_on` (None: still held)."""

    holder: str
    person: SealedPerson
    post: str
    position: Position
    sent_by: str | None
    appointed_on: date
    left_on: date | None = None
    reason: str | None = None

    def holds(self, day: date) -> bool:
        """Whether the office is held on the day."""
        return self.appointed_on <= day and (self.left_on is None or day < self.left_on)


class Office(msgspec.Struct, frozen=True, kw_only=True):
    """The offices of an agency or a body, as of the last event. `version` is that of the stream, 0 where nothing is registered."""

    holders: tuple[Holder, ...] = ()
    contacts: tuple[AgencyContactNamed, ...] = ()
    staff: tuple[AgencyLegalStaffNamed, ...] = ()
    teams: tuple[WorkTeamRegistered, ...] = ()
    version: int = 0

    def in_office(self, day: date) -> tuple[Holder, ...]:
        """Who holds an office on the day, in the order of their appointment."""
        return tuple(sorted((known for known in self.holders if known.holds(day)), key=lambda known: known.appointed_on))

    def chief(self, day: date) -> Holder | None:
        """主要负责人 on the day, without one who was in charge; of several the one appointed last. None is a gap (DH-1.4)."""
        held = self.in_office(day)
        for position in CHIEFS:
            found = [known for known in held if known.position == position]
            if found:
                return found[-1]
        return None

    def contact(self, day: date) -> AgencyContactNamed | None:
        """The contact on the day: the last that was named by then."""
        return max((known for known in self.contacts if known.named_on <= day), key=lambda known: known.named_on, default=None)

    def legal_staff(self, day: date) -> AgencyLegalStaffNamed | None:
        """Who reviews and who advises on the day."""
        return max((known for known in self.staff if known.named_on <= day), key=lambda known: known.named_on, default=None)

    def team(self, day: date) -> WorkTeamRegistered | None:
        """The work team on the day."""
        found = (known for known in self.teams if known.registered_on <= day)
        return max(found, key=lambda known: known.registered_on, default=None)


def stream_of(agency_id: str) -> str:
    """The stream of an agency's offices."""
    return f"{CATEGORY}{agency_id.removeprefix(AGENCY)}"


def body_stream(jurisdiction: str, body: Body) -> str:
    """The stream of a body's offices."""
    return f"{CATEGORY}{jurisdiction}-{body}"


def evolve(state: Office, event: Event) -> Office:
    """The state after `event`. Events of other kinds change nothing."""
    match event:
        case OfficeHolderAppointed():
            appointed = Holder(
                holder=event.holder,
                person=event.person,
                post=event.post,
                position=event.position,
                sent_by=event.sent_by,
                appointed_on=event.appointed_on,
            )
            return msgspec.structs.replace(state, holders=(*state.holders, appointed))
        case OfficeHolderLeft():
            return msgspec.structs.replace(
                state,
                holders=tuple(
                    msgspec.structs.replace(known, left_on=event.left_on, reason=event.reason)
                    if known.holder == event.holder
                    else known
                    for known in state.holders
                ),
            )
        case AgencyContactNamed():
            return msgspec.structs.replace(state, contacts=(*state.contacts, event))
        case AgencyLegalStaffNamed():
            return msgspec.structs.replace(state, staff=(*state.staff, event))
        case WorkTeamRegistered():
            return msgspec.structs.replace(state, teams=(*state.teams, event))
        case _:
            return state


def fold(entries: Iterable[Entry]) -> Office:
    """The offices of a stream's entries; empty without any."""
    state = Office()
    for entry in entries:
        state = msgspec.structs.replace(evolve(state, entry.event), version=entry.version)
    return state


def appoint(
    office: Office,
    *,
    agency: Agency | None,
    body: Body | None,
    holder: str,
    person: SealedPerson,
    post: str,
    position: Position,
    sent_by: str | None,
    appointed_on: date,
    today: date,
) -> OfficeHolderAppointed:
    """任职. A head is appointed where nobody is head on that day. Raises HeadInOffice, OfficeDateInvalid, NameInvalid (the post)."""
    _require_past(appointed_on, today, "/appointed_on")
    others = [known for known in office.in_office(appointed_on) if known.position == position == "head"]
    if others:
        raise HeadInOffice(
            f"{appointed_on} 已有在任的主要负责人（{others[-1].post}，{others[-1].appointed_on} 任职），未登记。"
            "主要负责人是第一责任人，同一日只有一名：请先登记前任离任，或核对任职日期。",
            pointer="/appointed_on",
        )
    return OfficeHolderAppointed(
        agency=agency.agency_id if agency else None,
        body=body,
        holder=holder,
        person=person,
        post=checked_name(post, pointer="/post"),
        position=position,
        sent_by=sent_by,
        appointed_on=appointed_on,
    )


def leave(
    office: Office, holder: str, *, agency: Agency | None, body: Body | None, left_on: date, reason: str | None, today: date
) -> OfficeHolderLeft:
    """离任. Raises HolderNotFound, HolderHasLeft, OfficeDateInvalid."""
    known = next((known for known in office.holders if known.holder == holder), None)
    if known is None:
        raise HolderNotFound("没有这项任职登记。请核对任职编号。")
    if known.left_on is not None:
        raise HolderHasLeft(f"这项任职（{known.post}）已登记于 {known.left_on} 离任，未重复登记。请核对任职编号。")
    _require_past(left_on, today, "/left_on")
    if left_on < known.appointed_on:
        raise OfficeDateInvalid(
            f"离任日期 {left_on} 早于任职日期 {known.appointed_on}，未登记。请核对日期后重新提交。", pointer="/left_on"
        )
    return OfficeHolderLeft(agency=agency.agency_id if agency else None, body=body, holder=holder, left_on=left_on, reason=reason)


def name_contact(agency: Agency, *, person: SealedPerson, post: str | None, named_on: date, today: date) -> AgencyContactNamed:
    """确定联络人. Raises OfficeDateInvalid."""
    _require_past(named_on, today, "/named_on")
    return AgencyContactNamed(agency=agency.agency_id, person=person, post=post, named_on=named_on)


def name_legal_staff(told: AgencyLegalStaffNamed, today: date) -> AgencyLegalStaffNamed:
    """确定审核机构、审核人员和法律顾问. What is not filled in stays a gap. Raises OfficeDateInvalid, LegalStaffMissing."""
    _require_past(told.named_on, today, "/named_on")
    if not (told.review_body or told.reviewers or told.advisers or told.adviser_firm):
        raise LegalStaffMissing(
            "审核机构、审核人员、法律顾问和法律顾问单位都没有填写，未登记。请至少填写一项，没有的可以以后补登。", pointer=""
        )
    return told


def register_team(told: WorkTeamRegistered, today: date) -> WorkTeamRegistered:
    """成立工作专班. Raises OfficeDateInvalid."""
    _require_past(told.registered_on, today, "/registered_on")
    return told


def _require_past(day: date, today: date, pointer: str) -> None:
    if day > today:
        raise OfficeDateInvalid(f"日期 {day} 还没有到，未登记。请在当日或者以后登记。", pointer=pointer)
