"""How a deadline explains itself: numbered steps in Chinese, each with the day it speaks of and the authority it rests on.

Owns the wording and the citations; the days themselves come from `deadline`.
"""

from datetime import date, timedelta

import msgspec

from yingsu.law import bounds, wording
from yingsu.law.calendar import Calendar, Day

COUNTING = "法释〔2018〕1号第四十八条；民事诉讼法第八十五条"
MONTHS = "法释〔2018〕1号第四十八条；民法典第二百零二条"
WORKING_DAYS = "“工作日”不含法定休假日（参照行政复议法第八十八条）"
NOT_MOVED = "倒计期限遇休息日，法律、司法解释未规定移动"
NO_ROLL = "所适用规则设定为不顺延"
IMPOSSIBLE = "期限设定时最后一日已过，本系统不作逾期（文件未规定）"
UNPUBLISHED = "全国年节及纪念日放假办法；国务院办公厅年度放假通知（尚未公布）"

UNITS = {"working_day": "个工作日", "calendar_day": "日", "month": "个月"}

LISTED_DAYS = 15
LISTED_WEEKEND_DAYS = 8


class Step(msgspec.Struct, frozen=True):
    """One step: its number from 1, what was done, the day it speaks of, and by what authority."""

    no: int
    text: str
    day: date
    authority: str


