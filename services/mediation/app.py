"""The mediation service: its application, the view it keeps, and its reaction."""

from services.mediation import correcting_routes, routes, step_routes, track_routes
from services.mediation.reactions import OpenMediation
from services.mediation.views import MediationView
from yingsu.law.published import RulesInForce
from yingsu.ledger.reader import lag
from yingsu.ledger.view import View
from yingsu.web.deps import Deps
from yingsu.web.service import Service, create_service

NAME = "mediation"
TITLE = "调处"
DESCRIPTION = (
    "法院诉前移送的行政争议：交办、方案、时间地点、调处会、协议、终止和退回，以及各环节的文书；立案以后的诉中调解和人民法院调解。"
)

VIEWS: tuple[View, ...] = (MediationView(),)
"""The read models; a rebuild replays them."""

TAGS = (
    {"name": routes.TAG, "description": "调处的列表、现状、尚缺的环节和文书。"},
    {"name": step_routes.TAG, "description": "区调处中心登记每一个环节；诉中调解的协议、签字等由办理单位登记。"},
    {"name": track_routes.TAG, "description": "立案以后的调解：诉中调解、人民法院调解，以及协议的司法确认、履行和违约。"},
    {"name": routes.PLAN_TAG, "description": "案涉行政机关告知责任领导、联络人和初步调处意向方案。"},
    {"name": correcting_routes.TAG, "description": "登记有误的，由登记的单位更正或者撤销；原登记保留。"},
)


def reactions(deps: Deps) -> tuple[View, ...]:
    """What follows from other entries. Kept by a projector like views, never part of a rebuild."""
    return (OpenMediation(deps.ledger, deps.keys),)


def create_app(deps: Deps) -> Service:
    """The service, to be served alone or mounted at /v1/mediation."""
    app = create_service(
        deps,
        name=NAME,
        title=TITLE,
        description=DESCRIPTION,
        routers=(routes.router, step_routes.router, track_routes.router, correcting_routes.router),
        lag=lambda: lag(deps.ledger.database, (*VIEWS, *reactions(deps))),
        tags=TAGS,
    )
    app.state.rules = RulesInForce(deps.ledger)
    return app
