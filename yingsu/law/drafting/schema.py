"""JSON Schemas of the files that whoever keeps profiles and calendars writes, for editors. Made from the same structs that read the files.

JSON Schema draft 7, which editors of TOML (taplo, Even Better TOML) understand best; the words are those of `profile_words`.
"""

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from yingsu.events.catalogue import SUFFIX, text_of
from yingsu.law.calendar import CalendarYear
from yingsu.law.clauses import ClauseFile
from yingsu.law.drafting.folder import LISTS
from yingsu.law.drafting.words import WORDS
from yingsu.law.rule import Parameter

DIALECT: Final = "http://json-schema.org/draft-07/schema#"
FOLDER: Final = "profiles"

_TITLES: Final[Mapping[str, str]] = {
    "obligations": "期限规则",
    "recurring": "周期工作",
    "metrics": "指标",
    "escalations": "问责阶梯",
    "registers": "台账",
    "gates": "办理条件",
    "bulletins": "通报",
    "documents": "文书",
    "identity": "名称、辖区、上级和施行日期",
    "parameters": "参数（roles.toml、calendar.toml、review.toml 等）",
    "clauses": "条款（仅用于不随本软件提供的文件）",
    "calendar-year": "年度日历（calendars/<年份>.toml）",
}

_IDENTITY: Final[Mapping[str, str]] = {
    "title": "文件标题",
    "jurisdiction": "六位行政区划代码",
    "inherits": "上级规则的编号，没有上级文件的写 national",
    "effective_from": "施行日期，与文件夹名一致，如 2025-04-18",
}


def files() -> dict[str, str]:
    """Every schema's file by its name, below the folder of the generated files."""
    return {f"{FOLDER}/{name}{SUFFIX}": text_of(schema) for name, schema in schemas().items()}


def schemas() -> dict[str, dict[str, Any]]:
    """The schema of each kind of file, by the file's name without `.toml`."""
    found = {name: _schema(name, *_list(name, kind)) for name, kind in LISTS.items()}
    parameter, parts = _reference(Parameter)
    named = {key: parameter | {"description": words} for key, words in _IDENTITY.items()}
    identity = {"type": "object", "properties": named, "required": ["title"], "additionalProperties": parameter}
    found["identity"] = _schema("identity", identity, parts)
    found["parameters"] = _schema("parameters", {"type": "object", "additionalProperties": parameter}, parts)
    for name, struct in (("clauses", ClauseFile), ("calendar-year", CalendarYear)):
        root, parts = _reference(struct)
        found[name] = _schema(name, root, parts)
    return found


def _list(name: str, kind: type[msgspec.Struct]) -> tuple[dict[str, Any], dict[str, Any]]:
    item, parts = _reference(kind)
    entries = {"type": "array", "items": item, "description": f"每项写作 [[{name}]]"}
    return {"type": "object", "properties": {name: entries}, "additionalProperties": False}, parts


def _schema(name: str, root: Mapping[str, Any], parts: Mapping[str, Any]) -> dict[str, Any]:
    return {"$schema": DIALECT, "$id": f"urn:yingsu:profile:{name}", "title": _TITLES[name], **root, "definitions": dict(parts)}


def _reference(struct: type[msgspec.Struct]) -> tuple[dict[str, Any], dict[str, Any]]:
    """A reference to the struct, and the structs that it needs."""
    (root,), parts = msgspec.json.schema_components([struct], ref_template="#/definitions/{name}")
    return {"allOf": [root]}, {name: _worded(name, part) for name, part in parts.items()}


def _worded(name: str, part: Mapping[str, Any]) -> dict[str, Any]:
    """The struct's schema in draft 7, in the words of whoever writes it."""
    what, keys = WORDS.get(name, (name, {}))
    properties = {
        key: _older(inner) | ({"description": keys[key]} if key in keys else {}) for key, inner in part["properties"].items()
    }
    return {**part, "title": what.partition("：")[0], "description": what, "properties": properties}


def _older(part: Any) -> Any:
    """The same in draft 7: a tuple's items, and what stands beside a reference, are said otherwise."""
    if isinstance(part, list):
        return [_older(inner) for inner in part]
    if not isinstance(part, dict):
        return part
    found = {key: _older(inner) for key, inner in part.items() if key != "prefixItems"}
    if "prefixItems" in part:
        found["items"] = [_older(inner) for inner in part["prefixItems"]]
    if "$ref" in found:
        found = {"allOf": [{"$ref": found.pop("$ref")}], **found}
    return found
