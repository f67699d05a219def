"""Clients over HTTP: the machines that may call, their credentials and their end. A secret is shown once and kept nowhere."""

from typing import Final

import msgspec
from fastapi import APIRouter, Response, status
from pydantic import BaseModel, ConfigDict, Field

from services.registry.desk import ClientNotFound, Desk, Issued
from services.registry.requests import Administrator, ClientReader, Paged, Version, Write, after, created
from services.registry.views import ClientRow, Lists
from yingsu.events.registry.client import ClientRole
from yingsu.officials.clients import Client
from yingsu.officials.divisions import within
from yingsu.officials.roles import Scope
from yingsu.web.bodies import Answer, Body, Flag, example
from yingsu.web.deps import Deps
from yingsu.web.writes import set_etag

CLIENTS: Final = "接入系统"


class PublicJwk(BaseModel):
    """A public P-256 key (RFC 7517). Further members are kept out."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    kty: str = Field(title="密钥类型", examples=["EC"], max_length=10)
    crv: str = Field(title="曲线", examples=["P-256"], max_length=10)
    x: str = Field(title="x 坐标", max_length=100, examples=["f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU"])
    y: str = Field(title="y 坐标", max_length=100, examples=["x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"])
    d: str | None = Field(default=None, title="私钥", description="不得提交：含私钥的请求会被拒绝", max_length=100)


class ClientBody(Body):
    """A client to register."""

    model_config = ConfigDict(
        json_schema_extra=example(
            client_id="court-su0812", name="示例法院办案系统（样例）", role="court", court="苏0812", jurisdictions=["320813"]
        )
    )

    client_id: str = Field(
        title="编号", description="3 至 63 个小写字母、数字或连字符", max_length=80, examples=["hongze-shichang-oa"]
    )
    name: str = Field(title="名称", max_length=200, examples=["洪泽区市场监管局办公系统"])
    role: ClientRole = Field(title="角色", examples=["agency"])
    court: str | None = Field(
        default=None, title="所属法院代字", description="只用于法院系统", max_length=20, examples=["苏0813"]
    )
    agency: str | None = Field(default=None, title="所属机关编号", max_length=80)
    jurisdictions: tuple[str, ...] = Field(title="管辖区域", description="行政区划代码", max_length=100, examples=[["320813"]])
    scopes: tuple[Scope, ...] = Field(default=(), title="权限", description="不写则为该角色的全部权限", max_length=10)
    with_secret: Flag = Field(default=True, title="是否发放密钥", description="只用公钥验证的系统填 false")
    public_key: PublicJwk | None = Field(
        default=None, title="公钥", description="用于 private_key_jwt 和办理人员声明（P-256，ES256）"
    )


class RevocationBody(Body):
    """Why a client is stopped."""

    model_config = ConfigDict(json_schema_extra=example(reason="系统下线"))

    reason: str = Field(title="理由", description="不写个人信息", max_length=400, examples=["系统下线"])


class ClientAnswer(Answer):
    """A client as registered."""

    client_id: str = Field(title="编号", examples=["hongze-shichang-oa"])
    name: str = Field(title="名称", examples=["洪泽区市场监管局办公系统"])
    role: ClientRole = Field(title="角色", examples=["agency"])
    court: str | None = Field(title="所属法院代字", examples=["苏0813"])
    agency: str | None = Field(title="所属机关编号")
    jurisdictions: list[str] = Field(title="管辖区域", examples=[["320813"]])
    scopes: list[str] = Field(title="权限", examples=[["case:read", "case:write"]])
    has_secret: bool = Field(title="有密钥", examples=[True])
    has_key: bool = Field(title="有公钥", examples=[True])
    revoked: bool = Field(title="已停用", examples=[False])
    reason: str | None = Field(title="停用理由")
    version: int = Field(title="版本", description="即 ETag", examples=[1])


class IssuedAnswer(ClientAnswer):
    """A client with its new secret."""

    client_secret: str | None = Field(
        title="密钥", description="只在首次答复中出现，请立即妥善保存；重复请求的答复中为空，未收到的请更换密钥"
    )


class ClientList(Answer):
    """One page of clients."""

    items: list[ClientAnswer] = Field(title="接入系统")


def client_routes(deps: Deps, desk: Desk, lists: Lists) -> APIRouter:
    """Register, list, show, rotate, revoke."""
    router = APIRouter(tags=[CLIENTS])

    @router.post("/clients", summary="登记接入系统", status_code=status.HTTP_201_CREATED, response_model=IssuedAnswer)
    def register_client(asked: ClientBody, _: Administrator, write: Write, response: Response) -> IssuedAnswer:
        """权限不超过其角色，管辖区域不超过管理员的。密钥只显示这一次。"""
        key = asked.public_key
        issued = desk.register_client(
            write,
            client_id=asked.client_id,
            name=asked.name,
            role=asked.role,
            court=asked.court,
            agency=asked.agency,
            jurisdictions=asked.jurisdictions,
            scopes=asked.scopes,
            with_secret=asked.with_secret,
            public_key=None if key is None else msgspec.json.encode(key.model_dump(exclude_none=True)).decode(),
        )
        created(response, f"clients/{issued.client.client_id}", issued.client.version)
        return _issued(issued)

    @router.get("/clients", summary="接入系统名录", response_model=ClientList)
    def list_clients(caller: ClientReader, paged: Paged) -> ClientList:
        """管辖区域内的接入系统，供管理员和审计人员查看。名录可能晚几秒。"""
        rows = lists.clients(caller.tenants, after=after(paged), limit=paged.limit + 1)
        return ClientList(items=[_row(row) for row in paged.cut(rows, lambda row: (row.client_id,))])

    @router.get("/clients/{client_id}", summary="查看接入系统", response_model=ClientAnswer)
    def show_client(client_id: str, caller: ClientReader, response: Response) -> ClientAnswer:
        """更改前先读取：If-Match 用这里的 ETag。"""
        client = deps.directory.client(client_id)
        if client is None or not within(client.jurisdictions, caller.jurisdictions):
            raise ClientNotFound("管辖区域内没有这个接入系统。请核对编号。")
        set_etag(response, client.version)
        return _state(client)

    @router.post("/clients/{client_id}/rotate-secret", summary="更换密钥", response_model=IssuedAnswer)
    def rotate_secret(client_id: str, _: Administrator, write: Write, version: Version, response: Response) -> IssuedAnswer:
        """旧密钥即刻失效；已发出的令牌用到期满为止。新密钥只显示这一次。"""
        issued = desk.rotate_secret(write, client_id, version)
        set_etag(response, issued.client.version)
        return _issued(issued)

    @router.post("/clients/{client_id}/revoke", summary="停用接入系统", response_model=ClientAnswer)
    def revoke_client(
        client_id: str, asked: RevocationBody, _: Administrator, write: Write, version: Version, response: Response
    ) -> ClientAnswer:
        """即刻不再发放令牌；已发出的令牌在数秒内失效。不可恢复。"""
        client = desk.revoke_client(write, client_id, version, reason=asked.reason)
        set_etag(response, client.version)
        return _state(client)

    return router


def _state(client: Client) -> ClientAnswer:
    return ClientAnswer(
        client_id=client.client_id,
        name=client.name,
        role=client.role,
        court=client.court,
        agency=client.agency,
        jurisdictions=list(client.jurisdictions),
        scopes=list(client.scopes),
        has_secret=client.secret_hash is not None,
        has_key=client.public_key is not None,
        revoked=client.revoked,
        reason=client.reason,
        version=client.version,
    )


def _row(row: ClientRow) -> ClientAnswer:
    return ClientAnswer(**msgspec.structs.asdict(row))


def _issued(issued: Issued) -> IssuedAnswer:
    return IssuedAnswer(**_state(issued.client).model_dump(), client_secret=issued.secret)
