"""应诉承办单位的确定: where the rule leaves it open, the body that supervises says who handles the response (YT-2.2.7, DH-6.3). Pure."""

from collections.abc import Mapping, Sequence
from datetime import date

import msgspec

from services.intake.cases.record import Record
from services.intake.dates import DateOrder, check_day
from yingsu.errors import Forbidden, Refused
from yingsu.events.intake.case import DisputedObject
from yingsu.events.intake.handling import HandlingUnitDetermined
from yingsu.events.review.review import Basis
from yingsu.law.handling import Decider, Handling
from yingsu.officials.agencies import Agency
from yingsu.officials.officials import known_agency

OBJECTS: Mapping[DisputedObject, str] = {"original_act": "原行政行为", "reconsideration_decision": "行政复议决定"}
"""被诉行为."""


class NotTheDecider(Forbidden):
    """Only the body that supervises the responses decides."""

    code = "handling-not-the-decider"
    title = "不由本单位确定"


class NotSuedForThat(Refused):
    """The defendant is not sued for this."""

    code = "handling-not-sued-for-that"
    title = "该被告没有这一被诉行为"


class HandlingUnitFixed(Refused):
    """The rule tells who handles the response, or no rule leaves it open: it is not for the body that supervises to choose."""

    code = "handling-unit-fixed"
    title = "应诉承办单位已经明确"


class HandlingUnitAlreadyDetermined(Refused):
    """The record says that this unit handles it."""

    code = "handling-unit-already-determined"
    title = "应诉承办单位已登记"


class HandlingUnitElsewhere(Refused):
    """The unit belongs to another jurisdiction than the defendant."""

    code = "handling-unit-elsewhere"
    title = "不是本辖区的机关"


class DetermineHandlingUnit(msgspec.Struct, frozen=True, kw_only=True):
    """`unit` handles the response of `agency` for `object`, for this `reason`."""

    agency: str
    object: DisputedObject
    unit: str
    determined_on: date
    reason: str


def refuse_others(decider: Decider | None) -> NotTheDecider:
    """What anybody but the body that supervises is told."""
    who = f"{decider.title}（{decider.citation}）" if decider else "本辖区的监督机关"
    return NotTheDecider(
        f"应诉责任主体不明确的，由{who}确定应诉承办单位，本单位不能登记。请报请{decider.title if decider else '监督机关'}确定。",
        clauses=tuple(clause.id for clause in decider.clauses) if decider else (),
    )


def determine(
    record: Record,
    handlings: Sequence[Handling],
    command: DetermineHandlingUnit,
    agencies: Mapping[str, Agency],
    today: date,
) -> HandlingUnitDetermined:
    """Say who handles a response. `reason` is left out of the event: the desk seals it once the decision is admitted.

    Raises `NotADefendant`, `NotSuedForThat`, `HandlingUnitFixed`, `HandlingUnitAlreadyDetermined`, `AgencyUnknown`,
    `HandlingUnitElsewhere`, `FutureFact`, `DateOrder`.
    """
    record.case.jurisdiction_of(command.agency)
    handling = next((h for h in handlings if (h.agency, h.object) == (command.agency, command.object)), None)
    if handling is None:
        raise NotSuedForThat(
            f"该被告在本案没有“{OBJECTS[command.object]}”这一被诉行为（行政诉讼法第七十九条），未登记。请核对被告和被诉行为。",
            pointer="/object",
        )
    unit = known_agency(agencies.get(command.unit), command.unit, pointer="/unit")
    _require_open(handling, unit, agencies)
    if unit.jurisdiction != handling.jurisdiction:
        raise HandlingUnitElsewhere(
            f"{unit.name}不是本辖区（{handling.jurisdiction}）的机关，未登记。按照{_cited(handling)}，"
            "承办单位从本辖区的机关中确定，请核对。",
            clauses=_ids(handling),
            pointer="/unit",
        )
    check_day(command.determined_on, today, "/determined_on")
    since = handling.determined.determined_on if handling.determined else None
    filed_on = record.case.filing.filed_on if record.case.filing else None
    for day, what in ((filed_on, "立案日期"), (since, "前一次确定的日期")):
        if day is not None and command.determined_on < day:
            raise DateOrder(
                f"确定日期早于{what} {day}，未登记（{_cited(handling)}）。请核对日期后重新提交。",
                clauses=_ids(handling),
                pointer="/determined_on",
            )
    return HandlingUnitDetermined(
        agency=command.agency,
        object=command.object,
        unit=unit.agency_id,
        by="decider",
        reason=None,
        determined_on=command.determined_on,
        decided_under=Basis(profile=handling.profile or "", clauses=_ids(handling)),
    )


def by_rule(handlings: Sequence[Handling], filed_on: date) -> tuple[HandlingUnitDetermined, ...]:
    """What the rules say without doubt at the filing, of defendants whose response another handles, and what is not on record."""
    return tuple(
        HandlingUnitDetermined(
            agency=handling.agency,
            object=handling.object,
            unit=handling.unit,
            by="rule",
            reason=None,
            determined_on=filed_on,
            decided_under=Basis(profile=handling.profile or "", clauses=tuple(clause.id for clause in handling.clauses)),
        )
        for handling in handlings
        if handling.source == "rule" and handling.unit is not None and handling.unit != handling.agency
    )


def _require_open(handling: Handling, unit: Agency, agencies: Mapping[str, Agency]) -> None:
    if handling.decider is None:
        raise HandlingUnitFixed(
            f"{handling.reason}；没有规定由谁另行确定承办单位，未登记。请由被告自行应诉。",
            clauses=tuple(clause.id for clause in handling.clauses),
            pointer="/unit",
        )
    by_now = handling.determined
    if by_now is not None and by_now.unit == unit.agency_id:
        raise HandlingUnitAlreadyDetermined(
            f"已于 {by_now.determined_on} 登记由{unit.name}承办（{handling.citation}），不再重复登记。", clauses=_ids(handling)
        )
    settled = handling.source == "rule" or (by_now is not None and by_now.by == "rule")
    # What the rule says by now, and did not say at the filing, is confirmed by a person.
    confirmed = by_now is None and handling.unit == unit.agency_id != handling.agency
    if settled and not confirmed:
        known = agencies.get(handling.unit or "")
        raise HandlingUnitFixed(
            f"按照{handling.citation}，由{known.name if known else handling.unit}承办，应诉责任主体明确，未登记给其他机关。"
            "法院写明的实施单位有误的，请法院更正。",
            clauses=tuple(clause.id for clause in handling.clauses),
            pointer="/unit",
        )


def _ids(handling: Handling) -> tuple[str, ...]:
    """What a person's decision rests on."""
    return tuple(clause.id for clause in handling.decider.clauses) if handling.decider else ()


def _cited(handling: Handling) -> str:
    return handling.decider.citation if handling.decider else "本辖区的规定"
