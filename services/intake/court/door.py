"""The courts' door: one message in, its facts appended with it, once.

A message is known by its court and its id. The same message again changes nothing and gets the same answer; another content under the
same id is recorded once as a conflict and refused. What cannot be placed is parked, never lost. When a subject arrives, the messages
that waited for it are placed at once.
"""

import logging
from dataclasses import dataclass
from functools import partial
from itertools import chain
from urllib.parse import quote

import msgspec

from services.intake.court import message as messages
from services.intake.court.arrival import Arrival, arrive, on_its_way, require_files, require_plausible, taken_in
from services.intake.court.correspondence import RETRIES, Correspondence, NothingLeft, keys_only_if_recorded
from services.intake.court.fact_notices import AdditionNotice, ReplacementNotice
from services.intake.court.message import Message
from services.intake.court.notice import AnyNotice, CorrectingNotice, OpeningNotice, SubstitutionNotice, told_in
from services.intake.court.numbering import number_stream
from services.intake.court.waiting import WAITING
from services.intake.reactions import SettleParked
from yingsu.errors import NotFound, Refused, Stale
from yingsu.events.intake.message import CourtMessageConflicted
from yingsu.files import FileStore
from yingsu.ledger.deciding import EVERYWHERE, Request, carry_out, command_id
from yingsu.ledger.entry import StreamWrite
from yingsu.ledger.snapshot import Readable, ReadAhead
from yingsu.officials.callers import Caller

_log = logging.getLogger(__name__)

BRINGS_SUBJECTS = OpeningNotice | AdditionNotice | ReplacementNotice | SubstitutionNotice
"""What messages may have waited for."""


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
        `EarlierNumberOfAnotherCourt`, `EarlierNumberIsItsOwn`, `InstanceIsItsOwn`, `PartiesTooLong`, `ClaimsTooLong`, `MaterialsTooLong`, `FileNotUsable`,
        `JurisdictionDenied`. After the conflict is recorded: `MessageConflict`, or `KeyReused` where the Idempotency-Key was the same too.
        """
        mail = self.correspondence
        arrival = arrive(mail, notice, caller)
        reading = self._reading(arrival)
        known, waiting = messages.fold(reading.load(arrival.stream, EVERYWHERE)), None
        if known is None or known.content_hash != arrival.digest:
            # What was taken in once keeps its receipt, also where it would be refused today.
            require_plausible(mail, arrival)
        if known is None:
            require_files(self.files, notice, caller)
            known, waiting = self._take_in(arrival, caller, request, reading)
        if known.content_hash != arrival.digest:
            self._record_conflict(arrival, request)
            mail.ledger.receipt(request.command_id, request.body_hash)
            raise MessageConflict(
                f"消息 {notice.message_id} 先前已收到，内容与本次不同；先前内容暂按原样有效，冲突已转人工处理。"
                "如为新的事实，请换用新的消息编号重报；如为更正，请报送更正消息（message_correction）。"
                f"先前内容的处理情况见回执 /v1/intake/court/messages/{quote(notice.message_id, safe='')}。"
            )
        return self.settled(notice, known, mail.arrived(arrival.stream)[1] if waiting is None else waiting)

    def message_of(self, caller: Caller, message_id: str) -> Message:
        """A court's own message, for a token that reaches one of its jurisdictions. Raises `MessageNotFound`."""
        known = self.correspondence.message(messages.stream_of(caller.court, message_id)) if caller.court else None
        if known is None or not set(known.jurisdictions) & set(caller.jurisdictions):
            raise MessageNotFound("本院没有这个编号的消息。请核对消息编号；如未收到回执，请用原编号和原内容重新报送。")
        return known

    def settled(self, notice: AnyNotice, known: Message, waiting: tuple[str, ...]) -> Message:
        """The message after what follows from it at once: `waiting` are the streams of the messages about it that came first. Where that
        fails for being too busy, the reaction does it soon after."""
        mail, parked = self.correspondence, SettleParked(self.correspondence)
        told = told_in(notice)
        try:
            if waiting and parked.settle_corrections(known.stream):
                known = mail.message(known.stream) or known
            if known.case_id is not None and isinstance(told, BRINGS_SUBJECTS):
                parked.settle_case(known.case_id)
            elif known.parked_reason in WAITING and parked.look_again(known):
                return mail.message(known.stream) or known
        except Stale:
            _log.warning("left for the reaction to settle", extra={"stream": known.stream})
        return known

    def _reading(self, arrival: Arrival) -> Readable:
        """What a decision on the message reads. Not ahead where it may claim a dispute: then the claim is to be read before all else."""
        ledger = self.correspondence.ledger
        if isinstance(arrival.notice, OpeningNotice | CorrectingNotice):
            return ledger
        return ReadAhead(ledger, (arrival.stream, *(number_stream(arrival.court, case_no) for case_no in arrival.named)))

    def _take_in(self, arrival: Arrival, caller: Caller, request: Request, reading: Readable) -> tuple[Message, tuple[str, ...]]:
        """Record the message, decided on `reading`, on another where that is no longer so; returns it with what waited for it."""
        mail, stream = self.correspondence, arrival.stream
        placing = on_its_way(mail, arrival, caller, reading, mail.keys)
        readings = chain([reading], iter(partial(self._reading, arrival), None))

        def decide() -> list[StreamWrite]:
            placing.ledger = next(readings)
            if placing.ledger.load(stream, EVERYWHERE):
                raise NothingLeft
            return taken_in(mail, arrival, placing)

        try:
            with keys_only_if_recorded([placing]):
                carry_out(mail.ledger, msgspec.structs.replace(request, source=stream), decide, retries=RETRIES)
        except NothingLeft:
            _log.info("a concurrent request recorded the message", extra={"stream": stream})
        known, waiting = mail.arrived(stream)
        if known is None:
            raise RuntimeError(f"{stream} was appended and cannot be read")
        placing.forget_new_case(known.case_id)
        return known, waiting

    def _record_conflict(self, arrival: Arrival, request: Request) -> None:
        """Record another content of a known message: once for each content, because the command's id names both."""
        mail, stream, digest = self.correspondence, arrival.stream, arrival.digest

        def decide() -> list[StreamWrite]:
            message = mail.message(stream)
            if message is None:
                raise RuntimeError(f"{stream} was read and is not there")
            event = CourtMessageConflicted(content_hash=digest, content=mail.keys.seal_text(stream, arrival.content.decode()))
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
