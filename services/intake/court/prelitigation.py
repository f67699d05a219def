"""What the court tells of one number before it files: the referral to mediation, the notice of a filing to come, its withdrawal. Pure.

A record holds at most one referral, one notice, also where both go by the same number, and one withdrawal, which takes the notice back.
None of them is refused for what an agency or the mediation centre failed to do.
"""

from collections.abc import Iterable, Sequence
from datetime import date

import msgspec

from services.intake.court.notice import PreFilingNotice, PreFilingWithdrawalNotice, ReferralNotice
from services.intake.dates import DateOrder, received_day
from services.intake.number import CaseNumber
from yingsu.errors import Refused
from yingsu.events.intake.case import Plaintiff
from yingsu.events.intake.prelitigation import (
    Material,
    PreFilingNotified,
    PreFilingWithdrawn,
    PreLitigationReferred,
    Respondent,
)
from yingsu.ledger.entry import Entry
from yingsu.ledger.sealed import SealedText


class WithdrawnOtherwise(Refused):
    """The record holds another withdrawal of the notice. It waits for a person, like any other content where there is one."""

    code = "withdrawn-otherwise"
    title = "已另行撤回"


class PreFiling(msgspec.Struct, frozen=True, kw_only=True):
    """The notice of a filing to come in one record: the day on which the court sent it, and that on which it took it back, and why.
    `version` is the record's."""

    case_id: str
    notified: PreFilingNotified | None = None
    sent_on: date | None = None
    withdrawn_on: date | None = None
    withdrawn_because: str | None = None
    version: int = 0

    def respondent(self, agency: str) -> Respondent | None:
        """The agency as the notice names it."""
        named = self.notified.respondents if self.notified else ()
        return next((respondent for respondent in named if respondent.agency == agency), None)


def evolve(state: PreFiling, entry: Entry) -> PreFiling:
    """The state after one more entry of the record's stream: the first notice and the first withdrawal stand. Other events change only the
    version."""
    state = msgspec.structs.replace(state, version=max(state.version, entry.version))
    match entry.event:
        case PreFilingNotified() as notified if state.notified is None:
            return msgspec.structs.replace(state, notified=notified, sent_on=entry.occurred_on)
        case PreFilingWithdrawn(reason=reason) if state.withdrawn_on is None:
            return msgspec.structs.replace(state, withdrawn_on=entry.occurred_on, withdrawn_because=reason)
        case _:
            return state


def fold(case_id: str, entries: Iterable[Entry]) -> PreFiling:
    """The pre-filing of the entries of a record's stream, in position order."""
    state = PreFiling(case_id=case_id)
    for entry in entries:
        state = evolve(state, entry)
    return state


def refer_dispute(
    notice: ReferralNotice,
    number: CaseNumber,
    court: str,
    *,
    applicants: tuple[Plaintiff, ...],
    respondents: tuple[Respondent, ...],
    claims: SealedText | None,
    titles: Sequence[SealedText],
) -> PreLitigationReferred:
    """诉前移送调处 (HZ-4.1)."""
    return PreLitigationReferred(
        court=court,
        case_no=number.case_no,
        type_code=number.type_code,
        type_known=number.type_known,
        referred_on=notice.occurred_on,
        received_on=received_day(notice),
        cause=notice.cause,
        applicants=applicants,
        respondents=respondents,
        act=notice.act,
        claims=claims,
        materials=tuple(
            Material(material=f"m{index}", title=title, pages=sent.pages, file=sent.file)
            for index, (sent, title) in enumerate(zip(notice.materials, titles, strict=True), start=1)
        ),
        complaint_received_on=notice.complaint_received_on,
    )


def notify_pre_filing(
    notice: PreFilingNotice,
    number: CaseNumber,
    court: str,
    *,
    applicants: tuple[Plaintiff, ...],
    respondents: tuple[Respondent, ...],
) -> PreFilingNotified:
    """预立案信息通报 (HZ-5.2). The centre's working day starts with the day on which it received the notice."""
    return PreFilingNotified(
        court=court,
        case_no=number.case_no,
        type_code=number.type_code,
        type_known=number.type_known,
        received_on=received_day(notice),
        cause=notice.cause,
        applicants=applicants,
        respondents=respondents,
        act=notice.act,
    )


def withdraw_pre_filing(state: PreFiling, notice: PreFilingWithdrawalNotice) -> PreFilingWithdrawn | None:
    """撤回预立案通报. None where the record has this very withdrawal. Raises `DateOrder`, `WithdrawnOtherwise`.

    A notice can be taken back after it was sent and before the centre received it.
    """
    if (notice.occurred_on, notice.reason) == (state.withdrawn_on, state.withdrawn_because):
        return None
    if state.sent_on is not None and notice.occurred_on < state.sent_on:
        raise DateOrder(
            f"撤回日期 {notice.occurred_on} 早于预立案通报日期 {state.sent_on}，未登记。请核对撤回日期和案号后重报。",
            pointer="/occurred_on",
        )
    if state.withdrawn_on is not None:
        raise WithdrawnOtherwise(
            f"该案号的预立案通报已于 {state.withdrawn_on} 撤回，两次撤回的日期或者理由不同，请核对案号和日期"
        )
    return PreFilingWithdrawn(reason=notice.reason)
