"""Agencies and courts over HTTP."""

from datetime import date
from typing import Annotated, Final

from fastapi import APIRouter, Query, Response, status
from pydantic import ConfigDict, Field

from services.registry.changes_desk import found_within
from services.registry.desk import Desk
from services.registry.requests import Administrator, Held, Paged, Reader, Write, after, created
from services.registry.views import AgencyRow, CourtRow, Lists
from yingsu.errors import NotFound
from yingsu.events.registry.agency import AgencyType
from yingsu.officials.agencies import Agency, checked_code
from yingsu.officials.courts import Court
from yingsu.officials.divisions import within
from yingsu.web.bodies import Answer, Body, Day, example
from yingsu.web.deps import Deps
from yingsu.web.writes import not_modified, set_etag

AGENCIES: Final = "机关"
COURTS: Final = "法院"

COURT_CODE: Final = Field(title="法院代字", max_length=20, description="案号中的法院代字", examples=["苏0813"])


class CourtNotFound(NotFound):
    """No such court."""

    code = "court-not-found"
    title = "未找到法院"


class AgencyBody(Body):
    """An agency to register."""

    model_config = ConfigDict(
        json_schema_extra=example(
            name="洪泽区示例城市管理局（样例）",
            code="11320813000008184G",
            type="department",
            jurisdiction="320813",
            valid_from="2019-01-01",
        )
    )

    name: str = Field(title="名称", description="规范全称", max_length=200, examples=["洪泽区市场监督管理局"])
    code: str = Field(
        title="统一社会信用代码", description="GB 32100-2015，18 位", max_length=40, examples=["11320813000008125D"]
    )
    type: AgencyType = Field(
        title="类型", description="政府、部门、镇、街道、管委会、授权组织、调处中心", examples=["department"]
    )
    jurisdiction: str = Field(title="行政区划代码", description="GB/T 2260，六位", max_length=20, examples=["320813"])
    valid_from: Day = Field(title="代码启用日期")


class RegisteredAgencyAnswer(Answer):
    """An agency as registered."""

    agency_id: str = Field(title="机关编号", examples=["agency-0190a6b2-7c1e-7abc-8def-0123456789ab"])
    name: str = Field(title="名称", examples=["洪泽区市场监督管理局"])
    code: str = Field(title="统一社会信用代码", examples=["11320813000008125D"])
    type: AgencyType = Field(title="类型", examples=["department"])
    jurisdiction: str = Field(title="行政区划代码", examples=["320813"])
    valid_from: date = Field(title="代码启用日期")
    sample: bool = Field(title="样例", description="虚构的试用数据", examples=[False])
    version: int = Field(title="版本", description="即 ETag", examples=[1])


class AgencyList(Answer):
    """One page of agencies."""

    items: list[RegisteredAgencyAnswer] = Field(title="机关")


class CourtBody(Body):
    """A court to register."""

    model_config = ConfigDict(json_schema_extra=example(court="苏0812", name="淮安市清江浦区示例人民法院（样例）"))

    court: str = COURT_CODE
    name: str = Field(title="名称", max_length=200, examples=["淮安市洪泽区人民法院"])


class CourtAnswer(Answer):
    """A court as registered."""

    court: str = COURT_CODE
    name: str = Field(title="名称", examples=["淮安市洪泽区人民法院"])
    sample: bool = Field(title="样例", description="虚构的试用数据", examples=[False])
    version: int = Field(title="版本", description="即 ETag", examples=[1])


class CourtList(Answer):
    """One page of courts."""

    items: list[CourtAnswer] = Field(title="法院")


