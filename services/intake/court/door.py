"""The courts' door: one message in, its facts appended with it, once.

A message is known by its court and its id. The same message again changes nothing and gets the same answer; another content under the
same id is recorded once as a conflict and refused. What cannot be placed is parked, never lost. When a subject arrives, the messages
that waited for it are placed at once.
"""

import logging
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

import msgspec

from services.intake.court import message as messages
from services.intake.court.correspondence import (
    RETRIES,
    Correspondence,
    NothingLeft,
    keys_only_if_recorded,
    outcome_of,
)
from services.intake.court.message import Message
from services.intake.court.notice import AnyNotice, FilingNotice, PreFilingNotice, ReferralNotice, canonical, kind_of
from services.intake.court.numbering import earlier_numbers
from services.intake.court.placing import Placing
from services.intake.court.room import require_room_for_content
from services.intake.dates import check_dates
from services.intake.number import CaseNumber, parse
from services.intake.reactions import SettleParked
from yingsu.clock import legal_day
from yingsu.errors import Forbidden, NotFound, Refused, Stale
from yingsu.events.intake.message import CourtMessageConflicted, CourtMessageReceived
from yingsu.files import FileStore
from yingsu.ledger.deciding import EVERYWHERE, Request, carry_out, command_id
from yingsu.ledger.entry import StreamWrite
from yingsu.officials.callers import Caller
from yingsu.officials.courts import CourtUnknown

_log = logging.getLogger(__name__)


class CourtMismatch(Forbidden):
    """The message speaks for another court than the token."""

    code = "court-mismatch"
    title = "法院不一致"


class MessageConflict(Refused):
    """The same message id came with another content before."""

    code = "message-conflict"
    title = "消息编号相同而内容不同"


class MessageNotFound(NotFound):
    """There is no such message for this caller."""

    code = "message-not-found"


