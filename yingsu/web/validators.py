"""Whether a reader holds already what would be shown: an ETag of all that the answer says, and the 304 for who has it.

An answer also follows from the day, the rules, the calendar and the names in the registry, so the version of a stream does not tell whether
it changed (`yingsu.web.writes`: that is what `If-Match` is for). Here the content itself does.
"""

import hashlib
from collections.abc import Sequence
from typing import Annotated

from fastapi import Depends
from fastapi.responses import Response

from yingsu.web.bodies import Answer
from yingsu.web.writes import if_none_match

Held = Annotated[frozenset[str], Depends(if_none_match)]
"""The ETags that the caller holds."""

_DIGITS = 32


def tag_of(shown: Answer | Sequence[Answer]) -> str:
    """What names the content of an answer: equal contents have equal tags, and no others."""
    digest = hashlib.sha256()
    for part in (shown,) if isinstance(shown, Answer) else shown:
        digest.update(part.model_dump_json().encode() + b"\n")
    return digest.hexdigest()[:_DIGITS]


def held_already(held: frozenset[str], response: Response, shown: Answer | Sequence[Answer]) -> Response | None:
    """The 304 to return when the caller holds just this content; else None, and `response` says its ETag (weak: white space may differ)."""
    tag = tag_of(shown)
    header = f'W/"{tag}"'
    if "*" in held or tag in held:
        return Response(status_code=304, headers={"ETag": header})
    response.headers["ETag"] = header
    return None
