"""Who is to appear, over HTTP."""

from fastapi import APIRouter

from services.intake.steps.answers import StepAnswer
from services.intake.steps.attending import (
    ChangeLeader,
    DelegateStaff,
    DesignateLeader,
    ExplainAbsence,
    RequestRespondent,
    RequireLeader,
)
from services.intake.steps.attending_bodies import (
    AbsenceBody,
    DelegationBody,
    DesignatedLeaderBody,
    LeaderChangeBody,
    LeaderRequiredBody,
    RespondentRequestBody,
)
from services.intake.steps.writes import OWN_TAG, SUPERVISING_TAG, OwnStep, SupervisingStep

OWN = "/cases/{case_id}/responses/{agency_id}"
SUPERVISION = "/cases/{case_id}/supervision"

router = APIRouter()


@router.post(f"{OWN}/leaders", summary="确定出庭负责人", status_code=201, tags=[OWN_TAG])
def designate_leader(body: DesignatedLeaderBody, step: OwnStep) -> StepAnswer:
    """确定出庭的负责人（行政诉讼法第三条）。应当由正职出庭而确定副职的，照样登记并标明所涉条款（`flags`）。"""
    return step.take(body.into(DesignateLeader, agency=step.agency_id))


@router.post(f"{OWN}/leader-changes", summary="更换出庭负责人", status_code=201, tags=[OWN_TAG])
def change_leader(body: LeaderChangeBody, step: OwnStep) -> StepAnswer:
    """开庭审理以前更换出庭的负责人（法释〔2020〕3号第五条）。"""
    return step.take(body.into(ChangeLeader, agency=step.agency_id))


@router.post(f"{OWN}/absence-explanations", summary="说明负责人不能出庭", status_code=201, tags=[OWN_TAG])
def explain_absence(body: AbsenceBody, step: OwnStep) -> StepAnswer:
    """登记向人民法院提交的负责人不能出庭的书面说明（法释〔2020〕3号第八条、第九条）。法院可以查看。"""
    return step.take(body.into(ExplainAbsence, agency=step.agency_id))


@router.post(f"{OWN}/delegations", summary="委托工作人员出庭", status_code=201, tags=[OWN_TAG])
def delegate_staff(body: DelegationBody, step: OwnStep) -> StepAnswer:
    """登记委托出庭的工作人员（行政诉讼法第三条、法释〔2020〕3号第十条）。"""
    return step.take(body.into(DelegateStaff, agency=step.agency_id))


@router.post(f"{SUPERVISION}/leader-requirements", summary="认为负责人应出庭", status_code=201, tags=[SUPERVISING_TAG])
def require_leader(body: LeaderRequiredBody, step: SupervisingStep) -> StepAnswer:
    """政府法制机构认为负责人应当出庭应诉的，写明事由（如烟政办发〔2017〕16号）。"""
    return step.take(body.into(RequireLeader))


@router.post(
    f"{SUPERVISION}/respondent-requests", summary="要求行政复议被申请人派人参与", status_code=201, tags=[SUPERVISING_TAG]
)
def request_respondent(body: RespondentRequestBody, step: SupervisingStep) -> StepAnswer:
    """政府法制机构要求行政复议被申请人派人参与诉讼或者旁听庭审（如烟政办发〔2017〕16号）。"""
    return step.take(body.into(RequestRespondent))
