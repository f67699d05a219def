"""Whether a profile may be put in force: what the loader asks, and that its numbers are those of the clauses it cites. Owns the second part.

A clause that says 及时 or 定期 gives no number, so nothing that rests on it alone is ever a breach: whoever wants a day to remind by sets it
as the operator's own, as advice. A number that stands beside a clause is the clause's.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final, get_args

import msgspec

from yingsu.errors import Malformed, YingsuError
from yingsu.law.clauses import NATIONAL, Clause, Stated, periods
from yingsu.law.deadline import Unit, check
from yingsu.law.drafting import parameter_checks, provision_checks
from yingsu.law.drafting.flaws import fact_problems, flaws, is_fixed_date
from yingsu.law.drafting.folder import OBLIGATIONS
from yingsu.law.layer import Profile, ProfileMalformed
from yingsu.law.profile import Assembled, Layers, assemble
from yingsu.law.provision import Bulletin, Cycle, Ladder, NamedDocument, Provision, Recurring, Register
from yingsu.law.rule import Length, Rule

UNITS: Final = frozenset(get_args(Unit))
CYCLES: Final = frozenset(get_args(Cycle))

DIVISION: Final = re.compile(r"[1-8][0-9]{5}", re.ASCII)

_UNITS: Final[Mapping[str, str]] = {"working_day": "个工作日", "calendar_day": "日", "month": "个月"}


class NumberNotOfClause(ProfileMalformed):
    """A number beside a clause that gives another one."""

    code = "number-not-of-clause"
    title = "数值与条款不符"


class BreachWithoutNumber(ProfileMalformed):
    """A breach where the clause gives no number (及时, 定期)."""

    code = "breach-without-number"
    title = "条款没有数目，不得认定逾期"


class RoleUnknown(ProfileMalformed):
    """A provision names a role that no layer has."""

    code = "role-unknown"
    title = "角色未列明"


class DueTwice(ProfileMalformed):
    """A recurring duty has more than one last day."""

    code = "due-twice"
    title = "期限重复"


class LayerMissing(ProfileMalformed):
    """A profile of a jurisdiction would do without national law, or is of no jurisdiction."""

    code = "layer-missing"
    title = "未继承国家法律"


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """A profile as far as it could be read, the layers above it (the nearest first), and all that speaks against putting it in force.

    `unread` names the files of which something could not be read.
    """

    profile: Profile
    layers: tuple[Profile, ...]
    problems: tuple[YingsuError, ...]
    unread: frozenset[str]


def check_files(files: Mapping[str, bytes], profile_id: str, effective_from: date, above: Layers) -> Checked:
    """The profile of these files, and every problem with it."""
    assembled = assemble(files, profile_id, effective_from, above)
    return Checked(
        profile=assembled.profile,
        layers=assembled.layers,
        problems=(*assembled.flaws, *_problems(assembled)),
        unread=assembled.unread,
    )


def check_over(profile: Profile, layers: Sequence[Profile]) -> tuple[YingsuError, ...]:
    """Every problem of a profile that was read before, over these layers (the nearest first)."""
    place = f"{profile.id}/{profile.effective_from}"
    found = tuple(flaws(profile, layers, place, frozenset()))
    return (*found, *_problems(Assembled(profile=profile, layers=tuple(layers), flaws=found, unread=frozenset())))


def _problems(assembled: Assembled) -> Iterator[YingsuError]:
    profile = assembled.profile
    place = f"{profile.id}/{profile.effective_from}"
    if "identity" not in assembled.unread:
        yield from _identity_problems(profile, f"{place}/identity.toml")
    stating = _Stating(profile, assembled.layers)
    for rule in profile.rules:
        yield from _rule_problems(rule, f"{place}/{OBLIGATIONS}.toml 的 {rule.code}", stating, assembled.layers)
    for recurring in profile.recurring:
        yield from _recurring_problems(recurring, f"{place}/recurring.toml 的 {recurring.code}", stating)
    yield from parameter_checks.problems(profile)
    yield from provision_checks.problems(profile, tuple(reversed(assembled.layers)))
    if "roles" not in assembled.unread:
        yield from _role_problems(assembled, place)


def _identity_problems(profile: Profile, where: str) -> Iterator[LayerMissing]:
    if profile.id == NATIONAL:
        return
    if profile.jurisdiction is None or not DIVISION.fullmatch(profile.jurisdiction):
        yield LayerMissing(f"{where} 的 jurisdiction：须为六位行政区划代码（GB/T 2260），如 320813。请补正。")
    if profile.inherits is None:
        yield LayerMissing(
            f"{where} 的 inherits：须继承上级规则，没有上级文件的写 national；国家法律规定的期限不因地方文件而停用。请补充。"
        )


def _rule_problems(rule: Rule, where: str, stating: "_Stating", layers: Sequence[Profile]) -> Iterator[ProfileMalformed]:
    if rule.open_ended is not None and rule.force == "hard":
        yield BreachWithoutNumber(
            f'{where}.force：文件只写“{rule.open_ended}”，没有数目（{stating.cited(rule.clauses)}），不得作为逾期（force = "hard"）。'
            '请改为 force = "advisory"。',
            clauses=rule.clauses,
        )
    if rule.period is None and rule.fixed_date is None:
        return
    literal = stating.without_number(rule.clauses)
    if literal is not None and (rule.force == "hard" or not rule.operator_value):
        yield _without_number(where, literal, rule.clauses, stating)
    elif rule.period is not None and not rule.operator_value and not _within_the_law(rule, layers):
        yield from _number_problems(rule.period, where, rule.clauses, stating)


def _within_the_law(rule: Rule, layers: Sequence[Profile]) -> bool:
    """Does it restate a statutory rule beside nothing but the law's own clauses? Then the law is the most it may give, not the number."""
    laws = [law for layer in layers if (law := layer.rule(rule.code)) is not None]
    return any(law.statutory and set(rule.clauses) <= set(law.clauses) for law in laws)


