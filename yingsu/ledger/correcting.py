"""Entries as they stand: what was corrected shows its correction in its own place, what was voided says nothing any more. Pure.

Nothing is ever taken out of the ledger. An entry that turns out wrong is struck by a later one of its stream (`Striking`); where something
is to stand in its stead, that is an entry of its own whose `corrects` names the struck one. Both are entries of their streams like any
other, so an auditor, and whoever asks for what was known before, reads the original.

Whoever decides or shows reads a stream or a case as it stands. Places, versions and ids stay: a fact keeps its id through every
correction, and the versions that a decision rests on are those of the stream.
"""

from collections.abc import Iterable, Sequence
from typing import Final
from uuid import UUID

from yingsu.ledger.entry import Entry, Event


class Striking(Event, frozen=True, kw_only=True):
    """Base of the events that say of an earlier entry of their stream, `target`, that it does not stand.

    Recorded under the day of the fact that it strikes: whoever asks for a day sees what is known of that day by now.
    """

    target: UUID


class Struck(Event, frozen=True, kw_only=True):
    """What stands in the place of an entry that says nothing here: it was voided, or it stands where it corrects another. Never stored."""


_STRUCK: Final = Struck()
_NO_TOPIC: Final = "struck"


def as_corrected(entries: Sequence[Entry]) -> list[Entry]:
    """The entries of a stream or a case, in their order and as many, as they stand.

    In the place of a corrected entry is what corrects it, with the day, the jurisdiction and the content of that; position, id, version,
    moment and author are those of the place, and `corrects` is its own id. A correction whose original is not among the entries stands in
    its own place. Entries as they stand are left as they are.
    """
    struck = {entry.event.target for entry in entries if isinstance(entry.event, Striking)}
    struck.difference_update(entry.event_id for entry in entries if entry.corrects == entry.event_id)
    if not struck:
        return entries if isinstance(entries, list) else list(entries)
    after = {entry.corrects: entry for entry in entries if entry.corrects is not None}
    moved: set[UUID] = set()
    found = []
    for entry in entries:
        if entry.event_id in moved:
            found.append(_in_place(entry, None))
        elif entry.event_id in struck:
            standing: Entry | None = entry
            while standing is not None and standing.event_id in struck:
                standing = after.get(standing.event_id)
                if standing is not None:
                    moved.add(standing.event_id)
            found.append(_in_place(entry, standing))
        else:
            found.append(entry)
    return found


def stands(entry: Entry) -> bool:
    """Whether there is something to show in its place."""
    return not isinstance(entry.event, Struck)


def without(entries: Iterable[Entry], left_out: Iterable[UUID]) -> list[Entry]:
    """The same entries as though these had never said anything."""
    ids = frozenset(left_out)
    return [_in_place(entry, None) if entry.event_id in ids else entry for entry in entries]


def striking_topics() -> frozenset[str]:
    """The topics of what strikes an entry: whoever reads only some topics reads these too."""
    return frozenset(event.TOPIC for event in Striking.__subclasses__())


def _in_place(place: Entry, standing: Entry | None) -> Entry:
    """What a place shows: an entry that stands there, or nothing."""
    shown = place if standing is None else standing
    return Entry(
        position=place.position,
        event_id=place.event_id,
        stream=place.stream,
        version=place.version,
        topic=_NO_TOPIC if standing is None else standing.topic,
        jurisdiction=shown.jurisdiction,
        case_id=place.case_id,
        occurred_on=shown.occurred_on,
        occurred_at=shown.occurred_at,
        received_on=shown.received_on,
        source_seq=shown.source_seq,
        recorded_at=place.recorded_at,
        actor=place.actor,
        source=place.source,
        correlation_id=place.correlation_id,
        causation_id=place.causation_id,
        corrects=None if standing is None else place.event_id,
        payload=shown.payload,
        event=_STRUCK if standing is None else standing.event,
    )
