"""Letters to courts over HTTP. Exempt from If-Match, like the courts' door: a court confirms, it does not edit."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Path, Query, Request

from services.intake.court.routes import Court
from services.intake.letters.answers import LetterAnswer, LetterLineAnswer, LetterReceiptBody, letter_line, whole_letter
from services.intake.letters.desk import LetterDesk
from services.intake.letters.view import list_letters
from services.intake.wiring import sight_of
from yingsu.ledger.deciding import Request as WriteRequest
from yingsu.web.deps import deps_of
from yingsu.web.paging import Page, page
from yingsu.web.writes import write_request

TAG = "致法院函件"

router = APIRouter(tags=[TAG])

LetterId = Annotated[str, Path(title="函件编号", pattern=r"^letter-[0-9a-f]{32}$")]


@router.get("/court/letters", summary="列出致本院的函件")
def list_court_letters(
    request: Request,
    caller: Court,
    paged: Annotated[Page, Depends(page)],
    collected: Annotated[
        Literal["yes", "no"] | None, Query(title="是否已签收", description="yes 已签收；no 尚未签收；不填为全部")
    ] = None,
) -> list[LetterLineAnswer]:
    """致本院的函件，先发先列。法院系统可定期以 collected=no 取尚未签收的函件。"""
    after = paged.after_position or 0
    wanted = None if collected is None else collected == "yes"
    with deps_of(request).ledger.database.read(caller.tenants) as cursor:
        rows = list_letters(cursor, caller.court or "", wanted, after, paged.limit + 1)
    return [letter_line(row) for row in paged.cut(rows, key=lambda row: (row.position,))]


@router.get("/court/letters/{letter_id}", summary="查看致本院的函件")
def read_court_letter(request: Request, letter_id: LetterId, caller: Court) -> LetterAnswer:
    """函件正文和所附材料。所附材料有文件编号的，凭该编号下载。"""
    letter = LetterDesk(deps_of(request).ledger).letter(letter_id, caller)
    return whole_letter(letter, sight_of(request, caller))


@router.post("/court/letters/{letter_id}/receipt", summary="签收函件")
def collect_court_letter(
    request: Request,
    letter_id: LetterId,
    body: LetterReceiptBody,
    caller: Court,
    write: Annotated[WriteRequest, Depends(write_request)],
) -> LetterAnswer:
    """确认本院已收到函件及所附材料（《十项机制》第四项）。已签收的再次签收，日期不变。"""
    letter = LetterDesk(deps_of(request).ledger).collect(letter_id, body.collected_on, caller, write)
    return whole_letter(letter, sight_of(request, caller))
