"""A defendant's reports to the body that supervises, over HTTP."""

from fastapi import APIRouter

from services.intake.steps.answers import StepAnswer
from services.intake.steps.reporting import ReportCase
from services.intake.steps.reporting_bodies import AnswerReportBody, CaseReportBody
from services.intake.steps.writes import OWN_TAG, OwnStep
from yingsu.events.intake.steps.reporting import AnswerReported

router = APIRouter(prefix="/cases/{case_id}/responses/{agency_id}", tags=[OWN_TAG])


@router.post("/case-reports", summary="报备案件基本情况", status_code=201)
def report_case(body: CaseReportBody, step: OwnStep) -> StepAnswer:
    """收到应诉通知后，将案件基本情况、材料向监督机关报备（如《峄城区行政应诉工作规定》：3日内）。逾期报备也予登记，并认定是否逾期。"""
    return step.take(body.into(ReportCase, agency=step.agency_id))


@router.post("/answer-reports", summary="报备答辩状", status_code=201)
def report_answer(body: AnswerReportBody, step: OwnStep) -> StepAnswer:
    """答辩举证期限届满后，将答辩状向监督机关报备（如《峄城区行政应诉工作规定》：届满3日内）。提前报备的也算。"""
    return step.take(body.into(AnswerReported, agency=step.agency_id))
