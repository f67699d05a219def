"""What the clock tells of an obligation, and of which day: pure. Owns who is reminded, and when a duty is overdue.

Each is told once for each last day (`latest`): an obligation that is moved is told of anew. What was missed while the system was down is
told late, of the day for which it was meant.
"""

from datetime import date, timedelta
from typing import Literal

import msgspec

from yingsu.events.notify.timer import ObligationOverdue, ReminderSent
from yingsu.law.obligation import Obligation
from yingsu.law.rules import Rules
from yingsu.ledger.entry import Event, NewEvent
from yingsu.ledger.ids import digest_stream

What = Literal["ahead", "due_day", "overdue"]
"""提前提醒, 到期提醒, 逾期."""
Key = tuple[str, What, date]
"""What is told at most once: the obligation's id, what, and its last day."""

_A_DAY = timedelta(days=1)


class Telling(msgspec.Struct, frozen=True, kw_only=True):
    """Something to tell of an obligation, meant for the legal day `for_day`. `to` is who is told where that is not the party itself: the unit
    that handles its response (YT-2.2.7)."""

    obligation: Obligation
    what: What
    for_day: date
    to: str | None = None

    @property
    def key(self) -> Key:
        """What makes it the same as one that was told before."""
        return (self.obligation.id, self.what, self.obligation.latest)

    @property
    def stream(self) -> str:
        """The stream of the obligation."""
        return stream_of(self.obligation.id)

    def recorded(self) -> NewEvent:
        """The event, in the record in which the obligation started and for the jurisdiction under whose rules it runs."""
        found = self.obligation
        return NewEvent(
            event=self._event(),
            jurisdiction=found.jurisdiction,
            case_id=found.started_by.record,
            occurred_on=self.for_day,
            causation_id=found.started_by.event_id,
        )

    def _event(self) -> Event:
        found = self.obligation
        if self.what == "overdue":
            return ObligationOverdue(
                obligation=found.id,
                code=found.code,
                title=found.title,
                agency=self.to or found.party,
                owed_by=found.owed_by,
                latest=found.latest,
            )
        return ReminderSent(
            obligation=found.id,
            code=found.code,
            title=found.title,
            agency=self.to or found.party,
            owed_by=found.owed_by,
            stage=self.what,
            for_day=self.for_day,
            due=found.due,
            latest=found.latest,
        )


def stream_of(obligation_id: str) -> str:
    """The stream of what is told of an obligation."""
    return digest_stream("obligation", obligation_id)


def ahead_day(obligation: Obligation, rules: Rules) -> date | None:
    """The day of the early reminder: so many working days before the due day as the profile says that governed its beginning, and no later
    than the obligation's own reminder. None where that is not before the due day."""
    lead = _lead(obligation, rules)
    count = rules.calendar.worked_until(obligation.due.toordinal() - 1) - lead + 1
    early = date.fromordinal(rules.calendar.nth_worked(count)) if count > 0 and lead else obligation.due
    ahead = min(obligation.remind_on, early) if early > obligation.started_by.on else obligation.remind_on
    return ahead if ahead < obligation.due else None


def first_day(obligation: Obligation, rules: Rules) -> date | None:
    """The first day of which something is told; None where nothing ever is: of what only informs, and of what a court should do."""
    told = obligation.force == "hard" or (obligation.force == "advisory" and obligation.owed_by != "court")
    return (ahead_day(obligation, rules) or obligation.due) if told else None


def overdue_day(obligation: Obligation) -> date | None:
    """The day from which the obligation is overdue where it still runs; None for one that is not hard.

    A provisional one is overdue only after the latest that its last day can be.
    """
    return obligation.latest + _A_DAY if obligation.force == "hard" else None


def tellings(obligation: Obligation, rules: Rules, today: date) -> tuple[Telling, ...]:
    """All that is to be told of the obligation by `today`, by day. Nothing of one that has ended. `rules` are those it was evaluated with."""
    first, overdue = first_day(obligation, rules), overdue_day(obligation)
    if obligation.state != "running" or first is None:
        return ()
    days: list[tuple[What, date]] = [("due_day", obligation.due)]
    if first < obligation.due:
        days.insert(0, ("ahead", first))
    if overdue is not None:
        days.append(("overdue", overdue))
    return tuple(Telling(obligation=obligation, what=what, for_day=day) for what, day in days if day <= today)


def key_of(event: Event) -> Key | None:
    """What an event told; None for any other event."""
    match event:
        case ObligationOverdue(obligation=obligation, latest=latest):
            return (obligation, "overdue", latest)
        case ReminderSent(obligation=obligation, stage=stage, latest=latest):
            return (obligation, stage, latest)
        case _:
            return None


def _lead(obligation: Obligation, rules: Rules) -> int:
    """How many working days before the due day to remind: the lowest layer that says it counts; none where no layer does."""
    for layer in reversed(rules.layers_on(obligation.jurisdiction, obligation.started_by.on)):
        parameter = layer.profile.parameters.get("calendar", {}).get("remind_working_days_before")
        if parameter is not None and isinstance(parameter.value, int):
            return parameter.value
    return 0
