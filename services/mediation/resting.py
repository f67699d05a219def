"""Which steps of a mediation rest on which: the session on its time and place, the signature on its settlement. Pure.

A step is decided on what was there before it. Where an earlier one is corrected or voided afterwards, the later ones must still have what they
rest on, and their days their order.
"""

from collections.abc import Hashable, Iterable, Iterator
from datetime import date
from typing import Final, TypeVar
from uuid import UUID

import msgspec

from services.mediation.court_steps import CourtSession
from services.mediation.grounds import cited, clause_for
from services.mediation.mediation import Mediation
from services.mediation.steps import Notification, Schedule, Session, Step
from yingsu.errors import Refused

SCHEDULE, SETTLEMENT, DOCUMENT = "确定时间、地点", "达成协议", "行政调解书"
AGREED: Final = "达成一致的调解"

AnyStep = TypeVar("AnyStep", bound=Step)
Dated = tuple[Step, str, date]
"""A step, what it is called, and its day."""


class LaterStepsRest(Refused):
    """A later step would lose what it rests on, or come before it."""

    code = "later-step-rests-on-entry"
    title = "其后的环节以该项登记为前提"


class Shaken(msgspec.Struct, frozen=True, kw_only=True):
    """A step that is not as it `must` be: it lacks what it rests on, comes before that, or after the end."""

    event_id: UUID
    what: str
    day: date
    must: str


def check_rests(before: Mediation, after: Mediation) -> None:
    """No step loses what it rests on by a correction. Raises `LaterStepsRest`."""
    known = set(shaken(before))
    lost = next((found for found in shaken(after) if found not in known), None)
    if lost is not None:
        clause = clause_for(after.track, "HZ-4.1")
        raise LaterStepsRest(
            f"已登记的{lost.what}（{lost.day}）须{lost.must}；这样更正或者撤销以后不再如此，未登记。"
            f"各环节按{cited(clause)}依次进行，请先更正或者撤销该项{lost.what}的登记（{lost.event_id}）。",
            clauses=(clause,),
        )


def shaken(state: Mediation) -> Iterator[Shaken]:
    """The steps that do not rest on what they must, by their days and by what there is. None in a mediation of decided steps."""
    yield from _before_the_suit(state)
    yield from _settling(state)
    yield from _in_court(state)
    yield from _ending(state)
    yield from _named(state)
    yield from _twice(state)


def _before_the_suit(state: Mediation) -> Iterator[Shaken]:
    accepted = state.accepted_on
    if state.acceptance:
        yield from _rests(state.acceptance, "签收", state.acceptance.accepted_on, "收到移送材料", state.received_on)
    for notice in state.notices:
        yield from _rests(notice, "交办通知", notice.sent_on, "签收移送材料", accepted)
    # What an agency told that the court does not name any more stays as it is.
    for plan in (plan for plan in state.plans if plan.agency in state.respondents):
        known = state.notice_to(plan.agency)
        for submission in plan.submissions:
            since = known.received_on if known else None
            yield from _rests(submission, "机关方案", submission.received_on, "收到交办通知书", since)
    previous = accepted
    for schedule in state.schedules:
        yield from _rests(schedule, "调处的时间、地点", schedule.scheduled_on, "签收移送材料、此前的安排", previous)
        previous = schedule.scheduled_on
    for told in state.notifications:
        of = _schedule_of(state, told)
        yield from _rests(told, "告知当事人", told.notified_on, SCHEDULE, of.scheduled_on if of else None)
    previous, until = accepted, date.min
    for more in state.extensions:
        yield from _rests(more, "期限的延长", more.agreed_on, "签收移送材料、此前的延长", previous)
        if more.until <= until:
            yield Shaken(event_id=more.event_id, what="期限的延长", day=more.agreed_on, must=f"延长到此前的期限（{until}）之后")
        previous, until = more.agreed_on, more.until
    for session in state.sessions:
        scheduled = min((schedule.scheduled_on for schedule in _earlier(state.schedules, session)), default=None)
        since, fact = (scheduled, SCHEDULE) if state.track == "pre_suit" else (state.received_on, "诉中调解登记")
        yield from _rests(session, "调处会", session.held_on, fact, since)


def _settling(state: Mediation) -> Iterator[Shaken]:
    settlement, effective_on = state.settlement, state.effective_on
    reached_on = settlement.reached_on if settlement else None
    parties = settlement.parties if settlement else ()
    if settlement:
        agreed = _agreed_on(_earlier(state.sessions, settlement))
        yield from _rests(settlement, "协议", settlement.reached_on, AGREED, agreed)
    for signed in state.signatures:
        yield from _rests(signed, "签字", signed.signed_on, SETTLEMENT, reached_on if signed.party in parties else None)
    for told in state.explanations:
        there = told.party in parties and told.party in state.applicants
        yield from _rests(told, "释明撤诉", told.explained_on, SETTLEMENT, reached_on if there else None)
    if state.application:
        yield from _rests(state.application, "司法确认申请", state.application.applied_on, "协议生效", effective_on)
    if state.confirmation:
        since = state.application.applied_on if state.application else None
        yield from _rests(state.confirmation, "司法确认裁定", state.confirmation.decided_on, "司法确认申请", since)
    if state.performance:
        yield from _rests(
            state.performance, "协议的履行", state.performance.performed_on, "协议生效", reached_on if effective_on else None
        )
    for breach in state.breaches:
        since = effective_on if breach.party in parties else None
        yield from _rests(breach, "违反协议", breach.breached_on, "协议生效", since)


