"""The view behind the due board and the list of tasks, derived anew whenever a fact of a dispute or the rules change."""

from collections.abc import Iterator, Sequence
from types import MappingProxyType

from services.notify.board import obligation_lines
from services.notify.clock import telling
from services.notify.lines import D, Line
from services.notify.tasks import task_lines
from yingsu.derived import DisputeView, Row
from yingsu.disputes import Joins
from yingsu.events.registry.rules import CalendarPublished, ProfilePublished, ProfileRetired
from yingsu.law import open_items
from yingsu.law.in_force import PUBLICATIONS, rules_at
from yingsu.law.obligation import Obligation, to_bytes
from yingsu.law.open_items import OpenItem
from yingsu.law.rules import Rules
from yingsu.ledger.categories import Kept
from yingsu.ledger.database import Cursor
from yingsu.ledger.entry import Entry


class ObligationView(DisputeView):
    """`views.notify_obligation` and `views.notify_task`: one row an obligation or an open-ended task, as it follows from the dispute's entries
    and the rules published up to there."""

    name = "notify.obligations"
    publications = frozenset({CalendarPublished.TOPIC, ProfilePublished.TOPIC, ProfileRetired.TOPIC})
    columns = MappingProxyType(
        {
            "notify_obligation": (
                "obligation_id",
                "case_id",
                "case_no",
                "party",
                "code",
                "state",
                "due",
                "latest",
                "remind_on",
                "overdue_on",
                "record",
                "jurisdictions",
            ),
            "notify_task": (
                "task_id",
                "case_id",
                "case_no",
                "party",
                "code",
                "owed_by",
                "state",
                "since",
                "record",
                "jurisdictions",
            ),
        }
    )

    def __init__(self) -> None:
        self._published = Kept(PUBLICATIONS, self._rules_at)
        self._rules: Rules | None = None

    def prepare(self, cursor: Cursor, position: int) -> None:
        """Read the rules, where others hold than before."""
        self._rules = self._published.at(cursor, position)

    def rows(self, dispute: Sequence[Entry], joins: Joins) -> Iterator[Row]:
        """The rows of the dispute's obligations and tasks."""
        if self._rules is not None:
            for line in obligation_lines(dispute, self._rules, joins):
                yield "notify_obligation", _row(line, self._rules)
            for task in task_lines(dispute, self._rules, joins):
                yield "notify_task", _task_row(task)

    def heeds(self, entry: Entry) -> bool:
        """What the clock told of an obligation is no fact that it follows from."""
        return not entry.topic.startswith("notify.")

    def _rules_at(self, cursor: Cursor, position: int) -> Rules | None:
        return rules_at(cursor, position)


def _row(line: Line[Obligation], rules: Rules) -> tuple[object, ...]:
    found = line.duty
    return (
        *_place(line),
        found.state,
        found.due,
        found.latest,
        telling.first_day(found, rules),
        telling.overdue_day(found),
        to_bytes(found).decode(),
        list(line.jurisdictions),
    )


def _task_row(line: Line[OpenItem]) -> tuple[object, ...]:
    found = line.duty
    return (
        *_place(line),
        found.owed_by,
        found.state,
        found.since,
        open_items.to_bytes(found).decode(),
        list(line.jurisdictions),
    )


def _place(line: Line[D]) -> tuple[object, ...]:
    """The columns that both tables begin with."""
    found = line.duty
    return (found.id, found.started_by.record, line.case_no, found.party, found.code)
