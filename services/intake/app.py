"""The intake service: its application, the views it keeps, and its reaction."""

from services.intake import case_routes, court_routes, desk_routes
from services.intake.correspondence import Correspondence
from services.intake.reactions import SettleParked
from services.intake.views import CaseView, MessageView
from yingsu.law.published import RulesInForce
from yingsu.ledger.reader import lag
from yingsu.ledger.view import View
from yingsu.web.deps import Deps
from yingsu.web.service import Service, create_service

NAME = "intake"
TITLE = "收案与应诉"
DESCRIPTION = "法院报送案件事实的入口，案件的状态和时间线，各被告机关的答辩登记。"

VIEWS: tuple[View, ...] = (CaseView(), MessageView())
"""The read models; a rebuild replays them."""

TAGS = (
    {"name": court_routes.TAG, "description": "立案、送达、延期、被告退出、撤诉：每条消息一个编号，次序不限，重发无妨。"},
    {"name": case_routes.TAG, "description": "案件的状态和时间线，可按事实日期和登记时刻两个时间轴查询。"},
    {"name": case_routes.RESPONSE_TAG, "description": "被告机关登记自己的答辩。"},
    {"name": desk_routes.TAG, "description": "不能自动登记或者内容冲突的法院消息，由辖区的监督机关处理。"},
)


def reactions(deps: Deps) -> tuple[View, ...]:
    """What follows from other entries. Kept by a projector like views, never part of a rebuild."""
    return (SettleParked(Correspondence(deps.ledger, deps.keys, deps.directory)),)


def create_app(deps: Deps) -> Service:
    """The service, to be served alone or mounted at /v1/intake."""
    app = create_service(
        deps,
        name=NAME,
        title=TITLE,
        description=DESCRIPTION,
        routers=(court_routes.router, case_routes.router, desk_routes.router),
        lag=lambda: lag(deps.ledger.database, (*VIEWS, *reactions(deps))),
        tags=TAGS,
    )
    app.state.rules = RulesInForce(deps.ledger)
    return app
