"""The catalogue of events: a JSON Schema (2020-12) for the payload of every topic, made from the same structs that are stored.

A topic's shape never changes, so neither does its schema; a wording of its description may. Topics that are only read any more keep theirs:
what was stored under them is handed out as it is.
"""

import inspect
import json
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any, Final

import msgspec

import yingsu.events
from yingsu.ledger.mapper import former, topics

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
SUFFIX: Final = ".schema.json"

Schema = Mapping[str, Any]


@cache
def schemas() -> Mapping[str, Schema]:
    """The schema of every published topic, by topic."""
    of_all: dict[str, type[msgspec.Struct]] = {**topics(), **former()}
    published = {topic: cls for topic, cls in of_all.items() if cls.__module__.startswith(f"{yingsu.events.__name__}.")}
    return MappingProxyType({topic: _schema(topic, cls) for topic, cls in sorted(published.items())})


def text_of(document: Schema) -> str:
    """A document as it is written and served: JSON with sorted names, two spaces, LF."""
    return json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def files() -> dict[str, str]:
    """Every schema's file by its name."""
    return {f"{topic}{SUFFIX}": text_of(schema) for topic, schema in schemas().items()}


def _schema(topic: str, cls: type[msgspec.Struct]) -> Schema:
    """The event itself at the root, what it consists of under `$defs`."""
    document = _tidied(msgspec.json.schema(cls))
    parts = document.pop("$defs")
    root = parts.pop(document.pop("$ref").rpartition("/")[2])
    found = {"$schema": DIALECT, "$id": f"urn:yingsu:event:{topic}", **root, "title": topic}
    return found | ({"$defs": parts} if parts else {})


def _tidied(part: Any) -> Any:
    """The same without the margins that descriptions have in the source."""
    if isinstance(part, dict):
        return {
            name: inspect.cleandoc(inner) if name == "description" and isinstance(inner, str) else _tidied(inner)
            for name, inner in part.items()
        }
    return [_tidied(inner) for inner in part] if isinstance(part, list) else part
