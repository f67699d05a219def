"""What follows from a loss that a later instance took away, or that was none, and from a receipt that was none: the reviews that rested on
it are void, as long as it is so.

A review stands as long as the judgment leaves its defendant's part to be reviewed: a joint defendant's as long as another has lost. What was
submitted, returned or accepted until then stays as a fact. The supervising body voids what rests on a mistake (`supervising.void_review`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from services.review import opening
from services.review import review as reviews
from services.review.opening import Duty
from services.review.reactions import DECISIONS
from services.review.review import Review
from yingsu import disputes
from yingsu.clock import legal_day
from yingsu.corrections import Because, standing_entry, voided
from yingsu.events.intake.case import ServiceRecorded
from yingsu.events.intake.correction import EntryCorrected, EntryVoided
from yingsu.events.intake.instances import JudgmentReversed
from yingsu.events.intake.judgment import JudgmentDelivered, JudgmentLost
from yingsu.events.review.review import ReviewOpened, ReviewVoided
from yingsu.law.published import RulesInForce
from yingsu.ledger.correcting import as_corrected
from yingsu.ledger.database import Cursor
from yingsu.ledger.deciding import EVERYWHERE, SYSTEM, carry_out, following
from yingsu.ledger.entry import Entry, NewEvent, StreamWrite
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.store import Ledger

NAME: Final = "review.void_reviews"
RETRIES: Final = 8
"""A step of the agency may come between."""
_GROUNDS: Final = frozenset(event.TOPIC for event in (JudgmentDelivered, JudgmentLost, JudgmentReversed, ServiceRecorded))
_OWED_AFTER_ALL: Final = Because(reason="裁判或者其送达的登记再经更正，仍应复盘")
_CORRECTION: Final = "法院更正消息"
"""What a voiding rests on where the court names no document."""
RESULTS: Final = {"altered": "部分改判", "reversed": "撤销改判", "remanded": "发回重审"}


class NothingLeft(Exception):
    """Raised inside a decision: the review stands, or is void, as it should be."""


@dataclass(frozen=True)
class VoidReviews:
    """Reads the ledger like a view, in its own place and with its own bookmark, and writes commands instead of rows."""

    ledger: Ledger
    keys: KeyStore
    rules: RulesInForce
    name: str = NAME
    tables: tuple[str, ...] = ()

    def apply(self, cursor: Cursor, entries: Sequence[Entry]) -> None:  # noqa: ARG002 (a reaction writes no rows)
        """React to the reversals and corrections of one batch, and to reviews that were opened while one was on its way. A repeat does
        nothing."""
        for cause in entries:
            match cause.event:
                case JudgmentReversed() | ReviewOpened():
                    self._settle(cause, cause.case_id or "")
                case ServiceRecorded(document=document) if document in DECISIONS:
                    # Of a judgment whose receipt was told wrongly before and taken back.
                    self._settle(cause, cause.case_id or "")
                case EntryCorrected(topic=topic) | EntryVoided(topic=topic) if topic in _GROUNDS:
                    self._settle(cause, cause.case_id or "")

    def _settle(self, cause: Entry, case_id: str) -> None:
        known = [entry for entry in disputes.load(self.ledger, case_id, EVERYWHERE).entries if entry.case_id == case_id]
        reversals = [entry.event for entry in known if isinstance(entry.event, JudgmentReversed)]
        owed = opening.duties(known, self.rules.now())
        for stream, judgment_no in _reviews(known):
            of_judgment = [event for event in reversals if event.judgment_no == judgment_no]
            last = max(of_judgment, key=lambda event: (event.reversed_on, event.by_judgment_no), default=None)
            self._follow(cause, stream, last, [duty for duty in owed if duty.judgment_no == judgment_no])

    def _follow(self, cause: Entry, stream: str, reversal: JudgmentReversed | None, owed: Sequence[Duty]) -> None:
        def decide() -> list[StreamWrite]:
            originals = self.ledger.load_original(stream, EVERYWHERE)
            entries = as_corrected(originals)
            review = reviews.fold(entries)
            if review is None:
                raise NothingLeft
            calls_for = _calls_for(owed, review, entries)
            by_itself = next((e for e in entries if isinstance(e.event, ReviewVoided) and e.actor == SYSTEM), None)
            if calls_for == (review.voided is None) or (calls_for and by_itself is None):
                raise NothingLeft
            if by_itself is not None:
                standing = standing_entry(originals, by_itself.event_id) or by_itself
                new = voided(standing, _OWED_AFTER_ALL, partial(self.keys.seal_text, stream), cause.event_id)
            else:
                event = self._voiding(review, stream, reversal, cause, is_lost=_is_owed(owed, review))
                new = NewEvent(
                    event=event,
                    jurisdiction=review.jurisdiction,
                    case_id=review.case_id,
                    occurred_on=event.voided_on,
                    causation_id=cause.event_id,
                )
            return [StreamWrite(stream=stream, expected_version=len(originals), events=(new,))]

        request = following(cause, NAME, stream, body_hash=self.keys.keyed_hash(stream.encode()), source=cause.stream)
        try:
            carry_out(self.ledger, request, decide, retries=RETRIES)
        except NothingLeft:
            return

    def _voiding(
        self, review: Review, stream: str, reversal: JudgmentReversed | None, cause: Entry, *, is_lost: bool
    ) -> ReviewVoided:
        number = review.opening.judgment_no
        if is_lost:
            authority = getattr(cause.event, "authority", None) or _CORRECTION
            day, because = legal_day(self.ledger.clock()), f"{number} 的送达登记已经更正或者撤回，收到以前不起算复盘"
            reversal = None
        elif reversal is None:
            authority = getattr(cause.event, "authority", None) or _CORRECTION
            day, because = legal_day(self.ledger.clock()), f"{number} 的裁判结果已经更正，败诉不再成立"
        else:
            authority, day = reversal.by_judgment_no, reversal.reversed_on
            because = f"{authority} {RESULTS[reversal.result]}，败诉不再成立"
        return ReviewVoided(
            agency=review.agency,
            judgment_no=number,
            voided_on=max(day, review.received_on),
            because="corrected" if reversal is None else "reversed",
            authority=authority,
            reason=self.keys.seal_text(stream, because),
        )


def _reviews(known: Sequence[Entry]) -> Iterator[tuple[str, str]]:
    """The review streams of a record, each with the judgment that it is about."""
    opened = ((entry.stream, entry.event.judgment_no) for entry in known if isinstance(entry.event, ReviewOpened))
    yield from dict.fromkeys(opened)


def _parts(review: Review) -> set[str]:
    """The defendants for whose parts it is held."""
    return {opened.defendant for opened in (review.opening, *review.further)}


def _is_owed(owed: Sequence[Duty], review: Review) -> bool:
    """Whether one of its parts is to be reviewed, now or once the judgment is received."""
    parts = _parts(review)
    return any(duty.defendant in parts for duty in owed)


def _calls_for(owed: Sequence[Duty], review: Review, entries: Sequence[Entry]) -> bool:
    """Whether the judgment calls for it now. One that followed by itself began with a receipt, and has not begun without; one that the
    supervising body opened does not rest on that."""
    if not _is_owed(owed, review):
        return False
    if any(isinstance(entry.event, ReviewOpened) and entry.actor != SYSTEM for entry in entries):
        return True
    receivers = _parts(review) | {review.agency}
    return any(duty.received_on is not None for duty in owed if duty.defendant in receivers)
