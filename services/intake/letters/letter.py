"""A letter to a court: what it says, what is enclosed, and whether the court has it. Pure. Stream `letter-<digest>`."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

import msgspec

from services.intake.dates import DateOrder, check_day
from yingsu.events.intake.letter import CourtLetterCollected, CourtLetterIssued, Enclosure
from yingsu.events.intake.prelitigation import PreLitigationReferred
from yingsu.events.mediation.mediation import MediationOpened, ReturnedToCourt
from yingsu.ledger import mapper
from yingsu.ledger.entry import Entry
from yingsu.ledger.ids import digest_stream
from yingsu.ledger.sealed import SealedText
from yingsu.ledger.store import MAX_PAYLOAD_BYTES

MEDIATION_TERMINATED = "mediation_terminated"
KINDS = {MEDIATION_TERMINATED: "行政争议终止调处告知函"}
"""What each kind of letter is called."""

CONTINUED = "正文见同一文号的第一封函件，本函为所附材料的目录。"
"""The text of a further letter where the first one holds nothing but the text."""


class Letter(msgspec.Struct, frozen=True, kw_only=True):
    """A letter as of its last event. `version` is that of its stream."""

    letter_id: str
    issued: CourtLetterIssued
    case_id: str | None
    jurisdiction: str
    collected_on: date | None = None
    version: int = 1


def stream_of(cause: str, part: int = 1) -> str:
    """The stream of a letter that follows from the event `cause` (its id); `part` counts where one letter does not hold everything."""
    return digest_stream("letter", cause, *([] if part == 1 else [str(part)]))


def evolve(state: Letter | None, entry: Entry) -> Letter | None:
    """The state after one more entry of the letter's stream."""
    match entry.event:
        case CourtLetterIssued() as issued if state is None:
            return Letter(
                letter_id=entry.stream,
                issued=issued,
                case_id=entry.case_id,
                jurisdiction=entry.jurisdiction,
                version=entry.version,
            )
        case CourtLetterCollected(collected_on=day) if state is not None:
            return msgspec.structs.replace(state, collected_on=state.collected_on or day, version=entry.version)
        case _:
            return state


def fold(entries: Iterable[Entry]) -> Letter | None:
    """The letter of its stream's entries; None without any."""
    state: Letter | None = None
    for entry in entries:
        state = evolve(state, entry)
    return state


def of_termination(
    returned: ReturnedToCourt,
    opened: MediationOpened,
    referral: PreLitigationReferred,
    mediation: str,
    seal: Callable[[str], SealedText],
) -> list[CourtLetterIssued]:
    """《行政争议终止调处告知函》 with the materials that the court had sent (HZ-4.9): one letter, or further ones with the same number where
    the list is longer than one entry holds. Each repeats the text, unless the text leaves no room for some enclosure: then the first
    letter is the text alone, and the others say so. Sealed values are passed on as they are; `seal` is for that remark.

    Raises `LookupError` where the list names what was not received.
    """
    received = {material.material: material for material in referral.materials}
    enclosures = [
        Enclosure(
            material=item.material,
            title=received[item.material].title,
            file=received[item.material].file,
            returned=item.returned,
            reason=item.reason,
        )
        for item in returned.materials
    ]
    bare = CourtLetterIssued(
        kind=MEDIATION_TERMINATED,
        court=opened.court,
        case_no=opened.case_no,
        mediation=mediation,
        letter_no=returned.letter_no,
        issued_on=returned.returned_on,
        text=returned.text,
        enclosures=(),
    )
    room = _room_in(bare)
    if max(map(_size, enclosures), default=0) <= room:
        return [msgspec.structs.replace(bare, enclosures=part) for part in _parts(enclosures, room)]
    further = msgspec.structs.replace(bare, text=seal(CONTINUED))
    parts = _parts(enclosures, _room_in(further))
    return [bare, *(msgspec.structs.replace(further, enclosures=part) for part in parts)]


def collect(letter: Letter, collected_on: date, today: date) -> CourtLetterCollected:
    """法院签收. Raises `FutureFact`, `DateOrder`."""
    check_day(collected_on, today, "/collected_on")
    if collected_on < letter.issued.issued_on:
        raise DateOrder(
            f"签收日期 {collected_on} 早于函件发出日期 {letter.issued.issued_on}，未登记。请核对日期后重新提交。",
            pointer="/collected_on",
        )
    return CourtLetterCollected(court=letter.issued.court, collected_on=collected_on)


def _parts(enclosures: Sequence[Enclosure], room: int) -> Iterator[tuple[Enclosure, ...]]:
    """Cut a list so that each part, as JSON with its commas, fits into `room` bytes, as does each enclosure. At least one part."""
    part: list[Enclosure] = []
    used = 0
    for enclosure in enclosures:
        size = _size(enclosure)
        if part and used + size > room:
            yield tuple(part)
            part, used = [], 0
        part.append(enclosure)
        used += size
    yield tuple(part)


def _room_in(letter: CourtLetterIssued) -> int:
    return MAX_PAYLOAD_BYTES - len(mapper.encode(letter))


def _size(enclosure: Enclosure) -> int:
    return len(msgspec.json.encode(enclosure)) + 1
