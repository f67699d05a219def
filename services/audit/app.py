"""The audit service: its application. It keeps no view: what it answers is the ledger itself."""

from services.audit import routes
from yingsu.web.deps import Deps
from yingsu.web.service import Service, create_service

NAME = "audit"
TITLE = "审计"
DESCRIPTION = "供审计人员核验：一个争议的全部登记，逐条附位置和校验值，可自行重新计算。只读。"

TAGS = ({"name": routes.TAG, "description": "登记簿中的原始内容及其校验值。每次读取都记入日志。"},)


def create_app(deps: Deps) -> Service:
    """The service, to be served alone or mounted at /v1/audit."""
    return create_service(
        deps,
        name=NAME,
        title=TITLE,
        description=DESCRIPTION,
        routers=(routes.router,),
        lag=dict,
        tags=TAGS,
    )
