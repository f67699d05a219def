"""What follows from a later instance by itself: a loss whose judgment was altered, reversed or remanded no longer stands.

The later judgment says so in the stream of the earlier number (0027), a remand in the case itself; either comes before or after the loss.
Each reversal is recorded in the case that holds the loss, once for each loss and document, whichever of the two was recorded second.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import msgspec

from services.intake.court.numbering import number_stream, numbered, numbers_of
from yingsu import disputes
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
        for entry in entries:
            match entry.event:
                case EarlierJudgmentReviewed() as told:
                    case_id = numbered(self.ledger, told.earlier_court, told.earlier_case_no).case_id
                    if case_id is not None:
                        self._settle(case_id, entry)
                case JudgmentLost() | CaseRemanded():
                    self._settle(entry.case_id or "", entry)

    def _settle(self, case_id: str, cause: Entry) -> None:
        known = disputes.load(self.ledger, case_id, EVERYWHERE).entries
        for entry, reversal in self._reversals(known):
            self._record(entry.stream, entry.jurisdiction, reversal, cause)

    def _reversals(self, known: Sequence[Entry]) -> Iterator[tuple[Entry, JudgmentReversed]]:
        """Each loss that does not stand any more, once for each document that says so."""
        told = self._told(known)
        for entry in known:
            loss = entry.event
            if isinstance(loss, JudgmentLost):
                by = {_by(one): one for one in sorted(told, key=_day, reverse=True) if _ends(one, loss)}
                yield from ((entry, _reversal(loss, one)) for one in by.values())

    def _told(self, known: Sequence[Entry]) -> list[EarlierJudgmentReviewed | CaseRemanded]:
        streams = (number_stream(*number) for number in numbers_of(known))
        later = [entry.event for stream in streams for entry in self.ledger.load(stream, EVERYWHERE)]
        return [
            event for event in (*later, *(e.event for e in known)) if isinstance(event, EarlierJudgmentReviewed | CaseRemanded)
        ]

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
        request = following(cause, NAME, body_hash=self.keys.keyed_hash(about.encode()), source=cause.stream)
        own = msgspec.structs.replace(request, command_id=command_id(NAME, about))
        try:
            carry_out(self.ledger, own, decide, retries=RETRIES)
        except NothingLeft:
            return


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
