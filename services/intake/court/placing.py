"""Where a court's notice goes: into the record of its number, into the filed case of its dispute, or on hold until its subject or a
person has arrived.

A message on hold for its subject is listed in the stream of the number that it names. Whoever brings a subject looks for what waits under
every number of the dispute, and whoever has been put on hold is looked at once more (`reactions`): so neither can miss the other.
"""

from dataclasses import dataclass, field, replace

import msgspec

from services.intake.cases import case as cases
from services.intake.cases import trial as trials
from services.intake.cases.case import Case, NotADefendant
from services.intake.cases.trial import JudgedOtherwise
from services.intake.court import adding, correcting, facts, instances, prelitigation, specific
from services.intake.court.delivery import Closed, Delivery, Fact, Held, Placed
from services.intake.court.envelope import FactNotice
from services.intake.court.fact_notices import (
    AbsenceRulingNotice,
    AdditionNotice,
    ClosureNotice,
    EffectiveNotice,
    ReplacementNotice,
    RescheduleNotice,
)
from services.intake.court.facts import ToldOtherwise
from services.intake.court.notice import (
    CorrectingNotice,
    ExtensionNotice,
    HearingNotice,
    JudgmentNotice,
    OpeningNotice,
    PreFilingWithdrawalNotice,
    RemovalNotice,
    ServiceNotice,
    SubstitutionNotice,
    TellingNotice,
    WithdrawalNotice,
    canonical_code,
)
from services.intake.court.numbering import Numbered, filed_among, numbered
from services.intake.court.opening import Opening
from services.intake.court.prelitigation import WithdrawnOtherwise
from services.intake.number import parse
from yingsu import disputes
from yingsu.clock import legal_day
from yingsu.events.intake.case import CaseFiled, CaseNumberAwaited
from yingsu.events.intake.judgment import JudgmentLost, Result
from yingsu.events.naming import named
from yingsu.ledger.deciding import EVERYWHERE
from yingsu.ledger.entry import Event, StreamWrite
from yingsu.ledger.sealed import SealedText
from yingsu.ledger.snapshot import Readable


