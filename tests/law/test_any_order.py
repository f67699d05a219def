"""The whole algebra at once: the order and the batches of recording change nothing, and a reading of the law from day to day agrees.

Every fact is one of a handful of kinds with a legal day; suspensions of two kinds, extensions, hearings put off, removals and answers come
in any number and any order.
"""

import random
from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.law.casebook import BUREAU, ELSEWHERE, TOWN, Casebook
from tests.law.madeup import ANSWERED, MOVED, REMOVED, STARTED, SUSPENDED_TWO_WAYS, days, made_up_rules, rule
from tests.law.test_moves import HEARING, PUT_OFF, schedule
from tests.law.walking import Span, walk, walk_given
from yingsu.law.calendar import load_builtin
from yingsu.law.obligation import Obligation, to_bytes
from yingsu.law.obligations import evaluate, explain
from yingsu.law.open_items import open_items
from yingsu.law.open_items import to_bytes as task_bytes
from yingsu.law.rules import Rules
from yingsu.ledger.entry import Entry

CALENDAR = load_builtin()
FIRST = date(2018, 6, 1)
BEFORE = date(2018, 5, 1)

OBLIGATIONS = (
    rule("days", STARTED, SUSPENDED_TWO_WAYS, MOVED, REMOVED, days(15))
    + rule("worked", STARTED, SUSPENDED_TWO_WAYS, REMOVED, days(10, "working_day"))
    + rule("months", STARTED, SUSPENDED_TWO_WAYS, PUT_OFF, days(2, "month"))
    + rule("ahead", HEARING, PUT_OFF, REMOVED, days(3, direction="before"))
    + rule("after", 'after_expiry_of = "days"', days(3))
    + rule("timely", STARTED, REMOVED, 'open_ended = "及时"')
)


@lru_cache(maxsize=1)
def rules() -> Rules:
    with TemporaryDirectory() as folder:
        return made_up_rules(Path(folder), OBLIGATIONS, date(2018, 3, 1))


class Fact(NamedTuple):
    """A kind of fact, its day, for whom, and for one that names another day how many days later that is."""

    kind: str
    on: date
    agency: str
    later: int = 0


KINDS = ("complaint_copy", "ruling", "other", "judgment", "summons", "extended", "answered", "removed", "hearing")


def written(facts: Sequence[Fact]) -> Casebook:
    """The facts recorded in this order."""
    case = Casebook(jurisdiction=ELSEWHERE)
    case.filed(BEFORE, agencies=((TOWN, ELSEWHERE), (BUREAU, ELSEWHERE)))
    for fact in facts:
        match fact.kind:
            case "extended":
                case.extended(fact.on, fact.on + timedelta(days=fact.later), fact.agency)
            case "answered":
                case.answered(fact.on, fact.agency)
            case "removed":
                case.removed(fact.on, fact.agency)
            case "hearing":
                schedule(case, fact.on + timedelta(days=fact.later), told=fact.on)
            case document:
                case.served(fact.on, fact.agency, document=document)  # type: ignore[arg-type]
    return case


@st.composite
def histories(draw: st.DrawFn, first: date = date(2026, 8, 20)) -> list[Fact]:
    """Up to fourteen facts about two defendants within two months; the days are few, so that many fall on one."""
    return [
        Fact(
            draw(st.sampled_from(KINDS)),
            first + timedelta(days=draw(st.integers(0, 45))),
            draw(st.sampled_from((TOWN, BUREAU))),
            draw(st.integers(-5, 40)),
        )
        for _ in range(draw(st.integers(0, 14)))
    ]


def state(entries: Sequence[Entry]) -> list[bytes]:
    return [*map(to_bytes, evaluate(entries, rules())), *map(task_bytes, open_items(entries, rules()))]


@settings(max_examples=400, deadline=None)
@given(histories(), st.integers(0, 2**32))
def test_the_order_of_recording_changes_nothing(facts: list[Fact], seed: int) -> None:
    """The same entries in another order; positions and moments of recording differ as well."""
    entries = written(facts).entries
    shuffled = entries.copy()
    random.Random(seed).shuffle(shuffled)  # noqa: S311 - a test's dice
    assert state(shuffled) == state(entries)


def final(found: Sequence[Obligation]) -> list[tuple[object, ...]]:
    """What became of each, without the ids of the entries: those follow from the order of the calls."""
    return sorted(
        (
            item.code,
            item.party or "",
            item.state,
            item.started_by.on,
            item.due,
            item.earliest,
            item.latest,
            item.satisfied_on or date.min,
            item.cancelled_on or date.min,
            item.outcome or "",
            item.late_days,
            item.impossible,
            tuple((one.on, one.resumed_on or date.max) for one in item.suspensions),
            tuple((one.on, one.old_due, one.new_due) for one in item.moves),
        )
        for item in found
    )


@settings(max_examples=400, deadline=None)
@given(histories(), st.integers(0, 2**32))
def test_the_same_dated_facts_recorded_in_another_order_lead_to_the_same_state(facts: list[Fact], seed: int) -> None:
    other = facts.copy()
    random.Random(seed).shuffle(other)  # noqa: S311 - a test's dice
    assert final(evaluate(written(other).entries, rules())) == final(evaluate(written(facts).entries, rules()))


