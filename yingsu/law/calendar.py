"""Working calendars: which days are worked, by which notice of the State Council, and how far that is known.

Owns the data files `calendars/<year>.toml` and their reading. A calendar is immutable; a year's content is also published into the
ledger as the bytes of its file, so that a replay computes with what was published.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from datetime import MAXYEAR, MINYEAR, date, timedelta
from functools import lru_cache
from importlib import resources
from itertools import pairwise
from typing import Literal, NamedTuple, final

import msgspec

from yingsu.errors import Malformed
from yingsu.law import toml_file, wording
from yingsu.law.drafting.complaints import complaint

KNOWN_UNTIL = (12, 28)
"""Month and day to which a year is known by its own notice: the next year's may still change the days after it, as the notice for
2019 changed 29 to 31 December 2018."""

DayKind = Literal["workday", "weekend", "holiday", "make_up"]
"""工作日, 公休日, 放假, 调休上班."""

_LONGEST_REST = 30
"""Days from the first to the last day of one holiday."""


class CalendarMalformed(Malformed):
    """The content of a calendar year cannot be used."""

    code = "calendar-malformed"
    title = "工作日历数据有误"


class BeforeCalendar(Malformed):
    """A computation needs days before the first year of the calendar."""

    code = "before-calendar"
    title = "日期早于工作日历"


class Holiday(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One holiday of a notice: first and last day off (weekends inside included), weekend days worked instead, the notice's address."""

    name: str
    rest: tuple[date, date]
    worked: tuple[date, ...]
    notice: str


