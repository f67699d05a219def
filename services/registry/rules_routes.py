"""The rules over HTTP: calendars and profiles as published, and deadlines computed from the published calendars."""

from datetime import date
from typing import Annotated, Any, Final

import msgspec
from fastapi import APIRouter, Depends, Path, Query, Response
from pydantic import ConfigDict, Field

from services.registry.requests import Paged, Reader
from services.registry.views import CalendarRow, Lists, ProfileRow
from yingsu.errors import NotFound
from yingsu.law import published
from yingsu.law.deadline import Direction, Unit, compute
from yingsu.law.in_force import last_day
from yingsu.law.profile import Profile
from yingsu.law.published import RulesInForce
from yingsu.officials.callers import Caller
from yingsu.officials.divisions import within
from yingsu.officials.sight import WITHHELD
from yingsu.web.auth import UNSIGNED, allow_unsigned, unsigned
from yingsu.web.bodies import Answer, Body, Day, Whole, example
from yingsu.web.deps import Deps

RULES: Final = "日历和规则"
DEADLINES: Final = "期限计算"


class CalendarNotFound(NotFound):
    """No calendar is published for the year."""

    code = "calendar-not-found"
    title = "未找到日历"


class ProfileNotFound(NotFound):
    """No such profile is published for the caller's jurisdictions."""

    code = "profile-not-found"
    title = "未找到规则"


class CalendarVersion(Answer):
    """One published version of a year's calendar."""

    year: int = Field(title="年度", examples=[2026])
    version: int = Field(title="版本", examples=[1])
    sha256: str = Field(title="内容的 SHA-256")
    notices: list[str] = Field(title="依据", description="国务院办公厅放假通知的地址")
    published_by: str = Field(title="公布人")


class CalendarList(Answer):
    """One page of calendars."""

    items: list[CalendarVersion] = Field(title="日历")


class HolidayAnswer(Answer):
    """One holiday of a notice."""

    name: str = Field(title="节日", examples=["国庆节"])
    first: date = Field(title="放假首日")
    last: date = Field(title="放假末日")
    worked: list[date] = Field(title="调休上班日")
    notice: str = Field(title="依据")


class CalendarAnswer(CalendarVersion):
    """A year's calendar with its content."""

    holidays: list[HolidayAnswer] = Field(title="放假安排", description="其余周一至周五上班，周六、周日休息")


class ProfileVersion(Answer):
    """One published version of a profile."""

    profile_id: str = Field(title="规则编号", examples=["hongze"])
    version: int = Field(title="版本", examples=[1])
    jurisdiction: str | None = Field(title="行政区划代码", description="空为全国", examples=["320813"])
    effective_from: date = Field(title="施行日期")
    sha256: str = Field(title="内容的 SHA-256")
    prepared_by: str = Field(title="拟订人")
    published_by: str = Field(title="公布人")


class ProfileList(Answer):
    """One page of profiles."""

    items: list[ProfileVersion] = Field(title="规则")


class ProfileAnswer(ProfileVersion):
    """A profile with its content: parameters and rules, each with its clauses, and the clauses' words."""

    last_day: date | None = Field(title="最后适用日", description="已停用的，此后开始的期限适用上级规则；未停用为空")
    content: dict[str, Any] = Field(title="内容", description="参数、期限规则和所引条款原文；与 sha256 对应的字节即此 JSON")


class DeadlineBody(Body):
    """A period to compute."""

    model_config = ConfigDict(json_schema_extra=example(start="2026-09-16", amount=15, unit="calendar_day", direction="after"))

    start: Day = Field(title="起算日", description="期间开始的日，不计入期间")
    amount: Whole = Field(title="长度", ge=1, le=3650, examples=[15])
    unit: Unit = Field(title="单位", description="工作日、日、月", examples=["calendar_day"])
    direction: Direction = Field(default="after", title="方向", description="之后、之前（只能以日计）", examples=["after"])


class StepAnswer(Answer):
    """One step of the computation."""

    no: int = Field(title="序号", examples=[1])
    text: str = Field(title="说明")
    day: date = Field(title="所涉日期")
    authority: str = Field(title="依据")


class DeadlineAnswer(Answer):
    """When the period ends, and why."""

    due: date = Field(title="届满日")
    provisional: bool = Field(title="暂定", description="所需年度的放假安排尚未公布")
    earliest: date = Field(title="最早可能")
    latest: date = Field(title="最晚可能")
    remind_on: date = Field(title="提醒日", description="届满日当天或之前的最后一个工作日")
    steps: list[StepAnswer] = Field(title="计算步骤")


