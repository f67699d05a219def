"""What an obligation rule can say: the vocabulary of `obligations.toml`. Owns no computation.

A rule starts an obligation at a fact (or at the expiry of another obligation), says when it is due, and which facts satisfy, move or
cancel it. Facts are named by the topic of an event, which may be one that no service appends yet: such a rule sleeps.
"""

from collections.abc import Iterator
from typing import Literal

import msgspec

from yingsu.law.deadline import Direction, Unit

Force = Literal["hard", "advisory", "information"]
"""hard: a breach when overdue. advisory: shown, never a breach of the agency. information: a date to know."""


class Length(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """How long a period is. Without `roll`, the profile's `roll_last_day_forward` decides."""

    amount: int
    unit: Unit
    direction: Direction = "after"
    roll: bool | None = None


class Comparison(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A condition on one field. All that are given must hold. `contains`: of a field that is a list, one of its items."""

    one_of: tuple[str | int, ...] | None = None
    contains: str | None = None
    at_least: int | None = None
    at_most: int | None = None
    given: bool | None = None


Where = dict[str, str | int | bool | Comparison]
"""Conditions by field path; a plain value must be equal."""


class DayChoice(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A date field that counts as the day of the fact where `where` holds and the field is given."""

    field: str
    where: Where = {}


class Fact(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """An event of `topic` that meets `where`.

    `on`: the field with its legal day, or choices of which the first that applies counts; without it the entry's `occurred_on`.
    `party`: the path to the agency (or agencies) it concerns; without it, every party of the case. `key`: a field whose value tells
    several obligations of one rule and party apart. `anywhere`: counts from every record of the dispute, also for a rule `within` one.
    `what`: its name for officials.
    """

    topic: str
    where: Where = {}
    on: str | tuple[DayChoice, ...] = ()
    party: str | None = None
    key: str | None = None
    anywhere: bool = False
    what: str | None = None


class Way(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One way to satisfy: every fact of `all_of` is there. The latest of their days is the day of satisfaction."""

    all_of: tuple[Fact, ...]


class Move(Fact, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A fact that sets another last day: field `until`, for the reason in field `reason`. `roll`: off a rest day, as a court's date does.

    With `anchor` the field is not the last day but the day that the period is counted from anew (a hearing put off). Instead of `until` a
    `period`: another period from the same start (another procedure).
    """

    until: str | None = None
    anchor: bool = False
    period: Length | None = None
    reason: str | None = None
    roll: bool = True
    clauses: tuple[str, ...] = ()


class Rule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One obligation rule.

    Starts at the first (or last) of `started_by`, or when the obligation of rule `after_expiry_of` expires; with `of_each` not before
    each of the parties that this fact names has a starting fact of its own. Due after `period`, or on the day in field `own_date` of the
    starting event (with both, `period` counts where the event gives no day, and a given day rolls as the period does), or on the next
    `fixed_date` (`MM-DD`). `open_ended` holds the document's word where it gives no number (及时): a task that is open until done, with an
    age and never overdue. The period rests from a fact of `suspended_by` until one of `resumed_by`: where there are as many of both, the
    n-th ends what the n-th began. `statutory`: a layer below may not lengthen it. `within`: a rule within a record has an obligation for
    each record of the dispute, and looks at the facts of that record alone: a second referral or notice of the same dispute has periods
    of its own.
    """

    code: str
    title: str
    per: Literal["defendant", "case"]
    owed_by: str
    force: Force
    started_by: tuple[Fact, ...] = ()
    occurrence: Literal["first", "last"] = "first"
    within: Literal["dispute", "record"] = "dispute"
    of_each: Fact | None = None
    after_expiry_of: str | None = None
    period: Length | None = None
    own_date: str | None = None
    fixed_date: str | None = None
    open_ended: str | None = None
    satisfied_by: tuple[Way, ...]
    moved_by: tuple[Move, ...] = ()
    cancelled_by: tuple[Fact, ...] = ()
    suspended_by: tuple[Fact, ...] = ()
    resumed_by: tuple[Fact, ...] = ()
    statutory: bool = False
    clauses: tuple[str, ...] = ()
    operator_value: bool = False
    note: str | None = None

    def resumes(self, number: int) -> tuple[Fact, ...]:
        """The facts that end what the fact of that number in `suspended_by` began: its own, else any."""
        paired = len(self.resumed_by) == len(self.suspended_by)
        return (self.resumed_by[number],) if paired else self.resumed_by

    def facts(self) -> Iterator[Fact]:
        """Every fact that the rule names."""
        yield from self.started_by
        if self.of_each:
            yield self.of_each
        for way in self.satisfied_by:
            yield from way.all_of
        yield from self.moved_by
        yield from self.cancelled_by
        yield from self.suspended_by
        yield from self.resumed_by

    def cited(self) -> Iterator[str]:
        """Every clause id that the rule cites."""
        yield from self.clauses
        for move in self.moved_by:
            yield from move.clauses


class Parameter(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One value of a profile other than a rule, beside its clauses or the mark that the operator set it.

    `awaits`: topics of the events without which the value has nothing to work on; until services append them, its clauses are open.
    """

    value: str | int | bool | tuple[str, ...]
    awaits: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    operator_value: bool = False
    note: str | None = None
