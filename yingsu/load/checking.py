"""A run's intents and acks against the ledger: what was acknowledged is there exactly once, and nothing is there that was not meant.

Reads the ledger itself, not what the services say of it.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import msgspec

from services.intake.court.message import stream_of
from yingsu.ledger.database import Cursor
from yingsu.ledger.store import Ledger
from yingsu.load.journal import Ack, Intent, read_acks, read_intents

ON_RECORD: Final = frozenset({200, 201, 202})
RECEIVED: Final = "intake.court_message_received.v1"
MOST_SHOWN: Final = 20

_ENTRIES: Final = (
    "SELECT position, event_id, stream, version, topic, source, correlation_id, command_id, payload, occurred_on FROM ledger.entry "
    "WHERE correlation_id LIKE %s OR source = ANY (%s) OR stream = ANY (%s) ORDER BY position"
)


class Found(msgspec.Struct, frozen=True):
    """An entry of the run in the ledger."""

    position: int
    event_id: UUID
    stream: str
    version: int
    topic: str
    source: str
    correlation_id: str
    command_id: UUID | None
    payload: str
    occurred_on: Any


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """What the comparison found: how much was compared, and every difference in one sentence."""

    intents: int
    acks: int
    entries: int
    differences: list[str]


def check(folder: Path, ledger: Ledger) -> Verdict:
    """Compare a run's files with the ledger. Raises JournalUnusable."""
    intents, acks = list(read_intents(folder)), list(read_acks(folder))
    streams = {message: stream_of(intent.court, message) for intent in intents for message in intent.message_ids}
    acknowledged = {told.message_id for ack in acks for told in ack.messages} - streams.keys()
    court = next((intent.court for intent in intents), "")
    looked_for = [*streams.values(), *(stream_of(court, message) for message in sorted(acknowledged))]
    runs = {intent.correlation_id.rpartition("-")[0] for intent in intents}
    with ledger.database.project() as cursor:
        entries = list(_entries(cursor, runs, looked_for))
        gaps = _gaps(cursor, {entry.stream for entry in entries})
    differences = [
        *_unmeant(intents, acks, streams),
        *_messages(acks, streams, entries),
        *_facts(acks, entries),
        *_commands(intents, acks, entries),
        *_strange(intents, streams, entries),
        *_twice(entries),
        *gaps,
    ]
    return Verdict(intents=len(intents), acks=len(acks), entries=len(entries), differences=differences)


def _entries(cursor: Cursor, runs: Iterable[str], streams: Sequence[str]) -> Iterator[Found]:
    seen: set[int] = set()
    for run in sorted(runs) or [""]:
        for row in cursor.execute(_ENTRIES, (f"{run}-%", list(streams), list(streams))).fetchall():
            if row[0] not in seen:
                seen.add(row[0])
                yield Found(*row)


def _unmeant(intents: Sequence[Intent], acks: Sequence[Ack], streams: Mapping[str, str]) -> Iterator[str]:
    """Acks of what was not meant, and of one request twice."""
    meant = {intent.number: intent for intent in intents}
    for number, count in Counter(intent.number for intent in intents).items():
        if count > 1:
            yield f"请求 {number} 在 intent 中有 {count} 行"
    for number, count in Counter(ack.number for ack in acks).items():
        if number not in meant:
            yield f"请求 {number} 有 ack 而没有 intent"
        if count > 1:
            yield f"请求 {number} 在 ack 中有 {count} 行"
    for ack in acks:
        sent = meant[ack.number].message_ids if ack.number in meant else tuple(streams)
        for told in ack.messages:
            if told.message_id not in sent:
                yield f"请求 {ack.number} 的 ack 中有没有报送过的消息 {told.message_id}"


def _messages(acks: Sequence[Ack], streams: Mapping[str, str], entries: Sequence[Found]) -> Iterator[str]:
    """Messages that were acknowledged and are not there, or are there more than once."""
    received = Counter(entry.stream for entry in entries if entry.topic == RECEIVED)
    acknowledged = {told.message_id for ack in acks for told in ack.messages if told.status in ON_RECORD}
    for message_id in sorted(acknowledged):
        count = received.get(streams.get(message_id, ""), 0)
        if count == 0:
            yield f"消息 {message_id} 已得到回执，登记簿中没有"
    for stream, count in received.items():
        if count > 1:
            yield f"消息流水 {stream} 被收存 {count} 次"


