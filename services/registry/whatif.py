"""A history tried under another profile: reads the disputes of a jurisdiction, derives both sides, and counts what differs. Writes nothing.

Both sides see the same facts, those dated up to the last day of the stretch; an obligation belongs to the stretch when it started in it.
"""

from collections.abc import Iterator
from datetime import date
from typing import Final

import msgspec

from yingsu.disputes import AT_ONCE, Dispute
from yingsu.errors import Malformed
from yingsu.histories import histories
from yingsu.law.facts import read
from yingsu.law.figures import ladders
from yingsu.law.figures.assessing import Assessed, assess_one
from yingsu.law.figures.overdue import heeded
from yingsu.law.figures.period import Period
from yingsu.law.figures.tally import Tally
from yingsu.law.layer import Profile
from yingsu.law.obligation import Obligation
from yingsu.law.obligations import evaluate
from yingsu.law.rules import Rules
from yingsu.law.whatif import Change, Difference, Side, compare, is_late, under
from yingsu.ledger.database import Database

MOST_SHOWN: Final = 5_000


class Trial(msgspec.Struct, frozen=True, kw_only=True):
    """What is tried: `profile` in place of what governs `jurisdiction`, on facts up to `last`, for obligations that started from `first`
    on (None: from the beginning), of one agency or of all. `shown`: so many differences are listed, all are counted."""

    profile: Profile
    jurisdiction: str
    first: date | None
    last: date
    agency: str | None
    shown: int


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """How many of the disputes have been looked at."""

    cases: int
    of: int


class Undetermined(msgspec.Struct, frozen=True, kw_only=True):
    """A dispute whose periods one of the rules cannot compute, and why."""

    case_id: str
    reason: str


class Outcome(msgspec.Struct, kw_only=True):
    """What differs on the day `last`. `before` and `after` by the code of the rule; `counted` by kind of change; the first `differences` in the order of the
    disputes; `agencies` with their figures of the stretch and their standings on ladders under both."""

    last: date
    before: dict[str, Side] = msgspec.field(default_factory=dict)
    after: dict[str, Side] = msgspec.field(default_factory=dict)
    counted: dict[Change, int] = msgspec.field(default_factory=dict)
    differences: list[Difference] = msgspec.field(default_factory=list)
    undetermined: list[Undetermined] = msgspec.field(default_factory=list)
    agencies: list[tuple[Assessed, Assessed]] = msgspec.field(default_factory=list)


def play(database: Database, rules: Rules, trial: Trial) -> Iterator[Progress | Outcome]:
    """Progress every few hundred disputes, then the outcome. Raises at once what is wrong with the profile itself."""
    tried = under(rules, trial.profile, trial.jurisdiction)
    tried.rule_sets(trial.jurisdiction)
    return _play(database, rules, tried, trial)


def _play(database: Database, rules: Rules, tried: Rules, trial: Trial) -> Iterator[Progress | Outcome]:
    tenants = (trial.jurisdiction,)
    with database.read(tenants) as cursor:
        query = "SELECT DISTINCT case_id FROM ledger.entry WHERE case_id IS NOT NULL"
        found = histories(cursor, [case_id for (case_id,) in cursor.execute(query).fetchall()], as_of=trial.last)
    outcome = Outcome(last=trial.last)
    counted = _tally(rules, tried, trial)
    topics = rules.topics | tried.topics | counted.topics
    for number, dispute in enumerate(found.read(database, tenants, topics), 1):
        _add(outcome, dispute, rules, tried, trial)
        counted.add(read(dispute.case_id, heeded(dispute.case_id, dispute.entries, rules, trial.last)))
        if number % AT_ONCE == 0:
            yield Progress(cases=number, of=len(found.records))
    yield Progress(cases=len(found.records), of=len(found.records))
    stretch = Period(trial.first or date.min, trial.last)
    for counts in counted.all():
        if counts.jurisdiction == trial.jurisdiction:
            before, after = (assess_one(counts, by, stretch, trial.last) for by in (rules, tried))
            outcome.agencies.append((before, after))
    yield outcome


def _tally(rules: Rules, tried: Rules, trial: Trial) -> Tally:
    """An empty tally that keeps what the ladders of either side look for."""
    found = ladders.findings_of(ladder for by in (rules, tried) for item in by.published for ladder in item.profile.escalations)
    return Tally(trial.last, found, None if trial.agency is None else (trial.agency,))


def _add(outcome: Outcome, dispute: Dispute, rules: Rules, tried: Rules, trial: Trial) -> None:
    try:
        before, after = (_of_stretch(dispute, by, trial) for by in (rules, tried))
    except Malformed as error:
        outcome.undetermined.append(Undetermined(case_id=dispute.case_id, reason=error.message))
        return
    for sides, obligations in ((outcome.before, before), (outcome.after, after)):
        for item in obligations:
            side = sides.setdefault(item.code, Side())
            side.obligations += 1
            side.overdue += is_late(item, trial.last)
    for difference in compare(before, after, trial.last):
        for change in difference.changes:
            outcome.counted[change] = outcome.counted.get(change, 0) + 1
        if len(outcome.differences) < trial.shown:
            outcome.differences.append(difference)


def _of_stretch(dispute: Dispute, rules: Rules, trial: Trial) -> list[Obligation]:
    return [
        item
        for item in evaluate(dispute.entries, rules, lambda _: dispute.case_id)
        if item.jurisdiction == trial.jurisdiction
        and trial.agency in (None, item.party)
        and (trial.first is None or item.started_by.on >= trial.first)
        and item.started_by.on <= trial.last
    ]
