"""What in a profile cannot work: values without a source, rules that name what is not there, layers that do not fit. Owns the loader's checks.

Every flaw names file, key, reason and what to do. They are yielded, not raised, so that whoever keeps a profile sees all of them at once.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from yingsu.errors import Malformed, YingsuError
from yingsu.law.clauses import NATIONAL, Clause
from yingsu.law.clauses import load as clauses_of
from yingsu.law.deadline import check
from yingsu.law.drafting.folder import OBLIGATIONS
from yingsu.law.layer import Profile, ProfileMalformed, asleep
from yingsu.law.layering import softenings
from yingsu.law.matching import misfits
from yingsu.law.rule import Fact, Move, Rule
from yingsu.ledger.mapper import TOPIC_PATTERN

MOST_CODE: Final = 80
CODE: Final = re.compile(rf"[a-z][a-z0-9_]{{0,{MOST_CODE - 1}}}", re.ASCII)
"""What a rule or provision may be called: part of an obligation's id, and so of addresses."""


class UnknownClause(ProfileMalformed):
    """A value cites a clause that no clause file has."""

    code = "unknown-clause"


class ClauseOfAnother(ProfileMalformed):
    """A document gives words of its own under the number of a clause of law, or of a document above it."""

    code = "clause-of-another"
    title = "条款属于上级文件"


class MissingCitation(ProfileMalformed):
    """A value stands without a clause and without the operator's mark."""

    code = "missing-citation"


def flaws(profile: Profile, layers: Sequence[Profile], place: str, unread: frozenset[str] = frozenset()) -> Iterator[YingsuError]:
    """Everything that keeps the profile from being used over `layers`, the nearest first. Of files named in `unread` something could not be
    read: what rests on their being whole is not looked at."""
    yield from _identity(profile, place, unread)
    yield from _citations(profile, place, unread)
    yield from _borrowed(profile, layers, place)
    yield from _awaited(profile, place)
    yield from _codes(profile, place)
    roles = {role for layer in (profile, *layers) for role in layer.parameters.get("roles", {})}
    above = {rule.code for layer in layers for rule in layer.rules}
    for rule in profile.rules:
        where = f"{place}/{OBLIGATIONS}.toml 的 {rule.code}"
        for problem in _problems(rule, profile, above, whole=OBLIGATIONS not in unread):
            yield ProfileMalformed(f"{where}：{problem}。请修改后重试。")
        if "roles" not in unread and rule.owed_by not in roles:
            yield ProfileMalformed(f"{where}.owed_by：roles.toml 中没有“{rule.owed_by}”。请补充该角色或者改正。")
    for layer in layers:
        yield from softenings(profile, layer)


def field_problems(rule: Rule) -> Iterator[str]:
    """Fields that the rule reads and its events do not have, in Chinese."""
    for fact in rule.facts():
        further: list[tuple[str, type]] = []
        if isinstance(fact, Move):
            if (fact.until is None) == (fact.period is None):
                yield "moved_by 的事实须写明 until 或者 period 之一：新的届满日所在的字段，或者自同一起算日重新计算的期限"
            further = [*([(fact.until, date)] if fact.until else []), *([(fact.reason, str)] if fact.reason else [])]
        elif rule.own_date and fact in rule.started_by:
            further = [(rule.own_date, date)]
        yield from misfits(fact, tuple(further))


def fact_problems(fact: Fact, further: tuple[tuple[str, type], ...] = ()) -> Iterator[str]:
    """What a provision's fact names that is not there, in Chinese. `further` as for `misfits`."""
    yield from _topic_problems(fact.topic)
    yield from misfits(fact, further)


def with_cited(profile: Profile) -> tuple[Clause, ...]:
    """The profile's own clauses, and those of national law that it cites."""
    cited = {identifier for _, _, ids, _ in _values(profile) for identifier in ids}
    own = {clause.id for clause in profile.clauses}
    return profile.clauses + tuple(clause for clause in clauses_of(NATIONAL) if clause.id in cited - own)


def _identity(profile: Profile, place: str, unread: frozenset[str]) -> Iterator[ProfileMalformed]:
    if not profile.title and "identity" not in unread:
        yield ProfileMalformed(f"{place}/identity.toml 的 title：缺少标题，请补充。")
    stated = profile.parameters.get("identity", {}).get("effective_from")
    if stated and stated.value != profile.effective_from.isoformat():
        yield ProfileMalformed(f"{place}/identity.toml 的 effective_from：{stated.value}与目录所示施行日期不一致，请改为一致。")
    roll = profile.parameters.get("calendar", {}).get("roll_last_day_forward")
    if roll and not isinstance(roll.value, bool):
        yield ProfileMalformed(f"{place}/calendar.toml 的 roll_last_day_forward：须为 true 或 false，不加引号。请改正。")


def _citations(profile: Profile, place: str, unread: frozenset[str]) -> Iterator[ProfileMalformed]:
    known = {clause.id for clause in profile.clauses}
    for file, key, cited, marked in _values(profile):
        where = f"{place}/{file}.toml 的 {key}"
        if not cited and not marked:
            yield MissingCitation(f"{where}：没有引用条款。请写明 clauses，或者标明 operator_value = true（本单位自定）。")
        for identifier in dict.fromkeys(cited):
            if identifier not in known and "clauses" not in unread:
                yield UnknownClause(f"{where}：条款 {identifier} 不存在。请核对条款编号。")