class CalendarYear(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the State Council ordered for one year. Some days may lie in the last week of the year before."""

    year: int
    notices: tuple[str, ...]
    holidays: tuple[Holiday, ...]

    @classmethod
    def from_bytes(cls, content: bytes) -> "CalendarYear":
        """The year of a TOML file. Raises CalendarMalformed, naming the holiday and the rule it breaks."""
        year = cls._of(content, kept=True)
        year.check()
        return year

    @classmethod
    def read(cls, content: bytes) -> "CalendarYear":
        """The year of a TOML file as somebody wrote it, not checked. Raises CalendarMalformed where it has not the form of one."""
        return cls._of(content, kept=False)

    @classmethod
    def _of(cls, content: bytes, *, kept: bool) -> "CalendarYear":
        try:
            return msgspec.convert(toml_file.read(content, kept=kept), cls)
        except msgspec.ValidationError as error:
            words, path = complaint(str(error))
            reason = f"{path} {words}" if path else words
        except toml_file.Unreadable as error:
            reason = str(error)
        raise CalendarMalformed(f"日历文件无法读取：{reason}。请按 calendars/<年份>.toml 的格式修改后重试。")

    def check(self) -> None:
        """Raises CalendarMalformed where the data contradict themselves."""
        for problem in self.problems():
            raise problem

    def problems(self) -> Iterator[CalendarMalformed]:
        """Where the data contradict themselves."""
        if not MINYEAR < self.year <= MAXYEAR:
            yield CalendarMalformed(f"日历文件的年度 {self.year} 不是年份。请核对放假通知后修改。")
            return
        rest: set[date] = set()
        worked: set[date] = set()
        for holiday in self.holidays:
            first, last = holiday.rest
            if not 0 <= (last - first).days <= _LONGEST_REST:
                yield self._wrong(holiday, f"放假起止日期{wording.span(first, last)}顺序颠倒或者超过一个月")
                continue
            if holiday.notice not in self.notices:
                yield self._wrong(holiday, "引用的放假通知不在本文件 notices 之列")
            days = {first + timedelta(days=offset) for offset in range((last - first).days + 1)}
            for day in (*sorted(days), *holiday.worked):
                if not date(self.year - 1, 12, 25) <= day <= date(self.year, 12, 31):
                    yield self._wrong(holiday, f"{wording.plain(day)}不属于该年度安排")
            for day in holiday.worked:
                if day.weekday() < 5:
                    yield self._wrong(holiday, f"{wording.full(day)}不是周末，不能作为调休上班日")
            if rest & days:
                yield self._wrong(holiday, "放假日期与另一节日重叠")
            rest |= days
            worked |= set(holiday.worked)
        for day in sorted(rest & worked):
            yield CalendarMalformed(f"{self.year}年日历有误：{wording.full(day)}既放假又调休上班。请核对放假通知后修改。")

    def _wrong(self, holiday: Holiday, reason: str) -> CalendarMalformed:
        return CalendarMalformed(f"{self.year}年日历的“{holiday.name}”有误：{reason}。请核对放假通知后修改。")


class Day(NamedTuple):
    """What a day is, and by which holiday of which notice; `holiday` is None for plain weekdays and weekends."""

    kind: DayKind
    holiday: Holiday | None


class Block(NamedTuple):
    """Consecutive days (ordinals, both included) that one holiday makes rest or worked."""

    begin: int
    end: int
    day: Day


@final
class Calendar:
    """Consecutive calendar years as one immutable table. Days are `date`s; methods ending in `_ordinal` work on proleptic ordinals.

    After the table, Monday to Friday are worked; `knows` tells where that is no longer certain.
    """

    __slots__ = (
        "_blocks",
        "_nth",
        "_rank",
        "_special",
        "_year_tokens",
        "first",
        "first_ordinal",
        "known_last",
        "known_ordinal",
        "table_end",
        "years",
    )

    def __init__(self, years: Iterable[CalendarYear], versions: Mapping[int, int] | None = None) -> None:
        self.years = tuple(sorted(years, key=lambda year: year.year))
        if not self.years:
            raise CalendarMalformed("没有任何年度的工作日历。请先发布至少一个年度的日历。")
        for before, after in pairwise(self.years):
            if after.year != before.year + 1:
                raise CalendarMalformed(f"工作日历年度不连续：{before.year}年之后是{after.year}年。每年须有且只有一份日历。")
        last = self.years[-1].year
        self.first = date(self.years[0].year, 1, 1)
        self.known_last = date(last, *KNOWN_UNTIL)
        self.first_ordinal = self.first.toordinal()
        self.known_ordinal = self.known_last.toordinal()
        self.table_end = date(last, 12, 31).toordinal()
        self._special: dict[int, Day] = {}
        blocks: list[Block] = []
        for year in self.years:
            for holiday in year.holidays:
                begin, end = holiday.rest[0].toordinal(), holiday.rest[1].toordinal()
                blocks.append(Block(begin, end, Day("holiday", holiday)))
                blocks.extend(Block(day.toordinal(), day.toordinal(), Day("make_up", holiday)) for day in holiday.worked)
        for block in blocks:
            self._special.update((day, block.day) for day in range(block.begin, block.end + 1))
        self._blocks = sorted(blocks, key=lambda block: block.begin)
        self._nth = [
            day for day in range(self.first_ordinal, self.table_end + 1) if self.day_ordinal(day).kind in ("workday", "make_up")
        ]
        worked = set(self._nth)
        self._rank: list[int] = []
        for day in range(self.first_ordinal, self.table_end + 1):
            self._rank.append((self._rank[-1] if self._rank else 0) + (day in worked))
        self._year_tokens = tuple(f"{year.year}.{(versions or {}).get(year.year, 1)}" for year in self.years)

    @classmethod
    def of(cls, years: Iterable[CalendarYear], versions: Mapping[int, int] | None = None) -> "Calendar":
        """The calendar of consecutive years; `versions` tells which published version of each is used (1 where absent)."""
        return cls(years, versions)

    def is_working(self, day: date) -> bool:
        """Is the day worked? Beyond the known days: Monday to Friday. Raises BeforeCalendar."""
        ordinal = day.toordinal()
        return self.worked_until(ordinal) > self.worked_until(ordinal - 1)

    def knows(self, day: date) -> bool:
        """Is it known for certain whether the day is worked? False from 29 December of the last year on, and before the first."""
        return self.first <= day <= self.known_last

    def day(self, day: date) -> Day:
        """What the day is and by which holiday. Beyond the known days only weekdays and weekends are told apart."""
        return self.day_ordinal(day.toordinal())

    def day_ordinal(self, ordinal: int) -> Day:
        """`day` for an ordinal."""
        special = self._special.get(ordinal)
        return special or (_WORKDAY if 1 <= ordinal % 7 <= 5 else _WEEKEND)

    def blocks_between(self, begin: int, end: int) -> list[Block]:
        """Holidays and make-up days from `begin` to `end` (ordinals, both included), cut to these, in order."""
        index = bisect_left(self._blocks, begin, key=lambda block: block.begin)
        if index and self._blocks[index - 1].end >= begin:
            index -= 1
        found = []
        for block in self._blocks[index:]:
            if block.begin > end:
                break
            found.append(Block(max(block.begin, begin), min(block.end, end), block.day))
        return found

    def next_ordinal(self, ordinal: int) -> int:
        """The first worked day on or after `ordinal`. Raises BeforeCalendar."""
        if ordinal <= self.table_end:
            index = self.worked_until(ordinal - 1)
            if index < len(self._nth):
                return self._nth[index]
            ordinal = self.table_end + 1
        return ordinal + (1, 0, 0, 0, 0, 0, 2)[ordinal % 7]

    def last_ordinal(self, ordinal: int) -> int:
        """The last worked day on or before `ordinal`. Raises BeforeCalendar when there is none in the calendar."""
        count = self.worked_until(ordinal)
        if count == 0:
            raise self.too_early(ordinal)
        return self.nth_worked(count)

    def worked_until(self, ordinal: int) -> int:
        """How many worked days there are from the first day of the calendar to `ordinal`, both included. Raises BeforeCalendar."""
        if ordinal > self.table_end:
            return len(self._nth) + _weekdays_until(ordinal) - _weekdays_until(self.table_end)
        offset = ordinal - self.first_ordinal
        if offset < 0:
            if offset == -1:
                return 0
            raise self.too_early(ordinal)
        return self._rank[offset]

    def nth_worked(self, count: int) -> int:
        """The ordinal of the `count`-th worked day of the calendar, from 1."""
        if count <= len(self._nth):
            return self._nth[count - 1]
        weeks, days = divmod(_weekdays_until(self.table_end) + count - len(self._nth) - 1, 5)
        return 7 * weeks + days + 1

    def add_worked(self, ordinal: int, amount: int) -> int:
        """The `amount`-th worked day after `ordinal`."""
        return self.nth_worked(self.worked_until(ordinal) + amount)

    def versions_between(self, first: date, last: date) -> tuple[str, ...]:
        """The calendar years that cover the days, as `<year>.<version>`. Empty where none does."""
        start = self.years[0].year
        return self._year_tokens[max(0, first.year - start) : max(0, last.year - start + 1)]

    def too_early(self, ordinal: int) -> BeforeCalendar:
        """The error for a day before the calendar, to be raised by the caller."""
        return BeforeCalendar(
            f"计算需要{wording.plain(date.fromordinal(max(1, ordinal)))}的工作日安排，但工作日历自{wording.plain(self.first)}起。"
            "请使用该日及以后的日期。"
        )


_WORKDAY = Day("workday", None)
_WEEKEND = Day("weekend", None)


def _weekdays_until(ordinal: int) -> int:
    """Mondays to Fridays from ordinal 1 (a Monday) to `ordinal`."""
    weeks, days = divmod(ordinal, 7)
    return 5 * weeks + min(days, 5)


def builtin_years() -> tuple[int, ...]:
    """The years whose data come with the software, ascending."""
    files = resources.files("yingsu.law").joinpath("calendars").iterdir()
    return tuple(sorted(int(file.name[:4]) for file in files if file.name.endswith(".toml")))


def builtin_bytes(year: int) -> bytes:
    """The file of one built-in year, as it is published into the ledger."""
    return resources.files("yingsu.law").joinpath("calendars", f"{year}.toml").read_bytes()


@lru_cache(maxsize=1)
def load_builtin() -> Calendar:
    """The calendar of all built-in years. The same immutable object at every call."""
    return Calendar.of(CalendarYear.from_bytes(builtin_bytes(year)) for year in builtin_years())
