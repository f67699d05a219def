"""How days are written for officials: `2026年10月1日（星期四）`, `10月1日至7日`. Owns no rule."""

from collections.abc import Sequence
from datetime import date

WEEKDAYS = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")


def full(day: date) -> str:
    """`2026年10月1日（星期四）`."""
    return f"{day.year}年{day.month}月{day.day}日（{WEEKDAYS[day.weekday()]}）"


def plain(day: date) -> str:
    """`2026年10月1日`."""
    return f"{day.year}年{day.month}月{day.day}日"


def span(first: date, last: date) -> str:
    """`2026年10月1日至7日`, with as much of the second day as differs from the first."""
    if first == last:
        return plain(first)
    if first.year != last.year:
        return f"{plain(first)}至{plain(last)}"
    if first.month != last.month:
        return f"{plain(first)}至{last.month}月{last.day}日"
    return f"{plain(first)}至{last.day}日"


def listed(days: Sequence[date]) -> str:
    """`2026年10月8日、9日、10日`: each day with as much as differs from the one before."""
    parts: list[str] = []
    before: date | None = None
    for day in days:
        if before is None or day.year != before.year:
            parts.append(plain(day))
        elif day.month != before.month:
            parts.append(f"{day.month}月{day.day}日")
        else:
            parts.append(f"{day.day}日")
        before = day
    return "、".join(parts)
