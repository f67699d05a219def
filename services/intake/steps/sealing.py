"""From what is told to the event: plain texts and persons become sealed ones, as the event's type says; everything else stays.

A person is a data subject of its own in each step (`<stream>/<version>/<field>[/<number>]`), so that one can be erased without the
others; texts are sealed under their stream.
"""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Protocol, TypeVar, get_args

import msgspec

from yingsu.ledger.entry import Event
from yingsu.ledger.sealed import Person, SealedPerson, SealedText

E = TypeVar("E", bound=Event)


class Sealer(Protocol):
    """What seals: the keys, or a `Measure` that only gives the length."""

    def seal_person(self, subject: str, person: Person) -> SealedPerson: ...
    def seal_text(self, subject: str, text: str) -> SealedText: ...


def event_of(event: type[E], told: msgspec.Struct, derived: Mapping[str, object], sealer: Sealer, stream: str, version: int) -> E:
    """The event of a step that is told for `stream` at `version`, with the fields that nobody tells, and without what is told only to be
    decided on."""
    stored = frozenset(event.__struct_fields__)
    values = {name: getattr(told, name) for name in told.__struct_fields__ if name in stored} | dict(derived)
    for name, kind in _sealed_fields(event).items():
        values[name] = _sealed(values[name], kind, sealer, stream, f"{stream}/{version + 1}/{name}")
    return event(**values)


@cache
def _sealed_fields(event: type[Event]) -> dict[str, type]:
    found: dict[str, type] = {}
    for field in msgspec.structs.fields(event):
        inside = _leaves(field.type)
        for kind in (SealedPerson, SealedText):
            if kind in inside:
                found[field.name] = kind
    return found


def _leaves(annotation: Any) -> set[Any]:
    parts = get_args(annotation)
    return set().union(*map(_leaves, parts)) if parts else {annotation}


def _sealed(value: Any, kind: type, sealer: Sealer, stream: str, subject: str) -> Any:
    if value is None:
        return None
    seal: Callable[[str, Any], Any] = sealer.seal_person if kind is SealedPerson else sealer.seal_text
    persons = kind is SealedPerson
    if isinstance(value, tuple):
        return tuple(seal(f"{subject}/{number}" if persons else stream, one) for number, one in enumerate(value, start=1))
    return seal(subject if persons else stream, value)
