"""Layers of rules: national, then city, then district. Owns what a lower layer may not do to a rule of law above it."""

from collections.abc import Iterator

import msgspec

from yingsu.errors import Refused
from yingsu.law.layer import Profile
from yingsu.law.rule import Rule


class StatutoryPeriodLengthened(Refused):
    """A layer would give more time than the law, or soften a rule of law in another way."""

    code = "statutory-period-lengthened"
    title = "下级文件不得放宽法定期限"


def check_layer(profile: Profile, above: Profile) -> None:
    """Raises StatutoryPeriodLengthened where a rule of `profile` softens a statutory rule of the layer above."""
    for softened in softenings(profile, above):
        raise softened


def softenings(profile: Profile, above: Profile) -> Iterator[StatutoryPeriodLengthened]:
    """Every part of a rule of `profile` that softens a statutory rule of the layer above."""
    for rule in profile.rules:
        law = above.rule(rule.code)
        if law is None or not law.statutory:
            continue
        where = f"{profile.id}/{profile.effective_from}/obligations.toml 的 {rule.code}"
        cited = "、".join(clause.citation for clause in above.clauses if clause.id in law.clauses)
        if law.period and rule.period and rule.period.unit == law.period.unit and rule.period.amount > law.period.amount:
            yield StatutoryPeriodLengthened(
                f"{where}.period.amount：{rule.period.amount}日长于法定的{law.period.amount}日（{cited}）。"
                f"下级文件只能缩短法定期限，请改为{law.period.amount}日以内或删去该规则。",
                clauses=law.clauses,
            )
        for key in (
            "period",
            "own_date",
            "fixed_date",
            "force",
            "statutory",
            "started_by",
            "occurrence",
            "after_expiry_of",
            "open_ended",
            "of_each",
            "within",
            "per",
            "owed_by",
        ):
            if _fixed(rule, key) != _fixed(law, key):
                yield StatutoryPeriodLengthened(_softened(where, key, cited), clauses=law.clauses)
        for key in ("satisfied_by", "moved_by", "cancelled_by", "suspended_by", "resumed_by"):
            if getattr(rule, key) != getattr(law, key):
                yield StatutoryPeriodLengthened(_softened(where, key, cited), clauses=law.clauses)


def _softened(where: str, key: str, cited: str) -> str:
    return f"{where}.{key}：与法定规则（{cited}）不一致，可能放宽法定期限。除缩短日数外，法定规则的内容须照录。"


def _fixed(rule: Rule, key: str) -> object:
    """What a lower layer may not change: of a period all but the amount."""
    value = getattr(rule, key)
    return msgspec.structs.replace(value, amount=0) if key == "period" and value is not None else value
