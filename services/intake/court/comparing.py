"""What a correction changes of what the earlier message left on record: equal facts stay, others of the same kind take their place, what is
missing is voided, what is new is added (0029).
"""

from collections.abc import Iterable

from services.intake.court.delivery import Delivery
from yingsu.corrections import Because, corrected, voided
from yingsu.ledger.entry import Entry, NewEvent, StreamWrite
from yingsu.ledger.sealed import SealedText


def compared(
    delivery: Delivery, standing: dict[str, tuple[int, list[Entry]]], placed: Iterable[StreamWrite], because: Because
) -> list[StreamWrite]:
    """What makes the standing facts of the earlier message those that were placed now."""
    versions = {stream: version for stream, (version, _) in standing.items()}
    left = {stream: list(facts) for stream, (_, facts) in standing.items()}
    events: dict[str, list[NewEvent]] = {}

    def seal(text: str) -> SealedText:
        return delivery.keys.seal_text(delivery.message, text)

    for write in placed:
        versions.setdefault(write.stream, write.expected_version)
        of_stream = events.setdefault(write.stream, [])
        for new in write.events:
            old = _counterpart(left.get(write.stream, ()), new)
            if old is None:
                of_stream.append(new)
                continue
            left[write.stream].remove(old)
            if not _says_the_same(old, new):
                of_stream += corrected(old, new, because, seal)
    for stream, facts in left.items():
        events.setdefault(stream, []).extend(voided(old, because, seal) for old in facts)
    return [
        StreamWrite(stream=stream, expected_version=versions[stream], events=tuple(of_stream))
        for stream, of_stream in events.items()
        if of_stream
    ]


def _counterpart(standing: Iterable[Entry], new: NewEvent) -> Entry | None:
    """The fact in whose stead another can stand: of the same kind and about the same agency; an equal one before others."""
    alike = [
        entry
        for entry in standing
        if entry.event.TOPIC == new.event.TOPIC and getattr(entry.event, "agency", None) == getattr(new.event, "agency", None)
    ]
    return next((entry for entry in alike if _says_the_same(entry, new)), next(iter(alike), None))


def _says_the_same(old: Entry, new: NewEvent) -> bool:
    return (old.event, old.occurred_on, old.occurred_at, old.received_on, old.source_seq, old.jurisdiction) == (
        new.event,
        new.occurred_on,
        new.occurred_at,
        new.received_on,
        new.source_seq,
        new.jurisdiction,
    )
