"""What a defendant does about the letters of a court: replies, plans, completion. Pure.

A letter is known by the court's number for it, and must be on record: the court told of it, or the agency registered the paper.
"""

from collections.abc import Iterable
from datetime import date
from typing import Final, Literal

import msgspec

from services.intake.dates import DateOrder
from services.intake.steps.kind import Kind, Situation
from services.intake.steps.letters_bodies import (
    AdviceReplyBody,
    FollowUpBody,
    FollowUpCompletionBody,
    FollowUpRevisionBody,
    OpinionFollowUpBody,
    QueryAnswerBody,
)
from yingsu.errors import Refused
from yingsu.events.intake.advice import (
    CourtLetterReceived,
    CourtOpinionReceived,
    CourtQueryReceived,
    JudicialAdviceReceived,
    LossWarningReceived,
)
from yingsu.events.intake.steps.letters import (
    CourtLetterCompleted,
    CourtLetterFollowUpPlanned,
    CourtLetterFollowUpRevised,
    CourtOpinionFollowedUp,
    CourtQueryAnswered,
    JudicialAdviceReplied,
)
from yingsu.ledger.sealed import Person

Letter = JudicialAdviceReceived | CourtLetterReceived | LossWarningReceived | CourtQueryReceived | CourtOpinionReceived
"""What a court writes to a defendant."""


class LetterNotOnRecord(Refused):
    """No letter of that number reached the agency, as far as is on record."""

    code = "letter-not-on-record"
    title = "没有这份函件的登记"


class NoFollowUp(Refused):
    """No plan for the letter is on record."""

    code = "no-follow-up-plan"
    title = "没有落实计划"


class ReplyAdvice(msgspec.Struct, frozen=True, kw_only=True):
    """书面回复司法建议."""

    agency: str
    advice_no: str
    to: Literal["court", "legal_office"]
    replied_on: date
    measures: str
    file: str | None = None


class PlanFollowUp(msgspec.Struct, frozen=True, kw_only=True):
    """落实函件的计划."""

    agency: str
    letter_no: str
    planned_on: date
    measures: str | None = None
    due: date | None = None
    contact: Person | None = None


class CompleteFollowUp(msgspec.Struct, frozen=True, kw_only=True):
    """完成落实."""

    agency: str
    letter_no: str
    completed_on: date
    result: str
    files: tuple[str, ...] = ()


class AnswerQuery(msgspec.Struct, frozen=True, kw_only=True):
    """回应人民法院提出的问题."""

    agency: str
    query_no: str
    answered_on: date
    answer: str


class FollowOpinion(msgspec.Struct, frozen=True, kw_only=True):
    """落实法院意见、建议."""

    agency: str
    opinion_no: str
    followed_up_on: date
    result: str


def _number(letter: Letter) -> str:
    match letter:
        case JudicialAdviceReceived():
            return letter.advice_no
        case CourtQueryReceived():
            return letter.query_no
        case CourtOpinionReceived():
            return letter.opinion_no
        case _:
            return letter.letter_no


def _received(letters: Iterable[Letter], number: str, day: date, field: str, pointer: str) -> None:
    """The letter is on record and not of a later day. Raises `LetterNotOnRecord`, `DateOrder`."""
    days = [letter.received_on for letter in letters if _number(letter) == number]
    if not days:
        raise LetterNotOnRecord(
            f"本机关没有收到编号 {number} 的函件的登记，未登记。请核对编号；法院系统尚未报送的，请法院报送后再登记。",
            pointer=f"/{field}",
        )
    if day < min(days):
        raise DateOrder(f"日期 {day} 早于收到函件之日 {min(days)}，未登记。请核对日期后重新提交。", pointer=pointer)


def _reply_advice(situation: Situation, told: ReplyAdvice) -> None:
    """Raises `LetterNotOnRecord`, `DateOrder`."""
    _received(situation.told(JudicialAdviceReceived), told.advice_no, told.replied_on, "advice_no", "/replied_on")


