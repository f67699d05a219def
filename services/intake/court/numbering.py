"""A court's case numbers: which record has one, what waits for it, and which earlier numbers of the same dispute a message names.

Owns the reservation streams (one a court and number) and the reading of disputes that placing needs. A number gets its record at first
contact, whether a message brings its facts or only names it: so what is said about it is the same in every order of the messages.
"""

from collections.abc import Iterable
from datetime import date

import msgspec

from services.intake.court.notice import AnyNotice, FilingNotice, PreFilingNotice
from services.intake.number import CaseNumber, MalformedCaseNumber, parse
from yingsu import disputes
from yingsu.errors import Malformed
from yingsu.events.intake.case import CaseFiled, CaseNumberAwaited, CaseNumberReserved
from yingsu.events.intake.prelitigation import CaseRecordsJoined, PreFilingNotified, PreLitigationReferred
from yingsu.ledger.deciding import EVERYWHERE
from yingsu.ledger.entry import Entry
from yingsu.ledger.ids import digest_stream
from yingsu.ledger.snapshot import Readable


class EarlierNumberOfAnotherCourt(Malformed):
    """An earlier number that the court did not give itself."""

    code = "earlier-number-of-another-court"
    title = "诉前案号不是本院案号"


class EarlierNumberIsItsOwn(Malformed):
    """A message that names its own number as an earlier one."""

    code = "earlier-number-is-its-own"
    title = "诉前案号与本案号相同"


class Numbered(msgspec.Struct, frozen=True, kw_only=True):
    """A number with its stream, that stream's version, and the record that has the number (None: not seen yet)."""

    case_no: str
    stream: str
    version: int
    case_id: str | None


def number_stream(court: str, case_no: str) -> str:
    """The stream that reserves a case number in a court and lists what waits for it."""
    return digest_stream("case_number", court, case_no)


def reserved_by(entries: Iterable[Entry]) -> str | None:
    """The case record that has the number of this stream."""
    return next((entry.event.case_id for entry in entries if isinstance(entry.event, CaseNumberReserved)), None)


def awaiting(entries: Iterable[Entry]) -> tuple[str, ...]:
    """The streams of the messages that waited, or wait, for what this number is about."""
    return tuple(entry.event.message for entry in entries if isinstance(entry.event, CaseNumberAwaited))


def numbered(ledger: Readable, court: str, case_no: str) -> Numbered:
    """The number as it stands now."""
    stream = number_stream(court, case_no)
    entries = ledger.load(stream, EVERYWHERE)
    return Numbered(case_no=case_no, stream=stream, version=len(entries), case_id=reserved_by(entries))


def earlier_numbers(notice: AnyNotice, own: CaseNumber, today: date) -> tuple[str, ...]:
    """The earlier numbers of the same dispute that a message names, canonical, each once.

    Raises `MalformedCaseNumber`, `EarlierNumberOfAnotherCourt`, `EarlierNumberIsItsOwn`.
    """
    named = notice.pre_case_nos if isinstance(notice, FilingNotice | PreFilingNotice) else ()
    return tuple(dict.fromkeys(_earlier(text, own, today, f"/pre_case_nos/{index}") for index, text in enumerate(named)))


def _earlier(text: str, own: CaseNumber, today: date, pointer: str) -> str:
    try:
        number = parse(text, today)
    except MalformedCaseNumber as error:
        raise MalformedCaseNumber(f"诉前{error.message}", pointer=pointer) from None
    if number.court != own.court:
        raise EarlierNumberOfAnotherCourt(
            f"诉前案号 {number.case_no} 属于法院 {number.court}，不是本院（{own.court}）的案号，未登记。"
            "诉前案号只填本院先前对同一争议编立的案号；请核对后重报，或删去该号。",
            pointer=pointer,
        )
    if number.case_no == own.case_no:
        raise EarlierNumberIsItsOwn(
            f"诉前案号 {number.case_no} 就是本消息的案号，未登记。同一案号下的登记本在一处，请删去该号后重报。", pointer=pointer
        )
    return number.case_no


def filed_among(ledger: Readable, records: Iterable[str]) -> dict[str, CaseFiled]:
    """The filed cases, by record, of the disputes that these records belong to."""
    known = sorted(set(records))
    if not known:
        return {}
    joins = disputes.joins_of(ledger, known)
    members = sorted({member for record in known for member in joins.records_of(record)})
    found = ((member, entry.event) for member in members for entry in ledger.load(member, EVERYWHERE))
    return {member: event for member, event in found if isinstance(event, CaseFiled)}


def numbers_of(entries: Iterable[Entry]) -> list[tuple[str, str]]:
    """Court and number of every record of a dispute, of whose entries these are all."""
    numbers: set[tuple[str, str]] = set()
    for entry in entries:
        match entry.event:
            case CaseFiled() | PreLitigationReferred() | PreFilingNotified() as told:
                numbers.add((told.court, told.case_no))
            case CaseRecordsJoined() as joined:
                numbers |= {(joined.court, joined.case_no), (joined.court, joined.joined_case_no)}
    return sorted(numbers)
