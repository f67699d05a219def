"""The figures of one agency and one period: how they are counted, in words and in lists. Pure.

Every number is the length of a list of items, so that it opens the cases and the entries that it rests on. Sources: 行政诉讼法 for what was
filed, closed and lost; for periods the rules in force, each with its clauses. Which denominator a loss rate has is not in any statute;
the one taken here is what most published figures have: closed cases of the period at all instances, each once, by its latest judgment.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import chain
from typing import Final
from uuid import UUID

import msgspec

from services.review.figures.course import Turn, case_no, course
from services.review.figures.period import Period
from yingsu.disputes import Dispute
from yingsu.errors import Malformed
from yingsu.law.facts import read
from yingsu.law.obligation import OWED_BY_OTHERS, Obligation
from yingsu.law.obligations import evaluate
from yingsu.law.rules import Rules

ON_TIME: Final = "on_time."
"""Measures of periods are named by this and the code of the rule."""

_BY_JUDGMENT = "以裁判之日（判决书、裁定书的作出日期，不是收到日期）为准"
_ONCE = "一个案件对本机关至多计一件"
_CLOSED = (
    f"期间内审结的本机关为被告的案件，各审级均计：有判决、裁定的，{_BY_JUDGMENT}，同一案件有数次裁判的，以最后一次为准；"
    f"准予撤诉的，以裁定之日为准。{_ONCE}，裁判时已不是被告的不计"
)
_LOST = (
    f"期间内判决本机关败诉的案件，{_BY_JUDGMENT}。{_ONCE}，部分败诉计为败诉；同一案件有数次裁判的，以最后一次为准；"
    "因改判或者更正而撤销复盘的不计"
)
_JUDGED = "行政诉讼法第六十九条至第七十九条"
_PRACTICE = "统计口径为通行做法（法律未规定）：期间内全部审结案件，各审级均计"


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """One of those counted, by the day that put it into the period. `event_ids` are the entries it rests on."""

    case_id: str
    case_no: str | None
    day: date
    title: str
    event_ids: tuple[UUID, ...]
    obligation_id: str | None = None

    @property
    def key(self) -> tuple[str, str, str]:
        """Its place in a list."""
        return (self.day.isoformat(), self.case_id, self.obligation_id or "")


class Measure(msgspec.Struct, frozen=True, kw_only=True):
    """One figure: the items it counts, for a rate those it counts them against, and those that cannot be counted yet.

    `basis` says in words what is counted and by which day, `source` where that comes from; `clauses` are ids of the catalogue.
    """

    code: str
    title: str
    basis: str
    source: str
    clauses: tuple[str, ...] = ()
    numerator: tuple[Item, ...]
    denominator: tuple[Item, ...] | None = None
    pending: tuple[Item, ...] | None = None


class Undetermined(msgspec.Struct, frozen=True, kw_only=True):
    """A case whose periods the rules cannot compute, and why."""

    case_id: str
    case_no: str | None
    reason: str


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """The measures: of cases, then of periods by their codes; and the cases that the latter leave out."""

    measures: tuple[Measure, ...]
    undetermined: tuple[Undetermined, ...]


class Duty(msgspec.Struct, frozen=True):
    """A kind of period that the agency itself owes: what it is called, its clauses, and how they are cited."""

    title: str
    clauses: tuple[str, ...]
    authority: str


def figures(
    disputes: Iterable[Dispute], rules: Rules | None, agency: str, jurisdiction: str, period: Period, today: date
) -> Figures:
    """The figures of `agency`, which belongs to `jurisdiction`, from the disputes that concern it.

    What is due is judged on `today`, by `rules`; without them there are no measures of periods.
    """
    filed: list[Item] = []
    closed: list[Item] = []
    lost: list[Item] = []
    undetermined: list[Undetermined] = []
    duties = dict(_duties(rules, jurisdiction, period)) if rules else {}
    due: dict[str, list[tuple[Obligation, Item]]] = {code: [] for code in duties}
    for dispute in disputes:
        facts = read(dispute.case_id, dispute.entries)
        number, found = case_no(facts), course(facts, agency)
        for turn, items in ((found.filed, filed), (found.closed, closed), (found.lost, lost)):
            if turn is not None and turn.day in period:
                items.append(_item(dispute.case_id, number, turn))
        if rules is None:
            continue
        try:
            for owed in _owed(dispute, rules, agency, period, today):
                duties.setdefault(owed.code, Duty(owed.title, owed.clauses, owed.authority))
                due.setdefault(owed.code, []).append((owed, _due_item(dispute.case_id, number, owed, today)))
        except Malformed as error:
            undetermined.append(Undetermined(case_id=dispute.case_id, case_no=number, reason=error.message))
    return Figures(
        measures=(
            *_of_cases(_sorted(filed), _sorted(closed), _sorted(lost)),
            *(_of_duty(code, duty, due[code], today) for code, duty in sorted(duties.items())),
        ),
        undetermined=tuple(sorted(undetermined, key=lambda item: item.case_id)),
    )


def _of_cases(filed: tuple[Item, ...], closed: tuple[Item, ...], lost: tuple[Item, ...]) -> tuple[Measure, ...]:
    withdrawal = ("XSF-62",)
    return (
        Measure(
            code="filed",
            title="立案数",
            basis="期间内立案的本机关为被告的案件，以立案之日为准，各审级均计。一个案件计一件，立案后退出被告的仍计；诉前移送、预立案而未立案的不计。",
            source="行政诉讼法第五十一条",
            numerator=filed,
        ),
        Measure(
            code="closed",
            title="审结数",
            basis=f"{_CLOSED}。",
            source=f"{_JUDGED}（判决、裁定），第六十二条（撤诉）",
            clauses=withdrawal,
            numerator=closed,
        ),
        Measure(
            code="lost",
            title="败诉数",
            basis=f"{_LOST}。",
            source=f"{_JUDGED}；哪些判决属于败诉为通行做法（法律未规定）",
            numerator=lost,
        ),
        Measure(
            code="loss_rate",
            title="败诉率",
            basis=f"分子为败诉数：{_LOST}。分母为审结数：{_CLOSED}。",
            source=f"{_JUDGED}，第六十二条；{_PRACTICE}",
            clauses=withdrawal,
            numerator=lost,
            denominator=closed,
        ),
    )


def _of_duty(code: str, duty: Duty, due: list[tuple[Obligation, Item]], today: date) -> Measure:
    over = [(owed, item) for owed, item in due if _is_over(owed, today)]
    return Measure(
        code=f"{ON_TIME}{code}",
        title=f"按期率：{duty.title}",
        basis=f"“{duty.title}”的期限，以届满日（准予延期的为延长后的届满日，暂定的为最晚届满日）在期间内为准，逐个期限计算。分子为按期办结的；"
        "分母为已办结的（含逾期办结的）和届满仍未办结的；尚未届满又未办结的另列，已终止的不计。",
        source=duty.authority,
        clauses=duty.clauses,
        numerator=_sorted(item for owed, item in over if owed.outcome == "on_time"),
        denominator=_sorted(item for _, item in over),
        pending=_sorted(item for owed, item in due if not _is_over(owed, today)),
    )


def _owed(dispute: Dispute, rules: Rules, agency: str, period: Period, today: date) -> Iterator[Obligation]:
    """The periods with hard force that the agency itself owes, whose last day lies in the period, and that were not cancelled."""
    for owed in evaluate(dispute.entries, rules, lambda _: dispute.case_id):
        if (
            owed.party == agency
            and owed.force == "hard"
            and owed.owed_by not in OWED_BY_OTHERS
            and owed.state != "cancelled"
            and owed.latest in period
            # What was sent by the day asked about may have been received after it: that period had not begun.
            and (owed.started_by.after_expiry_of is not None or owed.started_by.on <= today)
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


def _item(case_id: str, number: str | None, turn: Turn) -> Item:
    return Item(case_id=case_id, case_no=number, day=turn.day, title=turn.title, event_ids=turn.event_ids)


def _due_item(case_id: str, number: str | None, owed: Obligation, today: date) -> Item:
    entries = (owed.started_by.event_id, *(move.event_id for move in owed.moves), *owed.satisfied_by)
    return Item(
        case_id=case_id,
        case_no=number,
        day=owed.latest,
        title=f"{owed.title}（{_standing(owed, today)}）",
        event_ids=tuple(dict.fromkeys(entries)),
        obligation_id=owed.id,
    )


def _standing(owed: Obligation, today: date) -> str:
    if owed.outcome is not None:
        return (
            f"{owed.satisfied_on} 按期办结" if owed.outcome == "on_time" else f"{owed.satisfied_on} 办结，逾期{owed.late_days}日"
        )
    return "届满仍未办结" if _is_over(owed, today) else "尚未届满"


def _sorted(items: Iterable[Item]) -> tuple[Item, ...]:
    return tuple(sorted(items, key=lambda item: item.key))
