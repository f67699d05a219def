"""Cases over HTTP: the list, one case on two clocks, its timeline, and each defendant's response."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from services.intake import number
from services.intake.bodies import AnswerBody, AttendanceBody
from services.intake.cases import view as views
from services.intake.cases.answers import (
    CaseAnswer,
    CaseLineAnswer,
    TypeCodeAnswer,
)
from services.intake.cases.attendance import Appearance
from services.intake.cases.desk import hidden_from
from services.intake.cases.instances import instances_of
from services.intake.cases.record import Record, Status
from services.intake.cases.response import Response as Responded
from services.intake.cases.response import Submission
from services.intake.cases.response_answers import ResponseAnswer, SubmittedAnswer
from services.intake.cases.timeline_answers import TimelineLineAnswer, timeline_line
from services.intake.cases.timing import Timing, findings_now, rules_known, timing_now
from services.intake.cases.view import CaseFilter
from services.intake.wiring import desk_of, rules_of, writer_of
from yingsu.clock import legal_day
from yingsu.ledger.correcting import stands
from yingsu.ledger.deciding import Request as WriteRequest
from yingsu.ledger.sealed import Person
from yingsu.officials.callers import Caller
from yingsu.web.auth import allow
from yingsu.web.bodies import Day, Moment
from yingsu.web.deps import deps_of
from yingsu.web.paging import Page, page
from yingsu.web.parts import AGENCY_PATTERN, CASE_PATTERN
from yingsu.web.validators import Held, held_already
from yingsu.web.writes import if_match, set_etag, write_request

TAG = "案件"
RESPONSE_TAG = "应诉"

router = APIRouter()

Reader = Annotated[Caller, Depends(allow("case:read"))]
CaseId = Annotated[str, Path(title="案件编号", pattern=CASE_PATTERN)]
AgencyId = Annotated[str, Path(title="机关编号", pattern=AGENCY_PATTERN)]
AsOf = Annotated[Day | None, Query(title="截至的事实日期", description="只看这一日及以前发生的事实")]
AsKnownAt = Annotated[Moment | None, Query(title="截至的登记时刻", description="只看这一时刻及以前登记的内容")]
SpelledNumber = Annotated[
    str, Path(title="案号", description="任何写法", min_length=1, max_length=200, examples=["（2026）苏0813行初12号"])
]


@router.get("/cases", summary="列出案件", tags=[TAG])
def list_cases(
    request: Request,
    caller: Reader,
    paged: Annotated[Page, Depends(page)],
    case_no: Annotated[str | None, Query(title="案号", description="任何写法", max_length=200)] = None,
    status: Annotated[Status | None, Query(title="状态")] = None,
    filed_from: Annotated[Day | None, Query(title="立案日期起")] = None,
    filed_to: Annotated[Day | None, Query(title="立案日期止")] = None,
) -> list[CaseLineAnswer]:
    """可以查看的案件，立案（立案前为收到法院通报或移送材料）晚的在前：机关见本机关为被告或者案涉的案件，法院见本院案件，其他见本辖区案件。"""
    ledger = deps_of(request).ledger
    spelled = number.parse(case_no, legal_day(ledger.clock())).case_no if case_no is not None else None
    narrowed = CaseFilter(
        agencies=caller.confined_to,
        court=caller.court or "" if caller.role == "court" else None,
        hidden=hidden_from(caller),
        case_no=spelled,
        status=status,
        filed_from=filed_from,
        filed_to=filed_to,
        after=paged.after_day,
    )
    with ledger.database.read(caller.tenants) as cursor:
        rows = views.list_cases(cursor, narrowed, paged.limit + 1)
    writer = writer_of(request, caller)
    return [writer.case_line(row) for row in paged.cut(rows, key=lambda row: (row.opened_on.isoformat(), row.case_id))]


@router.get("/cases/by-number/{case_no}", summary="按案号查找案件", tags=[TAG], response_model=CaseAnswer)
def read_case_by_number(
    request: Request,
    response: Response,
    case_no: SpelledNumber,
    caller: Reader,
    held: Held,
    as_of: AsOf = None,
    as_known_at: AsKnownAt = None,
) -> CaseAnswer | Response:
    """案号的任何写法均可；文书序号（之一、之二）不计。诉前调解、预立案的案号得到同一案件。"""
    desk = desk_of(request)
    case_id = desk.case_id_of(number.parse(case_no, legal_day(desk.ledger.clock())))
    return read_case(request, response, case_id, caller, held, as_of, as_known_at)


@router.get("/cases/{case_id}", summary="查看案件", tags=[TAG], response_model=CaseAnswer)
def read_case(
    request: Request,
    response: Response,
    case_id: CaseId,
    caller: Reader,
    held: Held,
    as_of: AsOf = None,
    as_known_at: AsKnownAt = None,
) -> CaseAnswer | Response:
    """案件现在的，或者截至某一事实日期、某一登记时刻的情况。ETag 是所示内容的摘要。"""
    desk = desk_of(request)
    record = desk.record(case_id, caller, as_of=as_of, as_known_at=as_known_at)
    instances = instances_of(desk.ledger, record, caller.tenants, as_of=as_of, as_known_at=as_known_at)
    shown = writer_of(request, caller, as_of).case(record, as_of, as_known_at, instances)
    return held_already(held, response, shown) or shown


@router.get("/cases/{case_id}/timeline", summary="查看案件时间线", tags=[TAG])
def read_timeline(
    request: Request, case_id: CaseId, caller: Reader, as_of: AsOf = None, as_known_at: AsKnownAt = None
) -> list[TimelineLineAnswer]:
    """按登记次序逐项列出，含发生、收到、登记日期；登记晚于知悉事实之日的标明补登；办结应办事项的，写明是否按期、依据和计算步骤。"""
    dispute = desk_of(request).dispute(case_id, caller, as_of=as_of, as_known_at=as_known_at)
    findings = findings_now(dispute, rules_of(request))
    directory = deps_of(request).directory
    return [timeline_line(entry, findings, directory) for entry in filter(stands, dispute.entries)]


@router.get("/cases/{case_id}/responses/{agency_id}", summary="查看一个被告的应诉登记", tags=[RESPONSE_TAG])
def read_response(
    request: Request,
    response: Response,
    case_id: CaseId,
    agency_id: AgencyId,
    caller: Reader,
) -> ResponseAnswer:
    """该机关在本案登记的答辩和出庭情况。ETag 是登记的版本，供 If-Match 使用；尚无登记时为 "0"。"""
    record, known, timing = _responded(request, case_id, agency_id, caller)
    set_etag(response, known.version)
    own = agency_id in record.represented_by(caller.agencies)
    return writer_of(request, caller).response(case_id, record, known, timing, own=own)


@router.post("/cases/{case_id}/responses/{agency_id}/answer", summary="登记答辩", status_code=201, tags=[RESPONSE_TAG])
def submit_answer(
    request: Request,
    response: Response,
    case_id: CaseId,
    agency_id: AgencyId,
    body: AnswerBody,
    caller: Annotated[Caller, Depends(allow("case:write", roles=("agency",)))],
    version: Annotated[int, Depends(if_match)],
    write: Annotated[WriteRequest, Depends(write_request)],
) -> SubmittedAnswer:
    """登记本机关向法院提交的答辩状和证据、依据（行政诉讼法第六十七条）。逾期提交也予登记，并按已公布的规则认定是否逾期。

    首次登记的 If-Match 为 "0"。附有办理人员声明的，登记该人员。
    """
    rules = rules_known(rules_of(request))
    desk_of(request).submit(case_id, agency_id, submission_of(body), body.note, version, caller, write, rules)
    record, known, timing = _responded(request, case_id, agency_id, caller)
    set_etag(response, known.version)
    return writer_of(request, caller).submitted(case_id, record, known, timing)


@router.post("/cases/{case_id}/responses/{agency_id}/attendances", summary="登记出庭", status_code=201, tags=[RESPONSE_TAG])
def record_attendance(
    request: Request,
    response: Response,
    case_id: CaseId,
    agency_id: AgencyId,
    body: AttendanceBody,
    caller: Annotated[Caller, Depends(allow("case:write", roles=("agency",)))],
    version: Annotated[int, Depends(if_match)],
    write: Annotated[WriteRequest, Depends(write_request)],
) -> ResponseAnswer:
    """登记本机关在一次开庭的出庭情况（行政诉讼法第三条）。负责人未出庭、仅有律师出庭、无人到庭的，如实登记，并标明所涉条款（`flags`）。

    开庭须已由法院报送。If-Match 为本机关应诉登记的版本，尚无登记时为 "0"。附有办理人员声明的，登记该人员。
    """
    appearance, leader = appearance_of(body)
    desk_of(request).attend(case_id, agency_id, appearance, leader, version, caller, write)
    record, known, timing = _responded(request, case_id, agency_id, caller)
    set_etag(response, known.version)
    return writer_of(request, caller).response(case_id, record, known, timing, own=True)


def submission_of(body: AnswerBody) -> Submission:
    """The answer in the domain's terms."""
    return Submission(
        submitted_on=body.submitted_on,
        delivery=body.delivery,
        posted_on=body.posted_on,
        has_answer=body.has_answer,
        evidence_count=body.evidence_count,
    )