def _plan(situation: Situation, told: PlanFollowUp) -> None:
    """Raises `LetterNotOnRecord`, `DateOrder`."""
    letters: tuple[Letter, ...] = (
        *situation.told(CourtLetterReceived),
        *situation.told(JudicialAdviceReceived),
        *situation.told(LossWarningReceived),
    )
    _received(letters, told.letter_no, told.planned_on, "letter_no", "/planned_on")
    if told.due is not None and told.due < told.planned_on:
        raise DateOrder(f"完成时限 {told.due} 早于计划日期 {told.planned_on}，未登记。请核对后重新提交。", pointer="/due")


def _require_plan(situation: Situation, letter_no: str) -> None:
    if not any(plan.letter_no == letter_no for plan in situation.told(CourtLetterFollowUpPlanned)):
        raise NoFollowUp(
            f"编号 {letter_no} 的函件没有落实计划的登记，未登记。请先明确具体措施、完成时限和对接人。", pointer="/letter_no"
        )


def _revise(situation: Situation, told: CourtLetterFollowUpRevised) -> None:
    """Raises `NoFollowUp`, `DateOrder`."""
    _require_plan(situation, told.letter_no)
    if told.due < told.revised_on:
        raise DateOrder(f"完成时限 {told.due} 早于调整日期 {told.revised_on}，未登记。请核对后重新提交。", pointer="/due")


def _complete(situation: Situation, told: CompleteFollowUp) -> None:
    """Raises `NoFollowUp`."""
    _require_plan(situation, told.letter_no)


def _answer_query(situation: Situation, told: AnswerQuery) -> None:
    """Raises `LetterNotOnRecord`, `DateOrder`."""
    _received(situation.told(CourtQueryReceived), told.query_no, told.answered_on, "query_no", "/answered_on")


def _follow_opinion(situation: Situation, told: FollowOpinion) -> None:
    """Raises `LetterNotOnRecord`, `DateOrder`."""
    _received(situation.told(CourtOpinionReceived), told.opinion_no, told.followed_up_on, "opinion_no", "/followed_up_on")


KINDS: Final = (
    Kind(
        told=ReplyAdvice,
        event=JudicialAdviceReplied,
        day="replied_on",
        title="回复司法建议",
        body=AdviceReplyBody,
        authority="各地行政应诉工作规定",
        decide=_reply_advice,
        files=("file",),
        after_the_end=True,
    ),
    Kind(
        told=PlanFollowUp,
        event=CourtLetterFollowUpPlanned,
        day="planned_on",
        title="落实函件的计划",
        body=FollowUpBody,
        authority="各地行政应诉工作规定",
        decide=_plan,
        after_the_end=True,
    ),
    Kind(
        told=CourtLetterFollowUpRevised,
        event=CourtLetterFollowUpRevised,
        day="revised_on",
        title="调整完成时限",
        body=FollowUpRevisionBody,
        authority="各地行政应诉工作规定",
        decide=_revise,
        after_the_end=True,
    ),
    Kind(
        told=CompleteFollowUp,
        event=CourtLetterCompleted,
        day="completed_on",
        title="完成落实",
        body=FollowUpCompletionBody,
        authority="各地行政应诉工作规定",
        decide=_complete,
        files=("files",),
        after_the_end=True,
    ),
    Kind(
        told=AnswerQuery,
        event=CourtQueryAnswered,
        day="answered_on",
        title="回应人民法院的问题",
        body=QueryAnswerBody,
        authority="各地行政应诉工作规定",
        decide=_answer_query,
    ),
    Kind(
        told=FollowOpinion,
        event=CourtOpinionFollowedUp,
        day="followed_up_on",
        title="落实法院意见、建议",
        body=OpinionFollowUpBody,
        authority="各地行政应诉工作规定",
        decide=_follow_opinion,
        after_the_end=True,
    ),
)
