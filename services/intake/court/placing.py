"""Where a court's notice goes: into the record of its number, into the filed case of its dispute, or on hold until its subject or a
person has arrived.

A message on hold for its subject is listed in the stream of the number that it names. Whoever brings a subject looks for what waits under
every number of the dispute, and whoever has been put on hold is looked at once more (`reactions`): so neither can miss the other.
"""

from dataclasses import dataclass, field

import msgspec

from services.intake.cases import case as cases
from services.intake.cases import trial as trials
from services.intake.cases.case import Case, NotADefendant
from services.intake.cases.trial import JudgedOtherwise
from services.intake.court import prelitigation
from services.intake.court.delivery import Delivery, Fact, Held, Placed
from services.intake.court.notice import (
    AnyNotice,
    ExtensionNotice,
    HearingNotice,
    JudgmentNotice,
    OpeningNotice,
    PreFilingWithdrawalNotice,
    RemovalNotice,
    ServiceNotice,
    WithdrawalNotice,
    canonical_code,
)
from services.intake.court.numbering import Numbered, filed_among, numbered
from services.intake.court.opening import Opening
from services.intake.court.prelitigation import WithdrawnOtherwise
from yingsu.clock import legal_day
from yingsu.events.intake.case import CaseFiled, CaseNumberAwaited
from yingsu.events.intake.judgment import JudgmentLost, Result
from yingsu.ledger.deciding import EVERYWHERE
from yingsu.ledger.entry import Event


