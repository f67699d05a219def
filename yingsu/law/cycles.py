"""Calendar cycles by their names: `2026`, `2026-H1`, `2026-Q3`. Owns which cycles lie in a stretch of days."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final, NamedTuple

from yingsu.law.figures.period import Period, cycle_of
from yingsu.law.provision import Cycle

_LETTERS: Final[dict[Cycle, tuple[str, int]]] = {"quarter": ("-Q", 3), "half_year": ("-H", 6)}
_NAMES: Final[dict[Cycle, tuple[str, ...]]] = {
    "quarter": ("第一季度", "第二季度", "第三季度", "第四季度"),
    "half_year": ("上半年", "下半年"),
    "year": ("度",),
}


class Named(NamedTuple):
    """One cycle: its name, what it is called in Chinese, and its days."""

    name: str
    title: str
    period: Period


def named_cycle(day: date, cycle: Cycle) -> Named:
    """The cycle that holds `day`."""
    period = cycle_of(day, cycle)
    letter, months = _LETTERS.get(cycle, ("", 12))
    number = (period.first.month - 1) // months
    name = f"{period.first.year}{letter}{number + 1}" if letter else str(period.first.year)
    return Named(name, f"{period.first.year}年{_NAMES[cycle][number]}", period)


def cycles_between(first: date, last: date, cycle: Cycle) -> Iterator[Named]:
    """The cycles that have a day from `first` to `last`, in order."""
    day = first
    while day <= last:
        found = named_cycle(day, cycle)
        yield found
        if found.period.last == date.max:
            return
        day = found.period.last + timedelta(days=1)