@dataclass
class Placing(Delivery):
    """One notice on its way. Kept over the retries of a request, so that a case id and its keys are made once.

    `continuing` is the record that goes on under the notice's number, where the number that it had turned out wrong.
    """

    continuing: str | None = None
    _opening: Opening = field(init=False)
    _replacing: "Placing | None" = field(init=False, default=None)

    def __post_init__(self) -> None:
        self._opening = Opening(self, self.continuing)

    def place(self) -> Placed | Held | Closed:
        """Decide on what the ledger holds now.

        Raises `JurisdictionDenied`; for an opening notice what `earlier_numbers` and `Opening.place` raise; `DateOrder` for a withdrawal
        that is earlier than its notice, a hearing fixed or a judgment made before the filing; for one about an earlier message what
        `correcting.place` raises.
        """
        placed: Placed | Held | Closed
        if isinstance(self.notice, CorrectingNotice):
            placed = correcting.place(self, self.notice, self._place_instead)
            self.require_reach(placed.jurisdictions)
            return placed
        placed = self._place(self.notice)
        self.require_reach(placed.jurisdictions)
        return placed

    def _place(self, notice: TellingNotice) -> Placed | Held:
        if isinstance(notice, OpeningNotice):
            return self._opening.place(notice)
        number = numbered(self.ledger, self.court, self.number.case_no)
        if isinstance(notice, PreFilingWithdrawalNotice):
            return self._take_back(notice, number)
        if isinstance(notice, ClosureNotice) and notice.reason == "not_accepted":
            return self._close_unfiled(notice, number)
        case = self._filed_case(number)
        return self._await_case(number) if case is None else self._place_fact(notice, case, number)

    def _place_instead(self, notice: TellingNotice, ledger: Readable, continuing: str | None) -> Placed | Held:
        """Place another notice as this message's own, reading `ledger`."""
        number = parse(notice.case_no, legal_day(self.ledger.clock()))
        replacing = self._replacing
        if replacing is None or (replacing.notice, replacing.continuing) != (notice, continuing):
            replacing = replace(self, notice=notice, number=number, ledger=ledger, continuing=continuing)
        replacing.ledger = ledger
        self._replacing = replacing
        return replacing._place(notice)

    def forget_new_case(self, recorded: str | None = None) -> None:
        """Destroy the keys of a case that was prepared and is certainly not on record: it was refused, or another request was first
        and `recorded` is that one's case."""
        self._opening.forget(recorded)
        if self._replacing is not None:
            self._replacing.forget_new_case(recorded)

    def seal_again(self) -> None:
        """What was sealed with keys that do not hold is sealed anew when it is placed again."""
        self._opening.seal_again()
        if self._replacing is not None:
            self._replacing.seal_again()

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
        return msgspec.structs.replace(held, writes=(self._waits(number, held),))

    def _waits(self, number: Numbered, held: Held) -> StreamWrite:
        """What lists a message on hold under its number."""
        waits = CaseNumberAwaited(court=self.court, case_no=number.case_no, message=self.message)
        return self.write(number.stream, number.version, waits, held.jurisdictions[0])

    def _close_unfiled(self, notice: ClosureNotice, number: Numbered) -> Placed | Held:
        """不予立案: told of a number that the court gave before a filing, in the record of that number."""
        known = disputes.load(self.ledger, number.case_id, EVERYWHERE).entries if number.case_id else []
        jurisdictions = tuple(dict.fromkeys(one.jurisdiction for entry in known for one in named(entry.event)))
        if number.case_id is None or not jurisdictions:
            return self._await(number, f"案号 {number.case_no} 尚无登记，移送调处、预立案通报或者立案消息到达后自动办理")
        case = cases.fold(number.case_id, self.ledger.load(number.case_id, EVERYWHERE))
        try:
            event = self._plain(notice, case, "")
        except ToldOtherwise as refusal:
            return self.hold("case_number_taken", refusal.message, jurisdictions)
        found = () if event is None else (Fact(event=event, jurisdiction=jurisdictions[0]),)
        writes = (self.write_facts(case.case_id, case.version, found),) if found else ()
        return Placed(case_id=case.case_id, jurisdictions=jurisdictions, writes=writes)

    def _place_fact(self, notice: TellingNotice, case: Case, number: Numbered) -> Placed | Held:
        for code, agency in self.agencies().items():
            if agency is None:
                return self.hold("unknown_agency", f"统一社会信用代码 {code} 尚未登记为机关", case.jurisdictions)
        try:
            found, concerned = self._decide(notice, case)
            beside = instances.reviews(self, notice, case) if isinstance(notice, JudgmentNotice) else ()
        except NotADefendant as refusal:
            held = self.hold("not_a_defendant", refusal.message, case.jurisdictions)
            # It may become one: the message is listed under its number, like one that waits for its case.
            return msgspec.structs.replace(held, writes=(self._waits(number, held),))
        except (JudgedOtherwise, ToldOtherwise) as refusal:
            return self.hold("case_number_taken", refusal.message, case.jurisdictions)
        writes = (self.write_facts(case.case_id, case.version, found),) if found else ()
        return Placed(case_id=case.case_id, jurisdictions=concerned, writes=(*writes, *beside))

    def _decide(self, notice: TellingNotice, case: Case) -> tuple[tuple[Fact, ...], tuple[str, ...]]:
        """The facts for this case, as far as it has not got them, and the jurisdictions that the notice concerns."""
        filing = case.filing
        if filing is None:
            raise TypeError(f"{case.case_id} is not filed")
        agency = next(iter(self._ids().values()), "")
        concerned = case.jurisdictions
        event: Event | None
        match notice:
            case AdditionNotice() | ReplacementNotice():
                return self._admit(notice, case, filing)
            case JudgmentNotice():
                return self._judge(notice, case, filing), concerned
            case EffectiveNotice():
                self.require_reach(concerned)
                today = legal_day(self.ledger.clock())
                return (
                    specific.take_effect(
                        case, filing, self.agencies(), notice, today, opened=self.keys.open_text, seal=self._seal
                    ),
                    concerned,
                )
            case SubstitutionNotice():
                self.require_reach(concerned)
                return specific.substitute(case, filing, notice, self.keys), concerned
            case AbsenceRulingNotice():
                return specific.rule_on_absence(case, filing, agency, notice), (case.jurisdiction_of(agency),)
            case ServiceNotice():
                event = adding.record_service(case, agency, notice)
            case ExtensionNotice():
                event = adding.grant_extension(case, agency, notice)
            case RemovalNotice():
                event = adding.remove_defendant(case, agency, notice)
            case HearingNotice():
                event = trials.schedule_hearing(case.trial, filing, notice)
            case RescheduleNotice():
                event = trials.reschedule_hearing(case.trial, filing, notice)
            case WithdrawalNotice():
                event = adding.withdraw_case(case, notice)
            case FactNotice():
                self.require_reach((case.jurisdiction_of(agency),) if agency else concerned)
                event = self._plain(notice, case, agency)
            case _:
                raise TypeError("not a fact of a filed case")
        concerned = (case.jurisdiction_of(agency),) if agency else concerned
        return () if event is None else (Fact(event=event, jurisdiction=concerned[0]),), concerned

    def _plain(self, notice: FactNotice, case: Case, agency: str) -> Event | None:
        today = legal_day(self.ledger.clock())
        return facts.decide(case, notice, agency, today, opened=self.keys.open_text, seal=self._seal)

    def _seal(self, text: str) -> SealedText:
        """Seal a text of the message under the message's own key: whoever erases the one erases the other."""
        return self.keys.seal_text(self.message, text)

    def _admit(
        self, notice: AdditionNotice | ReplacementNotice, case: Case, filing: CaseFiled
    ) -> tuple[tuple[Fact, ...], tuple[str, ...]]:
        """The facts of a defendant that comes; they concern its jurisdiction too."""
        agencies = self.agencies()
        coming = agencies[canonical_code(notice.by_code if isinstance(notice, ReplacementNotice) else notice.agency_code)]
        if coming is None:
            raise TypeError("an agency of the notice is not registered")
        if isinstance(notice, ReplacementNotice):
            found = specific.replace(case, filing, agencies, notice)
        else:
            found = specific.add(case, filing, coming, notice)
        return found, tuple(dict.fromkeys((*case.jurisdictions, coming.jurisdiction)))

    def _judge(self, notice: JudgmentNotice, case: Case, filing: CaseFiled) -> tuple[Fact, ...]:
        """The judgment, the losses and the receipts, each loss and receipt with the jurisdiction of its defendant."""
        ids = self._ids()
        for agency in ids.values():
            case.jurisdiction_of(agency)
        results = [
            Result(agency=ids[canonical_code(judged.agency_code)], object=judged.object, outcome=judged.outcome)
            for judged in notice.results
        ]
        judgment_no = trials.judgment_no_of(notice, notice.judgment_no, filing, legal_day(self.ledger.clock()))
        judged = trials.deliver_judgment(case.trial, filing, notice, judgment_no, results)
        received = adding.record_receipts(
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
