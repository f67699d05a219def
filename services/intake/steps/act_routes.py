"""What belongs to the act that is sued over, over HTTP."""

from fastapi import APIRouter

from services.intake.steps.act_bodies import PlatformRecordBody, ReconsiderationBody
from services.intake.steps.answers import StepAnswer
from services.intake.steps.writes import OWN_TAG, SUPERVISING_TAG, OwnStep, SupervisingStep
from yingsu.events.intake.steps.act import EnforcementPlatformLinked, ReconsiderationLinked

OWN = "/cases/{case_id}/responses/{agency_id}"
SUPERVISION = "/cases/{case_id}/supervision"

router = APIRouter()


@router.post(f"{OWN}/platform-records", summary="登记执法平台编号", status_code=201, tags=[OWN_TAG])
def link_platform(body: PlatformRecordBody, step: OwnStep) -> StepAnswer:
    """登记被诉行政行为在行政执法平台的编号（如德政办〔2025〕32号：“闽执法”平台应录尽录）。"""
    return step.take(body.into(EnforcementPlatformLinked, agency=step.agency_id))


@router.post(f"{OWN}/reconsiderations", summary="登记行政复议决定", status_code=201, tags=[OWN_TAG])
def link_own_reconsideration(body: ReconsiderationBody, step: OwnStep) -> StepAnswer:
    """经过行政复议的案件，登记复议决定。复议机关是否为共同被告，以法院立案为准。"""
    return step.take(body.into(ReconsiderationLinked, agency=step.agency_id))


@router.post(f"{SUPERVISION}/reconsiderations", summary="监督机关登记行政复议决定", status_code=201, tags=[SUPERVISING_TAG])
def link_reconsideration(body: ReconsiderationBody, step: SupervisingStep) -> StepAnswer:
    """经过行政复议的案件，由司法行政机关（政府法制机构）登记复议决定。"""
    return step.take(body.into(ReconsiderationLinked))
