"""A landed topic's stored shape never changes: one golden payload a topic, every field with a value."""

from pathlib import Path
from typing import Any

import msgspec
import pytest

import yingsu.events as published
from yingsu.ledger.entry import UnknownEvent
from yingsu.ledger.mapper import decode, encode, topics
from yingsu.ledger.sealed import Person

GOLDEN = Path(__file__).parent / "events"
TOPICS = sorted(topic for topic, cls in topics().items() if cls.__module__.startswith(published.__name__))


def test_every_topic_has_a_golden_payload_and_every_golden_payload_can_still_be_read() -> None:
    files = {path.stem for path in GOLDEN.glob("*.json")}
    assert set(TOPICS) <= files
    for topic in files:
        assert not isinstance(decode(topic, (GOLDEN / f"{topic}.json").read_bytes()), UnknownEvent), topic


@pytest.mark.parametrize("topic", TOPICS)
def test_an_event_is_stored_as_its_golden_bytes(topic: str) -> None:
    golden = (GOLDEN / f"{topic}.json").read_bytes()
    event = decode(topic, golden)
    assert type(event) is topics()[topic]
    assert encode(event) == golden
    assert _empty(msgspec.to_builtins(event)) == set(), "a golden payload shows every field with a value"


def test_a_changed_shape_would_be_seen() -> None:
    topic = "intake.case_withdrawn.v1"
    golden = (GOLDEN / f"{topic}.json").read_bytes()
    for changed in (golden.replace(b'"voluntary":true', b'"voluntary":"yes"'), golden.replace(b"voluntary", b"willing")):
        assert isinstance(decode(topic, changed), UnknownEvent)


def test_no_event_can_hold_a_person_in_the_clear() -> None:
    for topic in TOPICS:
        assert Person not in _structs(topics()[topic]), topic
    assert Person in _structs(tuple[dict[str, Person | None], ...]), "the walk finds a Person where there is one"


def _empty(value: Any, path: str = "") -> set[str]:
    """The fields without a value, by path. In a list of objects it is enough that one of them has it."""
    if isinstance(value, dict):
        return {name for key, inner in value.items() for name in _empty(inner, f"{path}/{key}")}
    if isinstance(value, list | tuple):
        return set.intersection(*(_empty(inner, path) for inner in value)) if value else {path}
    return {path} if value is None else set()


def _structs(of: Any) -> set[type]:
    """Every struct type that a value of the type can hold."""
    seen: set[type] = set()
    pending: list[Any] = [msgspec.inspect.type_info(of)]
    while pending:
        node = pending.pop()
        if isinstance(node, msgspec.inspect.StructType) and node.cls not in seen:
            seen.add(node.cls)
            pending.extend(field.type for field in node.fields)
        for name in ("types", "item_types"):
            pending.extend(getattr(node, name, ()))
        for name in ("item_type", "key_type", "value_type"):
            pending.extend([inner] if (inner := getattr(node, name, None)) else [])
    return seen
