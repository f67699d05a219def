"""Where a court's notice goes: into the record of its number, into the filed case of its dispute, or on hold until its subject or a
person has arrived.

A message on hold for its subject is listed in the stream of the number that it names. Whoever brings a subject looks for what waits under
every number of the dispute, and whoever has been put on hold is looked at once more (`reactions`): so neither can miss the other.
"""

from dataclasses import dataclass, field

import msgspec

from services.intake.cases import case as cases
from services.intake.cases.case import Case, NotADefendant
from services.intake.court import prelitigation
from services.intake.court.delivery import Delivery, Held, Placed
from services.intake.court.notice import (
    AnyNotice,
    ExtensionNotice,
    FilingNotice,
    OpeningNotice,
    PreFilingNotice,
    PreFilingWithdrawalNotice,
    ReferralNotice,
    RemovalNotice,
    ServiceNotice,
)
from services.intake.court.numbering import EVERYWHERE, Numbered, filed_among, numbered
from services.intake.court.opening import Opening
from services.intake.court.prelitigation import WithdrawnOtherwise
from yingsu.events.intake.case import CaseNumberAwaited
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
        that is earlier than its notice.
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
            event, jurisdiction = self._decide(notice, case)
        except NotADefendant as refusal:
            return self.hold("not_a_defendant", refusal.message, case.jurisdictions)
        concerned = case.jurisdictions if jurisdiction is None else (jurisdiction,)
        if event is None:
            return Placed(case_id=case.case_id, jurisdictions=concerned)
        write = self.write(case.case_id, case.version, event, concerned[0], case.case_id)
        return Placed(case_id=case.case_id, jurisdictions=concerned, writes=(write,))

    def _decide(self, notice: AnyNotice, case: Case) -> tuple[Event | None, str | None]:
        """The fact for this case (None: it has it), and the jurisdiction of the one defendant it is about."""
        agency = next((agency.agency_id for agency in self.agencies().values() if agency is not None), "")
        match notice:
            case ServiceNotice():
                return cases.record_service(case, agency, notice), case.jurisdiction_of(agency)
            case ExtensionNotice():
                return cases.grant_extension(case, agency, notice), case.jurisdiction_of(agency)
            case RemovalNotice():
                return cases.remove_defendant(case, agency, notice), case.jurisdiction_of(agency)
            case FilingNotice() | ReferralNotice() | PreFilingNotice() | PreFilingWithdrawalNotice():
                raise TypeError("not a fact of a filed case")
            case _:
                return cases.withdraw_case(case, notice), None
