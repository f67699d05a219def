"""An agency: its own id, its names, its 统一社会信用代码 from a day on, and what became of it. Streams `agency-<uuid>` and
`agency_code-<code>`. How an agency comes to another name or end is decided in `yingsu.officials.changes`."""

from collections.abc import Iterable
from datetime import date, datetime

import msgspec
from stdnum.cn import uscc
from stdnum.exceptions import InvalidChecksum, ValidationError

from yingsu.errors import Malformed, Refused
from yingsu.events.registry.agency import AgencyCodeReserved, AgencyRegistered, AgencyType
from yingsu.events.registry.lineage import (
    AgencyAbolished,
    AgencyMerged,
    AgencyRenamed,
    AgencySplit,
    AgencySucceeded,
    Manner,
    PowersTransferred,
)
from yingsu.ledger.entry import Entry, Event
from yingsu.officials.divisions import division

PREFIX = "agency-"
NAME_LENGTH = 120


class AgencyCodeInvalid(Malformed):
    """Not a 统一社会信用代码 by GB 32100-2015."""

    code = "agency-code-invalid"
    title = "统一社会信用代码有误"


class NameInvalid(Malformed):
    """A name is empty or too long."""

    code = "name-invalid"
    title = "名称有误"


class AgencyCodeTaken(Refused):
    """Another agency has this code."""

    code = "agency-code-taken"
    title = "统一社会信用代码已登记"


class FormerName(msgspec.Struct, frozen=True):
    """A name that the agency had before the day `until`."""

    name: str
    until: date


class Passing(msgspec.Struct, frozen=True, kw_only=True):
    """That powers passed from one agency to another: seen from either. `powers` is empty where nothing was named; `whole`: with all that
    nobody else took over by name. `recorded_at` is when it became known."""

    agency: str
    manner: Manner
    powers: tuple[str, ...]
    whole: bool
    since: date
    recorded_at: datetime | None = None


class Agency(msgspec.Struct, frozen=True, kw_only=True):
    """An agency as of its last event. `version` is that of its stream.

    `name` is the present one; `former` are those before, by the day on which each ended. `ended_on`: from that day on it is no more.
    `gave` is what it gave up and to whom, `took` what it took over and from whom.
    """

    agency_id: str
    name: str
    code: str
    type: AgencyType
    jurisdiction: str
    valid_from: date
    sample: bool
    version: int = 1
    former: tuple[FormerName, ...] = ()
    ended_on: date | None = None
    gave: tuple[Passing, ...] = ()
    took: tuple[Passing, ...] = ()

    def name_on(self, day: date) -> str:
        """What it was called on the day."""
        return next((known.name for known in self.former if day < known.until), self.name)

    @property
    def names(self) -> tuple[str, ...]:
        """Everything that it was ever called, the first name first."""
        return (*(known.name for known in self.former), self.name)

    def has_ended(self, day: date) -> bool:
        """Whether it is no more on the day."""
        return self.ended_on is not None and self.ended_on <= day


def code_stream(code: str) -> str:
    """The reservation stream of a code."""
    return f"agency_code-{code}"


def evolve(state: Agency | None, event: Event, recorded_at: datetime | None = None) -> Agency | None:
    """The state after `event`, which was recorded then. Events of other kinds change nothing."""
    if isinstance(event, AgencyRegistered):
        return Agency(
            agency_id=event.agency_id,
            name=event.name,
            code=event.code,
            type=event.type,
            jurisdiction=event.jurisdiction,
            valid_from=event.valid_from,
            sample=event.sample,
        )
    return None if state is None else _changed(state, event, recorded_at)


def _changed(state: Agency, event: Event, recorded_at: datetime | None) -> Agency:
    match event:
        case AgencyRenamed():
            return _renamed(state, event)
        case AgencyMerged(into=heir):
            return _gave(state, event.since, (_passing(event, heir, "merged", recorded_at),))
        case AgencyAbolished(successor=successor):
            if successor is None:
                return msgspec.structs.replace(state, ended_on=event.since)
            return _gave(state, event.since, (_passing(event, successor, "abolished", recorded_at),))
        case AgencySplit(shares=shares):
            shared = tuple(
                Passing(
                    agency=share.agency,
                    manner="split",
                    powers=share.powers,
                    whole=share.rest,
                    since=event.since,
                    recorded_at=recorded_at,
                )
                for share in shares
            )
            return _gave(state, event.since, shared)
        case PowersTransferred(to=heir, powers=powers):
            passing = Passing(
                agency=heir, manner="powers_transferred", powers=powers, whole=False, since=event.since, recorded_at=recorded_at
            )
            return _gave(state, state.ended_on, (passing,))
        case AgencySucceeded():
            passing = Passing(
                agency=event.predecessor,
                manner=event.manner,
                powers=event.powers,
                whole=event.whole,
                since=event.since,
                recorded_at=recorded_at,
            )
            return msgspec.structs.replace(state, took=(*state.took, passing))
        case _:
            return state


