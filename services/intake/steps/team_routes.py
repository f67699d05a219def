"""Who works on a case over HTTP."""

from fastapi import APIRouter

from services.intake.steps.answers import StepAnswer
from services.intake.steps.team import AddParticipant, AppointAgent, AssignHandler, Explain, FormTeam, ReviewCase
from services.intake.steps.team_bodies import (
    AgentBody,
    CaseTeamBody,
    ChiefReviewBody,
    ExplanationBody,
    HandlerBody,
    LeadUnitBody,
    ParticipantBody,
)
from services.intake.steps.writes import OWN_TAG, SUPERVISING_TAG, GuidingStep, OwnStep, SupervisingStep
from yingsu.events.intake.steps.team import LeadUnitDetermined

OWN = "/cases/{case_id}/responses/{agency_id}"

router = APIRouter()


@router.post(f"{OWN}/handlers", summary="安排专人", status_code=201, tags=[OWN_TAG])
def assign_handler(body: HandlerBody, step: OwnStep) -> StepAnswer:
    """安排专人进行案件报备、答辩举证、出庭应诉、调解和解、履行判决（如峄政办发〔2023〕2号）。"""
    return step.take(body.into(AssignHandler, agency=step.agency_id))


@router.post(f"{OWN}/case-teams", summary="成立案件专班", status_code=201, tags=[OWN_TAG])
def form_team(body: CaseTeamBody, step: OwnStep) -> StepAnswer:
    """成立案件专班（如德政办〔2025〕32号：业务骨干、单位法制人员、外聘法律顾问）。重新成立的，代替原专班。"""
    return step.take(body.into(FormTeam, agency=step.agency_id))


@router.post(f"{OWN}/participants", summary="登记参与人员", status_code=201, tags=[OWN_TAG])
def add_participant(body: ParticipantBody, step: OwnStep) -> StepAnswer:
    """登记参与本案的法律顾问、公职律师、调解组织、调解员。可以没有。"""
    return step.take(body.into(AddParticipant, agency=step.agency_id))


@router.post(f"{OWN}/agents", summary="委托诉讼代理人", status_code=201, tags=[OWN_TAG])
def appoint_agent(body: AgentBody, step: OwnStep) -> StepAnswer:
    """登记委托的诉讼代理人及其类型（行政诉讼法第三十一条）。"""
    return step.take(body.into(AppointAgent, agency=step.agency_id))


@router.post(f"{OWN}/chief-reviews", summary="登记主要负责人研究案件", status_code=201, tags=[OWN_TAG])
def review_case(body: ChiefReviewBody, step: OwnStep) -> StepAnswer:
    """登记主要负责人亲自过问、亲自研究案件情况（如峄政办发〔2023〕2号）。"""
    return step.take(body.into(ReviewCase, agency=step.agency_id))


@router.post(f"{OWN}/explanations", summary="登记本机关的释明", status_code=201, tags=[OWN_TAG])
def explain_own(body: ExplanationBody, step: OwnStep) -> StepAnswer:
    """案涉行政机关登记服判息诉、释明和调处（如《十项机制》第八项）。地址中的机关即为所涉机关。"""
    return step.take(body.into(Explain, agency=step.agency_id))


@router.post("/cases/{case_id}/supervision/explanations", summary="登记调处中心的释明", status_code=201, tags=[SUPERVISING_TAG])
def explain(body: ExplanationBody, step: GuidingStep) -> StepAnswer:
    """不予立案、驳回起诉的案件，指定专人释明和调处（如《十项机制》第八项）。调处中心、监督机关均可登记。"""
    return step.take(body.into(Explain))


@router.post("/cases/{case_id}/supervision/lead-units", summary="确定牵头部门", status_code=201, tags=[SUPERVISING_TAG])
def determine_lead(body: LeadUnitBody, step: SupervisingStep) -> StepAnswer:
    """两个以上部门作为共同被告的，确定牵头部门，其他部门协同配合（如烟政办发〔2017〕16号）。再次确定的，以最后一次为准。"""
    return step.take(body.into(LeadUnitDetermined))
