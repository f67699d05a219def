"""A court by its designation in case numbers (法院代字). Streams `court-<designation>`."""

import re
from collections.abc import Iterable

import msgspec

from yingsu.errors import Malformed, Refused
from yingsu.events.registry.agency import CourtRegistered
from yingsu.ledger.entry import Entry, Event
from yingsu.officials.agencies import checked_name

_DESIGNATION = re.compile(r"最高法知?|[京津冀晋内辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新兵军]([0-9]{2}|[0-9]{4})?")
"""最高法; a province (or 兵团, 军事法院) alone for a 高级法院, with two digits for a 中级, with four for a 基层法院.
《关于人民法院案件案号的若干规定》（法〔2015〕137号）第四条、第五条."""


class CourtDesignationInvalid(Malformed):
    """Not a court's designation."""

    code = "court-designation-invalid"
    title = "法院代字有误"


class CourtAlreadyRegistered(Refused):
    """The designation is registered."""

    code = "court-already-registered"
    title = "法院已登记"


class CourtUnknown(Malformed):
    """The court named in the request is not registered."""

    code = "court-unknown"
    title = "法院未登记"


class Court(msgspec.Struct, frozen=True, kw_only=True):
    """A court as of its last event. `version` is that of its stream."""

    court: str
    name: str
    sample: bool
    version: int = 1


def stream_of(court: str) -> str:
    """The stream of a court."""
    return f"court-{court}"


def evolve(state: Court | None, event: Event) -> Court | None:
    """The state after `event`. Events of other kinds change nothing."""
    if isinstance(event, CourtRegistered):
        return Court(court=event.court, name=event.name, sample=event.sample)
    return state


def fold(entries: Iterable[Entry]) -> Court | None:
    """The court of its stream's entries. None without entries."""
    state: Court | None = None
    for entry in entries:
        state = evolve(state, entry.event)
        if state is not None:
            state = msgspec.structs.replace(state, version=entry.version)
    return state


def known_court(court: Court | None, designation: str, *, pointer: str = "/court") -> Court:
    """The court, or CourtUnknown with what to do."""
    if court is None:
        raise CourtUnknown(f"法院代字 {designation[:20]} 尚未登记。请先登记该法院，或核对代字。", pointer=pointer)
    return court


def register_court(existing: Court | None, *, court: str, name: str, sample: bool = False) -> CourtRegistered:
    """Register a court. CourtDesignationInvalid, CourtAlreadyRegistered, NameInvalid."""
    if not _DESIGNATION.fullmatch(court):
        raise CourtDesignationInvalid(
            f"法院代字“{court[:20]}”不符合人民法院案号规则：应为省份简称加数字，例如 苏0813。请核对案号中的代字后重新提交。",
            pointer="/court",
        )
    if existing is not None:
        raise CourtAlreadyRegistered(f"法院代字 {court} 已登记为“{existing.name}”，无需重复登记。", pointer="/court")
    return CourtRegistered(court=court, name=checked_name(name), sample=sample)