def _in_court(state: Mediation) -> Iterator[Shaken]:
    document = state.court_document
    for session in state.court_sessions:
        yield from _rests(session, "人民法院的调解", session.held_on, "人民法院开始调解", state.received_on)
    if document:
        agreed = _agreed_on(_earlier(state.court_sessions, document))
        yield from _rests(document, DOCUMENT, document.issued_on, AGREED, agreed)
    issued_on = document.issued_on if document else None
    for signed in state.document_signatures:
        yield from _rests(signed, "签收行政调解书", signed.signed_on, DOCUMENT, issued_on)
    for done in state.document_performances:
        since = issued_on if not state.unsigned else None
        yield from _rests(done, "履行行政调解书", done.performed_on, "行政调解书生效", since)


def _ending(state: Mediation) -> Iterator[Shaken]:
    terminated_on = state.termination.terminated_on if state.termination else None
    for served in state.servings:
        yield from _rests(served, "送达通知书", served.served_on, "终止调处", terminated_on)
    if state.returned:
        yield from _rests(state.returned, "退回法院", state.returned.returned_on, "终止调处", terminated_on)
    ended, ended_on = state.termination or state.ending or state.court_end, state.concluded_on
    if ended is None:
        steps = _until_concluded(state)
    else:
        steps = (*_until_concluded(state), *_until_ended(state))
        if state.effective_on and ended_on:
            yield Shaken(event_id=ended.event_id, what="终止或者结束", day=ended_on, must="以协议、行政调解书没有生效为前提")
    for step, what, day in steps:
        if ended_on is not None and day > ended_on:
            yield Shaken(event_id=step.event_id, what=what, day=day, must=f"不晚于调解结束之日（{ended_on}）")


def _until_concluded(state: Mediation) -> tuple[Dated, ...]:
    """What comes before the end, be it a settlement in force."""
    return (
        *((accepted, "签收", accepted.accepted_on) for accepted in (state.acceptance,) if accepted),
        *((notice, "交办通知", notice.sent_on) for notice in state.notices),
        *((schedule, "调处的时间、地点", schedule.scheduled_on) for schedule in state.schedules),
        *((told, "告知当事人", told.notified_on) for told in state.notifications),
        *((more, "期限的延长", more.agreed_on) for more in state.extensions),
        *((session, "调处会", session.held_on) for session in state.sessions),
        *((session, "人民法院的调解", session.held_on) for session in state.court_sessions),
    )


def _until_ended(state: Mediation) -> tuple[Dated, ...]:
    """What there is of a settlement that came to nothing."""
    return (
        *((settlement, "协议", settlement.reached_on) for settlement in (state.settlement,) if settlement),
        *((signed, "签字", signed.signed_on) for signed in state.signatures),
        *((told, "释明撤诉", told.explained_on) for told in state.explanations),
        *((document, DOCUMENT, document.issued_on) for document in (state.court_document,) if document),
        *((signed, "签收行政调解书", signed.signed_on) for signed in state.document_signatures),
    )


def _named(state: Mediation) -> Iterator[Shaken]:
    """Nobody is named who is no party: with another day of the opening, the parties may be others."""
    steps: tuple[tuple[Step, str, date, tuple[str, ...]], ...] = (
        *((session, "调处会", session.held_on, session.present) for session in state.sessions),
        *((settlement, "协议", settlement.reached_on, settlement.parties) for settlement in (state.settlement,) if settlement),
        *((session, "人民法院的调解", session.held_on, session.present) for session in state.court_sessions),
        *((signed, "签收行政调解书", signed.signed_on, (signed.party,)) for signed in state.document_signatures),
        *((done, "履行行政调解书", done.performed_on, (done.agency,)) for done in state.document_performances),
    )
    for step, what, day, named in steps:
        if not set(named) <= set(state.parties):
            yield Shaken(event_id=step.event_id, what=what, day=day, must="只列本次调解的当事人")


def _twice(state: Mediation) -> Iterator[Shaken]:
    """What there is only once for each agency, party, or party and schedule."""
    groups: tuple[tuple[str, list[tuple[Step, date, Hashable]]], ...] = (
        ("交办通知", [(notice, notice.sent_on, notice.agency) for notice in state.notices]),
        ("告知当事人", [(told, told.notified_on, (told.party, _schedule_of(state, told))) for told in state.notifications]),
        ("签字", [(signed, signed.signed_on, signed.party) for signed in state.signatures]),
        ("释明撤诉", [(told, told.explained_on, told.party) for told in state.explanations]),
        ("送达通知书", [(served, served.served_on, served.party) for served in state.servings]),
        ("签收行政调解书", [(signed, signed.signed_on, signed.party) for signed in state.document_signatures]),
        ("履行行政调解书", [(done, done.performed_on, done.agency) for done in state.document_performances]),
    )
    for what, steps in groups:
        known: set[Hashable] = set()
        for step, day, about in steps:
            if about in known:
                yield Shaken(event_id=step.event_id, what=what, day=day, must="只登记一次")
            known.add(about)


def _schedule_of(state: Mediation, told: Notification) -> Schedule | None:
    """The time and place that a party was told: the last one that was there before."""
    return next((schedule for schedule in reversed(state.schedules) if schedule.version < told.version), None)


def _earlier(steps: Iterable[AnyStep], than: Step) -> Iterator[AnyStep]:
    """Those that were there when another was decided."""
    return (step for step in steps if step.version < than.version)


def _agreed_on(sessions: Iterable[Session | CourtSession]) -> date | None:
    return min((session.held_on for session in sessions if session.agreed), default=None)


def _rests(step: Step, what: str, day: date, fact: str, since: date | None) -> Iterator[Shaken]:
    if since is None or day < since:
        yield Shaken(event_id=step.event_id, what=what, day=day, must=f"以{fact}为前提，并且不早于该日")
