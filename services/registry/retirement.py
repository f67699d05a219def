"""The retirement of a profile: one official puts it forward, another confirms. Pure decisions on what `drafts` folds.

A retired profile governs nothing that begins after its last day; then the layer above it does. What began by then goes on under it.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Literal

from services.registry.drafts import AlreadyPutForward, Drafts, Person, may_decide
from services.registry.rules import JudgedAlready, check_day
from yingsu.errors import NotFound, Refused
from yingsu.events.registry.rules import ProfilePublished, ProfileRetired, ProfileRetirementClosed, ProfileRetirementPrepared
from yingsu.law.clauses import NATIONAL


class RetirementNotFound(NotFound):
    """No retirement waits for a decision."""

    code = "retirement-not-found"
    title = "没有待确认的停用"


class LowestLayerStays(Refused):
    """National law would be retired, and nothing would be left to judge by."""

    code = "national-layer-stays"
    title = "国家法律不能停用"


class PublishedSince(Refused):
    """A version was published after the retirement was put forward, and nobody said whether it is to go too."""

    code = "published-since"
    title = "其后又公布了新版本"


class AlreadyRetired(Refused):
    """The profile governs nothing after that day as it is."""

    code = "already-retired"
    title = "规则已停用"


def prepare_retirement(
    state: Drafts,
    versions: Sequence[ProfilePublished],
    retired: Sequence[ProfileRetired],
    by: Person,
    *,
    last_day: date,
    today: date,
    reason: str,
) -> ProfileRetirementPrepared:
    """Put forward that a published profile be retired. AlreadyPutForward, and what `check_retirement` raises."""
    if state.retirement is not None:
        raise AlreadyPutForward(
            f"停用（最后适用日 {state.retirement.last_day}）已提交，尚待确认。请由另一名管理人员确认；要改日期的，先撤回。"
        )
    latest = versions[-1]
    check_retirement(latest, retired, last_day=last_day, today=today)
    return ProfileRetirementPrepared(profile_id=latest.profile_id, last_day=last_day, reason=reason, prepared_by=by.official)


def check_retirement(latest: ProfilePublished, retired: Sequence[ProfileRetired], *, last_day: date, today: date) -> None:
    """May the profile be retired after `last_day`? LowestLayerStays, JudgedAlready, DayTooFar, AlreadyRetired."""
    if latest.profile_id == NATIONAL:
        raise LowestLayerStays("国家法律、司法解释一层不能停用：停用后没有可以适用的规则。法律修改的，请公布新的版本。")
    if last_day < today:
        raise JudgedAlready(
            f"规则 {latest.profile_id} 最早自 {today + timedelta(days=1)} 起停用：此前开始的期限已按该规则认定。请把最后适用日改为 {today} 或以后。"
        )
    check_day(last_day, "最后适用日")
    before = [item.last_day for item in retired if item.version >= latest.version]
    if before and min(before) <= last_day:
        raise AlreadyRetired(f"规则 {latest.profile_id} 自 {min(before)} 之后已停用，无需再次停用。")


def confirm_retirement(
    state: Drafts,
    latest: ProfilePublished,
    retired: Sequence[ProfileRetired],
    by: Person,
    *,
    today: date,
) -> tuple[ProfileRetired, ProfileRetirementClosed]:
    """Retire the profile. RetirementNotFound, FourEyes, DeciderNotAdministrator, PublishedSince, and what `check_retirement` raises."""
    put_forward = waiting(state)
    closed = close_retirement(put_forward, by, "confirmed", None)
    if state.published_since:
        raise PublishedSince(
            f"停用（最后适用日 {put_forward.last_day}）提交之后，规则 {latest.profile_id} 又公布了第 {latest.version} 版"
            f"（自 {latest.effective_from} 起适用），是否一并停用未定，未确认。请退回这次停用；仍要停用的，重新提交。"
        )
    check_retirement(latest, retired, last_day=put_forward.last_day, today=today)
    event = ProfileRetired(
        profile_id=latest.profile_id,
        version=latest.version,
        last_day=put_forward.last_day,
        reason=put_forward.reason,
        prepared_by=put_forward.prepared_by,
        retired_by=by.official,
    )
    return event, closed


def close_retirement(
    put_forward: ProfileRetirementPrepared,
    by: Person,
    outcome: Literal["confirmed", "rejected", "withdrawn"],
    reason: str | None,
) -> ProfileRetirementClosed:
    """Decide on a retirement, or take it back. NotThePreparer, FourEyes, DeciderNotAdministrator."""
    may_decide(put_forward.prepared_by, by, outcome)
    return ProfileRetirementClosed(
        profile_id=put_forward.profile_id,
        last_day=put_forward.last_day,
        outcome=outcome,
        reason=reason,
        closed_by=by.official,
    )


def waiting(state: Drafts) -> ProfileRetirementPrepared:
    """The retirement that waits for a decision. RetirementNotFound."""
    if state.retirement is None:
        raise RetirementNotFound("这套规则没有待确认的停用。请先提交停用的最后适用日和理由。")
    return state.retirement
