"""What the profile in force asks of a review: who owes it, what the report says, who signs it, where it goes. Pure.

Read from the profile's group `review`, a value that it lacks from the layers that it inherits; each value with its clauses, so that every
refusal and every gated decision can say what it rests on.
"""

from collections.abc import Mapping
from datetime import date
from typing import Final, Literal, TypeVar, get_args

import msgspec

from yingsu.events.review.review import Basis
from yingsu.law.clauses import Clause
from yingsu.law.layer import ProfileMalformed
from yingsu.law.rule import Parameter
from yingsu.law.rules import PublishedProfile, Rules

GROUP: Final = "review"
START_RULE: Final = "review_start"
"""The rule of the profile that says by when a review is begun."""

Name = Literal[
    "start",
    "owner",
    "joint_defendants",
    "government_owner",
    "required_parts",
    "judgment_copy",
    "head_signature",
    "addressees",
    "rectification_parts",
    "rectification_addressees",
]
"""What can be cited: the parameters of the group, and `start`, the clauses of the rule `review_start`."""

Joint = Literal["all", "losers"]
"""Every defendant that stood beside a loser reviews, or only the losers."""

GovernmentOwner = Literal["implementing_unit", "defendant"]
"""For a government that lost, the unit that carried the act out reviews, or the government itself."""

PARTS: Final[Mapping[str, str]] = {
    "brief_facts": "简要案情",
    "mediation_efforts": "协调化解情况",
    "litigation_handling": "诉讼对接情况",
    "cause": "败诉原因",
    "conclusion": "分析结论",
    "analysis": "败诉问题专题分析",
    "problems": "存在问题",
    "improvements": "改进工作的措施",
    "fact": "事实认定",
    "law": "法律适用",
    "procedure": "程序规范",
    "appearance": "出庭应诉",
    "legal_basis": "法律依据",
    "responsibility": "工作责任",
    "measures": "具体措施",
    "timetable": "时间进度",
}
"""What the parts of a report and of a rectification plan are called."""


class Requirements(msgspec.Struct, frozen=True, kw_only=True):
    """The group `review` as it governs one review. `profile` is the governing one as `<id>.<version>`.

    Where the profile says nothing of a value, nothing is required. `clauses` are those of each value, with their words.
    """

    profile: str
    joint_defendants: Joint = "losers"
    government_owner: GovernmentOwner = "defendant"
    required_parts: tuple[str, ...] = ()
    judgment_copy: bool = False
    head_signature: bool = False
    addressees: tuple[str, ...] = ()
    rectification_parts: tuple[str, ...] = ()
    rectification_addressees: tuple[str, ...] = ()
    clauses: Mapping[str, tuple[Clause, ...]] = {}

    def quoted(self, *names: Name) -> tuple[Clause, ...]:
        """The clauses that these values rest on, each once."""
        found = {clause.id: clause for name in names for clause in self.clauses.get(name, ())}
        return tuple(found.values())

    def ids(self, *names: Name) -> tuple[str, ...]:
        """Their ids."""
        return tuple(clause.id for clause in self.quoted(*names))

    def cited(self, *names: Name) -> str:
        """As an official would cite them."""
        return "、".join(clause.citation for clause in self.quoted(*names)) or "本辖区的规定"

    def basis(self, *names: Name) -> Basis:
        """What a decision rests on."""
        return Basis(profile=self.profile, clauses=self.ids(*names))


def requirements_on(rules: Rules, jurisdiction: str, day: date) -> Requirements | None:
    """What governs a review in `jurisdiction` whose judgment was received on `day`; None where no layer asks for reviews.

    Raises `ProfileMalformed` where a value is not what it should be.
    """
    layers = rules.layers_on(jurisdiction, day)
    found: dict[str, tuple[Parameter, PublishedProfile]] = {}
    for layer in layers:
        found.update((key, (parameter, layer)) for key, parameter in layer.profile.parameters.get(GROUP, {}).items())
    if not found:
        return None
    clauses = {clause.id: clause for layer in layers for clause in layer.profile.clauses}
    cited = {key: parameter.clauses for key, (parameter, _) in found.items()}
    starts = [rule for layer in layers if (rule := layer.profile.rule(START_RULE))]
    cited["start"] = starts[-1].clauses if starts else ()
    return Requirements(
        profile=layers[-1].token,
        joint_defendants=_one_of(found, "joint_defendants", _JOINT, "losers"),
        government_owner=_one_of(found, "government_owner", _GOVERNMENT_OWNER, "defendant"),
        required_parts=_texts(found, "required_parts"),
        judgment_copy=_flag(found, "judgment_copy"),
        head_signature=_flag(found, "head_signature"),
        addressees=_texts(found, "addressees"),
        rectification_parts=_texts(found, "rectification_parts"),
        rectification_addressees=_texts(found, "rectification_addressees"),
        clauses={key: tuple(clauses[i] for i in ids if i in clauses) for key, ids in cited.items()},
    )


def part_title(part: str) -> str:
    """What a part is called; its name where it is not one of the usual ones."""
    return PARTS.get(part, part)


Choice = TypeVar("Choice", bound=str)

_Found = Mapping[str, tuple[Parameter, PublishedProfile]]
_JOINT: Final[tuple[Joint, ...]] = get_args(Joint)
_GOVERNMENT_OWNER: Final[tuple[GovernmentOwner, ...]] = get_args(GovernmentOwner)


def _one_of(found: _Found, key: str, choices: tuple[Choice, ...], otherwise: Choice) -> Choice:
    value = found[key][0].value if key in found else otherwise
    for choice in choices:
        if value == choice:
            return choice
    raise _unfit(found, key, f"须为 {'、'.join(map(str, choices))} 之一")


def _flag(found: _Found, key: str) -> bool:
    value = found[key][0].value if key in found else False
    if not isinstance(value, bool):
        raise _unfit(found, key, "须为 true 或 false")
    return value


def _texts(found: _Found, key: str) -> tuple[str, ...]:
    value = found[key][0].value if key in found else ()
    if not isinstance(value, tuple):
        raise _unfit(found, key, "须为文本的列表")
    return value


def _unfit(found: _Found, key: str, what: str) -> ProfileMalformed:
    return ProfileMalformed(f"{found[key][1].token} 的 {GROUP}.toml 的 {key}：{what}。请由系统管理员改正后重新公布。")
