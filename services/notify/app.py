"""The notify service: its application and the view it keeps."""

from services.notify import routes
from services.notify.views import ObligationView
from yingsu.law.published import RulesInForce
from yingsu.ledger.reader import lag
from yingsu.ledger.view import View
from yingsu.web.deps import Deps
from yingsu.web.service import Service, create_service

NAME = "notify"
TITLE = "期限与提醒"
DESCRIPTION = "应办事项和到期一览：由案件事实、公布的规则和日历推算，逐步写明依据，可按两个时间轴查询。"

VIEWS: tuple[View, ...] = (ObligationView(),)
"""The read models; a rebuild replays them."""

TAGS = ({"name": routes.TAG, "description": "谁应在何日前办什么，依据哪一条，届满日是怎样算的。"},)


def create_app(deps: Deps) -> Service:
    """The service, to be served alone or mounted at /v1/notify."""
    app = create_service(
        deps,
        name=NAME,
        title=TITLE,
        description=DESCRIPTION,
        routers=(routes.router,),
        lag=lambda: lag(deps.ledger.database, VIEWS),
        tags=TAGS,
    )
    app.state.rules = RulesInForce(deps.ledger)
    return app
