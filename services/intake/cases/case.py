"""One case as the courts report it: its facts, folded from the entries of its stream.

The state is a collection of facts, not a machine: a late or out-of-order fact is added like any other, and what the case is at a
moment (`status`, `defendants`) is computed from the facts present. What a court's message adds: `services.intake.court.adding`.
"""

from collections.abc import Iterable
from datetime import date
from typing import Literal

import msgspec

from services.intake.cases import trial as trials
from services.intake.cases.case_facts import Addition, Extension, Removal, Service, Withdrawal
from services.intake.cases.told import PLAIN, Standing, ToldFact, told
from services.intake.cases.trial import Trial
from yingsu.errors import Refused
from yingsu.events.intake.case import (
    CaseFiled,
    CaseWithdrawn,
    Defendant,
    DefendantRemoved,
    ExtensionGranted,
    Plaintiff,
    ServiceRecorded,
)
from yingsu.events.intake.parties import DefendantAdded, PlaintiffSubstituted
from yingsu.ledger.entry import Entry

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
