"""What begins an obligation or an open task: which fact started which rule, for whom, under the rules of which jurisdiction and day."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from yingsu.law.facts import CaseFacts, Found, Place, dated
from yingsu.law.live import LiveRule
from yingsu.law.matching import Condition
from yingsu.law.rules import Rules, RuleSet


class Begun(NamedTuple):
    """What started: by what, under which rule of which rule set."""

    found: Found
    rules: RuleSet
    live: LiveRule
    jurisdiction: str


def starting(case: CaseFacts, rules: Rules, *, tasks: bool = False) -> dict[tuple[str, Place], Begun]:
    """What started, by code and place: the first (or the last) of the facts that start it, by legal day. Of open-ended tasks, or of all
    others."""
    found: dict[tuple[str, Place], Begun] = {}
    homes = set(case.jurisdictions.values())
    for topic, entries in case.by_topic.items():
        for entry in entries:
            event, home = entry.event, entry.jurisdiction
            for jurisdiction in homes if home in homes else homes | {home}:
                for rule_set, live, fact in rules.starters(jurisdiction, tasks=tasks).get(topic, ()):
                    if fact.holds is not None and not fact.holds(event):
                        continue
                    on = fact.day(entry)
                    if not rule_set.begin <= on < rule_set.end:
                        continue
                    this = Found.of(entry, on, fact)
                    key = fact.key(event) if fact.key else None
                    record = entry.case_id if live.rule.within == "record" else None
                    for party in _parties(live, this, fact, jurisdiction, case):
                        place = (live.rule.code, Place(party, key, record))
                        before = found.get(place)
                        if before is None or (dated(this) < dated(before.found)) == (live.rule.occurrence == "first"):
                            found[place] = Begun(this, rule_set, live, jurisdiction)
    return {place: this for place, this in found.items() if _each_has_started(case, this.live, place[1].record)}


def _each_has_started(case: CaseFacts, live: LiveRule, record: str | None) -> bool:
    """Has each of the parties that must each have a starting fact its own? So too where the rule asks for none."""
    if live.of_each is None:
        return True
    return _named(case, [live.of_each], record) <= _named(case, [fact for _, fact in live.starts], record)


def _named(case: CaseFacts, facts: Iterable[Condition], record: str | None) -> set[str]:
    """The parties of every entry that is one of the facts."""
    return {
        party
        for fact in facts
        for found in case.all(fact, Place(None, None, record))
        for party in fact.named(found.entry.event) or ()
    }


def _parties(live: LiveRule, found: Found, fact: Condition, jurisdiction: str, case: CaseFacts) -> Sequence[str | None]:
    """Those for whom the fact starts the rule under the profile of `jurisdiction`: whom it names, else all that are sued by that day."""
    entry = found.entry
    if live.rule.per == "case":
        return (None,) if jurisdiction == entry.jurisdiction else ()
    named = fact.named(entry.event)
    if named is None:
        named = case.sued(entry.case_id if live.rule.within == "record" else None, found.on)
    belongs = case.jurisdictions
    return [party for party in named if belongs.get(party, entry.jurisdiction) == jurisdiction]
