"""Files over HTTP: uploaded as they are, one a request, and read back as they were. Others refer to them by id."""

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated, Any, Final
from urllib.parse import quote

from fastapi import APIRouter, Depends, Path, Query, Request, Response, Security
from starlette.concurrency import run_in_threadpool
from starlette.responses import StreamingResponse

from services.intake.files.answers import FILE_EXAMPLE, FileAnswer, file_answer
from services.intake.files.desk import NAME_LENGTH, FileDesk, checked_name
from yingsu.events.registry.client import ClientRole
from yingsu.files import FILE_ID_PATTERN, MEDIA_TYPES, FileDamaged
from yingsu.ledger.deciding import Request as WriteRequest
from yingsu.officials.callers import Caller
from yingsu.web.auth import allow, current_caller
from yingsu.web.deps import deps_of
from yingsu.web.writes import unread_write

TAG = "文件"
UPLOADS: Final = ("/files",)
"""The paths below the service whose bodies are files."""
WRITTEN_BYTES: Final = 256 * 1024
"""How much is collected before it is written: a thread for every packet would cost more than the writing."""

_ROLES: tuple[ClientRole, ...] = ("court", "agency", "mediation_centre", "supervisor")
_court, _others = allow("notice:write", roles=_ROLES), allow("case:write", roles=_ROLES)
_BINARY: Final[dict[str, Any]] = {"schema": {"type": "string", "format": "binary"}}
_EXTENSIONS: Final = dict(zip(MEDIA_TYPES, ("pdf", "jpg", "png", "docx", "xlsx", "ofd", "txt"), strict=True))

router = APIRouter(tags=[TAG])

FileId = Annotated[str, Path(title="文件编号", pattern=FILE_ID_PATTERN, examples=[FILE_EXAMPLE])]
Reader = Annotated[Caller, Depends(allow("case:read"))]


async def uploader(caller: Annotated[Caller, Security(current_caller)]) -> Caller:
    """Dependency: who may bring files. A court does so to report, the others to handle a case. Raises what `allow` raises."""
    return await (_court if caller.role == "court" else _others)(caller)


@router.post(
    "/files",
    summary="上传文件",
    status_code=201,
    responses={
        201: {"headers": {"Location": {"description": "文件的地址", "schema": {"type": "string"}}}},
        408: {"description": "文件没有在规定的时间内传完"},
        413: {"description": "文件超过上限（默认 50 MiB）"},
        415: {"description": "不接受这种类型的文件"},
    },
    openapi_extra={
        "requestBody": {
            "required": True,
            "description": "文件的原样字节，不用 multipart。须与 Content-Type 所写的类型相符。",
            "content": dict.fromkeys(MEDIA_TYPES, _BINARY),
        }
    },
)
async def upload_file(
    request: Request,
    response: Response,
    name: Annotated[str, Query(title="文件名", min_length=1, max_length=NAME_LENGTH, examples=["起诉状.pdf"])],
    caller: Annotated[Caller, Depends(uploader)],
    write: Annotated[WriteRequest, Depends(unread_write)],
) -> FileAnswer:
    """正文即文件。人民法院系统须有 notice:write 权限，行政机关、调处中心、监督机关须有 case:write 权限。

    同一幂等键、同样的内容、文件名和类型重传，得到同一份回执，不会重复存放。文件加密存放，编号可在其他登记中引用。
    """
    fit_name = checked_name(name)
    deps = deps_of(request)
    desk = FileDesk(deps.files)
    upload = await run_in_threadpool(desk.begin, request.headers.get("content-type", ""))
    try:
        async for piece in _collected(request.stream()):
            await run_in_threadpool(upload.write, piece)
        file = await run_in_threadpool(desk.keep, upload, fit_name, caller, write)
    except asyncio.CancelledError:
        # The process stops, and there may be no thread for it any more.
        upload.abandon()
        raise
    finally:
        await run_in_threadpool(upload.abandon)
    response.headers["Location"] = f"/v1/intake/files/{file.event.file}"
    return await run_in_threadpool(file_answer, file, deps.keys)


@router.get("/files/{file_id}", summary="查看文件信息")
def read_file(request: Request, file_id: FileId, caller: Reader) -> FileAnswer:
    """本单位上传的文件，以及可以查看的登记所引用的文件。"""
    deps = deps_of(request)
    return file_answer(FileDesk(deps.files).file(file_id, caller), deps.keys)


@router.get(
    "/files/{file_id}/content",
    summary="下载文件",
    response_class=StreamingResponse,
    responses={
        200: {
            "description": "文件的原样字节",
            "content": dict.fromkeys(MEDIA_TYPES, _BINARY),
            "headers": {"Content-Disposition": {"description": "文件名（RFC 5987）", "schema": {"type": "string"}}},
        },
        410: {"description": "文件已删除"},
    },
)
def read_file_content(request: Request, file_id: FileId, caller: Reader) -> Response:
    """先核对所存字节的 SHA-256，相符才开始传送；不符或缺失的返回 500（file-damaged），并记入日志和监测指标。"""
    deps = deps_of(request)
    desk = FileDesk(deps.files)
    file = desk.file(file_id, caller)
    try:
        pieces = desk.content(file)
    except FileDamaged as error:
        deps.metrics.file_found(error.condition)
        raise
    event = file.event
    return StreamingResponse(
        pieces,
        headers={
            "Content-Type": event.media_type,
            "Content-Length": str(event.size),
            "Content-Disposition": _attached(deps.keys.open_text(event.name) or "", _EXTENSIONS[event.media_type]),
            "X-Content-Type-Options": "nosniff",
        },
    )


async def _collected(pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """The same bytes in pieces of about `WRITTEN_BYTES`."""
    waiting = bytearray()
    async for piece in pieces:
        waiting += piece
        if len(waiting) >= WRITTEN_BYTES:
            yield bytes(waiting)
            waiting.clear()
    if waiting:
        yield bytes(waiting)


def _attached(name: str, extension: str) -> str:
    """Content-Disposition by RFC 6266: the name as it is, and one in ASCII for whoever cannot read that."""
    return f"attachment; filename=\"file.{extension}\"; filename*=UTF-8''{quote(name, safe='')}"
