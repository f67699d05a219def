"""How an obligation came to its last day: counted or given, moved, with what it rested. The same for evaluating and for explaining."""

from collections.abc import Iterator, Sequence
from datetime import date
from operator import attrgetter
from typing import NamedTuple

import msgspec

from yingsu.law.calendar import Calendar
from yingsu.law.counting import Rest, counted, given
from yingsu.law.deadline import Deadline, Period, carried, end_on, fixed_on, reckon
from yingsu.law.facts import CaseFacts, Found, Place, dated
from yingsu.law.live import LiveRule, MoveCondition
from yingsu.law.obligation import Given, Moved, Start


class Term(NamedTuple):
    """`period` counted from `on` (which has bounds where another period had), or a day `given`, later by what it rested after `on`."""

    on: date
    earliest: date
    latest: date
    period: Period | None
    given: Given | None

    @classmethod
    def first(cls, start: Start, period: Period | None, day: Given | None) -> "Term":
        """What the start set."""
        return cls(start.on, start.earliest, start.latest, period, day)

    @classmethod
    def after(cls, move: Moved, start: Start) -> "Term":
        """What a move set."""
        on = move.until if move.period else max(move.on, start.on)
        return cls(on, on, on, move.period, None if move.period else Given(day=move.until, roll=move.roll))

    def last_day(self, rest: Rest, calendar: Calendar) -> Deadline:
        """The last day, but for what rests until further notice. Errors as `deadline.reckon`."""
        period, day = self.period, self.given
        if period is not None:
            if self.earliest != self.latest:
                before = Deadline(
                    due=self.on, provisional=True, earliest=self.earliest, latest=self.latest, remind_on=self.earliest
                )
                return carried(before, lambda start: counted(start, period, rest, calendar))
            if rest.stretches:
                return counted(self.on, period, rest, calendar)
            return reckon(self.on, period.amount, period.unit, period.direction, calendar, roll=period.roll)
        if day is None:
            raise ValueError("a term is a period or a given day")
        if rest.stretches:
            return given(day.day, self.on, rest, calendar, roll=day.roll)
        return (end_on if day.roll else fixed_on)(day.day.toordinal(), calendar)

    def stops(self, deadline: Deadline, rest: Rest) -> bool:
        """Does it rest until further notice since before its last day was over?"""
        return rest.open_from is not None and rest.after(self.on).holds(deadline)


class Course(NamedTuple):
    """The moves in the order of their legal days, the deadline after the last; whether it could not be met any more when it was set; whether
    it rests until further notice; and the latest that its last day ever was."""

    moves: tuple[Moved, ...]
    deadline: Deadline
    impossible: bool
    stopped: bool
    furthest: date


def course(case: CaseFacts, live: LiveRule, place: Place, start: Start, first: Term, rest: Rest, calendar: Calendar) -> Course:
    """The deadline of an obligation of `live` at `place`.

    One that was set when its last day was over is impossible: a hearing fixed or brought forward so that 3日前 is past. A day that is moved
    after it passed was a breach before and stays what it was.
    """
    turns = list(_turns(case, live, place, start)) if live.moves else []
    term = first
    deadline = term.last_day(rest.begun_by(turns[0].on) if turns else rest, calendar)
    impossible, furthest = start.known_on > deadline.latest, deadline.latest
    for number, turn in enumerate(turns):
        term, before = Term.after(turn, start), deadline
        deadline = term.last_day(_until_next(rest, turns, number), calendar)
        turns[number] = msgspec.structs.replace(turn, old_due=before.due, new_due=deadline.due)
        impossible = deadline.latest < turn.on and (impossible or before.latest >= turn.on)
        furthest = max(furthest, deadline.latest)
    return Course(tuple(turns), deadline, impossible, term.stops(deadline, rest), furthest)


def phases(start: Start, first: Term, moves: Sequence[Moved], rest: Rest) -> Iterator[tuple[Moved | None, Term, Rest]]:
    """Each term in order: what set it (None: the start), and the rest that it met."""
    yield None, first, rest.begun_by(moves[0].on) if moves else rest
    for number, move in enumerate(moves):
        yield move, Term.after(move, start), _until_next(rest, moves, number)


def _until_next(rest: Rest, moves: Sequence[Moved], number: int) -> Rest:
    return rest.begun_by(moves[number + 1].on) if number + 1 < len(moves) else rest


def _turns(case: CaseFacts, live: LiveRule, place: Place, start: Start) -> Iterator[Moved]:
    """The facts that move, in order, not yet with the days before and after. No period ends before it starts: such a day moves nothing."""
    found = [(fact, move) for move in live.moves for fact in case.all(move.condition, place)]
    for fact, move in sorted(found, key=lambda item: dated(item[0])):
        day: date | None = attrgetter(move.move.until)(fact.entry.event) if move.move.until else start.on
        period = move.period or (live.period if move.move.anchor else None)
        if day is None or (move.move.anchor and period is None):
            continue
        backward = live.period is not None and live.period.direction == "before"
        if day < (min(start.earliest, fact.on) if backward else start.earliest):
            continue
        yield _move(fact, move, day, period)


def _move(fact: Found, move: MoveCondition, day: date, period: Period | None) -> Moved:
    reason = attrgetter(move.move.reason)(fact.entry.event) if move.move.reason else None
    return Moved(
        event_id=fact.entry.event_id,
        what=fact.what,
        on=fact.on,
        old_due=day,
        new_due=day,
        until=day,
        period=period,
        roll=move.move.roll,
        reason=reason or "",
        authority=move.authority,
    )
