"""The papers of an answer over HTTP."""

from fastapi import APIRouter

from services.intake.steps.answering import FilePapers
from services.intake.steps.answering_bodies import AnswerPapersBody
from services.intake.steps.answers import StepAnswer
from services.intake.steps.writes import OWN_TAG, OwnStep

router = APIRouter(prefix="/cases/{case_id}/responses/{agency_id}", tags=[OWN_TAG])


@router.post("/answer-papers", summary="登记答辩状和证据依据清单", status_code=201)
def file_papers(body: AnswerPapersBody, step: OwnStep) -> StepAnswer:
    """提交法院以前，登记制作的答辩状和证据依据清单（职权、事实、程序、法律四部分；如烟政办发〔2017〕16号）。缺少的执法记录列于提示，不妨碍登记。"""
    return step.take(body.into(FilePapers, agency=step.agency_id))
