"""What a defendant reports of its case over HTTP: to the body that supervises, to its superior, to the court."""

from fastapi import APIRouter

from services.intake.steps.answers import StepAnswer
from services.intake.steps.reporting import (
    InformCourt,
    LogContact,
    OfferChannel,
    Participate,
    ReportCase,
    ReportLeader,
    ReportToSuperior,
)
from services.intake.steps.reporting_bodies import (
    AnswerReportBody,
    CaseReportBody,
    ChannelBody,
    ContactBody,
    CourtInformationBody,
    LeaderListBody,
    ParticipationBody,
    SuperiorReportBody,
)
from services.intake.steps.writes import OWN_TAG, OwnStep
from yingsu.events.intake.steps.reporting import AnswerReported

router = APIRouter(prefix="/cases/{case_id}/responses/{agency_id}", tags=[OWN_TAG])


@router.post("/case-reports", summary="报备案件基本情况", status_code=201)
def report_case(body: CaseReportBody, step: OwnStep) -> StepAnswer:
    """收到应诉通知后，将案件基本情况、材料向监督机关报备（如《峄城区行政应诉工作规定》：3日内）。逾期报备也予登记，并认定是否逾期。"""
    return step.take(body.into(ReportCase, agency=step.agency_id))


@router.post("/answer-reports", summary="报备答辩状", status_code=201)
def report_answer(body: AnswerReportBody, step: OwnStep) -> StepAnswer:
    """答辩举证期限届满后，将答辩状向监督机关报备（如《峄城区行政应诉工作规定》：届满3日内）。提前报备的也算。"""
    return step.take(body.into(AnswerReported, agency=step.agency_id))


@router.post("/leader-lists", summary="报备出庭机关负责人名单", status_code=201)
def report_leader(body: LeaderListBody, step: OwnStep) -> StepAnswer:
    """开庭以前将出庭的机关负责人向监督机关报备（如峄政办发〔2023〕2号：开庭3日前），一次一人。开庭须已由法院报送。"""
    return step.take(body.into(ReportLeader, agency=step.agency_id))


@router.post("/superior-reports", summary="向上级主管部门汇报", status_code=201)
def report_to_superior(body: SuperiorReportBody, step: OwnStep) -> StepAnswer:
    """涉及重大公共利益、社会关注度高、可能引发群体性事件的案件，向市有关主管部门汇报（如峄政办发〔2023〕2号）。"""
    return step.take(body.into(ReportToSuperior, agency=step.agency_id))


@router.post("/leader-participations", summary="登记负责人参与", status_code=201)
def participate(body: ParticipationBody, step: OwnStep) -> StepAnswer:
    """登记负责人参与案件的审理、调解、履行（如峄政办发〔2023〕2号：全程参与）。"""
    return step.take(body.into(Participate, agency=step.agency_id))


@router.post("/contacts", summary="登记对接", status_code=201)
def log_contact(body: ContactBody, step: OwnStep) -> StepAnswer:
    """登记包保领导、责任部门与当事人、调解组织等的对接（如峄政办发〔2023〕2号）。"""
    return step.take(body.into(LogContact, agency=step.agency_id))


@router.post("/non-litigation-channels", summary="登记引导非诉讼方式", status_code=201)
def offer_channel(body: ChannelBody, step: OwnStep) -> StepAnswer:
    """登记引导当事人通过行政调解、行政复议等非诉讼方式化解。从不妨碍立案。"""
    return step.take(body.into(OfferChannel, agency=step.agency_id))


@router.post("/court-informations", summary="登记书面告知人民法院", status_code=201)
def inform_court(body: CourtInformationBody, step: OwnStep) -> StepAnswer:
    """诉讼中改变、纠正被诉行政行为，已书面告知人民法院的，予以登记（法释〔2018〕1号第八十一条；如烟政办发〔2017〕16号）。法院可以查看。"""
    return step.take(body.into(InformCourt, agency=step.agency_id))
