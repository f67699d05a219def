"""The file of a calendar year, written: for whoever imports one field by field. `calendar` reads it."""

import json

from yingsu.law.calendar import CalendarYear


def file_of(year: CalendarYear) -> bytes:
    """The year as a TOML file: equal years give equal bytes."""
    lines = [f"year = {year.year}", f"notices = [{', '.join(_quoted(notice) for notice in year.notices)}]"]
    for holiday in year.holidays:
        lines += [
            "",
            "[[holidays]]",
            f"name = {_quoted(holiday.name)}",
            f"rest = [{holiday.rest[0]}, {holiday.rest[1]}]",
            f"worked = [{', '.join(str(day) for day in holiday.worked)}]",
            f"notice = {_quoted(holiday.notice)}",
        ]
    return ("\n".join(lines) + "\n").encode()


def _quoted(text: str) -> str:
    """A TOML basic string: JSON's, but for DEL."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
