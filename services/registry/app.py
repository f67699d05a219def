"""The registry service: its application and the view it keeps."""

from services.registry import (
    agency_routes,
    clause_routes,
    client_routes,
    draft_routes,
    lineage_routes,
    office_routes,
    official_routes,
    register_routes,
    rules_routes,
    token_routes,
    whatif_routes,
)
from services.registry.routes import registry_routes
from services.registry.views import RegistryView
from yingsu.ledger.reader import lag
from yingsu.ledger.view import View
from yingsu.web.deps import Deps
from yingsu.web.service import Service, create_service

NAME = "registry"
TITLE = "登记与规则"
DESCRIPTION = "机关、法院、办理人员和接入系统的登记，令牌的发放，工作日历和规则的公布。"

VIEWS: tuple[View, ...] = (RegistryView(),)
"""The read models; a rebuild replays them."""

TAGS = (
    {"name": token_routes.TAG, "description": "OAuth 2 客户端凭据：接入系统以密钥或签名换取令牌。"},
    {"name": agency_routes.AGENCIES, "description": "行政机关，一个统一社会信用代码对应一个。"},
    {"name": lineage_routes.TAG, "description": "机关更名、并入、分立、职权划转、撤销，及由谁办理其案件。"},
    {"name": office_routes.TAG, "description": "机关的负责人、联络人、审核力量和工作专班，按日期；姓名加密保存。"},
    {"name": office_routes.BODY_TAG, "description": "依法行政工作领导小组的组长、副组长、成员，按日期。"},
    {"name": register_routes.TAG, "description": "文件要求建立而不按案件登记的台账，以及机关缺少的登记。"},
    {"name": agency_routes.COURTS, "description": "法院，以案号中的法院代字识别。"},
    {"name": official_routes.OFFICIALS, "description": "代表机关办理的人员，姓名加密保存。"},
    {"name": client_routes.CLIENTS, "description": "可以调用接口的系统，其角色、权限、管辖区域和凭据。"},
    {"name": rules_routes.RULES, "description": "已公布的工作日历和规则，每项附依据。"},
    {"name": draft_routes.DRAFTS, "description": "规则的新版本和停用：一人拟订，另一人公布。已开始的期限不因此变动。"},
    {"name": clause_routes.CLAUSES, "description": "五份文件的条款：原文、如何实现、由哪项测试验收。"},
    {"name": whatif_routes.WHATIF, "description": "同一段历史换一套规则会怎样；不登记任何内容。"},
    {"name": rules_routes.DEADLINES, "description": "按已公布的日历计算期限。"},
)


def create_app(deps: Deps) -> Service:
    """The service, to be served alone or mounted at /v1/registry."""
    return create_service(
        deps,
        name=NAME,
        title=TITLE,
        description=DESCRIPTION,
        routers=registry_routes(deps),
        lag=lambda: lag(deps.ledger.database, VIEWS),
        tags=TAGS,
        forms=(token_routes.TOKEN_PATH,),
    )
