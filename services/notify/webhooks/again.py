"""What an owner asks to be sent again: one message, or all of its feed from an event on. No events: nothing of the endpoint changes.

A request is carried out once, as those that append events are: its identity is written down with what it did.
"""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from services.notify.webhooks import backlog, log
from services.notify.webhooks.desk import EndpointDesk
from services.notify.webhooks.endpoint import EndpointNotActive, require
from services.notify.webhooks.log import Delivery
from yingsu.errors import Malformed, NotFound
from yingsu.ledger.appender import KeyReused
from yingsu.ledger.database import Cursor
from yingsu.ledger.deciding import EVERYWHERE, Request


class DeliveryNotFound(NotFound):
    """The endpoint has no message of this id."""

    code = "delivery-not-found"


class EventUnknown(Malformed):
    """The record holds no event of this id."""

    code = "after-event-unknown"
    title = "没有这个事件"


@dataclass(frozen=True)
class SendingAgain:
    """For the owners of endpoints."""

    desk: EndpointDesk

    def message(self, agency: str, webhook_id: str) -> Delivery:
        """A message of the agency's endpoint. Raises `DeliveryNotFound`."""
        with self.desk.ledger.database.read(EVERYWHERE) as cursor:
            found = log.delivery(cursor, self.desk.endpoint(agency).stream, webhook_id)
        if found is None:
            raise DeliveryNotFound("没有这条推送消息，或者不在您的查看范围内。请从推送记录中选取 webhook_id。")
        return found

    def resend(self, agency: str, webhook_id: str, request: Request) -> None:
        """Send a message again, whatever became of it, under the same id; while the endpoint is paused, once it is resumed.

        Raises `EndpointNotFound`, `DeliveryNotFound`, `KeyReused`.
        """
        endpoint = require(self.desk.endpoint(agency))
        position = self.message(agency, webhook_id).position
        self._once(request, lambda cursor: backlog.again(cursor, endpoint.stream, position, self.desk.clock()))

    def recover(self, agency: str, event_id: UUID, request: Request) -> None:
        """Send all of the agency's feed after an event again, each message under the same id. Raises `EndpointNotFound`,
        `EndpointNotActive`, `EventUnknown`, `KeyReused`."""
        endpoint = require(self.desk.endpoint(agency))
        if endpoint.begun is None:
            raise EndpointNotActive("推送还没有启用过，没有可以重新推送的内容，未办理。请先发送测试消息启用推送。")
        position = self._position(event_id)

        def set_back(cursor: Cursor) -> None:
            backlog.align(cursor, endpoint, self.desk.clock())
            backlog.set_back(cursor, endpoint.stream, position)

        self._once(request, set_back)

    def _position(self, event_id: UUID) -> int:
        with self.desk.ledger.database.read(EVERYWHERE) as cursor:
            row = cursor.execute("SELECT position FROM ledger.entry WHERE event_id = %s", (event_id,)).fetchone()
        if row is None:
            raise EventUnknown(
                "登记簿中没有 after_event_id 所指的事件，未办理。请填写收到的最后一个事件的 data.event_id。",
                pointer="/after_event_id",
            )
        return int(row[0])

    def _once(self, request: Request, act: Callable[[Cursor], None]) -> None:
        with self.desk.ledger.database.session() as connection, connection.transaction(), connection.cursor() as cursor:
            # A twin of the request waits here until the first is through.
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", (str(request.command_id),))
            query = "SELECT body_hash FROM delivery.command WHERE command_id = %s"
            known = cursor.execute(query, (request.command_id,)).fetchone()
            if known is None:
                act(cursor)
                cursor.execute(
                    "INSERT INTO delivery.command (command_id, body_hash, carried_out_at) VALUES (%s, %s, %s)",
                    (request.command_id, request.body_hash.hex(), self.desk.clock()),
                )
            elif known[0] != request.body_hash.hex():
                raise KeyReused("这个 Idempotency-Key 已用于另一份内容，本次未办理。新的内容请使用新的 Idempotency-Key。")
