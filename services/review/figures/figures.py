"""The figures of one agency and one period: how they are counted, in words and in lists. Pure.

Every number is the length of a list of items, so that it opens the cases and the entries that it rests on. What is shown of cases are the
metrics of the profile in force on the last day of the period, over those of the layers above it; of periods, the rules in force, each with
its clauses.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from itertools import chain
from typing import Final

import msgspec

from yingsu.disputes import Dispute
from yingsu.errors import Malformed
from yingsu.law.facts import read
from yingsu.law.figures.assessing import figures_of, layers_on, tally
from yingsu.law.figures.course import case_no
from yingsu.law.figures.measures import Item
from yingsu.law.figures.metrics import Figure, Trend
from yingsu.law.figures.period import Period
from yingsu.law.figures.rate import Rate, rate
from yingsu.law.figures.succession import with_predecessors
from yingsu.law.obligation import OWED_BY_OTHERS, Obligation
from yingsu.law.obligations import evaluate
from yingsu.law.rules import Rules

ON_TIME: Final = "on_time."
"""Measures of periods are named by this and the code of the rule."""


class Measure(msgspec.Struct, frozen=True, kw_only=True):
    """One figure: the items it counts, for a rate those it counts them against, and those that cannot be counted yet.

    `basis` says in words what is counted and by which day, `source` where that comes from; `clauses` are ids of the catalogue. `target`,
    `met` and `trend` are as in `yingsu.law.figures.metrics.Figure`.
    """

    code: str
    title: str
    basis: str
    source: str
    clauses: tuple[str, ...] = ()
    numerator: tuple[Item, ...]
    denominator: tuple[Item, ...] | None = None
    rate: Rate | None = None
    pending: tuple[Item, ...] | None = None
    target: str | None = None
    met: bool | None = None
    trend: Trend | None = None


class Undetermined(msgspec.Struct, frozen=True, kw_only=True):
    """A case whose periods the rules cannot compute, and why."""

    case_id: str
    case_no: str | None
    reason: str


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """The measures: of cases, then of periods by their codes; the metrics that sleep; and the cases that the periods leave out."""

    measures: tuple[Measure, ...]
    asleep: tuple[Figure, ...]
    undetermined: tuple[Undetermined, ...]


class Duty(msgspec.Struct, frozen=True):
    """A kind of period that the agency itself owes: what it is called, its clauses, and how they are cited."""

    title: str
    clauses: tuple[str, ...]
    authority: str


def figures(
    disputes: Iterable[Dispute],
    rules: Rules | None,
    agency: str,
    jurisdiction: str,
    period: Period,
    today: date,
    *,
    duties: bool = True,
    taken: Collection[str] = (),
) -> Figures:
    """The figures of `agency`, which belongs to `jurisdiction`, from the disputes that concern it or the agencies that it has `taken` over.

    What is due is judged on `today`, by `rules`; where none are published, or without `duties`, there are no measures of periods.
    """
    counted = tally(rules, today, (agency, *taken))
    undetermined: list[Undetermined] = []
    owing = dict(_duties(rules, jurisdiction, period)) if rules and duties else {}
    due: dict[str, list[tuple[Obligation, Item]]] = {code: [] for code in owing}
    for dispute in disputes:
        facts = read(dispute.case_id, dispute.entries)
        counted.add(facts)
        if rules is None or not duties:
            continue
        number = case_no(facts)
        try:
            for owed in _owed(dispute, rules, (agency, *taken), period, today):
                owing.setdefault(owed.code, Duty(owed.title, owed.clauses, owed.authority))
                due.setdefault(owed.code, []).append((owed, _due_item(dispute.case_id, number, owed, today, agency)))
        except Malformed as error:
            undetermined.append(Undetermined(case_id=dispute.case_id, case_no=number, reason=error.message))
    counts = with_predecessors(counted.of(agency), map(counted.of, taken)) if taken else counted.of(agency)
    found = figures_of(counts, layers_on(rules, jurisdiction, period.last), period)
    return Figures(
        measures=(
            *(_of_metric(figure) for figure in found if not figure.missing),
            *(_of_duty(code, duty, due[code], today) for code, duty in sorted(owing.items())),
        ),
        asleep=tuple(figure for figure in found if figure.missing),
        undetermined=tuple(sorted(undetermined, key=lambda item: item.case_id)),
    )


def _of_metric(figure: Figure) -> Measure:
    return Measure(
        code=figure.code,
        title=figure.title,
        basis=figure.basis,
        source=figure.source,
        clauses=figure.clauses,
        numerator=figure.numerator,
        denominator=figure.denominator,
        rate=figure.rate,
        target=figure.target,
        met=figure.met,
        trend=figure.trend,
    )


def _of_duty(code: str, duty: Duty, due: list[tuple[Obligation, Item]], today: date) -> Measure:
    over = [(owed, item) for owed, item in due if _is_over(owed, today)]
    on_time = _sorted(item for owed, item in over if owed.outcome == "on_time")
    return Measure(
        code=f"{ON_TIME}{code}",
        title=f"按期率：{duty.title}",
        basis=f"“{duty.title}”的期限，以届满日（准予延期的为延长后的届满日，暂定的为最晚届满日）在期间内为准，逐个期限计算。分子为按期办结的；"
        "分母为已办结的（含逾期办结的）和届满仍未办结的；尚未届满又未办结的（含中止的）另列，已终止的和设定时已不能按期的不计。",
        source=duty.authority,
        clauses=duty.clauses,
        numerator=on_time,
        denominator=_sorted(item for _, item in over),
        rate=rate(len(on_time), len(over)),
        pending=_sorted(item for owed, item in due if not _is_over(owed, today)),
    )


def _owed(dispute: Dispute, rules: Rules, agencies: Collection[str], period: Period, today: date) -> Iterator[Obligation]:
    """The periods with hard force that the agencies themselves owe, whose last day lies in the period, and that were not cancelled."""
    for owed in evaluate(dispute.entries, rules, lambda _: dispute.case_id):
        if (
            owed.party in agencies
            and owed.force == "hard"
            and owed.owed_by not in OWED_BY_OTHERS
            and owed.state != "cancelled"
            and not owed.impossible
            and owed.latest in period
            # What was sent by the day asked about may have been received after it: that period had not begun.
            and (owed.started_by.after_expiry_of is not None or owed.started_by.known_on <= today)
        ):
            yield owed


def _is_over(owed: Obligation, today: date) -> bool:
    return owed.standing(today) in ("satisfied", "overdue")


def _duties(rules: Rules, jurisdiction: str, period: Period) -> Mapping[str, Duty]:
    """What agencies of the jurisdiction owe by the rules in force on any day of the period; of several versions the last."""
    return {
        live.rule.code: Duty(live.rule.title, live.rule.clauses, live.authority)
        for rule_set in rules.rule_sets(jurisdiction)
        if rule_set.begin <= period.last and rule_set.end > period.first
        for live in chain((live for begun in rule_set.starts.values() for live, _ in begun), *rule_set.after.values())
        if live.rule.per == "defendant" and live.rule.force == "hard" and live.rule.owed_by not in OWED_BY_OTHERS
    }


def _due_item(case_id: str, number: str | None, owed: Obligation, today: date, agency: str) -> Item:
    entries = (owed.started_by.event_id, *(move.event_id for move in owed.moves), *owed.satisfied_by)
    return Item(
        case_id=case_id,
        case_no=number,
        day=owed.latest,
        title=f"{owed.title}（{_standing(owed, today)}）",
        event_ids=tuple(dict.fromkeys(entries)),
        obligation_id=owed.id,
        agency=owed.party if owed.party != agency else None,
    )


def _standing(owed: Obligation, today: date) -> str:
    if owed.outcome is not None:
        return (
            f"{owed.satisfied_on} 按期办结" if owed.outcome == "on_time" else f"{owed.satisfied_on} 办结，逾期{owed.late_days}日"
        )
    return "届满仍未办结" if _is_over(owed, today) else "尚未届满"


def _sorted(items: Iterable[Item]) -> tuple[Item, ...]:
    return tuple(sorted(items, key=lambda item: item.key))
