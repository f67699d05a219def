"""Many messages of a court at once: each decided as it would be on its own, with one reading and one append for all that can go together.

A batch goes in rounds. A round reads the record at one moment, decides the messages that have nothing to do with one another, stores their
keys together and appends them together, each as a command of its own: recorded all or nothing, and refused or late without any effect on
the others. What touches a case that another message of the round touches waits for the next, as does what was overtaken by another
request. What opens a case goes first, so that the order inside a batch does not matter.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import msgspec

from services.intake.court import message as messages
from services.intake.court.arrival import Arrival, arrive, on_its_way, require_files, require_plausible, taken_in
from services.intake.court.correcting import awaiting, awaiting_stream
from services.intake.court.correspondence import RETRIES
from services.intake.court.door import BRINGS_SUBJECTS, CourtDoor
from services.intake.court.message import Message
from services.intake.court.notice import AnyNotice, FilingNotice, OpeningNotice, told_in
from services.intake.court.numbering import number_stream, reserved_by
from services.intake.court.placing import Placing
from services.intake.court.waiting import WAITING, awaited, still_waiting
from yingsu.disputes import DisputesAtOnce
from yingsu.errors import Unavailable, YingsuError
from yingsu.ledger.appender import VersionConflict
from yingsu.ledger.deciding import EVERYWHERE, Request, command_id
from yingsu.ledger.entry import Command, Entry, StreamWrite
from yingsu.ledger.keys_in_hand import KeysInHand, store_together
from yingsu.ledger.rows import COLUMNS, to_entry
from yingsu.ledger.snapshot import at_one_moment
from yingsu.officials.callers import Caller

MOST: Final = 100
"""So many messages may come in one batch."""

_FACTS: Final = f"SELECT {COLUMNS} FROM ledger.entry WHERE case_id = ANY (%s) AND source = ANY (%s) ORDER BY position"  # noqa: S608


class Delivered(msgspec.Struct, frozen=True, kw_only=True):
    """A message that is on record, with the entries of its case that came with it."""

    message: Message
    facts: list[Entry]


@dataclass
class _Item:
    """One message of the batch on its way. `numbers` are the streams of the numbers that it names."""

    arrival: Arrival
    placing: Placing
    keys: KeysInHand
    numbers: frozenset[str]
    proved: bool = False
    recorded: bool = False
    overtaken: int = 0
    refusal: YingsuError | None = None
    writes: list[StreamWrite] = field(default_factory=list)

    @property
    def notice(self) -> AnyNotice:
        """What it says."""
        return self.arrival.notice

    @property
    def rank(self) -> int:
        """Filings first, then what else opens a record, then what brings a subject."""
        if isinstance(self.notice, OpeningNotice):
            return 0 if isinstance(self.notice, FilingNotice) else 1
        return 2 if isinstance(self.notice, BRINGS_SUBJECTS) else 3

    def refuse(self, error: YingsuError) -> None:
        """It is not recorded. Nor are its keys kept, unless the outcome is unknown: it may be on record."""
        self.refusal = error
        if not isinstance(error, Unavailable):
            self.placing.forget_new_case()


@dataclass(frozen=True)
class Batch:
    """Takes in several messages of one request."""

    door: CourtDoor
    caller: Caller
    request: Request

    def receive(self, notices: Sequence[AnyNotice]) -> list[Delivered | YingsuError]:
        """Take in each of these messages, in whatever order they are; returns what became of each, in their order.

        For each it is what `CourtDoor.receive` returns or raises. The request's own `command_id` does not matter: a message is known by its
        id and content, in whichever batch it comes.
        """
        items: list[_Item | YingsuError] = [self._arrived(notice) for notice in notices]
        going = sorted((item for item in items if isinstance(item, _Item)), key=lambda item: item.rank)
        while going:
            going = self._round(going)
        return self._outcomes(items)

    def _arrived(self, notice: AnyNotice) -> _Item | YingsuError:
        mail = self.door.correspondence
        try:
            arrival = arrive(mail, notice, self.caller)
        except YingsuError as error:
            return error
        keys = KeysInHand(mail.keys, mail.ledger.clock)
        return _Item(
            arrival=arrival,
            placing=on_its_way(mail, arrival, self.caller, mail.ledger, keys),
            keys=keys,
            numbers=frozenset(number_stream(arrival.court, case_no) for case_no in arrival.named),
        )

    def _round(self, going: Sequence[_Item]) -> list[_Item]:
        """Record what can go together; returns what is left for another round."""
        with at_one_moment(self.door.correspondence.ledger) as cursor:
            ledger = DisputesAtOnce(self.door.correspondence.ledger, cursor)
            _read_together(ledger, going)
            decided, left = self._decide(ledger, going)
        spoilt = store_together(self.door.correspondence.keys, [item.keys for item in decided])
        late = [item for item in decided if item.keys in spoilt]
        for item in late:
            item.placing.seal_again()
        decided = [item for item in decided if item.keys not in spoilt]
        outcomes = self.door.correspondence.ledger.append_each([self._command(item) for item in decided])
        for item, outcome in zip(decided, outcomes, strict=True):
            if not isinstance(outcome, YingsuError):
                item.recorded = True
            elif isinstance(outcome, VersionConflict) and item.overtaken < RETRIES:
                item.overtaken += 1
                late.append(item)
            else:
                item.refuse(outcome)
        return sorted((*late, *left), key=lambda item: item.rank)

    def _decide(self, ledger: DisputesAtOnce, going: Sequence[_Item]) -> tuple[list[_Item], list[_Item]]:
        """Those that are decided, with their writes, no two of them on one stream; and those that are left."""
        decided: list[_Item] = []
        left: list[_Item] = []
        busy: set[str] = set()
        for item in going:
            streams = {item.arrival.stream, *item.numbers}
            if streams & busy:
                left.append(item)
            elif ledger.load(item.arrival.stream, EVERYWHERE):
                item.recorded = True
            elif self._decided(ledger, item):
                streams |= {write.stream for write in item.writes}
                (left if streams & busy else decided).append(item)
                busy |= streams
        return decided, left

    def _decided(self, ledger: DisputesAtOnce, item: _Item) -> bool:
        mail = self.door.correspondence
        try:
            if not item.proved:
                require_plausible(mail, item.arrival)
                require_files(self.door.files, item.notice, self.caller)
                item.proved = True
            item.placing.ledger = ledger
            item.writes = taken_in(mail, item.arrival, item.placing)
        except YingsuError as error:
            item.refuse(error)
            return False
        return True

    def _command(self, item: _Item) -> Command:
        arrival, request = item.arrival, self.request
        return Command(
            command_id=command_id("intake.court_message", arrival.stream, arrival.digest),
            body_hash=bytes.fromhex(arrival.digest),
            writes=tuple(item.writes),
            actor=request.actor,
            source=arrival.stream,
            correlation_id=request.correlation_id,
            permitted=request.permitted,
        )

    def _outcomes(self, items: Sequence[_Item | YingsuError]) -> list[Delivered | YingsuError]:
        recorded = [item for item in items if isinstance(item, _Item) and item.refusal is None]
        found, unsettled = self._read(recorded)
        for item in recorded:
            item.placing.forget_new_case(found[item.arrival.stream].message.case_id)
        for item in unsettled:
            message = found[item.arrival.stream].message
            self.door.settled(item.notice, message, awaiting(self.door.correspondence.ledger, message.stream))
        if unsettled:
            found, _ = self._read(recorded)
        return [item if isinstance(item, YingsuError) else item.refusal or self._outcome(item, found) for item in items]

    def _outcome(self, item: _Item, found: Mapping[str, Delivered]) -> Delivered | YingsuError:
        delivered = found[item.arrival.stream]
        if delivered.message.content_hash == item.arrival.digest:
            return delivered
        own = msgspec.structs.replace(self.request, command_id=self._command(item).command_id)
        try:
            self.door.receive(item.notice, self.caller, own)
        except YingsuError as error:
            return error
        raise RuntimeError(f"{item.arrival.stream} has another content, and it was taken in")

    def _read(self, recorded: Sequence[_Item]) -> tuple[dict[str, Delivered], list[_Item]]:
        """What is on record of these messages, by stream; and those after which other messages, or they themselves, may be placed now."""
        with at_one_moment(self.door.correspondence.ledger) as cursor:
            ledger = DisputesAtOnce(self.door.correspondence.ledger, cursor)
            _read_together(ledger, recorded)
            known = [messages.fold(ledger.load(item.arrival.stream, EVERYWHERE)) for item in recorded]
            found = {message.stream: message for message in known if message is not None}
            cases = sorted({message.case_id for message in found.values() if message.case_id})
            facts: dict[str, list[Entry]] = {stream: [] for stream in found}
            for row in cursor.execute(_FACTS, (cases, sorted(found))):
                entry = to_entry(row)
                if entry.case_id == found[entry.source].case_id:
                    facts[entry.source].append(entry)
            unsettled = _unsettled(ledger, recorded, found)
        return {stream: Delivered(message=found[stream], facts=facts[stream]) for stream in found}, unsettled


def _read_together(ledger: DisputesAtOnce, items: Iterable[_Item]) -> None:
    """Read what deciding on these will ask for: the messages, the numbers that they name, the records that have these numbers."""
    numbers = {number for item in items for number in item.numbers}
    messages_of = [item.arrival.stream for item in items]
    ledger.fetch({*numbers, *messages_of, *map(awaiting_stream, messages_of)})
    cases = {reserved_by(ledger.load(number, EVERYWHERE)) for number in numbers} - {None}
    ledger.expected |= {case for case in cases if case}
    ledger.fetch(ledger.expected)


def _unsettled(ledger: DisputesAtOnce, recorded: Sequence[_Item], found: Mapping[str, Message]) -> list[_Item]:
    """Those for whose subject a message waits, those that wait themselves where their number has a record by now, and those that a message
    corrects which came before them."""
    brought = {
        item.arrival.stream: case_id
        for item in recorded
        if isinstance(told_in(item.notice), BRINGS_SUBJECTS) and (case_id := found[item.arrival.stream].case_id)
    }
    cases = awaited(ledger, brought.values()) if brought else set()

    corrections = {item.arrival.stream: awaiting(ledger, item.arrival.stream) for item in recorded}
    corrected = still_waiting(ledger, (stream for of_one in corrections.values() for stream in of_one))

    def unsettled(item: _Item) -> bool:
        message = found[item.arrival.stream]
        if not corrected.isdisjoint(corrections[message.stream]):
            return True
        if message.case_id is None:
            return message.parked_reason in WAITING and any(reserved_by(ledger.load(one, EVERYWHERE)) for one in item.numbers)
        return brought.get(message.stream) in cases

    return [item for item in recorded if unsettled(item)]
