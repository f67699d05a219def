"""The pure decisions that add a fact of the first court messages to a case.

A court's report is never refused for what an agency failed to do; a decision only says that the record already holds the fact (no event),
or that the fact does not fit this case (`NotADefendant`, which parks the message for a person).
"""

from collections.abc import Iterable
from datetime import date

from services.intake.cases.case import Case
from services.intake.court.fact_notices import AdditionNotice, ReplacementNotice
from services.intake.court.notice import ExtensionNotice, FilingNotice, Receipt, RemovalNotice, ServiceNotice, WithdrawalNotice
from services.intake.dates import DateOrder, received_day
from services.intake.number import CaseNumber
from yingsu.events.intake.case import (
    CaseFiled,
    CaseWithdrawn,
    Defendant,
    DefendantRemoved,
    ExtensionGranted,
    Plaintiff,
    ServedDocument,
    ServiceRecorded,
)
from yingsu.events.intake.parties import DefendantAdded
from yingsu.ledger.sealed import SealedText


def file_case(
    notice: FilingNotice,
    number: CaseNumber,
    court: str,
    *,
    plaintiffs: tuple[Plaintiff, ...],
    defendants: tuple[Defendant, ...],
    claims: SealedText | None,
) -> CaseFiled:
    """立案 (行政诉讼法 art. 51). Never refused for a missing referral, report or handling unit.

    The instance is the one the court states, else the one of the type code, else the first.
    """
    return CaseFiled(
        court=court,
        case_no=number.case_no,
        type_code=number.type_code,
        type_known=number.type_known,
        instance=notice.instance or number.instance or "first",
        filed_on=notice.occurred_on,
        cause=notice.cause,
        plaintiffs=plaintiffs,
        defendants=defendants,
        act=notice.act,
        claims=claims,
        complaint_received_on=notice.complaint_received_on,
        mediable=notice.mediable,
    )


def record_service(state: Case, agency: str, notice: ServiceNotice) -> ServiceRecorded | None:
    """送达 (art. 67). None where the record has this very service. Raises `NotADefendant`."""
    state.jurisdiction_of(agency)
    event = ServiceRecorded(agency=agency, document=notice.document, received_on=received_day(notice), method=notice.method)
    return None if _delivery(event) in _deliveries(state) else event


def record_receipts(
    state: Case, document: ServedDocument, receipts: Iterable[tuple[str, Receipt]]
) -> tuple[ServiceRecorded, ...]:
    """送达 of a judgment as its message tells it: the services that are not on record, by whatever message. Agencies are named by their
    ids. Raises `NotADefendant`."""
    known = _deliveries(state)
    found = []
    for agency, receipt in receipts:
        state.jurisdiction_of(agency)
        event = ServiceRecorded(agency=agency, document=document, received_on=receipt.received_on, method=receipt.method)
        if _delivery(event) not in known:
            known.add(_delivery(event))
            found.append(event)
    return tuple(found)


def grant_extension(state: Case, agency: str, notice: ExtensionNotice) -> ExtensionGranted | None:
    """准予延期 (art. 36; 法释〔2018〕1号 art. 34). None where the record has it. Raises `NotADefendant`."""
    state.jurisdiction_of(agency)
    for known in state.extensions:
        if (known.agency, known.period, known.until) == (agency, notice.period, notice.until):
            return None
    return ExtensionGranted(agency=agency, period=notice.period, until=notice.until, reason=notice.reason)


def remove_defendant(state: Case, agency: str, notice: RemovalNotice) -> DefendantRemoved | None:
    """被告退出 (art. 26). None where the record has the agency leave on this day. Raises `NotADefendant`."""
    state.jurisdiction_of(agency)
    if any((known.agency, known.removed_on) == (agency, notice.occurred_on) for known in state.removals):
        return None
    return DefendantRemoved(agency=agency, reason=notice.reason)


def add_defendant(
    state: Case, filing: CaseFiled, defendant: Defendant, notice: AdditionNotice | ReplacementNotice
) -> DefendantAdded | None:
    """追加被告, 变更被告 (arts. 26, 27). None where the record has this very addition. Raises `DateOrder`.

    One that was sued from the beginning is added all the same: it may have left before.
    """
    require_filed(filing, notice.occurred_on, "追加")
    known = ((one.defendant.agency, one.defendant.object, one.added_on) for one in state.additions)
    if (defendant.agency, defendant.object, notice.occurred_on) in known:
        return None
    return DefendantAdded(
        agency=defendant.agency,
        jurisdiction=defendant.jurisdiction,
        object=defendant.object,
        added_on=notice.occurred_on,
        reason=notice.reason,
    )


def require_filed(filing: CaseFiled, day: date, what: str) -> None:
    """Raise `DateOrder` for a fact of the suit dated before there was one."""
    if day < filing.filed_on:
        raise DateOrder(
            f"{what}日期 {day} 早于立案日期 {filing.filed_on}，未登记。请核对日期和案号后重报。", pointer="/occurred_on"
        )


def withdraw_case(state: Case, notice: WithdrawalNotice) -> CaseWithdrawn | None:
    """准予撤诉 by the court's ruling (art. 62). None where the record has this ruling."""
    if any(known.ruling_no == notice.ruling_no for known in state.withdrawals):
        return None
    return CaseWithdrawn(ruling_no=notice.ruling_no, ruled_on=notice.occurred_on, voluntary=notice.voluntary)


def _delivery(event: ServiceRecorded) -> tuple[str, str, date]:
    return event.agency, event.document, event.received_on


def _deliveries(state: Case) -> set[tuple[str, str, date]]:
    return {(known.agency, known.document, known.received_on) for known in state.services}
