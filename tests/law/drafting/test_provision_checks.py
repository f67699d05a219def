"""What a profile may not say in its metrics, ladders and bulletins: each refused with file, key, reason, clause and what to do."""

from datetime import date

import msgspec
import pytest

from yingsu.errors import YingsuError
from yingsu.law.drafting.provision_checks import (
    AttendanceTargetProhibited,
    LadderMalformed,
    MeasureUnknown,
    MetricUnknown,
    TargetInvalid,
    problems,
)
from yingsu.law.layer import Profile
from yingsu.law.profile import builtin_profiles, load_builtin
from yingsu.law.provision import Bulletin, Ladder, Metric, Tier, Trigger
from yingsu.law.rule import Parameter

NATIONAL = load_builtin("national", date(2018, 2, 8))
YANTAI = load_builtin("yantai", date(2017, 5, 31))
XUECHENG = load_builtin("xuecheng", date(2022, 5, 30))


def metric(**fields: object) -> Metric:
    given = {"code": "m", "title": "指标", "operator_value": True, "numerator": "leader_attended", "denominator": "heard"}
    return msgspec.convert(given | fields, Metric)


def with_metric(profile: Profile = XUECHENG, /, **fields: object) -> Profile:
    return msgspec.structs.replace(profile, metrics=(metric(**fields),), escalations=(), bulletins=())


def with_ladder(*tiers: Tier, profile: Profile = XUECHENG) -> Profile:
    ladder = Ladder(code="l", title="约谈", operator_value=True, window="quarter", tiers=tiers)
    return msgspec.structs.replace(profile, escalations=(ladder,), bulletins=())


def tier(*triggers: Trigger, no: int = 1) -> Tier:
    return Tier(no=no, title="层级", triggers=triggers)


def found(profile: Profile, *above: Profile) -> list[YingsuError]:
    return list(problems(profile, above))


LOST = Trigger(count="lost", at_least=1)


@pytest.mark.parametrize("name", [name for name, _ in builtin_profiles()])
def test_the_profiles_that_come_with_the_software_may_all_be_put_in_force(name: str) -> None:
    first = dict(builtin_profiles())[name]
    assert found(load_builtin(name, first), NATIONAL) == []


def test_yantai_may_set_no_target_for_the_appearance_of_leaders() -> None:
    (refused,) = found(with_metric(YANTAI, at_least="1"))
    assert isinstance(refused, AttendanceTargetProhibited)
    assert refused.clauses == ("YT-4.1.4",)
    assert "metrics.toml 的 m" in refused.message
    assert "YT-4.1.4" in refused.message
    assert "不得硬性设置" in refused.message
    assert "请删去 at_least" in refused.message


@pytest.mark.parametrize("key", ["attendance_target", "head_attendance_target", "leader_attendance_rate_target"])
@pytest.mark.parametrize("value", [100, "100%"])
@pytest.mark.parametrize("group", ["kpi", "hearings", "own"])
def test_a_target_may_not_be_set_as_a_value_either(key: str, value: str | int, group: str) -> None:
    """YT-4.1.4 as it is tried first: attendance_target = 100."""
    parameters = {**YANTAI.parameters, group: {**YANTAI.parameters.get(group, {}), key: Parameter(value=value)}}
    (refused,) = found(msgspec.structs.replace(YANTAI, parameters=parameters))
    assert isinstance(refused, AttendanceTargetProhibited)
    assert refused.clauses == ("YT-4.1.4",)
    assert f"{group}.toml 的 {key}：设定了负责人出庭的目标值" in refused.message
    below = msgspec.structs.replace(NATIONAL, id="below", parameters={group: {key: Parameter(value=value)}})
    assert [type(item) for item in found(below, NATIONAL, YANTAI)] == [AttendanceTargetProhibited]
    assert found(below, NATIONAL) == []


def test_that_there_is_no_target_may_be_said() -> None:
    parameters = {**YANTAI.parameters, "hearings": {"attendance_target": Parameter(value="")}}
    assert found(msgspec.structs.replace(YANTAI, parameters=parameters)) == []


def test_neither_may_a_document_below_it() -> None:
    (refused,) = found(with_metric(at_least="0.9"), NATIONAL, YANTAI)
    assert isinstance(refused, AttendanceTargetProhibited)
    assert refused.clauses == ("YT-4.1.4",)
    assert found(with_metric(at_least="0.9"), NATIONAL) == []


