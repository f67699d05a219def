"""What in the metrics, ladders and bulletins of a profile cannot work, or may not be. For whoever loads or publishes one. Pure.

A document above may forbid a target for the appearance of leaders (YT-4.1.4): then neither it nor a layer below may set one, and no proposal
may rest on that rate.
"""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from yingsu.errors import Refused, YingsuError
from yingsu.law.clauses import Clause
from yingsu.law.drafting.flaws import fact_problems
from yingsu.law.figures.measures import ATTENDANCE, MEASURES
from yingsu.law.figures.rate import is_decimal
from yingsu.law.layer import Profile, ProfileMalformed
from yingsu.law.provision import Ladder, Metric, Tier, Trigger

PROHIBITION = "prohibits_hard_attendance_target"
"""The parameter, of any group, by which a layer forbids a target for the appearance of leaders."""


class MeasureUnknown(ProfileMalformed):
    """A metric, a ladder or a bulletin names what cannot be counted under that name."""

    code = "measure-unknown"
    title = "没有这项计数"


class MetricUnknown(ProfileMalformed):
    """A ladder names a metric that no layer has."""

    code = "metric-unknown"
    title = "没有这项指标"


class TargetInvalid(ProfileMalformed):
    """A target or threshold is not a decimal from 0 to 1, or has nothing to be measured on."""

    code = "target-invalid"
    title = "目标值有误"


class LadderMalformed(ProfileMalformed):
    """A ladder has no tiers, tiers out of order, or a trigger that asks for nothing or for several things."""

    code = "ladder-malformed"
    title = "问责阶梯有误"


class AttendanceTargetProhibited(Refused):
    """A target for the appearance of leaders, where a document forbids to set one."""

    code = "attendance-target-prohibited"
    title = "不得硬性设置负责人出庭应诉率"


def problems(profile: Profile, layers_above: Sequence[Profile] = ()) -> Iterator[YingsuError]:
    """Everything that speaks against the metrics, ladders and bulletins of `profile` over `layers_above`, each with file, key, reason."""
    place = f"{profile.id}/{profile.effective_from}"
    metrics = {metric.code: metric for layer in (*layers_above, profile) for metric in layer.metrics}
    for metric in profile.metrics:
        yield from _metric_problems(metric, f"{place}/metrics.toml 的 {metric.code}")
    for ladder in profile.escalations:
        yield from _ladder_problems(ladder, f"{place}/escalations.toml 的 {ladder.code}", metrics)
    for bulletin in profile.bulletins:
        for indicator in bulletin.indicators:
            if indicator not in metrics and indicator not in MEASURES:
                yield MeasureUnknown(
                    f"{place}/bulletins.toml 的 {bulletin.code}.indicators：没有“{indicator}”这项指标或者计数。{_known()}"
                )
    yield from _prohibited(profile, layers_above, metrics, place)


def _metric_problems(metric: Metric, where: str) -> Iterator[ProfileMalformed]:
    for key, code in (("numerator", metric.numerator), ("denominator", metric.denominator)):
        if code is not None and code not in MEASURES:
            yield MeasureUnknown(f"{where}.{key}：没有“{code}”这项计数。{_known()}")
    for key, target in (("at_most", metric.at_most), ("at_least", metric.at_least)):
        if target is None:
            continue
        if not is_decimal(target):
            yield TargetInvalid(f'{where}.{key}：“{target}”不是 0 到 1 的小数。10%请写作 "0.10"。')
        elif metric.denominator is None:
            yield TargetInvalid(f"{where}.{key}：没有分母的指标只计件数，不能设比率目标。请补充 denominator 或者删去目标。")
    limits = [metric.at_least, metric.at_most]
    if all(limit is not None and is_decimal(limit) for limit in limits):
        low, high = (Fraction(limit or "0") for limit in limits)
        if low > high:
            yield TargetInvalid(f"{where}：at_least 大于 at_most，没有比率能够达标。请改正其中一项。")


def _ladder_problems(ladder: Ladder, where: str, metrics: dict[str, Metric]) -> Iterator[ProfileMalformed]:
    if not ladder.tiers:
        yield LadderMalformed(f"{where}.tiers：没有层级。请至少写一个 [[escalations.tiers]]。")
    for lower, upper in pairwise(ladder.tiers):
        if upper.no <= lower.no:
            yield LadderMalformed(
                f"{where}.tiers：第{upper.no}级排在第{lower.no}级之后，层级须由低到高、不得重复。请调整 no 或者顺序。"
            )
    for tier in ladder.tiers:
        if not tier.triggers:
            yield LadderMalformed(f"{where}.tiers.{tier.no}.triggers：没有触发条件。请至少写一项。")
        for number, trigger in enumerate(tier.triggers, start=1):
            yield from _trigger_problems(trigger, f"{where}.tiers.{tier.no}.triggers 第{number}项", metrics)


