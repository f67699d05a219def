"""The view behind the due board: the obligations of each dispute, derived anew whenever one of its facts or the rules change."""

from collections.abc import Iterator, Sequence
from types import MappingProxyType

from services.notify.board import Line, lines_of
from services.notify.clock import telling
from yingsu.derived import DisputeView, Row
from yingsu.disputes import Joins
from yingsu.events.registry.rules import CalendarPublished, ProfilePublished
from yingsu.law.in_force import last_published, rules_at
from yingsu.law.obligation import to_bytes
from yingsu.law.rules import Rules
from yingsu.ledger.database import Cursor
from yingsu.ledger.entry import Entry


class ObligationView(DisputeView):
    """`views.notify_obligation`: one row an obligation, as it follows from the dispute's entries and the rules published up to there."""

    name = "notify.obligations"
    publications = frozenset({CalendarPublished.TOPIC, ProfilePublished.TOPIC})
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
            )
        }
    )

    def __init__(self) -> None:
        self._rules: tuple[int, Rules | None] | None = None

    def prepare(self, cursor: Cursor, position: int) -> None:
        """Read the rules, where others hold than before."""
        last = last_published(cursor, position)
        if self._rules is None or self._rules[0] != last:
            self._rules = (last, self._rules_at(cursor, last))

    def rows(self, dispute: Sequence[Entry], joins: Joins) -> Iterator[Row]:
        """The rows of the dispute's obligations."""
        rules = self._rules[1] if self._rules else None
        if rules is not None:
            for line in lines_of(dispute, rules, joins):
                yield "notify_obligation", _row(line, rules)

    def heeds(self, entry: Entry) -> bool:
        """What the clock told of an obligation is no fact that it follows from."""
        return not entry.topic.startswith("notify.")

    def _rules_at(self, cursor: Cursor, position: int) -> Rules | None:
        return rules_at(cursor, position)


def _row(line: Line, rules: Rules) -> tuple[object, ...]:
    found = line.obligation
    return (
        found.id,
        found.started_by.record,
        line.case_no,
        found.party,
        found.code,
        found.state,
        found.due,
        found.latest,
        telling.first_day(found, rules),
        telling.overdue_day(found),
        to_bytes(found).decode(),
        list(line.jurisdictions),
    )