@dataclass(frozen=True)
class CourtDoor:
    """Receives messages and tells what became of them."""

    correspondence: Correspondence
    files: FileStore

    def receive(self, notice: AnyNotice, caller: Caller, request: Request) -> Message:
        """Take in a court's message.

        Errors, with nothing stored: `MalformedCaseNumber`, `CourtUnknown`, `CourtMismatch`, `FutureFact`, `DateOrder`,
        `EarlierNumberOfAnotherCourt`, `EarlierNumberIsItsOwn`, `PartiesTooLong`, `ClaimsTooLong`, `MaterialsTooLong`, `FileNotUsable`,
        `JurisdictionDenied`. After the conflict is recorded: `MessageConflict`, or `KeyReused` where the Idempotency-Key was the same too.
        """
        mail = self.correspondence
        court = self._own_court(notice, caller)
        number = self._own_number(notice, court)
        earlier_numbers(notice, number, self._today())
        content = canonical(notice)
        digest = mail.keys.keyed_hash(content).hex()
        stream = messages.stream_of(court, notice.message_id)
        known = mail.message(stream)
        if known is None or known.content_hash != digest:
            # What was taken in once keeps its receipt, also where it would be refused today.
            check_dates(notice, self._today())
            require_room_for_content(notice, content)
        if known is None:
            self._check_files(notice, caller)
            known = self._take_in(notice, content, digest, stream, court, number, caller, request)
        if known.content_hash != digest:
            self._record_conflict(stream, content, digest, request)
            mail.ledger.receipt(request.command_id, request.body_hash)
            raise MessageConflict(
                f"消息 {notice.message_id} 先前已收到，内容与本次不同；先前内容暂按原样有效，冲突已转人工处理。"
                "如为新的事实，请换用新的消息编号重报；如为更正，请与登记机关联系。"
                f"先前内容的处理情况见回执 /v1/intake/court/messages/{quote(notice.message_id, safe='')}。"
            )
        return self._settled(notice, known)

    def message_of(self, caller: Caller, message_id: str) -> Message:
        """A court's own message, for a token that reaches one of its jurisdictions. Raises `MessageNotFound`."""
        known = self.correspondence.message(messages.stream_of(caller.court, message_id)) if caller.court else None
        if known is None or not set(known.jurisdictions) & set(caller.jurisdictions):
            raise MessageNotFound("本院没有这个编号的消息。请核对消息编号；如未收到回执，请用原编号和原内容重新报送。")
        return known

    def _settled(self, notice: AnyNotice, known: Message) -> Message:
        """The message after what follows from it at once. Where that fails for being too busy, the reaction does it soon after."""
        mail, parked = self.correspondence, SettleParked(self.correspondence)
        try:
            if known.case_id is not None and isinstance(notice, FilingNotice | PreFilingNotice):
                parked.settle_case(known.case_id)
            elif known.parked_reason == "no_subject" and parked.look_again(known):
                return mail.message(known.stream) or known
        except Stale:
            _log.warning("left for the reaction to settle", extra={"stream": known.stream})
        return known

    def _check_files(self, notice: AnyNotice, caller: Caller) -> None:
        """Raises `FileNotUsable` for a material whose file is not there, or is another's."""
        for index, sent in enumerate(notice.materials if isinstance(notice, ReferralNotice) else ()):
            if sent.file is not None:
                self.files.require(sent.file, caller.actor(), f"/materials/{index}/file")

    def _own_court(self, notice: AnyNotice, caller: Caller) -> str:
        for court in (notice.court, caller.court):
            if court is not None and self.correspondence.directory.court(court) is None:
                raise CourtUnknown(f"法院代字“{court}”尚未登记。请核对代字，或请管理员登记该法院后重报。", pointer="/court")
        if caller.court is None:
            raise CourtMismatch("本令牌不属于任何法院，不能报送法院消息。请使用法院系统的令牌。")
        if notice.court not in (None, caller.court):
            raise CourtMismatch(
                f"消息所写法院 {notice.court} 与令牌所属法院 {caller.court} 不一致，未登记。请由该法院自行报送，或删去 court 一项。",
                pointer="/court",
            )
        return caller.court

    def _own_number(self, notice: AnyNotice, court: str) -> CaseNumber:
        number = parse(notice.case_no, self._today())
        if number.court == court:
            return number
        if self.correspondence.directory.court(number.court) is None:
            raise CourtUnknown(
                f"案号中的法院代字“{number.court}”尚未登记。请核对案号；确为该院案件的，请管理员登记该法院后重报。",
                pointer="/case_no",
            )
        raise CourtMismatch(
            f"案号属于法院 {number.court}，令牌属于法院 {court}，未登记。请核对案号，或由该法院自行报送。", pointer="/case_no"
        )

    def _today(self) -> date:
        return legal_day(self.correspondence.ledger.clock())

    def _take_in(
        self,
        notice: AnyNotice,
        content: bytes,
        digest: str,
        stream: str,
        court: str,
        number: CaseNumber,
        caller: Caller,
        request: Request,
    ) -> Message:
        mail = self.correspondence
        placing = Placing(
            ledger=mail.ledger,
            keys=mail.keys,
            directory=mail.directory,
            court=court,
            number=number,
            notice=notice,
            message=stream,
            reach=caller.jurisdictions,
        )

        def decide() -> list[StreamWrite]:
            if mail.message(stream) is not None:
                raise NothingLeft
            placed = placing.place()
            received = CourtMessageReceived(
                court=court,
                message_id=notice.message_id,
                kind=kind_of(notice),
                case_no=number.case_no,
                jurisdictions=placed.jurisdictions,
                content_hash=digest,
                content=mail.keys.seal_text(stream, content.decode()),
            )
            events = tuple(mail.about(event, placed.jurisdictions[0]) for event in (received, outcome_of(placed)))
            return [StreamWrite(stream=stream, expected_version=0, events=events), *placed.writes]

        try:
            with keys_only_if_recorded([placing]):
                carry_out(mail.ledger, msgspec.structs.replace(request, source=stream), decide, retries=RETRIES)
        except NothingLeft:
            _log.info("a concurrent request recorded the message", extra={"stream": stream})
        known = mail.message(stream)
        if known is None:
            raise RuntimeError(f"{stream} was appended and cannot be read")
        placing.forget_new_case(known.case_id)
        return known

    def _record_conflict(self, stream: str, content: bytes, digest: str, request: Request) -> None:
        """Record another content of a known message: once for each content, because the command's id names both."""
        mail = self.correspondence

        def decide() -> list[StreamWrite]:
            message = mail.message(stream)
            if message is None:
                raise RuntimeError(f"{stream} was read and is not there")
            event = CourtMessageConflicted(content_hash=digest, content=mail.keys.seal_text(stream, content.decode()))
            new = mail.about(event, message.jurisdictions[0])
            return [StreamWrite(stream=stream, expected_version=message.version, events=(new,))]

        own = msgspec.structs.replace(
            request,
            command_id=command_id("intake.message_conflict", stream, digest),
            body_hash=bytes.fromhex(digest),
            source=stream,
            permitted=EVERYWHERE,
        )
        carry_out(mail.ledger, own, decide, retries=RETRIES)
