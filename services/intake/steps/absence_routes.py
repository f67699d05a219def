"""What the body that supervises finds of an absence, over HTTP."""

from fastapi import APIRouter

from services.intake.steps.absence import FindAbsence
from services.intake.steps.answers import StepAnswer
from services.intake.steps.attending_bodies import UnjustifiedAbsenceBody
from services.intake.steps.writes import SUPERVISING_TAG, SupervisingStep

router = APIRouter(tags=[SUPERVISING_TAG])


@router.post("/cases/{case_id}/supervision/unjustified-absences", summary="认定无正当理由不出庭", status_code=201)
def find_absence(body: UnjustifiedAbsenceBody, step: SupervisingStep) -> StepAnswer:
    """监督机关认定负责人无正当理由不出庭应诉，是否委托了工作人员一并写明（如烟政办发〔2017〕16号）。法院的认定由法院报送（absence_ruling）。"""
    return step.take(body.into(FindAbsence))
