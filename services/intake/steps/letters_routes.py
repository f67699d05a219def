"""A defendant's answers to the letters of a court, over HTTP."""

from fastapi import APIRouter

from services.intake.steps.answers import StepAnswer
from services.intake.steps.letters import AnswerQuery, CompleteFollowUp, FollowOpinion, PlanFollowUp, ReplyAdvice
from services.intake.steps.letters_bodies import (
    AdviceReplyBody,
    FollowUpBody,
    FollowUpCompletionBody,
    FollowUpRevisionBody,
    OpinionFollowUpBody,
    QueryAnswerBody,
)
from services.intake.steps.writes import OWN_TAG, OwnStep
from yingsu.events.intake.steps.letters import CourtLetterFollowUpRevised

router = APIRouter(prefix="/cases/{case_id}/responses/{agency_id}", tags=[OWN_TAG])


@router.post("/judicial-advice-replies", summary="回复司法建议", status_code=201)
def reply_advice(body: AdviceReplyBody, step: OwnStep) -> StepAnswer:
    """将司法建议的办理情况书面回复司法机关、抄送政府法制机构（如烟政办发〔2017〕16号：法院未定期限的，60日内）。"""
    return step.take(body.into(ReplyAdvice, agency=step.agency_id))


@router.post("/court-letter-plans", summary="登记落实函件的计划", status_code=201)
def plan_follow_up(body: FollowUpBody, step: OwnStep) -> StepAnswer:
    """对败诉风险提示函、司法建议书、意见书明确具体措施、完成时限和对接人（如德政办〔2025〕32号）。计划所定的时限即为期限。"""
    return step.take(body.into(PlanFollowUp, agency=step.agency_id))


@router.post("/court-letter-plan-revisions", summary="调整完成时限", status_code=201)
def revise_follow_up(body: FollowUpRevisionBody, step: OwnStep) -> StepAnswer:
    """另定完成时限并写明理由；原时限留存。"""
    return step.take(body.into(CourtLetterFollowUpRevised, agency=step.agency_id))


@router.post("/court-letter-completions", summary="登记完成落实", status_code=201)
def complete_follow_up(body: FollowUpCompletionBody, step: OwnStep) -> StepAnswer:
    """完成对一份函件的落实。"""
    return step.take(body.into(CompleteFollowUp, agency=step.agency_id))


@router.post("/court-query-answers", summary="回应法院问题", status_code=201)
def answer_query(body: QueryAnswerBody, step: OwnStep) -> StepAnswer:
    """回应人民法院提出的程序、证据问题。"""
    return step.take(body.into(AnswerQuery, agency=step.agency_id))


@router.post("/court-opinion-follow-ups", summary="落实法院意见", status_code=201)
def follow_opinion(body: OpinionFollowUpBody, step: OwnStep) -> StepAnswer:
    """登记对人民法院意见、建议的落实。"""
    return step.take(body.into(FollowOpinion, agency=step.agency_id))
