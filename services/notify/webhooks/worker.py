"""The worker "notify.webhooks": takes in what each endpoint is to get from its agency's feed, and sends it. Any number of replicas.

What is sent is sent at least once: a sender that is killed after the sending and before its mark leaves a lease behind, and when that is
over the message is sent again, under the same id. Nothing is held in a transaction while the other side is spoken to.
"""

import logging
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from random import SystemRandom
from typing import Final

from services.notify.feed.feed import Feed
from services.notify.feed.reader import Reader
from services.notify.feed.view import NAME as FEED
from services.notify.webhooks import backlog
from services.notify.webhooks.backlog import Claim, Message, Standing
from services.notify.webhooks.desk import NAME, EndpointDesk
from services.notify.webhooks.endpoint import Endpoint
from services.notify.webhooks.lanes import Lanes
from services.notify.webhooks.payload import body_of, webhook_id
from services.notify.webhooks.schedule import next_delay, retry_after
from services.notify.webhooks.sending import GONE, Outcome
from services.notify.webhooks.view import EndpointRow, known
from yingsu.ledger.database import Cursor, DatabaseUnavailable
from yingsu.ledger.deciding import EVERYWHERE
from yingsu.ledger.ids import uuid7

EVERY_SECONDS: Final = 1.0
ROUND_SECONDS: Final = 3.0
"""So long a round waits for what it sends; a slower receiver is waited for by its own thread."""
AT_ONCE: Final = 500
"""Entries of a feed that are taken in together."""
PORTIONS: Final = 20
"""So many portions of a feed are taken in in one round."""
SENT_AT_ONCE: Final = 100
"""So many messages an endpoint is sent before the others are looked at again."""
TURN: Final = timedelta(minutes=1)
"""No further message is begun after this time: a slow receiver makes room for others."""

_random: Final = SystemRandom().random
_log = logging.getLogger(__name__)


class Webhooks:
    """One replica's. `chance` gives numbers of [0, 1). An endpoint for which something fails here is told of in health, and holds up no other."""

    name: Final = NAME
    every_seconds: Final = EVERY_SECONDS

    def __init__(
        self, desk: EndpointDesk, *, chance: Callable[[], float] = _random, round_seconds: float = ROUND_SECONDS
    ) -> None:
        self._desk = desk
        self._database = desk.ledger.database
        self._feed = Feed(self._database)
        self._chance = chance
        self._round_seconds = round_seconds
        self._lanes = Lanes()

    def work(self) -> None:
        """One round. Raises what went wrong with one endpoint, after the others."""
        with self._database.read(EVERYWHERE) as cursor:
            rows, standings, head = known(cursor), backlog.standings(cursor), _feed_head(cursor)
        failed: Exception | None = None
        for row in rows:
            try:
                self._keep(row, standings.get(row.stream), head)
            except DatabaseUnavailable:
                raise
            # Whatever is wrong with one endpoint, the others get theirs: it is raised after them.
            except Exception as error:
                _log.exception("the feed of %s could not be taken in", row.stream)
                failed = error
        agencies = {row.stream: row.agency for row in rows if row.status == "active"}
        with self._database.read(EVERYWHERE) as cursor:
            due = backlog.due(cursor, list(agencies), self._desk.clock())
        self._lanes.run({stream: partial(self._deliver, agencies[stream]) for stream in due}, self._round_seconds)
        if failed is not None:
            raise failed

    def _keep(self, row: EndpointRow, standing: Standing | None, head: int) -> None:
        """Bring an endpoint's row in line with the ledger, and take its feed in."""
        if standing is None and row.begun is None:
            return
        if standing is None or standing.version < row.version:
            standing = self._align(row.agency)
        after = standing.taken_up_to if standing else head
        if row.begun is not None and after < head:
            self._take_in(self._desk.endpoint(row.agency), after)

    def _align(self, agency: str) -> Standing | None:
        with self._database.session() as connection, connection.transaction(), connection.cursor() as cursor:
            endpoint = self._desk.endpoint(agency)
            backlog.align(cursor, endpoint, self._desk.clock())
            return backlog.standings(cursor).get(endpoint.stream)

    def _take_in(self, endpoint: Endpoint, after: int) -> None:
        """Take in what the agency's feed holds after a position; while it is paused, too."""
        reader = Reader(role="agency", tenants=(self._desk.jurisdiction(endpoint.agency),), agency=endpoint.agency)
        for _ in range(PORTIONS):
            portion = self._feed.portion(reader, "all", after, AT_ONCE)
            messages = [
                Message(position=entry.position, webhook_id=webhook_id(endpoint.stream, str(entry.event_id)), topic=entry.topic)
                for entry in portion.entries
                if endpoint.wants(entry.topic)
            ]
            if portion.reached <= after:
                return
            with self._database.session() as connection, connection.transaction(), connection.cursor() as cursor:
                if not backlog.take_in(cursor, endpoint.stream, messages, after, portion.reached, self._desk.clock()):
                    return
            after = portion.reached
            if len(portion.entries) < AT_ONCE:
                return

    def _deliver(self, agency: str) -> None:
        """Send an endpoint what is due, one message after the other."""
        begun = self._desk.clock()
        for _ in range(SENT_AT_ONCE):
            endpoint = self._desk.endpoint(agency)
            if endpoint.status != "active":
                return
            now = self._desk.clock()
            if now - begun > TURN:
                return
            with self._database.session() as connection:
                claim = backlog.claim(connection, endpoint.stream, uuid7(self._desk.clock), now)
            if claim is None:
                return
            (entry,) = self._desk.ledger.read_all(claim.position - 1, 1)
            outcome = self._desk.post(endpoint, claim.webhook_id, body_of(entry, agency))
            self._record(endpoint, claim, outcome, self._desk.clock() - now)

    def _record(self, endpoint: Endpoint, claim: Claim, outcome: Outcome, took: timedelta) -> None:
        now = self._desk.clock()
        asked = retry_after(outcome.retry_after, now)
        delay = None if outcome.delivered else next_delay(claim.tried + 1, self._chance(), asked)
        # Before the mark: a sender that dies in between has sent nothing for good.
        if outcome.status == GONE:
            self._desk.stop(endpoint, "gone")
        elif not outcome.delivered and delay is None and self._silent(claim):
            self._desk.stop(endpoint, "failing")
        with self._database.session() as connection:
            backlog.record(connection, claim, outcome, took, now, delay)

    def _silent(self, claim: Claim) -> bool:
        """Whether nothing gets through, not this message alone."""
        with self._database.session() as connection:
            return backlog.silent_since_first_try(connection, claim)


def _feed_head(cursor: Cursor) -> int:
    """Up to where feeds can be read."""
    row = cursor.execute("SELECT position FROM views.bookmark WHERE view = %s", (FEED,)).fetchone()
    return int(row[0]) if row else 0
