"""What a profile provides besides periods: the vocabulary of its other files. Owns no computation.

Each provision stands beside its clauses or the operator's mark, and names the topics of the facts that it looks at; one may be of an event
that no service appends yet: then the provision sleeps.
"""

from collections.abc import Iterator
from typing import Final, Literal

import msgspec

from yingsu.law.rule import Fact, Force, Length, Way

CAUSE_DETERMINED: Final = "review.defeat_cause_determined.v1"
"""The fact by which a person says what a loss was caused by. It is never inferred."""

Cycle = Literal["quarter", "half_year", "year"]
"""Calendar quarter; 1 January to 30 June and 1 July to 31 December; calendar year."""

Window = Literal["quarter", "half_year", "year", "36_months", "event", "operator"]
"""What a ladder counts within: a cycle; the 36 months up to the day asked about; a single event; whatever the operator sets."""


Basis = Literal["closed", "first_instance", "effective", "substantive"]
"""Which cases a rate of outcomes is taken over: all that were closed; those of the first instance; judgments in effect; those decided on
the merits by a judgment."""


class Provision(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What all have: a code that is unique in its file, a title for officials, and where it comes from."""

    code: str
    title: str
    clauses: tuple[str, ...] = ()
    operator_value: bool = False
    note: str | None = None

    def topics(self) -> Iterator[str]:
        """The topics of the facts that it looks at, and cannot do without."""
        yield from ()

    def cited(self) -> Iterator[str]:
        """Every clause id that it cites."""
        yield from self.clauses


class Recurring(Provision, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A duty of each cycle (`recurring.toml`): a report, a bulletin, a meeting, a training.

    `per`: each agency `among` those of the profile's types or those that were defendants in the cycle; or once for the jurisdiction.
    Due within the cycle itself (`inside`), or after its end: on the next `fixed_date` (`MM-DD`; off a rest day with `roll`) or after
    `period`; with none of these it is open and never overdue. Satisfied by at least `at_least` ways; a fact counts for the cycle that its
    field `states` names (`2026`, `2026-H1`, `2026-Q3`), without `states` for the one that its day lies in.
    """

    cycle: Cycle
    per: Literal["agency", "jurisdiction"]
    among: Literal["in_scope", "sued"] = "in_scope"
    owed_by: str
    force: Force
    inside: bool = False
    fixed_date: str | None = None
    roll: bool = True
    period: Length | None = None
    states: str | None = None
    at_least: int = 1
    satisfied_by: tuple[Way, ...]

    def topics(self) -> Iterator[str]:
        """The facts that satisfy it."""
        for way in self.satisfied_by:
            yield from (fact.topic for fact in way.all_of)


class Metric(Provision, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A figure (`metrics.toml`): a count, or `numerator` over `denominator`; both are codes of `yingsu.law.figures.measures`.

    `basis` says which cases a rate of outcomes is taken over. `at_most` and `at_least` are targets as decimals (`0.10`), both inclusive;
    without one a figure is never met or missed. `trend`: shown against the period before, in which direction it ought to go.
    """

    numerator: str
    denominator: str | None = None
    basis: Basis | None = None
    at_most: str | None = None
    at_least: str | None = None
    trend: Literal["fall", "rise"] | None = None


class Trigger(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One condition of a tier. Either `count`, a measure counted in the window, or `rate`, a metric, or `finding`, a fact.

    以上 and 以内 include the number (`at_least`), 超过 does not (`more_than`); `threshold` is a rate as a decimal, reached or above, over at
    least `minimum` cases. A rate without a threshold ranks and proposes nothing. `causes`: of losses only those whose cause a person
    determined to be one of these.
    """

    count: str | None = None
    rate: str | None = None
    finding: Fact | None = None
    at_least: int | None = None
    more_than: int | None = None
    threshold: str | None = None
    minimum: int | None = None
    causes: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()


class Tier(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One step of a ladder: reached when `any` (or `all`) of its triggers hold; with `on_top` only where the tier before it is reached too. `by` and `of` are roles: who interviews, or decides, and
    who is interviewed, or bears it. `effects` are proposals to persons: nothing happens of itself."""

    no: int
    title: str
    triggers: tuple[Trigger, ...]
    combinator: Literal["any", "all"] = "any"
    on_top: bool = False
    by: tuple[str, ...] = ()
    of: tuple[str, ...] = ()
    effects: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()


class Ladder(Provision, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """An escalation (`escalations.toml`). The highest tier that is reached counts alone, unless `cumulative`."""

    window: Window
    cumulative: bool = False
    count_series_as_one: bool = False
    tiers: tuple[Tier, ...]

    def topics(self) -> Iterator[str]:
        """The findings that its tiers look at; of losses by their cause, that someone determines the cause."""
        for tier in self.tiers:
            yield from (trigger.finding.topic for trigger in tier.triggers if trigger.finding)
            yield from (CAUSE_DETERMINED for trigger in tier.triggers if trigger.causes)

    def cited(self) -> Iterator[str]:
        """Its own clauses, and those of its tiers and their triggers."""
        yield from self.clauses
        for tier in self.tiers:
            yield from tier.clauses
            for trigger in tier.triggers:
                yield from trigger.clauses


class Register(Provision, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A ledger kept by law (`registers.toml`): a row a fact of `of`, taken off by a fact of `closed_by`; or, with `gaps`, what was begun by
    a fact of `of` and lacks one of `closed_by`. What closes a row is no older than it, unless one of both names no day (`on`). `since`: the
    first day that it looks back to. `kept_by` is a role; `columns` are what a row must hold."""

    of: tuple[Fact, ...]
    closed_by: tuple[Fact, ...] = ()
    gaps: bool = False
    since: str | None = None
    kept_by: str | None = None
    columns: tuple[str, ...] = ()

    def topics(self) -> Iterator[str]:
        """The facts of its rows."""
        for fact in (*self.of, *self.closed_by):
            yield fact.topic


class Gate(Provision, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A condition on the command that makes a fact of topic `at` (`gates.toml`).

    `refuse`: without it the command is refused, citing the clauses; `flag`: recorded and flagged, because the law only disapproves or the
    court reported it; `list`: listed as a gap until mended. `requires` names what is asked, field by field; `needs` further topics.
    """

    at: str
    effect: Literal["refuse", "flag", "list"]
    requires: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()

    def topics(self) -> Iterator[str]:
        """The fact that it guards, and what it looks at."""
        yield self.at
        yield from self.needs


class Bulletin(Provision, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A bulletin (`bulletins.toml`), frozen when published. `cycle` is None where it comes as occasion demands. `indicators` are codes of
    metrics, or of measures; `publisher` and `copy_to` are roles; `topic` is its publication."""

    cycle: Cycle | None = None
    indicators: tuple[str, ...] = ()
    publisher: str
    copy_to: tuple[str, ...] = ()
    topic: str

    def topics(self) -> Iterator[str]:
        """Its publication."""
        yield self.topic


class NamedDocument(Provision, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A document that the text names (`documents.toml`): who issues it to whom (roles), what it holds, and the fact of its issue."""

    issuer: str
    to: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    topic: str

    def topics(self) -> Iterator[str]:
        """Its issue."""
        yield self.topic
