"""The steps of a mediation as its state keeps them: each mirrors its event, with the id of its entry and its version in its stream."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

import msgspec

from yingsu.events.mediation.litigation import Conductor
from yingsu.events.mediation.mediation import ReturnedMaterial, TerminationReason
from yingsu.events.mediation.plan import MediationPlanSubmitted
from yingsu.ledger.entry import Entry
from yingsu.ledger.sealed import SealedPerson, SealedText

LEADER, CONTACT, PLAN = "责任领导", "联络人", "初步调处意向方案"
AnyTrack = Literal["pre_suit", "in_litigation", "court"]
"""诉前移送调处, 诉中调解, 人民法院调解."""

THREE = (LEADER, CONTACT, PLAN)
"""What an agency tells the centre (HZ-4.3)."""


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """What every step has."""

    event_id: UUID
    version: int


class Opening(Step, frozen=True, kw_only=True):
    """调处登记: on a court's referral (HZ-4.1), or on the case that a court filed, whose entry is `brought_by`. `received_on` is the day from
    which the centre has the materials, or on which the mediation began. `conductor` conducts one beside a suit, `agency` where it does.
    """

    track: AnyTrack
    brought_by: UUID
    conductor: Conductor | None = None
    agency: str | None = None
    court: str
    case_no: str
    received_on: date
    applicants: tuple[str, ...]
    respondents: tuple[str, ...]
    materials: tuple[str, ...]


class Acceptance(Step, frozen=True, kw_only=True):
    """签收移送材料."""

    accepted_on: date


class Notice(Step, frozen=True, kw_only=True):
    """《行政争议调处交办通知书》 to one agency (HZ-4.2)."""

    agency: str
    document_no: str
    sent_on: date
    received_on: date
    method: str | None


class Schedule(Step, frozen=True, kw_only=True):
    """A time and place (HZ-4.4). One of a later version replaces it."""

    scheduled_on: date
    session_at: datetime
    place: str
    reason: SealedText | None


class Notification(Step, frozen=True, kw_only=True):
    """One party that was told the time and place (HZ-4.4): of the schedule that was there before it in the stream."""

    party: str
    notified_on: date
    method: str | None
    complete_on: date | None


class Session(Step, frozen=True, kw_only=True):
    """调处会."""

    held_on: date
    present: tuple[str, ...]
    agreed: bool
    notes: SealedText | None


class Extension(Step, frozen=True, kw_only=True):
    """延长调处期限. `agreed_on` is the legal day of the entry."""

    agreed_on: date
    until: date
    consents: tuple[str, ...]
    reason: str


class Settlement(Step, frozen=True, kw_only=True):
    """《行政争议调处协议》 (HZ-4.5)."""

    document_no: str
    reached_on: date
    parties: tuple[str, ...]
    terms: tuple[SealedText, ...]
    perform_by: date | None
    file: str | None


class Signature(Step, frozen=True, kw_only=True):
    """One party's signature (HZ-4.6)."""

    party: str
    signed_on: date
    signatory: Literal["party", "authorised"]
    person: SealedPerson | None
    authority: str | None


class Effect(Step, frozen=True, kw_only=True):
    """协议生效 (HZ-4.6)."""

    effective_on: date


class Explanation(Step, frozen=True, kw_only=True):
    """释明撤回行政诉讼 to one applicant (HZ-4.7)."""

    party: str
    explained_on: date
    note: SealedText | None
    complete_on: date | None


class Termination(Step, frozen=True, kw_only=True):
    """终止调处 (HZ-4.8)."""

    reason: TerminationReason
    terminated_on: date
    document_no: str
    note: SealedText | None


class Serving(Step, frozen=True, kw_only=True):
    """送达《行政争议终止调处通知书》 to one party (HZ-4.8)."""

    party: str
    served_on: date
    received_on: date
    method: str | None
    complete_on: date | None


class Returned(Step, frozen=True, kw_only=True):
    """退回法院 (HZ-4.9)."""

    letter_no: str
    returned_on: date
    materials: tuple[ReturnedMaterial, ...]
    text: SealedText


class Submission(Step, frozen=True, kw_only=True):
    """One submission of an agency (HZ-4.3). Its version is that in the plan's stream."""

    received_on: date
    leader: SealedPerson | None
    leader_post: str | None
    contact: SealedPerson | None
    plan: SealedText | None
    file: str | None
    complete_on: date | None


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What one agency told the centre, in the order of its stream. `version` is that of the stream; 0 for an agency that told nothing.

    A later submission of the same thing replaces the earlier one, but not the day on which it was first there.
    """

    agency: str
    submissions: tuple[Submission, ...] = ()
    version: int = 0

    @property
    def leader(self) -> SealedPerson | None:
        """责任领导, as last named."""
        return next((s.leader for s in reversed(self.submissions) if s.leader), None)

    @property
    def leader_post(self) -> str | None:
        """The leader's post, as told with the leader last named."""
        return next((s.leader_post for s in reversed(self.submissions) if s.leader), None)

    @property
    def contact(self) -> SealedPerson | None:
        """行政争议化解联络人, as last named."""
        return next((s.contact for s in reversed(self.submissions) if s.contact), None)

    @property
    def plan(self) -> SealedText | None:
        """The text of 初步调处意向方案, as last submitted."""
        return next((s.plan for s in reversed(self.submissions) if s.plan), None)

    @property
    def file(self) -> str | None:
        """The file of 初步调处意向方案, as last submitted."""
        return next((s.file for s in reversed(self.submissions) if s.file), None)

    @property
    def there_since(self) -> dict[str, date]:
        """Of 责任领导, 联络人 and 初步调处意向方案 (text or file) those that the centre has, with the first day of each."""
        days: dict[str, date] = {}
        for told in self.submissions:
            there = {LEADER: told.leader, CONTACT: told.contact, PLAN: told.plan or told.file}
            for name in (name for name, value in there.items() if value):
                days[name] = min(days.get(name, told.received_on), told.received_on)
        return days

    @property
    def complete_on(self) -> date | None:
        """The day on which the centre had the last of the three. None while one lacks."""
        days = self.there_since
        return max(days.values()) if len(days) == len(THREE) else None

    @property
    def lacking(self) -> tuple[str, ...]:
        """Which of the three the centre does not have."""
        return tuple(name for name in THREE if name not in self.there_since)

    def after(self, entry: Entry) -> "Plan":
        """The plan after one more entry of its stream, in whatever order. What is no submission only counts."""
        event, version = entry.event, max(self.version, entry.version)
        if not isinstance(event, MediationPlanSubmitted) or event.agency != self.agency:
            return msgspec.structs.replace(self, version=version)
        submission = Submission(
            received_on=event.received_on,
            leader=event.leader,
            leader_post=event.leader_post,
            contact=event.contact,
            plan=event.plan,
            file=event.file,
            complete_on=event.complete_on,
            event_id=entry.event_id,
            version=entry.version,
        )
        submissions = tuple(sorted((*self.submissions, submission), key=lambda s: s.version))
        return msgspec.structs.replace(self, submissions=submissions, version=version)
