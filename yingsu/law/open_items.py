"""Open-ended tasks (及时, 应当听取 …): what a document orders without a number. Open until done, with an age in days, and never overdue.

A pure function of what is recorded and the rules in force, by the same facts and legal days as the obligations.
"""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Literal

import msgspec

from yingsu.law.beginnings import Begun, starting
from yingsu.law.duty import CaseDuty, Cause
from yingsu.law.endings import ending
from yingsu.law.facts import CaseFacts, Place
from yingsu.law.obligations import of_cases
from yingsu.law.rules import Rules
from yingsu.ledger.entry import Entry

TaskState = Literal["running", "satisfied", "cancelled"]
"""未办结, 已办结, 已终止."""


class OpenItem(CaseDuty, frozen=True, kw_only=True, gc=False):
    """One duty of one party in one case that has no last day. `word` is the document's own word in place of a number. `since` is the day from
    which its age is counted."""

    word: str
    since: date
    state: TaskState

    def age(self, today: date) -> int:
        """How many days it has been open by `today`, or was open until it ended; 0 on its first day."""
        return max(0, ((self.satisfied_on or self.cancelled_on or today) - self.since).days)


def open_items(entries: Iterable[Entry], rules: Rules, dispute_of: Callable[[str], str] | None = None) -> tuple[OpenItem, ...]:
    """Every task of the cases in `entries`, by case, code, party and id. `dispute_of` as in `evaluate`."""
    found = [
        _item(case, begun, place)
        for case in of_cases(entries, rules, dispute_of)
        for (_, place), begun in starting(case, rules, tasks=True).items()
    ]
    return tuple(sorted(found, key=lambda item: (item.case_id, item.code, item.party or "", item.id)))


def to_bytes(item: OpenItem) -> bytes:
    """The canonical JSON of the task: equal tasks give equal bytes."""
    return msgspec.json.encode(item)


def from_bytes(content: bytes) -> OpenItem:
    """The task of canonical JSON."""
    return msgspec.json.decode(content, type=OpenItem)


def _item(case: CaseFacts, begun: Begun, place: Place) -> OpenItem:
    entry, live = begun.found.entry, begun.live
    rule, end = live.rule, ending(case, live, place)
    start = Cause(
        event_id=entry.event_id,
        topic=entry.event.TOPIC,
        record=entry.case_id or "",
        what=begun.found.what,
        on=begun.found.on,
    )
    state: TaskState = "satisfied" if end.satisfied else "cancelled" if end.cancelled else "running"
    return OpenItem(
        id=f"{start.record}.{rule.code}.{place.party or '-'}.{start.event_id}",
        code=rule.code,
        title=rule.title,
        case_id=case.case_id,
        party=place.party,
        key=place.key,
        jurisdiction=begun.jurisdiction,
        owed_by=rule.owed_by,
        force=rule.force,
        clauses=rule.clauses,
        quotes=live.quotes,
        authority=live.authority,
        profile=begun.rules.governing.token,
        layer=live.layer,
        word=rule.open_ended or "",
        started_by=start,
        since=start.on,
        state=state,
        missing=end.missing,
        satisfied_on=end.satisfied_on,
        satisfied_by=tuple(dict.fromkeys(found.entry.event_id for found in end.satisfied)),
        cancelled_on=end.cancelled.on if end.cancelled else None,
        cancelled_by=end.cancelled.entry.event_id if end.cancelled else None,
    )