def _facts(acks: Sequence[Ack], entries: Sequence[Found]) -> Iterator[str]:
    """Entries that a receipt tells of and that are not as it says."""
    known = {entry.event_id: entry for entry in entries}
    for ack in acks:
        for told in ack.messages:
            for fact in told.facts:
                entry = known.get(fact.event_id)
                if entry is None:
                    yield f"消息 {told.message_id} 的回执所列 {fact.topic}（{fact.event_id}）不在登记簿中"
                elif (entry.position, entry.topic) != (fact.position, fact.topic):
                    yield f"消息 {told.message_id} 的回执称 {fact.event_id} 在第 {fact.position} 条，登记簿中在第 {entry.position} 条"


def _commands(intents: Sequence[Intent], acks: Sequence[Ack], entries: Sequence[Found]) -> Iterator[str]:
    """Commands that were acknowledged and are not there, or are there more than once."""
    recorded = Counter(entry.command_id for entry in entries if entry.command_id is not None)
    accepted = {ack.number for ack in acks if ack.status in ON_RECORD}
    for intent in intents:
        if intent.command is not None and intent.number in accepted and recorded[intent.command] == 0:
            yield f"请求 {intent.number}（{intent.what}）已得到回执，登记簿中没有"
    for command, count in recorded.items():
        if count > 1:
            yield f"命令 {command} 被登记 {count} 次"


def _strange(intents: Sequence[Intent], streams: Mapping[str, str], entries: Sequence[Found]) -> Iterator[str]:
    """Entries of the run that nobody meant."""
    correlations = {intent.correlation_id for intent in intents}
    of_messages = set(streams.values())
    for entry in entries:
        if entry.correlation_id not in correlations and entry.source not in of_messages and entry.stream not in of_messages:
            yield f"第 {entry.position} 条（{entry.topic}）不来自任何 intent"


def _twice(entries: Sequence[Found]) -> Iterator[str]:
    """One fact on record twice: the same content in the same stream. A message's own stream tells of its progress."""
    told = Counter(
        (entry.stream, entry.topic, entry.occurred_on, msgspec.json.encode(_unsealed(msgspec.json.decode(entry.payload))))
        for entry in entries
        if not entry.stream.startswith(("message-", "dispute-"))
    )
    for (stream, topic, _, _), count in told.items():
        if count > 1:
            yield f"{stream} 中同一事实 {topic} 登记了 {count} 次"
    for event_id, count in Counter(entry.event_id for entry in entries).items():
        if count > 1:
            yield f"登记编号 {event_id} 出现 {count} 次"


def _unsealed(value: Any) -> Any:
    """The same without what is sealed: equal texts have other boxes each time."""
    if isinstance(value, dict):
        return {name: _unsealed(inner) for name, inner in value.items() if name not in ("box", "key_id")}
    return [_unsealed(inner) for inner in value] if isinstance(value, list) else value


def _gaps(cursor: Cursor, streams: Iterable[str]) -> list[str]:
    """Streams whose versions do not follow one another, and positions that are missing."""
    found = cursor.execute(
        "SELECT stream, count(*), max(version) FROM ledger.entry WHERE stream = ANY (%s) GROUP BY stream HAVING count(*) <> max(version)",
        (sorted(streams),),
    ).fetchall()
    differences = [f"{stream} 有 {count} 条，最高版本为 {version}" for stream, count, version in found]
    row = cursor.execute("SELECT count(*), max(position), (SELECT position FROM ledger.head) FROM ledger.entry").fetchone()
    if row is not None and row[0] and not row[0] == row[1] == row[2]:
        differences.append(f"登记簿有 {row[0]} 条，最高序号 {row[1]}，首部为 {row[2]}")
    return differences
