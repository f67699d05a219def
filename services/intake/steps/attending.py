"""Who is to appear for a defendant, why no leader can, who is sent instead, and who asks for a leader: kinds and decisions. Pure.

A designation that falls short of what is asked is recorded and marked (`flagging`): only who is no leader of the agency is refused.
"""

from datetime import date
from typing import Final, Literal

import msgspec

from services.intake.cases.attendance import require_own_leader
from services.intake.dates import DateOrder
from services.intake.steps.attending_bodies import (
    AbsenceBody,
    DelegationBody,
    DesignatedLeaderBody,
    LeaderChangeBody,
    LeaderRequiredBody,
    RespondentRequestBody,
)
from services.intake.steps.hearing_days import require_hearing
from services.intake.steps.kind import Kind, Situation
from yingsu.errors import Malformed, Refused
from yingsu.events.intake.response import Rank
from yingsu.events.intake.steps.attending import (
    AbsenceExplained,
    AbsenceReason,
    LeaderChanged,
    LeaderDesignated,
    LeaderRequiredByLegalOffice,
    OfficeReason,
    RespondentAttendanceRequested,
    StaffDelegated,
)
from yingsu.law.clauses import Clause
from yingsu.law.gates import citation, gates_on
from yingsu.ledger.sealed import Person

OF_THE_AGENCY: Final = "leader_of_the_agency"
"""The gate of a jurisdiction whose document says too that the leader is one of the agency sued."""
OF_HANDLING_UNIT: Final = "delegate_of_handling_unit"
"""The gate of a jurisdiction in which only governments may send staff of another body."""
GOVERNMENTS: Final = ("government", "committee")


class LeaderAlreadyDesignated(Refused):
    """A leader stands designated for the hearing."""

    code = "leader-already-designated"
    title = "已确定出庭负责人"


class NoLeaderDesignated(Refused):
    """There is nobody to change."""

    code = "no-leader-designated"
    title = "尚未确定出庭负责人"


class AbsenceNotExplained(Malformed):
    """Neither words nor a file explain the absence, or the reason does not fit the case."""

    code = "absence-not-explained"
    title = "没有书面说明"


class DelegateOfAnotherBody(Malformed):
    """The staff sent are not of the agency sued."""

    code = "delegate-of-another-body"
    title = "不是本机关工作人员"


class DesignateLeader(msgspec.Struct, frozen=True, kw_only=True):
    """确定出庭的负责人."""

    agency: str
    designated_on: date
    leader: Person
    post: str
    rank: Rank
    hearing_no: int | None = None
    leader_agency: str | None = None


class ChangeLeader(msgspec.Struct, frozen=True, kw_only=True):
    """更换出庭的负责人."""

    agency: str
    changed_on: date
    leader: Person
    post: str
    rank: Rank
    reason: str
    hearing_no: int | None = None
    leader_agency: str | None = None


class ExplainAbsence(msgspec.Struct, frozen=True, kw_only=True):
    """书面说明负责人不能出庭."""

    agency: str
    explained_on: date
    hearing_no: int
    hearing_on: date
    reason: AbsenceReason
    signed: Literal["seal", "head_signature"]
    explanation: str | None = None
    file: str | None = None


class DelegateStaff(msgspec.Struct, frozen=True, kw_only=True):
    """委托工作人员出庭."""

    agency: str
    delegated_on: date
    hearing_no: int
    hearing_on: date
    persons: tuple[Person, ...]
    unit: str | None = None


class RequireLeader(msgspec.Struct, frozen=True, kw_only=True):
    """政府法制机构认为负责人应出庭."""

    required_on: date
    reason: OfficeReason
    grounds: str
    agency: str | None = None
    hearing_no: int | None = None


class RequestRespondent(msgspec.Struct, frozen=True, kw_only=True):
    """要求行政复议被申请人派人参与."""

    requested_on: date
    unit: str
    kind: Literal["take_part", "observe"]
    agency: str | None = None
    demand: str | None = None


def _own_leader(situation: Situation, told: DesignateLeader | ChangeLeader, day: date) -> None:
    said: tuple[Clause, ...] = ()
    for gate, clauses in gates_on(situation.rules, situation.jurisdiction, day, LeaderDesignated.TOPIC):
        if gate.code == OF_THE_AGENCY:
            said = clauses
    require_own_leader(told.agency, told.leader_agency, "请由本机关负责人出庭，或者委托工作人员并书面说明。", said)


def _designate(situation: Situation, told: DesignateLeader) -> None:
    """Raises `NoLeaderOfTheAgency`, `HearingNotOnRecord`, `LeaderAlreadyDesignated`."""
    _own_leader(situation, told, told.designated_on)
    if told.hearing_no is not None:
        require_hearing(situation, told.hearing_no, None, "出庭负责人")
    named = [known for known in situation.told(LeaderDesignated) if known.hearing_no == told.hearing_no]
    if named:
        which = f"第 {told.hearing_no} 次开庭" if told.hearing_no else "本案各次开庭"
        raise LeaderAlreadyDesignated(
            f"本机关已于 {named[-1].designated_on} 确定{which}的出庭负责人，未重复登记。确需变更的，请登记更换并写明理由（法释〔2020〕3号第五条）。"
        )


