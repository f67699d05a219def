"""Reading a feed: where it goes on, and a portion of it in a transaction of its own."""

from dataclasses import dataclass
from uuid import UUID

from services.notify.feed.reader import Context, Reader
from services.notify.feed.selection import Portion, entries_for
from yingsu.errors import Malformed
from yingsu.ledger.database import Database
from yingsu.ledger.deciding import EVERYWHERE


class LastEventUnknown(Malformed):
    """The record holds no event with the id from which to go on."""

    code = "last-event-unknown"
    title = "没有这个事件"


class PlaceUnknown(Malformed):
    """The place from which to go on lies beyond the end of the record."""

    code = "place-unknown"
    title = "没有这个位置"


@dataclass(frozen=True)
class Feed:
    """The feed of one installation."""

    database: Database

    def place_of(self, last_event: UUID | None, looked_to: int | None) -> int:
        """The position after which the feed goes on: of the last event seen, also of one that the reader may see no more, or, where that is
        further, `looked_to`, up to where an earlier answer had looked. 0 without either. Raises `LastEventUnknown`, `PlaceUnknown`."""
        with self.database.read(EVERYWHERE) as cursor:
            last = 0
            if last_event is not None:
                row = cursor.execute("SELECT position FROM ledger.entry WHERE event_id = %s", (last_event,)).fetchone()
                if row is None:
                    raise LastEventUnknown(
                        "登记簿中没有 lastEventId 所指的事件，未提供。请用收到的最后一个事件的 id；系统恢复到较早的备份后，"
                        "请去掉该参数，从头读取，并按 id 去重。",
                        pointer="/lastEventId",
                    )
                last = int(row[0])
            if looked_to is not None:
                row = cursor.execute("SELECT position FROM ledger.head").fetchone()
                if row is None or looked_to > row[0]:
                    raise PlaceUnknown(
                        "登记簿还没有到 after 所指的位置，未提供。该参数只可原样取自响应头 Link；请去掉它，只用 lastEventId 重新读取。",
                        pointer="/after",
                    )
            return max(last, looked_to or 0)

    def portion(self, reader: Reader, context: Context, after: int, limit: int) -> Portion:
        """Up to `limit` entries for the reader above `after`. Raises `FeedClosed`."""
        with self.database.read(reader.tenants) as cursor:
            return entries_for(cursor, reader, context, after, limit)
