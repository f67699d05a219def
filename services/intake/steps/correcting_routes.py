"""Corrections of what an agency, or the body over it, registered, over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path

from services.intake.bodies import AnswerBody, AttendanceBody
from services.intake.cases import response as responses
from services.intake.cases.desk import CaseNotFiled, OtherAgency
from services.intake.cases.routes import appearance_of, submission_of
from services.intake.cases.timing import rules_known
from services.intake.steps import BY_EVENT
from services.intake.steps.answers import StepAnswer
from services.intake.steps.kind import Kind
from services.intake.steps.writes import OWN_TAG, SUPERVISING_TAG, OwnStep, SupervisingStep, step_desk_of
from services.intake.wiring import desk_of, rules_of
from yingsu.corrections import Correcting, EntryNotFound, within_content
from yingsu.events.intake.response import AnswerSubmitted, LeaderAttendanceRecorded
from yingsu.ledger.entry import Event
from yingsu.web.correcting import StepCorrectionBody, VoidingBody, correcting

router = APIRouter()

EventId = Annotated[UUID, Path(title="登记编号", description="办理登记所列的 event_id，更正以后不变")]

OWN = "/cases/{case_id}/responses/{agency_id}/entries/{event_id}"
SUPERVISING = "/cases/{case_id}/supervision/entries/{event_id}"


@router.post(f"{OWN}/correction", summary="更正本机关的登记", status_code=201, tags=[OWN_TAG])
def correct_own(event_id: EventId, body: StepCorrectionBody, step: OwnStep) -> StepAnswer:
    """更正本机关在本案的一项登记（答辩、出庭在内），或者由本机关承办应诉的被告的登记。内容与登记该事项的表单相同，照常核对；登记编号不变。

    原登记保留：按更正以前的时刻查询（as_known_at）仍为原来的内容。If-Match 为本机关应诉登记的版本。
    """
    stream = _own_stream(step)
    wrong = correcting(event_id, body)
    event = wrong.kind_of(step_desk_of(step.request).originals(stream))
    with within_content():
        if event is AnswerSubmitted:
            version = _correct_answer(step, body.read(AnswerBody), wrong)
        elif event is LeaderAttendanceRecorded:
            version = _correct_attendance(step, body.read(AttendanceBody), wrong)
        else:
            kind = _kind(event)
            told = body.read(kind.body).into(kind.told, agency=step.agency_id)
            desk = step_desk_of(step.request)
            receipt = desk.take_own(step.case_id, step.agency_id, told, step.version, step.caller, step.write, wrong)
            version = receipt.version_of(stream)
    return step.shown(event_id, version)


@router.post(f"{OWN}/voiding", summary="撤销本机关的登记", status_code=201, tags=[OWN_TAG])
def void_own(event_id: EventId, body: VoidingBody, step: OwnStep) -> StepAnswer:
    """撤销本机关在本案的一项误登，或者由本机关承办应诉的被告的误登。原登记保留，不再计入。If-Match 为本机关应诉登记的版本。"""
    stream = _own_stream(step)
    desk = step_desk_of(step.request)
    return step.answer(desk.void(stream, correcting(event_id, body), step.version, step.caller, step.write))


@router.post(f"{SUPERVISING}/correction", summary="更正监督指导登记", status_code=201, tags=[SUPERVISING_TAG])
def correct_supervision(event_id: EventId, body: StepCorrectionBody, step: SupervisingStep) -> StepAnswer:
    """更正本辖区监督机关在本案的一项登记。内容与登记该事项的表单相同，照常核对；登记编号不变。If-Match 为监督指导登记的版本。"""
    desk = step_desk_of(step.request)
    _, stream = desk.supervision(step.case_id, step.caller)
    wrong = correcting(event_id, body)
    kind = _kind(wrong.kind_of(desk.originals(stream)))
    with within_content():
        told = body.read(kind.body).into(kind.told)
        receipt = desk.take_supervising(step.case_id, told, step.version, step.caller, step.write, wrong)
    return step.shown(event_id, receipt.version_of(stream))


@router.post(f"{SUPERVISING}/voiding", summary="撤销监督指导登记", status_code=201, tags=[SUPERVISING_TAG])
def void_supervision(event_id: EventId, body: VoidingBody, step: SupervisingStep) -> StepAnswer:
    """撤销本辖区监督机关在本案的一项误登。原登记保留，不再计入。If-Match 为监督指导登记的版本。"""
    desk = step_desk_of(step.request)
    _, stream = desk.supervision(step.case_id, step.caller)
    return step.answer(desk.void(stream, correcting(event_id, body), step.version, step.caller, step.write))


def _correct_answer(step: OwnStep, body: AnswerBody, correcting: Correcting) -> int:
    rules = rules_known(rules_of(step.request))
    return desk_of(step.request).submit(
        step.case_id, step.agency_id, submission_of(body), body.note, step.version, step.caller, step.write, rules, correcting
    )


def _correct_attendance(step: OwnStep, body: AttendanceBody, correcting: Correcting) -> int:
    appearance, leader = appearance_of(body)
    return desk_of(step.request).attend(
        step.case_id, step.agency_id, appearance, leader, step.version, step.caller, step.write, correcting
    )


def _own_stream(step: OwnStep) -> str:
    """The agency's response in the case, for who registers in it. Raises `CaseNotFound`, `CaseNotFiled`, `OtherAgency`."""
    record = desk_of(step.request).record(step.case_id, step.caller)
    if record.filed_in is None:
        raise CaseNotFiled("法院尚未立案，没有应诉登记可以更正。请在立案后登记。")
    if step.agency_id not in record.represented_by(step.caller.agencies):
        raise OtherAgency("只能更正、撤销本机关的登记，或者由本机关承办应诉的被告的登记。其他机关的登记由该机关自行更正。")
    return responses.stream_of(record.filed_in, step.agency_id)


def _kind(event: type[Event]) -> Kind:
    kind = BY_EVENT.get(event)
    if kind is None:
        raise EntryNotFound("这项登记不由本机关填报，不能由本机关更正。请从办理登记中选取本机关填报的事项。")
    return kind
