"""Self-review, self-correction and what a defendant cannot resolve, over HTTP. Facts of mediation in the agency's own response."""

from fastapi import APIRouter

from services.intake.steps.answers import StepAnswer
from services.intake.steps.correction import (
    DecideCorrection,
    DeclareUnresolvable,
    ReportSpecially,
    ReviewItself,
    StartCorrection,
)
from services.intake.steps.correction_bodies import (
    CorrectionDecisionBody,
    CorrectionStartBody,
    SelfReviewBody,
    SpecialReportBody,
    UnresolvableBody,
)
from services.intake.steps.writes import OWN_TAG, OwnStep

router = APIRouter(prefix="/cases/{case_id}/responses/{agency_id}", tags=[OWN_TAG])


@router.post("/self-reviews", summary="登记自查结论", status_code=201)
def review_itself(body: SelfReviewBody, step: OwnStep) -> StepAnswer:
    """对被诉行政行为全面审查后，自行纠正、和解或者应诉（如德政办〔2025〕32号第五部分；洪泽区收到《败诉预警函》后）。法院和其他机关不能查看。"""
    return step.take(body.into(ReviewItself, agency=step.agency_id))


@router.post("/self-corrections", summary="启动自我纠正", status_code=201)
def start_correction(body: CorrectionStartBody, step: OwnStep) -> StepAnswer:
    """启动对原行政行为的自我纠正。诉讼中改变行政行为的，另行书面告知人民法院（法释〔2018〕1号第八十一条），在“书面告知人民法院”登记。"""
    return step.take(body.into(StartCorrection, agency=step.agency_id))


@router.post("/self-correction-decisions", summary="登记自我纠正决定", status_code=201)
def decide_correction(body: CorrectionDecisionBody, step: OwnStep) -> StepAnswer:
    """是否撤销、补正、更正、改变原行政行为，确认违法或者无效的决定。本辖区的文件要求全面衡量的，缺一项即退回（如《十项机制》第三项）。"""
    return step.take(body.into(DecideCorrection, agency=step.agency_id))


@router.post("/unresolvable-declarations", summary="登记确实无法化解", status_code=201)
def declare_unresolvable(body: UnresolvableBody, step: OwnStep) -> StepAnswer:
    """穷尽化解措施、方法后确实无法化解的，逐项登记已经采取的措施；洪泽区随即应当向区政府作专项汇报（《十项机制》第六项）。"""
    return step.take(body.into(DeclareUnresolvable, agency=step.agency_id))


@router.post("/special-reports", summary="登记专项汇报", status_code=201)
def report_specially(body: SpecialReportBody, step: OwnStep) -> StepAnswer:
    """向区政府（《十项机制》第六项），或者向区政府分管领导（峄政办发〔2023〕2号）专项汇报案件情况。"""
    return step.take(body.into(ReportSpecially, agency=step.agency_id))
