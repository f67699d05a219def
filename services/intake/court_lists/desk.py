"""Takes in the lists of courts, each once, and finds them again for whoever may see them."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date

import msgspec

from services.intake.court.arrival import CourtMismatch, own_court
from services.intake.court.correspondence import RETRIES, NothingLeft
from services.intake.court_lists import lists
from services.intake.court_lists.lists import CourtList
from services.intake.dates import DateOrder, check_day
from services.intake.number import MalformedCaseNumber, parse
from yingsu.clock import legal_day
from yingsu.errors import Malformed, NotFound, Refused
from yingsu.events.intake.court_list import CourtListReceived, ListedCase
from yingsu.ledger import mapper
from yingsu.ledger.appender import JurisdictionDenied
from yingsu.ledger.deciding import EVERYWHERE, Request, carry_out, command_id
from yingsu.ledger.entry import NewEvent, StreamWrite
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.store import MAX_PAYLOAD_BYTES, Ledger
from yingsu.officials.callers import Caller
from yingsu.officials.divisions import within


class CourtListConflict(Refused):
    """The same id came with another content before."""

    code = "court-list-conflict"
    title = "清单编号相同而内容不同"


class CourtListNotFound(NotFound):
    """There is no such list for this caller."""

    code = "court-list-not-found"
    title = "没有这份清单"


class CourtListTooLong(Malformed):
    """The list is longer than one entry of the ledger holds."""

    code = "court-list-too-long"
    title = "清单过长"


class ListedTwice(Malformed):
    """One number stands on the list twice."""

    code = "listed-twice"
    title = "清单中案号重复"


class TellCourtList(msgspec.Struct, frozen=True, kw_only=True):
    """A list as the court sends it: numbers in any spelling."""

    list_id: str
    jurisdiction: str
    listed_on: date
    filed_from: date
    filed_to: date
    cases: tuple[ListedCase, ...]


@dataclass(frozen=True)
class CourtListDesk:
    """Owns what a list must be to be kept."""

    ledger: Ledger
    keys: KeyStore

    def receive(self, told: TellCourtList, caller: Caller, request: Request) -> CourtList:
        """Keep the list. The same list again is the one that is kept.

        Raises, with nothing stored: `JurisdictionDenied`, `FutureFact`, `DateOrder`, `MalformedCaseNumber`, `CourtMismatch`,
        `ListedTwice`, `CourtListTooLong`, `CourtListConflict`.
        """
        event = self._event(told, caller)
        stream = lists.stream_of(event.court, told.list_id)
        digest = self.keys.keyed_hash(mapper.encode(msgspec.structs.replace(event, received_on=event.listed_on)))

        def decide() -> list[StreamWrite]:
            if lists.fold(self.ledger.load(stream, EVERYWHERE)) is not None:
                raise NothingLeft
            new = NewEvent(event=event, jurisdiction=told.jurisdiction, occurred_on=told.listed_on, received_on=event.received_on)
            return [StreamWrite(stream=stream, expected_version=0, events=(new,))]

        own = msgspec.structs.replace(
            request, command_id=command_id("intake.court_list", stream, digest.hex()), body_hash=digest, source=stream
        )
        with suppress(NothingLeft):
            carry_out(self.ledger, own, decide, retries=RETRIES)
        kept = lists.fold(self.ledger.load(stream, EVERYWHERE))
        if kept is None:
            raise RuntimeError(f"{stream} was appended and cannot be read")
        if (kept.entry.jurisdiction, msgspec.structs.replace(kept.told, received_on=event.received_on)) != (
            told.jurisdiction,
            event,
        ):
            raise CourtListConflict(
                f"清单 {told.list_id} 先前已收到，内容与本次不同，本次未登记。请换用新的清单编号重报："
                "立案期间相同或者更宽的，后报的清单取代先报的。"
            )
        return kept

    def find(self, list_key: str, caller: Caller) -> CourtList:
        """A list by where it is kept, for a caller that reaches its district; a court only its own. Raises `CourtListNotFound`."""
        found = lists.fold(self.ledger.load(list_key, caller.tenants)) if list_key.startswith("court_list-") else None
        if found is None or (caller.role == "court" and found.told.court != caller.court):
            raise CourtListNotFound("没有这份法院案件清单，或者不在本单位的辖区。请从清单列表中选取。")
        return found

    def _event(self, told: TellCourtList, caller: Caller) -> CourtListReceived:
        """The list in canonical form."""
        court = own_court(caller)
        if not within((told.jurisdiction,), caller.jurisdictions):
            raise JurisdictionDenied(
                f"行政区划 {told.jurisdiction} 不在本院令牌所列辖区之内，未登记。请核对行政区划代码。", pointer="/jurisdiction"
            )
        today = legal_day(self.ledger.clock())
        check_day(told.listed_on, today, "/listed_on")
        check_day(told.filed_from, today, "/filed_from")
        if not told.filed_from <= told.filed_to <= told.listed_on:
            raise DateOrder("立案期间的起日应当不晚于止日，止日不晚于清单日期，未登记。请核对。", pointer="/filed_to")
        event = CourtListReceived(
            court=court,
            list_id=told.list_id,
            listed_on=told.listed_on,
            received_on=today,
            filed_from=told.filed_from,
            filed_to=told.filed_to,
            cases=_canonical(told.cases, court, today),
        )
        size = len(mapper.encode(event))
        if size > MAX_PAYLOAD_BYTES:
            raise CourtListTooLong(
                f"清单登记后共 {size} 字节，上限 {MAX_PAYLOAD_BYTES} 字节，未登记。请按立案期间分成几份清单报送。",
                pointer="/cases",
            )
        return event


def _canonical(cases: tuple[ListedCase, ...], court: str, today: date) -> tuple[ListedCase, ...]:
    seen: dict[str, int] = {}
    found: list[ListedCase] = []
    for index, case in enumerate(cases):
        pointer = f"/cases/{index}/case_no"
        try:
            number = parse(case.case_no, today)
        except MalformedCaseNumber as error:
            error.pointer = pointer
            raise
        if number.court != court:
            raise CourtMismatch(
                f"案号 {number.case_no} 属于法院 {number.court}，令牌属于法院 {court}，清单未登记。请只列本院的案件。",
                pointer=pointer,
            )
        if number.case_no in seen:
            raise ListedTwice(
                f"案号 {number.case_no} 在清单中出现两次（第 {seen[number.case_no] + 1} 件、第 {index + 1} 件），清单未登记。请删去重复的一件。",
                pointer=pointer,
            )
        seen[number.case_no] = index
        found.append(ListedCase(case_no=number.case_no, agency_codes=tuple(dict.fromkeys(case.agency_codes))))
    return tuple(found)
