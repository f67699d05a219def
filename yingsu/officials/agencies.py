"""An agency: its own id, its name, and its 统一社会信用代码 from a day on. Streams `agency-<uuid>` and `agency_code-<code>`."""

from collections.abc import Iterable
from datetime import date

import msgspec
from stdnum.cn import uscc
from stdnum.exceptions import InvalidChecksum, ValidationError

from yingsu.errors import Malformed, Refused
from yingsu.events.registry.agency import AgencyCodeReserved, AgencyRegistered, AgencyType
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


class Agency(msgspec.Struct, frozen=True, kw_only=True):
    """An agency as of its last event. `version` is that of its stream."""

    agency_id: str
    name: str
    code: str
    type: AgencyType
    jurisdiction: str
    valid_from: date
    sample: bool
    version: int = 1


def code_stream(code: str) -> str:
    """The reservation stream of a code."""
    return f"agency_code-{code}"


def evolve(state: Agency | None, event: Event) -> Agency | None:
    """The state after `event`. Events of other kinds change nothing."""
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
    return state


def fold(entries: Iterable[Entry]) -> Agency | None:
    """The agency of its stream's entries. None without entries."""
    state: Agency | None = None
    for entry in entries:
        state = evolve(state, entry.event)
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
