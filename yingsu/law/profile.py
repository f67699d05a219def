"""Profiles as folders of TOML files. Owns their reading and checks.

`profiles/<id>/<valid from>/`: `obligations.toml` holds the rules; every other file a group of parameters (`identity.toml`, `roles.toml`,
`calendar.toml` …); an optional `clauses.toml` the clauses of a document that does not come with the software. Each value stands beside
its clause ids or the mark `operator_value = true`. Every refusal names file, key and reason.
"""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from importlib import resources
from importlib.resources.abc import Traversable
from itertools import chain
from typing import Any, TypeVar

import msgspec

from yingsu.errors import Malformed
from yingsu.law import clauses
from yingsu.law.clauses import Clause
from yingsu.law.deadline import check
from yingsu.law.layer import Dormant, Profile, ProfileMalformed, asleep, bundle, dormant, from_bundle
from yingsu.law.layering import StatutoryPeriodLengthened, check_layer
from yingsu.law.matching import misfits
from yingsu.law.rule import Move, Parameter, Rule
from yingsu.ledger.mapper import TOPIC_PATTERN

__all__ = [
    "Dormant",
    "MissingCitation",
    "Profile",
    "ProfileMalformed",
    "StatutoryPeriodLengthened",
    "UnknownClause",
    "builtin_profiles",
    "builtin_root",
    "bundle",
    "dormant",
    "from_bundle",
    "load_builtin",
    "load_profile",
]

OBLIGATIONS = "obligations.toml"
CLAUSES = "clauses.toml"

T = TypeVar("T")


class UnknownClause(ProfileMalformed):
    """A value cites a clause that no clause file has."""

    code = "unknown-clause"


class MissingCitation(ProfileMalformed):
    """A value stands without a clause and without the operator's mark."""

    code = "missing-citation"


class _Rules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    obligations: tuple[Rule, ...]


def builtin_root() -> Traversable:
    """The folder of the profiles that come with the software."""
    return resources.files("yingsu.law").joinpath("profiles")


def builtin_profiles() -> tuple[tuple[str, date], ...]:
    """Id and first day of each built-in profile; the national layer first."""
    found = [
        (profile.name, date.fromisoformat(version.name))
        for profile in builtin_root().iterdir()
        if profile.is_dir()
        for version in profile.iterdir()
        if version.is_dir()
    ]
    return tuple(sorted(found, key=lambda item: (item[0] != clauses.NATIONAL, *item)))


@lru_cache(maxsize=64)
def load_builtin(profile_id: str, effective_from: date) -> Profile:
    """A built-in profile. The same immutable object at every call."""
    return load_profile(builtin_root(), profile_id, effective_from)


def load_profile(root: Traversable, profile_id: str, effective_from: date) -> Profile:
    """The profile in `root/<profile_id>/<effective_from>/`, checked, also against the built-in layer it inherits.

    Raises ProfileMalformed, UnknownClause, MissingCitation or StatutoryPeriodLengthened, each naming file, key and reason.
    """
    folder = root.joinpath(profile_id, effective_from.isoformat())
    place = f"{profile_id}/{effective_from}"
    if not folder.is_dir():
        raise ProfileMalformed(f"没有政策文件 {place}。目录应为 profiles/<名称>/<施行日期>/。")
    groups: dict[str, dict[str, Parameter]] = {}
    rules: tuple[Rule, ...] = ()
    own = clauses.load(profile_id)
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        where = f"{place}/{file.name}"
        if file.name == CLAUSES:
            own = clauses.read(file.read_bytes(), where)
        elif file.name == OBLIGATIONS:
            rules = _convert(_toml(file, where), _Rules, where).obligations
        elif file.name.endswith(".toml"):
            group = _convert(_toml(file, where), dict[str, Parameter], where)
            groups[file.name.removesuffix(".toml")] = group
    identity = groups.get("identity", {})
    profile = Profile(
        id=profile_id,
        effective_from=effective_from,
        title=_text(identity, "title", place) or "",
        jurisdiction=_text(identity, "jurisdiction", place),
        inherits=_text(identity, "inherits", place),
        parameters=groups,
        rules=rules,
        clauses=_with_cited(own, groups, rules),
    )
    _check(profile, place)
    above = _builtin_parent(profile, place) if profile.inherits else None
    roles = {role for layer in (profile, above) if layer for role in layer.parameters.get("roles", {})}
    for rule in rules:
        if rule.owed_by not in roles:
            raise ProfileMalformed(
                f"{place}/{OBLIGATIONS} 的 {rule.code}.owed_by：roles.toml 中没有“{rule.owed_by}”。请补充该角色或者改正。"
            )
    if above:
        check_layer(profile, above)
    return profile


def _check(profile: Profile, place: str) -> None:
    if not profile.title:
        raise ProfileMalformed(f"{place}/identity.toml 的 title：缺少标题，请补充。")
    stated = profile.parameters["identity"].get("effective_from")
    if stated and stated.value != profile.effective_from.isoformat():
        raise ProfileMalformed(f"{place}/identity.toml 的 effective_from：{stated.value}与目录所示施行日期不一致，请改为一致。")
    known = {clause.id for clause in profile.clauses}
    for where, cited, marked in _values(profile, place):
        if not cited and not marked:
            raise MissingCitation(f"{where}：没有引用条款。请写明 clauses，或者标明 operator_value = true（本单位自定）。")
        for identifier in cited:
            if identifier not in known:
                raise UnknownClause(f"{where}：条款 {identifier} 不存在。请核对条款编号。")
    codes = [rule.code for rule in profile.rules]
    for rule in profile.rules:
        repeated = ["code 重复"] if codes.count(rule.code) > 1 else []
        problem = next(chain(repeated, _problems(rule, profile)), None)
        if problem:
            raise ProfileMalformed(f"{place}/{OBLIGATIONS} 的 {rule.code}：{problem}。请修改后重试。")


