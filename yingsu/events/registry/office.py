"""Who holds which office, and whom an agency named for what. Streams `office-<uuid>` of an agency, `office-<division>-<body>` of a body.

Persons are sealed, each appointment a data subject of its own.
"""

from datetime import date
from typing import Literal

from yingsu.ledger.entry import Event
from yingsu.ledger.mapper import stored
from yingsu.ledger.sealed import SealedPerson

Position = Literal["head", "in_charge", "deputy", "member"]
"""主要负责人（组长）, 主持工作的负责人, 副职负责人（副组长）, 成员."""

Body = Literal["leading_group"]
"""A body that is no agency: 依法行政工作领导小组."""


@stored("registry.office_holder_appointed.v1")
class OfficeHolderAppointed(Event, frozen=True, kw_only=True):
    """任职. In an agency, or in a body of a jurisdiction. `holder` names the appointment within its stream; `post` is the post as titled,
    `sent_by` the agency that a member of a body comes from."""

    agency: str | None
    body: str | None
    holder: str
    person: SealedPerson
    post: str
    position: Position
    sent_by: str | None
    appointed_on: date


@stored("registry.office_holder_left.v1")
class OfficeHolderLeft(Event, frozen=True, kw_only=True):
    """离任. From `left_on` on the office is no longer held."""

    agency: str | None
    body: str | None
    holder: str
    left_on: date
    reason: str | None


@stored("registry.agency_contact_named.v1")
class AgencyContactNamed(Event, frozen=True, kw_only=True):
    """确定联络人. Takes the place of the one named before."""

    agency: str
    person: SealedPerson
    post: str | None
    named_on: date


@stored("registry.agency_legal_staff_named.v1")
class AgencyLegalStaffNamed(Event, frozen=True, kw_only=True):
    """确定合法性审核力量. Takes the place of what was named before: the unit that reviews, who reviews, what and with which responsibility
    (`scope`), and the legal advisers with their firm."""

    agency: str
    review_body: str | None
    reviewers: tuple[SealedPerson, ...]
    scope: str | None
    advisers: tuple[SealedPerson, ...]
    adviser_firm: str | None
    named_on: date


@stored("registry.work_team_registered.v1")
class WorkTeamRegistered(Event, frozen=True, kw_only=True):
    """成立工作专班. `plan` is the work plan by its title or number."""

    agency: str
    members: tuple[SealedPerson, ...]
    plan: str | None
    registered_on: date
