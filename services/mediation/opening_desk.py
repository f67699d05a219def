"""The desk at which a mediation of a filed case is opened: beside the suit, or as what the court does. No court's filing waits for it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Final

from services.mediation import in_court, litigation
from services.mediation import record as records
from services.mediation.conducting import conductor_of
from services.mediation.in_court import StartInCourt
from services.mediation.litigation import OpenInLitigation
from services.mediation.matter import defendants
from services.mediation.mediation import Mediation
from services.mediation.steps import Opening
from yingsu import disputes
from yingsu.clock import legal_day
from yingsu.errors import NotFound, Refused
from yingsu.events.intake.case import CaseFiled
from yingsu.ledger.appender import JurisdictionDenied
from yingsu.ledger.correcting import Striking
from yingsu.ledger.deciding import Request, carry_out_unless
from yingsu.ledger.entry import ANY_JURISDICTION, Entry, Event, NewEvent, StreamWrite
from yingsu.ledger.entry import Command as Write
from yingsu.ledger.ids import digest_stream
from yingsu.ledger.store import Ledger
from yingsu.officials.callers import Caller

AT_ONCE: Final = 3
"""How often a decision is made anew where another was first."""


class CaseNotFound(NotFound):
    """There is no such case for this caller."""

    code = "case-not-found"


class CaseNotFiled(Refused):
    """The court has filed no case yet."""

    code = "case-not-filed"
    title = "法院尚未立案"


@dataclass(frozen=True)
class OpeningDesk:
    """Opens mediations of filed cases for defendants, the bodies that supervise and the centre."""

    ledger: Ledger

    def open(self, case_id: str, command: OpenInLitigation | StartInCourt, caller: Caller, request: Request) -> str:
        """Open a mediation of a filed case, once for the request; returns its stream. `case_id` is any record of the dispute.

        Raises `CaseNotFound`, `CaseNotFiled`, `JurisdictionDenied`, and what `open_in_litigation` and `start_in_court` raise.
        """
        track = "in_litigation" if isinstance(command, OpenInLitigation) else "court"

        def prepare() -> list[StreamWrite]:
            filing, entries, known = self._filing(case_id, caller)
            day = command.opened_on if isinstance(command, OpenInLitigation) else command.started_on
            sued = defendants(filing, entries, day)
            jurisdiction = _jurisdiction(sued, caller, request)
            new = NewEvent(
                event=self._decide(command, caller)(filing, sued, known),
                jurisdiction=jurisdiction,
                case_id=filing.case_id,
                concerns=tuple(dict.fromkeys(place for _, place in sued)),
                occurred_on=day,
            )
            taken = {entry.stream for entry in entries}
            numbered = (digest_stream("mediation", filing.case_id or "", track, str(number)) for number in count(1))
            stream = next(stream for stream in numbered if stream not in taken)
            return [StreamWrite(stream=stream, expected_version=0, events=(new,))]

        # That none is open rests on the other mediations, whose end may be corrected meanwhile.
        return carry_out_unless(self.ledger, request, prepare, _strikes, retries=AT_ONCE).events[0].stream

    def _decide(
        self, command: OpenInLitigation | StartInCourt, caller: Caller
    ) -> Callable[[Entry, Sequence[tuple[str, str]], Sequence[Mediation]], Event]:
        today = legal_day(self.ledger.clock())
        if isinstance(command, StartInCourt):
            return lambda filing, sued, known: in_court.start_in_court(filing, sued, known, command, today)
        conductor = conductor_of(caller)
        agency = caller.agency if conductor == "agency" else None
        return lambda filing, sued, known: litigation.open_in_litigation(filing, sued, known, command, today, conductor, agency)

    def _filing(self, case_id: str, caller: Caller) -> tuple[Entry, Sequence[Entry], Sequence[Mediation]]:
        """The filing that is meant, with the dispute's entries, and the mediations of that case: that of the record, else of the dispute."""
        dispute = disputes.load(self.ledger, case_id, caller.tenants)
        filings = [entry for entry in dispute.entries if isinstance(entry.event, CaseFiled)]
        of_record = [filing for filing in filings if filing.case_id == case_id]
        of_dispute = [filing for filing in filings if filing.case_id == dispute.case_id]
        filing = next(iter((*of_record, *of_dispute, *filings)), None)
        named = {agency for found in filings for agency, _ in defendants(found, dispute.entries, found.occurred_on)}
        named |= {getattr(entry.event, "agency", None) or "" for entry in dispute.entries}
        if not dispute.entries or (caller.role == "agency" and not named.intersection(caller.agencies)):
            raise CaseNotFound("没有这个案件，或者不在本单位可以查看的范围内。请核对编号或案号。")
        if filing is None:
            raise CaseNotFiled(
                "法院尚未立案，诉中调解、人民法院调解（行政诉讼法第六十条、第六十二条）无从登记。立案以前由法院移送诉前调处；请在立案后登记。"
            )
        known = [found.mediation for found in records.records(dispute.case_id, dispute.entries)]
        return filing, dispute.entries, [mediation for mediation in known if mediation.case_id == filing.case_id]


def opened_anew(
    opening: Opening, entries: Sequence[Entry], command: OpenInLitigation | StartInCourt, today: date, caller: Caller
) -> Event:
    """The opening of a mediation of a filed case, decided on another day. `entries` are the dispute's. That it was the only one open stays as it
    was. Raises `CaseNotFound` for an agency that is no defendant on the day, `FutureFact`, `DateOrder`."""
    filing = next(entry for entry in entries if entry.event_id == opening.brought_by)
    day = command.opened_on if isinstance(command, OpenInLitigation) else command.started_on
    sued = defendants(filing, entries, day)
    _of_caller(sued, caller)
    if isinstance(command, StartInCourt):
        return in_court.start_in_court(filing, sued, (), command, today)
    if opening.conductor is None:
        raise TypeError(f"{opening.event_id} opens none beside a suit")
    return litigation.open_in_litigation(filing, sued, (), command, today, opening.conductor, opening.agency)


def _strikes(command: Write, entry: Entry) -> bool:
    """Whether the entry corrects or voids something in the case in which the command opens a mediation."""
    return entry.case_id == command.writes[0].events[0].case_id and isinstance(entry.event, Striking)


def _jurisdiction(sued: Sequence[tuple[str, str]], caller: Caller, request: Request) -> str:
    """The jurisdiction for which the mediation is opened: of the defendant that opens it, else of the first in the caller's reach.

    Raises `CaseNotFound` for an agency that is no defendant on the day, `JurisdictionDenied`.
    """
    places = [place for _, place in _of_caller(sued, caller)]
    found = next((place for place in places if place in request.permitted or ANY_JURISDICTION in request.permitted), None)
    if found is None:
        raise JurisdictionDenied("本案被告不在本单位的辖区之内，未登记。请由被告所在辖区的单位登记。")
    return found


def _of_caller(sued: Sequence[tuple[str, str]], caller: Caller) -> Sequence[tuple[str, str]]:
    """The defendants of a day that the caller answers for, all for who is no agency. Raises `CaseNotFound` where there is none."""
    if caller.role != "agency":
        return sued
    own = [defendant for defendant in sued if caller.answers_for(defendant[0])]
    if not own:
        raise CaseNotFound("本机关在这一天不是本案被告（行政诉讼法第二十六条），未登记。请核对案件和日期。")
    return own
