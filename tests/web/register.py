"""A service as small as one can be: a register of agencies' entries, with one route for each promise of the edge."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

import psycopg
from fastapi import APIRouter, Depends, FastAPI, Path, Query, Response
from pydantic import Field

from yingsu import errors
from yingsu.events.registry.agency import AgencyCodeReserved, AgencyRegistered
from yingsu.ledger.deciding import Request, carry_out
from yingsu.ledger.entry import Entry, Event, NewEvent, StreamWrite
from yingsu.officials.callers import Caller
from yingsu.web.auth import allow
from yingsu.web.bodies import Answer, Body, Day, Flag, Moment, Whole, form_fields
from yingsu.web.deps import Deps
from yingsu.web.metrics import Lag
from yingsu.web.paging import Page, page
from yingsu.web.service import Service, create_service
from yingsu.web.writes import if_match, if_none_match, not_modified, set_etag, write_request

CANARY = "金丝雀"
"""The name of a person. It goes into requests and must come out nowhere."""

Reader = Annotated[Caller, Depends(allow("case:read"))]
Writer = Annotated[Caller, Depends(allow("case:write", roles={"agency"}))]
Write = Annotated[Request, Depends(write_request)]


class Party(Body):
    name: str = Field(title="姓名", min_length=2, max_length=20)
    born: Day | None = Field(default=None, title="出生日期")


class EntryBody(Body):
    """An entry as asked for."""

    title: str = Field(title="事项", min_length=1, max_length=100)
    day: Day = Field(title="发生日期")
    kind: Literal["department", "township"] = Field(default="department", title="类型")
    count: Whole = Field(default=1, title="件数", ge=1, le=99)
    urgent: Flag = Field(default=False, title="是否紧急")
    at: Moment | None = Field(default=None, title="时刻")
    code: str = Field(default="11320813000008125D", title="代码", pattern="^[0-9A-Z]{18}$")
    parties: tuple[Party, ...] = Field(default=(), title="当事人", max_length=3)


class EntryAnswer(Answer):
    """An entry as recorded."""

    entry: str = Field(title="编号")
    title: str = Field(title="事项")
    position: int = Field(title="登记序号")


class TitlesAnswer(Answer):
    """One page of the register."""

    titles: list[str] = Field(title="事项")


class WrongCase(errors.Refused):
    code = "wrong-case"
    title = "案件不符"


class TooMuch(errors.Malformed):
    code = "payload-too-large"


ANSWERS: dict[str, Exception] = {
    "refused": WrongCase("已结案，不能再登记。请另立新案。", clauses=("ALL-art-67",)),
    "malformed": errors.Malformed("案号有误：缺少年份。", pointer="/case_no"),
    "too-large": TooMuch("内容过大。"),
    "forbidden": errors.Forbidden("不是本机关的案件。"),
    "not-found": errors.NotFound("没有这个案件。"),
    "stale": errors.Stale("已被他人更新。"),
    "unavailable": errors.Unavailable("请稍后再试。"),
    "connection": psycopg.OperationalError(f"lost while reading {CANARY}"),
    "surrogate": errors.NotFound("没有 \ud800 这个案件。"),
}


def register_service(deps: Deps, lag: Lag) -> Service:
    """The application."""
    router = APIRouter()

    @router.post("/entries", status_code=201, summary="登记")
    def add_entry(body: EntryBody, write: Write, caller: Writer, response: Response) -> EntryAnswer:
        """登记一项。"""
        stream = f"agency-{write.command_id}"
        receipt = carry_out(deps.ledger, write, lambda: [_writing(stream, 0, _registered(stream, body), body.day)])
        set_etag(response, receipt.version_of(stream))
        return EntryAnswer(entry=stream, title=body.title, position=receipt.events[0].position)

    @router.put("/entries/{entry}/code", summary="更换代码")
    def change_code(
        entry: Annotated[str, Path(title="编号")],
        body: EntryBody,
        write: Write,
        caller: Writer,
        version: Annotated[int, Depends(if_match)],
        response: Response,
    ) -> EntryAnswer:
        """更换一项的代码。"""
        event = AgencyCodeReserved(code=body.code, agency_id=entry)
        receipt = carry_out(deps.ledger, write, lambda: [_writing(entry, version, event, body.day)])
        set_etag(response, receipt.version_of(entry))
        return EntryAnswer(entry=entry, title=body.title, position=receipt.events[0].position)

    @router.get("/entries/{entry}", summary="查看", response_model=EntryAnswer)
    def read_entry(
        entry: Annotated[str, Path(title="编号")],
        caller: Reader,
        held: Annotated[frozenset[str], Depends(if_none_match)],
        response: Response,
    ) -> EntryAnswer | Response:
        """查看一项。"""
        entries = deps.ledger.load(entry, caller.jurisdictions)
        if not entries:
            raise errors.NotFound("没有这一项，请核对编号。")
        unchanged = not_modified(held, entries[-1].version)
        if unchanged is not None:
            return unchanged
        set_etag(response, entries[-1].version)
        return EntryAnswer(entry=entry, title=_title(entries[0]), position=entries[-1].position)

    @router.get("/entries", summary="一览")
    def list_entries(
        caller: Reader, paged: Annotated[Page, Depends(page)], since: Annotated[Day | None, Query(description="起始日期")] = None
    ) -> TitlesAnswer:
        """按登记序号列出。"""
        after = paged.after[0] if paged.after else 0
        assert isinstance(after, int)
        rows = [entry for entry in deps.ledger.read_all(after, 1000) if isinstance(entry.event, AgencyRegistered)]
        shown = paged.cut(rows[: paged.limit + 1], lambda entry: (entry.position,))
        return TitlesAnswer(titles=[_title(entry) for entry in shown])

    @router.get("/answers/{kind}", summary="各种拒绝")
    def refuse(kind: str, caller: Reader) -> None:
        """以指定的理由拒绝。"""
        raise ANSWERS[kind]

    @router.post("/faults", summary="内部出错")
    def fail(body: EntryBody, caller: Reader) -> None:
        """出错，且出错信息含有提交的内容。"""
        raise RuntimeError(f"cannot handle {body!r}")

    @router.post("/signed", summary="须由人员办理")
    def sign(write: Write, caller: Annotated[Caller, Depends(allow("case:write", official=True))]) -> dict[str, str | None]:
        """返回办理人员。"""
        return {"official": write.actor.official, "client": write.actor.client}

    @router.get("/whoami/{command}", summary="查看请求")
    def whoami(command: UUID, caller: Reader) -> dict[str, str]:
        """返回接入系统。"""
        return {"client": caller.client}

    @router.post("/token", summary="表单")
    def take_form(fields: Annotated[dict[str, str], Depends(form_fields)]) -> dict[str, str]:
        """返回表单字段。"""
        return fields

    return create_service(
        deps, name="register", title="登记簿", description="测试用的登记簿。", routers=[router], lag=lag, forms=("/token",)
    )


def application(deps: Deps) -> FastAPI:
    """The register without any view."""
    return register_service(deps, dict)


def _writing(stream: str, version: int, event: Event, day: date) -> StreamWrite:
    new = NewEvent(event=event, jurisdiction="320813", occurred_on=day)
    return StreamWrite(stream=stream, expected_version=version, events=(new,))


def _registered(stream: str, body: EntryBody) -> AgencyRegistered:
    return AgencyRegistered(
        agency_id=stream, name=body.title, code=body.code, type=body.kind, jurisdiction="320813", valid_from=body.day, sample=True
    )


def _title(entry: Entry) -> str:
    assert isinstance(entry.event, AgencyRegistered)
    return entry.event.name