def _borrowed(profile: Profile, layers: Sequence[Profile], place: str) -> Iterator[ClauseOfAnother]:
    """Clauses under a number of law, or of a layer above, with other words: nobody is to take them for those of law."""
    if profile.id == NATIONAL:
        return
    words: dict[str, list[Clause]] = {}
    for source in (clauses_of(NATIONAL), *(layer.clauses for layer in layers)):
        for clause in source:
            words.setdefault(clause.id, []).append(clause)
    for clause in profile.clauses:
        if clause not in words.get(clause.id, [clause]):
            yield ClauseOfAnother(
                f"{place}/clauses.toml 的 {clause.id}：这是上级文件的条款编号，内容却与其不同（上级文件为“{words[clause.id][-1].quote}”）。"
                "请删去这一条，直接引用编号；本文件的条款请另编编号。",
                clauses=(clause.id,),
            )


def _awaited(profile: Profile, place: str) -> Iterator[ProfileMalformed]:
    for group, parameters in profile.parameters.items():
        for key, parameter in parameters.items():
            for problem in (problem for topic in parameter.awaits for problem in _topic_problems(topic)):
                yield ProfileMalformed(f"{place}/{group}.toml 的 {key}.awaits：{problem}。请修改后重试。")


def _codes(profile: Profile, place: str) -> Iterator[ProfileMalformed]:
    seen: set[tuple[str, str]] = set()
    rules = [(OBLIGATIONS, rule.code, rule.title) for rule in profile.rules]
    for name, code, title in (*rules, *((name, provision.code, provision.title) for name, provision in profile.provisions())):
        if not CODE.fullmatch(code):
            yield ProfileMalformed(
                f"{place}/{name}.toml 的 {code}：code 须以小写字母开头，只用小写字母、数字和下划线，至多{MOST_CODE}个字符，"
                "如 case_report：它是事项编号和网址的一部分。请改正。"
            )
        if not title.strip():
            yield ProfileMalformed(f"{place}/{name}.toml 的 {code}.title：不能为空。请补充。")
        if (name, code) in seen:
            yield ProfileMalformed(f"{place}/{name}.toml 的 {code}：code 重复。请修改后重试。")
        seen.add((name, code))


def _problems(rule: Rule, profile: Profile, above: set[str], *, whole: bool) -> Iterator[str]:
    """What in a rule cannot work, in Chinese."""
    if bool(rule.started_by) == bool(rule.after_expiry_of):
        yield "started_by 与 after_expiry_of 须有且只有一项"
    days = (rule.period or rule.own_date, rule.fixed_date, rule.open_ended)
    if sum(day is not None for day in days) != 1:
        yield "period（可与 own_date 同用）、own_date、fixed_date、open_ended 须有且只有一项"
    if rule.of_each and (rule.per != "case" or not all(fact.party for fact in (rule.of_each, *rule.started_by))):
        yield "of_each 只用于按案件计算的规则，且 of_each 和 started_by 均须写明 party"
    if (rule.own_date or rule.open_ended) and not rule.started_by:
        yield "own_date、open_ended 只能与 started_by 同用"
    if rule.period is None and any(move.anchor for move in rule.moved_by):
        yield "moved_by 的 anchor 使期限重新计算，只用于有 period 的规则"
    if rule.resumed_by and not rule.suspended_by:
        yield "resumed_by 只能与 suspended_by 同用"
    if rule.suspended_by and (rule.open_ended or (rule.period and rule.period.direction == "before")):
        yield "倒计的期限和未定期限的事项不能中止（suspended_by）"
    if not rule.satisfied_by or not all(way.all_of for way in rule.satisfied_by):
        yield "satisfied_by 须写明办结的事实"
    if rule.fixed_date and not is_fixed_date(rule.fixed_date):
        yield f"fixed_date“{rule.fixed_date}”须为“月-日”，如 01-05"
    if rule.period:
        try:
            check(rule.period.amount, rule.period.unit, rule.period.direction)
        except Malformed as error:
            yield f"period：{error.message.rstrip('。')}"
    yield from _chain_problems(rule, profile, above, whole=whole)
    for fact in rule.facts():
        yield from _topic_problems(fact.topic)
    if not asleep(rule, profile):
        yield from field_problems(rule)


def _topic_problems(topic: str) -> Iterator[str]:
    if not TOPIC_PATTERN.fullmatch(topic):
        yield f"事件名“{topic}”不合格式，应如 intake.case_filed.v1"


def _chain_problems(rule: Rule, profile: Profile, above: set[str], *, whole: bool) -> Iterator[str]:
    seen = [rule.code]
    while rule.after_expiry_of:
        base = profile.rule(rule.after_expiry_of)
        if base is None:
            if rule.after_expiry_of not in above and whole:
                yield f"after_expiry_of 所指规则“{rule.after_expiry_of}”不存在"
            return
        if base.code in seen:
            yield f"after_expiry_of 循环：{' → '.join([*seen, base.code])}"
            return
        seen.append(base.code)
        rule = base


def is_fixed_date(text: str) -> bool:
    """Is it a day of every year, as `MM-DD`?"""
    try:
        return date.fromisoformat(f"2023-{text}").strftime("%m-%d") == text
    except ValueError:
        return False


def _values(profile: Profile) -> Iterator[tuple[str, str, tuple[str, ...], bool]]:
    """Every value: file, key, the clauses it cites, whether it is the operator's."""
    for group, parameters in profile.parameters.items():
        for key, parameter in parameters.items():
            yield group, key, parameter.clauses, parameter.operator_value
    for rule in profile.rules:
        yield OBLIGATIONS, rule.code, tuple(rule.cited()), rule.operator_value
    for name, provision in profile.provisions():
        yield name, provision.code, tuple(provision.cited()), provision.operator_value
