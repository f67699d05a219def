"""Who takes a dispute on and by when: sponsors, plans, and the list of problems that lost cases show. Pure.

The period of a plan or a sponsorship is the one that it sets itself; a later day comes only with a revision and its reason.
"""

from collections.abc import Iterator
from datetime import date
from typing import Final

import msgspec

from services.intake.dates import DateOrder
from services.intake.steps.gates import gates_on
from services.intake.steps.kind import Kind, Situation
from services.intake.steps.resolution_bodies import (
    IssueBody,
    ResolutionPlanBody,
    ResolutionPlanRevisionBody,
    SponsorBody,
    SponsorReplacementBody,
)
from services.intake.steps.series import require_series
from yingsu.errors import Malformed, Refused
from yingsu.events.intake.judgment import JudgmentLost
from yingsu.events.intake.steps.resolution import (
    IssueRegistered,
    ResolutionPlanFiled,
    ResolutionPlanRevised,
    SponsorAssigned,
    SponsorReplaced,
)
from yingsu.law.clauses import Clause
from yingsu.law.provision import Register
from yingsu.ledger.sealed import Person

ONE_SPONSOR: Final = "one_sponsor"
"""The gate of a jurisdiction in which a case has one sponsor."""
PLAN_PERSONS: Final = "resolution_plan_persons"
"""The gate of a jurisdiction in which the unit that did the act resolves first."""
ISSUES: Final = "issues"
"""The register of the problems that lost cases show."""


class SponsorAlreadyAssigned(Refused):
    """The case has a sponsor, and has one at most."""

    code = "sponsor-already-assigned"
    title = "本案已有包案、包保"


class NoSponsor(Refused):
    """There is no sponsor to replace."""

    code = "no-sponsor"
    title = "本案没有包案、包保"


class PlanEmpty(Malformed):
    """The plan says nothing."""

    code = "resolution-plan-empty"
    title = "化解方案没有内容"


class PrimaryUnitDiffers(Malformed):
    """The unit that is to resolve first is not the one that did the act."""

    code = "primary-unit-differs"
    title = "首要化解单位不是行为实施单位"


class NoPlanToRevise(Refused):
    """No plan of the agency with a day is on record."""

    code = "no-resolution-plan"
    title = "没有可修订的化解方案"


class LossNotOnRecord(Refused):
    """The agency lost no such judgment."""

    code = "loss-not-on-record"
    title = "没有这项败诉的登记"


class BeforeLookBack(Refused):
    """The judgment is older than the list goes back."""

    code = "before-look-back"
    title = "早于清单的起始日期"


class AssignSponsor(msgspec.Struct, frozen=True, kw_only=True):
    """包案、包保."""

    assigned_on: date
    leader: Person
    series: str | None = None
    agency: str | None = None
    unit: str | None = None
    leader_post: str | None = None
    person: Person | None = None
    resolve_by: date | None = None


class ReplaceSponsor(msgspec.Struct, frozen=True, kw_only=True):
    """更换包案、包保."""

    replaced_on: date
    leader: Person
    reason: str
    agency: str | None = None
    unit: str | None = None
    leader_post: str | None = None
    person: Person | None = None
    resolve_by: date | None = None


class FilePlan(msgspec.Struct, frozen=True, kw_only=True):
    """化解方案."""

    agency: str
    filed_on: date
    primary_unit: str | None = None
    responsible_person: Person | None = None
    measures: str | None = None
    resolve_by: date | None = None
    facts: str | None = None
    focus_of_dispute: str | None = None
    plan: str | None = None
    files: tuple[str, ...] = ()


class RevisePlan(msgspec.Struct, frozen=True, kw_only=True):
    """修订化解方案."""

    agency: str
    revised_on: date
    resolve_by: date
    reason: str
    measures: str | None = None


class RegisterIssue(msgspec.Struct, frozen=True, kw_only=True):
    """登记问题."""

    agency: str
    registered_on: date
    judgment_no: str
    area: str
    problem: str
    responsible_person: Person
    measure: str


def _check_ahead(resolve_by: date | None, since: date) -> None:
    if resolve_by is not None and resolve_by < since:
        raise DateOrder(f"化解时限 {resolve_by} 早于 {since}，未登记。请核对化解时限后重新提交。", pointer="/resolve_by")


def _assign(situation: Situation, told: AssignSponsor) -> None:
    """Raises `DateOrder`, `SeriesNotOfCase`; where a case has one sponsor `SponsorAlreadyAssigned`."""
    _check_ahead(told.resolve_by, told.assigned_on)
    require_series(situation, told.series)
    assigned = situation.all_told(SponsorAssigned)
    for gate, clauses in gates_on(situation.rules, situation.jurisdiction, told.assigned_on, SponsorAssigned.TOPIC):
        if gate.code == ONE_SPONSOR and assigned:
            raise SponsorAlreadyAssigned(
                f"本案已于 {assigned[-1].assigned_on} 确定包保，{_cited(clauses)}实行{gate.title}，未登记。确需变更的，请登记更换包保并写明理由。",
                clauses=tuple(clause.id for clause in clauses),
            )


