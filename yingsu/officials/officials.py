"""A person who acts for an agency through its OA system. Streams `official-<uuid>`. The name is sealed; only ids leave this module."""

from collections.abc import Iterable, Sequence
from typing import Literal

import msgspec

from yingsu.errors import Malformed
from yingsu.events.registry.agency import OfficialRegistered
from yingsu.ledger.entry import Entry, Event
from yingsu.ledger.sealed import SealedPerson
from yingsu.officials.agencies import Agency, checked_name

PREFIX = "official-"

Duty = Literal["head", "leader", "handler", "supervisor", "administrator"]
"""主要负责人, 分管负责人, 经办人, 监督人员, 管理人员."""


class AgencyUnknown(Malformed):
    """The agency named in the request is not registered."""

    code = "agency-unknown"
    title = "机关未登记"


class DutiesInvalid(Malformed):
    """No duty, or one twice."""

    code = "duties-invalid"
    title = "职责有误"


class Official(msgspec.Struct, frozen=True, kw_only=True):
    """An official as of the last event. `version` is that of the stream."""

    official_id: str
    person: SealedPerson
    agency: str
    post: str
    duties: tuple[Duty, ...]
    version: int = 1


def evolve(state: Official | None, event: Event) -> Official | None:
    """The state after `event`. Events of other kinds change nothing."""
    if isinstance(event, OfficialRegistered):
        return Official(
            official_id=event.official_id, person=event.person, agency=event.agency, post=event.post, duties=event.duties
        )
    return state


def fold(entries: Iterable[Entry]) -> Official | None:
    """The official of the stream's entries. None without entries."""
    state: Official | None = None
    for entry in entries:
        state = evolve(state, entry.event)
        if state is not None:
            state = msgspec.structs.replace(state, version=entry.version)
    return state


def known_agency(agency: Agency | None, agency_id: str, *, pointer: str = "/agency") -> Agency:
    """The agency, or AgencyUnknown with what to do."""
    if agency is None:
        raise AgencyUnknown(f"机关 {agency_id[:60]} 尚未登记。请先登记该机关，或核对机关编号。", pointer=pointer)
    return agency


def register_official(
    agency: Agency, *, official_id: str, person: SealedPerson, post: str, duties: Sequence[Duty]
) -> OfficialRegistered:
    """Register an official of `agency`. DutiesInvalid, NameInvalid (the post)."""
    if not duties or len(set(duties)) != len(duties):
        raise DutiesInvalid("职责至少填写一项，且不得重复。请补正后重新提交。", pointer="/duties")
    return OfficialRegistered(
        official_id=official_id,
        person=person,
        agency=agency.agency_id,
        post=checked_name(post, pointer="/post"),
        duties=tuple(duties),
    )
