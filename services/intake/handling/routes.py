"""Who handles the responses in a case, over HTTP: anybody who sees the case reads it, the body that supervises decides what is open."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from services.intake.cases.record import Record
from services.intake.cases.routes import CaseId, Reader
from services.intake.handling.answers import HandlingUnitsAnswer, units_answer
from services.intake.handling.bodies import HandlingUnitBody
from services.intake.handling.desk import HandlingDesk
from services.intake.handling.determining import DetermineHandlingUnit
from services.intake.wiring import desk_of, handling_of, sight_of
from yingsu.ledger.deciding import Request as WriteRequest
from yingsu.officials.callers import Caller
from yingsu.web.auth import allow
from yingsu.web.deps import deps_of
from yingsu.web.parts import agency_answer
from yingsu.web.writes import if_match, set_etag, write_request

TAG = "应诉承办单位"

router = APIRouter(tags=[TAG])


@router.get("/cases/{case_id}/handling-units", summary="查看应诉承办单位", response_model=HandlingUnitsAnswer)
def read_handling_units(
    request: Request,
    response: Response,
    case_id: CaseId,
    caller: Reader,
) -> HandlingUnitsAnswer:
    """每个被告就每项被诉行为的应诉由哪个单位承办，依据哪一条；尚未确定的，由谁确定。尚无登记时 ETag 为 "0"。"""
    desk = _desk(request)
    record = desk.filed(case_id, caller)
    return _answer(request, response, desk, record, caller)


@router.post("/cases/{case_id}/handling-units", summary="确定应诉承办单位", status_code=201)
def determine_handling_unit(
    request: Request,
    response: Response,
    case_id: CaseId,
    body: HandlingUnitBody,
    caller: Annotated[Caller, Depends(allow("case:write"))],
    version: Annotated[int, Depends(if_match)],
    write: Annotated[WriteRequest, Depends(write_request)],
) -> HandlingUnitsAnswer:
    """应诉责任主体不明确的，由本辖区的监督机关根据应诉事项确定承办单位；依规定可以认定的自动登记，不另行确定。

    登记以后，承办单位可以查看本案、代被告登记答辩和出庭情况，提醒发给承办单位；各项期限不变。尚无登记时 If-Match 为 "0"。
    """
    desk = _desk(request)
    record = desk.determine(case_id, body.into(DetermineHandlingUnit), version, caller, write)
    return _answer(request, response, desk, record, caller)


def _answer(request: Request, response: Response, desk: HandlingDesk, record: Record, caller: Caller) -> HandlingUnitsAnswer:
    set_etag(response, record.handling_version)
    directory = deps_of(request).directory
    return units_answer(
        record, desk.handling.of(record), lambda agency: agency_answer(directory, agency), sight_of(request, caller)
    )


def _desk(request: Request) -> HandlingDesk:
    return HandlingDesk(desk_of(request), handling_of(request))
