"""Drafts of profiles over HTTP: put forward, looked at beside what is in force, published by another official, rejected, withdrawn."""

from datetime import date, datetime
from typing import Annotated, Any, Final

from fastapi import APIRouter, Path, Response, status
from pydantic import ConfigDict, Field, StringConstraints

from services.registry.drafting import DraftingDesk
from services.registry.drafts import Draft, DraftNotFound, Drafts, Status
from services.registry.requests import DraftReader, Registrar, Version, Write, created, may_see, person
from services.registry.rules_routes import ProfileVersion
from yingsu.law.drafting.revision import How, revisions
from yingsu.law.layer import Profile, dormant
from yingsu.officials.callers import Caller
from yingsu.web.bodies import Answer, Body, Day, Line, example
from yingsu.web.writes import set_etag

DRAFTS: Final = "规则草案"
PROFILE_ID: Final = r"^[a-z][a-z0-9_]{1,39}$"
SHA256: Final = "^[0-9a-f]{64}$"

ProfileId = Annotated[
    str, Path(title="规则编号", pattern=PROFILE_ID, description="小写字母开头，2 至 40 个小写字母、数字、下划线")
]
Sha256 = Annotated[str, Path(title="内容的 SHA-256", pattern=SHA256)]
FileName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]{1,39}\.toml$")]
FileText = Annotated[str, StringConstraints(max_length=400_000)]


class PreparedBody(Body):
    """A version to put forward."""

    model_config = ConfigDict(
        json_schema_extra=example(
            effective_from="2027-01-01",
            files={"identity.toml": '[title]\nvalue = "…"\nclauses = ["HZ-0.3"]\n', "obligations.toml": "…"},
        )
    )

    effective_from: Day = Field(title="适用日期", description="自这一日起开始的期限适用本版；不得早于已认定的日期")
    files: dict[FileName, FileText] = Field(
        title="政策文件",
        description="文件名和 TOML 文本，即 profiles/<规则编号>/<施行日期>/ 中的各文件",
        min_length=1,
        max_length=40,
        examples=[{"identity.toml": '[title]\nvalue = "…"\nclauses = ["HZ-0.3"]\n', "obligations.toml": "…"}],
    )


class ReasonBody(Body):
    """Why a draft is not published."""

    model_config = ConfigDict(json_schema_extra=example(reason="第四项的期限与原文不符"))

    reason: Line = Field(title="理由", description="不写个人信息", examples=["第四项的期限与原文不符"])


class DraftAnswer(Answer):
    """A version put forward."""

    profile_id: str = Field(title="规则编号", examples=["hongze"])
    draft: int = Field(title="草案号", examples=[1])
    jurisdiction: str | None = Field(title="行政区划代码", description="空为全国", examples=["320813"])
    sha256: str = Field(title="内容的 SHA-256", description="公布的即为此内容")
    effective_from: date = Field(title="适用日期")
    prepared_by: str = Field(title="拟订人")
    prepared_at: datetime = Field(title="提交时间")
    status: Status = Field(title="状态", description="open 待公布、published 已公布、rejected 已退回、withdrawn 已撤回")
    reason: str | None = Field(title="退回或撤回的理由")
    closed_by: str | None = Field(title="公布人、退回人或撤回人")


class DraftList(Answer):
    """The drafts of a profile."""

    items: list[DraftAnswer] = Field(title="草案", description="按提交先后")


class RevisionAnswer(Answer):
    """One value that is not the same."""

    how: How = Field(title="变动", description="added 新增、changed 更改、removed 删去", examples=["changed"])
    file: str = Field(title="文件", examples=["obligations.toml"])
    key: str = Field(title="键", description="参数名，或者规则代码及其项目", examples=["mediation_plan.period"])
    title: str = Field(title="名称")
    before: Any = Field(title="现行", description="没有则为空", examples=[{"amount": 3, "unit": "working_day"}])
    after: Any = Field(title="草案", description="没有则为空", examples=[{"amount": 2, "unit": "working_day"}])
    clauses_before: list[str] = Field(title="现行的依据", examples=[["HZ-4.3"]])
    clauses_after: list[str] = Field(title="草案的依据", examples=[["HZ-4.3"]])


class DraftDetail(DraftAnswer):
    """A draft beside the version that is in force when it would begin."""

    compared_with: int | None = Field(title="与第几版比较", description="草案适用日期时在施行的版本；没有则为空，全部算新增")
    revisions: list[RevisionAnswer] = Field(title="差异", description="逐项列出新增、更改、删去的内容和依据")
    dormant: list[str] = Field(title="暂不运行的规则", description="所需事件尚无服务登记的规则代码")
    files: dict[str, str] = Field(title="政策文件", description="提交时的原文")


