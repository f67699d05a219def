"""Courts' lists over HTTP: a court sends one, and it and the district read what the two sides do not both have."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request

from services.intake.court.routes import Court
from services.intake.court_lists.answers import CourtListAnswer, CourtListLineAnswer, comparison, list_line
from services.intake.court_lists.bodies import CourtListBody
from services.intake.court_lists.comparing import compare, unlisted
from services.intake.court_lists.desk import CourtListDesk, TellCourtList
from services.intake.court_lists.lists import CourtList, received
from services.intake.court_lists.reading import filed_within, on_record
from yingsu.ledger.deciding import Request as WriteRequest
from yingsu.officials.callers import Caller
from yingsu.web.auth import allow
from yingsu.web.deps import deps_of
from yingsu.web.paging import Page, page
from yingsu.web.parts import agency_answer
from yingsu.web.writes import keyless_write

TAG = "法院案件清单"

router = APIRouter(tags=[TAG])

Reader = Annotated[Caller, Depends(allow("case:read", roles=("court", "supervisor", "auditor")))]


@router.post("/court/lists", summary="报送法院案件清单", status_code=201)
def receive_court_list(
    request: Request,
    body: CourtListBody,
    caller: Court,
    write: Annotated[WriteRequest, Depends(keyless_write)],
) -> CourtListAnswer:
    """本院在一段期间内立案的、涉及一个辖区机关的全部行政案件，与本系统的登记逐案对照。清单只供对照：不登记案件，不起算期限；本系统没有的案件，
    请另报立案消息。同一编号、同样内容重发，不会重复登记；内容有变的换用新编号，立案期间相同或者更宽的，后报的取代先报的。
    """
    found = _desk(request).receive(body.into(TellCourtList), caller, write)
    return _compared(request, caller, found)


@router.get("/court/lists", summary="列出法院案件清单")
def list_court_lists(request: Request, caller: Reader, paged: Annotated[Page, Depends(page)]) -> list[CourtListLineAnswer]:
    """法院报送的案件清单，后报的在前。法院只见本院的。"""
    own = caller.court if caller.role == "court" else None
    with deps_of(request).ledger.database.read(caller.tenants) as cursor:
        rows = received(cursor, court=own, before=paged.after_position, limit=paged.limit + 1)
    return [list_line(row) for row in paged.cut(rows, key=lambda row: (row.entry.position,))]


@router.get("/court/lists/{list_key}", summary="查看法院案件清单对照")
def read_court_list(
    request: Request,
    list_key: Annotated[str, Path(title="清单标识", pattern=r"^court_list-[0-9a-f]{32}$")],
    caller: Reader,
) -> CourtListAnswer:
    """一份清单与现有登记的对照：法院有而本系统没有的，机关尚未报备的，本系统有而清单没有的。"""
    return _compared(request, caller, _desk(request).find(list_key, caller))


def _compared(request: Request, caller: Caller, found: CourtList) -> CourtListAnswer:
    deps = deps_of(request)
    database = deps.ledger.database
    known = on_record(database, caller.tenants, [found])
    disputes = {number: dispute for (_, number), dispute in known.items()}
    return comparison(
        found,
        tuple(compare(found, disputes)),
        unlisted(found, filed_within(database, caller.tenants, found)),
        lambda agency: agency_answer(deps.directory, agency),
        internal=caller.role != "court",
    )


def _desk(request: Request) -> CourtListDesk:
    deps = deps_of(request)
    return CourtListDesk(deps.ledger, deps.keys)
