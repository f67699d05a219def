"""Who appeared for a defendant at a hearing: the decision to record it, and what the law says of it. Pure.

行政诉讼法 art. 3: the leader of the agency that is sued shall appear; a leader who cannot shall send staff of the agency. That nobody did,
or only lawyers, is a fact like any other: it is recorded, and marked with the clause that it falls short of.
"""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final, Literal

import msgspec

from services.intake.cases.case import Case
from services.intake.cases.response import Attendance, Rank, Response, require_running
from services.intake.dates import check_day
from yingsu.errors import Malformed, Refused
from yingsu.events.intake.response import LeaderAttendanceRecorded

Flag = Literal["leader_absent", "only_lawyers", "nobody_appeared", "leader_silent"]

FLAGS: Final[Mapping[Flag, tuple[str, str]]] = MappingProxyType(
    {
        "leader_absent": ("负责人未出庭", "行政诉讼法第三条第三款"),
        "only_lawyers": ("仅委托律师出庭", "行政诉讼法第三条第三款、法释〔2018〕1号第一百二十八条第二款"),
        "nobody_appeared": ("无人到庭", "行政诉讼法第三条第三款、第五十八条"),
        "leader_silent": ("负责人出庭未发言", "法释〔2020〕3号第十一条"),
    }
)
"""What an appearance falls short of: its title, and the clause."""


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


def flags_of(attendance: Attendance) -> tuple[Flag, ...]:
    """What an appearance falls short of."""
    if attendance.leader is not None:
        return ("leader_silent",) if attendance.spoke is False else ()
    if attendance.staff:
        return ("leader_absent",)
    return ("leader_absent", "only_lawyers") if attendance.lawyers else ("leader_absent", "nobody_appeared")


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
