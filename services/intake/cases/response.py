"""What one defendant does in one case: its answer to the court, and who appeared for it. Pure. Stream `response-<case uuid>-<agency uuid>`.

Owns the state and the decision on an answer; that on an appearance is in `attendance`. A late answer is recorded like any other: how late it is, and what that means, is for the rules to say, not for this door.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Final, Literal
from uuid import UUID

import msgspec

from services.intake.cases import told
from services.intake.cases.case import Case, Status
from services.intake.dates import DateOrder, check_day
from yingsu.errors import Malformed, Refused
from yingsu.events.intake.response import AnswerSubmitted, LeaderAttendanceRecorded
from yingsu.events.intake.response import Rank as Rank
from yingsu.events.intake.steps.answering import AnswerFiled
from yingsu.events.intake.steps.team import CaseTeamFormed
from yingsu.ledger.entry import Entry
from yingsu.ledger.sealed import SealedPerson, SealedText

PREFIX: Final = "response-"
UUID_CHARACTERS: Final = 36

Delivery = Literal["court_platform", "in_person", "post"]

PARTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "authority": "职权依据",
        "facts": "事实证据",
        "procedure": "程序依据",
        "law": "法律依据",
        "scene_record": "现场笔录",
        "video": "影像资料",
        "service_receipt": "送达回执",
    }
)
"""The parts of a list of evidence (YT-2.3.2), and the records of enforcement (DH-3.5), as they are called."""


class AnswerAlreadySubmitted(Refused):
    """The record has this defendant's answer."""

    code = "answer-already-submitted"
    title = "已登记答辩"


class DefendantHasLeft(Refused):
    """The agency was no defendant any more on that day."""

    code = "defendant-removed"
    title = "该机关已退出本案"


class CaseHasEnded(Refused):
    """The case was withdrawn before that day."""

    code = "case-withdrawn"
    title = "本案已准予撤诉"


class AnswerIncomplete(Malformed):
    """What was submitted cannot be an answer."""

    code = "answer-incomplete"
    title = "答辩登记不完整"


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """One submission. `counts_on` is the day that decides whether it is in time: the posting day for a paper sent by post."""

    submitted_on: date
    delivery: Delivery
    posted_on: date | None
    has_answer: bool
    evidence_count: int
    note: SealedText | None
    counts_on: date
    event_id: UUID


class Attendance(msgspec.Struct, frozen=True, kw_only=True):
    """Who appeared at one hearing: the leader, and how many of the staff and how many lawyers. `jurisdiction`: whose rules it is under."""

    hearing_no: int
    hearing_on: date
    leader: SealedPerson | None
    leader_post: str | None
    rank: Rank | None
    staff: int
    lawyers: int
    spoke: bool | None
    jurisdiction: str
    event_id: UUID
    offered_resolution: bool | None = None
    identity_ok: bool | None = None
    left_without_leave: bool | None = None

    @property
    def led(self) -> bool:
        """Whether a leader counts as having appeared: one whose identity stayed unproved did not (法释〔2020〕3号 art. 6)."""
        return self.leader is not None and self.identity_ok is not False


class Filed(msgspec.Struct, frozen=True, kw_only=True):
    """Papers of an answer as the agency made them: which parts of the list of evidence, and which records of enforcement, they have."""

    filed_on: date
    answer: bool
    parts: frozenset[str]
    event_id: UUID


class Response(msgspec.Struct, frozen=True, kw_only=True):
    """One defendant's submissions and appearances in one case, in the order of recording. `papers`: what it made for them; `team_formed_on`:
    the day of its first case team. `version` is that of its stream."""

    agency: str
    answers: tuple[Answer, ...] = ()
    attendances: tuple[Attendance, ...] = ()
    papers: tuple[Filed, ...] = ()
    team_formed_on: date | None = None
    version: int = 0

    @property
    def answered(self) -> bool:
        """Whether the answer itself (答辩状) was submitted."""
        return any(answer.has_answer for answer in self.answers)

    def attendance(self, hearing_no: int, hearing_on: date) -> Attendance | None:
        """Who appeared at a hearing, where that is on record."""
        at = (hearing_no, hearing_on)
        return next((known for known in self.attendances if (known.hearing_no, known.hearing_on) == at), None)


class Submission(msgspec.Struct, frozen=True, kw_only=True):
    """What an agency says it handed to the court."""

    submitted_on: date
    delivery: Delivery
    posted_on: date | None = None
    has_answer: bool = True
    evidence_count: int = 0

    @property
    def counts_on(self) -> date:
        """民事诉讼法 art. 85: a paper posted before the period ended is in time."""
        return self.posted_on or self.submitted_on


def stream_of(case_id: str, agency_id: str) -> str:
    """The stream of one defendant's response."""
    return f"{PREFIX}{case_id.removeprefix('case-')}-{agency_id.removeprefix('agency-')}"


def agency_of(stream: str) -> str:
    """The defendant whose response a stream is."""
    return f"agency-{stream[-UUID_CHARACTERS:]}"


