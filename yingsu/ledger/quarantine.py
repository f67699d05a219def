"""Quarantine: a subject (a case, or a stream without one) that a view cannot apply is left out of that view, and the others go on.

Owns `views.quarantine`, the search for the entry that fails, and which failures are a subject's own. Everything happens inside the
transaction of the batch, between savepoints, so rows, bookmark and quarantine always fit together.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

import psycopg

from yingsu.errors import Stale, Unavailable
from yingsu.ledger.database import Cursor, Database
from yingsu.ledger.entry import Entry
from yingsu.ledger.view import Deriving, DerivingView, View, subject_of

log = logging.getLogger(__name__)

LIMIT: Final = 100
"""So many subjects may be quarantined in a view. With one more the fault is taken to be the view's, and it stops as a whole."""

NOT_QUARANTINED: Final = "NOT EXISTS (SELECT FROM quarantine held WHERE held.view = %s AND held.subject = case_id)"
"""Condition for a view that reads cases from the ledger by itself; its parameter is the view's name."""

_OF_THE_VIEW: Final = ("42", "3F")
"""SQLSTATE classes that tell of the view and its tables, not of an entry: no table, no column, no grant, wrong syntax."""
_TOO_LARGE: Final = "54"
"""psycopg counts it as operational, but it is the row that exceeds a limit: trying again would never help."""


@dataclass(frozen=True)
class Quarantined:
    """A subject that a view leaves out from `position` on, where the entry `event_id` failed. `error` is the exception's class."""

    view: str
    subject: str
    position: int
    event_id: UUID
    topic: str
    error: str
    since: datetime


def apply_batch(cursor: Cursor, view: View, entries: Sequence[Entry]) -> None:
    """Apply one batch without the quarantined subjects; quarantine those that fail in it. Raises what is not a subject's own failure."""
    left_out = held(cursor, view)
    _apply(cursor, view, [entry for entry in entries if subject_of(entry) not in left_out])


def derive_again(cursor: Cursor, view: Deriving, subject: str, position: int) -> Exception | None:
    """Derive a released case; returns why it still cannot be."""
    return _attempt(cursor, lambda: view.derive(cursor, [subject], position))


def derive_each(cursor: Cursor, view: DerivingView, cases: Sequence[str], entry: Entry) -> None:
    """Derive the cases that one entry reaches; quarantine each that fails, halving them where they do."""
    if not cases:
        return
    error = _attempt(cursor, lambda: view.derive(cursor, cases, entry.position))
    if error is None:
        return
    if len(cases) == 1:
        _quarantine(cursor, view, cases[0], entry, error)
        return
    half = len(cases) // 2
    derive_each(cursor, view, cases[:half], entry)
    derive_each(cursor, view, cases[half:], entry)


def put(cursor: Cursor, view: str, subject: str, position: int, event_id: UUID, error: Exception) -> None:
    """Quarantine a subject. Raises `error` itself when there are too many."""
    cursor.execute(
        "INSERT INTO quarantine (view, subject, position, event_id, error) VALUES (%s, %s, %s, %s, %s)",
        (view, subject, position, event_id, type(error).__name__),
    )
    row = cursor.execute("SELECT count(*) FROM quarantine WHERE view = %s", (view,)).fetchone()
    if row is not None and row[0] > LIMIT:
        raise error


def quarantined(database: Database) -> dict[str, int]:
    """How many subjects each view leaves out; views that leave out none are not named. Raises `DatabaseUnavailable`."""
    with database.session() as connection:
        return dict(connection.execute("SELECT view, count(*) FROM views.quarantine GROUP BY view ORDER BY view").fetchall())


def listed(database: Database) -> list[Quarantined]:
    """Everything quarantined, by view and position. Raises `DatabaseUnavailable`."""
    with database.project() as cursor:
        rows = cursor.execute(
            "SELECT view, subject, position, quarantine.event_id, topic, error, since "
            "FROM views.quarantine JOIN ledger.entry USING (position) ORDER BY view, position, subject"
        ).fetchall()
    return [Quarantined(*row) for row in rows]


def held(cursor: Cursor, view: View) -> set[str]:
    """The subjects that the view leaves out."""
    return {row[0] for row in cursor.execute("SELECT subject FROM quarantine WHERE view = %s", (view.name,))}


def _apply(cursor: Cursor, view: View, entries: Sequence[Entry]) -> None:
    """Apply the entries, halving them where they fail, to the single entry that does."""
    if not entries:
        return
    error = _attempt(cursor, lambda: view.apply(cursor, entries))
    if error is None:
        return
    if len(entries) > 1:
        half = len(entries) // 2
        _apply(cursor, view, entries[:half])
        apply_batch(cursor, view, entries[half:])
        return
    if not isinstance(view, Deriving):
        _quarantine(cursor, view, subject_of(entries[0]), entries[0], error)
        return
    # What fails for no case at all, as reading the rules, is no case's fault.
    view.derive(cursor, [], entries[0].position)
    derive_each(cursor, view, view.reach(cursor, entries), entries[0])


def _quarantine(cursor: Cursor, view: View, subject: str, entry: Entry, error: Exception) -> None:
    put(cursor, view.name, subject, entry.position, entry.event_id, error)
    log.error(
        "view %s leaves out %s from position %d (%s) on: %s",
        view.name,
        subject,
        entry.position,
        entry.topic,
        type(error).__name__,
        exc_info=error,
    )


def _attempt(cursor: Cursor, work: Callable[[], None]) -> Exception | None:
    """Do it between savepoints; returns the failure, undone, where it may be a subject's own. Raises any other."""
    try:
        with cursor.connection.transaction():
            work()
    except Exception as error:
        if not of_a_subject(error):
            raise
        return error
    return None


def of_a_subject(error: Exception) -> bool:
    """Whether a failure may lie in what was applied. Not: a lost connection, a lock, a full disk; a table or a grant that is missing."""
    if not isinstance(error, psycopg.Error):
        return not isinstance(error, Unavailable | Stale | OSError | MemoryError)
    state = error.sqlstate or ""
    if isinstance(error, psycopg.OperationalError):
        return state.startswith(_TOO_LARGE)
    return not isinstance(error, psycopg.InterfaceError) and not state.startswith(_OF_THE_VIEW)
