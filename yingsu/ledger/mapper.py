"""Events to stored bytes and back: msgspec JSON, stable topics, upcasting, and never a crash of a reader.

A topic is a name with a version (`intake.case_filed.v1`). Its stored shape never changes. A changed event gets a new topic version and
an upcaster from the old one; the code then knows only the newest struct.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any, TypeVar

import msgspec

from yingsu.ledger.entry import Event, UnknownEvent

TOPIC_PATTERN = re.compile(r"[a-z]+\.[a-z][a-z_]*\.v[1-9][0-9]*")

EventClass = TypeVar("EventClass", bound=type[Event])
Upcaster = Callable[[dict[str, Any]], dict[str, Any]]

_classes: dict[str, type[Event]] = {}
_decoders: dict[str, msgspec.json.Decoder[Event]] = {}
_upcasters: dict[str, tuple[str, Upcaster]] = {}
_former: dict[str, type[msgspec.Struct]] = {}
_encode = msgspec.json.Encoder().encode


def stored(topic: str) -> Callable[[EventClass], EventClass]:
    """Class decorator: events of this class are stored under `topic`."""
    if not TOPIC_PATTERN.fullmatch(topic):
        raise ValueError(f"not a topic: {topic}")

    def register(cls: EventClass) -> EventClass:
        if topic in _classes:
            raise ValueError(f"two events claim the topic {topic}")
        cls.TOPIC = topic
        _classes[topic] = cls
        _decoders[topic] = msgspec.json.Decoder(cls)
        return cls

    return register


def upcast(old_topic: str, new_topic: str, shape: type[msgspec.Struct] | None = None) -> Callable[[Upcaster], Upcaster]:
    """Decorator: the function turns the stored fields of `old_topic` into those of `new_topic`. `shape`: what is stored under the old one."""

    def register(function: Upcaster) -> Upcaster:
        if old_topic in _classes or old_topic in _upcasters:
            raise ValueError(f"{old_topic} is a current topic or already has an upcaster")
        _upcasters[old_topic] = (new_topic, function)
        if shape is not None:
            _former[old_topic] = shape
        return function

    return register


def topics() -> Mapping[str, type[Event]]:
    """Every current topic and its event class."""
    return MappingProxyType(_classes)


def former() -> Mapping[str, type[msgspec.Struct]]:
    """Every topic that is only read any more, and what is stored under it."""
    return MappingProxyType(_former)


def newest(topic: str) -> str:
    """The topic as which what is stored under `topic` is read."""
    while topic in _upcasters:
        topic = _upcasters[topic][0]
    return topic


def spelled(wanted: Iterable[str]) -> frozenset[str]:
    """Everything under which events of these topics may be stored: they themselves, and the older versions that are read as them."""
    current = frozenset(map(newest, wanted))
    return current | {old for old in _upcasters if newest(old) in current}


def event_class(topic: str) -> type[Event] | None:
    """What an event of `topic`, or of an older version of it, is read as; None where there is no such topic."""
    return _classes.get(newest(topic))


def encode(event: Event) -> bytes:
    """The payload to store: UTF-8 JSON, fields in declaration order."""
    if not event.TOPIC:
        raise ValueError(f"{type(event).__name__} has no topic")
    return _encode(event)


def decode(topic: str, payload: bytes) -> Event:
    """The event of a stored payload. `UnknownEvent` where the topic or the payload cannot be read; never raises for them."""
    decoder = _decoders.get(topic)
    try:
        if decoder is not None:
            return decoder.decode(payload)
        if topic not in _upcasters:
            return UnknownEvent(topic=topic, payload=payload, reason="unknown topic")
        fields = msgspec.json.decode(payload, type=dict[str, Any])
        current = topic
        while current in _upcasters:
            current, function = _upcasters[current]
            fields = function(fields)
        return msgspec.convert(fields, _classes[current])
    except (msgspec.DecodeError, KeyError, TypeError, ValueError) as error:
        return UnknownEvent(topic=topic, payload=payload, reason=f"{type(error).__name__}: {error}")
