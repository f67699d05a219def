"""What a court says of a message that it sent before: that it is to be read otherwise, or not at all.

The replacement is placed as though the earlier message had never come, and what follows is compared with what the earlier one left on record
(0029). Only the facts of that message are touched; what it found on record already was another's to tell.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final

import msgspec

from services.intake.court import message as messages
from services.intake.court.comparing import compared
from services.intake.court.delivery import Closed, Delivery, Held, Placed
from services.intake.court.message import Message
from services.intake.court.notice import (
    CorrectingNotice,
    CorrectionNotice,
    MessageWithdrawalNotice,
    TellingNotice,
    corrected_id,
    kind_of,
)
from services.intake.court.numbering import reserved_by
from services.intake.court.parties import OpeningFact
from services.intake.number import parse
from yingsu.clock import Clock, legal_day
from yingsu.corrections import Because
from yingsu.errors import Malformed, YingsuError
from yingsu.events.intake.case import CaseNumberAwaited, CaseNumberReserved
from yingsu.events.intake.correction import CorrectionAwaited
from yingsu.events.intake.message import CourtMessageApplied, CourtMessageCorrected
from yingsu.events.intake.prelitigation import DisputeClaimed
from yingsu.ledger.correcting import Striking, as_corrected, without
from yingsu.ledger.database import Database
from yingsu.ledger.deciding import EVERYWHERE
from yingsu.ledger.entry import Entry
from yingsu.ledger.ids import digest_stream
from yingsu.ledger.rows import stream_entries
from yingsu.ledger.snapshot import Readable

CORRECTING: Final = frozenset(str(notice.__struct_config__.tag) for notice in (CorrectionNotice, MessageWithdrawalNotice))
"""The kinds of message that are about another."""
NO_FACT: Final = Striking | DisputeClaimed | CaseNumberAwaited | CorrectionAwaited
"""What a message leaves in streams beside its facts."""
AT_ONCE: Final = 500

Again = Callable[[TellingNotice, Readable, str | None], Placed | Held]
"""Places another notice as its message would have been, reading a ledger; in the record that goes on under the notice's number, where there
is one."""


class CorrectsACorrection(Malformed):
    """The message that is to be corrected is itself about another."""

    code = "corrects-a-correction"
    title = "不能更正更正消息"


class OtherKindOfMessage(Malformed):
    """The replacement is another kind of message than what it replaces."""

    code = "other-kind-of-message"
    title = "更正前后的消息种类不同"


class CorrectsItself(Malformed):
    """A message that names its own id as that of an earlier one."""

    code = "corrects-itself"
    title = "消息不能更正自身"


class WithoutEntries:
    """A ledger in which some entries never said anything."""

    def __init__(self, ledger: Readable, left_out: Iterable[Entry]) -> None:
        self._ledger = ledger
        self._left_out = frozenset(entry.event_id for entry in left_out)

    @property
    def clock(self) -> Clock:
        """The record clock."""
        return self._ledger.clock

    @property
    def database(self) -> Database:
        """Where it is kept."""
        return self._ledger.database

    def load(self, stream: str, tenants: tuple[str, ...]) -> list[Entry]:
        """The entries of one stream in version order as they would stand."""
        return as_corrected(self.load_original(stream, tenants))

    def load_original(self, stream: str, tenants: tuple[str, ...]) -> list[Entry]:
        """The same, each entry as it was recorded."""
        return without(self._ledger.load_original(stream, tenants), self._left_out)


def awaiting_stream(corrected_stream: str) -> str:
    """The stream that lists who corrects a message that is not on record. Of the message's own stream."""
    return digest_stream("correction", corrected_stream)


def awaiting(ledger: Readable, corrected_stream: str) -> tuple[str, ...]:
    """The streams of the messages that waited, or wait, for the message that they are about."""
    return awaited_in(ledger.load(awaiting_stream(corrected_stream), EVERYWHERE))


def awaited_in(entries: Iterable[Entry]) -> tuple[str, ...]:
    """The same, of the entries of the list."""
    return tuple(dict.fromkeys(entry.event.message for entry in entries if isinstance(entry.event, CorrectionAwaited)))


@contextmanager
def within_replacement() -> Iterator[None]:
    """What is wrong with the replacement of a correction is wrong at its place in the body."""
    try:
        yield
    except YingsuError as error:
        error.pointer = f"/replacement{error.pointer or ''}"
        raise


def place(delivery: Delivery, notice: CorrectingNotice, again: Again) -> Placed | Held | Closed:
    """Decide on what the ledger holds now.

    Raises `CorrectsItself`, `CorrectsACorrection`, `OtherKindOfMessage`, and whatever placing the replacement raises.
    """
    stream = messages.stream_of(delivery.court, corrected_id(notice))
    if stream == delivery.message:
        raise CorrectsItself(
            f"消息编号 {notice.message_id} 与所更正、撤回的消息编号相同，未登记。更正和撤回另用新的消息编号。",
            pointer="/message_id",
        )
    earlier = messages.fold(delivery.ledger.load(stream, EVERYWHERE))
    if earlier is None:
        return _await(delivery, notice, stream)
    _require_alike(notice, earlier)
    if earlier.corrected_on is not None and (notice.occurred_on, notice.source_seq or 0) < earlier.corrected_on:
        detail = f"消息 {earlier.message_id} 已由在后的消息 {earlier.corrected_by} 更正或者撤回，以该消息为准"
        return Closed(detail=detail, jurisdictions=earlier.jurisdictions)
    told = _told(delivery.ledger, earlier)
    found: Placed | Held | Closed
    if isinstance(notice, MessageWithdrawalNotice):
        found = _withdrawn(notice, earlier, told)
    else:
        found = _replaced(delivery, notice, told, again)
    if isinstance(found, Held):
        return found
    because = Because(reason=notice.reason, authority=notice.authority)
    writes = compared(delivery, _standing(delivery.ledger, told, notice), found.writes, because)
    corrected_by = CourtMessageCorrected(
        by=delivery.message, message_id=notice.message_id, withdrawn=isinstance(notice, MessageWithdrawalNotice)
    )
    mark = delivery.write(earlier.stream, earlier.version, corrected_by, earlier.jurisdictions[0])
    jurisdictions = tuple(dict.fromkeys((*found.jurisdictions, *earlier.jurisdictions)))
    return msgspec.structs.replace(found, writes=(mark, *writes), jurisdictions=jurisdictions)


