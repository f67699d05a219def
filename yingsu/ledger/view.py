"""What a read model is to those who keep it up: what it is called, what it owns, and how it takes entries in."""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Protocol, runtime_checkable

from yingsu.ledger.correcting import striking_topics
from yingsu.ledger.database import Cursor
from yingsu.ledger.entry import Entry


class View(Protocol):
    """One read model. `tables` (in schema `views`) are all that it writes; `name` is `<service>.<noun>`."""

    @property
    def name(self) -> str: ...

    @property
    def tables(self) -> tuple[str, ...]: ...

    def apply(self, cursor: Cursor, entries: Sequence[Entry]) -> None:
        """Write what follows from one batch, in position order. Must depend on the ledger up to the batch's end and nothing else.

        Entries of quarantined subjects are not among them.
        """
        ...


@runtime_checkable
class Selective(Protocol):
    """A view to which only some topics matter: it is not handed the others."""

    @property
    def selects(self) -> tuple[str, ...]:
        """Patterns of LIKE."""
        ...


@runtime_checkable
class Deriving(Protocol):
    """A view that reads whole cases from the ledger again, so that one entry may concern many of them."""

    def reach(self, cursor: Cursor, entries: Sequence[Entry]) -> list[str]:
        """The cases whose rows the entries may change, without those that are quarantined in this view."""
        ...

    def derive(self, cursor: Cursor, cases: Sequence[str], position: int) -> None:
        """Write the rows of these cases as they follow from the ledger up to `position`. Without cases: only read what all need."""
        ...


class DerivingView(View, Deriving, Protocol):
    """Both."""


def selected(view: View) -> list[str]:
    """The patterns of the topics that a view is handed: what strikes an entry is among them, whichever it asks for."""
    return [*view.selects, *sorted(striking_topics())] if isinstance(view, Selective) else ["%"]


def handed(view: View, entries: Iterable[Entry]) -> list[Entry]:
    """Those of the entries that a view is handed."""
    if not isinstance(view, Selective):
        return list(entries)
    wanted = _matching(tuple(selected(view)))
    return [entry for entry in entries if wanted.fullmatch(entry.topic)]


@cache
def _matching(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """What LIKE ANY means by the patterns, among topics."""
    meant = ("".join({"%": ".*", "_": "."}.get(letter, re.escape(letter)) for letter in pattern) for pattern in patterns)
    return re.compile("|".join(meant))


def subject_of(entry: Entry) -> str:
    """Whose entry it is: the case's, or where there is no case the stream's."""
    return entry.case_id or entry.stream
