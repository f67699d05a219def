"""Facts of a rule made into functions over entries, and whether the events they name exist with the fields they name.

Owns the reading of event fields by path; knows no rule and no event by name.
"""

from collections.abc import Callable, Iterator
from datetime import date
from operator import attrgetter
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import msgspec

import yingsu.events  # noqa: F401 - registers every topic
from yingsu.law.rule import Comparison, DayChoice, Fact, Rule, Where
from yingsu.ledger.entry import Entry, Event
from yingsu.ledger.mapper import event_class, newest

Predicate = Callable[[Event], bool]
Reader = Callable[[Event], Any]


class Condition(msgspec.Struct, frozen=True):
    """A fact ready to be looked for. `holds` is None where every event of the topic does; `parties` where it concerns all, and its answer
    where the event says so of itself, naming none."""

    topic: str
    what: str
    holds: Predicate | None
    day: Callable[[Entry], date]
    parties: Callable[[Event], tuple[str, ...] | None] | None
    key: Reader | None
    anywhere: bool = False

    def holds_for(self, event: Event, party: str | None, key: str | None) -> bool:
        """Is an event of the topic this fact, for `party` and `key` (None: whichever)?"""
        if self.holds is not None and not self.holds(event):
            return False
        named = self.named(event) if party is not None else None
        if named is not None and party not in named:
            return False
        return key is None or self.key is None or self.key(event) == key

    def named(self, event: Event) -> tuple[str, ...] | None:
        """The parties whom an event that is this fact concerns; None: all of its case."""
        return self.parties(event) if self.parties is not None else None


def condition(fact: Fact) -> Condition:
    """The fact as functions. Its topic and fields must exist (`misfits`)."""
    return Condition(
        topic=newest(fact.topic),
        what=fact.what or fact.topic,
        holds=predicate(fact.where),
        day=_day(fact.on),
        parties=_parties(fact.party) if fact.party else None,
        key=attrgetter(fact.key) if fact.key else None,
        anywhere=fact.anywhere,
    )


def predicate(where: Where) -> Predicate | None:
    """All conditions as one function; None when there are none."""
    tests = [_test(path, wanted) for path, wanted in where.items()]
    if not tests:
        return None
    if len(tests) == 1:
        return tests[0]
    return lambda event: all(test(event) for test in tests)


def missing_topics(rule: Rule) -> tuple[str, ...]:
    """Topics that the rule names and no service appends yet, in order, each once."""
    return tuple(dict.fromkeys(fact.topic for fact in rule.facts() if event_class(fact.topic) is None))


def misfits(fact: Fact, fields: tuple[tuple[str, type], ...] = ()) -> Iterator[str]:
    """What the fact names that its event does not have, in Chinese. Nothing for topics that do not exist yet.

    `fields` are further paths with the type that each must have.
    """
    event = event_class(fact.topic)
    if event is None:
        return
    choices = (DayChoice(field=fact.on),) if isinstance(fact.on, str) else fact.on
    wanted: list[tuple[str, type | None]] = [(path, None) for path in fact.where]
    wanted += [(path, None) for choice in choices for path in choice.where]
    wanted += [(choice.field, date) for choice in choices]
    wanted += [(path, str) for path in (fact.key,) if path]
    conditions = [*fact.where.items(), *(condition for choice in choices for condition in choice.where.items())]
    for path, test in conditions:
        if isinstance(test, Comparison) and test.contains is not None and not _is_list(event, path):
            yield f"事件 {fact.topic} 的字段 {path} 不是列表，不能用 contains"
        elif isinstance(test, Comparison) and (test.at_least, test.at_most) != (None, None) and _type_at(event, path) is not int:
            yield f"事件 {fact.topic} 的字段 {path} 不是整数，不能用 at_least、at_most"
    wanted += fields
    for path, _ in wanted:
        if not _is_plain(event, path):
            yield f"事件 {fact.topic} 的字段 {path} 在列表或者可能没有的内容之中，不能使用"
    # Only the party may be within a list: then it is each of those there.
    for path, kind in [*wanted, *((path, str) for path in (fact.party,) if path)]:
        found = _type_at(event, path)
        if found is None:
            yield f"事件 {fact.topic} 没有字段 {path}"
        elif kind is not None and found is not kind:
            yield f"事件 {fact.topic} 的字段 {path} 不是{'日期' if kind is date else '文本'}"


def _type_at(cls: type, path: str) -> type | None:
    current: Any = cls
    for part in path.split("."):
        hints = get_type_hints(current) if isinstance(current, type) else {}
        if part not in hints:
            return None
        current = _element(hints[part])
    return current  # type: ignore[no-any-return]


def _is_plain(cls: type, path: str) -> bool:
    """Is every part of the path but the last always there, and once? So too one that does not exist: that is another complaint."""
    current: Any = cls
    for part in path.split(".")[:-1]:
        current = get_type_hints(current).get(part)
        if not isinstance(current, type):
            return current is None
    return True


def _is_list(cls: type, path: str) -> bool:
    """Is the field of that path a list? So too one that does not exist: that is another complaint."""
    head, _, last = path.rpartition(".")
    owner = _type_at(cls, head) if head else cls
    hint = get_type_hints(owner).get(last) if owner else None
    return hint is None or get_origin(hint) is tuple


def _element(hint: Any) -> Any:
    """The type inside an optional, a tuple or a literal."""
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        return _element(next(inner for inner in get_args(hint) if inner is not NoneType))
    if origin is tuple:
        return _element(get_args(hint)[0])
    return type(get_args(hint)[0]) if origin is not None else hint


def _test(path: str, wanted: str | int | bool | Comparison) -> Predicate:
    read = attrgetter(path)
    if not isinstance(wanted, Comparison):
        return lambda event: read(event) == wanted
    test = wanted

    def holds(event: Event) -> bool:
        value = read(event)
        if test.given is not None and (value is not None and value not in ("", ())) != test.given:
            return False
        if test.one_of is not None and value not in test.one_of:
            return False
        if test.contains is not None and test.contains not in value:
            return False
        if test.at_least is not None and (value is None or value < test.at_least):
            return False
        return test.at_most is None or (value is not None and value <= test.at_most)

    return holds


def _day(on: str | tuple[DayChoice, ...]) -> Callable[[Entry], date]:
    if isinstance(on, str):
        read = attrgetter(on)
        return lambda entry: read(entry.event) or entry.occurred_on
    choices = [(attrgetter(choice.field), predicate(choice.where)) for choice in on]

    def day(entry: Entry) -> date:
        for read, holds in choices:
            value: date | None = read(entry.event)
            if value is not None and (holds is None or holds(entry.event)):
                return value
        return entry.occurred_on

    return day


def _parties(path: str) -> Callable[[Event], tuple[str, ...] | None]:
    head, _, tail = path.partition(".")
    read = attrgetter(head)
    if tail:
        inner = attrgetter(tail)
        return lambda event: tuple([inner(item) for item in read(event)])

    def parties(event: Event) -> tuple[str, ...] | None:
        value = read(event)
        return value if value is None else (value,) if isinstance(value, str) else tuple(value)

    return parties
