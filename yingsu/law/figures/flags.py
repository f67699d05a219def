"""At which hearings of a case the head of an agency is asked for, because of what the case is listed as (XC-4.6). Pure."""

from datetime import date
from typing import Final

from yingsu.events.intake.steps.risk import CaseFlag, FlagCleared, FlagSet
from yingsu.law.facts import CaseFacts

TOPICS: Final = frozenset({FlagSet.TOPIC, FlagCleared.TOPIC})
"""The facts that are looked at."""

HEAD: Final[frozenset[CaseFlag]] = frozenset(
    {
        "major_public_interest",
        "high_attention",
        "mass_incident_risk",
        "procuratorate_public_interest",
        "procuratorate_protest",
    }
)
"""涉及重大公共利益、社会关注度高、可能引发群体性事件、检察机关提出行政公益诉讼、检察机关提出抗诉 (XC-4.6)."""


def head_asked(facts: CaseFacts, agency: str, day: date) -> bool:
    """Whether the case is listed on `day` as one in which the 正职 of the agency appears. Of one day the last recorded counts."""
    home = facts.jurisdictions.get(agency)
    told = [entry for topic in TOPICS for entry in facts.by_topic.get(topic, ()) if entry.jurisdiction == home]
    standing: dict[tuple[str | None, CaseFlag], bool] = {}
    for entry in sorted(told, key=lambda entry: (entry.occurred_on, entry.position)):
        match entry.event:
            case (FlagSet() | FlagCleared()) as event if event.agency in (None, agency) and entry.occurred_on <= day:
                standing[event.agency, event.flag] = isinstance(event, FlagSet)
            case _:
                continue
    return any(is_set for (_, flag), is_set in standing.items() if flag in HEAD)
