"""The centre conducts a mediation: it takes the matter on, assigns it, sets time and place, tells the parties, holds sessions. Pure.

Nothing is refused for being late: 第四项 only sets periods, and what lateness means is for the rules to say. Whatever is refused leaves no
key behind: a decision seals once all its checks have passed.
"""

from collections.abc import Callable
from datetime import date, datetime

import msgspec

from services.mediation.bounds import accepted_on, check_day, check_open, check_parties, check_respondent, complete_on
from services.mediation.grounds import cited, clause_for
from services.mediation.mediation import Mediation
from yingsu.clock import legal_day
from yingsu.errors import Malformed, Refused
from yingsu.events.mediation.mediation import (
    AssignmentNoticeSent,
    MediationScheduled,
    MediationSessionHeld,
    PartyNotified,
    ReferralAccepted,
)
from yingsu.ledger.sealed import SealedText
from yingsu.text import visible

ACCEPTED = "签收移送材料"
SCHEDULED = "确定调处时间、地点"


class ReferralAlreadyAccepted(Refused):
    """The centre has taken the matter on."""

    code = "referral-already-accepted"
    title = "移送材料已签收"


class NoticeAlreadySent(Refused):
    """The agency was assigned the matter."""

    code = "assignment-notice-already-sent"
    title = "已向该机关交办"


class SessionTimeUnusable(Malformed):
    """The time of the session cannot be told, or lies before the day on which it is decided."""

    code = "session-time-unusable"
    title = "调处时间有误"


class PlaceMissing(Malformed):
    """A schedule without a place."""

    code = "session-place-missing"
    title = "缺少调处地点"


class RescheduleUnexplained(Malformed):
    """A time and place was set before, and no reason is given for the new one."""

    code = "reschedule-reason-missing"
    title = "缺少变更理由"


class NotScheduled(Refused):
    """No time and place was set."""

    code = "mediation-not-scheduled"
    title = "尚未确定调处时间、地点"


class PartyAlreadyNotified(Refused):
    """The party was told of the time and place that hold."""

    code = "party-already-notified"
    title = "已告知该当事人"


class NobodyPresent(Malformed):
    """A session at which no party was."""

    code = "nobody-present"
    title = "缺少到场当事人"


class AcceptReferral(msgspec.Struct, frozen=True, kw_only=True):
    """签收移送材料."""

    accepted_on: date


class SendNotice(msgspec.Struct, frozen=True, kw_only=True):
    """《行政争议调处交办通知书》 to one agency, sent and received on these days."""

    agency: str
    document_no: str
    sent_on: date
    received_on: date
    method: str | None = None


class ScheduleSession(msgspec.Struct, frozen=True, kw_only=True):
    """Time and place, decided on `scheduled_on`. `session_at` is aware. `reason` where an earlier time is replaced."""

    scheduled_on: date
    session_at: datetime
    place: str
    reason: str | None = None


class NotifyParty(msgspec.Struct, frozen=True, kw_only=True):
    """A party was told time and place."""

    party: str
    notified_on: date
    method: str | None = None


class HoldSession(msgspec.Struct, frozen=True, kw_only=True):
    """A session, who was there, and whether they agreed."""

    held_on: date
    present: tuple[str, ...]
    agreed: bool
    notes: str | None = None


def accept_referral(state: Mediation, command: AcceptReferral, today: date) -> ReferralAccepted:
    """签收移送材料 (HZ-4.1), once. Raises `ReferralAlreadyAccepted`, `FutureFact`, `DateOrder`, `MediationConcluded`."""
    clause = "HZ-4.1"
    if state.accepted_on is not None:
        raise ReferralAlreadyAccepted(
            f"移送材料已于 {state.accepted_on} 签收并登记（《十项机制》第四项），不再重复登记。登记有误的，请更正该项登记。",
            clauses=(clause,),
        )
    check_day(command.accepted_on, today, "/accepted_on", since=state.received_on, fact="收到移送材料", clause=clause)
    check_open(state, command.accepted_on, clause)
    return ReferralAccepted(accepted_on=command.accepted_on)


def send_notice(state: Mediation, command: SendNotice, today: date) -> AssignmentNoticeSent:
    """发送《行政争议调处交办通知书》 (HZ-4.2), one an agency.

    Raises `NotARespondent`, `ReferralNotAccepted`, `NoticeAlreadySent`, `FutureFact`, `DateOrder`, `MediationConcluded`.
    """
    clause = "HZ-4.2"
    check_respondent(state, command.agency, clause)
    since = accepted_on(state, clause)
    known = state.notice_to(command.agency)
    if known is not None:
        raise NoticeAlreadySent(
            f"已于 {known.sent_on} 向该机关发送《行政争议调处交办通知书》（{known.document_no}）。"
            "按照《十项机制》第四项每个案涉行政机关一份，不再重复登记；登记有误的，请更正该项登记。",
            clauses=(clause,),
        )
    check_day(command.sent_on, today, "/sent_on", since=since, fact=ACCEPTED, clause=clause)
    check_day(command.received_on, today, "/received_on", since=command.sent_on, fact="发送交办通知书", clause=clause)
    check_open(state, command.sent_on, clause)
    return AssignmentNoticeSent(**msgspec.structs.asdict(command))


