"""What becomes of agencies over HTTP. Written by administrators (domain: agencies are theirs to keep), read by everybody."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from services.registry.changes_desk import ChangesDesk, found_within
from services.registry.lineage_bodies import (
    AbolishBody,
    LineageAnswer,
    MergeBody,
    RenameBody,
    SplitBody,
    TransferBody,
    lineage_answer,
)
from services.registry.requests import Administrator, Reader, Version, Write
from yingsu.clock import legal_day
from yingsu.events.registry.lineage import Share
from yingsu.officials.agencies import Agency
from yingsu.officials.lineage import inherited
from yingsu.web.bodies import Day
from yingsu.web.deps import Deps
from yingsu.web.writes import set_etag

TAG = "机关沿革"


def lineage_routes(deps: Deps, desk: ChangesDesk) -> APIRouter:
    """Rename, merge, split, transfer, abolish; and the line of an agency."""
    router = APIRouter(prefix="/agencies/{agency_id}", tags=[TAG])

    def shown(agency: Agency, response: Response) -> LineageAnswer:
        day = legal_day(deps.clock())
        set_etag(response, agency.version)
        return lineage_answer(agency, deps.directory, inherited(agency.agency_id, deps.directory.agency, day), day)

    @router.get("/lineage", summary="查看机关沿革", response_model=LineageAnswer)
    def show_lineage(
        agency_id: str,
        caller: Reader,
        response: Response,
        as_of: Annotated[Day | None, Query(title="截至的事实日期", description="不填的为当日")] = None,
    ) -> LineageAnswer:
        """名称沿革、从哪些机关承继、由谁承继，以及所问之日由谁办理其案件。"""
        agency = found_within(deps.directory.agency_now(agency_id), caller.jurisdictions)
        day = as_of or legal_day(deps.clock())
        set_etag(response, agency.version)
        return lineage_answer(agency, deps.directory, inherited(agency_id, deps.directory.agency, day), day)

    @router.post("/rename", summary="登记更名")
    def rename(
        agency_id: str, asked: RenameBody, _: Administrator, write: Write, version: Version, response: Response
    ) -> LineageAnswer:
        """自生效之日起使用新名称，此前的日期仍显示原名。可以补登以前的更名。"""
        found = desk.rename(write, agency_id, version, name=asked.name, since=asked.since, authority=asked.authority)
        return shown(found, response)

    @router.post("/merge", summary="登记并入")
    def merge(
        agency_id: str, asked: MergeBody, _: Administrator, write: Write, version: Version, response: Response
    ) -> LineageAnswer:
        """原机关终止，由并入的机关办理其案件（行政诉讼法第二十六条）。法院仍以原代码报送的，照常登记，并显示承继机关。"""
        found = desk.merge(write, agency_id, version, into=asked.successor, since=asked.since, authority=asked.authority)
        return shown(found, response)

    @router.post("/split", summary="登记分立")
    def split(
        agency_id: str, asked: SplitBody, _: Administrator, write: Write, version: Version, response: Response
    ) -> LineageAnswer:
        """原机关终止，各机关承继列明的职权，其中一个承继其余职权并办理原机关的案件；法院变更被告的，以法院的为准。"""
        shares = tuple(Share(agency=one.agency, powers=tuple(one.powers), rest=one.rest) for one in asked.shares)
        return shown(desk.split(write, agency_id, version, shares=shares, since=asked.since, authority=asked.authority), response)

    @router.post("/transfer", summary="登记职权划转")
    def transfer(
        agency_id: str, asked: TransferBody, _: Administrator, write: Write, version: Version, response: Response
    ) -> LineageAnswer:
        """原机关继续存在。已有的案件仍属原机关，法院变更被告的，以法院的为准。"""
        found = desk.transfer(
            write, agency_id, version, to=asked.to, powers=tuple(asked.powers), since=asked.since, authority=asked.authority
        )
        return shown(found, response)

    @router.post("/abolish", summary="登记撤销")
    def abolish(
        agency_id: str, asked: AbolishBody, _: Administrator, write: Write, version: Version, response: Response
    ) -> LineageAnswer:
        """原机关终止，由继续行使其职权的机关办理其案件（行政诉讼法第二十六条）。"""
        found = desk.abolish(write, agency_id, version, successor=asked.successor, since=asked.since, authority=asked.authority)
        return shown(found, response)

    return router