def draft_routes(desk: DraftingDesk) -> APIRouter:
    """Drafts, for systems of administrators. Whoever puts forward, publishes, rejects or withdraws is a person."""
    router = APIRouter(tags=[DRAFTS], prefix="/profiles/{profile_id}/drafts")

    @router.post("", summary="提交草案", status_code=status.HTTP_201_CREATED, response_model=DraftAnswer)
    def prepare_draft(
        profile_id: ProfileId, asked: PreparedBody, caller: Registrar, write: Write, response: Response
    ) -> DraftAnswer:
        """一套规则的全部文件，逐项检查后存档，等待另一人公布。有问题的不予登记，全部问题一次列出。须附拟订人的办理人员声明。"""
        draft = desk.prepare(write, person(caller), profile_id=profile_id, files=asked.files, effective_from=asked.effective_from)
        created(response, f"profiles/{profile_id}/drafts/{draft.prepared.sha256}", desk.drafts(profile_id).version)
        return _answer(draft)

    @router.get("", summary="草案目录", response_model=DraftList)
    def list_drafts(profile_id: ProfileId, caller: DraftReader, response: Response) -> DraftList:
        """一套规则的全部草案和办理结果。"""
        state = desk.drafts(profile_id)
        set_etag(response, state.version)
        return DraftList(items=[_answer(draft) for draft in state.drafts if may_see(caller, draft.prepared.jurisdiction)])

    @router.get("/{sha256}", summary="查看草案", response_model=DraftDetail)
    def show_draft(profile_id: ProfileId, sha256: Sha256, caller: DraftReader, response: Response) -> DraftDetail:
        """草案与施行中的版本逐项比较。公布、退回、撤回时以 ETag 为 If-Match。"""
        state = desk.drafts(profile_id)
        draft = seen(caller, state, sha256)
        set_etag(response, state.version)
        content = desk.content(draft)
        version, before = _in_force(desk, draft, content)
        return DraftDetail(
            **_answer(draft).model_dump(),
            compared_with=version,
            revisions=[
                RevisionAnswer(
                    how=item.how,
                    file=item.file,
                    key=item.key,
                    title=item.title,
                    before=item.before,
                    after=item.after,
                    clauses_before=list(item.clauses_before),
                    clauses_after=list(item.clauses_after),
                )
                for item in revisions(before, content)
            ],
            dormant=[rule.code for rule in dormant(content) if rule.asleep],
            files=desk.files(draft),
        )

    @router.post("/{sha256}/publish", summary="公布草案", status_code=status.HTTP_201_CREATED, response_model=ProfileVersion)
    def publish_draft(
        profile_id: ProfileId, sha256: Sha256, caller: Registrar, write: Write, version: Version, response: Response
    ) -> ProfileVersion:
        """由拟订人以外、登记为管理人员的另一人公布。须附其办理人员声明。已开始的期限不因此变动。"""
        seen(caller, desk.drafts(profile_id), sha256)
        event = desk.publish(write, person(caller), profile_id, sha256, version)
        response.headers["Location"] = f"/v1/registry/profiles/{profile_id}?version={event.version}"
        return ProfileVersion(
            profile_id=event.profile_id,
            version=event.version,
            jurisdiction=event.jurisdiction,
            effective_from=event.effective_from,
            sha256=event.sha256,
            prepared_by=event.prepared_by,
            published_by=event.published_by,
        )

    @router.post("/{sha256}/reject", summary="退回草案", response_model=DraftAnswer)
    def reject_draft(
        profile_id: ProfileId, sha256: Sha256, asked: ReasonBody, caller: Registrar, write: Write, version: Version
    ) -> DraftAnswer:
        """由拟订人以外的管理人员退回并说明理由。须附其办理人员声明。"""
        seen(caller, desk.drafts(profile_id), sha256)
        return _answer(desk.close(write, person(caller), profile_id, sha256, version, outcome="rejected", reason=asked.reason))

    @router.post("/{sha256}/withdraw", summary="撤回草案", response_model=DraftAnswer)
    def withdraw_draft(
        profile_id: ProfileId, sha256: Sha256, asked: ReasonBody, caller: Registrar, write: Write, version: Version
    ) -> DraftAnswer:
        """由拟订人本人撤回尚未公布的草案。须附其办理人员声明。"""
        seen(caller, desk.drafts(profile_id), sha256)
        return _answer(desk.close(write, person(caller), profile_id, sha256, version, outcome="withdrawn", reason=asked.reason))

    return router


def seen(caller: Caller, state: Drafts, sha256: str) -> Draft:
    """The draft, for whoever may know of it. DraftNotFound."""
    draft = state.of(sha256)
    if not may_see(caller, draft.prepared.jurisdiction):
        raise DraftNotFound("管辖区域内没有这份草案。请先查看草案目录。")
    return draft


def _in_force(desk: DraftingDesk, draft: Draft, content: Profile) -> tuple[int | None, Profile | None]:
    """The version that holds on the day from which the draft would govern."""
    begun = [
        item
        for item in desk.rules.now().published
        if item.profile.id == content.id and item.profile != content and item.effective_from <= draft.prepared.effective_from
    ]
    if not begun:
        return None, None
    found = max(begun, key=lambda item: (item.effective_from, item.version))
    if found.last_day is not None and found.last_day < draft.prepared.effective_from:
        return None, None
    return found.version, found.profile


def _answer(draft: Draft) -> DraftAnswer:
    prepared = draft.prepared
    return DraftAnswer(
        profile_id=prepared.profile_id,
        draft=prepared.draft,
        jurisdiction=prepared.jurisdiction,
        sha256=prepared.sha256,
        effective_from=prepared.effective_from,
        prepared_by=prepared.prepared_by,
        prepared_at=draft.prepared_at,
        status=draft.status,
        reason=draft.reason,
        closed_by=draft.closed_by,
    )
