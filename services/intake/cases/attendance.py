"""Who appeared for a defendant at a hearing: the decision to record it, and what the law says of it. Pure.

行政诉讼法 art. 3: the leader of the agency that is sued shall appear; a leader who cannot shall send staff of the agency. That nobody did,
or only lawyers, is a fact like any other: it is recorded, and marked with the clause that it falls short of. A jurisdiction's profile may
ask for more (group `hearings`): then the mark cites its clause, and says nothing of a breach of national law.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Final, Literal

import msgspec

from services.intake.cases.case import Case
from services.intake.cases.response import Attendance, Rank, Response, require_running
from services.intake.dates import check_day
from yingsu.errors import Malformed, Refused
from yingsu.events.intake.response import LeaderAttendanceRecorded
from yingsu.law.parameters import parameter_on
from yingsu.law.rules import Rules

Flag = Literal[
    "leader_absent",
    "only_lawyers",
    "nobody_appeared",
    "leader_silent",
    "below_local_minimum",
    "local_neither_came",
    "local_leader_silent",
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
    }
)
"""What an appearance falls short of in national law: its title, and the clause."""


class Mark(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that an appearance falls short of, as officials call it, and by which clause."""

    code: Flag
    title: str
    authority: str


class HearingNotOnRecord(Refused):
    """The court told of no such hearing."""

    code = "hearing-not-on-record"
    title = "没有这次开庭的登记"


class AttendanceAlreadyRecorded(Refused):
    """The record has who appeared for this defendant at this hearing."""

    code = "attendance-already-recorded"
    title = "已登记出庭"


class AttendanceIncomplete(Malformed):
    """What was submitted does not say who appeared."""

    code = "attendance-incomplete"
    title = "出庭登记不完整"


class Appearance(msgspec.Struct, frozen=True, kw_only=True):
    """What an agency says of one hearing. `led`: a leader appeared. `nobody`: it says that nobody did."""

    hearing_no: int
    hearing_on: date
    led: bool = False
    leader_post: str | None = None
    rank: Rank | None = None
    staff: int = 0
    lawyers: int = 0
    spoke: bool | None = None
    nobody: bool = False


def record_attendance(case: Case, response: Response, appearance: Appearance, today: date) -> LeaderAttendanceRecorded:
    """出庭 (行政诉讼法 art. 3). The leader is left out of the event: the desk seals the person once the appearance is admitted.

    Raises `AttendanceIncomplete`, `FutureFact`, `DateOrder`, `HearingNotOnRecord`, `AttendanceAlreadyRecorded`, `DefendantHasLeft`,
    `CaseHasEnded`, and `NotADefendant`.
    """
    case.jurisdiction_of(response.agency)
    _check_form(appearance)
    day = appearance.hearing_on
    check_day(day, today, "/hearing_on")
    if case.trial.held(appearance.hearing_no, day) is None:
        raise HearingNotOnRecord(
            f"没有 {day} 第 {appearance.hearing_no} 次开庭的登记，出庭情况（行政诉讼法第三条）未登记。{_on_record(case)}"
            "请核对开庭次序和日期；法院尚未报送开庭通知的，请在报送后再登记。",
            pointer="/hearing_on",
        )
    require_running(case, response.agency, day, "出庭")
    if response.attendance(appearance.hearing_no, day) is not None:
        raise AttendanceAlreadyRecorded(
            f"本机关在 {day} 第 {appearance.hearing_no} 次开庭的出庭情况（行政诉讼法第三条）已登记，不再重复登记。登记有误的，请申请更正。"
        )
    return LeaderAttendanceRecorded(
        agency=response.agency,
        hearing_no=appearance.hearing_no,
        hearing_on=day,
        leader=None,
        leader_post=appearance.leader_post,
        rank=appearance.rank,
        staff=appearance.staff,
        lawyers=appearance.lawyers,
        spoke=appearance.spoke,
    )


def marks_of(attendance: Attendance, rules: Rules | None) -> tuple[Mark, ...]:
    """What an appearance falls short of: in national law, then by the profile in force on the day of the hearing."""
    national = tuple(Mark(code=flag, title=FLAGS[flag][0], authority=FLAGS[flag][1]) for flag in _national(attendance))
    return (*national, *(_local(attendance, rules) if rules else ()))


def _national(attendance: Attendance) -> tuple[Flag, ...]:
    if attendance.leader is not None:
        return ("leader_silent",) if attendance.spoke is False else ()
    if attendance.staff:
        return ("leader_absent",)
    return ("leader_absent", "only_lawyers") if attendance.lawyers else ("leader_absent", "nobody_appeared")


def _local(attendance: Attendance, rules: Rules) -> Iterator[Mark]:
    """What it falls short of by the group `hearings`: the least that must appear, and that a leader who came speaks (出庭出声)."""
    place, day = attendance.jurisdiction, attendance.hearing_on
    minimum = parameter_on(rules, place, day, "hearings", "attendance_minimum")
    led = attendance.leader is not None
    if minimum is not None and minimum.value in MINIMA and not led and (minimum.value == "leader" or not attendance.staff):
        yield Mark(code="below_local_minimum", title=MINIMA[str(minimum.value)], authority=minimum.citation)
    neither = parameter_on(rules, place, day, "hearings", "neither_leader_nor_staff")
    if neither is not None and neither.value == "severe" and not led and not attendance.staff:
        yield Mark(code="local_neither_came", title="负责人和工作人员均未出庭（严重）", authority=neither.citation)
    detail = parameter_on(rules, place, day, "hearings", "attendance_detail")
    if detail is not None and isinstance(detail.value, tuple) and "spoke" in detail.value and led and attendance.spoke is False:
        yield Mark(code="local_leader_silent", title="负责人出庭未出声", authority=detail.citation)


def _check_form(appearance: Appearance) -> None:
    somebody = appearance.led or appearance.staff or appearance.lawyers
    if not somebody and not appearance.nobody:
        raise AttendanceIncomplete(
            "未填写任何出庭人员，未登记。被诉行政机关负责人应当出庭应诉，不能出庭的应当委托工作人员出庭（行政诉讼法第三条）；"
            "请填写出庭的负责人、工作人员或者律师。确实无人到庭的，请将“无人到庭”填为 true。",
            pointer="/nobody",
        )
    if somebody and appearance.nobody:
        raise AttendanceIncomplete(
            "既填无人到庭，又填出庭人员，未登记。请核对后重新提交（行政诉讼法第三条）。", pointer="/nobody"
        )
    for pointer, given, what in (
        ("/leader_post", appearance.leader_post is not None, "职务"),
        ("/rank", appearance.rank is not None, "职级（正职、副职或者其他参与分管的负责人）"),
    ):
        if appearance.led != given:
            raise AttendanceIncomplete(
                f"负责人出庭的，应当同时填写姓名和{what}；负责人未出庭的，均不填写（法释〔2020〕3号第二条）。请核对后重新提交。",
                pointer=pointer if appearance.led else "/leader",
            )
    if appearance.spoke is not None and not appearance.led:
        raise AttendanceIncomplete(
            "负责人未出庭的，不填写是否发言（法释〔2020〕3号第十一条）。请核对后重新提交。", pointer="/spoke"
        )


def _on_record(case: Case) -> str:
    known = [f"{h.hearing_on} 第 {h.hearing_no} 次" for h in case.trial.hearing_days if not case.trial.is_moved(h)]
    return f"已登记的开庭：{'、'.join(known)}。" if known else "本案尚无开庭登记。"
