"""The OpenAPI description of a service: FastAPI's, made true. Owns which problems a route can answer with, and the generated files.

FastAPI does not know that a header is required by a 400 instead of a 422, nor what our problems look like; this adds both, and gives
every operation a tag, a security statement and shared responses. The files under openapi/ are compared with it by a test.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from yingsu.web.problems import MEDIA_TYPE, Problem
from yingsu.web.writes import ETAG_PATTERN, KEY_HEADER, KEY_PATTERN, OPTIONAL

VERSION = "3.1.0"
BEARER = "bearer"
_BEARER = {
    "type": "http",
    "scheme": "bearer",
    "bearerFormat": "JWT",
    "description": "已经取得的令牌，直接贴入（不写 Bearer）。与 oauth2 二者择一，权限相同。",
}
"""How a token that is at hand is pasted into the interactive description: its dialogue for oauth2 takes credentials alone."""
_SCHEMA = {"$ref": "#/components/schemas/Problem"}

_RESPONSES: Mapping[int, tuple[str, str]] = {
    400: ("BadRequest", "缺少必需的请求头（写入缺少 Idempotency-Key），或请求无法读懂"),
    401: ("Unauthenticated", "没有令牌，或令牌过期、无效，或办理人员声明无效"),
    403: ("Forbidden", "令牌没有所需的权限、身份或管辖区域"),
    404: ("NotFound", "没有这项内容，或当前接入系统无权知悉"),
    409: ("Refused", "依规则不予办理；clauses 列出依据条款"),
    412: ("Stale", "内容已被他人更新：请重新读取后再提交"),
    413: ("PayloadTooLarge", "正文超过 1 MiB，或单项内容过大"),
    415: ("MediaTypeUnsupported", "正文的内容类型不支持"),
    422: ("Malformed", "提交的内容有误，或幂等键已用于其他内容；errors 逐项说明位置和原因"),
    428: ("IfMatchMissing", "缺少 If-Match"),
    429: ("RateExceeded", "请求过于频繁：请在 Retry-After 所示秒数后重试"),
    500: ("InternalError", "系统内部出错；trace_id 供管理员查找"),
    503: ("Unavailable", "暂不可用：请在 Retry-After 所示秒数后用同一请求重试"),
}
_REQUIRED: Mapping[str, Mapping[str, Any]] = {
    KEY_HEADER: {
        "type": "string",
        "minLength": 1,
        "maxLength": 255,
        "pattern": KEY_PATTERN.replace(r"\x21", "!").replace(r"\x20", " ").replace(r"\x7e", "~"),
    },
    "If-Match": {"type": "string", "pattern": ETAG_PATTERN},
}
_EXAMPLES = {KEY_HEADER: "0190a6b2-7c1e-7abc-8def-0123456789ab", "If-Match": '"7"', "If-None-Match": '"7"'}


def describe(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI 3.1 document of a service."""
    document = get_openapi(
        title=app.title,
        version=app.version,
        openapi_version=VERSION,
        description=app.description,
        routes=app.routes,
        tags=app.openapi_tags,
        servers=app.servers,
    )
    components = document.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}", mode="serialization")
    schemas |= {**problem.pop("$defs"), "Problem": problem}
    components["responses"] = {name: _response(status) for status, (name, _) in _RESPONSES.items()}
    components.setdefault("securitySchemes", {})[BEARER] = _BEARER
    default_tag = (app.openapi_tags or [{"name": app.title}])[0]["name"]
    for path, method, operation in _operations(document):
        operation.setdefault("tags", [default_tag])
        operation.setdefault("security", [])
        if operation["security"]:
            operation["security"] = [operation["security"][0], {BEARER: []}, *operation["security"][1:]]
        for response in operation["responses"].values():
            if response.get("description") == "Successful Response":
                response["description"] = "办理成功"
        _complete_headers(operation)
        _complete_responses(operation, method, path)
    return document


def _operations(document: Mapping[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, item in document["paths"].items():
        for method, operation in item.items():
            yield path, method, operation


def _response(status: int) -> dict[str, Any]:
    response: dict[str, Any] = {"description": _RESPONSES[status][1], "content": {MEDIA_TYPE: {"schema": _SCHEMA}}}
    if status in (429, 503):
        response["headers"] = {"Retry-After": {"description": "多少秒后重试", "schema": {"type": "integer", "minimum": 0}}}
    if status == 401:
        response["headers"] = {"WWW-Authenticate": {"description": "RFC 6750 的 Bearer 质询", "schema": {"type": "string"}}}
    return response


def _complete_headers(operation: dict[str, Any]) -> None:
    for parameter in operation.get("parameters", []):
        name = parameter["name"]
        if parameter["in"] != "header":
            continue
        if name in _REQUIRED:
            parameter |= {"required": OPTIONAL not in parameter["schema"], "schema": dict(_REQUIRED[name])}
        elif "anyOf" in parameter["schema"]:
            # "or null" is how FastAPI says optional; a header has no null.
            kinds = [kind for kind in parameter["schema"]["anyOf"] if kind != {"type": "null"}]
            if len(kinds) == 1:
                parameter["schema"] = kinds[0]
        if name in _EXAMPLES:
            parameter.setdefault("example", _EXAMPLES[name])


def _complete_responses(operation: dict[str, Any], method: str, path: str) -> None:
    headers = {parameter["name"] for parameter in operation.get("parameters", []) if parameter["in"] == "header"}
    statuses = {422, 500, 503}
    if operation["security"]:
        statuses |= {401, 403, 429}
    if KEY_HEADER in headers:
        statuses |= {400, 409}
    if "If-Match" in headers:
        statuses |= {412, 428}
    if "requestBody" in operation:
        statuses |= {413, 415}
    if "{" in path:
        statuses.add(404)
    responses = operation["responses"]
    default = responses.get("422", {}).get("content", {}).get("application/json", {}).get("schema", {})
    if default.get("$ref", "").endswith("HTTPValidationError"):
        del responses["422"]
    for status in sorted(statuses):
        responses.setdefault(str(status), {"$ref": f"#/components/responses/{_RESPONSES[status][0]}"})
    for status, response in responses.items():
        if status.isdecimal() and int(status) >= 400 and "$ref" not in response:
            response.setdefault("content", {MEDIA_TYPE: {"schema": _SCHEMA}})
    if "If-None-Match" in headers and method == "get":
        responses.setdefault("304", {"description": "内容未变，不带正文"})


def text_of(app: FastAPI) -> str:
    """The file of a service: JSON with sorted names, two spaces, LF."""
    return json.dumps(app.openapi(), ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def files(apps: Mapping[str, FastAPI]) -> dict[str, str]:
    """Each service's file by its name."""
    return {f"{name}.json": text_of(app) for name, app in sorted(apps.items())}


def write_files(folder: Path, generated: Mapping[str, str]) -> list[Path]:
    """Write generated files, named from `folder` on; returns those whose content changed."""
    changed = [folder / name for name in differing(folder, generated)]
    for path in changed:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(generated[path.relative_to(folder).as_posix()], encoding="utf-8", newline="\n")
    return changed


def differing(folder: Path, generated: Mapping[str, str]) -> Sequence[str]:
    """The names of the files that are missing or are not what the code says now."""
    return [name for name, text in sorted(generated.items()) if _read(folder / name) != text]


def _read(path: Path) -> str | None:
    return path.read_bytes().decode() if path.exists() else None
