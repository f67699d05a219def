"""Which agencies were defendants on some day of a period: from the filing of a case until they left it, or it was withdrawn or judged.

Each instance is a record of its own with its own filing, so an appeal makes its parties defendants again.
"""

from datetime import date

from yingsu.events.intake.case import CaseFiled, CaseWithdrawn, DefendantRemoved
from yingsu.events.intake.judgment import JudgmentDelivered
from yingsu.law.facts import CaseFacts
from yingsu.law.figures.period import Period


def sued_in(facts: CaseFacts, period: Period) -> frozenset[str]:
    """The defendants of all cases in `facts`, corrections applied, that were so on a day of `period`."""
    ends: dict[tuple[str, str | None], date] = {}

    def end(record: str | None, agency: str | None, on: date) -> None:
        place = (record or "", agency)
        ends[place] = min(on, ends.get(place, on))

    for topic in (CaseWithdrawn.TOPIC, DefendantRemoved.TOPIC, JudgmentDelivered.TOPIC):
        for entry in facts.by_topic.get(topic, ()):
            match entry.event:
                case CaseWithdrawn(ruled_on=on) | JudgmentDelivered(judged_on=on):
                    end(entry.case_id, None, on)
                case DefendantRemoved(agency=agency):
                    end(entry.case_id, agency, entry.occurred_on)
    found = set()
    for entry in facts.by_topic.get(CaseFiled.TOPIC, ()):
        if not isinstance(entry.event, CaseFiled) or entry.event.filed_on > period.last:
            continue
        record = entry.case_id or ""
        for defendant in entry.event.defendants:
            until = min(ends.get((record, None), date.max), ends.get((record, defendant.agency), date.max))
            if until >= period.first:
                found.add(defendant.agency)
    return frozenset(found)