def rules_routes(deps: Deps, lists: Lists, rules: RulesInForce) -> APIRouter:
    """Read what is published; compute with it."""
    router = APIRouter(tags=[RULES])
    version_wanted = Query(ge=1, le=10_000, description="版本，不写则为最新")

    @router.get("/calendars", summary="已公布的日历", response_model=CalendarList)
    def list_calendars(_: Reader, paged: Paged) -> CalendarList:
        """各年度工作日历的全部版本。"""
        rows = lists.calendars(after=_after(paged), limit=paged.limit + 1)
        return CalendarList(items=[_calendar_row(row) for row in paged.cut(rows, lambda row: (row.id, row.version))])

    @router.get("/calendars/{year}", summary="查看日历", response_model=CalendarAnswer)
    def show_calendar(
        year: Annotated[int, Path(ge=1990, le=2100)], _: Reader, version: Annotated[int | None, version_wanted] = None
    ) -> CalendarAnswer:
        """一个年度的放假和调休安排，附国务院办公厅通知的地址。"""
        event = published.calendar(deps.ledger, year, version)
        if event is None:
            raise CalendarNotFound(f"没有公布 {year} 年的日历（或所要的版本）。国务院办公厅通知发布后，由系统管理员公布。")
        content = published.calendar_content(deps.ledger, event)
        return CalendarAnswer(
            year=event.year,
            version=event.version,
            sha256=event.sha256,
            notices=list(event.notices),
            published_by=event.published_by,
            holidays=[
                HolidayAnswer(
                    name=holiday.name,
                    first=holiday.rest[0],
                    last=holiday.rest[1],
                    worked=list(holiday.worked),
                    notice=holiday.notice,
                )
                for holiday in content.holidays
            ],
        )

    @router.get("/profiles", summary="已公布的规则", response_model=ProfileList)
    def list_profiles(caller: Reader, paged: Paged) -> ProfileList:
        """全国的和管辖区域内的规则的全部版本。"""
        rows = lists.profiles(caller.tenants, after=_after(paged), limit=paged.limit + 1)
        return ProfileList(items=[_profile_row(row) for row in paged.cut(rows, lambda row: (row.id, row.version))])

    @router.get(
        "/profiles/{profile_id}",
        summary="查看规则",
        responses={200: {"model": ProfileAnswer}},
        response_class=Response,
        openapi_extra=UNSIGNED,
    )
    def show_profile(
        profile_id: str,
        caller: Annotated[Caller | None, Depends(allow_unsigned("registry:read"))],
        version: Annotated[int | None, version_wanted] = None,
    ) -> Response:
        """一套规则的全部内容：每项数值附条款编号，条款附原文。

        文件主动公开的（参数 identity.document_visibility 为 public），不附令牌也可以查看，经办人不予显示；其他的须附令牌。案件数据不因此公开。
        """
        event = published.profile(deps.ledger, profile_id, version)
        if caller is None and (event is None or not _is_public(published.profile_content(deps.ledger, event))):
            raise unsigned()
        if event is None or not _reaches(event.jurisdiction, caller):
            raise ProfileNotFound("管辖区域内没有公布这套规则（或所要的版本）。请先查看规则目录。")
        # The published bytes themselves: what is read is what the SHA-256 was taken of.
        content = msgspec.Raw(deps.ledger.get_blob(event.sha256))
        ends = last_day(event, published.history(deps.ledger, profile_id).retired)
        body = {**msgspec.structs.asdict(event), "last_day": ends, "content": content}
        if caller is None:
            body |= {"prepared_by": WITHHELD, "published_by": WITHHELD}
        return Response(msgspec.json.encode(body), media_type="application/json")

    @router.post("/deadlines", summary="计算期限", response_model=DeadlineAnswer, tags=[DEADLINES])
    def compute_deadline(asked: DeadlineBody, _: Reader) -> Response:
        """按已公布的日历计算，逐步说明依据；与命令 yingsu deadline 的结果相同。不登记任何内容，不需要幂等键。"""
        found = compute(asked.start, asked.amount, asked.unit, asked.direction, rules.now().calendar)
        return Response(msgspec.json.encode(found), media_type="application/json")

    return router


def _is_public(profile: Profile) -> bool:
    """Whether the document says of itself that it is public (主动公开; DH-0.3)."""
    visibility = profile.parameters.get("identity", {}).get("document_visibility")
    return visibility is not None and visibility.value == "public"


def _reaches(jurisdiction: str | None, caller: Caller | None) -> bool:
    """Whether a profile of this jurisdiction is within the caller's; what is public, is within everybody's."""
    return jurisdiction is None or caller is None or within((jurisdiction,), caller.jurisdictions)


def _after(paged: Paged) -> tuple[str, int]:
    return ("", 0) if paged.after is None else (str(paged.after[0]), int(paged.after[1] or 0))


def _calendar_row(row: CalendarRow) -> CalendarVersion:
    return CalendarVersion(
        year=int(row.id), version=row.version, sha256=row.sha256, notices=row.notices, published_by=row.published_by
    )


def _profile_row(row: ProfileRow) -> ProfileVersion:
    return ProfileVersion(
        profile_id=row.id,
        version=row.version,
        jurisdiction=row.jurisdiction,
        effective_from=row.effective_from,
        sha256=row.sha256,
        prepared_by=row.prepared_by,
        published_by=row.published_by,
    )
