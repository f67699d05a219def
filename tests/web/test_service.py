"""A service as a whole, and several in one process."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, MutableMapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any
from urllib.parse import quote

import pytest
from fastapi import FastAPI

from tests.web.conftest import Wire
from tests.web.register import application
from yingsu.web.deps import Deps
from yingsu.web.service import combine, create_service

GOOD = {"title": "甲", "day": "2026-09-01"}


@pytest.fixture
def together(deps: Deps, service: FastAPI, token_for: Callable[[str], str]) -> Wire:
    """Two services in one process."""
    other = create_service(deps, name="other", title="另一服务", description="空的。", routers=[], lag=lambda: {"other.view": 1})
    return Wire(combine({"register": service, "other": other}), token_for("hongze-oa"))


@pytest.mark.parametrize("address", ["/entries", "/nowhere", "/health", "/openapi.json"])
def test_every_answer_has_the_security_headers(wire: Wire, address: str) -> None:
    headers = wire.send("GET", address).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"
    assert headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert headers["referrer-policy"] == "no-referrer"


def test_the_documents_need_no_network(stranger: Wire) -> None:
    page = stranger.send("GET", "/docs")
    assert "http" not in page.text
    assert "unsafe-eval" not in page.headers["content-security-policy"]
    for address, content_type in (
        ("/docs/assets/swagger-ui-bundle.js", "text/javascript; charset=utf-8"),
        ("/docs/assets/swagger-ui.css", "text/css; charset=utf-8"),
        ("/docs/start.js", "text/javascript; charset=utf-8"),
    ):
        assert address.removeprefix("/") in page.text
        answer = stranger.send("GET", address)
        assert (answer.status_code, answer.headers["content-type"]) == (200, content_type)


def test_the_bundled_viewer_knows_openapi_3_1(stranger: Wire) -> None:
    assert "isOAS31" in stranger.send("GET", "/docs/assets/swagger-ui-bundle.js").text


def test_services_are_mounted_under_their_names(together: Wire) -> None:
    answer = together.write("/v1/register/entries", GOOD)
    assert answer.status_code == 201
    assert together.send("GET", f"/v1/register/entries/{answer.json()['entry']}").json()["title"] == "甲"
    assert together.send("GET", "/v1/register/openapi.json").json()["servers"] == [{"url": "/v1/register", "description": "本机"}]


def test_a_command_is_the_same_alone_and_mounted(together: Wire, wire: Wire) -> None:
    first = wire.write("/entries", GOOD, key="k")
    assert together.write("/v1/register/entries", GOOD, key="k").json() == first.json()


def test_the_link_to_the_next_page_holds_under_the_mount(together: Wire) -> None:
    together.write("/v1/register/entries", GOOD)
    address = together.send("GET", "/v1/register/entries?limit=1").links["next"]["url"]
    assert address.startswith("/v1/register/entries?limit=1&cursor=")
    assert together.send("GET", address).json() == {"titles": ["甲"]}


def test_forms_are_taken_under_the_mount(together: Wire) -> None:
    assert together.send("POST", "/v1/register/token", data={"a": "b"}).json() == {"a": "b"}


def test_the_front_page_lists_the_services(together: Wire) -> None:
    assert together.send("GET", "/").json() == {
        "title": "应诉（Yingsu）",
        "services": [
            {
                "name": "register",
                "title": "登记簿",
                "address": "/v1/register",
                "docs": "/v1/register/docs",
                "openapi": "/v1/register/openapi.json",
            },
            {
                "name": "other",
                "title": "另一服务",
                "address": "/v1/other",
                "docs": "/v1/other/docs",
                "openapi": "/v1/other/openapi.json",
            },
        ],
        "token": "/v1/registry/token",
        "health": "/health",
        "metrics": "/metrics",
    }
    page = together.send("GET", "/", headers={"Accept": "text/html,*/*"}).text
    assert '<li><a href="/v1/register/docs">登记簿</a> <code>/v1/register</code></li>' in page


@pytest.mark.parametrize("address", ["/v1", "/v1/", "/v1/nowhere", "/v1/register/nowhere", "/v1/registers", "/favicon.ico"])
def test_an_unknown_address_is_a_problem_everywhere(together: Wire, address: str) -> None:
    answer = together.send("GET", address)
    assert (answer.status_code, answer.json()["code"]) == (404, "no-such-address")


def test_the_process_has_one_health_and_one_set_of_figures(together: Wire) -> None:
    assert together.send("GET", "/health").json()["lag"] == {"register.list": 3, "other.view": 1}
    figures = together.send("GET", "/metrics").text
    assert 'yingsu_view_lag_entries{service="register",view="register.list"} 3.0' in figures
    assert 'yingsu_view_lag_entries{service="other",view="other.view"} 1.0' in figures
    assert 'service="root"' in figures


def test_limits_hold_in_every_service(together: Wire) -> None:
    answer = together.send("POST", "/v1/register/entries", content=b" " * 2_000_000, headers={"Content-Type": "application/json"})
    assert answer.status_code == 413
    assert together.send("GET", "/v1/register/entries/%00").status_code == 422
    assert together.send("POST", "/", content=b"{", headers={"Content-Type": "application/json"}).status_code == 422


def test_services_start_and_stop_with_the_process(deps: Deps) -> None:
    seen: list[str] = []

    def lifespan(name: str) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
        @asynccontextmanager
        async def run(_: FastAPI) -> AsyncIterator[None]:
            seen.append(f"{name} starts")
            yield
            seen.append(f"{name} stops")

        return run

    apps = {
        name: create_service(deps, name=name, title=name, description=name, routers=[], lag=dict, lifespan=lifespan(name))
        for name in ("a", "b")
    }
    root = combine(apps)

    async def live() -> None:
        async with root.router.lifespan_context(root):
            seen.append("serving")

    asyncio.run(live())
    assert seen == ["a starts", "b starts", "serving", "b stops", "a stops"]


def test_creating_a_service_asks_nothing_of_the_database(deps: Deps) -> None:
    deps.ledger.database.close()
    assert application(deps).title == "登记簿"


@pytest.mark.parametrize(
    "path",
    [
        "/v1/register/entries/a\nb",
        "/v1/register/entries\n/a",
        "/a\nb",
        "/v1/register",
        "*",
        "yingsu.test:443",
        "http://elsewhere/v1/register/entries",
    ],
)
def test_a_target_that_no_mount_matches_gets_a_problem(together: Wire, path: str) -> None:
    sent: list[MutableMapping[str, Any]] = []

    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "GET", "path": path, "raw_path": quote(path).encode(), "query_string": b"", "headers": []}

    async def call() -> None:
        await together.app(scope, receive, send)

    asyncio.run(call())
    assert (sent[0]["status"], json.loads(sent[1]["body"])["code"]) == (404, "no-such-address")
