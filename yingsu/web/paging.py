"""Keyset paging: a page ends with a signed cursor that says where the next begins, in a `Link` header (RFC 8288). No totals, no offsets.

A cursor is bound to service, path and filters, so it cannot be carried to another list. It is signed, not secret: rows are keyed by ids,
dates and positions, never by personal data.
"""

import base64
import hashlib
import hmac
from collections.abc import Callable, Sequence
from datetime import date
from typing import Annotated, Final, TypeVar
from urllib.parse import quote, urlencode

import msgspec
from fastapi import Query, Request, Response

from yingsu.web.deps import address_of, deps_of, service_of
from yingsu.web.problems import EdgeError, Flaw

DEFAULT_LIMIT: Final = 50
MAX_LIMIT: Final = 200
_LONGEST_CURSOR: Final = 2048
"""Room for the longest key of a row: some ids and the number of a document, as long as a line of text may be."""
_MAC_BYTES: Final = 16

Key = tuple[str | int | None, ...]
"""The values of the columns that a list is ordered by, for one row; a unique one last."""

Row = TypeVar("Row")
_keys = msgspec.json.Decoder(Key)

_CURSOR_DESCRIPTION = "下一页的起点：取自上一页响应头 Link 的 rel=next 地址，不可自行构造，也不可用于其他列表或其他筛选条件。"


class CursorInvalid(EdgeError):
    """The cursor was not made for this list by this installation."""

    status = 422
    code = "cursor-invalid"
    title = "翻页位置无效"


class Page:
    """One page as asked for. Read `limit + 1` rows that come after `after` (None: from the start), then `cut` them."""

    def __init__(self, request: Request, response: Response, limit: int, cursor: str | None) -> None:
        self._request = request
        self._response = response
        self.limit = limit
        self.after: Key | None = None if cursor is None else self._read(cursor)

    @property
    def after_day(self) -> tuple[date, str] | None:
        """`after` in a list that is ordered by a day, then by an id."""
        return None if self.after is None else (date.fromisoformat(str(self.after[0])), str(self.after[1]))

    @property
    def after_position(self) -> int | None:
        """`after` in a list that is ordered by positions."""
        return None if self.after is None else int(self.after[0] or 0)

    def cut(self, rows: Sequence[Row], key: Callable[[Row], Key]) -> list[Row]:
        """The rows to show. Where there were more than `limit`, the answer gets a link to the page that follows the last one shown."""
        shown = list(rows[: self.limit])
        if len(rows) > self.limit:
            query = urlencode([*self._filters(), ("limit", str(self.limit)), ("cursor", self._write(key(shown[-1])))])
            self._response.headers["Link"] = f'<{quote(self._request.scope["path"])}?{query}>; rel="next"'
        return shown

    def _write(self, key: Key) -> str:
        content = msgspec.json.encode(key)
        return base64.urlsafe_b64encode(self._mac(content) + content).decode().rstrip("=")

    def _read(self, cursor: str) -> Key:
        try:
            raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        except ValueError:
            raise _invalid() from None
        if not hmac.compare_digest(raw[:_MAC_BYTES], self._mac(raw[_MAC_BYTES:])):
            raise _invalid()
        return _keys.decode(raw[_MAC_BYTES:])

    def _mac(self, content: bytes) -> bytes:
        secret = deps_of(self._request).keys.derive("cursor")
        bound_to = msgspec.json.encode([service_of(self._request), address_of(self._request.scope), self._filters()])
        return hmac.new(secret, bound_to + b"\n" + content, hashlib.sha256).digest()[:_MAC_BYTES]

    def _filters(self) -> list[tuple[str, str]]:
        return sorted(pair for pair in self._request.query_params.multi_items() if pair[0] not in ("cursor", "limit"))


async def page(
    request: Request,
    response: Response,
    limit: Annotated[int, Query(ge=1, le=MAX_LIMIT, description="每页至多几项")] = DEFAULT_LIMIT,
    cursor: Annotated[str | None, Query(max_length=_LONGEST_CURSOR, description=_CURSOR_DESCRIPTION)] = None,
) -> Page:
    """Dependency: the page asked for. Raises `CursorInvalid`."""
    return Page(request, response, limit, cursor)


def _invalid() -> CursorInvalid:
    message = "应原样取自上一页响应头 Link，且筛选条件不变。"
    return CursorInvalid(
        f"参数 cursor 无效：{message}请去掉该参数，从第一页重新开始。",
        flaws=(Flaw(place="query", pointer="cursor", code="cursor-invalid", message=message),),
    )
