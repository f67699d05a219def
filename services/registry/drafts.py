"""Drafts of a profile: one official puts forward, another decides. Pure: state, `fold` and decisions.

Stream `profile_draft-<profile id>` has what is put forward and how it was decided; what is law stands in the profile's own stream. The two
officials are told apart by their assertions, so a decision needs the duty of an administrator and another person than the one who prepared.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Final, Literal

import msgspec

from services.registry.rules import FourEyes
from yingsu.errors import NotFound, Refused
from yingsu.events.registry.rules import (
    ProfileDraftClosed,
    ProfilePrepared,
    ProfileRetirementClosed,
    ProfileRetirementPrepared,
)
from yingsu.ledger.entry import Entry

Status = Literal["open", "published", "rejected", "withdrawn"]
"""待公布, 已公布, 已退回, 已撤回."""

DECIDER: Final = "administrator"
"""The duty (管理人员) of whoever publishes, confirms or rejects."""


class DraftNotFound(NotFound):
    """No draft of that content was put forward."""

    code = "draft-not-found"
    title = "未找到草案"


class DraftIsClosed(Refused):
    """The draft was decided before."""

    code = "draft-is-closed"
    title = "草案已办结"


class AlreadyPutForward(Refused):
    """The same waits for a decision already."""

    code = "already-put-forward"
    title = "已提交待定"


class DeciderNotAdministrator(Refused):
    """The official who would decide has not the duty of an administrator."""

    code = "decider-not-administrator"
    title = "公布人职责不符"


class NotThePreparer(Refused):
    """Somebody else would withdraw what an official put forward."""

    code = "not-the-preparer"
    title = "不是拟订人"


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """The official who acts, by id, with the duties that are registered."""

    official: str
    duties: tuple[str, ...]


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A version put forward, and how it was decided."""

    prepared: ProfilePrepared
    prepared_at: datetime
    status: Status = "open"
    reason: str | None = None
    closed_by: str | None = None


class Drafts(msgspec.Struct, frozen=True, kw_only=True):
    """All drafts of a profile, oldest first, and the retirement that waits for a decision. `published_since`: a draft was published after
    it was put forward. `version` is that of the stream."""

    drafts: tuple[Draft, ...] = ()
    retirement: ProfileRetirementPrepared | None = None
    published_since: bool = False
    version: int = 0

    def of(self, sha256: str) -> Draft:
        """The latest draft of that content. DraftNotFound."""
        found = next((draft for draft in reversed(self.drafts) if draft.prepared.sha256 == sha256), None)
        if found is None:
            raise DraftNotFound(f"没有提交过 SHA-256 为 {sha256[:64]} 的草案。请先查看草案目录。")
        return found


def stream_of(profile_id: str) -> str:
    """The stream of a profile's drafts."""
    return f"profile_draft-{profile_id}"


def fold(entries: Iterable[Entry]) -> Drafts:
    """The drafts of the stream's entries."""
    state = Drafts()
    for entry in entries:
        state = msgspec.structs.replace(_evolve(state, entry), version=entry.version)
    return state


def _evolve(state: Drafts, entry: Entry) -> Drafts:
    match entry.event:
        case ProfilePrepared() as event:
            return msgspec.structs.replace(state, drafts=(*state.drafts, Draft(prepared=event, prepared_at=entry.recorded_at)))
        case ProfileDraftClosed() as event:
            drafts = (
                msgspec.structs.replace(draft, status=event.outcome, reason=event.reason, closed_by=event.closed_by)
                if draft.prepared.draft == event.draft
                else draft
                for draft in state.drafts
            )
            published = state.published_since or event.outcome == "published"
            return msgspec.structs.replace(state, drafts=tuple(drafts), published_since=published)
        case ProfileRetirementPrepared() as event:
            return msgspec.structs.replace(state, retirement=event, published_since=False)
        case ProfileRetirementClosed():
            return msgspec.structs.replace(state, retirement=None)
    return state


def prepare(
    state: Drafts,
    by: Person,
    *,
    profile_id: str,
    jurisdiction: str | None,
    sha256: str,
    files_sha256: str,
    effective_from: date,
) -> ProfilePrepared:
    """Put a version forward. AlreadyPutForward."""
    if any(draft.status == "open" and draft.prepared.sha256 == sha256 for draft in state.drafts):
        raise AlreadyPutForward("内容相同的草案已提交，尚待公布。请由另一名管理人员公布；要改适用日期的，先撤回。")
    return ProfilePrepared(
        profile_id=profile_id,
        draft=len(state.drafts) + 1,
        jurisdiction=jurisdiction,
        sha256=sha256,
        files_sha256=files_sha256,
        effective_from=effective_from,
        prepared_by=by.official,
    )


def close(
    draft: Draft, by: Person, outcome: Literal["published", "rejected", "withdrawn"], reason: str | None
) -> ProfileDraftClosed:
    """Decide on a draft, or take it back. DraftIsClosed, NotThePreparer, FourEyes, DeciderNotAdministrator."""
    prepared = draft.prepared
    if draft.status != "open":
        raise DraftIsClosed(f"第 {prepared.draft} 号草案已{_SAID[draft.status]}，不能再{_SAID[outcome]}。请重新提交草案。")
    may_decide(prepared.prepared_by, by, outcome)
    return ProfileDraftClosed(
        profile_id=prepared.profile_id,
        draft=prepared.draft,
        sha256=prepared.sha256,
        outcome=outcome,
        reason=reason,
        closed_by=by.official,
    )


_SAID: Final = {"published": "公布", "confirmed": "确认", "rejected": "退回", "withdrawn": "撤回"}


def may_decide(preparer: str, by: Person, outcome: str) -> None:
    """May the official decide so on what `preparer` put forward? NotThePreparer, FourEyes, DeciderNotAdministrator."""
    said = _SAID[outcome]
    if outcome == "withdrawn":
        if by.official != preparer:
            raise NotThePreparer("只有拟订人本人可以撤回。不同意的，请由管理人员退回并说明理由。")
        return
    if by.official == preparer:
        raise FourEyes(f"规则的拟订人和公布人须为两人，未{said}。请由另一名管理人员{said}；拟订人本人可以撤回。")
    if DECIDER not in by.duties:
        raise DeciderNotAdministrator(
            f"办理人员登记的职责中没有管理人员，不能{said}规则。请由登记为管理人员的另一人办理；职责登记有误的，请联系系统管理员。"
        )
