"""Which person of an agency an obligation is for: whom the agency named for its task in the case (安排专人). Read straight from the ledger.

Who is named is internal to the agency and the body over it: the mediation centre sees nobody.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final, NamedTuple

from services.notify.lines import Line
from yingsu.events.intake.steps.team import HandlerAssigned, Task
from yingsu.law.obligation import Obligation
from yingsu.ledger.correcting import as_corrected, striking_topics
from yingsu.ledger.database import Cursor
from yingsu.ledger.rows import COLUMNS, to_entry
from yingsu.ledger.sealed import SealedPerson

TASKS: Final[Mapping[str, Task]] = MappingProxyType(
    {
        "case_report": "report",
        "answer_report": "report",
        "statutory_answer": "answer",
        "leader_list_report": "appear",
        "mediation_plan": "mediate",
        "resolve_by": "mediate",
        "settlement_performance": "mediate",
        "performance": "perform",
        "performance_report": "perform",
    }
)
"""The task that an obligation belongs to (YC-2.1.3), by its code. What belongs to none is for the agency as such."""


class Handler(NamedTuple):
    """The person who was named."""

    person: SealedPerson
    official: str | None


def handlers_of(cursor: Cursor, lines: Sequence[Line[Obligation]]) -> dict[str, Handler]:
    """The person for each of the obligations that has one, by the obligation's id: of several named for a task the last."""
    concerned = {line.duty.id: (line.duty, task) for line in lines if (task := TASKS.get(line.duty.code))}
    if not concerned:
        return {}
    rows = cursor.execute(
        f"SELECT {COLUMNS} FROM ledger.entry WHERE case_id = ANY (%s) AND topic = ANY (%s) ORDER BY position",  # noqa: S608
        (sorted({found.started_by.record for found, _ in concerned.values()}), [HandlerAssigned.TOPIC, *striking_topics()]),
    ).fetchall()
    named: dict[tuple[str | None, str, Task], Handler] = {}
    for entry in sorted(as_corrected([to_entry(row) for row in rows]), key=lambda entry: (entry.occurred_on, entry.position)):
        if isinstance(entry.event, HandlerAssigned):
            for task in entry.event.tasks:
                named[entry.case_id, entry.event.agency, task] = Handler(entry.event.person, entry.event.official)
    return {
        obligation: handler
        for obligation, (found, task) in concerned.items()
        if found.party is not None and (handler := named.get((found.started_by.record, found.party, task)))
    }
