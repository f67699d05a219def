"""A policy profile as a value: one layer of what a government must do by when, with a citation for each value.

Owns the profile as a value, its canonical bytes (which hold everything, the words of its clauses included, and are what is published into
the ledger), and which of its rules wait for events to come. `profile` reads folders and is where other packages import from.
"""

from collections.abc import Iterator
from datetime import date
from typing import Final

import msgspec

from yingsu.errors import Malformed
from yingsu.law.clauses import Clause
from yingsu.law.matching import missing_topics
from yingsu.law.provision import Bulletin, Gate, Ladder, Metric, NamedDocument, Provision, Recurring, Register
from yingsu.law.rule import Parameter, Rule

PROVISIONS: Final = ("recurring", "metrics", "escalations", "registers", "gates", "bulletins", "documents")
"""The files of a profile that hold lists of provisions, under the key that is the file's own name."""


class ProfileMalformed(Malformed):
    """A profile's file cannot be used."""

    code = "profile-malformed"
    title = "政策文件数据有误"


class Profile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One layer of rules. `jurisdiction` (division code) is None for the national layer; `inherits` names the layer above."""

    id: str
    effective_from: date
    title: str
    jurisdiction: str | None
    inherits: str | None
    parameters: dict[str, dict[str, Parameter]]
    rules: tuple[Rule, ...]
    clauses: tuple[Clause, ...]
    recurring: tuple[Recurring, ...] = ()
    metrics: tuple[Metric, ...] = ()
    escalations: tuple[Ladder, ...] = ()
    registers: tuple[Register, ...] = ()
    gates: tuple[Gate, ...] = ()
    bulletins: tuple[Bulletin, ...] = ()
    documents: tuple[NamedDocument, ...] = ()

    def provisions(self) -> Iterator[tuple[str, Provision]]:
        """Everything but rules and parameters, each with the name of the file that it is written in."""
        for name in PROVISIONS:
            found: tuple[Provision, ...] = getattr(self, name)
            yield from ((name, provision) for provision in found)

    def rule(self, code: str) -> Rule | None:
        """The rule of that code, if this layer has one."""
        return next((rule for rule in self.rules if rule.code == code), None)


class Dormant(msgspec.Struct, frozen=True, kw_only=True):
    """A rule that names events no service appends yet. `asleep`: it cannot start or be satisfied, so it opens no obligation."""

    code: str
    title: str
    asleep: bool
    topics: tuple[str, ...]


def bundle(profile: Profile) -> bytes:
    """The canonical bytes of a profile: equal profiles give equal bytes, and so equal SHA-256."""
    return msgspec.json.encode(profile, order="deterministic")


def from_bundle(content: bytes) -> Profile:
    """The profile of published bytes. Raises ProfileMalformed."""
    try:
        return msgspec.json.decode(content, type=Profile)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise ProfileMalformed(f"已发布的政策文件内容无法读取：{error}。请核对内容的 SHA-256。") from error


def dormant(profile: Profile) -> tuple[Dormant, ...]:
    """The rules that wait for events of services to come."""
    waiting = [(rule, missing_topics(rule)) for rule in profile.rules]
    return tuple(
        Dormant(code=rule.code, title=rule.title, asleep=asleep(rule, profile), topics=missing)
        for rule, missing in waiting
        if missing
    )


def asleep(rule: Rule, profile: Profile) -> bool:
    """Can the rule not be started, or not be satisfied, by the events there are? So too a rule that follows one asleep, or itself."""
    seen: set[str] = set()
    while rule.code not in seen:
        seen.add(rule.code)
        missing = set(missing_topics(rule))
        if not any(all(fact.topic not in missing for fact in way.all_of) for way in rule.satisfied_by):
            return True
        if rule.of_each and rule.of_each.topic in missing:
            return True
        base = profile.rule(rule.after_expiry_of) if rule.after_expiry_of else None
        if base is None:
            return not rule.after_expiry_of and all(fact.topic in missing for fact in rule.started_by)
        rule = base
    return True
