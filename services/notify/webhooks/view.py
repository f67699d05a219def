"""The read model of endpoints: which there are, and where each stands. How sending goes stands in `delivery.*`."""

from collections.abc import Iterator, Sequence
from types import MappingProxyType

import msgspec

from services.notify.webhooks import endpoint as endpoints
from services.notify.webhooks.endpoint import Status
from yingsu.derived import Row, StreamView
from yingsu.ledger.database import Cursor
from yingsu.ledger.entry import Entry


class EndpointView(StreamView):
    """`views.notify_endpoint`: one row a stream."""

    name = "notify.endpoints"
    category = "endpoint"
    selects = ("notify.endpoint%",)
    columns = MappingProxyType({"notify_endpoint": ("stream", "agency", "version", "status", "begun", "jurisdictions")})

    def rows(self, stream: Sequence[Entry]) -> Iterator[Row]:
        """The endpoint as of its last entry, for the jurisdiction of its agency."""
        found = endpoints.fold(stream[0].stream, stream)
        seen_by = [stream[-1].jurisdiction]
        yield "notify_endpoint", (found.stream, found.agency, found.version, found.status, found.begun, seen_by)


class EndpointRow(msgspec.Struct, frozen=True, kw_only=True):
    """An endpoint that there is or was. `begun` is None where it never got anything."""

    stream: str
    agency: str
    version: int
    status: Status
    begun: int | None


def known(cursor: Cursor) -> list[EndpointRow]:
    """Every endpoint that the cursor's tenants may see, by agency."""
    rows = cursor.execute("SELECT stream, agency, version, status, begun FROM views.notify_endpoint ORDER BY agency").fetchall()
    return [EndpointRow(stream=row[0], agency=row[1], version=row[2], status=row[3], begun=row[4]) for row in rows]