def _await(delivery: Delivery, notice: CorrectingNotice, stream: str) -> Held:
    held = delivery.hold("no_subject", f"所更正、撤回的消息 {corrected_id(notice)} 尚未收到，收到后自动办理")
    listed = awaiting_stream(stream)
    waits = CorrectionAwaited(court=delivery.court, corrected=stream, message=delivery.message)
    version = len(delivery.ledger.load(listed, EVERYWHERE))
    return msgspec.structs.replace(held, writes=(delivery.write(listed, version, waits, held.jurisdictions[0]),))


def _require_alike(notice: CorrectingNotice, earlier: Message) -> None:
    if earlier.kind in CORRECTING:
        raise CorrectsACorrection(
            f"消息 {earlier.message_id} 本身是更正或者撤回，未登记。请对最初的消息再报一次更正，以最后一次为准。",
            pointer="/withdraws" if isinstance(notice, MessageWithdrawalNotice) else "/replacement/message_id",
        )
    if isinstance(notice, CorrectionNotice) and kind_of(notice.replacement) != earlier.kind:
        raise OtherKindOfMessage(
            f"消息 {earlier.message_id} 的种类是 {earlier.kind}，更正后的内容是 {kind_of(notice.replacement)}，未登记。"
            "请按原种类更正；种类报错的，撤回原消息后另报。",
            pointer="/replacement/kind",
        )


def _withdrawn(notice: MessageWithdrawalNotice, earlier: Message, told: Sequence[Entry]) -> Placed | Closed:
    # What was on hold itself may have been taken in by its correction.
    case_id = earlier.case_id or next((entry.case_id for entry in reversed(told) if entry.case_id), None)
    if case_id is None:
        return Closed(detail=f"所撤回的消息 {notice.withdraws} 尚未登记入案，一并办结", jurisdictions=earlier.jurisdictions)
    return Placed(case_id=case_id, jurisdictions=earlier.jurisdictions)


def _replaced(delivery: Delivery, notice: CorrectionNotice, told: Sequence[Entry], again: Again) -> Placed | Held:
    left_out = [entry for entry in told if not _keeps_number(entry, notice)]
    with within_replacement():
        return again(notice.replacement, WithoutEntries(delivery.ledger, left_out), _moved(delivery.ledger, told, left_out))


def _moved(ledger: Readable, told: Iterable[Entry], left_out: Iterable[Entry]) -> str | None:
    """The record of the message, where the number that it has by now is not to be its number any more."""
    opened = [entry.stream for entry in told if isinstance(entry.event, OpeningFact)]
    numbers = (entry.stream for entry in left_out if isinstance(entry.event, CaseNumberReserved))
    moved = bool(opened) and any(reserved_by(ledger.load(number, EVERYWHERE)) == opened[-1] for number in numbers)
    return opened[-1] if moved else None


def _keeps_number(entry: Entry, notice: CorrectingNotice) -> bool:
    """Whether an entry gives a number its record, and goes on doing so: any but that of a number which turned out wrong."""
    reserved = entry.event
    if not isinstance(reserved, CaseNumberReserved):
        return False
    if isinstance(notice, MessageWithdrawalNotice):
        return True
    return parse(notice.replacement.case_no, legal_day(entry.recorded_at)).case_no == reserved.case_no


def _told(ledger: Readable, earlier: Message) -> list[Entry]:
    """Every fact that a message brought, or a later one in its stead, as recorded: in each case all of one command, which lie together."""
    found: list[Entry] = []
    for source in (earlier.stream, *earlier.corrections):
        applied = [entry for entry in ledger.load(source, EVERYWHERE) if isinstance(entry.event, CourtMessageApplied)]
        for entry in applied:
            found += [fact for fact in _with(ledger.database, entry) if not isinstance(fact.event, NO_FACT)]
    return found


def _with(database: Database, applied: Entry) -> list[Entry]:
    """What was recorded right after an entry from the same source, but for what is about messages."""
    found: list[Entry] = []
    after = applied.position
    while True:
        with database.read(EVERYWHERE) as cursor:
            page = list(stream_entries(cursor, "position > %s AND position <= %s ORDER BY position", (after, after + AT_ONCE)))
        own = next((index for index, entry in enumerate(page) if entry.source != applied.source), len(page))
        found += [entry for entry in page[:own] if not entry.stream.startswith("message-")]
        if own < AT_ONCE:
            return found
        after = page[-1].position


def _standing(ledger: Readable, told: Sequence[Entry], notice: CorrectingNotice) -> dict[str, tuple[int, list[Entry]]]:
    """Of the facts of a message, those that stand now, by stream, each with the stream's version."""
    found: dict[str, tuple[int, list[Entry]]] = {}
    for stream in dict.fromkeys(entry.stream for entry in told):
        originals = ledger.load_original(stream, EVERYWHERE)
        struck = {entry.event.target for entry in originals if isinstance(entry.event, Striking)}
        facts = [e for e in told if e.stream == stream and e.event_id not in struck and not _keeps_number(e, notice)]
        found[stream] = (originals[-1].version, facts)
    return found