def _replace(situation: Situation, told: ReplaceSponsor) -> None:
    """Raises `NoSponsor`, `DateOrder`."""
    _check_ahead(told.resolve_by, told.replaced_on)
    if not situation.all_told(SponsorAssigned):
        raise NoSponsor("本案尚未确定包案、包保，无从更换。请先登记包案、包保。")


def _file_plan(situation: Situation, told: FilePlan) -> None:
    """Raises `PlanEmpty`, `DateOrder`; where the unit that did the act resolves first `PrimaryUnitDiffers`."""
    if not any((told.measures, told.plan, told.facts, told.focus_of_dispute, told.files)):
        raise PlanEmpty("化解方案没有内容，未登记。请写明案情、争议焦点、方案、措施，或者附上方案文件。", pointer="/measures")
    _check_ahead(told.resolve_by, told.filed_on)
    filing = situation.record.case.filing
    did_it = filing.act.implementing_unit if filing and filing.act else None
    for gate, clauses in gates_on(situation.rules, situation.jurisdiction, told.filed_on, ResolutionPlanFiled.TOPIC):
        if gate.code == PLAN_PERSONS and did_it and told.primary_unit != did_it:
            raise PrimaryUnitDiffers(
                f"法院所列的行为实施单位是{did_it}，{_cited(clauses)}要求行政行为实施单位承担首要化解责任，方案所填为{told.primary_unit}，"
                "未登记。请核对首要化解单位后重新提交。",
                clauses=tuple(clause.id for clause in clauses),
                pointer="/primary_unit",
            )


def _revise_plan(situation: Situation, told: RevisePlan) -> None:
    """Raises `NoPlanToRevise`, `DateOrder`."""
    _check_ahead(told.resolve_by, told.revised_on)
    if not any(plan.resolve_by for plan in situation.told(ResolutionPlanFiled)):
        raise NoPlanToRevise("本机关尚未登记写明化解时限的化解方案，无从修订。请先登记化解方案。")


def _loss(situation: Situation, told: RegisterIssue) -> JudgmentLost | None:
    losses = situation.told(JudgmentLost)
    return next((loss for loss in losses if loss.judgment_no == told.judgment_no), None)


def _register_issue(situation: Situation, told: RegisterIssue) -> None:
    """Raises `LossNotOnRecord`, `BeforeLookBack`."""
    loss = _loss(situation, told)
    if loss is None:
        raise LossNotOnRecord(
            f"本机关没有文书号 {told.judgment_no} 的败诉登记，问题未登记。请核对文书号；法院尚未报送裁判的，请在报送后登记。",
            pointer="/judgment_no",
        )
    for register, clauses in _registers(situation, told.registered_on):
        if register.code == ISSUES and register.since is not None and loss.judged_on < date.fromisoformat(register.since):
            raise BeforeLookBack(
                f"该裁判于 {loss.judged_on} 作出，{_cited(clauses)}的清单自 {register.since} 起，未登记。败诉的历史登记不受影响。",
                clauses=tuple(clause.id for clause in clauses),
                pointer="/judgment_no",
            )


def _judged_on(situation: Situation, told: RegisterIssue) -> dict[str, object]:
    """The day of the judgment is the court's, not the agency's to tell."""
    loss = _loss(situation, told)
    if loss is None:
        raise TypeError("decided without a loss")
    return {"judged_on": loss.judged_on}


def _registers(situation: Situation, day: date) -> Iterator[tuple[Register, tuple[Clause, ...]]]:
    for layer in situation.rules.layers_on(situation.jurisdiction, day) if situation.rules else ():
        clauses = {clause.id: clause for clause in layer.profile.clauses}
        for register in layer.profile.registers:
            yield register, tuple(clauses[identifier] for identifier in register.clauses if identifier in clauses)


def _cited(clauses: tuple[Clause, ...]) -> str:
    return "、".join(clause.citation for clause in clauses)


KINDS: Final = (
    Kind(
        told=AssignSponsor,
        event=SponsorAssigned,
        day="assigned_on",
        title="包案、包保",
        body=SponsorBody,
        authority="各地行政应诉工作规定",
        decide=_assign,
    ),
    Kind(
        told=ReplaceSponsor,
        event=SponsorReplaced,
        day="replaced_on",
        title="更换包案、包保",
        body=SponsorReplacementBody,
        authority="各地行政应诉工作规定",
        decide=_replace,
    ),
    Kind(
        told=FilePlan,
        event=ResolutionPlanFiled,
        day="filed_on",
        title="化解方案",
        body=ResolutionPlanBody,
        authority="各地行政应诉工作规定",
        decide=_file_plan,
        files=("files",),
    ),
    Kind(
        told=RevisePlan,
        event=ResolutionPlanRevised,
        day="revised_on",
        title="修订化解方案",
        body=ResolutionPlanRevisionBody,
        authority="各地行政应诉工作规定",
        decide=_revise_plan,
    ),
    Kind(
        told=RegisterIssue,
        event=IssueRegistered,
        day="registered_on",
        title="登记问题",
        body=IssueBody,
        authority="各地行政应诉工作规定",
        decide=_register_issue,
        derive=_judged_on,
        after_the_end=True,
    ),
)
