"""Which agencies were defendants on some day of a period: from the filing of a case, or since they were added, until they left it, or it was withdrawn, judged or
closed otherwise.

Each instance is a record of its own with its own filing, so an appeal makes its parties defendants again.
"""

from datetime import date

from yingsu.events.intake.case import CaseFiled, CaseWithdrawn, DefendantRemoved
from yingsu.events.intake.course import CaseClosedWithoutJudgment
from yingsu.events.intake.judgment import JudgmentDelivered
from yingsu.events.intake.parties import DefendantAdded
from yingsu.law.facts import CaseFacts
from yingsu.law.figures.period import Period
from yingsu.ledger.entry import Entry


def sued_in(facts: CaseFacts, period: Period) -> frozenset[str]:
    """The defendants of all cases in `facts`, corrections applied, that were so on a day of `period`."""
    ends: dict[tuple[str, str | None], date] = {}

    def end(record: str | None, agency: str | None, on: date) -> None:
        place = (record or "", agency)
        ends[place] = min(on, ends.get(place, on))

    for topic in (CaseWithdrawn.TOPIC, CaseClosedWithoutJudgment.TOPIC, DefendantRemoved.TOPIC, JudgmentDelivered.TOPIC):
        for entry in facts.by_topic.get(topic, ()):
            match entry.event:
                case CaseWithdrawn(ruled_on=on) | CaseClosedWithoutJudgment(closed_on=on) | JudgmentDelivered(judged_on=on):
                    end(entry.case_id, None, on)
                case DefendantRemoved(agency=agency):
                    end(entry.case_id, agency, entry.occurred_on)
    found = set()
    for entry in (*facts.by_topic.get(CaseFiled.TOPIC, ()), *facts.by_topic.get(DefendantAdded.TOPIC, ())):
        record = entry.case_id or ""
        for agency in _since(entry, period.last):
            until = min(ends.get((record, None), date.max), ends.get((record, agency), date.max))
            if until >= period.first:
                found.add(agency)
    return frozenset(found)


def _since(entry: Entry, last: date) -> list[str]:
    """The agencies that the entry makes defendants on that day or before."""
    match entry.event:
        case CaseFiled(filed_on=on, defendants=sued) if on <= last:
            return [defendant.agency for defendant in sued]
        case DefendantAdded(added_on=on, agency=agency) if on <= last:
            return [agency]
        case _:
            return []
