"""Rules and recurring duties that are awake in a rule set, made ready: facts as functions, periods with their roll, citations in words."""

from collections.abc import Iterable, Mapping
from datetime import date

import msgspec

from yingsu.law.clauses import Clause
from yingsu.law.deadline import Period
from yingsu.law.matching import Condition, condition
from yingsu.law.provision import Recurring
from yingsu.law.rule import Fact, Length, Move, Rule, Way
from yingsu.ledger.mapper import event_class, newest

OF_ONES_OWN = "本单位自定"
"""The authority of what cites no clause."""


class MoveCondition(msgspec.Struct, frozen=True):
    """A move of a rule, ready to be looked for."""

    move: Move
    condition: Condition
    authority: str
    period: Period | None = None


class Pause(msgspec.Struct, frozen=True):
    """A fact that suspends, and the facts that resume what it suspended."""

    suspends: Condition
    resumes: tuple[Condition, ...]


class LiveRule(msgspec.Struct, frozen=True, kw_only=True):
    """A rule that is awake in a rule set, with all that its obligations have in common."""

    rule: Rule
    layer: str
    period: Period | None
    starts: tuple[tuple[str, Condition], ...]
    of_each: Condition | None
    ways: tuple[tuple[Condition, ...], ...]
    moves: tuple[MoveCondition, ...]
    pauses: tuple[Pause, ...]
    cancels: tuple[Condition, ...]
    quotes: tuple[str, ...]
    authority: str


class LiveDuty(msgspec.Struct, frozen=True, kw_only=True):
    """A recurring duty that is awake from `begin` until the day before `end`. `since`: the first day from which on a duty of its code was owed
    without a gap."""

    duty: Recurring
    profile: str
    layer: str
    jurisdiction: str
    period: Period | None
    ways: tuple[tuple[Condition, ...], ...]
    quotes: tuple[str, ...]
    authority: str
    begin: date
    end: date
    since: date


def live_rule(rule: Rule, layer: str, clauses: Mapping[str, Clause], *, roll: bool) -> LiveRule:
    """The rule of `layer`, without the facts that cannot be yet. `roll` where its period does not say itself."""
    return LiveRule(
        rule=rule,
        layer=layer,
        period=_period(rule.period, roll=roll),
        starts=tuple((newest(fact.topic), condition(fact)) for fact in rule.started_by if _exists(fact)),
        of_each=condition(rule.of_each) if rule.of_each else None,
        ways=possible(rule.satisfied_by),
        moves=tuple(
            MoveCondition(
                move,
                condition(move),
                cited(move.clauses or rule.clauses, clauses) or OF_ONES_OWN,
                _period(move.period, roll=roll),
            )
            for move in rule.moved_by
            if _exists(move)
        ),
        pauses=tuple(
            Pause(condition(fact), tuple(condition(ends) for ends in rule.resumes(number) if _exists(ends)))
            for number, fact in enumerate(rule.suspended_by)
            if _exists(fact)
        ),
        cancels=tuple(condition(fact) for fact in rule.cancelled_by if _exists(fact)),
        quotes=quoted(rule.clauses, clauses),
        authority=cited(rule.clauses, clauses) or OF_ONES_OWN,
    )


def live_duty(
    duty: Recurring, profile: str, layer: str, jurisdiction: str, clauses: Mapping[str, Clause], *, roll: bool
) -> LiveDuty:
    """The duty of `layer` as `profile` has it govern `jurisdiction`, for all time; asleep (without ways) where no way is possible yet."""
    return LiveDuty(
        duty=duty,
        profile=profile,
        layer=layer,
        jurisdiction=jurisdiction,
        period=_period(duty.period, roll=roll),
        ways=possible(duty.satisfied_by),
        quotes=quoted(duty.clauses, clauses),
        authority=cited(duty.clauses, clauses) or OF_ONES_OWN,
        begin=date.min,
        end=date.max,
        since=date.min,
    )


def possible(ways: Iterable[Way]) -> tuple[tuple[Condition, ...], ...]:
    """The ways all of whose facts exist."""
    return tuple(tuple(condition(fact) for fact in way.all_of) for way in ways if all(map(_exists, way.all_of)))


def cited(ids: Iterable[str], clauses: Mapping[str, Clause]) -> str:
    """The clauses as an official cites them."""
    return "、".join(clauses[identifier].citation if identifier in clauses else identifier for identifier in ids)


def quoted(ids: Iterable[str], clauses: Mapping[str, Clause]) -> tuple[str, ...]:
    """The words of the clauses."""
    return tuple(clauses[identifier].quote for identifier in ids if identifier in clauses)


def _period(length: Length | None, *, roll: bool) -> Period | None:
    if length is None:
        return None
    rolls = roll if length.roll is None else length.roll
    return Period(amount=length.amount, unit=length.unit, direction=length.direction, roll=rolls)


def _exists(fact: Fact) -> bool:
    return event_class(fact.topic) is not None
