"""The code lists over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Response
from pydantic import ConfigDict, Field

from services.intake.codes.lists import CodeList, lists, version
from yingsu.errors import NotFound
from yingsu.officials.callers import Caller
from yingsu.web.auth import allow
from yingsu.web.bodies import Answer
from yingsu.web.writes import if_none_match

TAG = "代码表"

router = APIRouter(tags=[TAG])

Reader = Annotated[Caller, Depends(allow("case:read"))]
Held = Annotated[frozenset[str], Depends(if_none_match)]


class CodeListNotFound(NotFound):
    """There is no list of that name."""

    code = "code-list-not-found"


class CodeAnswer(Answer):
    """一个代码。"""

    model_config = ConfigDict(title="代码")

    code: str = Field(title="代码")
    title: str = Field(title="名称")
    authority: str | None = Field(title="依据")


class CodeListAnswer(Answer):
    """一张代码表。"""

    model_config = ConfigDict(title="代码表")

    name: str = Field(title="表名", examples=["outcomes"])
    title: str = Field(title="名称", examples=["裁判结果"])
    field: str = Field(title="所用字段")
    open_ended: bool = Field(title="表外的代码是否也予登记", description="为 true 的，表外的代码照常登记并作标记")
    codes: list[CodeAnswer] = Field(title="代码")


class CodeListsAnswer(Answer):
    """全部代码表。"""

    model_config = ConfigDict(title="全部代码表")

    version: str = Field(title="版本", description="内容的摘要，任何一张表有变即变；与 ETag 相同")
    lists: list[CodeListAnswer] = Field(title="代码表")


@router.get("/code-lists", summary="全部代码表", response_model=CodeListsAnswer)
def read_code_lists(response: Response, caller: Reader, held: Held) -> CodeListsAnswer | Response:  # noqa: ARG001 (the dependency checks the token)
    """消息和办理登记中可用的代码：消息种类、案件类型、送达文书、裁判结果、结案方式、各类理由等，带版本。法院和机关见登记表（/v1/registry/courts、/v1/registry/agencies）；案由以法院所用文字为准，不设代码。"""
    if held & {"*", version()}:
        return Response(status_code=304, headers={"ETag": f'"{version()}"'})
    response.headers["ETag"] = f'"{version()}"'
    return CodeListsAnswer(version=version(), lists=[_answer(one) for one in lists().values()])


@router.get("/code-lists/{name}", summary="一张代码表")
def read_code_list(
    response: Response,
    caller: Reader,  # noqa: ARG001 (the dependency checks the token)
    name: Annotated[str, Path(title="表名", pattern="^[a-z_]{1,40}$", examples=["outcomes"])],
) -> CodeListAnswer:
    """按表名查看。"""
    found = lists().get(name)
    if found is None:
        raise CodeListNotFound(f"没有代码表“{name}”。可用：{'、'.join(lists())}。")
    response.headers["ETag"] = f'"{version()}"'
    return _answer(found)


def _answer(found: CodeList) -> CodeListAnswer:
    codes = [CodeAnswer(code=code.code, title=code.title, authority=code.authority) for code in found.codes]
    return CodeListAnswer(name=found.name, title=found.title, field=found.field, open_ended=found.open_ended, codes=codes)