@dataclass
class Placing(Delivery):
    """One notice on its way. Kept over the retries of a request, so that a case id and its keys are made once."""

    _opening: Opening = field(init=False)

    def __post_init__(self) -> None:
        self._opening = Opening(self)

    def place(self) -> Placed | Held:
        """Decide on what the ledger holds now.

        Raises `JurisdictionDenied`; for an opening notice what `earlier_numbers` and `Opening.place` raise; `DateOrder` for a withdrawal
        that is earlier than its notice, a hearing fixed or a judgment made before the filing.
        """
        if isinstance(self.notice, OpeningNotice):
            placed = self._opening.place(self.notice)
        else:
            number = numbered(self.ledger, self.court, self.number.case_no)
            if isinstance(self.notice, PreFilingWithdrawalNotice):
                placed = self._take_back(self.notice, number)
            else:
                case = self._filed_case(number)
                placed = self._await_case(number) if case is None else self._place_fact(self.notice, case)
        self.require_reach(placed.jurisdictions)
        return placed

    def forget_new_case(self, recorded: str | None = None) -> None:
        """Destroy the keys of a case that was prepared and is certainly not on record: it was refused, or another request was first
        and `recorded` is that one's case."""
        self._opening.forget(recorded)

    def _filed_case(self, number: Numbered) -> Case | None:
        """The case that the number speaks of: its own, else the filed case of its dispute."""
        if number.case_id is None:
            return None
        case = cases.fold(number.case_id, self.ledger.load(number.case_id, EVERYWHERE))
        if case.filing is not None:
            return case
        filed = min(filed_among(self.ledger, [number.case_id]), default=None)
        return None if filed is None else cases.fold(filed, self.ledger.load(filed, EVERYWHERE))

    def _take_back(self, notice: PreFilingWithdrawalNotice, number: Numbered) -> Placed | Held:
        record = self.ledger.load(number.case_id, EVERYWHERE) if number.case_id else []
        state = prelitigation.fold(number.case_id or "", record)
        if state.notified is None:
            return self._await(number, f"案号 {number.case_no} 尚无预立案通报，通报到达后自动办理")
        jurisdictions = tuple(dict.fromkeys(respondent.jurisdiction for respondent in state.notified.respondents))
        try:
            event = prelitigation.withdraw_pre_filing(state, notice)
        except WithdrawnOtherwise as refusal:
            return self.hold("case_number_taken", refusal.message, jurisdictions)
        if event is None:
            return Placed(case_id=state.case_id, jurisdictions=jurisdictions)
        write = self.write(state.case_id, state.version, event, jurisdictions[0], state.case_id)
        return Placed(case_id=state.case_id, jurisdictions=jurisdictions, writes=(write,))

    def _await_case(self, number: Numbered) -> Held:
        return self._await(number, f"案号 {number.case_no} 尚未立案登记，立案消息到达后自动办理")

    def _await(self, number: Numbered, detail: str) -> Held:
        held = self.hold("no_subject", detail)
        waits = CaseNumberAwaited(court=self.court, case_no=number.case_no, message=self.message)
        return msgspec.structs.replace(held, writes=(self.write(number.stream, number.version, waits, held.jurisdictions[0]),))

    def _place_fact(self, notice: AnyNotice, case: Case) -> Placed | Held:
        for code, agency in self.agencies().items():
            if agency is None:
                return self.hold("unknown_agency", f"统一社会信用代码 {code} 尚未登记为机关", case.jurisdictions)
        try:
            facts, concerned = self._decide(notice, case)
        except NotADefendant as refusal:
            return self.hold("not_a_defendant", refusal.message, case.jurisdictions)
        except JudgedOtherwise as refusal:
            return self.hold("case_number_taken", refusal.message, case.jurisdictions)
        writes = (self.write_facts(case.case_id, case.version, facts),) if facts else ()
        return Placed(case_id=case.case_id, jurisdictions=concerned, writes=writes)

    def _decide(self, notice: AnyNotice, case: Case) -> tuple[tuple[Fact, ...], tuple[str, ...]]:
        """The facts for this case, as far as it has not got them, and the jurisdictions that the notice concerns."""
        if case.filing is None:
            raise TypeError(f"{case.case_id} is not filed")
        agency = next(iter(self._ids().values()), "")
        event: Event | None
        concerned: tuple[str, ...]
        match notice:
            case ServiceNotice():
                event, concerned = cases.record_service(case, agency, notice), (case.jurisdiction_of(agency),)
            case ExtensionNotice():
                event, concerned = cases.grant_extension(case, agency, notice), (case.jurisdiction_of(agency),)
            case RemovalNotice():
                event, concerned = cases.remove_defendant(case, agency, notice), (case.jurisdiction_of(agency),)
            case HearingNotice():
                event, concerned = trials.schedule_hearing(case.trial, case.filing, notice), case.jurisdictions
            case WithdrawalNotice():
                event, concerned = cases.withdraw_case(case, notice), case.jurisdictions
            case JudgmentNotice():
                return self._judge(notice, case, case.filing), case.jurisdictions
            case _:
                raise TypeError("not a fact of a filed case")
        return () if event is None else (Fact(event=event, jurisdiction=concerned[0]),), concerned

    def _judge(self, notice: JudgmentNotice, case: Case, filing: CaseFiled) -> tuple[Fact, ...]:
        """The judgment, the losses and the receipts, each loss and receipt with the jurisdiction of its defendant."""
        ids = self._ids()
        for agency in ids.values():
            case.jurisdiction_of(agency)
        results = [
            Result(agency=ids[canonical_code(judged.agency_code)], object=judged.object, outcome=judged.outcome)
            for judged in notice.results
        ]
        judgment_no = trials.judgment_no_of(notice, filing, legal_day(self.ledger.clock()))
        judged = trials.deliver_judgment(case.trial, filing, notice, judgment_no, results)
        received = cases.record_receipts(
            case, notice.document, [(ids[canonical_code(receipt.agency_code)], receipt) for receipt in notice.receipts]
        )
        facts = [
            Fact(
                event=event,
                jurisdiction=case.jurisdiction_of(event.agency) if isinstance(event, JudgmentLost) else case.jurisdictions[0],
            )
            for event in judged
        ]
        served = (Fact(event=event, jurisdiction=case.jurisdiction_of(event.agency), on=event.received_on) for event in received)
        return (*facts, *served)

    def _ids(self) -> dict[str, str]:
        """The ids of the agencies that are registered, by code, in the order of the notice."""
        return {code: agency.agency_id for code, agency in self.agencies().items() if agency is not None}