def agency_routes(deps: Deps, desk: Desk, lists: Lists) -> APIRouter:
    """Agencies and courts."""
    router = APIRouter()

    @router.post(
        "/agencies",
        summary="登记机关",
        status_code=status.HTTP_201_CREATED,
        response_model=RegisteredAgencyAnswer,
        tags=[AGENCIES],
    )
    def register_agency(asked: AgencyBody, _: Administrator, write: Write, response: Response) -> RegisteredAgencyAnswer:
        """一个统一社会信用代码只登记一次。"""
        agency = desk.register_agency(
            write,
            name=asked.name,
            code=asked.code,
            type=asked.type,
            jurisdiction=asked.jurisdiction,
            valid_from=asked.valid_from,
        )
        created(response, f"agencies/{agency.agency_id}", agency.version)
        return _agency(agency)

    @router.get("/agencies", summary="机关名录", response_model=AgencyList, tags=[AGENCIES])
    def list_agencies(
        caller: Reader,
        paged: Paged,
        code: Annotated[str | None, Query(max_length=40, description="按统一社会信用代码查一个机关")] = None,
        jurisdiction: Annotated[str | None, Query(pattern="^[0-9]{6}$", description="按行政区划代码筛选")] = None,
    ) -> AgencyList:
        """管辖区域内的机关。按代码查询直接读登记簿，刚登记的也能查到；名录可能晚几秒。"""
        if code is not None:
            found = deps.directory.agency_by_code(checked_code(code))
            shown = found is not None and within((found.jurisdiction,), caller.jurisdictions)
            fits = found is not None and jurisdiction in (None, found.jurisdiction)
            return AgencyList(items=[_agency(found)] if found is not None and shown and fits else [])
        rows = lists.agencies(caller.tenants, jurisdiction=jurisdiction, after=after(paged), limit=paged.limit + 1)
        return AgencyList(items=[_agency(row) for row in paged.cut(rows, lambda row: (row.agency_id,))])

    @router.get("/agencies/{agency_id}", summary="查看机关", response_model=RegisteredAgencyAnswer, tags=[AGENCIES])
    def show_agency(agency_id: str, caller: Reader, response: Response) -> RegisteredAgencyAnswer:
        """管辖区域内的一个机关，现在的名称。曾用名和承继见机关沿革。"""
        agency = found_within(deps.directory.agency_now(agency_id), caller.jurisdictions)
        set_etag(response, agency.version)
        return _agency(agency)

    @router.post("/courts", summary="登记法院", status_code=status.HTTP_201_CREATED, response_model=CourtAnswer, tags=[COURTS])
    def register_court(asked: CourtBody, _: Administrator, write: Write, response: Response) -> CourtAnswer:
        """法院归全系统所有，由全系统管理员登记。"""
        court = desk.register_court(write, court=asked.court, name=asked.name)
        created(response, f"courts/{court.court}", court.version)
        return _court(court)

    @router.get("/courts", summary="法院名录", response_model=CourtList, tags=[COURTS])
    def list_courts(_: Reader, paged: Paged) -> CourtList:
        """全部已登记的法院，对所有接入系统开放。"""
        rows = lists.courts(after=after(paged), limit=paged.limit + 1)
        return CourtList(items=[_court(row) for row in paged.cut(rows, lambda row: (row.court,))])

    @router.get("/courts/{court}", summary="查看法院", response_model=CourtAnswer, tags=[COURTS])
    def show_court(court: str, _: Reader, held: Held, response: Response) -> CourtAnswer | Response:
        """一个法院。"""
        known = deps.directory.court(court)
        if known is None:
            raise CourtNotFound("没有登记这个法院代字。请核对案号中的代字，例如 苏0813。")
        set_etag(response, known.version)
        return not_modified(held, known.version) or _court(known)

    return router


def _agency(agency: Agency | AgencyRow) -> RegisteredAgencyAnswer:
    return RegisteredAgencyAnswer(
        agency_id=agency.agency_id,
        name=agency.name,
        code=agency.code,
        type=agency.type,
        jurisdiction=agency.jurisdiction,
        valid_from=agency.valid_from,
        sample=agency.sample,
        version=agency.version,
    )


def _court(court: Court | CourtRow) -> CourtAnswer:
    return CourtAnswer(court=court.court, name=court.name, sample=court.sample, version=court.version)
