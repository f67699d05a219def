"""The record over HTTP: the entries of a dispute with their hashes and positions, as lines of JSON, for auditors."""

import logging
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Path, Query, Request
from starlette.responses import StreamingResponse

from services.audit.lines import MEDIA_TYPE, in_pieces, lines_of
from services.audit.sample import SAMPLE
from services.audit.trail import find
from yingsu.officials.callers import Caller
from yingsu.web.auth import allow
from yingsu.web.bodies import Moment
from yingsu.web.deps import deps_of, service_of
from yingsu.web.logs import READS
from yingsu.web.parts import CASE_PATTERN

TAG = "登记簿"

router = APIRouter(tags=[TAG])

CaseId = Annotated[str, Path(title="案件编号", description="争议中任何一个案件记录的编号", pattern=CASE_PATTERN)]
AsKnownAt = Annotated[Moment | None, Query(title="截至的登记时刻", description="只给这一时刻及以前登记的内容")]
Auditor = Annotated[Caller, Depends(allow("audit:read", roles=("auditor",)))]

_LINES: Final = (
    "每行一个 JSON 对象，以换行符结束。除最后一行外，每行一条登记：position 在登记簿中的位置，leaf_index 在 Merkle 树（RFC 6962）中的"
    "序号（position − 1），leaf_hash 校验值，entry 登记的全部字段。最后一行：end 为 true，case_id 争议的编号，entries 前面的行数，"
    "head 提取时登记簿的最后位置，as_known_at 所问的登记时刻，leaves_sha256 为前面各行 leaf_hash 的 32 个字节依次相接的 SHA-256。"
)

_reads = logging.getLogger(READS)


class JsonLines(StreamingResponse):
    """Lines of JSON, sent as they are made."""

    media_type = MEDIA_TYPE


@router.get(
    "/cases/{case_id}/entries",
    summary="提取一个争议的全部登记",
    response_class=JsonLines,
    responses={
        200: {
            "description": _LINES,
            "content": {MEDIA_TYPE: {"schema": {"type": "string"}, "example": SAMPLE}},
            "headers": {"Content-Disposition": {"description": "文件名", "schema": {"type": "string"}}},
        }
    },
)
def read_entries(request: Request, case_id: CaseId, caller: Auditor, as_known_at: AsKnownAt = None) -> JsonLines:
    """所有案件记录（诉前移送、预立案、立案等）、所有流水的登记，按位置排列；限令牌管辖区域内可以查看的。个人信息为密文，本接口不解密。

    重新计算：取一行的 entry，按规范写法写成 JSON（一个对象，字段名按 ASCII 排序，没有空白，UTF-8，只转义 JSON 必须转义的字符；
    entry 中的 actor、payload 是原文文本，不再解析），前面加一个 0x00 字节，取 SHA-256，应与 leaf_hash 相同。Python 的写法：
    `sha256(b"\\0" + json.dumps(entry, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode())`。200 应答的示例可以用来
    检查计算程序。

    没有最后一行的，或者其中 entries、leaves_sha256 与前面各行不符的，是不完整的文件，须重新提取。提取前不能知道行数，中途出错时连接中断。
    """
    deps = deps_of(request)
    trail = find(deps.ledger.database, case_id, caller.tenants, as_known_at)
    read = {"service": service_of(request), "client": caller.client, "official": caller.official, "case": trail.case_id}
    _reads.info("entries of a case were read", extra=read)
    return JsonLines(
        in_pieces(lines_of(trail, trail.entries(deps.ledger.database))),
        headers={"Content-Disposition": f'attachment; filename="{trail.case_id}.ndjson"'},
    )
