"""How days are written."""

from datetime import date

from yingsu.law import wording


def test_days_are_written_with_their_weekday() -> None:
    assert wording.full(date(2026, 10, 1)) == "2026年10月1日（星期四）"


def test_spans_repeat_only_what_differs() -> None:
    assert wording.span(date(2026, 10, 1), date(2026, 10, 1)) == "2026年10月1日"
    assert wording.span(date(2026, 10, 1), date(2026, 10, 7)) == "2026年10月1日至7日"
    assert wording.span(date(2026, 4, 30), date(2026, 5, 4)) == "2026年4月30日至5月4日"
    assert wording.span(date(2022, 12, 31), date(2023, 1, 2)) == "2022年12月31日至2023年1月2日"


def test_lists_repeat_only_what_differs() -> None:
    days = [date(2026, 9, 30), date(2026, 10, 8), date(2026, 10, 9), date(2027, 1, 4)]
    assert wording.listed(days) == "2026年9月30日、10月8日、9日、2027年1月4日"
