"""What opens a record: a filing, a referral, the notice of a filing to come; and the earlier numbers that it takes in.

Each goes to the record of its own number, which holds at most one of each kind. For every earlier number that the court names, one
`CaseRecordsJoined` goes to that number's record, which is made where the number was not seen yet. A dispute holds one filed case at most:
a message that would bring a second one waits for a person, and so does a notice that takes a filed case for an earlier number.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import NAMESPACE_OID, uuid5

import msgspec

from services.intake.court import adding, prelitigation
from services.intake.court.claiming import claims_on
from services.intake.court.delivery import Delivery, Held, Placed
from services.intake.court.instances import links
from services.intake.court.notice import FilingNotice, OpeningNotice, PreFilingNotice, ReferralNotice, agency_codes
from services.intake.court.numbering import Numbered, earlier_numbers, filed_among, numbered
from services.intake.court.parties import OpeningFact, Sealed, says_the_same, seal, sealed_in
from services.intake.court.room import measured, require_room_for_fact
from yingsu.clock import legal_day
from yingsu.events.intake.case import CaseFiled, CaseNumberReserved, Defendant
from yingsu.events.intake.prelitigation import (
    CaseRecordsJoined,
    DisputeClaimed,
    PreFilingNotified,
    PreLitigationReferred,
    Respondent,
)
from yingsu.ledger.deciding import EVERYWHERE
from yingsu.ledger.entry import Entry, StreamWrite
from yingsu.ledger.ids import uuid7
from yingsu.officials.agencies import PREFIX, Agency

_FACTS: dict[type[OpeningNotice], type[OpeningFact]] = {
    FilingNotice: CaseFiled,
    ReferralNotice: PreLitigationReferred,
    PreFilingNotice: PreFilingNotified,
}


@dataclass
class Opening:
    """Places one opening notice. Kept over the retries of a request, so that case ids and keys are made once.

    `continuing` is the record that goes on under the notice's number, where the number that it had turned out wrong.
    """

    delivery: Delivery
    continuing: str | None = None
    _minted: dict[str, str] = field(default_factory=dict, init=False)
    _sealed: dict[str, Sealed] = field(default_factory=dict, init=False)

    def place(self, notice: OpeningNotice) -> Placed | Held:
        """Decide on what the ledger holds now. Nothing is sealed before every check has passed.

        Raises `PartiesTooLong`, `ClaimsTooLong`, `MaterialsTooLong`.
        """
        delivery = self.delivery
        found = delivery.agencies()
        likely = [agency or _unregistered(code) for code, agency in _named(notice, found)]
        require_room_for_fact(notice, self._fact(notice, likely, measured(notice)))
        unknown = sorted(code for code, agency in found.items() if agency is None)
        if unknown:
            return delivery.hold("unknown_agency", f"统一社会信用代码 {'、'.join(unknown)} 尚未登记为机关")
        agencies = [agency for _, agency in _named(notice, found) if agency is not None]
        jurisdictions = tuple(dict.fromkeys(agency.jurisdiction for agency in agencies))
        own = numbered(delivery.ledger, delivery.court, delivery.number.case_no)
        if own.case_id is not None and self.continuing is not None:
            detail = f"更正后的案号 {own.case_no} 已有登记，请核对案号；案号无误的，请撤回原消息，以新的消息编号按该案号另报"
            return delivery.hold("case_number_taken", detail, jurisdictions)
        record_id = own.case_id or self.continuing
        record = delivery.ledger.load(record_id, EVERYWHERE) if record_id else []
        known = next((entry for entry in record if isinstance(entry.event, _FACTS[type(notice)])), None)
        if known is not None and not self._is_told_by(known, notice, agencies):
            return Held(
                reason="case_number_taken",
                detail=f"案号 {own.case_no} 已由其他消息{_DOING[type(notice)]}，两次内容不同",
                jurisdictions=jurisdictions,
            )
        case_id = record_id or self._mint(own)
        joins = self._joins(notice, case_id, jurisdictions[0])
        opens_case = known is None and isinstance(notice, FilingNotice)
        claims = self._claim(own, joins, jurisdictions[0]) if joins or opens_case else ()
        why_not = self._filed_elsewhere(notice, own, joins) if joins or opens_case else None
        if why_not is not None:
            return Held(reason="case_number_taken", detail=why_not, jurisdictions=jurisdictions)
        delivery.require_reach(jurisdictions)
        writes = [*self._open(notice, own, case_id, record, agencies)] if known is None else []
        joining = (write for join in joins for write in join.writes)
        linking = links(delivery, notice, case_id, jurisdictions[0]) if isinstance(notice, FilingNotice) else ()
        return Placed(case_id=case_id, jurisdictions=jurisdictions, writes=(*writes, *joining, *linking, *claims))

    def forget(self, recorded: str | None) -> None:
        """Destroy the keys of records that were prepared here and are certainly not on record, `recorded` excepted.

        A record that was there before may share its keys with another request that is on its way: they stay, and seal nothing.
        """
        for case_id in set(self._minted.values()) - {recorded}:
            for subject in self._sealed[case_id].subjects if case_id in self._sealed else ():
                self.delivery.keys.destroy(subject)

    def seal_again(self) -> None:
        """What was sealed here does not hold: its subject had another key already. The next placing seals it with that."""
        self._sealed.clear()

    def _mint(self, number: Numbered) -> str:
        return self._minted.setdefault(number.case_no, f"case-{uuid7(self.delivery.ledger.clock)}")

    def _open(
        self, notice: OpeningNotice, own: Numbered, case_id: str, record: Sequence[Entry], agencies: Sequence[Agency]
    ) -> list[StreamWrite]:
        if case_id not in self._sealed:
            self._sealed[case_id] = seal(self.delivery.keys, case_id, notice)
        fact = self._fact(notice, agencies, self._sealed[case_id])
        jurisdictions = tuple(dict.fromkeys(agency.jurisdiction for agency in agencies))
        # A stream's first entry opens the case to its own jurisdiction; a later one must say so.
        concerns = jurisdictions if record else jurisdictions[1:]
        version = record[-1].version if record else 0
        opened = self.delivery.write(case_id, version, fact, jurisdictions[0], case_id, concerns=concerns)
        return [opened, *self._reserve(own, case_id, jurisdictions[0])]

    def _reserve(self, number: Numbered, case_id: str, jurisdiction: str) -> list[StreamWrite]:
        if number.case_id is not None:
            return []
        reserved = CaseNumberReserved(court=self.delivery.court, case_no=number.case_no, case_id=case_id)
        return [self.delivery.write(number.stream, number.version, reserved, jurisdiction)]

    def _fact(self, notice: OpeningNotice, agencies: Sequence[Agency], sealed: Sealed) -> OpeningFact:
        number, court = self.delivery.number, self.delivery.court
        respondents = tuple(dict.fromkeys(Respondent(agency=a.agency_id, jurisdiction=a.jurisdiction) for a in agencies))
        match notice:
            case FilingNotice():
                defendants = tuple(
                    dict.fromkeys(
                        Defendant(agency=agency.agency_id, jurisdiction=agency.jurisdiction, object=sued.object)
                        for sued, agency in zip(notice.defendants, agencies, strict=True)
                    )
                )
                return adding.file_case(
                    notice, number, court, plaintiffs=sealed.parties, defendants=defendants, claims=sealed.claims
                )
            case ReferralNotice():
                return prelitigation.refer_dispute(
                    notice,
                    number,
                    court,
                    applicants=sealed.parties,
                    respondents=respondents,
                    claims=sealed.claims,
                    titles=sealed.titles,
                )
            case PreFilingNotice():
                return prelitigation.notify_pre_filing(notice, number, court, applicants=sealed.parties, respondents=respondents)

    def _is_told_by(self, known: Entry, notice: OpeningNotice, agencies: Sequence[Agency]) -> bool:
        """Whether a notice tells the facts that an entry holds. Where an agency belongs may have changed since."""
        fact = known.event
        if not isinstance(fact, OpeningFact) or known.occurred_on != notice.occurred_on:
            return False
        sealed = sealed_in(fact)
        if not says_the_same(self.delivery.keys, sealed, notice):
            return False
        return _without_jurisdictions(self._fact(notice, agencies, sealed)) == _without_jurisdictions(fact)

    def _joins(self, notice: OpeningNotice, case_id: str, jurisdiction: str) -> list["_Join"]:
        """The statements that are not recorded yet, one an earlier number."""
        delivery = self.delivery
        found = []
        for case_no in earlier_numbers(notice, delivery.number, legal_day(delivery.ledger.clock())):
            earlier = numbered(delivery.ledger, delivery.court, case_no)
            record = delivery.ledger.load(earlier.case_id, EVERYWHERE) if earlier.case_id else []
            if any(isinstance(entry.event, CaseRecordsJoined) and entry.event.case_id == case_id for entry in record):
                continue
            joined = earlier.case_id or self._mint(earlier)
            event = CaseRecordsJoined(
                court=delivery.court,
                case_id=case_id,
                case_no=delivery.number.case_no,
                joined_case_id=joined,
                joined_case_no=case_no,
            )
            version = record[-1].version if record else 0
            writes = (
                delivery.write(joined, version, event, jurisdiction, case_id),
                *self._reserve(earlier, joined, jurisdiction),
            )
            found.append(_Join(earlier=earlier, writes=writes))
        return found

    def _claim(self, own: Numbered, joins: Sequence["_Join"], jurisdiction: str) -> tuple[StreamWrite, ...]:
        """Claim the disputes that the notice changes. Before anything of them is read that the decision rests on."""
        claimed = DisputeClaimed(court=self.delivery.court, case_no=own.case_no, message=self.delivery.message)
        versions = claims_on(self.delivery.ledger, _seen(own, joins))
        return tuple(self.delivery.write(stream, version, claimed, jurisdiction) for stream, version in versions.items())

    def _filed_elsewhere(self, notice: OpeningNotice, own: Numbered, joins: Sequence["_Join"]) -> str | None:
        """Why a filed case keeps the notice's facts out of the dispute, if one does."""
        filed = filed_among(self.delivery.ledger, _seen(own, joins))
        if not isinstance(notice, FilingNotice):
            named = sorted(join.earlier.case_no for join in joins if join.earlier.case_id in filed)
            if named:
                return f"通报所列诉前案号 {named[0]} 已经立案，不是立案之前的案号，请核对案号和诉前案号"
            if len(filed) <= 1:
                return None
        others = sorted(event.case_no for record, event in filed.items() if record != own.case_id)
        if not others:
            return None
        return f"消息所称争议已由案号 {others[0]} 立案，一个争议只能有一个立案案号，请核对案号和诉前案号"


