"""What the profile in force asks of a review, layer by layer."""

from datetime import date
from typing import Any

import msgspec
import pytest

from services.review.requirements import Requirements, part_title, requirements_on
from tests.services.review.cast import HONGZE
from yingsu.events.review.review import Basis
from yingsu.law.layer import Profile, ProfileMalformed
from yingsu.law.profile import load_builtin
from yingsu.law.rule import Parameter
from yingsu.law.rules import PublishedProfile, Rules, builtin_rules

FIRST = date(2025, 4, 18)
CITY = "city"


def national() -> PublishedProfile:
    """The national layer."""
    return published(load_builtin("national", date(2018, 2, 8)), date(2018, 2, 8))


def published(profile: Profile, first: date = FIRST, version: int = 1) -> PublishedProfile:
    """A profile as published."""
    return PublishedProfile(profile=profile, version=version, effective_from=first)


def hongze(**group: Parameter | None) -> Profile:
    """洪泽's profile with other values in the group; None takes one out."""
    profile = load_builtin("hongze", FIRST)
    values = {**profile.parameters["review"], **group}
    return msgspec.structs.replace(
        profile, parameters={**profile.parameters, "review": {key: value for key, value in values.items() if value}}
    )


def asked(*profiles: PublishedProfile, on: date = date(2026, 9, 28)) -> Requirements | None:
    """What is asked for in 洪泽 where these are published."""
    return requirements_on(Rules((national(), *profiles), builtin_rules().calendar), "320813", on)


def test_hongze_asks_for_what_its_document_says() -> None:
    assert (HONGZE.profile, HONGZE.joint_defendants, HONGZE.government_owner) == ("hongze.1", "all", "implementing_unit")
    assert [part_title(part) for part in HONGZE.required_parts] == [
        "简要案情",
        "协调化解情况",
        "诉讼对接情况",
        "败诉原因",
        "分析结论",
    ]
    assert (HONGZE.head_signature, HONGZE.addressees, HONGZE.rectification_addressees) == (True, ("区司法局",), ("区司法局",))
    assert [part_title(part) for part in HONGZE.rectification_parts] == ["工作责任", "具体措施", "时间进度"]


def test_yicheng_asks_for_three_parts_the_judgment_and_two_addressees() -> None:
    asks = requirements_on(builtin_rules(), "370404", date(2026, 9, 28))
    assert asks is not None
    assert [part_title(part) for part in asks.required_parts] == ["存在问题", "败诉原因", "改进工作的措施"]
    assert (asks.judgment_copy, asks.addressees) == (True, ("区依法治区委员会办公室", "区司法局"))
    assert (asks.joint_defendants, asks.government_owner, asks.head_signature) == ("losers", "defendant", False)
    assert (asks.rectification_parts, asks.rectification_addressees) == ((), ())
    assert asks.ids("owner", "required_parts", "judgment_copy", "addressees") == ("YC-2.5.3",)


def test_xuecheng_asks_for_an_analysis_and_a_rectification_report_to_the_government() -> None:
    asks = requirements_on(builtin_rules(), "370403", date(2026, 9, 28))
    assert asks is not None
    assert [part_title(part) for part in asks.required_parts] == ["败诉问题专题分析"]
    assert (asks.addressees, asks.rectification_addressees) == (("区政府",), ("区政府",))
    assert (asks.joint_defendants, asks.government_owner, asks.judgment_copy) == ("losers", "implementing_unit", False)
    assert asks.ids("owner", "required_parts", "addressees", "rectification_addressees") == ("XC-5.3",)


@pytest.mark.parametrize(
    ("name", "clause", "words"),
    [
        ("start", "HZ-9.4", "5个工作日内开展"),
        ("owner", "HZ-9.1", "谁败诉谁复盘"),
        ("joint_defendants", "HZ-9.2", "共同被告"),
        ("government_owner", "HZ-9.3", "原具体实施单位"),
        ("required_parts", "HZ-9.5", "简要案情"),
        ("head_signature", "HZ-9.6", "主要负责人审签"),
        ("addressees", "HZ-9.6", "移送区司法局"),
        ("rectification_parts", "HZ-9.7", "工作责任、具体措施及时间进度"),
        ("rectification_addressees", "HZ-9.9", "10个工作日内"),
    ],
)
def test_each_value_comes_with_its_clause_and_the_words(name: Any, clause: str, words: str) -> None:
    (quoted,) = HONGZE.quoted(name)
    assert (quoted.id, words in quoted.quote) == (clause, True)
    assert HONGZE.cited(name) == f"《关于进一步压降行政诉讼败诉率的十项机制》第九项（{clause}）"


def test_a_decision_says_which_profile_and_clauses_it_rests_on() -> None:
    basis = HONGZE.basis("head_signature", "addressees", "required_parts")
    assert basis == Basis(profile="hongze.1", clauses=("HZ-9.6", "HZ-9.5"))


def test_a_jurisdiction_without_a_profile_of_its_own_asks_for_no_review() -> None:
    assert requirements_on(builtin_rules(), "320899", date(2026, 9, 28)) is None


def test_before_the_document_was_in_force_no_review_is_asked_for() -> None:
    assert requirements_on(builtin_rules(), "320813", date(2025, 4, 17)) is None


def test_the_version_of_the_day_of_the_receipt_governs() -> None:
    later = hongze(joint_defendants=Parameter(value="losers", operator_value=True))
    both = (published(hongze()), published(later, date(2026, 10, 1), 2))
    before, after = (asked(*both, on=day) for day in (date(2026, 9, 30), date(2026, 10, 1)))
    assert before is not None
    assert after is not None
    assert [(found.profile, found.joint_defendants) for found in (before, after)] == [("hongze.1", "all"), ("hongze.2", "losers")]


def test_what_the_profile_lacks_comes_from_the_layer_that_it_inherits() -> None:
    city = msgspec.structs.replace(
        load_builtin("hongze", FIRST),
        id=CITY,
        jurisdiction="320800",
        parameters={"review": {"addressees": Parameter(value=("市司法局",), clauses=("HZ-9.6",))}},
    )
    district = msgspec.structs.replace(hongze(addressees=None, head_signature=None), inherits=CITY)
    found = asked(published(city), published(district))
    assert found is not None
    assert (found.profile, found.addressees, found.head_signature) == ("hongze.1", ("市司法局",), False)
    assert (found.ids("addressees"), found.ids("head_signature")) == (("HZ-9.6",), ())
    assert found.cited("head_signature") == "本辖区的规定"


@pytest.mark.parametrize(
    ("key", "value", "what"),
    [
        ("joint_defendants", "some", "须为 all、losers 之一"),
        ("government_owner", 1, "须为 implementing_unit、defendant 之一"),
        ("head_signature", "yes", "须为 true 或 false"),
        ("required_parts", "cause", "须为文本的列表"),
    ],
)
def test_a_value_that_cannot_be_meant_is_named_with_its_place(key: str, value: Any, what: str) -> None:
    profile = hongze(**{key: Parameter(value=value, operator_value=True)})
    with pytest.raises(ProfileMalformed, match=f"hongze.1 的 review.toml 的 {key}：{what}") as refusal:
        asked(published(profile))
    assert refusal.value.code == "profile-malformed"


def test_a_part_without_a_title_goes_by_its_name() -> None:
    assert part_title("excuses") == "excuses"
