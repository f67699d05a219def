"""What the mediation centre passes on before a filing: one agency told of it, and to prepare its response (HZ-5.2). Pure.

Stream `forwarding-<case uuid>-<agency uuid>`, of the record that holds the court's notice. Telling late is recorded like any other: how
late it is, is for the rules to say.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

import msgspec

from services.intake.court.prelitigation import PreFiling
from yingsu.errors import Malformed, NotFound, Refused
from yingsu.events.intake.prelitigation import AgencyNotifiedOfPreFiling, Respondent
from yingsu.ledger.entry import Entry
from yingsu.ledger.sealed import SealedText
from yingsu.ledger.store import FutureFact

CLAUSES = ("HZ-5.2",)
_BASIS = "《十项机制》第五项"


class NoPreFilingNotice(Refused):
    """The court has not told of a filing to come."""

    code = "no-pre-filing-notice"
    title = "没有预立案通报"


class AgencyNotConcerned(Refused):
    """The court's notice does not name the agency."""

    code = "agency-not-concerned"
    title = "不是案涉行政机关"


class AlreadyForwarded(Refused):
    """The record has that the agency was told."""

    code = "already-forwarded"
    title = "已通报该机关"


class PreFilingTakenBack(Refused):
    """The court took its notice back before that day."""

    code = "pre-filing-withdrawn"
    title = "预立案通报已撤回"


class ForwardedBeforeNotice(Malformed):
    """The agency cannot be told before the centre knows."""

    code = "forwarded-before-notice"
    title = "通报日期有误"


class AdviceMissing(Malformed):
    """The agency must be told to prepare its response."""

    code = "advice-missing"
    title = "缺少应诉准备提示"


class ForwardingNotFound(NotFound):
    """There is nothing to be passed on to this agency."""

    code = "forwarding-not-found"


class Forwarding(msgspec.Struct, frozen=True, kw_only=True):
    """What one agency was told of one notice. `version` is that of its stream; 0 as long as it was not told."""

    notified_on: date | None = None
    method: str | None = None
    advice: SealedText | None = None
    event_id: UUID | None = None
    version: int = 0


def stream_of(case_id: str, agency_id: str) -> str:
    """The stream of one agency and the notice in one record."""
    return f"forwarding-{case_id.removeprefix('case-')}-{agency_id.removeprefix('agency-')}"


def evolve(state: Forwarding, entry: Entry) -> Forwarding:
    """The state after one more entry of the stream."""
    event = entry.event
    if not isinstance(event, AgencyNotifiedOfPreFiling) or state.notified_on is not None:
        return msgspec.structs.replace(state, version=max(state.version, entry.version))
    return Forwarding(
        notified_on=event.notified_on,
        method=event.method,
        advice=event.advice,
        event_id=entry.event_id,
        version=entry.version,
    )


def fold(entries: Iterable[Entry]) -> Forwarding:
    """The forwarding of its stream's entries."""
    state = Forwarding()
    for entry in entries:
        state = evolve(state, entry)
    return state


def notice_for(notices: Sequence[PreFiling], asked: str, agency: str) -> tuple[PreFiling, Respondent]:
    """The court's notice that is to be passed on to an agency, of all that a dispute holds, and the agency as it names it.

    Of those that name the agency: the one of the record that was asked for, else the latest that stands, else the latest. Raises
    `NoPreFilingNotice`, `AgencyNotConcerned`.
    """
    if all(notice.notified is None for notice in notices):
        raise NoPreFilingNotice(
            f"法院尚未通报本案的预立案信息，未登记。依{_BASIS}，收到管辖法院预立案信息通报后方向案涉行政机关通报；"
            "请在收到法院通报后办理。",
            clauses=CLAUSES,
        )
    naming = [(notice, named) for notice in notices if (named := notice.respondent(agency)) is not None]
    if not naming:
        raise AgencyNotConcerned(
            f"该机关不在法院预立案通报所列的案涉行政机关之内，未登记。依{_BASIS}，只向案涉行政机关通报；"
            "请核对机关编号，通报有误的，请法院更正。",
            clauses=CLAUSES,
        )
    return max(naming, key=lambda found: (found[0].case_id == asked, found[0].withdrawn_on is None, *_received(found[0])))


def _received(notice: PreFiling) -> tuple[date, str]:
    if notice.notified is None:
        raise ValueError(f"{notice.case_id} has no notice")
    return notice.notified.received_on, notice.notified.case_no


def require_first(state: Forwarding) -> None:
    """Raise `AlreadyForwarded` where the agency was told."""
    if state.notified_on is not None:
        raise AlreadyForwarded(
            f"已于 {state.notified_on} 向该机关通报（{_BASIS}），不再重复登记。需要补充告知的，请另行联系；登记有误的，请更正该项登记。",
            clauses=CLAUSES,
        )


def forward(notice: PreFiling, notified_on: date, advice: str, today: date) -> None:
    """Whether an agency can have been told on that day. Raises `AdviceMissing`, `FutureFact`, `ForwardedBeforeNotice`,
    `PreFilingTakenBack`."""
    if not advice.strip():
        raise AdviceMissing(
            f"没有写明应诉准备提示，未登记。依{_BASIS}，通报须告知案涉行政机关做好应诉准备工作；请在 advice 中写明后重新提交。",
            clauses=CLAUSES,
            pointer="/advice",
        )
    if notified_on > today:
        raise FutureFact(
            f"通报日期 {notified_on} 晚于今天 {today}，未登记。依{_BASIS}，通报后方予登记；请核对日期。",
            clauses=CLAUSES,
            pointer="/notified_on",
        )
    received_on, case_no = _received(notice)
    if notified_on < received_on:
        raise ForwardedBeforeNotice(
            f"通报日期 {notified_on} 早于收到法院预立案通报的日期 {received_on}，未登记。依{_BASIS}，通报应在收到法院通报之后；"
            "请核对日期。",
            clauses=CLAUSES,
            pointer="/notified_on",
        )
    if notice.withdrawn_on is not None and notice.withdrawn_on < notified_on:
        raise PreFilingTakenBack(
            f"法院已于 {notice.withdrawn_on} 撤回案号 {case_no} 的预立案通报，其后无须再通报（{_BASIS}），未登记。"
            "法院另行通报的，请以新的通报办理。",
            clauses=CLAUSES,
        )
