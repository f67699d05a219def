"""An obligation as derived: who owes what by when, on what authority, and what became of it. Owns its standing on a day and its record."""

from datetime import date
from typing import Any, Final, Literal
from uuid import UUID

import msgspec

from yingsu.law.deadline import Deadline, Period
from yingsu.law.duty import CaseDuty, Cause

State = Literal["running", "suspended", "impossible", "satisfied", "cancelled"]
"""suspended: its period rests until further notice. impossible: its last day was over before the fact came that set it."""
Outcome = Literal["on_time", "late"]
Standing = Literal["not_due", "due_today", "overdue", "suspended", "impossible", "satisfied", "cancelled"]
"""未到期, 今日到期, 已逾期, 中止中, 不能按期, 已办结, 已终止."""

OWED_BY_AGENCIES: Final = (
    "agency_deputy",
    "agency_head",
    "agent",
    "attending_leader",
    "case_sponsor",
    "case_team",
    "chief",
    "contact_person",
    "court_contact",
    "court_liaison",
    "court_mediation_handler",
    "court_mediation_leader",
    "defendant",
    "delegate_from_handling_unit",
    "document_approver",
    "evidence_keeper",
    "first_responsible",
    "handler",
    "handling_unit",
    "handling_unit_government",
    "handling_unit_joint_reconsideration",
    "handling_unit_own",
    "handling_unit_sole_reconsideration",
    "internal_reviewer",
    "lead_unit",
    "legal_adviser",
    "legality_reviewer",
    "letter_contact",
    "office_holders",
    "participants",
    "post_judgment_explainer",
    "primary_resolver",
    "responsibility_levels",
    "responsible_person",
    "responsible_persons",
    "review_owner",
    "units",
    "work_team",
)
"""Who owes what is the agency's own to do: the agency, a person or body within it, or the unit that handles its response. What several are
named for, the centre and the agency of a case (HZ-8.1), is the agency's too."""

OWED_BY_OTHERS: Final = (
    "annual_report_receiver",
    "appraiser",
    "city_authority",
    "competent_authority",
    "court",
    "discipline",
    "discipline_body",
    "disciplining_body",
    "district_court",
    "district_head",
    "district_leader",
    "government",
    "government_legal_adviser",
    "handling_unit_decider",
    "higher_government",
    "leading_group",
    "leading_group_deputies",
    "leading_group_head",
    "leading_group_members",
    "mediation_body",
    "organisation_department",
    "parties",
    "political_legal_secretary",
    "procuratorate",
    "reconsideration_body",
    "respondent_attendance_requester",
    "rule_of_law_office",
    "superior_government",
    "supervising_body",
)
"""Who may owe a duty that concerns an agency without being that agency."""


class Start(Cause, frozen=True, kw_only=True, gc=False):
    """What started a period; for one that follows another with the code of that rule and its bounds. `known_on`: the day of the fact itself,
    where its period runs up to `on` (开庭3日前)."""

    known_on: date
    earliest: date
    latest: date
    after_expiry_of: str | None = None


# Frozen values cannot form a cycle, so the garbage collector need not look at them.
class Given(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A last day that was given, not counted. `roll`: off a rest day."""

    day: date
    roll: bool


class Suspension(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What made the period rest: from `on` until the day before `resumed_on`, or until further notice."""

    event_id: UUID
    what: str
    on: date
    resumed_by: UUID | None = None
    resumed_on: date | None = None


class Moved(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A decision that set another last day. With `period`, that was counted anew from the day `until`."""

    event_id: UUID
    what: str
    on: date
    old_due: date
    new_due: date
    until: date
    period: Period | None
    roll: bool
    reason: str
    authority: str


class Obligation(CaseDuty, frozen=True, kw_only=True, gc=False):
    """One duty of one party in one case that has a last day.

    `calendars`: the years counted with, as `<year>.<version>`. `late_days`: calendar days after the due day, of what was late or overdue
    when it ended. Either `period` was counted or a day was `given`. `suspensions`: those that the period met, in their order. What was
    `impossible` is no breach: done after its last day it has no outcome.
    """

    calendars: tuple[str, ...]
    started_by: Start
    period: Period | None
    given: Given | None
    due: date
    provisional: bool
    earliest: date
    latest: date
    remind_on: date
    state: State
    outcome: Outcome | None = None
    late_days: int = 0
    recorded_late: bool = False
    impossible: bool = False
    moves: tuple[Moved, ...] = ()
    suspensions: tuple[Suspension, ...] = ()

    def standing(self, today: date) -> Standing:
        """Where it stands at the start of `today`.

        A provisional one is due today from its due day to the latest it can be, and overdue only after that.
        """
        if self.state != "running":
            return self.state
        if today > self.latest:
            return "overdue"
        return "due_today" if today >= self.due else "not_due"

    @property
    def stopped(self) -> bool:
        """Does its period rest until further notice?"""
        return any(one.resumed_on is None for one in self.suspensions)

    def deadline(self) -> Deadline:
        """Its days alone."""
        return Deadline(
            due=self.due, provisional=self.provisional, earliest=self.earliest, latest=self.latest, remind_on=self.remind_on
        )


def to_record(obligation: Obligation) -> dict[str, Any]:
    """The obligation as JSON values: dates as `YYYY-MM-DD`, ids as text, fields in declaration order."""
    record: dict[str, Any] = msgspec.to_builtins(obligation)
    return record


def to_bytes(obligation: Obligation) -> bytes:
    """The canonical JSON of the record: equal obligations give equal bytes."""
    return msgspec.json.encode(obligation)


def from_bytes(content: bytes) -> Obligation:
    """The obligation of canonical JSON."""
    return msgspec.json.decode(content, type=Obligation)
