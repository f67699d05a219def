"""Who handles a response by the rules: given a filing and the registered agencies, who it is, or who decides, and by which clauses."""

from datetime import date
from typing import Any

import msgspec
import pytest

from yingsu.events.intake.case import Act, CaseFiled, Defendant, DisputedObject
from yingsu.events.intake.handling import HandlingUnitDetermined
from yingsu.events.registry.agency import AgencyType
from yingsu.events.review.review import Basis
from yingsu.law.handling import Handling, handlings, situation_of, unit_named
from yingsu.law.layer import ProfileMalformed
from yingsu.law.rule import Parameter
from yingsu.law.rules import Rules, builtin_rules
from yingsu.officials.agencies import Agency

DEHUA, YANTAI, HONGZE, XUECHENG, YICHENG = "350526", "370600", "320813", "370403", "370404"
GOVERNMENT, LAND, OFFICE = "agency-government", "agency-land", "agency-office"
LAND_NAME = "示例自然资源局（样例）"


def registered(place: str, **types: AgencyType) -> dict[str, Agency]:
    """A government, a bureau of land and a bureau of justice of the place."""
    names = {GOVERNMENT: "示例人民政府（样例）", LAND: LAND_NAME, OFFICE: "德化县司法局"}
    return {
        agency: Agency(
            agency_id=agency,
            name=name,
            code="",
            type=types.get(agency.removeprefix("agency-"), "government" if agency == GOVERNMENT else "department"),
            jurisdiction=place,
            valid_from=date(2019, 1, 1),
            sample=True,
        )
        for agency, name in names.items()
    }


def filing(place: str, *sued: tuple[str, DisputedObject], unit: str | None = LAND_NAME, on: date = date(2026, 3, 2)) -> CaseFiled:
    """A case against these, whose act the unit carried out."""
    return CaseFiled(
        court="闽0526",
        case_no="（2026）闽0526行初12号",
        type_code="行初",
        type_known=True,
        instance="first",
        filed_on=on,
        cause="行政处罚",
        plaintiffs=(),
        defendants=tuple(Defendant(agency=agency, jurisdiction=place, object=what) for agency, what in sued),
        act=Act(kind="行政处罚", document_no=None, made_on=None, implementing_unit=unit) if unit else None,
        claims=None,
        complaint_received_on=None,
        mediable=None,
    )


def by_rules(filed: CaseFiled, place: str, rules: Rules | None = None, **types: AgencyType) -> list[Handling]:
    """What the rules say of it."""
    return list(handlings(filed, {}, rules or builtin_rules(), registered(place, **types)))


def said(handling: Handling) -> tuple[str | None, str, list[str]]:
    """In short: who, how it is known, and by which clauses."""
    return handling.unit, handling.source, [clause.id for clause in handling.clauses]


ACT: DisputedObject = "original_act"
DECISION: DisputedObject = "reconsideration_decision"


@pytest.mark.parametrize(
    ("place", "sued", "expected"),
    [
        (DEHUA, ((GOVERNMENT, ACT),), [(LAND, "rule", ["DH-6.4"])]),
        (DEHUA, ((GOVERNMENT, DECISION),), [(OFFICE, "rule", ["DH-6.5"])]),
        (DEHUA, ((LAND, ACT),), [(LAND, "rule", ["DH-6.6"])]),
        (DEHUA, ((LAND, ACT), (GOVERNMENT, DECISION)), [(LAND, "rule", ["DH-6.6"]), (None, "undetermined", ["DH-6.3"])]),
        (YANTAI, ((GOVERNMENT, ACT),), [(LAND, "rule", ["YT-2.2.2", "YT-2.2.1"])]),
        (YANTAI, ((LAND, ACT),), [(LAND, "rule", ["YT-2.2.1"])]),
        (YANTAI, ((GOVERNMENT, DECISION),), [(None, "undetermined", ["YT-2.2.5"])]),
        (YANTAI, ((LAND, ACT), (GOVERNMENT, DECISION)), [(LAND, "rule", ["YT-2.2.1"]), (None, "undetermined", ["YT-2.2.4"])]),
        (HONGZE, ((GOVERNMENT, ACT),), [(GOVERNMENT, "principle", [])]),
        (XUECHENG, ((GOVERNMENT, DECISION),), [(GOVERNMENT, "principle", [])]),
        (YICHENG, ((LAND, ACT), (GOVERNMENT, DECISION)), [(LAND, "principle", []), (GOVERNMENT, "principle", [])]),
    ],
)
def test_each_document_says_who_handles_which_response(
    place: str, sued: tuple[tuple[str, DisputedObject], ...], expected: list[tuple[str | None, str, list[str]]]
) -> None:
    assert [said(handling) for handling in by_rules(filing(place, *sued), place)] == expected


def test_a_government_that_is_joined_by_its_body_of_reconsideration_keeps_the_unit_of_the_act_in_yantai() -> None:
    above = {
        "agency-city": msgspec.structs.replace(
            registered(YANTAI)[GOVERNMENT], agency_id="agency-city", name="示例市人民政府（样例）"
        )
    }
    filed = filing(YANTAI, (GOVERNMENT, ACT), ("agency-city", DECISION))
    found = handlings(filed, {}, builtin_rules(), registered(YANTAI) | above)
    assert said(found[0]) == (LAND, "rule", ["YT-2.2.4", "YT-2.2.1"])


