"""The intake service: its application, the views it keeps, and its reactions."""

from services.intake.cases import routes as case_routes
from services.intake.cases.view import CaseView
from services.intake.codes import routes as code_routes
from services.intake.court import batch_routes, desk_routes
from services.intake.court import routes as court_routes
from services.intake.court.correspondence import Correspondence
from services.intake.court.view import MessageView
from services.intake.court_lists import routes as list_routes
from services.intake.files import routes as file_routes
from services.intake.files.references import FileReferenceView
from services.intake.forwarding import routes as forwarding_routes
from services.intake.handling import routes as handling_routes
from services.intake.handling.reaction import DetermineHandling
from services.intake.letters import routes as letter_routes
from services.intake.letters.view import LetterView
from services.intake.reactions import IssueLetters, SettleParked
from services.intake.registers import routes as register_routes
from services.intake.reversals import ReverseLosses
from services.intake.steps import (
    absence_routes,
    act_routes,
    answering_routes,
    attending_routes,
    correcting_routes,
    correction_routes,
    letters_routes,
    performing_routes,
    reporting_routes,
    resolution_routes,
    risk_routes,
    team_routes,
    writes,
)
from yingsu.law.published import RulesInForce
from yingsu.ledger.reader import lag
from yingsu.ledger.view import View
from yingsu.officials.registered import RegisteredAgencies
from yingsu.web.deps import Deps
from yingsu.web.service import Service, create_service

NAME = "intake"
TITLE = "收案与应诉"
DESCRIPTION = "法院报送案件事实的入口，致法院的函件，案件的状态和时间线，立案前通报，各被告机关的答辩和出庭登记。"

VIEWS: tuple[View, ...] = (CaseView(), MessageView(), FileReferenceView(), LetterView())
"""The read models; a rebuild replays them."""

TAGS = (
    {
        "name": court_routes.TAG,
        "description": "诉前移送调处、预立案通报、立案、送达、开庭、裁判等：每条消息一个编号，次序不限，重发无妨。",
    },
    {"name": letter_routes.TAG, "description": "调处终止后退回法院的告知函和材料，由法院系统取走并签收。"},
    {"name": list_routes.TAG, "description": "法院在一段期间内立案的案件清单，与本系统的登记逐案对照。"},
    {"name": case_routes.TAG, "description": "案件的状态和时间线，可按事实日期和登记时刻两个时间轴查询。"},
    {"name": forwarding_routes.TAG, "description": "调处中心将法院的预立案信息通报案涉行政机关，并告知其做好应诉准备。"},
    {"name": case_routes.RESPONSE_TAG, "description": "被告机关登记自己的答辩和出庭情况。"},
    {"name": writes.OWN_TAG, "description": "被告机关登记应诉中办理的各项事项：报备、专班、出庭人员、履行等。"},
    {"name": writes.SUPERVISING_TAG, "description": "监督机关对案件的登记：风险、预警、包案、指导等。"},
    {
        "name": handling_routes.TAG,
        "description": "谁承办谁应诉：每个被告的应诉由哪个单位承办，依据哪一条；不明确的由监督机关确定。",
    },
    {"name": register_routes.TAG, "description": "本辖区施行的文件要求建立的、按案件登记的台账和缺项清单，即时由登记得出。"},
    {
        "name": file_routes.TAG,
        "description": "上传材料、协议和授权文件，一次一份；加密存放，以编号引用，能看到引用它的登记的才能读取。",
    },
    {"name": code_routes.TAG, "description": "消息和办理登记中可用的代码，带版本。"},
    {"name": desk_routes.TAG, "description": "不能自动登记或者内容冲突的法院消息，由辖区的监督机关处理。"},
)


def reactions(deps: Deps) -> tuple[View, ...]:
    """What follows from other entries. Kept by a projector like views, never part of a rebuild."""
    return (
        SettleParked(Correspondence(deps.ledger, deps.keys, deps.directory)),
        IssueLetters(deps.ledger, deps.keys),
        ReverseLosses(deps.ledger, deps.keys),
        DetermineHandling(deps.ledger, deps.keys, RulesInForce(deps.ledger)),
    )


def create_app(deps: Deps) -> Service:
    """The service, to be served alone or mounted at /v1/intake."""
    app = create_service(
        deps,
        name=NAME,
        title=TITLE,
        description=DESCRIPTION,
        routers=(
            court_routes.router,
            batch_routes.router,
            letter_routes.router,
            list_routes.router,
            case_routes.router,
            writes.router,
            absence_routes.router,
            act_routes.router,
            answering_routes.router,
            attending_routes.router,
            correction_routes.router,
            correcting_routes.router,
            letters_routes.router,
            performing_routes.router,
            reporting_routes.router,
            resolution_routes.router,
            risk_routes.router,
            team_routes.router,
            handling_routes.router,
            forwarding_routes.router,
            register_routes.router,
            desk_routes.router,
            code_routes.router,
            file_routes.router,
        ),
        lag=lambda: lag(deps.ledger.database, (*VIEWS, *reactions(deps))),
        tags=TAGS,
        uploads=file_routes.UPLOADS,
        large={batch_routes.PATH: batch_routes.LARGEST},
    )
    app.state.rules = RulesInForce(deps.ledger)
    app.state.agencies = RegisteredAgencies()
    return app
