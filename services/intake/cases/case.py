"""One case as the courts report it: its facts, and the pure decisions that add one.

The state is a collection of facts, not a machine: a late or out-of-order fact is added like any other, and what the case is at a
moment (`status`, `defendants`) is computed from the facts present. A court's report is never refused for what an agency failed to do;
a decision only says that the record already holds the fact (no event), or that the fact does not fit this case (`NotADefendant`,
which parks the message for a person).
"""

from collections.abc import Iterable
from datetime import date
from typing import Literal
from uuid import UUID

import msgspec

from services.intake.cases import trial as trials
from services.intake.cases.trial import Trial
from services.intake.court.notice import ExtensionNotice, FilingNotice, Receipt, RemovalNotice, ServiceNotice, WithdrawalNotice
from services.intake.dates import received_day
from services.intake.number import CaseNumber
from yingsu.errors import Refused
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
from yingsu.events.intake.hearing import HearingScheduled
from yingsu.events.intake.judgment import JudgmentDelivered
from yingsu.ledger.entry import Entry
from yingsu.ledger.sealed import SealedText

Status = Literal["filed", "answering", "answered", "hearing_set", "heard", "judged", "withdrawn"]
"""已立案, 答辩中, 已答辩, 已定开庭, 已开庭, 已裁判, 已撤诉."""


class NotADefendant(Refused):
    """The agency is no defendant of this case."""

    code = "not-a-defendant"
    title = "该机关不是本案被告"


class Service(msgspec.Struct, frozen=True, kw_only=True):
    """One document that reached one agency."""

    agency: str
    document: ServedDocument
    served_on: date
    received_on: date
    method: str | None
    source_seq: int | None
    event_id: UUID


class Extension(msgspec.Struct, frozen=True, kw_only=True):
    """One period of one agency, moved by the court."""

    agency: str
    period: str
    granted_on: date
    until: date
    reason: str
    event_id: UUID


class Removal(msgspec.Struct, frozen=True, kw_only=True):
    """An agency that is no defendant any more."""

    agency: str
    removed_on: date
    reason: str
    event_id: UUID


class Withdrawal(msgspec.Struct, frozen=True, kw_only=True):
    """The court's ruling that ended the case."""

    ruling_no: str
    ruled_on: date
    voluntary: bool
    event_id: UUID


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """The facts of one case. `filing` is None as long as only other facts are known. `version` is that of the case's stream."""

    case_id: str
    filing: CaseFiled | None = None
    services: tuple[Service, ...] = ()
    extensions: tuple[Extension, ...] = ()
    removals: tuple[Removal, ...] = ()
    withdrawals: tuple[Withdrawal, ...] = ()
    trial: Trial = Trial()
    version: int = 0

    @property
    def jurisdictions(self) -> tuple[str, ...]:
        """The jurisdictions of the defendants, each once, in the order of filing."""
        return tuple(dict.fromkeys(defendant.jurisdiction for defendant in self.defendants))

    @property
    def defendants(self) -> tuple[Defendant, ...]:
        """Everyone who was sued, also who has left the case since."""
        return self.filing.defendants if self.filing else ()

    @property
    def agencies(self) -> tuple[str, ...]:
        """The ids of the defendants, each once."""
        return tuple(dict.fromkeys(defendant.agency for defendant in self.defendants))

    @property
    def withdrawn_on(self) -> date | None:
        """The day of the first ruling on withdrawal."""
        return min((withdrawal.ruled_on for withdrawal in self.withdrawals), default=None)

    def removed_on(self, agency: str) -> date | None:
        """The day on which the agency left the case."""
        return min((removal.removed_on for removal in self.removals if removal.agency == agency), default=None)

    def complaint_received_on(self, agency: str) -> date | None:
        """The day on which the agency received the complaint; its time to answer starts there (行政诉讼法 art. 67)."""
        days = (s.received_on for s in self.services if s.agency == agency and s.document == "complaint_copy")
        return min(days, default=None)

    def received_on(self, agency: str, judgment: trials.Judgment) -> date | None:
        """The day on which a defendant received a judgment: of its receipts of such a document, the first since the judgment."""
        days = (
            s.received_on
            for s in self.services
            if s.agency == agency and s.document == judgment.document and s.received_on >= judgment.judged_on
        )
        return min(days, default=None)

    def jurisdiction_of(self, agency: str) -> str:
        """The jurisdiction of a defendant on the day of filing. Raises `NotADefendant`."""
        for defendant in self.defendants:
            if defendant.agency == agency:
                return defendant.jurisdiction
        raise NotADefendant(
            "消息所称机关不在本案被告之列。请法院核对案号和机关的统一社会信用代码；确为追加的被告，由监督机关在待处理消息中处理。"
        )


