"""How a service becomes an application, and how the services of one process become one. The composition of the edge, in one place."""

import logging
from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from html import escape
from http import HTTPStatus
from types import MappingProxyType
from typing import Any

import psycopg
from fastapi import APIRouter, Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.middleware import Middleware
from fastapi.routing import APIRoute
from fastapi.telemetry import TelemetryConfig
from pydantic import Field
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response
from starlette.routing import Match, Mount

from yingsu.errors import YingsuError
from yingsu.ledger.database import DatabaseUnavailable
from yingsu.ledger.quarantine import quarantined
from yingsu.ledger.stopping import stopped
from yingsu.web import health, openapi
from yingsu.web.bodies import Answer
from yingsu.web.deps import Deps
from yingsu.web.docs import add_docs
from yingsu.web.edge import Edge
from yingsu.web.flaws import flaws_of
from yingsu.web.limits import Limits
from yingsu.web.logs import REQUESTS
from yingsu.web.metrics import Lag
from yingsu.web.parameters import only_known_parameters
from yingsu.web.problems import answer, answer_http, respond
from yingsu.web.uploads import MIB, Uploads

API_VERSION = "1.0.0"
ROOT = "root"
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
_log = logging.getLogger(REQUESTS)
Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]

# The framework's own telemetry would export what our log leaves out.
_NO_TELEMETRY: TelemetryConfig = {
    "tracing": False,
    "metrics": False,
    "logs": False,
    "operation_spans": False,
    "auto_configure": False,
}
_HEALTH_TAG = {"name": health.TAG, "description": "存活、就绪和监测指标，不需要令牌。"}


class ServiceLink(Answer):
    """Where a service is."""

    name: str = Field(title="服务", examples=["intake"])
    title: str = Field(title="名称", examples=["案件登记"])
    address: str = Field(title="接口地址", examples=["/v1/intake"])
    docs: str = Field(title="接口说明", examples=["/v1/intake/docs"])
    openapi: str = Field(title="OpenAPI 文件", examples=["/v1/intake/openapi.json"])


class Welcome(Answer):
    """What this installation offers."""

    title: str = Field(title="系统", examples=["应诉（Yingsu）"])
    services: tuple[ServiceLink, ...] = Field(title="服务")
    token: str = Field(title="取令牌的地址", examples=["/v1/registry/token"])
    health: str = Field(title="运行状态", examples=["/health"])
    metrics: str = Field(title="监测指标", examples=["/metrics"])


class Service(FastAPI):
    """A FastAPI application that describes itself through `yingsu.web.openapi`."""

    def openapi(self) -> dict[str, Any]:
        """The OpenAPI document, made once."""
        if self.openapi_schema is None:
            self.openapi_schema = openapi.describe(self)
        return self.openapi_schema


def create_service(
    deps: Deps,
    *,
    name: str,
    title: str,
    description: str,
    routers: Sequence[APIRouter],
    lag: Lag,
    tags: Sequence[Mapping[str, str]] = (),
    forms: Collection[str] = (),
    uploads: Collection[str] = (),
    large: Mapping[str, int] = MappingProxyType({}),
    lifespan: Lifespan | None = None,
) -> Service:
    """One service with everything of the edge: problems, limits, tracing, log, figures, health, documents without a network.

    `tags` are OpenAPI tags (name, description); the first, or one named `title`, is that of routes without one. `forms` are the paths
    below the service that take form bodies, `uploads` those that take files, as a stream, `large` those that take
    more than others, and how many bytes. Nothing of `deps` but the settings is touched before the first request.
    """
    deps.metrics.watch(
        name,
        lambda: deps.ledger.head(),
        lag,
        lambda: stopped(deps.ledger.database),
        lambda: quarantined(deps.ledger.database),
    )
    app = _application(
        deps,
        name=name,
        title=title,
        description=description,
        tags=[*(tags or ({"name": title, "description": description},)), _HEALTH_TAG],
        servers=[{"url": f"/v1/{name}", "description": "本机"}],
        forms=forms,
        uploads=uploads,
        large=large,
        lifespan=lifespan,
        lag=lag,
    )
    for router in routers:
        app.include_router(router, dependencies=[Depends(only_known_parameters)])
    add_docs(app)
    return app


