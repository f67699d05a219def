"""What is written down about requests: one JSON line each on standard error. Ids, route templates, codes and times; no content.

No bodies, no query values, no path values, no messages of exceptions (databases and parsers quote their input there). Who read what is
restricted is written down besides (`READS`), with the id of the case, at whatever level the log is kept.
"""

import json
import logging
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TextIO

from yingsu.web import tracing

REQUESTS = "yingsu.requests"
READS = "yingsu.reads"
"""Who read what is restricted (`client`, `official`, `case`): ids only, and never left out."""
FIELDS = ("service", "method", "route", "status", "duration_ms", "client", "official", "case", "code")
"""What a record may carry besides its message, through `extra`."""

_SOURCE_ROOT = str(Path(__file__).resolve().parents[2])


class JsonLines(logging.Formatter):
    """One record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        trace = tracing.current()
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if trace is not None:
            line |= {"correlation_id": trace.correlation_id, "trace_id": trace.trace_id}
        line |= {name: record.__dict__[name] for name in FIELDS if record.__dict__.get(name) is not None}
        if record.exc_info and record.exc_info[1] is not None:
            line["fault"] = list(frames(record.exc_info[1]))
        return json.dumps(line, ensure_ascii=False).encode("utf-8", "replace").decode()


def frames(error: BaseException) -> Iterator[str]:
    """An exception and its causes as types and places, without messages. Of other software's places only the innermost is kept."""
    seen: set[int] = set()
    cause: BaseException | None = error
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        yield f"{type(cause).__module__}.{type(cause).__qualname__}"
        yield from _places(cause.__traceback__)
        cause = cause.__cause__ or cause.__context__


def _places(traceback: TracebackType | None) -> Iterator[str]:
    while traceback is not None:
        code = traceback.tb_frame.f_code
        ours = code.co_filename.startswith(_SOURCE_ROOT) and "site-packages" not in code.co_filename
        if ours or traceback.tb_next is None:
            yield f"  {code.co_filename.removeprefix(_SOURCE_ROOT)}:{traceback.tb_lineno} {code.co_qualname}"
        traceback = traceback.tb_next


def configure(level: str, stream: TextIO | None = None) -> None:
    """Send every logger of the process to `stream` (standard error) as JSON lines, from `level` up.

    The server's own request log quotes addresses with their values; ours takes its place.
    """
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = name != "uvicorn.access"
    # These two quote addresses and statements at their lower levels.
    for name in ("httpx", "psycopg"):
        logging.getLogger(name).setLevel(max(logging.getLogger().level, logging.WARNING))
    logging.getLogger(READS).setLevel(logging.INFO)
