"""What the publication of a calendar did to the last day of an obligation: the day before and after, and why. A pure function.

Each publication is judged by the facts that were on record then, once with the rules before it and once with it: what differs is the
calendar's doing and nothing else's.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec

from yingsu.clock import legal_day
from yingsu.errors import Malformed
from yingsu.law import wording
from yingsu.law.obligation import Obligation
from yingsu.law.obligations import evaluate
from yingsu.law.rules import Rules
from yingsu.ledger.entry import Entry


class Stage(msgspec.Struct, frozen=True, kw_only=True):
    """One publication of a calendar: its entry's id, position and moment, the year with its version and notices; and the rules before
    (None: there were none) and with it."""

    event_id: UUID
    position: int
    recorded_at: datetime
    year: int
    version: int
    notices: tuple[str, ...]
    before: Rules | None
    after: Rules


class Recomputation(msgspec.Struct, frozen=True, kw_only=True):
    """One publication that changed an obligation's last day, its bounds or its certainty."""

    event_id: UUID
    published_on: date
    year: int
    version: int
    notices: tuple[str, ...]
    old_due: date
    old_earliest: date
    old_latest: date
    was_provisional: bool
    new_due: date
    new_earliest: date
    new_latest: date
    is_provisional: bool
    reason: str


def recomputations(
    obligation_id: str,
    entries: Sequence[Entry],
    stages: Iterable[Stage],
    dispute_of: Callable[[str], str] | None = None,
) -> tuple[Recomputation, ...]:
    """The publications, in their order, that changed the obligation's days since its start was recorded.

    `entries` are those of the whole dispute. A publication under which it could not be computed is passed over.
    """
    return tuple(_recomputations(obligation_id, entries, stages, dispute_of))


def _recomputations(
    obligation_id: str, entries: Sequence[Entry], stages: Iterable[Stage], dispute_of: Callable[[str], str] | None
) -> Iterator[Recomputation]:
    for stage in sorted(stages, key=lambda item: item.position):
        known = [entry for entry in entries if entry.position < stage.position]
        old = _found(obligation_id, known, stage.before, dispute_of)
        new = _found(obligation_id, known, stage.after, dispute_of)
        if old is None or new is None or old.deadline() == new.deadline():
            continue
        yield Recomputation(
            event_id=stage.event_id,
            published_on=legal_day(stage.recorded_at),
            year=stage.year,
            version=stage.version,
            notices=stage.notices,
            old_due=old.due,
            old_earliest=old.earliest,
            old_latest=old.latest,
            was_provisional=old.provisional,
            new_due=new.due,
            new_earliest=new.earliest,
            new_latest=new.latest,
            is_provisional=new.provisional,
            reason=_reason(stage, old, new),
        )


def _found(
    obligation_id: str, entries: Sequence[Entry], rules: Rules | None, dispute_of: Callable[[str], str] | None
) -> Obligation | None:
    if rules is None or not entries:
        return None
    try:
        return next((item for item in evaluate(entries, rules, dispute_of) if item.id == obligation_id), None)
    except Malformed:
        return None


def _reason(stage: Stage, old: Obligation, new: Obligation) -> str:
    amended = f"修订（第{stage.version}版）" if stage.version > 1 else ""
    what = f"{stage.year}年工作日历{amended}公布"
    moved = f"届满日由{wording.full(old.due)}改为{wording.full(new.due)}"
    if old.due == new.due:
        moved = f"届满日仍为{wording.full(new.due)}"
    if old.provisional and not new.provisional:
        return f"{what}，{moved}，不再是暂定日期。"
    if new.provisional:
        return f"{what}，{moved}，仍是暂定日期（最早{wording.full(new.earliest)}，最晚{wording.full(new.latest)}）。"
    return f"{what}，{moved}。"
