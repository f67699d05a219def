"""谁承办谁应诉: which unit handles a defendant's response, by the profile's rule; or that it is undetermined, and who decides. Pure.

The group `handling` of a profile says who it is in each situation (`SITUATIONS`), as one of `CHOICES`. A profile without the group leaves
the response to the defendant. One that has it and says nothing of a situation leaves it undetermined: then, as where the unit's name is
nobody's, whoever `handling.decider` names decides. What was determined (`handled`) stands; the rule is asked for what was not.

Owns the one way in which a unit's name is matched with a registered agency.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal, Protocol, get_args

import msgspec

from yingsu.events.intake.case import CaseFiled, Defendant, DisputedObject
from yingsu.events.intake.handling import HandlingUnitDetermined
from yingsu.law.clauses import Clause
from yingsu.law.layer import ProfileMalformed
from yingsu.law.parameters import Cited, parameter_on
from yingsu.law.rules import Rules

GROUP: Final = "handling"

Situation = Literal["government_act", "government_act_reconsidered", "own_act", "joint_reconsideration", "sole_reconsideration"]
Choice = Literal["implementing_unit", "implementing_unit_or_defendant", "legal_office", "defendant"]
Source = Literal["determined", "rule", "principle", "undetermined"]
"""已确定, 依规定, 文件没有规定的由被告, 尚未确定."""

SITUATIONS: Final[Mapping[Situation, str]] = MappingProxyType(
    {
        "government_act": "政府（管委）为被告、未经行政复议的案件",
        "government_act_reconsidered": "政府（管委）因原行政行为与行政复议机关为共同被告的案件",
        "own_act": "其他机关为被告的案件",
        "joint_reconsideration": "行政复议机关为共同被告的案件，行政复议决定的应诉",
        "sole_reconsideration": "行政复议机关单独为被告的案件",
    }
)
"""What a profile may speak of, as officials call it."""

CHOICES: Final[tuple[Choice, ...]] = get_args(Choice)
"""具体实施单位; 具体实施单位, 没有登记的为被告自己; 政府法制机构; 被告."""

_GOVERNMENTS: Final = ("government", "committee")


class Registered(Protocol):
    """A registered agency."""

    @property
    def agency_id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def type(self) -> str: ...
    @property
    def jurisdiction(self) -> str: ...


class Decider(msgspec.Struct, frozen=True, kw_only=True):
    """Who decides where it is unclear, as the document calls it, and by which clauses."""

    title: str
    clauses: tuple[Clause, ...]

    @property
    def citation(self) -> str:
        """Its clauses as an official would cite them."""
        return "、".join(clause.citation for clause in self.clauses) or "本单位自定"


class Handling(msgspec.Struct, frozen=True, kw_only=True):
    """Who handles the response of one defendant for one of the things that it is sued for.

    `unit` is None as long as it is undetermined; then the defendant is held to everything itself. `reason` says in Chinese why it is so;
    `clauses` and `profile` (`<id>.<version>`) are what it rests on. `determined` is the fact of the record, where there is one.
    """

    agency: str
    object: DisputedObject
    jurisdiction: str
    situation: Situation
    unit: str | None
    source: Source
    reason: str
    clauses: tuple[Clause, ...] = ()
    profile: str | None = None
    decider: Decider | None = None
    determined: HandlingUnitDetermined | None = None

    @property
    def citation(self) -> str:
        """Its clauses as an official would cite them."""
        return "、".join(clause.citation for clause in self.clauses) or "本辖区的规定"


Key = tuple[str, DisputedObject]
"""A defendant, and what it is sued for."""


def unit_named(name: str | None, jurisdiction: str, agencies: Mapping[str, Registered]) -> str | None:
    """The one registered agency of the jurisdiction with this very name; None where there is none, or more than one."""
    wanted = (name or "").strip()
    found = [agency.agency_id for agency in agencies.values() if agency.jurisdiction == jurisdiction and agency.name == wanted]
    return found[0] if len(found) == 1 else None


def says_anything(rules: Rules, jurisdiction: str, filing: CaseFiled) -> bool:
    """Whether a document says who handles a response, in cases filed in the jurisdiction on that day."""
    return any(GROUP in layer.profile.parameters for layer in rules.layers_on(jurisdiction, filing.filed_on))


def handlings(
    filing: CaseFiled,
    determined: Mapping[Key, HandlingUnitDetermined],
    rules: Rules | None,
    agencies: Mapping[str, Registered],
) -> tuple[Handling, ...]:
    """Who handles what in a filed case, in the order of the defendants. The profile in force on the day of filing governs.

    Raises `ProfileMalformed` where a value of the group is not one of `CHOICES`.
    """
    found = (_by_rule(filing, defendant, rules, agencies) for defendant in dict.fromkeys(filing.defendants))
    return tuple(_as_determined(handling, determined.get((handling.agency, handling.object))) for handling in found)


def decider_on(filing: CaseFiled, jurisdiction: str, rules: Rules | None) -> Decider | None:
    """Who decides in the jurisdiction where the documents leave it open; None where no document names anybody."""
    said = _said(rules, jurisdiction, filing, "decider")
    if said is None or rules is None:
        return None
    return Decider(title=_legal_office(rules, jurisdiction, filing), clauses=said.clauses)


def situation_of(filing: CaseFiled, defendant: Defendant, agencies: Mapping[str, Registered]) -> Situation:
    """What the documents call the case, for this defendant."""
    agency = agencies.get(defendant.agency)
    objects = {other.object for other in filing.defendants}
    if agency is None or agency.type not in _GOVERNMENTS:
        return "own_act"
    if defendant.object == "reconsideration_decision":
        return "joint_reconsideration" if "original_act" in objects else "sole_reconsideration"
    return "government_act_reconsidered" if "reconsideration_decision" in objects else "government_act"


def _as_determined(handling: Handling, event: HandlingUnitDetermined | None) -> Handling:
    if event is None:
        return handling
    # What the rule says is not asked again: the record is what it was when it was determined.
    reason = handling.reason if event.by == "rule" and handling.unit == event.unit else f"已于 {event.determined_on} 确定"
    decided = handling.decider.clauses if event.by == "decider" and handling.decider else handling.clauses
    return msgspec.structs.replace(
        handling, unit=event.unit, source="determined", reason=reason, clauses=decided, determined=event
    )


def _by_rule(filing: CaseFiled, defendant: Defendant, rules: Rules | None, agencies: Mapping[str, Registered]) -> Handling:
    situation = situation_of(filing, defendant, agencies)
    handling = Handling(
        agency=defendant.agency,
        object=defendant.object,
        jurisdiction=defendant.jurisdiction,
        situation=situation,
        unit=defendant.agency,
        source="principle",
        reason="本辖区的文件没有另行规定应诉承办单位，由被告应诉",
        decider=decider_on(filing, defendant.jurisdiction, rules),
    )
    if rules is None or not says_anything(rules, defendant.jurisdiction, filing):
        return handling
    layers = rules.layers_on(defendant.jurisdiction, filing.filed_on)
    handling = msgspec.structs.replace(handling, profile=layers[-1].token)
    said = _said(rules, defendant.jurisdiction, filing, situation)
    if said is None:
        open_to = f"，由{handling.decider.title}确定" if handling.decider else ""
        return msgspec.structs.replace(
            handling,
            unit=None,
            source="undetermined",
            reason=f"{SITUATIONS[situation]}，文件没有规定由谁承办{open_to}",
            clauses=handling.decider.clauses if handling.decider else (),
        )
    handling = msgspec.structs.replace(handling, clauses=said.clauses)
    unit, reason = _chosen(_choice(said, situation), filing, defendant, rules, agencies)
    if unit is None:
        reason = f"{reason}{f'，由{handling.decider.title}确定' if handling.decider else ''}"
    return msgspec.structs.replace(
        handling,
        unit=unit,
        source="rule" if unit else "undetermined",
        reason=f"{SITUATIONS[situation]}：{reason}",
    )


def _chosen(
    choice: Choice, filing: CaseFiled, defendant: Defendant, rules: Rules, agencies: Mapping[str, Registered]
) -> tuple[str | None, str]:
    """Who it is, where that can be told, and the reason."""
    if choice == "defendant":
        return defendant.agency, "由被告承办"
    if choice == "legal_office":
        title = _legal_office(rules, defendant.jurisdiction, filing)
        named = parameter_on(rules, defendant.jurisdiction, filing.filed_on, GROUP, "legal_office")
        name = str(named.value) if named else title
        unit = unit_named(name, defendant.jurisdiction, agencies)
        return unit, f"由{title}承办" if unit else f"由{title}承办，但本辖区没有以“{name}”为名称登记的机关"
    # What a defendant is sued for as the body of reconsideration, no unit carried out for it.
    carried_out = filing.act.implementing_unit if filing.act and defendant.object == "original_act" else None
    unit = unit_named(carried_out, defendant.jurisdiction, agencies)
    if unit is not None:
        return unit, f"由承办原行政行为的{carried_out}承办"
    if choice == "implementing_unit_or_defendant":
        return defendant.agency, "没有另行登记的具体实施单位，由作出被诉行政行为的被告承办"
    if not carried_out:
        return None, "由承办原行政行为的单位承办，但法院没有写明具体实施单位"
    return None, f"由承办原行政行为的单位承办，但本辖区没有与“{carried_out}”同名的唯一登记机关"


def _legal_office(rules: Rules, jurisdiction: str, filing: CaseFiled) -> str:
    """What the documents call the body that supervises the responses."""
    said = parameter_on(rules, jurisdiction, filing.filed_on, "roles", "supervising_body")
    return str(said.value) if said else "监督机关"


def _said(rules: Rules | None, jurisdiction: str, filing: CaseFiled, key: str) -> Cited | None:
    return None if rules is None else parameter_on(rules, jurisdiction, filing.filed_on, GROUP, key)


def _choice(said: Cited, situation: Situation) -> Choice:
    for choice in CHOICES:
        if said.value == choice:
            return choice
    raise ProfileMalformed(
        f"{said.layer} 的 {GROUP}.toml 的 {situation}：须为 {'、'.join(CHOICES)} 之一。请由系统管理员改正后重新公布。"
    )