def test_a_district_of_yantai_without_a_document_of_its_own_is_under_that_of_the_city() -> None:
    (found,) = by_rules(filing("370602", (GOVERNMENT, ACT)), "370602")
    assert said(found) == (LAND, "rule", ["YT-2.2.2", "YT-2.2.1"])


@pytest.mark.parametrize(
    ("unit", "reason"),
    [
        (None, "政府（管委）为被告、未经行政复议的案件：由承办原行政行为的单位承办，但法院没有写明具体实施单位，由县司法局确定"),
        (
            "自然资源局",
            "政府（管委）为被告、未经行政复议的案件：由承办原行政行为的单位承办，但本辖区没有与“自然资源局”同名的唯一登记机关，由县司法局确定",
        ),
    ],
)
def test_where_the_unit_cannot_be_told_it_is_undetermined_and_the_reason_says_why(unit: str | None, reason: str) -> None:
    (found,) = by_rules(filing(DEHUA, (GOVERNMENT, ACT), unit=unit), DEHUA)
    assert (found.unit, found.source, found.reason) == (None, "undetermined", reason)
    assert found.decider is not None
    assert (found.decider.title, [clause.id for clause in found.decider.clauses]) == ("县司法局", ["DH-6.3"])


def test_a_bureau_of_yantai_whose_unit_is_nobody_registered_handles_the_response_itself() -> None:
    (found,) = by_rules(filing(YANTAI, (LAND, ACT), unit="示例执法大队"), YANTAI)
    assert said(found) == (LAND, "rule", ["YT-2.2.1"])


def test_the_unit_of_the_act_does_not_handle_a_decision_on_reconsideration() -> None:
    (found,) = by_rules(filing(YANTAI, (OFFICE, DECISION)), YANTAI)
    assert (found.situation, found.unit) == ("own_act", OFFICE)


def test_the_document_in_force_on_the_day_of_filing_governs() -> None:
    (before,) = by_rules(filing(DEHUA, (GOVERNMENT, ACT), on=date(2025, 10, 14)), DEHUA)
    (since,) = by_rules(filing(DEHUA, (GOVERNMENT, ACT), on=date(2025, 10, 15)), DEHUA)
    assert [before.source, since.source] == ["principle", "rule"]


def test_without_rules_the_defendant_handles_its_response() -> None:
    (found,) = handlings(filing(DEHUA, (GOVERNMENT, ACT)), {}, None, registered(DEHUA))
    assert (found.unit, found.source, found.decider) == (GOVERNMENT, "principle", None)


@pytest.mark.parametrize(
    ("by", "unit", "clauses"), [("decider", OFFICE, ["DH-6.3"]), ("rule", LAND, ["DH-6.4"])], ids=["decided", "by rule"]
)
def test_what_was_determined_stands_whatever_the_rule_says(by: Any, unit: str, clauses: list[str]) -> None:
    event = HandlingUnitDetermined(
        agency=GOVERNMENT,
        object=ACT,
        unit=unit,
        by=by,
        reason=None,
        determined_on=date(2026, 3, 9),
        decided_under=Basis(profile="dehua.1", clauses=()),
    )
    (found,) = handlings(filing(DEHUA, (GOVERNMENT, ACT)), {(GOVERNMENT, ACT): event}, builtin_rules(), registered(DEHUA))
    assert said(found) == (unit, "determined", clauses)
    assert found.determined is event


@pytest.mark.parametrize(
    ("kind", "sued", "situation"),
    [
        ("government", ((GOVERNMENT, ACT),), "government_act"),
        ("committee", ((GOVERNMENT, ACT),), "government_act"),
        ("government", ((GOVERNMENT, ACT), (LAND, DECISION)), "government_act_reconsidered"),
        ("government", ((GOVERNMENT, DECISION),), "sole_reconsideration"),
        ("government", ((GOVERNMENT, DECISION), (LAND, ACT)), "joint_reconsideration"),
        ("township", ((GOVERNMENT, ACT),), "own_act"),
    ],
)
def test_the_situation_follows_from_who_is_sued_for_what(
    kind: AgencyType, sued: tuple[tuple[str, DisputedObject], ...], situation: str
) -> None:
    filed = filing(DEHUA, *sued)
    assert situation_of(filed, filed.defendants[0], registered(DEHUA, government=kind)) == situation


def test_a_unit_is_the_one_agency_of_the_jurisdiction_with_this_very_name() -> None:
    known = registered(DEHUA)
    twin = {"agency-twin": msgspec.structs.replace(known[LAND], agency_id="agency-twin")}
    assert unit_named(f" {LAND_NAME} ", DEHUA, known) == LAND
    assert [unit_named(LAND_NAME, HONGZE, known), unit_named(LAND_NAME, DEHUA, known | twin), unit_named(None, DEHUA, known)] == [
        None,
        None,
        None,
    ]


def test_a_value_that_no_code_knows_is_named_with_its_place() -> None:
    rules = builtin_rules()
    changed = []
    for published in rules.published:
        if published.profile.id == "dehua":
            group = {"government_act": Parameter(value="somebody", clauses=("DH-6.4",))}
            profile = msgspec.structs.replace(published.profile, parameters={**published.profile.parameters, "handling": group})
            changed.append(msgspec.structs.replace(published, profile=profile))
        else:
            changed.append(published)
    with pytest.raises(ProfileMalformed) as refusal:
        by_rules(filing(DEHUA, (GOVERNMENT, ACT)), DEHUA, Rules(changed, rules.calendar))
    assert refusal.value.message.startswith("dehua.1 的 handling.toml 的 government_act：须为 implementing_unit、")
