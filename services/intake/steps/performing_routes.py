"""The performance of a judgment over HTTP."""

from fastapi import APIRouter

from services.intake.steps.answers import StepAnswer
from services.intake.steps.performing import FindRefusal, Guide, HearOpinion, PerformJudgment, ReportPerformance
from services.intake.steps.performing_bodies import (
    CourtOpinionBody,
    GuidanceBody,
    PerformanceBody,
    PerformanceRefusalBody,
    PerformanceReportBody,
)
from services.intake.steps.writes import OWN_TAG, SUPERVISING_TAG, GuidingStep, OwnStep, SupervisingStep

OWN = "/cases/{case_id}/responses/{agency_id}"
SUPERVISION = "/cases/{case_id}/supervision"

router = APIRouter()


@router.post(f"{OWN}/performances", summary="登记履行裁判", status_code=201, tags=[OWN_TAG])
def perform_judgment(body: PerformanceBody, step: OwnStep) -> StepAnswer:
    """登记本机关已全部履行生效裁判（行政诉讼法第九十四条）。逾期履行也予登记，并认定是否逾期。"""
    return step.take(body.into(PerformJudgment, agency=step.agency_id))


@router.post(f"{OWN}/performance-reports", summary="告知判决履行情况", status_code=201, tags=[OWN_TAG])
def report_performance(body: PerformanceReportBody, step: OwnStep) -> StepAnswer:
    """将判决履行情况告知调处中心（《十项机制》第七项：履行期限届满后5日内）。未履行的也应当告知。"""
    return step.take(body.into(ReportPerformance, agency=step.agency_id))


@router.post(f"{SUPERVISION}/performance-refusals", summary="认定拒不履行", status_code=201, tags=[SUPERVISING_TAG])
def find_refusal(body: PerformanceRefusalBody, step: SupervisingStep) -> StepAnswer:
    """认定一个机关拒不履行裁判，写明事实和依据。由人认定，不由系统推定。"""
    return step.take(body.into(FindRefusal))


@router.post(f"{SUPERVISION}/court-opinions-heard", summary="登记听取法院意见", status_code=201, tags=[SUPERVISING_TAG])
def hear_opinion(body: CourtOpinionBody, step: GuidingStep) -> StepAnswer:
    """对责令重作、采取补救措施等案件，听取人民法院对履行的意见和建议（《十项机制》第七项）。调处中心、监督机关均可登记。"""
    return step.take(body.into(HearOpinion))


@router.post(f"{SUPERVISION}/guidance", summary="登记指导", status_code=201, tags=[SUPERVISING_TAG])
def give_guidance(body: GuidanceBody, step: GuidingStep) -> StepAnswer:
    """登记对行政机关应诉、履行的指导。调处中心、监督机关均可登记。"""
    return step.take(body.into(Guide))
