"""Who appeared for a defendant at a hearing: the decision to record it. Pure.

行政诉讼法 art. 3: the leader of the agency that is sued shall appear; a leader who cannot shall send staff of the agency. That nobody did,
or only lawyers, is a fact like any other: it is recorded, and marked (`marks`) with the clause that it falls short of.
"""

from datetime import date

import msgspec

from services.intake.cases.case import Case
from services.intake.cases.response import Rank, Response, require_running
from services.intake.dates import check_day
from yingsu.errors import Malformed, Refused
from yingsu.events.intake.response import LeaderAttendanceRecorded
from yingsu.law.clauses import Clause


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


class NoLeaderOfTheAgency(Malformed):
    """The leader of another body is none of the agency's."""

    code = "leader-of-another-body"
    title = "不是本机关负责人"


class Appearance(msgspec.Struct, frozen=True, kw_only=True):
    """What an agency says of one hearing. `led`: a leader came, of the agency `leader_agency` (None: of this one). `nobody`: it says that
    nobody did."""

    hearing_no: int
    hearing_on: date
    led: bool = False
    leader_post: str | None = None
    rank: Rank | None = None
    staff: int = 0
    lawyers: int = 0
    spoke: bool | None = None
    nobody: bool = False
    offered_resolution: bool | None = None
    identity_ok: bool | None = None
    left_without_leave: bool | None = None
    leader_agency: str | None = None


def record_attendance(case: Case, response: Response, appearance: Appearance, today: date) -> LeaderAttendanceRecorded:
    """出庭 (行政诉讼法 art. 3). The leader is left out of the event: the desk seals the person once the appearance is admitted.

    Raises `AttendanceIncomplete`, `NoLeaderOfTheAgency`, `FutureFact`, `DateOrder`, `HearingNotOnRecord`, `AttendanceAlreadyRecorded`,
    `DefendantHasLeft`, `CaseHasEnded`, and `NotADefendant`.
    """
    case.jurisdiction_of(response.agency)
    _check_form(appearance)
    require_own_leader(response.agency, appearance.leader_agency, "请将其计入出庭工作人员人数，负责人各项不填写。")
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
            f"本机关在 {day} 第 {appearance.hearing_no} 次开庭的出庭情况（行政诉讼法第三条）已登记，不再重复登记。登记有误的，请更正该项登记。"
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
        offered_resolution=appearance.offered_resolution,
        identity_ok=appearance.identity_ok,
        left_without_leave=appearance.left_without_leave,
    )


def require_own_leader(agency: str, leader_agency: str | None, instead: str, clauses: tuple[Clause, ...] = ()) -> None:
    """The leader of a subordinate or entrusted body, or of any other, is no leader of the agency (法释〔2020〕3号 art. 2).

    `instead`: what to do; `clauses` are those of the profile that say so too. Raises `NoLeaderOfTheAgency`.
    """
    if leader_agency not in (None, agency):
        raise NoLeaderOfTheAgency(
            "所填负责人不是被诉行政机关的负责人，未登记。负责人为本机关的正职、副职以及其他参与分管的负责人；受委托组织或者下级机关的负责人"
            f"不算（{'、'.join(['法释〔2020〕3号第二条', *(clause.citation for clause in clauses)])}）。{instead}",
            clauses=tuple(clause.id for clause in clauses),
            pointer="/leader_agency",
        )


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
    for pointer, told, what in (
        ("/spoke", appearance.spoke is not None, "是否发言（法释〔2020〕3号第十一条）"),
        (
            "/offered_resolution",
            appearance.offered_resolution is not None,
            "是否就实质性解决争议提出意见（法释〔2020〕3号第十一条）",
        ),
        ("/identity_ok", appearance.identity_ok is not None, "身份证明（法释〔2020〕3号第六条）"),
        ("/leader_agency", appearance.leader_agency is not None, "负责人所在机关（法释〔2020〕3号第二条）"),
    ):
        if told and not appearance.led:
            raise AttendanceIncomplete(f"负责人未出庭的，不填写{what}。请核对后重新提交。", pointer=pointer)


def _on_record(case: Case) -> str:
    known = [f"{h.hearing_on} 第 {h.hearing_no} 次" for h in case.trial.hearing_days if case.trial.stands(h)]
    return f"已登记的开庭：{'、'.join(known)}。" if known else "本案尚无开庭登记。"
