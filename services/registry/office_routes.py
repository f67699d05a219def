"""Who holds which office, over HTTP. An agency registers its own; whoever supervises, those of its agencies and of the bodies."""

from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Response, status

from services.registry.office_answers import OfficeWriter
from services.registry.office_bodies import (
    AppointmentBody,
    ContactBody,
    DepartureBody,
    LegalStaffBody,
    OfficeAnswer,
    WorkTeamBody,
    told_person,
)
from services.registry.office_desk import OfficeDesk, Place
from services.registry.requests import Reader, Version, Write
from yingsu.clock import legal_day
from yingsu.events.registry.office import Body
from yingsu.ledger.deciding import EVERYWHERE
from yingsu.officials import office as offices
from yingsu.officials.callers import Caller
from yingsu.officials.office import Office
from yingsu.web.auth import allow
from yingsu.web.bodies import Day, Moment
from yingsu.web.deps import Deps
from yingsu.web.writes import set_etag

TAG = "机关任职"
BODY_TAG = "领导小组任职"

Keeper = Annotated[Caller, Depends(allow("case:write", roles={"agency", "supervisor"}))]
Supervisor = Annotated[Caller, Depends(allow("case:write", roles={"supervisor"}))]
Jurisdiction = Annotated[str, Path(title="行政区划代码", pattern="^[0-9]{6}$")]
HolderId = Annotated[str, Path(title="任职编号", max_length=20)]
AsOf = Annotated[Day | None, Query(title="日期", description="这一日的任职；不填的为当日")]
AsKnownAt = Annotated[Moment | None, Query(title="截至的登记时刻", description="只看这一时刻及以前登记的内容")]


