"""The steps of a review over HTTP, the agency's and the supervising body's. Each answers with the review as it is then."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from services.review.answers import ReviewAnswer
from services.review.bodies import (
    AcceptanceBody,
    DraftBody,
    PlanBody,
    RectificationBody,
    ReturnBody,
    SignatureBody,
    StartBody,
    SubmissionBody,
    VoidingBody,
)
from services.review.commands import Command
from services.review.rectification import PlanRectification, SubmitRectification
from services.review.reporting import DraftReview, SignReview, StartReview, SubmitReview
from services.review.routes import ReviewId, answer
from services.review.supervising import AcceptReview, ReturnReview, VoidReview
from services.review.wiring import desk_of
from yingsu.ledger.deciding import Request as WriteRequest
from yingsu.officials.callers import Caller
from yingsu.web.auth import allow
from yingsu.web.writes import if_match, write_request

TAG = "复盘办理"
SUPERVISION_TAG = "复盘监督"

Agency = Annotated[Caller, Depends(allow("case:write", roles=("agency",)))]
Official = Annotated[Caller, Depends(allow("case:write", roles=("agency",), official=True))]
Supervisor = Annotated[Caller, Depends(allow("case:write", roles=("supervisor",)))]


class Write:
    """One step as asked for: of which review, on which version."""

    def __init__(
        self,
        request: Request,
        response: Response,
        review_id: ReviewId,
        version: Annotated[int, Depends(if_match)],
        write: Annotated[WriteRequest, Depends(write_request)],
    ) -> None:
        self._request = request
        self._response = response
        self._review_id = review_id
        self._version = version
        self._write = write

    def take(self, command: Command, caller: Caller) -> ReviewAnswer:
        """Record the step; returns the review after it. Raises what `ReviewDesk.take` raises."""
        desk_of(self._request).take(self._review_id, command, self._version, caller, self._write)
        return answer(self._request, self._response, self._review_id, caller)


Step = Annotated[Write, Depends()]

router = APIRouter(prefix="/reviews/{review_id}")


@router.post("/start", summary="开展复盘", status_code=201, tags=[TAG])
def start_review(body: StartBody, caller: Agency, step: Step) -> ReviewAnswer:
    """收到败诉裁判文书后 5 个工作日内开展复盘（《十项机制》第九项）。逾期开展也予登记。"""
    return step.take(body.into(StartReview), caller)


@router.put("/draft", summary="登记分析报告", tags=[TAG])
def draft_review(body: DraftBody, caller: Agency, step: Step) -> ReviewAnswer:
    """登记分析报告全文，各部分齐备（《十项机制》第九项）。代替上一稿；上一稿的审签随之失效。"""
    return step.take(body.into(DraftReview), caller)


@router.post("/signature", summary="主要负责人审签", status_code=201, tags=[TAG])
def sign_review(body: SignatureBody, caller: Official, step: Step) -> ReviewAnswer:
    """本单位主要负责人审签现在这一稿（《十项机制》第九项）。须附其办理人员声明；整改期限自首次审签起算。"""
    command = SignReview(signed_on=body.signed_on, official=caller.official or "", duties=caller.duties)
    return step.take(command, caller)


@router.post("/submission", summary="移送分析报告", status_code=201, tags=[TAG])
def submit_review(body: SubmissionBody, caller: Agency, step: Step) -> ReviewAnswer:
    """将审签的分析报告移送辖区规定的对象（《十项机制》第九项）。未经审签的不能移送。"""
    return step.take(body.into(SubmitReview), caller)


@router.post("/rectification-plan", summary="登记整改方案", status_code=201, tags=[TAG])
def plan_rectification(body: PlanBody, caller: Agency, step: Step) -> ReviewAnswer:
    """明确工作责任、具体措施及时间进度（《十项机制》第九项）。代替上一方案。"""
    return step.take(body.into(PlanRectification), caller)


@router.post("/rectification", summary="报送整改工作情况", status_code=201, tags=[TAG])
def submit_rectification(body: RectificationBody, caller: Agency, step: Step) -> ReviewAnswer:
    """复盘分析后 10 个工作日内报送整改工作情况（《十项机制》第九项）。逾期报送也予登记。"""
    return step.take(body.into(SubmitRectification), caller)


@router.post("/acceptance", summary="接收分析报告", status_code=201, tags=[SUPERVISION_TAG])
def accept_review(body: AcceptanceBody, caller: Supervisor, step: Step) -> ReviewAnswer:
    """司法行政机关接收移送的分析报告。"""
    return step.take(body.into(AcceptReview), caller)


@router.post("/return", summary="退回重报", status_code=201, tags=[SUPERVISION_TAG])
def return_review(body: ReturnBody, caller: Supervisor, step: Step) -> ReviewAnswer:
    """司法行政机关退回分析报告并说明理由，由机关重新起草、审签、移送。已接收的不能退回。"""
    return step.take(body.into(ReturnReview), caller)


@router.post("/voiding", summary="撤销复盘", status_code=201, tags=[SUPERVISION_TAG])
def void_review(body: VoidingBody, caller: Supervisor, step: Step) -> ReviewAnswer:
    """败诉不成立（改判或者登记有误）的，司法行政机关写明依据文书，撤销复盘；未届满的期限随之取消。"""
    return step.take(body.into(VoidReview), caller)
