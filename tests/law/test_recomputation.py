"""What the publication of a calendar did to a last day: from when to when, and by which year's notice."""

from datetime import UTC, date, datetime
from uuid import UUID

import msgspec

from tests.law.casebook import HONGZE, TOWN, Casebook
from yingsu.law.calendar import Calendar, CalendarYear, load_builtin
from yingsu.law.recomputation import Recomputation, Stage, recomputations
from yingsu.law.rules import Rules, builtin_rules

YEARS = load_builtin().years
PUBLISHED = builtin_rules().published
LONGER = msgspec.structs.replace(
    YEARS[-1],
    holidays=tuple(
        msgspec.structs.replace(item, rest=(item.rest[0], date(2026, 1, 4)), worked=()) if item.name == "元旦" else item
        for item in YEARS[-1].holidays
    ),
)


def rules(*years: CalendarYear, versions: dict[int, int] | None = None) -> Rules:
    return Rules(PUBLISHED, Calendar.of(years, versions))


def stage(position: int, year: int, version: int, before: Rules | None, after: Rules) -> Stage:
    return Stage(
        event_id=UUID(int=position),
        position=position,
        recorded_at=datetime(2025, 12, 20, tzinfo=UTC),
        year=year,
        version=version,
        notices=YEARS[-1].notices,
        before=before,
        after=after,
    )


def served(on: date) -> Casebook:
    case = Casebook()
    case.filed(date(2025, 12, 10), agencies=((TOWN, HONGZE),))
    case.served(on)
    return case


def history(case: Casebook, *stages: Stage) -> tuple[Recomputation, ...]:
    served_by = case.entries[1].event_id
    return recomputations(f"case-1.statutory_answer.{TOWN}.{served_by}", case.entries, stages)


UNKNOWN, KNOWN = rules(*YEARS[:-1]), rules(*YEARS)
AMENDED = rules(*YEARS[:-1], LONGER, versions={2026: 2})


def test_a_provisional_day_becomes_certain_and_the_history_says_by_which_notice() -> None:
    (found,) = history(served(date(2025, 12, 19)), stage(3, 2026, 1, UNKNOWN, KNOWN))
    assert (found.old_due, found.was_provisional, found.new_due, found.is_provisional) == (
        date(2026, 1, 5),
        True,
        date(2026, 1, 4),
        False,
    )
    assert (found.old_earliest, found.new_earliest, found.new_latest) == (date(2026, 1, 3), date(2026, 1, 4), date(2026, 1, 4))
    assert found.reason == ("2026年工作日历公布，届满日由2026年1月5日（星期一）改为2026年1月4日（星期日），不再是暂定日期。")
    assert (found.year, found.version, found.published_on, found.event_id) == (2026, 1, date(2025, 12, 20), UUID(int=3))
    assert found.notices[0].startswith("https://")


def test_a_day_that_stays_may_become_certain() -> None:
    (found,) = history(served(date(2025, 12, 22)), stage(3, 2026, 1, UNKNOWN, KNOWN))
    assert (found.old_due, found.new_due, found.was_provisional, found.is_provisional) == (*[date(2026, 1, 6)] * 2, True, False)
    assert "届满日仍为2026年1月6日" in found.reason


def test_an_amendment_moves_a_certain_day() -> None:
    found = history(served(date(2025, 12, 19)), stage(4, 2026, 2, KNOWN, AMENDED), stage(3, 2026, 1, UNKNOWN, KNOWN))
    assert [(item.version, item.old_due, item.new_due) for item in found] == [
        (1, date(2026, 1, 5), date(2026, 1, 4)),
        (2, date(2026, 1, 4), date(2026, 1, 5)),
    ]
    assert found[1].reason == "2026年工作日历修订（第2版）公布，届满日由2026年1月4日（星期日）改为2026年1月5日（星期一）。"


def test_what_does_not_change_it_is_not_told() -> None:
    case = served(date(2025, 12, 1))
    assert history(case, stage(3, 2026, 1, UNKNOWN, KNOWN), stage(4, 2026, 2, KNOWN, AMENDED)) == ()


def test_only_what_was_on_record_then_counts() -> None:
    """The extension came after the publication: what the publication did is judged without it."""
    case = served(date(2025, 12, 19))
    case.extended(date(2025, 12, 25), date(2026, 3, 2))
    assert [item.new_due for item in history(case, stage(3, 2026, 1, UNKNOWN, KNOWN))] == [date(2026, 1, 4)]
    assert history(case, stage(4, 2026, 1, UNKNOWN, KNOWN))[0].old_due == date(2026, 3, 2)


def test_before_the_first_calendar_and_before_the_start_there_is_nothing_to_tell() -> None:
    case = served(date(2025, 12, 19))
    assert history(case, stage(3, 2026, 1, None, KNOWN), stage(2, 2026, 1, UNKNOWN, KNOWN)) == ()
    assert history(case, stage(3, 2026, 1, rules(YEARS[-1]), KNOWN)) == (), "it could not be computed before"


def test_still_provisional_with_other_bounds() -> None:
    """Sunday 28 December is known by the notice for 2025; the Monday after it only by that for 2026."""
    (found,) = history(served(date(2025, 12, 13)), stage(3, 2025, 1, rules(*YEARS[:-2]), UNKNOWN))
    assert (found.was_provisional, found.is_provisional, found.old_earliest, found.new_earliest) == (
        True,
        True,
        date(2025, 12, 28),
        date(2025, 12, 29),
    )
    assert found.reason == (
        "2025年工作日历公布，届满日仍为2025年12月29日（星期一），仍是暂定日期（最早2025年12月29日（星期一），最晚2026年1月6日（星期二））。"
    )
