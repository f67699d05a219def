"""The import of calendars over HTTP: the file of a year, checked, tried out, published."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path, Query, Response, status
from pydantic import ConfigDict, Field, StringConstraints

from services.registry.calendar_import import CalendarDesk, Looked
from services.registry.requests import Administrator, Write
from services.registry.rules_routes import RULES, CalendarVersion
from yingsu.errors import Malformed
from yingsu.law.calendar import CalendarYear, Holiday
from yingsu.law.drafting.calendar_file import file_of
from yingsu.web.bodies import Answer, Body, Day, Line, example

LONGEST_FILE = 100_000

Address = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]


class CalendarContentMissing(Malformed):
    """Neither the file nor its fields, or both."""

    code = "calendar-content-missing"
    title = "缺少日历内容"


class HolidayBody(Body):
    """One holiday of a notice."""

    name: Line = Field(title="节日", description="合并放假的并列写明", examples=["国庆节、中秋节"])
    rest: tuple[Day, Day] = Field(title="放假首日和末日", description="含其间的周末", examples=[["2027-10-01", "2027-10-07"]])
    worked: list[Day] = Field(title="调休上班日", description="均为周末", max_length=31, examples=[["2027-10-09"]])
    notice: Address = Field(title="依据", description="notices 之一")


class CalendarBody(Body):
    """The year as a file, or its fields."""

    model_config = ConfigDict(
        json_schema_extra=example(
            notices=["https://www.gov.cn/zhengce/zhengceku/202511/content_7047091.htm"],
            holidays=[
                {
                    "name": "元旦",
                    "rest": ["2026-01-01", "2026-01-03"],
                    "worked": ["2026-01-04"],
                    "notice": "https://www.gov.cn/zhengce/zhengceku/202511/content_7047091.htm",
                }
            ],
        )
    )

    toml: str | None = Field(
        default=None, title="日历文件", description="calendars/<年份>.toml 的原文；与其余各项二者择一", max_length=LONGEST_FILE
    )
    notices: list[Address] | None = Field(
        default=None, title="放假通知", description="国务院办公厅通知的网址，年内调整的通知一并列出", max_length=20
    )
    holidays: list[HolidayBody] | None = Field(default=None, title="放假安排", max_length=60)


class CalendarOutcome(Answer):
    """What was published, or, tried out, what would be."""

    published: CalendarVersion | None = Field(title="已公布的版本", description="试算（dry_run）时为空")
    warnings: list[str] = Field(title="提示", description="历年没有过的安排，请核对；不妨碍公布")
    changed_days: list[date] = Field(title="变动的日期", description="上班或休息与此前公布的不同")
    moved: int | None = Field(title="变动的期限数", description="正在计算的期限中，届满日将变动的件数；只在试算时计算")


def calendar_routes(desk: CalendarDesk) -> APIRouter:
    """Imports, for administrators of the whole installation: a calendar holds everywhere."""
    router = APIRouter(tags=[RULES])

    @router.post("/calendars/{year}", summary="公布日历", status_code=status.HTTP_201_CREATED, response_model=CalendarOutcome)
    def publish_calendar(
        year: Annotated[int, Path(ge=1990, le=2100, title="年度")],
        asked: CalendarBody,
        _: Administrator,
        write: Write,
        response: Response,
        dry_run: Annotated[bool, Query(title="试算", description="只检查和试算，不登记")] = False,
    ) -> CalendarOutcome:
        """新年度的放假安排，或者年内的调整。检查后公布为该年度的下一版；所涉期限随即重新计算，暂定的日期随之确定。"""
        content = _content(year, asked)
        looked = desk.look(write, year, content, count=dry_run)
        if dry_run:
            response.status_code = status.HTTP_200_OK
            return _outcome(looked, None)
        event = desk.publish(write, content)
        response.headers["Location"] = f"/v1/registry/calendars/{year}?version={event.version}"
        return _outcome(
            looked,
            CalendarVersion(
                year=event.year,
                version=event.version,
                sha256=event.sha256,
                notices=list(event.notices),
                published_by=event.published_by,
            ),
        )

    return router


def _content(year: int, asked: CalendarBody) -> bytes:
    """The bytes of the year's file. CalendarContentMissing."""
    if asked.toml is not None and asked.notices is None and asked.holidays is None:
        return asked.toml.encode()
    if asked.toml is None and asked.notices is not None and asked.holidays is not None:
        holidays = tuple(
            Holiday(name=item.name, rest=item.rest, worked=tuple(item.worked), notice=item.notice) for item in asked.holidays
        )
        return file_of(CalendarYear(year=year, notices=tuple(asked.notices), holidays=holidays))
    raise CalendarContentMissing("请提交日历文件的原文（toml），或者逐项提交 notices 和 holidays，二者择一。", pointer="/toml")


def _outcome(looked: Looked, published: CalendarVersion | None) -> CalendarOutcome:
    return CalendarOutcome(
        published=published, warnings=list(looked.warnings), changed_days=list(looked.changed), moved=looked.moved
    )
