"""What the law says of an appearance: national law first, then the profile in force on the day of the hearing. Pure.

A profile may ask for more (group `hearings`): then the mark cites its clause, and says nothing of a breach of national law. An absence that
was explained to the court is no such breach; under a document that asks for a leader in any case it stays a mark, with the explanation
beside it. Nothing of it bars anything.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final, Literal

import msgspec

from services.intake.cases.leader_required import Circumstances, Reason
from services.intake.cases.response import Attendance
from yingsu.events.intake.response import LeaderAttendanceRecorded
from yingsu.law.gates import citation, gates_on
from yingsu.law.parameters import Cited, parameter_on
from yingsu.law.rules import Rules

Flag = Literal[
    "leader_absent",
    "only_lawyers",
    "nobody_appeared",
    "leader_silent",
    "identity_unproved",
    "left_without_leave",
    "absence_explained",
    "absence_refused",
    "joint_defendants",
    "below_local_minimum",
    "local_neither_came",
    "local_leader_silent",
    "local_no_resolution",
    "absence_unexplained",
    "leader_required",
    "head_required",
    "head_speaks",
]

MINIMA: Final[Mapping[str, str]] = MappingProxyType(
    {
        "leader": "负责人未出庭：本辖区不得仅委托工作人员和律师出庭",
        "leader_or_staff": "负责人未出庭，也未委托工作人员出庭",
        "leader_or_explained_staff": "负责人未出庭，也未委托工作人员出庭：应当书面说明并委托工作人员，不能仅委托律师",
    }
)
"""What a profile may ask for at the least (`hearings.attendance_minimum`), and what an appearance below it is called."""

FLAGS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "leader_absent": ("负责人未出庭", "行政诉讼法第三条第三款"),
        "only_lawyers": ("仅委托律师出庭", "行政诉讼法第三条第三款、法释〔2018〕1号第一百二十八条第二款"),
        "nobody_appeared": ("无人到庭", "行政诉讼法第三条第三款、第五十八条"),
        "leader_silent": ("负责人出庭未发言", "法释〔2020〕3号第十一条"),
        "identity_unproved": ("出庭负责人的身份证明不符合要求，视为未出庭", "法释〔2020〕3号第六条"),
        "left_without_leave": ("未经法庭许可中途退庭", "行政诉讼法第六十六条"),
        "absence_explained": ("负责人未出庭，已书面说明正当理由并委托工作人员", "法释〔2020〕3号第八条、第九条、第十条"),
        "absence_refused": ("人民法院认为负责人不出庭的理由不成立", "法释〔2020〕3号第九条、第十二条"),
        "joint_defendants": ("由其他被告的负责人出庭", "法释〔2020〕3号第三条"),
    }
)
"""What an appearance is in national law: its title, and the clause."""

ABSENCE_EXPLAINED: Final = "absence_explained"
"""The gate of a jurisdiction in which a leader who cannot come explains it and staff are sent."""
HEAD_REQUIRED: Final = "head_required"
"""The gate of a jurisdiction in which the 正职 appears in cases of some kinds."""
HEAD_SPEAKS: Final = "head_speaks"
"""The gate of a jurisdiction in which that 正职 speaks too."""


class Mark(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that an appearance falls short of, or that explains it, as officials call it, and by which clause."""

    code: Flag
    title: str
    authority: str


def marks_of(attendance: Attendance, rules: Rules | None, circumstances: Circumstances | None = None) -> tuple[Mark, ...]:
    """What an appearance falls short of: in national law, then by the profile in force on the day of the hearing. Without `circumstances`
    nothing more is asked than of every defendant, and nothing was explained."""
    known = circumstances or Circumstances()
    national = tuple(Mark(code=flag, title=FLAGS[flag][0], authority=FLAGS[flag][1]) for flag in _national(attendance, known))
    return (*national, *(_local(attendance, rules, known) if rules else ()), *_called(attendance, known))


def _national(attendance: Attendance, known: Circumstances) -> Iterator[Flag]:
    if attendance.leader is not None and attendance.identity_ok is False:
        yield "identity_unproved"
    if attendance.left_without_leave:
        yield "left_without_leave"
    if attendance.led:
        if attendance.spoke is False:
            yield "leader_silent"
        return
    enough = known.requirement.appeared_before and not known.requirement.open
    if known.requirement.excused:
        yield "joint_defendants"
    elif known.justified(attendance):
        yield "absence_explained"
    elif not enough:
        yield "leader_absent"
    if known.ruling is not None and not known.ruling.accepted:
        yield "absence_refused"
    if not attendance.staff:
        yield "only_lawyers" if attendance.lawyers else "nobody_appeared"


def _local(attendance: Attendance, rules: Rules, known: Circumstances) -> Iterator[Mark]:
    """What it falls short of by the group `hearings`: the least that must appear, and what a leader who came does (出庭、出声、出解)."""
    place, day = attendance.jurisdiction, attendance.hearing_on

    def value(key: str) -> Cited | None:
        return parameter_on(rules, place, day, "hearings", key)

    minimum = value("attendance_minimum")
    below = (
        minimum is not None
        and minimum.value in MINIMA
        and not attendance.led
        and (minimum.value == "leader" or not attendance.staff)
    )
    if minimum is not None and below:
        yield Mark(code="below_local_minimum", title=MINIMA[str(minimum.value)], authority=minimum.citation)
    neither = value("neither_leader_nor_staff")
    if neither is not None and neither.value == "severe" and not attendance.led and not attendance.staff:
        yield Mark(code="local_neither_came", title="负责人和工作人员均未出庭（严重）", authority=neither.citation)
    detail = value("attendance_detail")
    asked = detail.value if detail is not None and isinstance(detail.value, tuple) else ()
    if detail is not None and "spoke" in asked and attendance.led and attendance.spoke is False:
        yield Mark(code="local_leader_silent", title="负责人出庭未出声", authority=detail.citation)
    if detail is not None and "offered_resolution" in asked and attendance.led and attendance.offered_resolution is False:
        yield Mark(code="local_no_resolution", title="负责人出庭未出解", authority=detail.citation)
    unexplained = known.explanation is None and not known.requirement.appeared_before
    for gate, clauses in gates_on(rules, place, day, LeaderAttendanceRecorded.TOPIC):
        if gate.code == ABSENCE_EXPLAINED and not attendance.led and not below and unexplained:
            yield Mark(code="absence_unexplained", title="负责人不能出庭，未书面说明", authority=citation(clauses))


def _called(attendance: Attendance, known: Circumstances) -> Iterator[Mark]:
    """What it falls short of, of what was asked for this case or hearing."""
    heads = [reason for reason in known.requirement.open if reason.head]
    if heads and not (attendance.led and attendance.rank == "principal"):
        yield Mark(code=HEAD_REQUIRED, title=f"正职应当出庭而未出庭：{_named(heads)}", authority=_cited(heads))
    elif heads and attendance.spoke is not True:
        yield Mark(code=HEAD_SPEAKS, title=f"正职出庭未出声：{_named(heads)}", authority=_cited(heads))
    leaders = [reason for reason in known.requirement.open if not reason.head and reason.code != "every_hearing"]
    if leaders and not attendance.led and not known.justified(attendance):
        yield Mark(code="leader_required", title=f"负责人应当出庭而未出庭：{_named(leaders)}", authority=_cited(leaders))


def _named(reasons: list[Reason]) -> str:
    return "、".join(dict.fromkeys(reason.title for reason in reasons))


def _cited(reasons: list[Reason]) -> str:
    return "、".join(dict.fromkeys(reason.authority for reason in reasons))
