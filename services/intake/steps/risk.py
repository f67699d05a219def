"""How likely a case is to be lost: levels, warnings and flags as persons enter them, and what admits them. Pure.

The court's own warning is a message of its door. Nothing here is derived: a level goes up and down by what somebody states, with grounds.
"""

from datetime import date
from typing import Final

import msgspec

from services.intake.cases.step_titles import FLAGS, LEVELS
from services.intake.steps.kind import Kind, Situation
from services.intake.steps.risk_bodies import FlagBody, FlagClearingBody, RiskBody, WarningBody
from yingsu.errors import Malformed, Refused
from yingsu.events.intake.steps.risk import (
    CaseFlag,
    FlagCleared,
    FlagSet,
    RedAlertIssued,
    RiskAssessed,
    RiskLevel,
    YellowWarningIssued,
)
from yingsu.law.parameters import parameter_on

UNTOLD: Final[tuple[RiskLevel, ...]] = ("none", "low", "high")
"""The levels of a jurisdiction whose document names none."""


class RiskLevelUnknown(Malformed):
    """The jurisdiction has no such level."""

    code = "risk-level-unknown"
    title = "本辖区没有这一风险等级"


class AlreadyWarned(Refused):
    """The agency has such a warning in this case, and it was not lifted."""

    code = "already-warned"
    title = "已有同等级的预警"


class FlagAlreadySet(Refused):
    """The case is listed so already."""

    code = "flag-already-set"
    title = "已列为此类案件"


class FlagNotSet(Refused):
    """The case is not listed so."""

    code = "flag-not-set"
    title = "未列为此类案件"


class AssessRisk(msgspec.Struct, frozen=True, kw_only=True):
    """研判败诉风险."""

    assessed_on: date
    level: RiskLevel
    grounds: str
    agency: str | None = None
    needs_other_units: bool = False


class _Warning(msgspec.Struct, frozen=True, kw_only=True):
    agency: str
    issued_on: date
    demand: str
    document_no: str | None = None


class WarnYellow(_Warning, frozen=True, kw_only=True):
    """黄牌预警."""


class WarnRed(_Warning, frozen=True, kw_only=True):
    """红色警戒."""


class SetFlag(msgspec.Struct, frozen=True, kw_only=True):
    """列为某类案件."""

    set_on: date
    flag: CaseFlag
    grounds: str
    agency: str | None = None


class ClearFlag(msgspec.Struct, frozen=True, kw_only=True):
    """不再列为某类案件."""

    cleared_on: date
    flag: CaseFlag
    grounds: str
    agency: str | None = None


def flags_of(situation: Situation, agency: str | None) -> frozenset[CaseFlag]:
    """What the case is listed as, for one defendant and as a whole, in the order of the days."""
    standing: dict[tuple[str | None, CaseFlag], bool] = {}
    for entry in sorted(situation.entries, key=lambda found: (found.occurred_on, found.position)):
        match entry.event:
            case FlagSet() as event if entry.jurisdiction == situation.jurisdiction:
                standing[(event.agency, event.flag)] = True
            case FlagCleared() as event if entry.jurisdiction == situation.jurisdiction:
                standing[(event.agency, event.flag)] = False
    return frozenset(flag for (whose, flag), is_set in standing.items() if is_set and whose in (None, agency))


def _assess(situation: Situation, told: AssessRisk) -> None:
    """Raises `RiskLevelUnknown`."""
    rules, day = situation.rules, told.assessed_on
    levels = parameter_on(rules, situation.jurisdiction, day, "risk", "levels") if rules else None
    known = levels.value if levels is not None and isinstance(levels.value, tuple) else UNTOLD
    if told.level not in known:
        cited = f"（{levels.citation}）" if levels else "（本辖区文件未规定等级）"
        named = "、".join(f"{level} {LEVELS[level]}" for level in LEVELS if level in known)
        raise RiskLevelUnknown(
            f"败诉风险等级 {told.level}（{LEVELS[told.level]}）不是本辖区的等级{cited}，未登记。请从 {named} 中选取。",
            clauses=tuple(clause.id for clause in levels.clauses) if levels else (),
            pointer="/level",
        )


def _warn(situation: Situation, told: WarnYellow | WarnRed) -> None:
    """A second warning of the same level, or a lower one, makes no second notice until the risk was assessed as none. Raises `AlreadyWarned`."""
    above = (RedAlertIssued,) if isinstance(told, WarnRed) else (RedAlertIssued, YellowWarningIssued)
    standing: date | None = None
    for entry in situation.entries:
        match entry.event:
            case (RedAlertIssued() | YellowWarningIssued()) as event if event.agency == told.agency and isinstance(event, above):
                standing = event.issued_on
            case RiskAssessed(level="none", agency=agency) if agency in (None, told.agency):
                standing = None
    if standing is not None:
        raise AlreadyWarned(
            f"该机关在本案已于 {standing} 收到同等级或者更高等级的预警（薛政办发〔2022〕12号：黄牌预警、红色警戒），不再重复发出。"
            "风险已经解除的，请先登记研判为“无”。",
            clauses=("XC-2.4",),
        )


def _set_flag(situation: Situation, told: SetFlag) -> None:
    """Raises `FlagAlreadySet`."""
    if told.flag in flags_of(situation, told.agency):
        raise FlagAlreadySet(f"本案已列为“{FLAGS[told.flag]}”的案件，不再重复登记。不再属于此类的，请登记撤销。", pointer="/flag")


def _clear_flag(situation: Situation, told: ClearFlag) -> None:
    """Raises `FlagNotSet`."""
    if told.flag not in flags_of(situation, told.agency):
        raise FlagNotSet(f"本案未列为“{FLAGS[told.flag]}”的案件，无从撤销。请核对类别和机关。", pointer="/flag")


KINDS: Final = (
    Kind(
        told=AssessRisk,
        event=RiskAssessed,
        day="assessed_on",
        title="研判败诉风险",
        body=RiskBody,
        authority="各地行政应诉工作规定",
        decide=_assess,
    ),
    Kind(
        told=WarnYellow,
        event=YellowWarningIssued,
        day="issued_on",
        title="黄牌预警",
        body=WarningBody,
        authority="薛政办发〔2022〕12号",
        decide=_warn,
    ),
    Kind(
        told=WarnRed,
        event=RedAlertIssued,
        day="issued_on",
        title="红色警戒",
        body=WarningBody,
        authority="薛政办发〔2022〕12号",
        decide=_warn,
    ),
    Kind(
        told=SetFlag,
        event=FlagSet,
        day="set_on",
        title="列为某类案件",
        body=FlagBody,
        authority="各地行政应诉工作规定",
        decide=_set_flag,
    ),
    Kind(
        told=ClearFlag,
        event=FlagCleared,
        day="cleared_on",
        title="撤销案件类别",
        body=FlagClearingBody,
        authority="各地行政应诉工作规定",
        decide=_clear_flag,
    ),
)