class _Join(msgspec.Struct, frozen=True, kw_only=True):
    """One earlier number, and what records that it is the same dispute."""

    earlier: Numbered
    writes: tuple[StreamWrite, ...]


def _named(notice: OpeningNotice, found: Mapping[str, Agency | None]) -> list[tuple[str, Agency | None]]:
    return [(code, found[code]) for code in agency_codes(notice)]


def _unregistered(code: str) -> Agency:
    """As long as the agency will be once it is registered."""
    agency_id = f"{PREFIX}{uuid5(NAMESPACE_OID, code)}"
    return Agency(
        agency_id=agency_id, name="", code=code, type="department", jurisdiction="000000", valid_from=date.min, sample=False
    )


def _seen(own: Numbered, joins: Sequence[_Join]) -> list[str]:
    return [number.case_id for number in (own, *(join.earlier for join in joins)) if number.case_id]


_DOING: dict[type[OpeningNotice], str] = {FilingNotice: "立案登记", ReferralNotice: "移送调处", PreFilingNotice: "通报预立案"}


def _without_jurisdictions(fact: OpeningFact) -> OpeningFact:
    match fact:
        case CaseFiled(defendants=sued):
            same = {msgspec.structs.replace(defendant, jurisdiction="") for defendant in sued}
            return msgspec.structs.replace(fact, defendants=tuple(sorted(same, key=lambda d: (d.agency, d.object))))
        case PreLitigationReferred(respondents=named) | PreFilingNotified(respondents=named):
            agencies = sorted({respondent.agency for respondent in named})
            return msgspec.structs.replace(fact, respondents=tuple(Respondent(agency=a, jurisdiction="") for a in agencies))
