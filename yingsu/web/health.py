"""Whether a service is alive and ready: the database answers, its schema is the one this software was built for, how far views are behind.

Lag, stopped views and quarantined cases are shown but do not make a service unready: decisions read the ledger, not the views.
"""

from collections.abc import Callable, Collection
from functools import cache
from typing import Literal

import psycopg
from fastapi import APIRouter, Response
from pydantic import Field

from yingsu.errors import Unavailable
from yingsu.ledger.quarantine import quarantined
from yingsu.ledger.stopping import stopped
from yingsu.ledger.store import Ledger
from yingsu.rebuilding.progress import Progress, under_way
from yingsu.schema import versions
from yingsu.web.bodies import Answer
from yingsu.web.metrics import MEDIA_TYPE, Lag, Metrics

TAG = "运行状态"


class Liveness(Answer):
    """The process answers."""

    status: Literal["alive"] = Field(title="状态", examples=["alive"])


class Rebuilding(Answer):
    """How far a view's rebuild is. The old rows are read until it ends."""

    position: int = Field(title="已处理条数", examples=[512])
    head: int = Field(title="开始时的总条数", examples=[1024])
    per_second: float = Field(title="每秒条数", examples=[25000.0])
    eta_seconds: float | None = Field(title="约需秒数", examples=[0.02])


class Readiness(Answer):
    """What was found just now."""

    status: Literal["ready", "unready"] = Field(title="状态", examples=["ready"])
    detail: str = Field(title="说明", examples=["可以办理。"])
    database: bool = Field(title="数据库可用")
    schema_version: str | None = Field(title="数据库结构版本", examples=["0004"])
    head: int | None = Field(title="最新登记序号", examples=[1024])
    lag: dict[str, int] = Field(title="各视图待处理的登记数", examples=[{"intake.case": 0}])
    stopped: dict[str, str] = Field(
        default_factory=dict, title="停下的视图及其错误", examples=[{"notify.obligations": "ValueError"}]
    )
    quarantined: dict[str, int] = Field(
        default_factory=dict, title="各视图隔离的案件或流水数", examples=[{"notify.obligations": 1}]
    )
    rebuilding: dict[str, Rebuilding] = Field(default_factory=dict, title="正在重建的视图")


def look(ledger: Ledger, lag: Lag) -> Readiness:
    """Ask the database and the views now."""
    version: str | None = None
    try:
        version, needed = _schema_version(ledger), _needed_version()
        if version == needed:
            halted, held = stopped(ledger.database), quarantined(ledger.database)
            return Readiness(
                status="ready",
                detail=_detail(halted, held),
                database=True,
                schema_version=version,
                head=ledger.head(),
                lag=dict(lag()),
                stopped=halted,
                quarantined=held,
                rebuilding={found.view: _rebuilding(found) for found in under_way(ledger.database)},
            )
        detail = f"数据库结构版本为{f' {version}' if version else '空'}，本程序需要 {needed}。请先执行 yingsu migrate。"
        return Readiness(status="unready", detail=detail, database=True, schema_version=version, head=None, lag={})
    except Unavailable:
        detail = "数据库暂不可用，请稍后再试。"
        return Readiness(status="unready", detail=detail, database=False, schema_version=version, head=None, lag={})


def _rebuilding(found: Progress) -> Rebuilding:
    eta = found.eta_seconds
    return Rebuilding(
        position=found.position,
        head=found.head,
        per_second=round(found.per_second, 1),
        eta_seconds=None if eta is None else round(eta, 1),
    )


def _detail(halted: Collection[str], held: Collection[str]) -> str:
    if not halted and not held:
        return "可以办理。"
    found = [f"视图 {'、'.join(halted)} 已停下"] if halted else []
    found += [f"视图 {'、'.join(held)} 隔离了个别案件（yingsu quarantine 可查）"] if held else []
    return f"可以办理，但{'，'.join(found)}，所列内容可能不是最新的，请管理员查看日志。"


def _schema_version(ledger: Ledger) -> str | None:
    with ledger.database.session() as connection:
        try:
            row = connection.execute("SELECT version_num FROM public.alembic_version").fetchone()
        except (psycopg.errors.UndefinedTable, psycopg.errors.InsufficientPrivilege):
            return None
    return str(row[0]) if row else None


@cache
def _needed_version() -> str:
    return versions()[-1]


def health_routes(readiness: Callable[[], Readiness], metrics: Metrics) -> APIRouter:
    """The routes /health, /health/live, /health/ready and /metrics."""
    router = APIRouter(tags=[TAG])
    unready: dict[int | str, dict[str, object]] = {503: {"model": Readiness, "description": "尚不能办理"}}

    @router.get("/health/live", summary="进程是否存活")
    async def live() -> Liveness:
        """进程能够应答即返回 200，不查数据库。"""
        # On the event loop: it must answer also while every thread waits for the database.
        return Liveness(status="alive")

    @router.get("/health/ready", summary="能否办理业务", responses=unready)
    def ready(response: Response) -> Readiness:
        """数据库可用且结构版本相符时返回 200，否则 503。"""
        found = readiness()
        response.status_code = 200 if found.status == "ready" else 503
        return found

    router.add_api_route("/health", ready, include_in_schema=False)

    @router.get(
        "/metrics",
        summary="监测指标",
        response_class=Response,
        responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}},
    )
    def scrape() -> Response:
        """Prometheus 文本格式。"""
        return Response(metrics.exposition(), media_type=MEDIA_TYPE)

    return router