def _number_problems(period: Length, where: str, cited: Sequence[str], stating: "_Stating") -> Iterator[ProfileMalformed]:
    stated = {
        (said.amount, said.unit, said.direction or "after"): identifier
        for identifier, said in stating.of(cited)
        if said.amount is not None and said.unit in UNITS
    }
    if stated and (period.amount, period.unit, period.direction) not in stated:
        told = "；".join(f"{identifier} 为“{_length(*length)}”" for length, identifier in stated.items())
        yield NumberNotOfClause(
            f"{where}.period：“{_length(period.amount, period.unit, period.direction)}”与所引条款不一致（{told}）。"
            "请照条款改正，或者标明 operator_value = true（本单位自定）并写明 note。",
            clauses=tuple(stated.values()),
        )


def _recurring_problems(duty: Recurring, where: str, stating: "_Stating") -> Iterator[ProfileMalformed]:
    days = [name for name, given in _last_days(duty).items() if given]
    if len(days) > 1:
        yield DueTwice(f"{where}：{'、'.join(days)} 同时写明。inside、fixed_date、period 至多写一项，请删去其余。")
    for problem in _unworkable(duty):
        yield ProfileMalformed(f"{where}：{problem}。请修改后重试。")
    literal = stating.without_number(duty.clauses)
    if days and literal is not None and (duty.force == "hard" or not duty.operator_value):
        yield _without_number(where, literal, duty.clauses, stating)
    cycles = {
        cycle: identifier
        for identifier, said in stating.of(duty.clauses)
        for cycle in said.unit.split(" and ")
        if cycle in CYCLES
    }
    if cycles and duty.cycle not in cycles and not duty.operator_value:
        told = "；".join(f"{identifier} 为 {cycle}" for cycle, identifier in cycles.items())
        yield NumberNotOfClause(
            f"{where}.cycle：“{duty.cycle}”与所引条款不一致（{told}）。请照条款改正，或者标明 operator_value = true（本单位自定）。",
            clauses=tuple(dict.fromkeys(cycles.values())),
        )


