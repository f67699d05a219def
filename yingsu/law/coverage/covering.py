"""How the list of clauses is made: what in a profile rests on each clause, and what it still lacks. Pure; for whoever generates the list."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import msgspec

from yingsu.events.intake import steps
from yingsu.events.mediation import correction, unresolved
from yingsu.law.clauses import Clause
from yingsu.law.coverage.listed import By, Coverage, Realised
from yingsu.law.coverage.waiting import rule_waits_for, value_waits_for, waits_for
from yingsu.law.layer import Profile
from yingsu.law.provision import Gate, Provision
from yingsu.ledger.mapper import event_class

_BY: Final[Mapping[str, By]] = {
    "recurring": "obligation",
    "metrics": "metric",
    "escalations": "escalation",
    "registers": "register",
    "gates": "gate",
    "bulletins": "document",
    "documents": "document",
}
_KEPT_BY_CODE: Final = frozenset({"gates", "registers"})
"""What does nothing unless code of a service names it."""

NOTHING_CITES_IT: Final = "没有规则或者参数引用本条"
NO_TEST: Final = "没有验收测试"
NOT_ENFORCED: Final = "没有代码执行"

_OF_STEPS: Final = (steps.__name__, correction.__name__, unresolved.__name__)
"""Where the events of steps are: those of a correction are facts of mediation."""


class Sources(msgspec.Struct, frozen=True, kw_only=True):
    """What the code and the tests say: places by the clause id or key that they name; tests by clause; tests of all that only exhort;
    `by_fields`: where gates are enforced whose parts are fields of a step."""

    places: Mapping[str, tuple[str, ...]]
    tests: Mapping[str, tuple[str, ...]]
    record_tests: tuple[str, ...]
    by_fields: tuple[str, ...] = ()


def cover(profile: Profile, document: Sequence[Clause], sources: Sources) -> Iterator[Coverage]:
    """What there is of each clause of `document`, in its order."""
    citing: dict[str, list[Realised]] = {}
    for ids, realised in _realised(profile, sources):
        for identifier in dict.fromkeys(ids):
            citing.setdefault(identifier, []).append(realised)
    for clause in document:
        yield _of(clause, profile.id, tuple(citing.get(clause.id, ())), sources)


def _of(clause: Clause, profile: str, realised: tuple[Realised, ...], sources: Sources) -> Coverage:
    tests = sources.tests.get(clause.id, ())
    if clause.record_only:
        realised = (Realised(by="record", key=f"clauses/{profile}.{clause.id}", title="仅作记录，不触发任何事项"), *realised)
        tests = (*sources.record_tests, *tests)
    missing = [*dict.fromkeys(what for item in realised for what in item.missing)]
    if not realised:
        missing.append(NOTHING_CITES_IT)
    if not tests:
        missing.append(NO_TEST)
    return Coverage(
        id=clause.id,
        profile=profile,
        kind=clause.kind,
        also=clause.also,
        status="open" if missing else "closed",
        realised=realised,
        named_at=sources.places.get(clause.id, ()),
        tests=tests,
        missing=tuple(missing),
    )


def _realised(profile: Profile, sources: Sources) -> Iterator[tuple[Sequence[str], Realised]]:
    """Everything in the profile that cites clauses."""
    for group, parameters in profile.parameters.items():
        for key, parameter in parameters.items():
            by: By = "role" if group == "roles" else "value"
            yield (
                parameter.clauses,
                Realised(
                    by=by,
                    key=f"{profile.id}/{group}.{key}",
                    title=parameter.note or key,
                    missing=value_waits_for(parameter),
                ),
            )
    for rule in profile.rules:
        yield (
            [*rule.cited()],
            Realised(
                by="obligation",
                key=f"{profile.id}/obligations.{rule.code}",
                title=rule.title,
                missing=rule_waits_for(rule, profile),
            ),
        )
    for name, provision in profile.provisions():
        missing = waits_for(provision, profile)
        places: tuple[str, ...] = ()
        if name in _KEPT_BY_CODE:
            named = (place for key in (provision.code, *provision.clauses) for place in sources.places.get(key, ()))
            places = tuple(dict.fromkeys(named)) or (sources.by_fields if _asks_for_fields(provision) else ())
            if not places:
                missing = (*missing, NOT_ENFORCED)
        yield (
            [*provision.cited()],
            Realised(
                by=_BY[name],
                key=f"{profile.id}/{name}.{provision.code}",
                title=provision.title,
                enforced_at=places,
                missing=missing,
            ),
        )


def _asks_for_fields(provision: Provision) -> bool:
    """Is it a gate that refuses a step in a case without some of its own fields?"""
    if not isinstance(provision, Gate) or provision.effect != "refuse" or not provision.requires:
        return False
    event = event_class(provision.at)
    return (
        event is not None and event.__module__.startswith(_OF_STEPS) and set(provision.requires) <= set(event.__struct_fields__)
    )