def _passing(event: AgencyMerged | AgencyAbolished, heir: str, manner: Manner, recorded_at: datetime | None) -> Passing:
    return Passing(agency=heir, manner=manner, powers=(), whole=True, since=event.since, recorded_at=recorded_at)


def _gave(state: Agency, ended_on: date | None, passings: tuple[Passing, ...]) -> Agency:
    return msgspec.structs.replace(state, ended_on=ended_on, gave=(*state.gave, *passings))


def _renamed(state: Agency, event: AgencyRenamed) -> Agency:
    """With the name in its place among those that it had, whichever was recorded first."""
    later = next((number for number, known in enumerate(state.former) if event.since < known.until), None)
    if later is None:
        former = (*state.former, FormerName(state.name, event.since))
        return msgspec.structs.replace(state, name=event.name, former=former)
    cut = state.former[later]
    between = (FormerName(cut.name, event.since), FormerName(event.name, cut.until))
    return msgspec.structs.replace(state, former=(*state.former[:later], *between, *state.former[later + 1 :]))


def fold(entries: Iterable[Entry]) -> Agency | None:
    """The agency of its stream's entries. None without entries."""
    state: Agency | None = None
    for entry in entries:
        state = evolve(state, entry.event, entry.recorded_at)
        if state is not None:
            state = msgspec.structs.replace(state, version=entry.version)
    return state


def checked_code(code: str, *, pointer: str = "/code") -> str:
    """The 18 characters of a code, without spaces and in capitals. AgencyCodeInvalid names what is wrong with it."""
    try:
        return uscc.validate(code)
    except InvalidChecksum:
        expected = uscc.calc_check_digit(uscc.compact(code)[:17])
        reason = f"校验码不符，按前 17 位计算应为“{expected}”"
    except ValidationError:
        reason = "应为 18 位，前 8 位为数字，其余为数字或大写字母（不用 I、O、S、V、Z）"
    raise AgencyCodeInvalid(
        f"统一社会信用代码“{code[:40]}”不符合 GB 32100-2015：{reason}。请对照证书核对后重新提交。", pointer=pointer
    )


def checked_name(name: str, *, pointer: str = "/name") -> str:
    """`name` without surrounding space: 1 to 120 characters. NameInvalid."""
    trimmed = name.strip()
    if not 1 <= len(trimmed) <= NAME_LENGTH:
        raise NameInvalid(f"名称应为 1 至 {NAME_LENGTH} 个字。请填写规范全称后重新提交。", pointer=pointer)
    return trimmed


def register_agency(
    holder: Agency | None,
    *,
    agency_id: str,
    name: str,
    code: str,
    type: AgencyType,
    jurisdiction: str,
    valid_from: date,
    sample: bool = False,
) -> tuple[AgencyRegistered, AgencyCodeReserved]:
    """Register an agency. `holder` is the agency that has the code now. AgencyCodeTaken, AgencyCodeInvalid, DivisionCodeInvalid."""
    number = checked_code(code)
    if holder is not None:
        raise AgencyCodeTaken(
            f"统一社会信用代码 {number} 已由“{holder.name}”（{holder.agency_id}）登记，一码只对应一个机关。"
            "如为同一机关请直接使用该编号，否则请核对代码。",
            pointer="/code",
        )
    registered = AgencyRegistered(
        agency_id=agency_id,
        name=checked_name(name),
        code=number,
        type=type,
        jurisdiction=division(jurisdiction, pointer="/jurisdiction"),
        valid_from=valid_from,
        sample=sample,
    )
    return registered, AgencyCodeReserved(code=number, agency_id=agency_id)
