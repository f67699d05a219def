"""What becomes of an agency, decided: renamed, merged, split, powers transferred, abolished. Pure.

Every decision gives the events by stream: of what one agency gives up, the other end is in the stream of whoever takes it over. A fact of the
past may be registered late, in any order, as far as it does not contradict what is registered: nobody takes over anything after its end.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from yingsu.errors import Malformed, Refused
from yingsu.events.registry.lineage import (
    AgencyAbolished,
    AgencyMerged,
    AgencyRenamed,
    AgencySplit,
    AgencySucceeded,
    Manner,
    PowersTransferred,
    Share,
)
from yingsu.ledger.entry import Event
from yingsu.officials.agencies import Agency, checked_name

Writes = Mapping[str, Event]
"""What is to be recorded, by stream."""

_LAW: Final = "行政诉讼法第二十六条"


class AgencyHasEnded(Refused):
    """The agency was merged, split or abolished before."""

    code = "agency-has-ended"
    title = "机关已经终止"


class SuccessorHasEnded(Refused):
    """Who is to take over is no more on that day."""

    code = "successor-has-ended"
    title = "承继机关已经终止"


class LineageContradicts(Refused):
    """The agency took something over, or was renamed, on a later day."""

    code = "lineage-contradicts"
    title = "与已登记的沿革矛盾"


class ChangeDateInvalid(Malformed):
    """The day is in the future, or before the agency began."""

    code = "change-date-invalid"
    title = "生效日期有误"


class SuccessorInvalid(Malformed):
    """An agency cannot succeed itself, nor take two shares."""

    code = "successor-invalid"
    title = "承继机关有误"


class SharesInvalid(Malformed):
    """A split needs two shares at least, and one of them the rest."""

    code = "shares-invalid"
    title = "分立的职权有误"


def rename(agency: Agency, *, name: str, since: date, authority: str | None, today: date) -> Writes:
    """更名. Raises AgencyHasEnded, LineageContradicts, ChangeDateInvalid, NameInvalid."""
    _require_day(agency, since, today)
    _require_going(agency, since, "更名")
    if any(known.until == since for known in agency.former):
        raise LineageContradicts(f"“{agency.name}”于 {since} 的更名已经登记，未重复登记。请核对生效日期。", pointer="/since")
    named = checked_name(name)
    if named == agency.name_on(since):
        raise LineageContradicts(f"{since} 的名称已经是“{named}”，未登记。请核对名称和生效日期。", pointer="/name")
    return {agency.agency_id: AgencyRenamed(agency_id=agency.agency_id, name=named, since=since, authority=authority)}


def merge(agency: Agency, into: Agency, *, since: date, authority: str | None, today: date) -> Writes:
    """并入. Raises AgencyHasEnded, SuccessorHasEnded, SuccessorInvalid, LineageContradicts, ChangeDateInvalid."""
    _require_end(agency, since, today, "并入其他机关")
    _require_successor(agency, into, since, "/successor")
    merged = AgencyMerged(agency_id=agency.agency_id, into=into.agency_id, since=since, authority=authority)
    return {agency.agency_id: merged, into.agency_id: _succeeded(agency, into, "merged", since)}


def abolish(agency: Agency, successor: Agency | None, *, since: date, authority: str | None, today: date) -> Writes:
    """撤销. Raises as `merge`."""
    _require_end(agency, since, today, "撤销")
    abolished = AgencyAbolished(
        agency_id=agency.agency_id, since=since, successor=successor.agency_id if successor else None, authority=authority
    )
    if successor is None:
        return {agency.agency_id: abolished}
    _require_successor(agency, successor, since, "/successor")
    return {agency.agency_id: abolished, successor.agency_id: _succeeded(agency, successor, "abolished", since)}


def split(agency: Agency, shares: Sequence[tuple[Agency, Share]], *, since: date, authority: str | None, today: date) -> Writes:
    """分立. Raises as `merge`, and SharesInvalid."""
    _require_end(agency, since, today, "分立")
    takers = [taker.agency_id for taker, _ in shares]
    if len(takers) < 2 or len(set(takers)) != len(takers):
        raise SharesInvalid("分立须有两个以上机关各自承继，且不得重复，未登记。请补正后重新提交。", pointer="/shares")
    if sum(share.rest for _, share in shares) != 1:
        raise SharesInvalid(
            f"分立须有且只有一个机关承继未列明的其余职权（rest），否则无人对原机关的案件负责（{_LAW}），未登记。请补正后重新提交。",
            pointer="/shares",
        )
    for number, (taker, share) in enumerate(shares):
        if not share.powers and not share.rest:
            raise SharesInvalid("没有写明所承继的职权，未登记。请补正后重新提交。", pointer=f"/shares/{number}/powers")
        _require_successor(agency, taker, since, f"/shares/{number}/agency")
    told = AgencySplit(agency_id=agency.agency_id, shares=tuple(share for _, share in shares), since=since, authority=authority)
    return {agency.agency_id: told} | {
        taker.agency_id: _succeeded(agency, taker, "split", since, share.powers, whole=share.rest) for taker, share in shares
    }


def transfer(agency: Agency, to: Agency, *, powers: tuple[str, ...], since: date, authority: str | None, today: date) -> Writes:
    """职权划转. Raises as `merge`."""
    _require_day(agency, since, today)
    _require_going(agency, since, "划出职权")
    _require_successor(agency, to, since, "/to")
    told = PowersTransferred(agency_id=agency.agency_id, to=to.agency_id, powers=powers, since=since, authority=authority)
    return {agency.agency_id: told, to.agency_id: _succeeded(agency, to, "powers_transferred", since, powers, whole=False)}


def _succeeded(
    agency: Agency, taker: Agency, manner: Manner, since: date, powers: tuple[str, ...] = (), *, whole: bool = True
) -> AgencySucceeded:
    return AgencySucceeded(
        agency_id=taker.agency_id, predecessor=agency.agency_id, manner=manner, powers=powers, whole=whole, since=since
    )


def _require_day(agency: Agency, since: date, today: date) -> None:
    if since > today:
        raise ChangeDateInvalid(f"生效日期 {since} 还没有到，未登记。请在生效之日或者以后登记。", pointer="/since")
    if since <= agency.valid_from:
        raise ChangeDateInvalid(
            f"生效日期 {since} 不晚于“{agency.name}”登记的启用日期 {agency.valid_from}，未登记。请核对日期。", pointer="/since"
        )


def _require_going(agency: Agency, since: date, what: str) -> None:
    if agency.has_ended(since):
        raise AgencyHasEnded(
            f"“{agency.name}”已于 {agency.ended_on} 终止，不能再于 {since} {what}（{_LAW}），未登记。请登记到承继其职权的机关。",
            pointer="/since",
        )


def _require_end(agency: Agency, since: date, today: date, what: str) -> None:
    """That the agency can come to its end on the day: once, and after all that it went through."""
    _require_day(agency, since, today)
    if agency.ended_on is not None:
        raise AgencyHasEnded(
            f"“{agency.name}”已于 {agency.ended_on} 终止，不能再登记{what}（{_LAW}）。请登记到承继其职权的机关。",
            pointer="/since",
        )
    later = max(
        (*(known.since for known in (*agency.took, *agency.gave)), *(known.until for known in agency.former)), default=since
    )
    if later > since:
        raise LineageContradicts(
            f"“{agency.name}”在 {later} 还有更名、承继或者划转的登记，不能在此前的 {since} {what}，未登记。请核对生效日期。",
            pointer="/since",
        )


def _require_successor(agency: Agency, taker: Agency, since: date, pointer: str) -> None:
    if taker.agency_id == agency.agency_id:
        raise SuccessorInvalid("机关不能承继自己的职权，未登记。请核对承继机关的编号。", pointer=pointer)
    if taker.has_ended(since):
        raise SuccessorHasEnded(
            f"“{taker.name}”已于 {taker.ended_on} 终止，不能在 {since} 承继职权（{_LAW}），未登记。请填写承继它的机关。",
            pointer=pointer,
        )
    if since < taker.valid_from:
        raise ChangeDateInvalid(
            f"“{taker.name}”自 {taker.valid_from} 起才有登记，不能在 {since} 承继职权，未登记。请核对日期和承继机关。",
            pointer=pointer,
        )
