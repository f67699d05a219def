"""A profile's registers read from the facts: a row a fact, taken off by the fact that closes it; or what lacks one. Pure.

What a row is about is told by `subject`: the dispute of a fact in a case, the agency or the appointment of one outside. The party and the key
that the register's facts name tell several rows of one subject apart. Corrections are applied by `yingsu.law.facts.read`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

import msgspec

from yingsu.law.clauses import Clause
from yingsu.law.facts import Found, dated, read
from yingsu.law.matching import Condition, condition
from yingsu.law.provision import Register
from yingsu.law.rules import Rules
from yingsu.ledger.entry import Entry

Subject = Callable[[Entry], str]


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One row: since when, the entry that began it, and the one that closed it, where it was closed by the day asked about."""

    subject: str
    party: str | None
    key: str | None
    on: date
    what: str
    entry: Entry
    closed_on: date | None = None
    closed_by: Entry | None = None

    def value(self, column: str) -> Any:
        """What the row holds in a column: a field of the fact that began it, else of the one that closed it. None where neither says it."""
        for entry in (self.entry, self.closed_by):
            value = getattr(entry.event, column, None) if entry is not None else None
            if value is not None:
                return value
        return None


def registers_on(rules: Rules | None, jurisdiction: str, day: date) -> Mapping[str, tuple[Register, tuple[Clause, ...]]]:
    """The registers of the profile that governs `day`, over those of the layers above it, by code, each with its clauses."""
    found: dict[str, tuple[Register, tuple[Clause, ...]]] = {}
    for layer in rules.layers_on(jurisdiction, day) if rules else ():
        clauses = {clause.id: clause for clause in layer.profile.clauses}
        for register in layer.profile.registers:
            cited = tuple(clauses[identifier] for identifier in register.clauses if identifier in clauses)
            found[register.code] = (register, cited)
    return found


def rows(
    register: Register, entries: Iterable[Entry], subject: Subject, day: date, *, standing: bool = False, latest: bool = False
) -> tuple[Row, ...]:
    """The rows of a register on `day`, by the day on which each began.

    With `gaps` it has only what nothing has closed, what began for the same reason more than once as of the first time; else `standing`
    leaves out what was closed by then. `latest`: a later fact of the same subject, party and key takes the place of the one before.
    """
    facts = read("", list(entries)).by_topic
    closings: dict[str, list[tuple[Condition, Found, bool]]] = {}
    for fact in register.closed_by:
        what = condition(fact)
        for found in _found(what, facts, register, day):
            closings.setdefault(subject(found.entry), []).append((what, found, fact.on != ()))
    made: list[Row] = []
    for fact in register.of:
        # What has no legal day of its own began when it was recorded: whatever closes it may be older. So may what closes without one.
        what, from_then = condition(fact), fact.on != ()
        for found in _found(what, facts, register, day):
            about = subject(found.entry)
            named = what.named(found.entry.event)
            for party in (None,) if named is None else named:
                made.append(_row(what, found, party, about, closings.get(about, ()), from_then=from_then))
    made.sort(key=lambda row: (row.on, row.subject, row.party or "", row.key or "", row.entry.event_id))
    if latest:
        made = [*{(row.subject, row.party, row.key): row for row in made}.values()]
    made = [row for row in made if row.closed_on is None or not (register.gaps or standing)]
    if register.gaps:
        made = [*{(row.subject, row.party, row.key, row.what): row for row in reversed(made)}.values()][::-1]
    return tuple(made)


def _row(
    what: Condition,
    found: Found,
    party: str | None,
    about: str,
    closings: Iterable[tuple[Condition, Found, bool]],
    *,
    from_then: bool,
) -> Row:
    key = what.key(found.entry.event) if what.key else None
    closed = min(
        (
            other
            for by, other, dated_itself in closings
            if (other.on >= found.on or not (from_then and dated_itself)) and by.holds_for(other.entry.event, party, key)
        ),
        key=dated,
        default=None,
    )
    return Row(
        subject=about,
        party=party,
        key=key,
        on=found.on,
        what=found.what,
        entry=found.entry,
        closed_on=closed.on if closed else None,
        closed_by=closed.entry if closed else None,
    )


def _found(what: Condition, facts: Mapping[str, list[Entry]], register: Register, day: date) -> Iterator[Found]:
    """The facts of one kind by `day`, not before the register looks back to."""
    since = date.fromisoformat(register.since) if register.since else date.min
    for entry in facts.get(what.topic, ()):
        on = what.day(entry)
        if since <= on <= day and what.holds_for(entry.event, None, None):
            yield Found.of(entry, on, what)
