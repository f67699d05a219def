"""Who takes a dispute on and by when it is to be resolved: sponsors, plans, and the list of problems that lost cases show."""

from datetime import date

from yingsu.events.sight import internal
from yingsu.ledger.entry import Event
from yingsu.ledger.mapper import stored
from yingsu.ledger.sealed import SealedPerson, SealedText


@internal()
@stored("intake.sponsor_assigned.v1")
class SponsorAssigned(Event, frozen=True, kw_only=True):
    """包案、包保 (XC-2.7; YC-2.4.5, YC-2.4.6): 责任单位, 包保领导, 责任人, 化解时限. `series`: of every case of that series (XC-2.7), told once."""

    agency: str | None
    assigned_on: date
    series: str | None
    unit: str | None
    leader: SealedPerson
    leader_post: str | None
    person: SealedPerson | None
    resolve_by: date | None


@internal()
@stored("intake.sponsor_replaced.v1")
class SponsorReplaced(Event, frozen=True, kw_only=True):
    """更换包案、包保. The new sponsor takes the place of the one before."""

    agency: str | None
    replaced_on: date
    unit: str | None
    leader: SealedPerson
    leader_post: str | None
    person: SealedPerson | None
    resolve_by: date | None
    reason: str


@internal()
@stored("intake.resolution_plan_filed.v1")
class ResolutionPlanFiled(Event, frozen=True, kw_only=True):
    """化解方案 (XC-2.6, XC-2.8), 调解和解方案 (YC-2.4.1). `primary_unit` did the act and resolves first; it may be no defendant."""

    agency: str
    filed_on: date
    primary_unit: str | None
    responsible_person: SealedPerson | None
    measures: SealedText | None
    resolve_by: date | None
    facts: SealedText | None
    focus_of_dispute: SealedText | None
    plan: SealedText | None
    files: tuple[str, ...]


@internal()
@stored("intake.resolution_plan_revised.v1")
class ResolutionPlanRevised(Event, frozen=True, kw_only=True):
    """修订化解方案: another day, with the reason, and other measures where they change."""

    agency: str
    revised_on: date
    resolve_by: date
    reason: str
    measures: SealedText | None


@internal()
@stored("intake.issue_registered.v1")
class IssueRegistered(Event, frozen=True, kw_only=True):
    """问题清单 (XC-1.4, XC-1.5): one problem that a lost case shows, its area, who is responsible and what is done about it."""

    agency: str
    registered_on: date
    judgment_no: str
    judged_on: date
    area: str
    problem: SealedText
    responsible_person: SealedPerson
    measure: SealedText