def _unworkable(duty: Recurring) -> Iterator[str]:
    """What in a recurring duty cannot work, in Chinese."""
    if not duty.satisfied_by or not all(way.all_of for way in duty.satisfied_by):
        yield "satisfied_by 须写明办结的事实"
    if duty.at_least < 1:
        yield f"at_least 须为 1 以上的整数，现为 {duty.at_least}"
    if duty.fixed_date and not is_fixed_date(duty.fixed_date):
        yield f"fixed_date“{duty.fixed_date}”须为“月-日”，如 01-05"
    if duty.period:
        try:
            check(duty.period.amount, duty.period.unit, duty.period.direction)
        except Malformed as error:
            yield f"period：{error.message.rstrip('。')}"
        if duty.period.direction == "before":
            yield "period 自每期结束起算，不能倒计（before）"
    for way in duty.satisfied_by:
        for fact in way.all_of:
            yield from fact_problems(fact, ((duty.states, str),) if duty.states else ())


def _without_number(where: str, literal: str, clauses: tuple[str, ...], stating: "_Stating") -> BreachWithoutNumber:
    return BreachWithoutNumber(
        f"{where}：所引条款（{stating.cited(clauses)}）{literal}，没有数目，不得规定期限并认定逾期。请删去期限，用 open_ended 照录原文；"
        '确需提醒日的，标明 operator_value = true，并改为 force = "advisory"。',
        clauses=clauses,
    )


def _role_problems(assembled: Assembled, place: str) -> Iterator[RoleUnknown]:
    roles = {role for layer in (assembled.profile, *assembled.layers) for role in layer.parameters.get("roles", {})}
    for file, provision in assembled.profile.provisions():
        for key, role in _roles(provision):
            if role not in roles:
                yield RoleUnknown(
                    f"{place}/{file}.toml 的 {provision.code}.{key}：roles.toml 中没有“{role}”。请补充该角色或者改正。",
                    clauses=provision.clauses,
                )


def _roles(provision: Provision) -> Iterator[tuple[str, str]]:
    """Every role that the provision names, with the key it is named under."""
    match provision:
        case Recurring():
            yield "owed_by", provision.owed_by
        case Ladder():
            for tier in provision.tiers:
                yield from ((f"tiers.{tier.no}.by", role) for role in tier.by)
                yield from ((f"tiers.{tier.no}.of", role) for role in tier.of)
        case Register() if provision.kept_by is not None:
            yield "kept_by", provision.kept_by
        case Bulletin():
            yield "publisher", provision.publisher
            yield from (("copy_to", role) for role in provision.copy_to)
        case NamedDocument():
            yield "issuer", provision.issuer
            yield from (("to", role) for role in provision.to)


def _last_days(duty: Recurring) -> Mapping[str, bool]:
    return {"inside": duty.inside, "fixed_date": duty.fixed_date is not None, "period": duty.period is not None}


def _length(amount: int, unit: str, direction: str) -> str:
    return f"{'之前' if direction == 'before' else ''}{amount}{_UNITS[unit]}"


class _Stating:
    """What the clauses of a profile and of the layers above say of time.

    The clauses of a document or statute that says so of any of them are known to say nothing where they do not.
    """

    def __init__(self, profile: Profile, layers: Sequence[Profile]) -> None:
        self._clauses: dict[str, Clause] = {
            clause.id: clause for layer in (*reversed(layers), profile) for clause in layer.clauses
        }
        self._telling = {_document(clause.id) for clause in self._clauses.values() if periods(clause)}

    def of(self, cited: Sequence[str]) -> list[tuple[str, Stated]]:
        """What each of the cited clauses states."""
        known = [(identifier, self._clauses.get(identifier)) for identifier in cited]
        return [(identifier, said) for identifier, clause in known if clause for said in periods(clause)]

    def without_number(self, cited: Sequence[str]) -> str | None:
        """What the cited clauses say instead of a number, for a message; None where one gives a number, or none is known to give none."""
        if not cited or any(said.amount is not None for _, said in self.of(cited)):
            return None
        if not all(identifier in self._clauses and _document(identifier) in self._telling for identifier in cited):
            return None
        literals = dict.fromkeys(said.literal for _, said in self.of(cited))
        return "、".join(f"只写“{literal}”" for literal in literals) or "没有规定时间"

    def cited(self, ids: Sequence[str]) -> str:
        """The clauses as an official cites them."""
        return "、".join(self._clauses[item].citation if item in self._clauses else item for item in ids)


def _document(clause: str) -> str:
    return clause.partition("-")[0]