@pytest.mark.parametrize("numerator", ["head_attended", "leader_spoke", "leader_absent"])
def test_the_target_may_not_come_under_another_measure_of_appearance_either(numerator: str) -> None:
    assert [type(item) for item in found(with_metric(YANTAI, numerator=numerator, at_most="0.1"))] == [AttendanceTargetProhibited]


def test_yantai_may_show_the_rate_and_set_other_targets() -> None:
    assert found(with_metric(YANTAI)) == []
    assert found(with_metric(YANTAI, numerator="lost", denominator="closed", at_most="0.1")) == []


def test_where_a_target_is_forbidden_no_proposal_may_rest_on_the_rate() -> None:
    on_rate = with_ladder(tier(Trigger(rate="m", threshold="0.9")), profile=with_metric(YANTAI))
    (refused,) = found(on_rate)
    assert isinstance(refused, AttendanceTargetProhibited)
    assert "escalations.toml 的 l.tiers.1" in refused.message
    assert found(with_ladder(tier(Trigger(rate="m")), profile=with_metric(YANTAI))) == []


@pytest.mark.parametrize(("key", "target"), [("at_most", "1.01"), ("at_least", "-0.1"), ("at_most", "10%"), ("at_most", "")])
def test_a_target_is_a_decimal_from_nothing_to_one(key: str, target: str) -> None:
    (refused,) = found(with_metric(**{key: target}))
    assert isinstance(refused, TargetInvalid)
    assert f"metrics.toml 的 m.{key}" in refused.message


@pytest.mark.parametrize("target", ["0", "1", "0.10", "1.00"])
def test_nothing_and_one_are_targets(target: str) -> None:
    assert found(with_metric(at_most=target)) == []


def test_a_count_has_no_target_and_limits_do_not_cross() -> None:
    assert [type(item) for item in found(with_metric(denominator=None, at_most="0.1"))] == [TargetInvalid]
    assert [type(item) for item in found(with_metric(at_least="0.5", at_most="0.4"))] == [TargetInvalid]


@pytest.mark.parametrize("key", ["numerator", "denominator"])
def test_a_metric_names_only_measures_there_are(key: str) -> None:
    (refused,) = found(with_metric(**{key: "happy"}))
    assert isinstance(refused, MeasureUnknown)
    assert f"m.{key}：没有“happy”这项计数" in refused.message
    assert "leader_attended" in refused.message


def test_a_bulletin_names_only_metrics_and_measures_there_are() -> None:
    bulletin = Bulletin(
        code="b", title="通报", operator_value=True, indicators=("loss_rate", "lost", "happy"), publisher="p", topic="t.t.v1"
    )
    (refused,) = found(msgspec.structs.replace(XUECHENG, bulletins=(bulletin,)), NATIONAL)
    assert isinstance(refused, MeasureUnknown)
    assert "b.indicators：没有“happy”" in refused.message


@pytest.mark.parametrize(
    ("tiers", "words"),
    [
        ((), "没有层级"),
        ((tier(),), "没有触发条件"),
        ((tier(LOST, no=2), tier(LOST, no=1)), "第1级排在第2级之后"),
        ((tier(LOST), tier(LOST)), "第1级排在第1级之后"),
        ((tier(Trigger()),), "须有且只有一项"),
        ((tier(Trigger(count="lost", rate="loss_rate")),), "须有且只有一项"),
        ((tier(Trigger(count="lost", threshold="0.1")),), "threshold：只用于 rate"),
        ((tier(Trigger(rate="loss_rate", causes=("late_answer",))),), "causes：只用于 count"),
        ((tier(Trigger(rate="loss_rate", at_least=1)),), "比率的门槛请写在 threshold"),
    ],
)
def test_a_ladder_that_cannot_be_climbed_is_refused(tiers: tuple[Tier, ...], words: str) -> None:
    refused = found(with_ladder(*tiers), NATIONAL)
    assert [type(item) for item in refused] == [LadderMalformed]
    assert words in refused[0].message
    assert "escalations.toml 的 l" in refused[0].message


@pytest.mark.parametrize(
    ("trigger", "kind"),
    [
        (Trigger(count="happy", at_least=1), MeasureUnknown),
        (Trigger(rate="happy"), MetricUnknown),
        (Trigger(rate="filed"), MetricUnknown),
        (Trigger(rate="loss_rate", threshold="15"), TargetInvalid),
    ],
)
def test_a_trigger_names_only_what_there_is(trigger: Trigger, kind: type[YingsuError]) -> None:
    assert [type(item) for item in found(with_ladder(tier(trigger)), NATIONAL)] == [kind]
