"""What an agency, or the body over it, registered wrongly: which entry is corrected or voided, and what is recorded for it. Pure.

Only entries of one's own stream: what the court told is the court's to correct (`services.intake.court.correcting`).
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from uuid import UUID

import msgspec

from yingsu.corrections import Because, corrected, standing_entry, voided
from yingsu.errors import NotFound, YingsuError
from yingsu.ledger.correcting import Striking, without
from yingsu.ledger.entry import Entry, Event, NewEvent
from yingsu.ledger.sealed import SealedText


class EntryNotFound(NotFound):
    """There is no such entry to correct, or not any more."""

    code = "entry-not-found"


class Correcting(msgspec.Struct, frozen=True, kw_only=True):
    """An entry by its id, and why what it says is not right."""

    event_id: UUID
    because: Because

    def left_out_of(self, entries: Sequence[Entry]) -> list[Entry]:
        """The entries as though the wrong one had never said anything: what the right one is decided on."""
        return without(entries, [self.event_id])

    def correct(self, originals: Sequence[Entry], new: NewEvent, seal: Callable[[str], SealedText]) -> tuple[NewEvent, ...]:
        """That `new` stands in the entry's stead. `originals` are those of its stream. Raises `EntryNotFound`."""
        return corrected(self._standing(originals), new, self.because, seal)

    def void(self, originals: Sequence[Entry], seal: Callable[[str], SealedText]) -> tuple[NewEvent, ...]:
        """That the entry does not stand. Raises `EntryNotFound`."""
        return (voided(self._standing(originals), self.because, seal),)

    def kind_of(self, originals: Sequence[Entry]) -> type[Event]:
        """What kind of fact the entry is. Raises `EntryNotFound`."""
        return type(self._standing(originals).event)

    def _standing(self, originals: Sequence[Entry]) -> Entry:
        known = standing_entry(originals, self.event_id)
        if known is None or isinstance(known.event, Striking):
            raise EntryNotFound(
                "本机关在本案没有这项登记，或者该项登记已经撤销、不能再更正。请刷新后从办理登记中选取；法院报送的事实由法院更正。"
            )
        return known


@contextmanager
def within_content() -> Iterator[None]:
    """What is wrong with the content of a correction is wrong at its place in the body."""
    try:
        yield
    except YingsuError as error:
        error.pointer = f"/content{error.pointer}" if error.pointer else None
        raise
