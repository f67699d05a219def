"""The notify service: its application, the views it keeps, and its workers."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from services.notify import routes, task_routes
from services.notify.clock import routes as clock_routes
from services.notify.clock.desk import ClockDesk
from services.notify.clock.view import ToldView
from services.notify.clock.worker import Clock
from services.notify.feed import routes as feed_routes
from services.notify.feed.news import News
from services.notify.feed.view import ConcernedView
from services.notify.views import ObligationView
from services.notify.webhooks import log_routes as webhook_log_routes
from services.notify.webhooks import routes as webhook_routes
from services.notify.webhooks import wiring as webhooks
from services.notify.webhooks.view import EndpointView
from services.notify.webhooks.worker import Webhooks
from yingsu.law.published import RulesInForce
from yingsu.ledger.reader import lag
from yingsu.ledger.view import View
from yingsu.web.deps import Deps
from yingsu.web.service import Service, create_service

NAME = "notify"
TITLE = "期限与提醒"
DESCRIPTION = "应办事项和到期一览：由案件事实、公布的规则和日历推算，逐步写明依据，可按两个时间轴查询；以及供各系统续读的事件和向机关系统的推送。"

VIEWS: tuple[View, ...] = (ObligationView(), ToldView(), ConcernedView(), EndpointView())
"""The read models; a rebuild replays them."""

TAGS = (
    {"name": routes.TAG, "description": "谁应在何日前办什么，依据哪一条，届满日是怎样算的。"},
    {"name": task_routes.TAG, "description": "文件要求办理而没有规定日数的事项：开始日期、已经过的日数和依据；不作逾期。"},
    {"name": clock_routes.TAG, "description": "系统作出的提醒和登记的逾期：每项一次，写明所指日期和系统知悉的时刻。"},
    {"name": feed_routes.TAG, "description": "本单位可以查看的全部事件，每个一次，按登记次序，可长轮询续读（CloudEvents 1.0）。"},
    {
        "name": webhook_routes.TAG,
        "description": "机关办公系统登记推送地址，即时得到本机关的事件：签名的 HTTP 请求（Standard Webhooks 1.0），至少一次，按 webhook-id 去重。",
    },
    {"name": webhook_log_routes.TAG, "description": "每条消息推送了几次、结果如何、下次何时，以及重发和补发。"},
)


def create_app(deps: Deps) -> Service:
    """The service, to be served alone or mounted at /v1/notify."""
    app = create_service(
        deps,
        name=NAME,
        title=TITLE,
        description=DESCRIPTION,
        routers=(
            routes.router,
            task_routes.router,
            clock_routes.router,
            feed_routes.router,
            webhook_routes.router,
            webhook_log_routes.router,
        ),
        lag=lambda: lag(deps.ledger.database, VIEWS),
        tags=TAGS,
        lifespan=_closing_news,
    )
    app.state.news = News(deps.ledger.database.app_url, ConcernedView.name)
    deps.stopping.heard_by(app.state.news.release)
    app.state.rules = RulesInForce(deps.ledger)
    app.state.endpoints = webhooks.desk(deps)
    return app


@asynccontextmanager
async def _closing_news(app: FastAPI) -> AsyncIterator[None]:
    try:
        yield
    finally:
        news: News = app.state.news
        await news.close()


def workers(deps: Deps) -> tuple[Clock | Webhooks, ...]:
    """What is done again and again: the clock tells what only time brings, and webhooks go out."""
    return (Clock(ClockDesk(deps.ledger, deps.keys, RulesInForce(deps.ledger))), Webhooks(webhooks.desk(deps)))
