"""One case as the courts report it: its facts, and the pure decisions that add one.

The state is a collection of facts, not a machine: a late or out-of-order fact is added like any other, and what the case is at a
moment (`status`, `defendants`) is computed from the facts present. A court's report is never refused for what an agency failed to do;
a decision only says that the record already holds the fact (no event), or that the fact does not fit this case (`NotADefendant`,
which parks the message for a person).
"""

from collections.abc import Iterable
from datetime import date
from typing import Literal

import msgspec

from services.intake.cases import trial as trials
from services.intake.cases.case_facts import Addition, Extension, Removal, Service, Withdrawal
from services.intake.cases.told import PLAIN, Standing, ToldFact, told
from services.intake.cases.trial import Trial
from services.intake.court.fact_notices import AdditionNotice, ReplacementNotice
from services.intake.court.notice import ExtensionNotice, FilingNotice, Receipt, RemovalNotice, ServiceNotice, WithdrawalNotice
from services.intake.dates import DateOrder, received_day
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
from yingsu.events.intake.parties import DefendantAdded, PlaintiffSubstituted
from yingsu.ledger.entry import Entry
from yingsu.ledger.sealed import SealedText

Status = Literal["filed", "answering", "answered", "hearing_set", "heard", "judged", "withdrawn"] | Standing
"""已立案, 答辩中, 已答辩, 已定开庭, 已开庭, 已裁判, 已撤诉; and what plain facts say."""


class NotADefendant(Refused):
    """The agency is no defendant of this case."""

    code = "not-a-defendant"
    title = "该机关不是本案被告"


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """The facts of one case. `filing` is None as long as only other facts are known. `version` is that of the case's stream."""

    case_id: str
    filing: CaseFiled | None = None
    services: tuple[Service, ...] = ()
    extensions: tuple[Extension, ...] = ()
    removals: tuple[Removal, ...] = ()
    additions: tuple[Addition, ...] = ()
    withdrawals: tuple[Withdrawal, ...] = ()
    trial: Trial = Trial()
    facts: tuple[ToldFact, ...] = ()
    version: int = 0

    @property
    def jurisdictions(self) -> tuple[str, ...]:
        """The jurisdictions of the defendants, each once, in the order of filing."""
        return tuple(dict.fromkeys(defendant.jurisdiction for defendant in self.defendants))

    @property
    def defendants(self) -> tuple[Defendant, ...]:
        """Everyone who was sued, then who was added, also who has left the case since."""
        added = (addition.defendant for addition in self.additions)
        return tuple(dict.fromkeys((*(self.filing.defendants if self.filing else ()), *added)))

    @property
    def plaintiffs(self) -> tuple[Plaintiff, ...]:
        """The plaintiffs of the filing, then who took the place of one."""
        later = (fact.event.substitute for fact in self.facts if isinstance(fact.event, PlaintiffSubstituted))
        return (*(self.filing.plaintiffs if self.filing else ()), *later)

    @property
    def replaced(self) -> tuple[str, ...]:
        """The plaintiffs whose place another has taken."""
        return tuple(fact.event.party for fact in self.facts if isinstance(fact.event, PlaintiffSubstituted))

    @property
    def agencies(self) -> tuple[str, ...]:
        """The ids of the defendants, each once."""
        return tuple(dict.fromkeys(defendant.agency for defendant in self.defendants))

    @property
    def withdrawn_on(self) -> date | None:
        """The day of the first ruling on withdrawal."""
        return min((withdrawal.ruled_on for withdrawal in self.withdrawals), default=None)

    def added_on(self, agency: str) -> date | None:
        """The day on which the agency was made a defendant; None for one that was sued from the beginning."""
        if self.filing and any(defendant.agency == agency for defendant in self.filing.defendants):
            return None
        return min((one.added_on for one in self.additions if one.defendant.agency == agency), default=None)

    def removed_on(self, agency: str) -> date | None:
        """The day on which the agency left the case: the first, or the first since it was added again."""
        left = [removal.removed_on for removal in self.removals if removal.agency == agency]
        again = [one.added_on for one in self.additions if one.defendant.agency == agency and left and one.added_on > min(left)]
        return min((day for day in left if not again or day >= max(again)), default=None)

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
        """The jurisdiction of a defendant on the day on which it was sued. Raises `NotADefendant`."""
        for defendant in self.defendants:
            if defendant.agency == agency:
                return defendant.jurisdiction
        raise NotADefendant(
            "消息所称机关不在本案被告之列。请法院核对案号和机关的统一社会信用代码；确为追加的被告，请报送追加被告，到达后自动办理。"
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
        case DefendantAdded() as event:
            return msgspec.structs.replace(state, additions=_added(state, event, entry))
        case _:
            state = msgspec.structs.replace(state, trial=trials.evolve(state.trial, entry))
            if not isinstance(entry.event, PLAIN):
                return state
            facts = sorted((*state.facts, told(entry)), key=lambda fact: (fact.on, fact.source_seq or 0))
            return msgspec.structs.replace(state, facts=tuple(facts))


def _added(state: Case, event: DefendantAdded, entry: Entry) -> tuple[Addition, ...]:
    defendant = Defendant(agency=event.agency, jurisdiction=event.jurisdiction, object=event.object)
    addition = Addition(defendant=defendant, added_on=event.added_on, event_id=entry.event_id)
    return tuple(sorted((*state.additions, addition), key=lambda one: (one.added_on, one.defendant.agency, one.defendant.object)))


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