def schedule_session(
    state: Mediation, command: ScheduleSession, today: date, seal: Callable[[str], SealedText]
) -> MediationScheduled:
    """确定调处的时间、地点 (HZ-4.4), also while a plan lacks. A later decision needs a reason, and every party is told anew.

    Raises `ReferralNotAccepted`, `PlaceMissing`, `SessionTimeUnusable`, `RescheduleUnexplained`, `FutureFact`, `DateOrder`,
    `MediationConcluded`.
    """
    clause = "HZ-4.4"
    since, fact = accepted_on(state, clause), ACCEPTED
    if state.schedule is not None:
        since, fact = state.schedule.scheduled_on, "上次" + SCHEDULED
        if not visible(command.reason or ""):
            raise RescheduleUnexplained(
                f"已于 {state.schedule.scheduled_on} 确定过调处时间、地点（《十项机制》第四项）。变更的，请填写理由，并重新告知各方当事人。",
                clauses=(clause,),
                pointer="/reason",
            )
    if not visible(command.place):
        raise PlaceMissing(
            "没有填写地点，未登记。《十项机制》第四项要求确定调处的时间、地点，请补充地点。", clauses=(clause,), pointer="/place"
        )
    check_day(command.scheduled_on, today, "/scheduled_on", since=since, fact=fact, clause=clause)
    check_open(state, command.scheduled_on, clause)
    if command.session_at.tzinfo is None or legal_day(command.session_at) < command.scheduled_on:
        raise SessionTimeUnusable(
            f"调处时间没有时区，或者早于确定之日 {command.scheduled_on}（北京时间），未登记。"
            "《十项机制》第四项要求先确定时间、地点并告知各方当事人，请核对后重新提交。",
            clauses=(clause,),
            pointer="/session_at",
        )
    return MediationScheduled(
        scheduled_on=command.scheduled_on,
        session_at=command.session_at,
        place=command.place,
        reason=seal(command.reason) if command.reason else None,
    )


def notify_party(state: Mediation, command: NotifyParty, today: date) -> PartyNotified:
    """告知一方当事人 time and place (HZ-4.4), once a schedule.

    Raises `NotAParty`, `NotScheduled`, `PartyAlreadyNotified`, `FutureFact`, `DateOrder`, `MediationConcluded`.
    """
    clause = "HZ-4.4"
    check_parties((command.party,), state.parties, "/party", clause)
    if state.schedule is None:
        raise _not_scheduled("告知当事人", clause)
    known = next((told for told in state.told if told.party == command.party), None)
    if known is not None:
        raise PartyAlreadyNotified(
            f"已于 {known.notified_on} 告知该当事人（《十项机制》第四项），不再重复登记。变更时间、地点的，请先登记变更，再重新告知。",
            clauses=(clause,),
        )
    check_day(command.notified_on, today, "/notified_on", since=state.schedule.scheduled_on, fact=SCHEDULED, clause=clause)
    check_open(state, command.notified_on, clause)
    return PartyNotified(
        party=command.party,
        notified_on=command.notified_on,
        method=command.method,
        complete_on=complete_on(state.untold, command.party, command.notified_on, (told.notified_on for told in state.told)),
    )


def hold_session(state: Mediation, command: HoldSession, today: date, seal: Callable[[str], SealedText]) -> MediationSessionHeld:
    """调处会 (HZ-4.4), beside a suit from the day on which the mediation was opened (XC-2.3): there no time and place is set before.

    Raises `NotScheduled`, `NobodyPresent`, `NotAParty`, `FutureFact`, `DateOrder`, `MediationConcluded`.
    """
    clause = clause_for(state.track, "HZ-4.4")
    since, fact = state.received_on, "诉中调解登记"
    if state.track == "pre_suit":
        if not state.schedules:
            raise _not_scheduled("登记调处会", clause)
        since, fact = min(schedule.scheduled_on for schedule in state.schedules), SCHEDULED
    if not command.present:
        raise NobodyPresent(
            f"没有当事人到场，未登记。{cited(clause)}的调处由各方当事人参加，请填写到场的当事人；无人到场的，可以另定时间、地点。",
            clauses=(clause,),
            pointer="/present",
        )
    check_parties(command.present, state.parties, "/present", clause)
    check_day(command.held_on, today, "/held_on", since=since, fact=fact, clause=clause)
    check_open(state, command.held_on, clause)
    return MediationSessionHeld(
        held_on=command.held_on,
        present=tuple(party for party in state.parties if party in command.present),
        agreed=command.agreed,
        notes=seal(command.notes) if command.notes else None,
    )


def _not_scheduled(what: str, clause: str) -> NotScheduled:
    return NotScheduled(
        f"尚未确定调处时间、地点，不能{what}。按照《十项机制》第四项，请先登记时间、地点，再告知各方当事人。", clauses=(clause,)
    )
