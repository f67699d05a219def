"""The bases and field types of request and response bodies. Requests are read to the letter: no unknown fields, no guessed types.

A date is the text `2026-03-02` and nothing else, a moment names its offset, a number is not a text. A request model that declares a
plain `int`, `bool`, `float`, `date` or `datetime` is refused when its class is made, because pydantic would coerce other types into it.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Annotated, Any, TypeVar, get_args
from urllib.parse import parse_qsl

import msgspec
from fastapi import Request
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Strict, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from yingsu.text import visible
from yingsu.web.problems import EdgeError, Flaw

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?(Z|[+-][0-9]{2}:[0-9]{2})")
_FURTHEST_OFFSET = timedelta(hours=14)
_COERCED = (bool, int, float, date, datetime)
_MOST_FORM_FIELDS = 64

Told = TypeVar("Told")


def _read_day(value: object) -> date:
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise PydanticCustomError("date_invalid", "应为日期，写作 YYYY-MM-DD，加英文双引号，例如 2026-03-02。")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise PydanticCustomError("date_invalid", "日历上没有这一天，请核对年、月和当月的天数。") from None


def _read_moment(value: object) -> datetime:
    if not isinstance(value, str) or not _MOMENT.fullmatch(value):
        raise PydanticCustomError("moment_invalid", "应为带时区的时刻（RFC 3339），例如 2026-03-02T09:30:00+08:00。")
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        raise PydanticCustomError("moment_invalid", "没有这个时刻，请核对日期、时间和时区。") from None
    if abs(moment.utcoffset() or timedelta()) > _FURTHEST_OFFSET:
        raise PydanticCustomError("moment_invalid", "没有这个时区：与协调世界时至多相差14小时，北京时间写作 +08:00。请核对。")
    return moment


Day = Annotated[
    date,
    BeforeValidator(_read_day, json_schema_input_type=str),
    WithJsonSchema({"type": "string", "format": "date", "examples": ["2026-03-02"]}),
]
"""A legal date, in bodies and in query parameters alike."""

Moment = Annotated[
    datetime,
    BeforeValidator(_read_moment, json_schema_input_type=str),
    WithJsonSchema({"type": "string", "format": "date-time", "examples": ["2026-03-02T09:30:00+08:00"]}),
]
"""An aware moment."""

Whole = Annotated[int, Strict()]
"""A JSON integer."""

Flag = Annotated[bool, Strict()]
"""A JSON true or false."""


def _readable(breaks: str) -> Callable[[str], str]:
    """A check that a text shows what it says: something visible, and no control or direction characters but `breaks`."""

    def check(text: str) -> str:
        # Printable is any text without them, and asks no category of every character.
        if not text.isprintable() and any(
            unicodedata.category(char) in ("Cc", "Cf", "Zl", "Zp") and char not in breaks for char in text
        ):
            where = "" if breaks else "换行、"
            raise PydanticCustomError("text_unreadable", f"含有{where}控制字符或者不可见字符，请删除后重新提交。")
        if not visible(text):
            raise PydanticCustomError("text_blank", "没有可见的文字，请填写。")
        return text

    return check


ONE_LINE = AfterValidator(_readable(breaks=""))
"""What makes a text one line that shows what it says, whatever its length."""

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), ONE_LINE]
"""One line of text that shows what it says, trimmed: a name, a document number, a reason."""

LongText = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=8000), AfterValidator(_readable(breaks="\n\r\t"))
]
"""A text of several lines that shows what it says, trimmed."""


class Body(BaseModel):
    """What a caller sends."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    def into(self, kind: type[Told], /, **more: object) -> Told:
        """The same in the domain's terms, as a struct of these fields, and of `more`, which stands in the address."""
        return msgspec.convert({**self.model_dump(mode="json"), **more}, kind)

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        super().__pydantic_init_subclass__(**kwargs)
        for name, field in cls.model_fields.items():
            if _coerces(field.annotation, field.metadata):
                raise TypeError(f"{cls.__name__}.{name} would accept other types: use Day, Moment, Whole, Flag or Strict()")


def example(**fields: Any) -> dict[str, Any]:
    """What a body's schema shows as its example."""
    return {"examples": [fields]}


class Answer(BaseModel):
    """What a service sends back."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class FormMalformed(EdgeError):
    """A form has a field twice, or too many."""

    status = 422
    code = "form-malformed"
    title = "表单有误"


async def form_fields(request: Request) -> Mapping[str, str]:
    """Dependency: the fields of a form body, for the routes that `create_service(forms=…)` names. FormMalformed."""
    try:
        pairs = parse_qsl(
            (await request.body()).decode(), keep_blank_values=True, max_num_fields=_MOST_FORM_FIELDS, errors="strict"
        )
    except ValueError:
        raise _malformed("表单字段过多，请核对。") from None
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise _malformed("表单中有重复的字段，每个字段只能出现一次。")
    return fields


def _malformed(message: str) -> FormMalformed:
    return FormMalformed(message, flaws=(Flaw(place="body", pointer="", code=FormMalformed.code, message=message),))


def _coerces(annotation: Any, metadata: Iterable[Any]) -> bool:
    if annotation in _COERCED:
        return not any(isinstance(mark, Strict | BeforeValidator) for mark in metadata)
    inner, marks = get_args(annotation), getattr(annotation, "__metadata__", ())
    if marks:
        return _coerces(inner[0], marks)
    return any(_coerces(part, metadata) for part in inner if isinstance(part, type) or get_args(part))
