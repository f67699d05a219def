"""The worker "notify.clock": looks again and again for obligations of which something is to be told by now.

What to look at, it finds in the views; what is told, the desk decides on the ledger. Of several replicas one looks at a time, so that the
others do no useless work; were they all to look, each thing would still be told once.
"""

import logging
from collections.abc import Sequence
from datetime import date
from typing import Final

from services.notify.clock.desk import NAME, ClockDesk
from services.notify.clock.waiting import changed, reached, waiting
from yingsu.clock import legal_day
from yingsu.ledger.appender import VersionConflict
from yingsu.ledger.database import Cursor, DatabaseUnavailable

EVERY_SECONDS: Final = 1.0
AT_ONCE: Final = 100
"""So many case records are looked at in a round."""
FRESH_EVERY: Final = 60
"""So many rounds may look only at what was recorded since: a rebuild and a released case change rows without an entry."""
CHANGES_AT_ONCE: Final = 5000

_log = logging.getLogger(__name__)


class Clock:
    """One replica's. A dispute that fails is told of in health, and holds up no other."""

    name: Final = NAME
    every_seconds: Final = EVERY_SECONDS

    def __init__(self, desk: ClockDesk) -> None:
        self._desk = desk
        self._rounds = 0
        self._after = ""
        self._known: tuple[date, int] | None = None
        """The day and the position of the last round."""
        self._suspects: set[str] | None = None
        """The records of which something may be to be told; None: any."""

    def work(self) -> None:
        """Tell what is due of the next disputes that have something. Raises what went wrong with one, after the others."""
        with self._desk.ledger.database.project() as cursor:
            if _alone(cursor):
                self._tell(self._next(cursor))

    def _next(self, cursor: Cursor) -> list[str]:
        """The records to look at in this round."""
        now = legal_day(self._desk.ledger.clock()), reached(cursor)
        suspects = self._suspected(cursor, *now)
        self._known, self._suspects = now, suspects
        found = [] if suspects == set() else waiting(cursor, now[0], self._after, AT_ONCE, suspects)
        begun, more = self._after, len(found) == AT_ONCE
        # Round and round: what cannot be told now must not stand before what can.
        self._after = found[-1] if more else ""
        if suspects is not None:
            passed = {record for record in suspects if begun < record and (not more or record <= self._after)}
            self._suspects = suspects - passed | set(found)
        elif not begun and not more:
            self._suspects = set(found)
        return found

    def _suspected(self, cursor: Cursor, today: date, position: int) -> set[str] | None:
        """The records left from the round before, and those of the disputes of which something was recorded since; None: any."""
        self._rounds += 1
        if self._suspects is None or self._known is None or self._known[0] != today or self._rounds % FRESH_EVERY == 0:
            return None
        since = self._known[1]
        if position - since > CHANGES_AT_ONCE:
            return None
        news = changed(cursor, since, position)
        return None if news is None else self._suspects | news

    def _tell(self, records: Sequence[str]) -> None:
        failed: Exception | None = None
        for record in records:
            try:
                self._desk.tell(record)
            except DatabaseUnavailable:
                raise
            except VersionConflict:
                _log.info("the dispute of %s is being written to; it is looked at again", record)
            # Whatever is wrong with one dispute, the others have their day: it is raised after them.
            except Exception as error:
                _log.exception("nothing could be told of the dispute of %s", record)
                failed = error
        if failed is not None:
            raise failed


def _alone(cursor: Cursor) -> bool:
    """Whether no other replica looks at this moment. Until the transaction ends, none will."""
    row = cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext(%s))", (f"yingsu worker {NAME}",)).fetchone()
    return bool(row and row[0])