def _problems(rule: Rule, profile: Profile) -> Iterator[str]:
    """What in a rule cannot work, in Chinese."""
    if bool(rule.started_by) == bool(rule.after_expiry_of):
        yield "started_by 与 after_expiry_of 须有且只有一项"
    if (rule.period is not None) + (rule.own_date is not None) + (rule.fixed_date is not None) != 1:
        yield "period、own_date、fixed_date 须有且只有一项"
    if rule.of_each and (rule.per != "case" or not all(fact.party for fact in (rule.of_each, *rule.started_by))):
        yield "of_each 只用于按案件计算的规则，且 of_each 和 started_by 均须写明 party"
    if rule.own_date and not rule.started_by:
        yield "own_date 只能与 started_by 同用"
    if not rule.satisfied_by or not all(way.all_of for way in rule.satisfied_by):
        yield "satisfied_by 须写明办结的事实"
    if rule.fixed_date and not _is_fixed_date(rule.fixed_date):
        yield f"fixed_date“{rule.fixed_date}”须为“月-日”，如 01-05"
    if rule.period:
        try:
            check(rule.period.amount, rule.period.unit, rule.period.direction)
        except Malformed as error:
            yield f"period：{error.message.rstrip('。')}"
    yield from _chain_problems(rule, profile)
    for fact in rule.facts():
        if not TOPIC_PATTERN.fullmatch(fact.topic):
            yield f"事件名“{fact.topic}”不合格式，应如 intake.case_filed.v1"
    if not asleep(rule, profile):
        yield from field_problems(rule)
        if rule.suspended_by or rule.resumed_by:
            yield "本版本尚不能计算期限中止（suspended_by、resumed_by）"


def field_problems(rule: Rule) -> Iterator[str]:
    """Fields that the rule reads and its events do not have, in Chinese."""
    for fact in rule.facts():
        further: list[tuple[str, type]] = []
        if isinstance(fact, Move):
            further = [(fact.until, date), *([(fact.reason, str)] if fact.reason else [])]
        elif rule.own_date and fact in rule.started_by:
            further = [(rule.own_date, date)]
        yield from misfits(fact, tuple(further))
    if rule.per == "defendant" and any(fact.party is None for fact in rule.started_by):
        yield "按被告分别计算的规则须在 started_by 写明 party"


def _chain_problems(rule: Rule, profile: Profile) -> Iterator[str]:
    seen = [rule.code]
    while rule.after_expiry_of:
        base = profile.rule(rule.after_expiry_of)
        if base is None:
            if rule.after_expiry_of not in _codes_above(profile):
                yield f"after_expiry_of 所指规则“{rule.after_expiry_of}”不存在"
            return
        if base.code in seen:
            yield f"after_expiry_of 循环：{' → '.join([*seen, base.code])}"
            return
        seen.append(base.code)
        rule = base


def _codes_above(profile: Profile) -> set[str]:
    codes: set[str] = set()
    above = profile.inherits
    for profile_id, first in builtin_profiles():
        if profile_id == above and first <= profile.effective_from:
            codes |= {rule.code for rule in load_builtin(profile_id, first).rules}
    return codes


def _is_fixed_date(text: str) -> bool:
    try:
        return date.fromisoformat(f"2023-{text}").strftime("%m-%d") == text
    except ValueError:
        return False


def _values(profile: Profile, place: str) -> Iterator[tuple[str, tuple[str, ...], bool]]:
    for group, parameters in profile.parameters.items():
        for key, parameter in parameters.items():
            yield f"{place}/{group}.toml 的 {key}", parameter.clauses, parameter.operator_value
    for rule in profile.rules:
        yield f"{place}/{OBLIGATIONS} 的 {rule.code}", tuple(rule.cited()), rule.operator_value


def _with_cited(
    own: tuple[Clause, ...], groups: Mapping[str, Mapping[str, Parameter]], rules: tuple[Rule, ...]
) -> tuple[Clause, ...]:
    """The profile's own clauses, and those of national law that it cites."""
    cited = {identifier for group in groups.values() for parameter in group.values() for identifier in parameter.clauses}
    cited |= {identifier for rule in rules for identifier in rule.cited()}
    ids = {clause.id for clause in own}
    return own + tuple(clause for clause in clauses.load(clauses.NATIONAL) if clause.id in cited - ids)


def _builtin_parent(profile: Profile, place: str) -> Profile:
    versions = [first for name, first in builtin_profiles() if name == profile.inherits and first <= profile.effective_from]
    if not versions or profile.inherits is None:
        raise ProfileMalformed(
            f"{place}/identity.toml 的 inherits：上级文件“{profile.inherits}”在{profile.effective_from}尚未施行或者不存在。"
        )
    return load_builtin(profile.inherits, versions[-1])


def _text(group: Mapping[str, Parameter], key: str, place: str) -> str | None:
    parameter = group.get(key)
    if parameter is None:
        return None
    if not isinstance(parameter.value, str) or not parameter.value:
        raise ProfileMalformed(f"{place}/identity.toml 的 {key}：须为文本。")
    return parameter.value


def _toml(file: Traversable, where: str) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ProfileMalformed(f"{where}：不是有效的 TOML（{error}）。请修改后重试。") from error


def _convert(content: dict[str, Any], kind: type[T], where: str) -> T:
    try:
        return msgspec.convert(content, kind)
    except msgspec.ValidationError as error:
        raise ProfileMalformed(f"{where}：内容不合格式（{error}）。请对照现有政策文件修改。") from error
