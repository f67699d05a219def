"""Whether the values of a profile's groups (`review.toml`, `hearings.toml`, `calendar.toml` …) are such as code can act on. Pure.

Owns, for each value that code reads, what it may be. A value that code does not know is not an error at run time: it would be passed over in
silence, or stop whoever registers a judgment a year later. So it is refused before publication, with file, key, clause and what to do.
"""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Final, get_args

from yingsu.events.registry.agency import AgencyType
from yingsu.law.drafting.provision_checks import PROHIBITION
from yingsu.law.figures.hearings import RANKS
from yingsu.law.handling import CHOICES, SITUATIONS
from yingsu.law.layer import Profile, ProfileMalformed
from yingsu.law.rule import Parameter

Value = str | int | bool | tuple[str, ...]
Check = Callable[[Value], str | None]
"""What is wrong with a value and what to write instead, in Chinese; None where it is in order."""

JOINT_DEFENDANTS: Final = ("all", "losers")
GOVERNMENT_OWNERS: Final = ("implementing_unit", "defendant")
ATTENDANCE_MINIMA: Final = ("leader", "leader_or_staff", "leader_or_explained_staff")
ATTENDANCE_DETAILS: Final = ("attended", "spoke", "offered_resolution", "explanation", "delegate")
LEVELS: Final = ("province", "city", "district", "county")
MOST_REMIND_DAYS: Final = 30


class ParameterUnfit(ProfileMalformed):
    """A value of a group is not one that code can act on, or its key is none that code reads."""

    code = "parameter-unfit"
    title = "参数的值不能使用"


def _flag(value: Value) -> str | None:
    return None if isinstance(value, bool) else "须为 true 或 false，不加引号"


def _whole(least: int, most: int) -> Check:
    def check(value: Value) -> str | None:
        fits = isinstance(value, int) and not isinstance(value, bool) and least <= value <= most
        return None if fits else f"须为 {least} 至 {most} 的整数，不加引号"

    return check


def _one_of(*choices: str | bool) -> Check:
    def check(value: Value) -> str | None:
        fits = any(value == choice and type(value) is type(choice) for choice in choices)
        return (
            None if fits else f"须为 {'、'.join(map(_shown, choices))} 之一" if len(choices) > 1 else f"须为 {_shown(choices[0])}"
        )

    return check


def _fixed(choice: str | bool, why: str) -> Check:
    def check(value: Value) -> str | None:
        return None if value == choice and type(value) is type(choice) else f"只能为 {_shown(choice)}：{why}"

    return check


def _texts(value: Value) -> str | None:
    if not isinstance(value, tuple) or not value:
        return '须为文本的列表，至少一项，如 ["区司法局"]'
    if not all(item.strip() for item in value):
        return "列表中有空白的文本"
    doubled = [item for item in dict.fromkeys(value) if value.count(item) > 1]
    return f"列表中“{'、'.join(doubled)}”重复" if doubled else None


def _some_of(*choices: str) -> Check:
    def check(value: Value) -> str | None:
        wrong = _texts(value)
        unknown = [item for item in value if item not in choices] if isinstance(value, tuple) else []
        if wrong or unknown:
            return wrong or f"没有“{'、'.join(unknown)}”，可用的有 {'、'.join(map(_shown, choices))}"
        return None

    return check


def _who(value: Value) -> str | None:
    if isinstance(value, tuple):
        return _texts(value)
    return None if isinstance(value, str) and value.strip() else '须为文本或者文本的列表，如 "区司法局"'


_COUNTED: Final = "期限规则各自写明单位，软件照此计算，不读取其他的值"

CHECKS: Final[Mapping[str, Mapping[str, Check]]] = MappingProxyType(
    {
        "identity": {
            "agency_types_in_scope": _some_of(*get_args(AgencyType)),
            "document_visibility": _one_of("public", "internal"),
            "level": _one_of(*LEVELS),
            "applies_to_reconsideration": _one_of(True, False, "optional"),
            "children_may_override": _flag,
        },
        "calendar": {
            "unit_of_ri": _fixed("calendar_day", _COUNTED),
            "roll_last_day_forward": _flag,
            "roll_backward_periods": _fixed(False, "倒计的期限遇休息日不移动"),
            "make_up_days_are_working": _fixed(True, "调休上班日按国务院办公厅的通知为工作日"),
            "remind_working_days_before": _whole(0, MOST_REMIND_DAYS),
        },
        "review": {
            "owner": _one_of("loser"),
            "joint_defendants": _one_of(*JOINT_DEFENDANTS),
            "government_owner": _one_of(*GOVERNMENT_OWNERS),
            "required_parts": _texts,
            "judgment_copy": _flag,
            "head_signature": _flag,
            "addressees": _texts,
            "rectification_parts": _texts,
            "rectification_addressees": _texts,
        },
        "hearings": {
            "attendance_minimum": _one_of(*ATTENDANCE_MINIMA),
            "attendance_detail": _some_of(*ATTENDANCE_DETAILS),
            "neither_leader_nor_staff": _one_of("severe"),
            "leader_ranks": _some_of(*RANKS),
            "head_ranks": _some_of(*RANKS),
        },
        "handling": {
            **dict.fromkeys(SITUATIONS, _one_of(*CHOICES)),
            "decider": _one_of("legal_office"),
            "legal_office": _who,
        },
        "mediation": {
            "filing_never_blocked": _fixed(True, "人民法院的立案通知一律登记"),
            "in_litigation": _flag,
            "every_case": _flag,
            "channels_open": _flag,
            "sponsors_per_case": _whole(1, 9),
        },
        "appraisal": {"automatic_sanction": _fixed(False, "系统只提出建议，由人确认")},
    }
)
"""By group and key: what the value may be. Other keys of these groups are shown with their clauses and read by no code."""

WHOLE_GROUPS: Final = frozenset({"calendar", "handling", "review"})
"""Groups of which code reads every key: another one is a slip of the pen."""

_EARLIER: Final = frozenset({("calendar", "roll_last_day_forward")})
"""What the loader itself refuses, because nothing can be computed without it."""


def problems(profile: Profile) -> Iterator[ParameterUnfit]:
    """Every value that cannot be used."""
    cited = {clause.id: clause.citation for clause in profile.clauses}
    for group, parameters in profile.parameters.items():
        for key, parameter in parameters.items():
            wrong = None if (group, key) in _EARLIER else _wrong(group, key, parameter)
            if wrong is not None:
                source = "、".join(cited.get(item, item) for item in parameter.clauses) or "本单位自定"
                place = f"{profile.id}/{profile.effective_from}/{group}.toml"
                yield ParameterUnfit(f"{place} 的 {key}（{source}）：{wrong}。请改正。", clauses=parameter.clauses)


def _wrong(group: str, key: str, parameter: Parameter) -> str | None:
    check = _check(group, key)
    if check is not None:
        said = check(parameter.value)
        return said and f"现为 {_shown(parameter.value)}，{said}"
    if group in WHOLE_GROUPS:
        return f"没有这一项，可用的有 {'、'.join(CHECKS[group])}"
    return None


def _check(group: str, key: str) -> Check | None:
    if key == PROHIBITION:
        return _flag
    if group == "roles":
        return _who
    return CHECKS.get(group, {}).get(key)


def _shown(value: Value) -> str:
    """A value as it is written in the file."""
    match value:
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case tuple():
            return f"[{', '.join(map(_shown, value))}]"
        case _:
            return f'"{value}"'
