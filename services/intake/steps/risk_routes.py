"""The risk of a case over HTTP: the supervising body's assessments, warnings and flags, and a defendant's own assessment."""

from fastapi import APIRouter

from services.intake.steps.answers import StepAnswer
from services.intake.steps.risk import AssessRisk, ClearFlag, SetFlag, WarnRed, WarnYellow
from services.intake.steps.risk_bodies import FlagBody, FlagClearingBody, RiskBody, WarningBody
from services.intake.steps.writes import OWN_TAG, SUPERVISING_TAG, OwnStep, SupervisingStep

router = APIRouter()


@router.post("/cases/{case_id}/supervision/risk-assessments", summary="研判败诉风险", status_code=201, tags=[SUPERVISING_TAG])
def assess_risk(body: RiskBody, step: SupervisingStep) -> StepAnswer:
    """登记对本案败诉风险的研判。等级随研判升降，不由系统推定；包案、化解等待办随等级产生。"""
    return step.take(body.into(AssessRisk))


@router.post(
    "/cases/{case_id}/responses/{agency_id}/risk-assessments", summary="研判本机关的败诉风险", status_code=201, tags=[OWN_TAG]
)
def assess_own_risk(body: RiskBody, step: OwnStep) -> StepAnswer:
    """被告机关登记自己对败诉风险的研判。地址中的机关即为所涉机关。"""
    return step.take(body.into(AssessRisk, agency=step.agency_id))


@router.post("/cases/{case_id}/supervision/yellow-warnings", summary="黄牌预警", status_code=201, tags=[SUPERVISING_TAG])
def warn_yellow(body: WarningBody, step: SupervisingStep) -> StepAnswer:
    """对可能败诉的案件向被告机关发出黄牌预警（如薛政办发〔2022〕12号）。同一案件不重复发出。"""
    return step.take(body.into(WarnYellow))


@router.post("/cases/{case_id}/supervision/red-alerts", summary="红色警戒", status_code=201, tags=[SUPERVISING_TAG])
def warn_red(body: WarningBody, step: SupervisingStep) -> StepAnswer:
    """向被告机关及其主要负责人发出红色警戒（如薛政办发〔2022〕12号）。同一案件不重复发出。"""
    return step.take(body.into(WarnRed))


@router.post("/cases/{case_id}/supervision/flags", summary="列为某类案件", status_code=201, tags=[SUPERVISING_TAG])
def set_flag(body: FlagBody, step: SupervisingStep) -> StepAnswer:
    """将本案列为涉及重大公共利益、社会高度关注、可能引发群体性事件等案件。"""
    return step.take(body.into(SetFlag))


@router.post("/cases/{case_id}/supervision/flag-clearings", summary="撤销案件类别", status_code=201, tags=[SUPERVISING_TAG])
def clear_flag(body: FlagClearingBody, step: SupervisingStep) -> StepAnswer:
    """本案不再属于某类案件的，写明理由撤销。"""
    return step.take(body.into(ClearFlag))
