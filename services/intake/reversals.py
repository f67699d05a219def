"""What follows from a later instance by itself: a loss whose judgment was altered, reversed or remanded no longer stands.

The later judgment says so in the stream of the earlier number (0027), a remand in the case itself; either comes before or after the loss.
Each reversal is recorded in the case that holds the loss, once for each loss and document, whichever of the two was recorded second. Where
the court corrects what it followed from, it is taken back.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Final

import msgspec

from services.intake.court.numbering import number_stream, numbered, numbers_of, reserved_by
from yingsu import disputes
from yingsu.corrections import Because, standing_entry, voided
from yingsu.events.intake.correction import EntryCorrected, EntryVoided
from yingsu.events.intake.instances import CaseRemanded, EarlierJudgmentReviewed, JudgmentReversed
from yingsu.events.intake.judgment import JudgmentLost
from yingsu.ledger.database import Cursor
from yingsu.ledger.deciding import EVERYWHERE, carry_out, command_id, following
from yingsu.ledger.entry import Entry, NewEvent, StreamWrite
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.store import Ledger

NAME: Final = "intake.reverse_losses"
RETRIES: Final = 16
"""The messages of one case come in bursts; each retry means that another of them was recorded."""


_GROUNDS: Final = frozenset(event.TOPIC for event in (EarlierJudgmentReviewed, CaseRemanded, JudgmentLost))
"""What a reversal follows from."""
_NO_GROUNDS: Final = Because(reason="所依据的裁判登记已经法院更正或者撤回")


class NothingLeft(Exception):
    """Raised inside a decision: the reversal is on record."""


@dataclass(frozen=True)
class ReverseLosses:
    """Reads the ledger like a view, in its own place and with its own bookmark, and writes commands instead of rows."""

    ledger: Ledger
    keys: KeyStore
    name: str = NAME
    tables: tuple[str, ...] = ()

    def apply(self, cursor: Cursor, entries: Sequence[Entry]) -> None:  # noqa: ARG002 (a reaction writes no rows)
        """React to the losses and to what reverses them. A repeat finds the command ids in the ledger and does nothing."""
        causes = [(cause, case_id) for cause in entries if (case_id := self._reviewed(cause)) is not None]
        known = {
            case_id: of_one.entries for case_id, of_one in disputes.load_several(self.ledger, {c for _, c in causes}).items()
        }
        told = self._told(known)
        for cause, case_id in causes:
            # Most losses stand. What comes later than this reading is told by an entry of its own.
            if any(_reversals(known[case_id], told[case_id])) or any(map(_is_reversal, known[case_id])):
                self._settle(case_id, cause)

    def _reviewed(self, cause: Entry) -> str | None:
        """The case record whose losses an entry may end, or give back."""
        match cause.event:
            case EarlierJudgmentReviewed() as told:
                return numbered(self.ledger, told.earlier_court, told.earlier_case_no).case_id
            case JudgmentLost() | CaseRemanded():
                return cause.case_id
            case EntryCorrected(topic=topic) | EntryVoided(topic=topic) if topic in _GROUNDS:
                return reserved_by(self.ledger.load(cause.stream, EVERYWHERE)) or cause.case_id
        return None

    def _settle(self, case_id: str, cause: Entry) -> None:
        known = disputes.load(self.ledger, case_id, EVERYWHERE).entries
        called_for = list(_reversals(known, self._told({case_id: known})[case_id]))
        for entry, reversal in called_for:
            self._record(entry.stream, entry.jurisdiction, reversal, cause)
        for entry in known:
            if _is_reversal(entry) and not any(_is_of(entry, one) for _, one in called_for):
                self._take_back(entry, cause)

    def _told(self, known: Mapping[str, Sequence[Entry]]) -> dict[str, list[EarlierJudgmentReviewed | CaseRemanded]]:
        """What later instances said of each of these disputes."""
        streams = {case_id: [number_stream(*number) for number in numbers_of(of_one)] for case_id, of_one in known.items()}
        later = self.ledger.load_several(sorted({stream for of_one in streams.values() for stream in of_one}), EVERYWHERE)
        return {
            case_id: [
                entry.event
                for entry in (*(entry for stream in streams[case_id] for entry in later[stream]), *of_one)
                if isinstance(entry.event, EarlierJudgmentReviewed | CaseRemanded)
            ]
            for case_id, of_one in known.items()
        }

    def _record(self, stream: str, jurisdiction: str, reversal: JudgmentReversed, cause: Entry) -> None:
        def decide() -> list[StreamWrite]:
            entries = self.ledger.load(stream, EVERYWHERE)
            if any(_is_of(entry, reversal) for entry in entries):
                raise NothingLeft
            new = NewEvent(
                event=reversal,
                jurisdiction=jurisdiction,
                case_id=stream,
                occurred_on=reversal.reversed_on,
                causation_id=cause.event_id,
            )
            return [StreamWrite(stream=stream, expected_version=len(entries), events=(new,))]

        about = f"{stream} {reversal.agency} {reversal.judgment_no} {reversal.by_judgment_no}"
        before = sum(_is_of(entry, reversal) for entry in self.ledger.load_original(stream, EVERYWHERE))
        # Once, and once more each time after it was taken back.
        again = (str(before),) if before and not self._is_on_record(stream, reversal) else ()
        request = following(cause, NAME, body_hash=self.keys.keyed_hash(about.encode()), source=cause.stream)
        own = msgspec.structs.replace(request, command_id=command_id(NAME, about, *again))
        try:
            carry_out(self.ledger, own, decide, retries=RETRIES)
        except NothingLeft:
            return

    def _is_on_record(self, stream: str, reversal: JudgmentReversed) -> bool:
        return any(_is_of(entry, reversal) for entry in self.ledger.load(stream, EVERYWHERE))

    def _take_back(self, reversal: Entry, cause: Entry) -> None:
        def decide() -> list[StreamWrite]:
            originals = self.ledger.load_original(reversal.stream, EVERYWHERE)
            standing = standing_entry(originals, reversal.event_id)
            if standing is None:
                raise NothingLeft
            void = voided(standing, _NO_GROUNDS, partial(self.keys.seal_text, reversal.stream), cause.event_id)
            return [StreamWrite(stream=reversal.stream, expected_version=len(originals), events=(void,))]

        about = str(reversal.event_id)
        request = following(cause, NAME, about, body_hash=self.keys.keyed_hash(about.encode()), source=cause.stream)
        try:
            carry_out(self.ledger, request, decide, retries=RETRIES)
        except NothingLeft:
            return


def _reversals(
    known: Sequence[Entry], told: Sequence[EarlierJudgmentReviewed | CaseRemanded]
) -> Iterator[tuple[Entry, JudgmentReversed]]:
    """Each loss that does not stand any more, once for each document that says so."""
    for entry in known:
        loss = entry.event
        if isinstance(loss, JudgmentLost):
            by = {_by(one): one for one in sorted(told, key=_day, reverse=True) if _ends(one, loss)}
            yield from ((entry, _reversal(loss, one)) for one in by.values())


def _is_reversal(entry: Entry) -> bool:
    return isinstance(entry.event, JudgmentReversed)


def _ends(told: EarlierJudgmentReviewed | CaseRemanded, loss: JudgmentLost) -> bool:
    """Whether it takes the loss away: a remand all losses of the judgment, another result those of the defendants it decides on anew."""
    if isinstance(told, CaseRemanded):
        return told.judgment_no == loss.judgment_no
    if told.earlier_judgment_no != loss.judgment_no or told.result == "upheld":
        return False
    return told.result == "remanded" or loss.agency in told.agencies


def _reversal(loss: JudgmentLost, told: EarlierJudgmentReviewed | CaseRemanded) -> JudgmentReversed:
    result = "remanded" if isinstance(told, CaseRemanded) else told.result
    if result == "upheld":
        raise ValueError("a judgment that was upheld stands")
    return JudgmentReversed(
        agency=loss.agency,
        judgment_no=loss.judgment_no,
        reversed_on=_day(told),
        by_judgment_no=_by(told),
        result=result,
    )


def _day(told: EarlierJudgmentReviewed | CaseRemanded) -> date:
    return told.remanded_on if isinstance(told, CaseRemanded) else told.reviewed_on


def _by(told: EarlierJudgmentReviewed | CaseRemanded) -> str:
    return told.ruling_no if isinstance(told, CaseRemanded) else told.judgment_no


def _is_of(entry: Entry, reversal: JudgmentReversed) -> bool:
    event = entry.event
    return isinstance(event, JudgmentReversed) and (event.agency, event.judgment_no, event.by_judgment_no) == (
        reversal.agency,
        reversal.judgment_no,
        reversal.by_judgment_no,
    )
