"""Officials over HTTP. Names are opened for administrators, supervisors and the official's own agency, and nowhere else."""

from typing import Annotated, Final

from fastapi import APIRouter, Query, Response, status
from pydantic import ConfigDict, Field

from services.registry.desk import Desk
from services.registry.requests import Administrator, Paged, Reader, Write, after, created
from services.registry.views import Lists, OfficialRow
from yingsu.errors import NotFound
from yingsu.ledger.sealed import Person
from yingsu.officials.callers import Caller
from yingsu.officials.divisions import within
from yingsu.officials.officials import Duty, Official
from yingsu.web.bodies import Answer, Body, example
from yingsu.web.deps import Deps
from yingsu.web.writes import set_etag

OFFICIALS: Final = "办理人员"


class OfficialNotFound(NotFound):
    """No such official within the caller's jurisdictions."""

    code = "official-not-found"
    title = "未找到办理人员"


class OfficialBody(Body):
    """An official to register."""

    model_config = ConfigDict(
        json_schema_extra=example(
            agency="agency-0190a6b2-7c1e-7abc-8def-0123456789ab", name="示例甲", post="局长", duties=["head"]
        )
    )

    agency: str = Field(title="机关编号", max_length=80, examples=["agency-0190a6b2-7c1e-7abc-8def-0123456789ab"])
    name: str = Field(title="姓名", description="加密保存", max_length=120, examples=["示例甲"])
    post: str = Field(title="职务", max_length=120, examples=["局长"])
    duties: tuple[Duty, ...] = Field(
        title="职责", description="主要负责人、分管负责人、经办人、监督人员、管理人员", max_length=5, examples=[["head"]]
    )


class OfficialAnswer(Answer):
    """An official as registered."""

    official_id: str = Field(title="办理人员编号", examples=["official-0190a6b2-7c1e-7abc-8def-0123456789ab"])
    agency: str = Field(title="机关编号", max_length=80, examples=["agency-0190a6b2-7c1e-7abc-8def-0123456789ab"])
    name: str | None = Field(title="姓名", description="无权查看（name_withheld）或已删除时为空", examples=["示例甲"])
    name_withheld: bool = Field(title="姓名不予显示", description="只对管理员、监督机关和本机关显示", examples=[False])
    post: str = Field(title="职务", examples=["局长"])
    duties: list[Duty] = Field(title="职责", examples=[["head"]])
    version: int = Field(title="版本", description="即 ETag", examples=[1])


class OfficialList(Answer):
    """One page of officials."""

    items: list[OfficialAnswer] = Field(title="办理人员")


def official_routes(deps: Deps, desk: Desk, lists: Lists) -> APIRouter:
    """Officials. Names are opened for administrators, supervisors and the official's own agency."""
    router = APIRouter(tags=[OFFICIALS])

    def shown(caller: Caller, official: Official | OfficialRow) -> OfficialAnswer:
        allowed = caller.role in ("administrator", "supervisor") or caller.answers_for(official.agency)
        return _official(official, deps.keys.open_person(official.person) if allowed else None, withheld=not allowed)

    @router.post("/officials", summary="登记办理人员", status_code=status.HTTP_201_CREATED, response_model=OfficialAnswer)
    def register_official(asked: OfficialBody, caller: Administrator, write: Write, response: Response) -> OfficialAnswer:
        """姓名加密保存；办公系统代其提交时，在声明中写其编号。"""
        official = desk.register_official(
            write, agency=asked.agency, person=Person(name=asked.name), post=asked.post, duties=asked.duties
        )
        created(response, f"officials/{official.official_id}", official.version)
        return shown(caller, official)

    @router.get("/officials", summary="办理人员名录", response_model=OfficialList)
    def list_officials(
        caller: Reader,
        paged: Paged,
        agency: Annotated[str | None, Query(max_length=80, description="按机关编号筛选")] = None,
    ) -> OfficialList:
        """管辖区域内的办理人员。"""
        rows = lists.officials(caller.tenants, agency=agency, after=after(paged), limit=paged.limit + 1)
        return OfficialList(items=[shown(caller, row) for row in paged.cut(rows, lambda row: (row.official_id,))])

    @router.get("/officials/{official_id}", summary="查看办理人员", response_model=OfficialAnswer)
    def show_official(official_id: str, caller: Reader, response: Response) -> OfficialAnswer:
        """管辖区域内的一名办理人员。"""
        official = deps.directory.official(official_id)
        owner = None if official is None else deps.directory.agency(official.agency)
        if official is None or owner is None or not within((owner.jurisdiction,), caller.jurisdictions):
            raise OfficialNotFound("管辖区域内没有这名办理人员。请核对编号。")
        set_etag(response, official.version)
        return shown(caller, official)

    return router


def _official(official: Official | OfficialRow, person: Person | None, *, withheld: bool) -> OfficialAnswer:
    return OfficialAnswer(
        official_id=official.official_id,
        agency=official.agency,
        name=person.name if person else None,
        name_withheld=withheld,
        post=official.post,
        duties=list(official.duties),
        version=official.version,
    )