def _change(situation: Situation, told: ChangeLeader) -> None:
    """Raises `NoLeaderOfTheAgency`, `HearingNotOnRecord`, `NoLeaderDesignated`, `DateOrder`."""
    _own_leader(situation, told, told.changed_on)
    if told.hearing_no is not None:
        hearing = require_hearing(situation, told.hearing_no, None, "更换出庭负责人")
        if told.changed_on > hearing.hearing_on:
            raise DateOrder(
                f"该次开庭在 {hearing.hearing_on}，出庭负责人在开庭审理以前更换（法释〔2020〕3号第五条），{told.changed_on} 的更换未登记。"
                "实际出庭的人员请在出庭登记中填写。",
                pointer="/changed_on",
            )
    if not any(known.agency == told.agency for known in situation.record.attending.designations):
        raise NoLeaderDesignated("本机关尚未确定出庭负责人，无从更换。请先登记确定出庭负责人（行政诉讼法第三条）。")


def _explain(situation: Situation, told: ExplainAbsence) -> None:
    """Raises `HearingNotOnRecord`, `AbsenceNotExplained`."""
    require_hearing(situation, told.hearing_no, told.hearing_on, "负责人不能出庭的说明")
    if told.explanation is None and told.file is None:
        raise AbsenceNotExplained(
            "没有说明的内容，未登记。负责人不能出庭的，应当提交书面说明和有关材料，加盖公章或者由主要负责人签字（法释〔2020〕3号第九条）。"
            "请写明情况，或者附上书面说明。",
            pointer="/explanation",
        )
    if told.reason == "joint_defendants" and len(situation.record.case.agencies) < 2:
        raise AbsenceNotExplained(
            "本案没有其他被告，不能由其他被告的负责人出庭（法释〔2020〕3号第三条），未登记。请另选理由。", pointer="/reason"
        )


def _delegate(situation: Situation, told: DelegateStaff) -> None:
    """Raises `HearingNotOnRecord`; where only a government may send staff of another body `DelegateOfAnotherBody`."""
    require_hearing(situation, told.hearing_no, told.hearing_on, "委托工作人员出庭")
    if told.unit in (None, told.agency) or situation.agency_type in GOVERNMENTS:
        return
    for gate, clauses in gates_on(situation.rules, situation.jurisdiction, told.delegated_on, StaffDelegated.TOPIC):
        if gate.code == OF_HANDLING_UNIT:
            raise DelegateOfAnotherBody(
                f"所委托的不是本机关工作人员，未登记。{citation(clauses)}：只有县级及以上政府（管委）可以委托具体承办机关或者机构的工作人员出庭。"
                "请委托本机关相应的工作人员。",
                clauses=tuple(clause.id for clause in clauses),
                pointer="/unit",
            )


def _of_unit(_situation: Situation, told: DelegateStaff) -> dict[str, object]:
    """Staff are the agency's own where nobody says otherwise."""
    return {"unit": told.unit or told.agency}


def _require_leader(situation: Situation, told: RequireLeader) -> None:
    """Raises `HearingNotOnRecord`."""
    if told.hearing_no is not None:
        require_hearing(situation, told.hearing_no, None, "负责人应出庭的意见")


KINDS: Final = (
    Kind(
        told=DesignateLeader,
        event=LeaderDesignated,
        day="designated_on",
        title="确定出庭负责人",
        body=DesignatedLeaderBody,
        authority="行政诉讼法第三条",
        decide=_designate,
    ),
    Kind(
        told=ChangeLeader,
        event=LeaderChanged,
        day="changed_on",
        title="更换出庭负责人",
        body=LeaderChangeBody,
        authority="法释〔2020〕3号第五条",
        decide=_change,
    ),
    Kind(
        told=ExplainAbsence,
        event=AbsenceExplained,
        day="explained_on",
        title="书面说明负责人不能出庭",
        body=AbsenceBody,
        authority="法释〔2020〕3号第九条",
        decide=_explain,
        files=("file",),
    ),
    Kind(
        told=DelegateStaff,
        event=StaffDelegated,
        day="delegated_on",
        title="委托工作人员出庭",
        body=DelegationBody,
        authority="行政诉讼法第三条",
        decide=_delegate,
        derive=_of_unit,
    ),
    Kind(
        told=RequireLeader,
        event=LeaderRequiredByLegalOffice,
        day="required_on",
        title="认为负责人应出庭",
        body=LeaderRequiredBody,
        authority="各地行政应诉工作规定",
        decide=_require_leader,
    ),
    Kind(
        told=RequestRespondent,
        event=RespondentAttendanceRequested,
        day="requested_on",
        title="要求行政复议被申请人派人参与",
        body=RespondentRequestBody,
        authority="各地行政应诉工作规定",
    ),
)
