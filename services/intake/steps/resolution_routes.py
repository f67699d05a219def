"""The resolution of a dispute over HTTP: sponsors, plans, problems."""

from fastapi import APIRouter

from services.intake.steps.answers import StepAnswer
from services.intake.steps.resolution import AssignSponsor, FilePlan, RegisterIssue, ReplaceSponsor, RevisePlan
from services.intake.steps.resolution_bodies import (
    IssueBody,
    ResolutionPlanBody,
    ResolutionPlanRevisionBody,
    SponsorBody,
    SponsorReplacementBody,
)
from services.intake.steps.writes import OWN_TAG, SUPERVISING_TAG, OwnStep, SupervisingStep

OWN = "/cases/{case_id}/responses/{agency_id}"
SUPERVISION = "/cases/{case_id}/supervision"

router = APIRouter()


@router.post(f"{SUPERVISION}/sponsors", summary="确定包保", status_code=201, tags=[SUPERVISING_TAG])
def assign_sponsor(body: SponsorBody, step: SupervisingStep) -> StepAnswer:
    """登记区里为败诉风险较大的案件确定的包保：责任单位、领导、责任人、化解时限（如峄政办发〔2023〕2号：一案一包保）。"""
    return step.take(body.into(AssignSponsor))


@router.post(f"{SUPERVISION}/sponsor-replacements", summary="更换包保", status_code=201, tags=[SUPERVISING_TAG])
def replace_sponsor(body: SponsorReplacementBody, step: SupervisingStep) -> StepAnswer:
    """更换包保并写明理由；另定化解时限的，期限随之变动，原期限及理由留存。"""
    return step.take(body.into(ReplaceSponsor))


@router.post(f"{OWN}/sponsors", summary="登记单位领导包案", status_code=201, tags=[OWN_TAG])
def take_case_on(body: SponsorBody, step: OwnStep) -> StepAnswer:
    """登记本单位领导包案（如薛政办发〔2022〕12号：批量案、系列案以及可能败诉的案件）。地址中的机关即为所涉机关。"""
    return step.take(body.into(AssignSponsor, agency=step.agency_id))


@router.post(f"{OWN}/sponsor-replacements", summary="更换本单位包案领导", status_code=201, tags=[OWN_TAG])
def hand_case_on(body: SponsorReplacementBody, step: OwnStep) -> StepAnswer:
    """更换本单位的包案领导并写明理由。"""
    return step.take(body.into(ReplaceSponsor, agency=step.agency_id))


@router.post(f"{OWN}/resolution-plans", summary="登记化解方案", status_code=201, tags=[OWN_TAG])
def file_plan(body: ResolutionPlanBody, step: OwnStep) -> StepAnswer:
    """登记化解方案、调解和解方案。方案自己写明的化解时限即为期限；届满未化解的列为逾期。"""
    return step.take(body.into(FilePlan, agency=step.agency_id))


@router.post(f"{OWN}/resolution-plan-revisions", summary="修订化解方案", status_code=201, tags=[OWN_TAG])
def revise_plan(body: ResolutionPlanRevisionBody, step: OwnStep) -> StepAnswer:
    """另定化解时限并写明理由；原时限留存。"""
    return step.take(body.into(RevisePlan, agency=step.agency_id))


@router.post(f"{OWN}/issues", summary="登记问题清单", status_code=201, tags=[OWN_TAG])
def register_issue(body: IssueBody, step: OwnStep) -> StepAnswer:
    """登记本机关败诉案件中反映的一个问题：重点领域、问题、责任人、整改措施（如薛政办发〔2022〕12号：2021年以来）。"""
    return step.take(body.into(RegisterIssue, agency=step.agency_id))
