"""Which of the notices that a duty is overdue still say what is so. Pure.

A notice stays on record for ever. What it tells may have changed since: the duty was done in time and entered late, its last day was moved,
the defendant had left the case. And it names who was told, which is the unit that handles the response where there is one, while the breach
is of whom the duty concerns.
"""

from collections.abc import Iterator, Sequence
from datetime import date

import msgspec

from yingsu.errors import Malformed
from yingsu.events.notify.timer import ObligationOverdue
from yingsu.law.obligation import Obligation
from yingsu.law.obligations import evaluate
from yingsu.law.rules import Rules
from yingsu.ledger.entry import Entry


def heeded(case_id: str, entries: Sequence[Entry], rules: Rules | None, today: date) -> list[Entry]:
    """The entries of one dispute, the notices among them only as far as they still are so on `today`, each of the agency that owes the duty.

    `entries` hold every fact that `rules` look at. Where the duties cannot be computed the notices stay as they are.
    """
    notices = [entry for entry in entries if isinstance(entry.event, ObligationOverdue)]
    if not notices or rules is None:
        return list(entries)
    try:
        owed = {found.id: found for found in evaluate(entries, rules, lambda _: case_id)}
    except Malformed:
        return list(entries)
    return list(_heeded(entries, owed, today))


def _heeded(entries: Sequence[Entry], owed: dict[str, Obligation], today: date) -> Iterator[Entry]:
    for entry in entries:
        notice = entry.event
        if not isinstance(notice, ObligationOverdue):
            yield entry
            continue
        found = owed.get(notice.obligation)
        if found is not None and found.latest == notice.latest and _breached(found, today):
            yield msgspec.structs.replace(entry, event=msgspec.structs.replace(notice, agency=found.party))


def _breached(found: Obligation, today: date) -> bool:
    """Is it overdue, or was it when it ended?"""
    return found.late_days > 0 or found.standing(today) == "overdue"