class Steps:
    """Steps as they are being written, in order."""

    def __init__(self, calendar: Calendar) -> None:
        self._calendar = calendar
        self._lines: list[tuple[str, date, str]] = []

    def numbered(self) -> tuple[Step, ...]:
        """The steps, numbered from 1."""
        return tuple(Step(number, *line) for number, line in enumerate(self._lines, 1))

    def add(self, text: str, day: date, authority: str) -> None:
        """One more step."""
        self._lines.append((text, day, authority))

    def calendar_period(self, start: date, amount: int, raw: date, *, months: bool) -> None:
        """Days or months were counted from `start` to the last day `raw`."""
        self.begin(start)
        if not months:
            text = f"连续计算{amount}日（休息日一并计入），最后一日为{wording.full(raw)}。"
            self.add(text, raw, COUNTING)
        elif raw.day == start.day:
            self.add(f"计算{amount}个月，期满月的对应日为{wording.full(raw)}。", raw, MONTHS)
        else:
            text = f"计算{amount}个月，{raw.year}年{raw.month}月没有{start.day}日，以该月最后一日{wording.full(raw)}为最后一日。"
            self.add(text, raw, MONTHS)

    def last_day(self, raw: date, due: date, *, roll: bool) -> None:
        """The last day `raw` was a worked day, or moved to `due`, or stayed although it rests."""
        day = self._calendar.day(raw)
        if day.kind == "make_up" and day.holiday:
            text = f"{wording.full(raw)}因{day.holiday.name}调休上班，是工作日，不顺延，{self._ends(raw)}。"
            self.add(text, raw, f"{COUNTING}；{day.holiday.notice}")
        elif day.kind == "workday":
            verb = "是" if self._calendar.knows(raw) else "暂按"
            self.add(f"{wording.full(raw)}{verb}工作日，不顺延，{self._ends(raw)}。", raw, COUNTING)
        elif not roll:
            self.add(f"{self._resting(raw, day)}，该期限不因休息日顺延，期限于该日届满。", raw, NO_ROLL)
        else:
            self._rolled(raw, due)

    def working_days(self, start: date, amount: int, due: date) -> None:
        """Worked days were counted from `start` to `due`; days off were skipped."""
        self.begin(start)
        self.working_days_after(start, amount, due)

    def working_days_after(self, start: date, amount: int, due: date) -> None:
        """The counting alone."""
        begin, end = start.toordinal() + 1, due.toordinal()
        off = 0
        for block in self._calendar.blocks_between(begin, end):
            first, last = date.fromordinal(block.begin), date.fromordinal(block.end)
            holiday = block.day.holiday
            if holiday is None:
                continue
            if block.day.kind == "make_up":
                self.add(f"{wording.full(first)}因{holiday.name}调休上班，计入工作日。", first, holiday.notice)
            else:
                off += block.end - block.begin + 1
                text = f"{wording.span(first, last)}（{_weekday_span(first, last)}）{holiday.name}放假，不计入。"
                self.add(text, first, holiday.notice)
        self._weekends(begin, end, end - begin + 1 - amount - off)
        self._counted(begin, end, amount)

    def backward(self, start: date, amount: int, due: date) -> None:
        """Days were counted back from `start` to `due`; nothing moved."""
        first = start - timedelta(days=1)
        self.add(f"{wording.full(start)}当日不计入，自前一日{wording.full(first)}起向前计算。", start, COUNTING)
        self.add(f"向前连续计算{amount}日，最后期限为{wording.full(due)}。", due, COUNTING)
        day = self._calendar.day(due)
        if day.kind in ("weekend", "holiday"):
            authority = f"{NOT_MOVED}；{day.holiday.notice}" if day.holiday else NOT_MOVED
            self.add(f"{self._resting(due, day)}，倒计期限不移动，应在该日以前办理。", due, authority)

    def moved(self, raw: date, reason: str, authority: str) -> None:
        """A decision set the last day to `raw`."""
        self.add(f"期限变更至{wording.full(raw)}：{reason}", raw, authority)

    def anchored(self, what: str, start: date, length: str, reason: str, authority: str) -> None:
        """A fact set another day to count from."""
        because = f"（{reason}）" if reason else ""
        self.add(f"{what}{because}：改以{wording.full(start)}为准，{length}的期限重新计算。", start, authority)

    def rested(self, first: date, resumed: date, what: str, consequence: str, authority: str) -> None:
        """The period rested from `first` until the day before `resumed`."""
        days = (resumed - first).days
        text = f"自{wording.full(first)}起中止（{what}），自{wording.full(resumed)}起恢复，中止的{days}日不计入，{consequence}。"
        self.add(text, first, authority)

    def stopped(self, first: date, what: str, remains: str, authority: str) -> None:
        """The period rests from `first` until further notice."""
        text = f"自{wording.full(first)}起中止（{what}），尚未恢复，期限停止计算，不作逾期；尚余{remains}，恢复后继续计算。"
        self.add(text, first, authority)

    def impossible(self, known: date, due: date) -> None:
        """The last day was over when the fact came that set it."""
        self.add(
            f"设定该日期的事实发生在{wording.full(known)}，其时{wording.full(due)}已过，不能按期办理，不作逾期。",
            known,
            IMPOSSIBLE,
        )

    def provisional(self, earliest: date, latest: date) -> None:
        """The result rests on days that no notice covers yet, or is older than the calendar."""
        calendar = self._calendar
        if latest.toordinal() < calendar.first_ordinal:
            text = f"{wording.plain(latest)}早于工作日历。期限日期不受影响，仅提醒日按周一至周五上班推算。"
            self.add(text, latest, NOT_MOVED)
            return
        begin = calendar.known_last + timedelta(days=1)
        text = f"{wording.plain(begin)}以后的放假调休安排尚未公布，暂按周一至周五上班推算。"
        if earliest == latest:
            text += "期限日期不受影响，仅提醒日按最早可能提前。"
        else:
            text += f"届满日最早为{wording.full(earliest)}，最晚为{wording.full(latest)}，公布后重新计算。{bounds.ASSUMPTION}。"
        self.add(text, begin, UNPUBLISHED)

    def remind(self, day: date) -> None:
        """The reminder comes before the last day."""
        self.add(f"提醒日为此前最后一个工作日{wording.full(day)}。", day, "提醒规则：不晚于届满日的最后一个工作日")

    def begin(self, start: date) -> None:
        """The day of the start is not counted."""
        first = start + timedelta(days=1)
        self.add(f"{wording.full(start)}为起算当日，不计入，自次日{wording.full(first)}起计算。", start, COUNTING)

    def _rolled(self, raw: date, due: date) -> None:
        day, end = raw.toordinal(), due.toordinal()
        while day < end:
            kind = self._calendar.day_ordinal(day)
            first, last = date.fromordinal(day), day
            while last + 1 < end and self._calendar.day_ordinal(last + 1) == kind:
                last += 1
            what = "最后一日" if day == raw.toordinal() else "其后"
            if kind.holiday:
                rest = kind.holiday.rest
                text = f"{what}{wording.full(first)}在{kind.holiday.name}放假期间（{wording.span(*rest)}），是法定休假日，顺延。"
                self.add(text, first, f"{COUNTING}；{kind.holiday.notice}")
            else:
                weekdays = _weekday_span(first, date.fromordinal(last))
                text = f"{what}{wording.span(first, date.fromordinal(last))}（{weekdays}）是公休日，顺延。"
                self.add(text, first, COUNTING)
            day = last + 1
        made_up = self._calendar.day(due)
        if made_up.holiday and made_up.kind == "make_up":
            text = f"{wording.full(due)}因{made_up.holiday.name}调休上班，是其后第一个工作日，{self._ends(due)}。"
            self.add(text, due, f"{COUNTING}；{made_up.holiday.notice}")
        else:
            self.add(f"其后第一个工作日为{wording.full(due)}，{self._ends(due)}。", due, COUNTING)

    def _weekends(self, begin: int, end: int, count: int) -> None:
        if count <= 0:
            return
        if count <= LISTED_WEEKEND_DAYS:
            days = [date.fromordinal(day) for day in range(begin, end + 1) if self._calendar.day_ordinal(day).kind == "weekend"]
            text = wording.full(days[0]) if count == 1 else f"{wording.listed(days)}（星期六、星期日）"
            self.add(f"{text}是公休日，不计入。", days[0], WORKING_DAYS)
        else:
            self.add(f"其间公休日（未调休的星期六、星期日）共{count}天，不计入。", date.fromordinal(begin), WORKING_DAYS)

    def _counted(self, begin: int, end: int, amount: int) -> None:
        due = date.fromordinal(end)
        if amount <= LISTED_DAYS:
            kinds = ("workday", "make_up")
            days = [date.fromordinal(day) for day in range(begin, end + 1) if self._calendar.day_ordinal(day).kind in kinds]
            text = f"计入{wording.listed(days)}，共{amount}个工作日，"
        else:
            text = f"共计入{amount}个工作日，"
        verb = "期限" if self._calendar.knows(due) else "暂定"
        self.add(f"{text}{verb}于{wording.full(due)}届满。", due, WORKING_DAYS)

    def _ends(self, day: date) -> str:
        return "期限于该日届满" if self._calendar.knows(day) else "暂定于该日届满"

    def _resting(self, day: date, what: Day) -> str:
        if what.holiday:
            return f"{wording.full(day)}在{what.holiday.name}放假期间（{wording.span(*what.holiday.rest)}）"
        return f"{wording.full(day)}是公休日"


def _weekday_span(first: date, last: date) -> str:
    """`星期四至星期三`."""
    begin, end = wording.WEEKDAYS[first.weekday()], wording.WEEKDAYS[last.weekday()]
    return begin if first == last else f"{begin}至{end}"