def combine(apps: Mapping[str, FastAPI]) -> Starlette:
    """The services of one process under /v1/<name>, with a welcome at /, /health and /metrics. All were created with the same `Deps`."""
    first = next(iter(apps.values()))
    deps: Deps = first.state.deps
    lags: list[Lag] = [app.state.lag for app in apps.values()]
    home = _application(
        deps,
        name=ROOT,
        title="应诉（Yingsu）",
        description="行政应诉的登记系统：本进程提供的服务。",
        tags=[{"name": "服务", "description": "本进程提供的服务。"}, _HEALTH_TAG],
        servers=[{"url": "/", "description": "本机"}],
        forms=(),
        uploads=(),
        large={},
        lifespan=None,
        lag=lambda: {view: count for lag in lags for view, count in lag().items()},
    )
    welcome = Welcome(
        title=home.title,
        services=tuple(
            ServiceLink(
                name=name, title=app.title, address=f"/v1/{name}", docs=f"/v1/{name}/docs", openapi=f"/v1/{name}/openapi.json"
            )
            for name, app in apps.items()
        ),
        token="/v1/registry/token",  # noqa: S106  # an address
        health="/health",
        metrics="/metrics",
    )
    page = _page(welcome)

    @home.get("/", summary="服务一览", response_model=Welcome)
    async def show(request: Request) -> Welcome | Response:
        """浏览器得到网页，其他程序得到 JSON。"""
        if "text/html" in request.headers.get("accept", ""):
            return HTMLResponse(page)
        return welcome

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async with AsyncExitStack() as running:
            for app in apps.values():
                await running.enter_async_context(app.router.lifespan_context(app))
            yield

    whole = Starlette(routes=[Mount(f"/v1/{name}", app) for name, app in apps.items()], lifespan=lifespan)
    # Not a mount at "/": what has no path, or a path with a line break, would pass it by and get an answer that is no problem.
    whole.router.default = home
    whole.router.redirect_slashes = False
    return whole


def _application(
    deps: Deps,
    *,
    name: str,
    title: str,
    description: str,
    tags: Sequence[Mapping[str, str]],
    servers: list[dict[str, str | Any]],
    forms: Collection[str],
    uploads: Collection[str],
    large: Mapping[str, int],
    lifespan: Lifespan | None,
    lag: Lag,
) -> Service:
    app = Service(
        title=title,
        description=description,
        version=API_VERSION,
        openapi_tags=[dict(tag) for tag in tags],
        servers=servers,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=lifespan,
        telemetry=_NO_TELEMETRY,
        generate_unique_id_function=_operation_id,
        middleware=[
            Middleware(Edge, service=name, metrics=deps.metrics),
            Middleware(Limits, forms=forms, uploads=uploads, large=large),
            Middleware(Uploads, paths=uploads, most_bytes=deps.settings.file_mib * MIB),
        ],
        exception_handlers={
            YingsuError: _on_error,
            psycopg.OperationalError: _on_connection,
            HTTPException: _on_http,
            RequestValidationError: _on_invalid,
        },
    )
    app.state.deps, app.state.service, app.state.lag = deps, name, lag
    app.include_router(health.health_routes(lambda: health.look(deps.ledger, lag), deps.metrics))
    return app


def _operation_id(route: APIRoute) -> str:
    return route.name


async def _on_error(request: Request, error: Exception) -> Response:
    if not isinstance(error, YingsuError):
        raise error
    name = (error.pointer or "").removeprefix("/")
    # A reading checks its parameters by the same rules as a body its fields.
    return answer(error, "path" if name in request.path_params else "query" if name in request.query_params else "body")


async def _on_connection(_: Request, error: Exception) -> Response:
    _log.error("the database went away", exc_info=error)
    return answer(DatabaseUnavailable("数据库暂时无法连接，请稍后用同一请求重试；已提交的内容不会丢失或重复。"))


async def _on_http(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    headers = dict(error.headers or {})
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        headers["Allow"] = ", ".join(_methods(request))
    return answer_http(error.status_code, headers)


def _methods(request: Request) -> list[str]:
    """What the address can be asked with (RFC 9110, 10.2.1). The framework names the methods of the first route only."""
    scopes = ((method, {**request.scope, "method": method}) for method in METHODS)
    return [m for m, scope in scopes if any(route.matches(scope)[0] is Match.FULL for route in request.app.router.routes)]


async def _on_invalid(_: Request, error: Exception) -> Response:
    if not isinstance(error, RequestValidationError):
        raise error
    found = error.errors()
    flaws = flaws_of(found, error.body)
    detail = f"提交的内容有 {len(found)} 处不符合要求，逐项说明见 errors。本次没有登记任何内容，请更正后重新提交。"
    return respond(422, "request-invalid", "提交内容有误", detail, flaws=flaws)


def _page(welcome: Welcome) -> str:
    rows = "".join(
        f'<li><a href="{escape(link.docs)}">{escape(link.title)}</a> <code>{escape(link.address)}</code></li>'
        for link in welcome.services
    )
    return (
        f'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>{escape(welcome.title)}</title></head>'
        f"<body><h1>{escape(welcome.title)}</h1><p>行政应诉的登记系统。本进程提供以下服务：</p><ul>{rows}</ul>"
        f'<p>取令牌：<code>POST {welcome.token}</code>。<a href="{welcome.health}">运行状态</a>，'
        f'<a href="{welcome.metrics}">监测指标</a>。</p></body></html>'
    )
