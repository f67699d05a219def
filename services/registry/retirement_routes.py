"""The retirement of a profile over HTTP: put forward by one official, confirmed by another."""

from datetime import date

from fastapi import APIRouter, Response, status
from pydantic import ConfigDict, Field

from services.registry.draft_routes import DRAFTS, ProfileId, ReasonBody
from services.registry.drafting import DraftingDesk
from services.registry.drafts import Drafts
from services.registry.requests import DraftReader, Registrar, Version, Write, created, may_see, person
from services.registry.retirement import RetirementNotFound, waiting
from yingsu.events.registry.rules import ProfileRetirementPrepared
from yingsu.law import published
from yingsu.officials.callers import Caller
from yingsu.web.bodies import Answer, Body, Day, Line, example
from yingsu.web.writes import set_etag


class RetirementBody(Body):
    """After which day a profile is to govern nothing new."""

    model_config = ConfigDict(json_schema_extra=example(last_day="2026-12-31", reason="文件已于 2026 年 12 月 31 日废止"))

    last_day: Day = Field(title="最后适用日", description="此后开始的期限适用上级规则；不得早于今日")
    reason: Line = Field(title="理由", description="不写个人信息", examples=["文件已于 2026 年 12 月 31 日废止"])


class RetirementAnswer(Answer):
    """A retirement that waits for a decision."""

    profile_id: str = Field(title="规则编号", examples=["hongze"])
    last_day: date = Field(title="最后适用日")
    reason: str = Field(title="理由")
    prepared_by: str = Field(title="提交人")


class RetiredAnswer(RetirementAnswer):
    """A profile that is retired."""

    version: int = Field(title="停用的版本", description="到这一版为止的各版", examples=[1])
    retired_by: str = Field(title="确认人")


class ClosedAnswer(Answer):
    """Nothing waits for a decision any more."""

    profile_id: str = Field(title="规则编号", examples=["hongze"])
    waiting: bool = Field(title="还有待确认的停用", examples=[False])


def retirement_routes(desk: DraftingDesk) -> APIRouter:
    """Retirements, for systems of administrators. Whoever puts forward, confirms, rejects or withdraws is a person."""
    router = APIRouter(tags=[DRAFTS], prefix="/profiles/{profile_id}/retire")

    @router.post("", summary="提交停用", status_code=status.HTTP_201_CREATED, response_model=RetirementAnswer)
    def prepare_retirement(
        profile_id: ProfileId, asked: RetirementBody, caller: Registrar, write: Write, response: Response
    ) -> RetirementAnswer:
        """停用一套规则：最后适用日之后开始的期限适用上级规则，已开始的不变。须附提交人的办理人员声明，由另一人确认后生效。"""
        state = desk.prepare_retirement(write, person(caller), profile_id, last_day=asked.last_day, reason=asked.reason)
        created(response, f"profiles/{profile_id}/retire", state.version)
        return _answer(waiting(state))

    @router.get("", summary="查看待确认的停用", response_model=RetirementAnswer)
    def show_retirement(profile_id: ProfileId, caller: DraftReader, response: Response) -> RetirementAnswer:
        """尚未确认的停用。确认、退回、撤回时以 ETag 为 If-Match。"""
        state = _seen(caller, desk, profile_id)
        set_etag(response, state.version)
        return _answer(waiting(state))

    @router.post("/confirm", summary="确认停用", status_code=status.HTTP_201_CREATED, response_model=RetiredAnswer)
    def confirm_retirement(profile_id: ProfileId, caller: Registrar, write: Write, version: Version) -> RetiredAnswer:
        """由提交人以外、登记为管理人员的另一人确认。须附其办理人员声明。"""
        event = desk.confirm_retirement(write, person(caller), profile_id, version)
        return RetiredAnswer(
            profile_id=event.profile_id,
            version=event.version,
            last_day=event.last_day,
            reason=event.reason,
            prepared_by=event.prepared_by,
            retired_by=event.retired_by,
        )

    @router.post("/reject", summary="退回停用", response_model=ClosedAnswer)
    def reject_retirement(
        profile_id: ProfileId, asked: ReasonBody, caller: Registrar, write: Write, version: Version
    ) -> ClosedAnswer:
        """由提交人以外的管理人员退回并说明理由。须附其办理人员声明。"""
        state = desk.close_retirement(write, person(caller), profile_id, version, outcome="rejected", reason=asked.reason)
        return ClosedAnswer(profile_id=profile_id, waiting=state.retirement is not None)

    @router.post("/withdraw", summary="撤回停用", response_model=ClosedAnswer)
    def withdraw_retirement(
        profile_id: ProfileId, asked: ReasonBody, caller: Registrar, write: Write, version: Version
    ) -> ClosedAnswer:
        """由提交人本人撤回。须附其办理人员声明。"""
        state = desk.close_retirement(write, person(caller), profile_id, version, outcome="withdrawn", reason=asked.reason)
        return ClosedAnswer(profile_id=profile_id, waiting=state.retirement is not None)

    return router


def _seen(caller: Caller, desk: DraftingDesk, profile_id: str) -> Drafts:
    """The drafts of a profile, for whoever may know of it. RetirementNotFound."""
    latest = published.history(desk.ledger, profile_id).latest
    if latest is None or not may_see(caller, latest.jurisdiction):
        raise RetirementNotFound("管辖区域内没有公布这套规则。请先查看规则目录。")
    return desk.drafts(profile_id)


def _answer(event: ProfileRetirementPrepared) -> RetirementAnswer:
    return RetirementAnswer(
        profile_id=event.profile_id, last_day=event.last_day, reason=event.reason, prepared_by=event.prepared_by
    )
