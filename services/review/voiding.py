"""What follows from a loss that a later instance took away: the reviews that rested on it are void, once each.

A review stands as long as the judgment leaves its defendant's part to be reviewed: a joint defendant's as long as another has lost. What was
submitted, returned or accepted until then stays as a fact. The supervising body voids what rests on a mistake (`supervising.void_review`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import msgspec

from services.review import opening
from services.review import review as reviews
from services.review.review import Review
from yingsu import disputes
from yingsu.events.intake.instances import JudgmentReversed
from yingsu.events.review.review import ReviewOpened, ReviewVoided
from yingsu.law.published import RulesInForce
from yingsu.ledger.database import Cursor
from yingsu.ledger.deciding import EVERYWHERE, carry_out, command_id, following
from yingsu.ledger.entry import Entry, NewEvent, StreamWrite
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.store import Ledger

NAME: Final = "review.void_reviews"
RETRIES: Final = 8
"""A step of the agency may come between."""
RESULTS: Final = {"altered": "部分改判", "reversed": "撤销改判", "remanded": "发回重审"}


class NothingLeft(Exception):
    """Raised inside a decision: the review is void."""


@dataclass(frozen=True)
class VoidReviews:
    """Reads the ledger like a view, in its own place and with its own bookmark, and writes commands instead of rows."""

    ledger: Ledger
    keys: KeyStore
    rules: RulesInForce
    name: str = NAME
    tables: tuple[str, ...] = ()

    def apply(self, cursor: Cursor, entries: Sequence[Entry]) -> None:  # noqa: ARG002 (a reaction writes no rows)
        """React to the reversals of one batch, and to reviews that were opened while one was on its way. A repeat does nothing."""
        for cause in entries:
            if cause.case_id is not None and isinstance(cause.event, JudgmentReversed | ReviewOpened):
                self._settle(cause, cause.case_id, cause.event.judgment_no)

    def _settle(self, cause: Entry, case_id: str, judgment_no: str) -> None:
        known = [entry for entry in disputes.load(self.ledger, case_id, EVERYWHERE).entries if entry.case_id == case_id]
        told = [entry.event for entry in known if isinstance(entry.event, JudgmentReversed)]
        reversals = [event for event in told if event.judgment_no == judgment_no]
        if not reversals:
            return
        last = max(reversals, key=lambda event: (event.reversed_on, event.by_judgment_no))
        owed = {duty.defendant for duty in opening.duties(known, self.rules.now()) if duty.judgment_no == judgment_no}
        for stream in _reviews_of(known, judgment_no):
            self._void(cause, stream, last, owed)

    def _void(self, cause: Entry, stream: str, reversal: JudgmentReversed, owed: set[str]) -> None:
        def decide() -> list[StreamWrite]:
            review = reviews.fold(self.ledger.load(stream, EVERYWHERE))
            if review is None or review.voided or not owed.isdisjoint(_parts(review)):
                raise NothingLeft
            voided = ReviewVoided(
                agency=review.agency,
                judgment_no=reversal.judgment_no,
                voided_on=max(reversal.reversed_on, review.received_on),
                because="reversed",
                authority=reversal.by_judgment_no,
                reason=self.keys.seal_text(stream, f"{reversal.by_judgment_no} {RESULTS[reversal.result]}，败诉不再成立"),
            )
            new = NewEvent(
                event=voided,
                jurisdiction=review.jurisdiction,
                case_id=review.case_id,
                occurred_on=voided.voided_on,
                causation_id=cause.event_id,
            )
            return [StreamWrite(stream=stream, expected_version=review.version, events=(new,))]

        request = following(cause, NAME, body_hash=self.keys.keyed_hash(stream.encode()), source=cause.stream)
        own = msgspec.structs.replace(request, command_id=command_id(NAME, stream))
        try:
            carry_out(self.ledger, own, decide, retries=RETRIES)
        except NothingLeft:
            return


def _reviews_of(known: Sequence[Entry], judgment_no: str) -> Iterator[str]:
    streams = (e.stream for e in known if isinstance(e.event, ReviewOpened) and e.event.judgment_no == judgment_no)
    yield from dict.fromkeys(streams)


def _parts(review: Review) -> set[str]:
    """The defendants for whose parts it is held."""
    return {opened.defendant for opened in (review.opening, *review.further)}