def evolve(state: Case, entry: Entry) -> Case:
    """The state after one more entry of the case's stream, in whatever order facts arrive. Other events change only the version."""
    state = msgspec.structs.replace(state, version=max(state.version, entry.version))
    match entry.event:
        case CaseFiled() as filing:
            return msgspec.structs.replace(state, filing=filing) if state.filing is None else state
        case ServiceRecorded() as event:
            service = Service(
                agency=event.agency,
                document=event.document,
                served_on=entry.occurred_on,
                received_on=event.received_on,
                method=event.method,
                source_seq=entry.source_seq,
                event_id=entry.event_id,
            )
            services = sorted((*state.services, service), key=lambda s: (s.received_on, s.source_seq or 0))
            return msgspec.structs.replace(state, services=tuple(services))
        case ExtensionGranted() as event:
            extension = Extension(
                agency=event.agency,
                period=event.period,
                granted_on=entry.occurred_on,
                until=event.until,
                reason=event.reason,
                event_id=entry.event_id,
            )
            extensions = sorted((*state.extensions, extension), key=lambda e: e.granted_on)
            return msgspec.structs.replace(state, extensions=tuple(extensions))
        case DefendantRemoved() as event:
            removal = Removal(agency=event.agency, removed_on=entry.occurred_on, reason=event.reason, event_id=entry.event_id)
            removals = sorted((*state.removals, removal), key=lambda r: r.removed_on)
            return msgspec.structs.replace(state, removals=tuple(removals))
        case CaseWithdrawn() as event:
            withdrawal = Withdrawal(
                ruling_no=event.ruling_no, ruled_on=event.ruled_on, voluntary=event.voluntary, event_id=entry.event_id
            )
            withdrawals = sorted((*state.withdrawals, withdrawal), key=lambda w: w.ruled_on)
            return msgspec.structs.replace(state, withdrawals=tuple(withdrawals))
        case HearingScheduled() | JudgmentDelivered():
            return msgspec.structs.replace(state, trial=trials.evolve(state.trial, entry))
        case _:
            return state


def fold(case_id: str, entries: Iterable[Entry]) -> Case:
    """The case of the entries of its stream, in position order."""
    state = Case(case_id=case_id)
    for entry in entries:
        state = evolve(state, entry)
    return state


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
    """被告退出 (art. 26). None where the agency has left the case already. Raises `NotADefendant`."""
    state.jurisdiction_of(agency)
    if state.removed_on(agency) is not None:
        return None
    return DefendantRemoved(agency=agency, reason=notice.reason)


def withdraw_case(state: Case, notice: WithdrawalNotice) -> CaseWithdrawn | None:
    """准予撤诉 by the court's ruling (art. 62). None where the record has this ruling."""
    if any(known.ruling_no == notice.ruling_no for known in state.withdrawals):
        return None
    return CaseWithdrawn(ruling_no=notice.ruling_no, ruled_on=notice.occurred_on, voluntary=notice.voluntary)


def _delivery(event: ServiceRecorded) -> tuple[str, str, date]:
    return event.agency, event.document, event.received_on


def _deliveries(state: Case) -> set[tuple[str, str, date]]:
    return {(known.agency, known.document, known.received_on) for known in state.services}
