"""Who waits for news, and who brings them: one connection for the process, however many wait.

It listens on the channel `views`, where the projector tells of every batch; because a word can be lost, and behind some poolers nobody can
listen, it looks by itself every second besides. A lost word only delays.
"""

import asyncio
import logging
from contextlib import aclosing
from typing import Any, Final

import psycopg
from psycopg.conninfo import make_conninfo

from yingsu.ledger.database import WITH_TIME_LIMITS

POLL_SECONDS: Final = 1.0
REST_SECONDS: Final = 0.05
"""So long it lets further words come in before it wakes those who wait: under load each is not a query of everybody's."""

APPLICATION: Final = "yingsu news"
"""What PostgreSQL knows the connection as."""

_Connection = psycopg.AsyncConnection[tuple[Any, ...]]

_log = logging.getLogger(__name__)


class News:
    """How far one view has come, to be waited for by coroutines of one event loop. It begins to look when somebody first waits."""

    def __init__(self, url: str, view: str, *, poll_seconds: float = POLL_SECONDS) -> None:
        self.position = -1
        """The last bookmark that was seen; -1 before the first."""
        self._url = make_conninfo(url, **WITH_TIME_LIMITS, application_name=APPLICATION)
        self._view = view
        self._poll_seconds = poll_seconds
        self._looking: asyncio.Task[None] | None = None
        self._changed = asyncio.Event()
        self._released = False

    async def moved(self, seen: int, seconds: float) -> bool:
        """Wait until the view has another position than `seen`; False when that many seconds have passed, or nobody shall wait."""
        if self._released:
            return False
        if self._looking is None or self._looking.done():
            self._changed = asyncio.Event()
            self._looking = asyncio.create_task(self._look())
        looking = self._looking
        try:
            async with asyncio.timeout(seconds):
                while self.position == seen and not looking.done() and not self._released:
                    await self._changed.wait()
        except TimeoutError:
            return False
        return self.position != seen

    def release(self) -> None:
        """Let those go who wait, and let nobody wait any more."""
        self._released = True
        self._wake()

    async def close(self) -> None:
        """End the looking."""
        looking, self._looking = self._looking, None
        if looking is not None and not looking.done():
            looking.cancel()
            await asyncio.wait([looking])

    async def _look(self) -> None:
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(self._url, autocommit=True) as connection:
                    await connection.execute("LISTEN views")
                    while True:
                        self._tell(await self._bookmark(connection))
                        await self._word(connection)
            except psycopg.Error as error:
                _log.warning("news of %s lost the connection: %s", self._view, type(error).__name__)
                await asyncio.sleep(self._poll_seconds)

    async def _bookmark(self, connection: _Connection) -> int:
        row = await (
            await connection.execute("SELECT position FROM views.bookmark WHERE view = %s", (self._view,), prepare=True)
        ).fetchone()
        return int(row[0]) if row else 0

    async def _word(self, connection: _Connection) -> None:
        """Return soon after a word came, or after the time for looking anyway."""
        async with aclosing(connection.notifies(timeout=self._poll_seconds)) as words:
            async for word in words:
                if word.payload.partition(" ")[0] == self._view:
                    await asyncio.sleep(REST_SECONDS)
                    return

    def _tell(self, position: int) -> None:
        if position != self.position:
            self.position = position
            self._wake()

    def _wake(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()