def appearance_of(body: AttendanceBody) -> tuple[Appearance, Person | None]:
    """Who appeared, in the domain's terms, and the leader where one did."""
    appearance = Appearance(
        hearing_no=body.hearing_no,
        hearing_on=body.hearing_on,
        led=body.leader is not None,
        leader_post=body.leader_post,
        rank=body.rank,
        staff=body.staff,
        lawyers=body.lawyers,
        spoke=body.spoke,
        nobody=body.nobody,
        offered_resolution=body.offered_resolution,
        identity_ok=body.identity_ok,
        left_without_leave=body.left_without_leave,
        leader_agency=body.leader_agency,
    )
    return appearance, Person(name=body.leader.name) if body.leader else None


def _responded(request: Request, case_id: str, agency_id: str, caller: Caller) -> tuple[Record, Responded, Timing | None]:
    """The dispute, a defendant's response in it, and the timing of its answer. Raises `CaseNotFound`."""
    dispute, record = desk_of(request).defending(case_id, agency_id, caller)
    return record, record.response_of(agency_id), timing_now(dispute, agency_id, rules_of(request))


@router.get("/type-codes", summary="案件类型代字表", tags=[TAG])
def list_type_codes(caller: Reader) -> list[TypeCodeAnswer]:  # noqa: ARG001 (the dependency checks the token)
    """行政案件的类型代字。表外的代字也予登记，并标明“不在已知表内”。"""
    return [
        TypeCodeAnswer(code=row.code, meaning=row.meaning, instance=row.instance, listed=row.listed)
        for row in number.TYPE_CODES.values()
    ]
