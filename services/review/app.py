"""The review service: its application, the views it keeps, and its reactions."""

from services.review import routes, step_routes
from services.review.figures import ladder_routes
from services.review.figures import routes as figure_routes
from services.review.figures.view import ConcernedView
from services.review.reactions import OpenReviews
from services.review.views import ReviewView
from services.review.voiding import VoidReviews
from yingsu.law.published import RulesInForce
from yingsu.ledger.reader import lag
from yingsu.ledger.view import View
from yingsu.officials.registered import RegisteredAgencies
from yingsu.web.deps import Deps
from yingsu.web.service import Service, create_service

NAME = "review"
TITLE = "败诉复盘与整改"
DESCRIPTION = "败诉案件一案一复盘：开展、分析报告、主要负责人审签、移送、接收或退回，以及复盘之后的整改方案和整改情况；机关的指标和问责阶梯。"

VIEWS: tuple[View, ...] = (ReviewView(), ConcernedView())
"""The read models; a rebuild replays them."""

TAGS = (
    {"name": routes.TAG, "description": "复盘的列表和现状：报告和整改的内容，下一步由谁办什么。"},
    {"name": step_routes.TAG, "description": "承担复盘的机关登记每一个环节。"},
    {"name": step_routes.SUPERVISION_TAG, "description": "司法行政机关接收、退回分析报告，撤销复盘。"},
    {"name": routes.UNDETERMINED_TAG, "description": "区政府败诉而未能确定原具体实施单位的，由司法行政机关确定。"},
    {"name": figure_routes.TAG, "description": figure_routes.TAG_DESCRIPTION},
    {"name": ladder_routes.TAG, "description": ladder_routes.TAG_DESCRIPTION},
)


def reactions(deps: Deps) -> tuple[View, ...]:
    """What follows from other entries. Kept by a projector like views, never part of a rebuild."""
    return (
        OpenReviews(deps.ledger, deps.keys, RulesInForce(deps.ledger)),
        VoidReviews(deps.ledger, deps.keys, RulesInForce(deps.ledger)),
    )


def create_app(deps: Deps) -> Service:
    """The service, to be served alone or mounted at /v1/review."""
    app = create_service(
        deps,
        name=NAME,
        title=TITLE,
        description=DESCRIPTION,
        routers=(routes.router, step_routes.router, figure_routes.router, ladder_routes.router),
        lag=lambda: lag(deps.ledger.database, (*VIEWS, *reactions(deps))),
        tags=TAGS,
    )
    app.state.rules = RulesInForce(deps.ledger)
    app.state.agencies = RegisteredAgencies()
    return app
