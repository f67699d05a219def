"""Why a request is not carried out. One subclass per reason, beside the decision that raises it.

    YingsuError
    ├── Refused      a rule says no                      (the edge answers 409)
    ├── Malformed    the input cannot mean anything      (422)
    ├── Forbidden    the caller may not do this          (403)
    ├── NotFound     there is no such thing for this caller (404)
    ├── Stale        somebody was first                  (412)
    └── Unavailable  not now; the same request may be sent again (503)

`code` is stable, English and kebab-case: programs match on it. `message` is for officials: Chinese, says what was refused, by
which rule, and what to do next. `clauses` are ids of the catalogue. `pointer` is a JSON pointer into the request body.
"""

from datetime import datetime
from typing import ClassVar, NamedTuple


class YingsuError(Exception):
    """Base of every error that a caller is meant to see."""

    code: ClassVar[str] = "error"
    title: ClassVar[str] = "请求未能处理"

    def __init__(self, message: str, *, clauses: tuple[str, ...] = (), pointer: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.clauses = clauses
        self.pointer = pointer


class Refused(YingsuError):
    """A rule says no."""

    code = "refused"
    title = "依规则不予办理"


class Malformed(YingsuError):
    """The input is well-formed for the transport but cannot mean anything here."""

    code = "malformed"
    title = "提交内容有误"


class Forbidden(YingsuError):
    """The caller's token does not allow this."""

    code = "forbidden"
    title = "没有权限"


class NotFound(YingsuError):
    """There is no such thing, or the caller may not know of it."""

    code = "not-found"
    title = "未找到"


class Change(NamedTuple):
    """What was recorded since the version that a caller decided on: by which role, for which official (id), where one was named."""

    version: int
    topic: str
    recorded_at: datetime
    role: str
    official: str | None


class Stale(YingsuError):
    """The caller decided on an older version than the record now holds. `changes` are those since, where they are known."""

    code = "stale"
    title = "内容已被他人更新"
    changes: tuple[Change, ...] = ()


class Unavailable(YingsuError):
    """The record cannot be reached now. Sending the same request again with the same key is safe."""

    code = "unavailable"
    title = "服务暂不可用"