@settings(max_examples=50, deadline=None)
@given(st.lists(histories(), min_size=1, max_size=6), st.integers(1, 5))
def test_many_cases_in_any_batches_are_each_as_alone(cases: list[list[Fact]], size: int) -> None:
    books = [written(facts).entries for facts in cases]
    for number, entries in enumerate(books):
        books[number] = [_in_case(entry, f"case-{number}") for entry in entries]
    batches = [books[begin : begin + size] for begin in range(0, len(books), size)]
    together = evaluate([entry for entries in books for entry in entries], rules())
    apart = [item for batch in batches for item in evaluate([entry for entries in batch for entry in entries], rules())]
    assert list(map(to_bytes, together)) == list(map(to_bytes, apart))


def _in_case(entry: Entry, case_id: str) -> Entry:
    return msgspec.structs.replace(entry, case_id=case_id)


def spans(facts: Sequence[Fact], agency: str, begin: str, end: str) -> list[Span]:
    """From the first fact that suspends until the next that resumes. No two facts of the kinds share a day."""
    found: list[Span] = []
    since: date | None = None
    for fact in sorted((fact for fact in facts if fact.agency == agency and fact.kind in (begin, end)), key=lambda fact: fact.on):
        if fact.kind == begin and since is None:
            since = fact.on
        elif fact.kind == end and since is not None:
            found.append((since, fact.on))
            since = None
    return [*found, *([(since, None)] if since else [])]


def read_plainly(code: str, facts: Sequence[Fact], agency: str) -> tuple[date, str] | None:
    """The last day and the state, told from day to day, of what nobody satisfied; None where nothing started."""
    own = sorted((fact for fact in facts if fact.agency == agency), key=lambda fact: fact.on)
    served = [fact.on for fact in own if fact.kind == "complaint_copy"]
    if not served:
        return None
    start = served[0]
    resting = [*spans(facts, agency, "ruling", "other"), *spans(facts, agency, "judgment", "summons")]
    ended: list[Span] = [span for span in resting if span[1]]
    open_from = min((first for first, until in resting if until is None), default=None)
    if open_from is not None:
        # What began to rest for good takes in whatever rested when it began.
        open_from = min([open_from, *(first for first, until in ended if until and first <= open_from <= until)])
        ended = [span for span in ended if span[0] < open_from]
    amount, unit = {"days": (15, "calendar_day"), "worked": (10, "working_day"), "months": (2, "month")}[code]

    def counted(day: date, spans: Sequence[Span]) -> date:
        return walk(day, amount, unit, "after", spans, CALENDAR.is_working)

    def set_by(fact: Fact | None, spans: Sequence[Span]) -> date:
        if fact is None:
            return counted(start, spans)
        day = fact.on + timedelta(days=fact.later)
        return (
            walk_given(day, max(fact.on, start), spans, CALENDAR.is_working, roll=True) if code == "days" else counted(day, spans)
        )

    last: Fact | None = None
    impossible = False
    for fact in own:
        if fact.kind != "extended" or code == "worked" or fact.on + timedelta(days=fact.later) < start:
            continue
        then = [span for span in ended if span[0] <= fact.on]
        before, after = set_by(last, then), set_by(fact, ended)
        impossible = after < fact.on and (impossible or before >= fact.on)
        last = fact
    due, since = set_by(last, ended), start
    if last is not None:
        since = max(last.on, start) if code == "days" else last.on + timedelta(days=last.later)
    if impossible:
        return due, "impossible"
    stops = open_from is not None and max(open_from, since + timedelta(days=1)) <= due
    return due, "suspended" if stops else "running"


def test_thousands_of_random_histories_agree_with_going_from_day_to_day() -> None:
    roll = random.Random(2018)  # noqa: S311 - a test's dice
    compared = stopped = moved = 0
    while compared < 6000:
        first = FIRST + timedelta(days=roll.randrange(3000))
        offsets = roll.sample(range(70), roll.randint(2, 9))
        facts = [
            Fact(roll.choice(("complaint_copy", *KINDS[:6])), first + timedelta(days=day), TOWN, roll.randint(-3, 50))
            for day in offsets
        ]
        for item in evaluate(written(facts).entries, rules()):
            if item.code not in ("days", "worked", "months") or item.provisional:
                continue
            expected = read_plainly(item.code, facts, TOWN)
            assert expected is not None
            assert (item.due, item.state) == expected, (item.code, sorted(facts, key=lambda fact: fact.on))
            stops = item.state == "suspended"
            compared, stopped, moved = compared + 1, stopped + stops, moved + bool(item.moves)
            steps = explain(item, rules())
            assert [step.no for step in steps] == list(range(1, len(steps) + 1))
            assert all(step.authority for step in steps)
            if item.state == "running" and item.remind_on == item.due:
                assert steps[-1].day == item.due
    assert stopped > 300
    assert moved > 300


def test_what_ends_in_2027_is_provisional_whatever_moved_or_suspended_it() -> None:
    roll = random.Random(2027)  # noqa: S311 - a test's dice
    compared = 0
    while compared < 1000:
        first = date(2026, 11, 25) + timedelta(days=roll.randrange(60))
        facts = [Fact("complaint_copy", first, TOWN)]
        facts += [
            Fact(roll.choice(KINDS[1:6]), first + timedelta(days=roll.randrange(1, 60)), TOWN, roll.randint(5, 60))
            for _ in range(4)
        ]
        for item in evaluate(written(facts).entries, rules()):
            if item.due <= date(2026, 12, 28):
                continue
            assert item.provisional, (item.code, facts)
            assert item.earliest <= item.due <= item.latest
            assert item.remind_on <= item.earliest
            compared += 1


def test_the_answer_is_what_satisfies_here() -> None:
    assert OBLIGATIONS.count(ANSWERED) == 6