def evolve(state: Response, entry: Entry) -> Response:
    """The state after one more entry of the response's stream."""
    state = msgspec.structs.replace(state, version=max(state.version, entry.version))
    match entry.event:
        case AnswerSubmitted() as event:
            answer = Answer(
                submitted_on=event.submitted_on,
                delivery=event.delivery,
                posted_on=event.posted_on,
                has_answer=event.has_answer,
                evidence_count=event.evidence_count,
                note=event.note,
                counts_on=entry.occurred_on,
                event_id=entry.event_id,
            )
            return msgspec.structs.replace(state, answers=(*state.answers, answer))
        case LeaderAttendanceRecorded() as event:
            attendance = Attendance(
                hearing_no=event.hearing_no,
                hearing_on=event.hearing_on,
                leader=event.leader,
                leader_post=event.leader_post,
                rank=event.rank,
                staff=event.staff,
                lawyers=event.lawyers,
                spoke=event.spoke,
                jurisdiction=entry.jurisdiction,
                event_id=entry.event_id,
                offered_resolution=event.offered_resolution,
                identity_ok=event.identity_ok,
                left_without_leave=event.left_without_leave,
            )
            return msgspec.structs.replace(state, attendances=(*state.attendances, attendance))
        case AnswerFiled() as event:
            parts = frozenset(part for part in PARTS if getattr(event, part))
            paper = Filed(filed_on=event.filed_on, answer=event.file is not None, parts=parts, event_id=entry.event_id)
            return msgspec.structs.replace(state, papers=(*state.papers, paper))
        case CaseTeamFormed(formed_on=day):
            return msgspec.structs.replace(state, team_formed_on=min(day, state.team_formed_on or day))
        case _:
            return state


def fold(agency: str, entries: Iterable[Entry]) -> Response:
    """The response of its stream's entries."""
    state = Response(agency=agency)
    for entry in entries:
        state = evolve(state, entry)
    return state


def submit_answer(case: Case, response: Response, submission: Submission, today: date) -> AnswerSubmitted:
    """提交答辩状和证据、依据 (行政诉讼法 art. 67), in one submission or several. Evidence may come after the answer: whether it is late, or
    needed the court's leave (art. 36), is the court's to judge, so it is recorded.

    Raises `AnswerIncomplete`, `DateOrder`, `DefendantHasLeft`, `CaseHasEnded`, `AnswerAlreadySubmitted`, and `NotADefendant`.
    """
    case.jurisdiction_of(response.agency)
    _check_form(case, submission, today)
    require_running(case, response.agency, submission.counts_on, "答辩")
    if submission.has_answer and response.answered:
        first = next(answer for answer in response.answers if answer.has_answer)
        raise AnswerAlreadySubmitted(
            f"本机关的答辩状已于 {first.counts_on} 提交并登记（行政诉讼法第六十七条），不再重复登记。"
            "其后提交的证据，请以“含答辩状”为 false 登记；登记有误的，请更正该项登记。"
        )
    return AnswerSubmitted(
        agency=response.agency,
        submitted_on=submission.submitted_on,
        delivery=submission.delivery,
        posted_on=submission.posted_on,
        has_answer=submission.has_answer,
        evidence_count=submission.evidence_count,
        note=None,
    )


def _check_form(case: Case, submission: Submission, today: date) -> None:
    if not submission.has_answer and submission.evidence_count == 0:
        raise AnswerIncomplete(
            "既无答辩状也无证据，未登记。行政诉讼法第六十七条要求提交证据、所依据的规范性文件和答辩状，请补充后重新提交。",
            pointer="/has_answer",
        )
    if (submission.delivery == "post") != (submission.posted_on is not None):
        raise AnswerIncomplete("邮寄提交的应当填写交邮日期，其他方式不填交邮日期。请核对后重新提交。", pointer="/posted_on")
    if submission.posted_on is not None and submission.posted_on > submission.submitted_on:
        raise DateOrder("交邮日期晚于法院收到日期。请核对两个日期后重新提交。", pointer="/posted_on")
    check_day(submission.submitted_on, today, "/submitted_on")
    if case.filing is not None and submission.counts_on < case.filing.filed_on:
        raise DateOrder(
            f"提交日期早于立案日期 {case.filing.filed_on}。请核对日期和案号后重新提交。",
            pointer="/posted_on" if submission.posted_on else "/submitted_on",
        )


def require_running(case: Case, agency: str, day: date, what: str) -> None:
    """Raise `DefendantHasLeft`, `CaseHasEnded` where the agency was no defendant any more, or the suit withdrawn, before `day`."""
    left_on = case.removed_on(agency)
    if left_on is not None and day > left_on:
        raise DefendantHasLeft(
            f"本机关已于 {left_on} 退出本案被告（行政诉讼法第二十六条），其后的{what}不予登记。如对退出有异议，请与法院核实。"
        )
    if case.withdrawn_on is not None and day > case.withdrawn_on:
        raise CaseHasEnded(
            f"法院已于 {case.withdrawn_on} 裁定准予撤诉（行政诉讼法第六十二条），其后的{what}不予登记。请与法院核实。"
        )


def status_of(case: Case, responses: Sequence[Response]) -> Status:
    """Where the case stands: as far as any fact brought it, in whatever order the facts came."""
    if case.withdrawals:
        return "withdrawn"
    ended = told.closing(case.facts)
    if ended is not None:
        return ended
    if case.trial.judgments:
        latest = max(judgment.judged_on for judgment in case.trial.judgments)
        return told.after_judgment(case.facts, latest) or "judged"
    if told.is_suspended(case.facts):
        return "suspended"
    if case.trial.sittings or any(response.attendances for response in responses):
        return "heard"
    if any(case.trial.stands(hearing) for hearing in case.trial.hearing_days):
        return "hearing_set"
    remaining = [agency for agency in case.agencies if case.removed_on(agency) is None]
    if remaining and set(remaining) <= {response.agency for response in responses if response.answered}:
        return "answered"
    if any(case.complaint_received_on(agency) is not None for agency in remaining):
        return "answering"
    return "filed"
