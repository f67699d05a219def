"""What one version of a profile changes against another: value by value, each with the clauses on both sides. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any, Literal

import msgspec

from yingsu.law.drafting.folder import OBLIGATIONS
from yingsu.law.layer import Profile

How = Literal["added", "changed", "removed"]
"""新增, 更改, 删去."""


class Revision(msgspec.Struct, frozen=True, kw_only=True):
    """One value that is not the same. `key` names the parameter, or the rule or provision with the field that differs (without one: the whole
    of it). `before` and `after` are JSON values, None where there is none."""

    how: How
    file: str
    key: str
    title: str
    before: Any
    after: Any
    clauses_before: tuple[str, ...]
    clauses_after: tuple[str, ...]


class _Value(msgspec.Struct, frozen=True):
    """One value of a profile as written."""

    title: str
    content: Any
    clauses: tuple[str, ...]


def revisions(before: Profile | None, after: Profile) -> tuple[Revision, ...]:
    """What `after` adds, changes and removes, in the order of its files; without `before` everything is added."""
    old = dict(_values(before)) if before else {}
    new = dict(_values(after))
    found = [revision for place, value in new.items() for revision in _compared(place, old.get(place), value)]
    gone = [revision for place, value in old.items() if place not in new for revision in _compared(place, value, None)]
    return (*found, *gone)


def _compared(place: tuple[str, str], old: _Value | None, new: _Value | None) -> Iterator[Revision]:
    file, key = place
    some = new or old
    if some is None or (old is not None and new is not None and old.content == new.content):
        return
    clauses_before, clauses_after = old.clauses if old else (), new.clauses if new else ()
    if old is None or new is None or not isinstance(old.content, Mapping) or not isinstance(new.content, Mapping):
        how: How = "added" if old is None else "removed" if new is None else "changed"
        yield Revision(
            how=how,
            file=file,
            key=key,
            title=some.title,
            before=old.content if old else None,
            after=new.content if new else None,
            clauses_before=clauses_before,
            clauses_after=clauses_after,
        )
        return
    for field in dict.fromkeys((*old.content, *new.content)):
        was, is_now = old.content.get(field), new.content.get(field)
        if was != is_now:
            yield Revision(
                how="added" if field not in old.content else "removed" if field not in new.content else "changed",
                file=file,
                key=f"{key}.{field}",
                title=some.title,
                before=was,
                after=is_now,
                clauses_before=clauses_before,
                clauses_after=clauses_after,
            )


def _values(profile: Profile) -> Iterator[tuple[tuple[str, str], _Value]]:
    for group, parameters in profile.parameters.items():
        for key, parameter in parameters.items():
            yield (f"{group}.toml", key), _Value(parameter.note or key, _as_json(parameter), parameter.clauses)
    for rule in profile.rules:
        yield (f"{OBLIGATIONS}.toml", rule.code), _Value(rule.title, _as_json(rule), tuple(rule.cited()))
    for name, provision in profile.provisions():
        yield (f"{name}.toml", provision.code), _Value(provision.title, _as_json(provision), tuple(provision.cited()))


def _as_json(value: msgspec.Struct) -> dict[str, Any]:
    found: dict[str, Any] = msgspec.to_builtins(value)
    return found
