"""What if: the same history under another profile. Pure; nothing is written, and what is in force stays in force.

`under` gives rules in which a profile governs a jurisdiction from the first day on, over the layers it inherits. The obligations that follow
from the same facts under both are then matched by what started them, for whom: gained, lost, moved to another day, newly overdue or no
longer so.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final, Literal

import msgspec

from yingsu.law.layer import Profile
from yingsu.law.obligation import Obligation
from yingsu.law.rules import PublishedProfile, Rules

Change = Literal["gained", "lost", "moved", "newly_overdue", "no_longer_overdue"]
"""新增, 消失, 日期变动, 变为逾期, 不再逾期. One of `moved` may be one of the last two as well."""

CHANGES: Final[tuple[Change, ...]] = ("gained", "lost", "moved", "newly_overdue", "no_longer_overdue")
BEGINNING: Final = date.min


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """One obligation that is not the same under both. `before` is under the rules in force, `after` under the profile tried."""

    changes: tuple[Change, ...]
    before: Obligation | None
    after: Obligation | None

    @property
    def either(self) -> Obligation:
        """The obligation as it is under the profile tried; where it is gone, as it was."""
        found = self.after or self.before
        if found is None:
            raise ValueError("a difference is of an obligation")
        return found


class Side(msgspec.Struct, kw_only=True):
    """How many obligations there are under one of the rules, and how many of them were late or are overdue."""

    obligations: int = 0
    overdue: int = 0


def under(rules: Rules, profile: Profile, jurisdiction: str) -> Rules:
    """The published rules, but that `profile` governs `jurisdiction` on every day. What governed it stays a layer that others inherit."""
    tried = msgspec.structs.replace(profile, id=f"{profile.id}@{jurisdiction}", jurisdiction=jurisdiction)
    others = (_without(item, jurisdiction) for item in rules.published)
    return Rules((*others, PublishedProfile(profile=tried, version=1, effective_from=BEGINNING)), rules.calendar)


def _without(item: PublishedProfile, jurisdiction: str) -> PublishedProfile:
    """The version, governing no one where it governed `jurisdiction`."""
    if item.profile.jurisdiction != jurisdiction:
        return item
    return msgspec.structs.replace(item, profile=msgspec.structs.replace(item.profile, jurisdiction=None))


def compare(before: Iterable[Obligation], after: Iterable[Obligation], today: date) -> Iterator[Difference]:
    """What differs, in the order of `before`, then what is gained. Both are of the same facts."""
    tried = {_place(item): item for item in after}
    for old in before:
        new = tried.pop(_place(old), None)
        if new is None:
            yield Difference(changes=("lost", *(("no_longer_overdue",) if is_late(old, today) else ())), before=old, after=None)
            continue
        changes: list[Change] = []
        if (new.due, new.latest) != (old.due, old.latest):
            changes.append("moved")
        if is_late(new, today) != is_late(old, today):
            changes.append("newly_overdue" if is_late(new, today) else "no_longer_overdue")
        if changes:
            yield Difference(changes=tuple(changes), before=old, after=new)
    for new in tried.values():
        yield Difference(changes=("gained", *(("newly_overdue",) if is_late(new, today) else ())), before=None, after=new)


def is_late(found: Obligation, today: date) -> bool:
    """Was it met late, or is it overdue on `today`, so that a duty was missed?"""
    return found.force == "hard" and (found.outcome == "late" or found.standing(today) == "overdue")


def _place(found: Obligation) -> tuple[str, str | None, str | None, str, str]:
    return (found.code, found.party, found.key, found.started_by.record, str(found.started_by.event_id))
