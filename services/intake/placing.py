"""Where a court's notice goes: into a new case, into its case, or on hold until its subject or a person has arrived.

Owns the reading that a decision needs (the number's reservation, the case, the agencies' codes) and the sealing of persons. The
reservation stream of a case number also lists the messages that wait for the case, so that filing and waiting exclude each other by
its version: whichever is second is decided again.
"""

from dataclasses import dataclass, field

import msgspec

from services.intake import case as cases
from services.intake.case import Case, NotADefendant
from services.intake.dates import received_day
from services.intake.message import ParkedReason
from services.intake.notice import AnyNotice, ExtensionNotice, FilingNotice, RemovalNotice, ServiceNotice, agency_codes
from services.intake.number import CaseNumber
from yingsu.events.intake.case import CaseFiled, CaseNumberAwaited, CaseNumberReserved, Defendant, Plaintiff
from yingsu.ledger.appender import JurisdictionDenied
from yingsu.ledger.entry import ANY_JURISDICTION, Entry, Event, NewEvent, StreamWrite
from yingsu.ledger.ids import digest_stream, uuid7
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.store import Ledger
from yingsu.officials.agencies import Agency
from yingsu.officials.directory import Directory

EVERYWHERE = (ANY_JURISDICTION,)


class Placed(msgspec.Struct, frozen=True, kw_only=True):
    """The notice belongs to this case. `writes` are its facts; none where the record holds them already."""

    case_id: str
    jurisdictions: tuple[str, ...]
    writes: tuple[StreamWrite, ...] = ()


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """The notice cannot be placed now."""

    reason: ParkedReason
    detail: str
    jurisdictions: tuple[str, ...]
    writes: tuple[StreamWrite, ...] = ()


def number_stream(court: str, case_no: str) -> str:
    """The stream that reserves a case number in a court and lists what waits for it."""
    return digest_stream("case_number", court, case_no)


def reserved_by(entries: list[Entry]) -> str | None:
    """The case that has the number of this stream."""
    return next((entry.event.case_id for entry in entries if isinstance(entry.event, CaseNumberReserved)), None)


def awaiting(entries: list[Entry]) -> tuple[str, ...]:
    """The streams of the messages that waited, or wait, for the case of this number."""
    return tuple(entry.event.message for entry in entries if isinstance(entry.event, CaseNumberAwaited))


