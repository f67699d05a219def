"""What the court tells of one number before it files: the referral to mediation, the notice of a filing to come, its withdrawal. Pure.

A record holds at most one referral and one notice, also where both go by the same number; a withdrawal takes the notice back. None of
them is refused for what an agency or the mediation centre failed to do.
"""

from collections.abc import Iterable, Sequence
from datetime import date

import msgspec

from services.intake.court.notice import PreFilingNotice, PreFilingWithdrawalNotice, ReferralNotice
from services.intake.dates import received_day
from services.intake.number import CaseNumber
from yingsu.errors import Malformed
from yingsu.events.intake.case import Plaintiff
from yingsu.events.intake.prelitigation import (
    Material,
    PreFilingNotified,
    PreFilingWithdrawn,
    PreLitigationReferred,
    Respondent,
)
from yingsu.ledger import mapper
from yingsu.ledger.entry import Entry
from yingsu.ledger.sealed import SealedText
from yingsu.ledger.store import MAX_PAYLOAD_BYTES


class MaterialsTooLong(Malformed):
    """The list of materials is longer than one entry of the ledger holds."""

    code = "materials-too-long"
    title = "移送材料目录过长"


class PreFiling(msgspec.Struct, frozen=True, kw_only=True):
    """The notice of a filing to come in one record, and the days on which, and reasons why, it was taken back. `version` is the record's."""

    case_id: str
    notified: PreFilingNotified | None = None
    withdrawals: tuple[tuple[date, str], ...] = ()
    version: int = 0

    @property
    def withdrawn_on(self) -> date | None:
        """The day on which the court took the notice back."""
        return min((day for day, _ in self.withdrawals), default=None)

    def respondent(self, agency: str) -> Respondent | None:
        """The agency as the notice names it."""
        named = self.notified.respondents if self.notified else ()
        return next((respondent for respondent in named if respondent.agency == agency), None)


def evolve(state: PreFiling, entry: Entry) -> PreFiling:
    """The state after one more entry of the record's stream, in whatever order facts arrive. Other events change only the version."""
    state = msgspec.structs.replace(state, version=max(state.version, entry.version))
    match entry.event:
        case PreFilingNotified() as notified:
            return msgspec.structs.replace(state, notified=notified) if state.notified is None else state
        case PreFilingWithdrawn(reason=reason):
            return msgspec.structs.replace(state, withdrawals=tuple(sorted((*state.withdrawals, (entry.occurred_on, reason)))))
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
    """诉前移送调处 (HZ-4.1). Raises `MaterialsTooLong`."""
    event = PreLitigationReferred(
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
    size = len(mapper.encode(event))
    if size > MAX_PAYLOAD_BYTES:
        raise MaterialsTooLong(
            f"移送材料目录过长（{len(notice.materials)} 件，登记后共 {size} 字节，上限 {MAX_PAYLOAD_BYTES} 字节），未登记。"
            "请缩短名称，或者把同类材料合为一件（如“证据1至20”）后重报。",
            pointer="/materials",
        )
    return event


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
    """撤回预立案通报. None where the record has this very withdrawal."""
    if (notice.occurred_on, notice.reason) in state.withdrawals:
        return None
    return PreFilingWithdrawn(reason=notice.reason)
