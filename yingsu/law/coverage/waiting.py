"""What rules, provisions and values of a profile wait for: topics of events that no service appends yet. Owns when one of them sleeps."""

from collections.abc import Iterator

from yingsu.law.figures import metrics
from yingsu.law.figures.measures import MEASURES
from yingsu.law.layer import Profile, asleep
from yingsu.law.matching import missing_topics
from yingsu.law.provision import Bulletin, Ladder, Metric, Provision, Recurring
from yingsu.law.rule import Parameter, Rule
from yingsu.ledger.mapper import event_class


def rule_waits_for(rule: Rule, profile: Profile) -> tuple[str, ...]:
    """The topics that keep a rule asleep; none where it can start and be satisfied."""
    if not asleep(rule, profile):
        return ()
    base = profile.rule(rule.after_expiry_of) if rule.after_expiry_of else None
    return missing_topics(rule) or (rule_waits_for(base, profile) if base else ())


def value_waits_for(parameter: Parameter) -> tuple[str, ...]:
    """The topics that the value awaits and that do not exist."""
    return tuple(dict.fromkeys(topic for topic in parameter.awaits if event_class(topic) is None))


def waits_for(provision: Provision, profile: Profile) -> tuple[str, ...]:
    """The topics that the provision cannot do without and that do not exist."""
    if isinstance(provision, Metric):
        return metrics.waits_for(provision)
    if isinstance(provision, Recurring) and any(
        all(event_class(fact.topic) for fact in way.all_of) for way in provision.satisfied_by
    ):
        return ()
    wanted = [topic for topic in provision.topics() if event_class(topic) is None]
    return tuple(dict.fromkeys([*wanted, *_uncounted(provision, profile)]))


def _uncounted(provision: Provision, profile: Profile) -> Iterator[str]:
    """The topics that the figures which it names wait for."""
    named = {metric.code: metric for metric in profile.metrics}
    codes: list[str] = []
    if isinstance(provision, Bulletin):
        codes.extend(provision.indicators)
    elif isinstance(provision, Ladder):
        codes.extend(
            code for tier in provision.tiers for trigger in tier.triggers for code in (trigger.count, trigger.rate) if code
        )
    for code in codes:
        if code in named:
            yield from metrics.waits_for(named[code])
        elif code in MEASURES:
            yield from MEASURES[code].missing