def office_routes(deps: Deps, desk: OfficeDesk) -> APIRouter:
    """Of agencies, then of bodies."""
    router = APIRouter()

    def told(place: Place, office: Office, caller: Caller, response: Response) -> OfficeAnswer:
        set_etag(response, office.version)
        return _writer(caller, place).office(office, legal_day(deps.clock()))

    def _writer(caller: Caller, place: Place) -> OfficeWriter:
        return OfficeWriter(deps.keys, caller, place.agency.agency_id if place.agency else None)

    def shown(place: Place, caller: Caller, response: Response, day: date | None, known_at: datetime | None) -> OfficeAnswer:
        entries = deps.ledger.load(place.stream, EVERYWHERE)
        version = max((entry.version for entry in entries), default=0)
        office = offices.fold(entry for entry in entries if known_at is None or entry.recorded_at <= known_at)
        set_etag(response, version)
        on = day or legal_day(known_at or deps.clock())
        return _writer(caller, place).office(office, on, known_at)

    @router.get("/agencies/{agency_id}/office", summary="查看机关任职", response_model=OfficeAnswer, tags=[TAG])
    def show_office(
        agency_id: str, caller: Reader, response: Response, as_of: AsOf = None, as_known_at: AsKnownAt = None
    ) -> OfficeAnswer:
        """某一日的主要负责人、在任人员、联络人、审核力量和工作专班。姓名只对管理员、监督机关、审计人员和本机关显示。"""
        return shown(desk.of_agency(agency_id, caller), caller, response, as_of, as_known_at)

    @router.post("/agencies/{agency_id}/office-holders", summary="登记任职", status_code=status.HTTP_201_CREATED, tags=[TAG])
    def appoint(
        agency_id: str, asked: AppointmentBody, caller: Keeper, write: Write, version: Version, response: Response
    ) -> OfficeAnswer:
        """登记本机关的主要负责人、副职等，可以补登以前的。主要负责人是行政应诉工作的第一责任人（如峄政办发〔2023〕2号）。"""
        place = desk.own_or_supervised(agency_id, caller)
        return told(place, _appoint(desk, write, place, version, asked), caller, response)

    @router.post(
        "/agencies/{agency_id}/office-holders/{holder}/departure",
        summary="登记离任",
        status_code=status.HTTP_201_CREATED,
        tags=[TAG],
    )
    def leave(
        agency_id: str,
        holder: HolderId,
        asked: DepartureBody,
        caller: Keeper,
        write: Write,
        version: Version,
        response: Response,
    ) -> OfficeAnswer:
        """自离任之日起不再任职；此前的案件仍归当时的任职人员。"""
        place = desk.own_or_supervised(agency_id, caller)
        office = desk.leave(write, place, version, holder, left_on=asked.left_on, reason=asked.reason)
        return told(place, office, caller, response)

    @router.post("/agencies/{agency_id}/contacts", summary="确定联络人", status_code=status.HTTP_201_CREATED, tags=[TAG])
    def name_contact(
        agency_id: str, asked: ContactBody, caller: Keeper, write: Write, version: Version, response: Response
    ) -> OfficeAnswer:
        """与人民法院的联络人（如烟政办发〔2017〕16号）。"""
        place = desk.own_or_supervised(agency_id, caller)
        office = desk.name_contact(
            write, place, version, person=told_person(asked.person), post=asked.post, named_on=asked.named_on
        )
        return told(place, office, caller, response)

    @router.post("/agencies/{agency_id}/legal-staff", summary="确定审核力量", status_code=status.HTTP_201_CREATED, tags=[TAG])
    def name_legal_staff(
        agency_id: str, asked: LegalStaffBody, caller: Keeper, write: Write, version: Version, response: Response
    ) -> OfficeAnswer:
        """审核机构、审核人员、审核内容、范围和责任，法律顾问及其单位。缺的在缺项清单中列出，从不因此拒绝登记。"""
        place = desk.own_or_supervised(agency_id, caller)
        office = desk.name_legal_staff(
            write,
            place,
            version,
            review_body=asked.review_body,
            reviewers=[told_person(one) for one in asked.reviewers],
            scope=asked.scope,
            advisers=[told_person(one) for one in asked.advisers],
            adviser_firm=asked.adviser_firm,
            named_on=asked.named_on,
        )
        return told(place, office, caller, response)

    @router.post("/agencies/{agency_id}/work-teams", summary="登记工作专班", status_code=status.HTTP_201_CREATED, tags=[TAG])
    def register_team(
        agency_id: str, asked: WorkTeamBody, caller: Keeper, write: Write, version: Version, response: Response
    ) -> OfficeAnswer:
        """工作专班和工作方案（如峄政办发〔2023〕2号）。"""
        place = desk.own_or_supervised(agency_id, caller)
        office = desk.register_team(
            write,
            place,
            version,
            members=[told_person(one) for one in asked.members],
            plan=asked.plan,
            registered_on=asked.registered_on,
        )
        return told(place, office, caller, response)

    @router.get("/bodies/{jurisdiction}/{body}", summary="查看领导小组", response_model=OfficeAnswer, tags=[BODY_TAG])
    def show_body(
        jurisdiction: Jurisdiction,
        body: Body,
        caller: Reader,
        response: Response,
        as_of: AsOf = None,
        as_known_at: AsKnownAt = None,
    ) -> OfficeAnswer:
        """某一日的组长、副组长和成员。姓名只对管理员、监督机关和审计人员显示。"""
        return shown(desk.of_body(jurisdiction, body, caller), caller, response, as_of, as_known_at)

    @router.post(
        "/bodies/{jurisdiction}/{body}/office-holders",
        summary="登记领导小组任职",
        status_code=status.HTTP_201_CREATED,
        tags=[BODY_TAG],
    )
    def appoint_to_body(
        jurisdiction: Jurisdiction,
        body: Body,
        asked: AppointmentBody,
        caller: Supervisor,
        write: Write,
        version: Version,
        response: Response,
    ) -> OfficeAnswer:
        """依法行政工作领导小组的组长、副组长、成员（如薛政办发〔2022〕12号）。由监督机关登记。"""
        place = desk.of_body(jurisdiction, body, caller)
        return told(place, _appoint(desk, write, place, version, asked), caller, response)

    @router.post(
        "/bodies/{jurisdiction}/{body}/office-holders/{holder}/departure",
        summary="登记领导小组离任",
        status_code=status.HTTP_201_CREATED,
        tags=[BODY_TAG],
    )
    def leave_body(
        jurisdiction: Jurisdiction,
        body: Body,
        holder: HolderId,
        asked: DepartureBody,
        caller: Supervisor,
        write: Write,
        version: Version,
        response: Response,
    ) -> OfficeAnswer:
        """自离任之日起不再列入名单。"""
        place = desk.of_body(jurisdiction, body, caller)
        office = desk.leave(write, place, version, holder, left_on=asked.left_on, reason=asked.reason)
        return told(place, office, caller, response)

    return router


def _appoint(desk: OfficeDesk, write: Write, place: Place, version: int, asked: AppointmentBody) -> Office:
    return desk.appoint(
        write,
        place,
        version,
        person=told_person(asked.person),
        post=asked.post,
        position=asked.position,
        sent_by=asked.sent_by,
        appointed_on=asked.appointed_on,
    )