@dataclass
class Placing:
    """One notice on its way. Kept over the retries of a request, so that a case id and its keys are made once.

    `message` is the stream of the court's message. `reach` are the jurisdictions that its sender may write for; facts outside raise
    `JurisdictionDenied`.
    """

    ledger: Ledger
    keys: KeyStore
    directory: Directory
    court: str
    number: CaseNumber
    notice: AnyNotice
    message: str
    reach: tuple[str, ...]
    _new_case: str | None = field(default=None, init=False)
    _filing: CaseFiled | None = field(default=None, init=False)

    def place(self) -> Placed | Held:
        """Decide on what the ledger holds now."""
        numbering = self.ledger.load(number_stream(self.court, self.number.case_no), EVERYWHERE)
        case_id = reserved_by(numbering)
        if isinstance(self.notice, FilingNotice):
            placed = self._place_filing(self.notice, case_id, len(numbering))
        elif case_id is None:
            placed = self._await_case(len(numbering))
        else:
            placed = self._place_fact(self.notice, cases.fold(case_id, self.ledger.load(case_id, EVERYWHERE)))
        if ANY_JURISDICTION not in self.reach and not set(placed.jurisdictions) <= set(self.reach):
            raise JurisdictionDenied(
                "消息涉及的机关不在本院令牌所列辖区之内，未登记。请核对机关代码；确需报送的，请管理员为本院系统增加辖区。"
            )
        return placed

    def forget_new_case(self, recorded: str | None = None) -> None:
        """Destroy the keys of a case that was prepared and is certainly not on record: it was refused, or another request was first
        and `recorded` is that one's case."""
        if self._filing is not None and self._new_case != recorded:
            for subject in _subjects(self._filing):
                self.keys.destroy(subject)

    def _place_filing(self, notice: FilingNotice, case_id: str | None, version: int) -> Placed | Held:
        found = self._agencies()
        unknown = sorted(code for code, agency in found.items() if agency is None)
        if unknown:
            return self._hold("unknown_agency", f"统一社会信用代码 {'、'.join(unknown)} 尚未登记为机关")
        defendants = tuple(
            dict.fromkeys(
                Defendant(agency=agency.agency_id, jurisdiction=agency.jurisdiction, object=sued.object)
                for sued, agency in zip(notice.defendants, (found[code] for code in agency_codes(notice)), strict=True)
                if agency is not None
            )
        )
        jurisdictions = tuple(dict.fromkeys(defendant.jurisdiction for defendant in defendants))
        if case_id is not None:
            return self._link(notice, case_id, defendants, jurisdictions)
        self._new_case = self._new_case or f"case-{uuid7(self.ledger.clock)}"
        self._filing = self._filing or self._file(notice, self._new_case, defendants)
        reserved = CaseNumberReserved(court=self.court, case_no=self.number.case_no, case_id=self._new_case)
        return Placed(
            case_id=self._new_case,
            jurisdictions=jurisdictions,
            writes=(
                self._write(self._new_case, 0, self._filing, jurisdictions[0], self._new_case, concerns=jurisdictions[1:]),
                self._write(number_stream(self.court, self.number.case_no), version, reserved, jurisdictions[0]),
            ),
        )

    def _file(self, notice: FilingNotice, case_id: str, defendants: tuple[Defendant, ...]) -> CaseFiled:
        plaintiffs = tuple(
            Plaintiff(
                party=f"p{index}",
                person=self.keys.seal_person(f"{case_id}/p{index}", suing.person) if suing.person else None,
                organisation=suing.organisation,
            )
            for index, suing in enumerate(notice.plaintiffs, start=1)
        )
        claims = self.keys.seal_text(f"{case_id}/claims", notice.claims) if notice.claims else None
        return cases.file_case(notice, self.number, self.court, plaintiffs=plaintiffs, defendants=defendants, claims=claims)

    def _link(
        self, notice: FilingNotice, case_id: str, defendants: tuple[Defendant, ...], jurisdictions: tuple[str, ...]
    ) -> Placed | Held:
        """A second message that files the same number: the same facts belong to the case, other facts are for a person."""
        filing = cases.fold(case_id, self.ledger.load(case_id, EVERYWHERE)).filing
        if filing is not None and self._same_facts(filing, notice, defendants):
            return Placed(case_id=case_id, jurisdictions=jurisdictions)
        return Held(
            reason="case_number_taken",
            detail=f"案号 {self.number.case_no} 已由其他消息立案登记，两次内容不同",
            jurisdictions=jurisdictions,
        )

    def _same_facts(self, filing: CaseFiled, notice: FilingNotice, defendants: tuple[Defendant, ...]) -> bool:
        candidate = cases.file_case(
            notice, self.number, self.court, plaintiffs=filing.plaintiffs, defendants=defendants, claims=filing.claims
        )
        named = {(defendant.agency, defendant.object) for defendant in defendants}
        if msgspec.structs.replace(candidate, defendants=filing.defendants) != filing or named != {
            (defendant.agency, defendant.object) for defendant in filing.defendants
        }:
            return False
        claims = self.keys.open_text(filing.claims) if filing.claims else None
        if bool(notice.claims) != bool(filing.claims) or (claims is not None and claims != notice.claims):
            return False
        return len(filing.plaintiffs) == len(notice.plaintiffs) and all(
            known.organisation == suing.organisation
            and bool(known.person) == bool(suing.person)
            and (known.person is None or self.keys.open_person(known.person) in (None, suing.person))
            for known, suing in zip(filing.plaintiffs, notice.plaintiffs, strict=True)
        )

    def _await_case(self, version: int) -> Held:
        held = self._hold("no_subject", f"案号 {self.number.case_no} 尚未立案登记，立案消息到达后自动办理")
        waits = CaseNumberAwaited(court=self.court, case_no=self.number.case_no, message=self.message)
        stream = number_stream(self.court, self.number.case_no)
        return msgspec.structs.replace(held, writes=(self._write(stream, version, waits, held.jurisdictions[0]),))

    def _place_fact(self, notice: AnyNotice, case: Case) -> Placed | Held:
        for code, agency in self._agencies().items():
            if agency is None:
                return self._hold("unknown_agency", f"统一社会信用代码 {code} 尚未登记为机关", case.jurisdictions)
        try:
            event, jurisdiction = self._decide(notice, case)
        except NotADefendant as refusal:
            return self._hold("not_a_defendant", refusal.message, case.jurisdictions)
        concerned = case.jurisdictions if jurisdiction is None else (jurisdiction,)
        if event is None:
            return Placed(case_id=case.case_id, jurisdictions=concerned)
        write = self._write(case.case_id, case.version, event, concerned[0], case.case_id)
        return Placed(case_id=case.case_id, jurisdictions=concerned, writes=(write,))

    def _decide(self, notice: AnyNotice, case: Case) -> tuple[Event | None, str | None]:
        """The fact for this case (None: it has it), and the jurisdiction of the one defendant it is about."""
        agency = next((agency.agency_id for agency in self._agencies().values() if agency is not None), "")
        match notice:
            case ServiceNotice():
                return cases.record_service(case, agency, notice), case.jurisdiction_of(agency)
            case ExtensionNotice():
                return cases.grant_extension(case, agency, notice), case.jurisdiction_of(agency)
            case RemovalNotice():
                return cases.remove_defendant(case, agency, notice), case.jurisdiction_of(agency)
            case FilingNotice():
                raise TypeError("a filing makes its case")
            case _:
                return cases.withdraw_case(case, notice), None

    def _agencies(self) -> dict[str, Agency | None]:
        return {code: self.directory.agency_by_code(code) for code in agency_codes(self.notice)}

    def _hold(self, reason: ParkedReason, detail: str, jurisdictions: tuple[str, ...] = ()) -> Held:
        """On hold, for the jurisdictions of the agencies that are known, else for all that the court hears."""
        known = tuple(dict.fromkeys(agency.jurisdiction for agency in self._agencies().values() if agency is not None))
        return Held(reason=reason, detail=detail, jurisdictions=jurisdictions or known or self.reach)

    def _write(
        self,
        stream: str,
        version: int,
        event: Event,
        jurisdiction: str,
        case_id: str | None = None,
        concerns: tuple[str, ...] = (),
    ) -> StreamWrite:
        notice = self.notice
        new = NewEvent(
            event=event,
            jurisdiction=jurisdiction,
            case_id=case_id,
            concerns=concerns,
            occurred_on=notice.occurred_on,
            occurred_at=notice.occurred_at,
            received_on=received_day(notice) if isinstance(notice, ServiceNotice) else None,
            source_seq=notice.source_seq,
        )
        return StreamWrite(stream=stream, expected_version=version, events=(new,))


def _subjects(filing: CaseFiled) -> list[str]:
    """The data subjects whose keys a filing uses."""
    sealed = [plaintiff.person for plaintiff in filing.plaintiffs if plaintiff.person] + (
        [filing.claims] if filing.claims else []
    )
    return [box.subject for box in sealed]