def _trigger_problems(trigger: Trigger, where: str, metrics: dict[str, Metric]) -> Iterator[ProfileMalformed]:
    asked = [name for name in ("count", "rate", "finding") if getattr(trigger, name) is not None]
    if len(asked) != 1:
        yield LadderMalformed(f"{where}：count、rate、finding 须有且只有一项。")
        return
    if trigger.count is not None and trigger.count not in MEASURES:
        yield MeasureUnknown(f"{where}.count：没有“{trigger.count}”这项计数。{_known()}")
    if trigger.rate is not None:
        metric = metrics.get(trigger.rate)
        if metric is None:
            yield MetricUnknown(f"{where}.rate：本级和上级的 metrics.toml 都没有“{trigger.rate}”。请补充该指标或者改正。")
        elif metric.denominator is None:
            yield MetricUnknown(f"{where}.rate：指标“{trigger.rate}”没有分母，不是比率。请改用 count，或者改正。")
    for problem in fact_problems(trigger.finding) if trigger.finding else ():
        yield LadderMalformed(f"{where}.finding：{problem}。请改正。")
    if trigger.threshold is not None and not is_decimal(trigger.threshold):
        yield TargetInvalid(f'{where}.threshold：“{trigger.threshold}”不是 0 到 1 的小数。15%请写作 "0.15"。')
    for key, wanted in (("threshold", "rate"), ("minimum", "rate"), ("causes", "count")):
        if getattr(trigger, key) not in (None, ()) and asked != [wanted]:
            yield LadderMalformed(f"{where}.{key}：只用于 {wanted}。请删去或者改正。")
    for key in ("at_least", "more_than"):
        if getattr(trigger, key) is not None and asked == ["rate"]:
            yield LadderMalformed(f"{where}.{key}：比率的门槛请写在 threshold，最少件数写在 minimum。")


def _prohibited(
    profile: Profile, above: Sequence[Profile], metrics: dict[str, Metric], place: str
) -> Iterator[AttendanceTargetProhibited]:
    forbidding = next(_forbidding((profile, *above)), None)
    if forbidding is None:
        return
    clauses, cited = forbidding
    why = f"{cited}规定不得硬性设置行政机关负责人出庭应诉率，该规定也适用于下级文件"
    for metric in profile.metrics:
        if _of_attendance(metric) and (metric.at_least is not None or metric.at_most is not None):
            yield AttendanceTargetProhibited(
                f"{place}/metrics.toml 的 {metric.code}：设定了负责人出庭的目标值，不予采用。{why}。请删去 at_least、at_most，只列数值。",
                clauses=clauses,
            )
    for group, key in _targets(profile):
        yield AttendanceTargetProhibited(
            f"{place}/{group}.toml 的 {key}：设定了负责人出庭的目标值，不予采用。{why}。请删去这一项。", clauses=clauses
        )
    for ladder, tier, trigger in _triggers(profile):
        rated = metrics.get(trigger.rate or "")
        if rated is not None and _of_attendance(rated) and trigger.threshold is not None:
            yield AttendanceTargetProhibited(
                f"{place}/escalations.toml 的 {ladder.code}.tiers.{tier.no}：以负责人出庭率为问责门槛，不予采用。{why}。请删去该触发条件。",
                clauses=clauses,
            )


def _forbidding(layers: Iterable[Profile]) -> Iterator[tuple[tuple[str, ...], str]]:
    """The clauses by which a layer forbids it, and how they are cited."""
    for layer in layers:
        for group in layer.parameters.values():
            parameter = group.get(PROHIBITION)
            if parameter is not None and parameter.value is True:
                known: dict[str, Clause] = {clause.id: clause for clause in layer.clauses}
                cited = [known[item].citation if item in known else item for item in parameter.clauses]
                yield parameter.clauses, "、".join(cited) or f"{layer.title}的参数 {PROHIBITION}"


def _targets(profile: Profile) -> Iterator[tuple[str, str]]:
    """Group and key of the values that by their names set a target of appearance."""
    for group, parameters in profile.parameters.items():
        for key, parameter in parameters.items():
            named = key != PROHIBITION and "attendance" in key and "target" in key
            if named and parameter.value not in (False, "", ()):
                yield group, key


def _triggers(profile: Profile) -> Iterator[tuple[Ladder, Tier, Trigger]]:
    for ladder in profile.escalations:
        for tier in ladder.tiers:
            yield from ((ladder, tier, trigger) for trigger in tier.triggers)


def _of_attendance(metric: Metric) -> bool:
    return metric.denominator is not None and not ATTENDANCE.isdisjoint((metric.numerator, metric.denominator))


def _known() -> str:
    return f"可用的有：{'、'.join(MEASURES)}。"
