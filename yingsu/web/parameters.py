"""Query parameters that a route does not have are refused: a misspelt filter or date would quietly answer another question."""

from fastapi import Request
from fastapi.dependencies.utils import get_flat_params
from fastapi.params import Query
from fastapi.routing import APIRoute

from yingsu.web.flaws import shown
from yingsu.web.problems import EdgeError, Flaw


class ParameterUnknown(EdgeError):
    """The query names a parameter that the route does not have."""

    status = 422
    code = "parameter-unknown"
    title = "没有这个查询参数"


async def only_known_parameters(request: Request) -> None:
    """Dependency: raises `ParameterUnknown`, which names the parameters that there are."""
    route = request.scope.get("route")
    given = dict.fromkeys(request.query_params)
    if not given or not isinstance(route, APIRoute):
        return
    known = sorted(field.alias for field in get_flat_params(route.dependant) if isinstance(field.field_info, Query))
    unknown = [name for name in given if name not in known]
    if unknown:
        message = (
            f"没有这个查询参数，请核对拼写或删除。{'可用的有：' + '、'.join(known) + '。' if known else '这个地址没有查询参数。'}"
        )
        raise ParameterUnknown(
            f"{message}本次未办理。",
            flaws=tuple(
                Flaw(place="query", pointer=shown(name), code="parameter-unknown", message=message) for name in unknown[:10]
            ),
        )
