"""The registers that list facts outside any case, and what the agencies of a jurisdiction lack by the profile's gates. Pure.

Registers of facts in cases are not read here.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

import msgspec

from services.registry.roll import Roll
from yingsu.errors import NotFound
from yingsu.events.registry.office import OfficeHolderAppointed, OfficeHolderLeft
from yingsu.law.clauses import Clause
from yingsu.law.provision import Register
from yingsu.law.registers import Row, registers_on, rows
from yingsu.law.rules import Rules
from yingsu.ledger.entry import Entry
from yingsu.officials.agencies import Agency
from yingsu.officials.office import Office

Missing = Callable[[Office, date], tuple[str, ...]]


class RegisterNotFound(NotFound):
    """The profile of that day has no such register outside of cases."""

    code = "register-not-found"
    title = "没有这个台账"


class Kind(msgspec.Struct, frozen=True):
    """How a register is read. `latest`: a later entry of an agency takes the place of the one before; `every`: agencies in scope without an
    entry have a row too, an empty one."""

    latest: bool = False
    every: bool = False


SERVED: Final[Mapping[str, Kind]] = MappingProxyType(
    {
        "leading_group": Kind(),
        "office_holders": Kind(),
        "agencies_without_contact": Kind(),
        "adviser_firms": Kind(latest=True, every=True),
        "work_teams": Kind(latest=True, every=True),
    }
)


class Kept(msgspec.Struct, frozen=True):
    """A register on a day: its rows, and the agencies in scope that have none."""

    register: Register
    clauses: tuple[Clause, ...]
    rows: tuple[Row, ...]
    without: tuple[Agency, ...]


class Gap(msgspec.Struct, frozen=True):
    """What an agency lacks, by which gate."""

    agency: Agency
    code: str
    title: str
    missing: tuple[str, ...]
    clauses: tuple[Clause, ...]


def register_of(roll: Roll, rules: Rules | None, jurisdiction: str, code: str, day: date, *, standing: bool) -> Kept:
    """The register on the day; `standing`: without what was closed by then. Raises RegisterNotFound."""
    known = registers_on(rules, jurisdiction, day).get(code)
    kind = SERVED.get(code)
    if known is None or kind is None:
        raise RegisterNotFound(
            f"{day} 在本辖区施行的文件没有规定这个台账，或者该台账按案件登记、不在此处。请核对台账代码和日期。"
        )
    register, clauses = known
    types = types_in_scope(rules, jurisdiction, day)
    found = rows(register, roll.entries, _subject, day, standing=standing, latest=kind.latest)
    if register.gaps:
        going = {agency.agency_id for agency in roll.going(day, types)}
        found = tuple(row for row in found if row.subject in going)
    told = {row.subject for row in found}
    without = tuple(agency for agency in roll.going(day, types) if agency.agency_id not in told) if kind.every else ()
    return Kept(register, clauses, found, without)


def gaps_of(roll: Roll, rules: Rules | None, jurisdiction: str, day: date) -> Iterator[Gap]:
    """What the agencies in scope lack on the day, by agency; only what the profile of the day asks for."""
    asked = [
        (gate, tuple(clause for clause in layer.profile.clauses if clause.id in gate.clauses))
        for layer in (rules.layers_on(jurisdiction, day) if rules else ())
        for gate in layer.profile.gates
        if gate.code in _LISTED
    ]
    for agency in roll.going(day, types_in_scope(rules, jurisdiction, day)):
        office = roll.office(agency.agency_id)
        for gate, clauses in asked:
            missing = _LISTED[gate.code](office, day)
            if missing:
                yield Gap(agency, gate.code, gate.title, missing, clauses)


def types_in_scope(rules: Rules | None, jurisdiction: str, day: date) -> frozenset[str]:
    """The types of agencies that the profile of the day is for."""
    found: frozenset[str] = frozenset()
    for layer in rules.layers_on(jurisdiction, day) if rules else ():
        parameter = layer.profile.parameters.get("identity", {}).get("agency_types_in_scope")
        if parameter is not None and isinstance(parameter.value, list | tuple):
            found = frozenset(map(str, parameter.value))
    return found


def _subject(entry: Entry) -> str:
    """An appointment by its place in its stream, everything else by the agency."""
    match entry.event:
        case OfficeHolderAppointed(holder=holder) | OfficeHolderLeft(holder=holder):
            return f"{entry.stream}/{holder}"
        case _:
            return getattr(entry.event, "agency", None) or entry.stream


def _no_head(office: Office, day: date) -> tuple[str, ...]:
    return () if office.chief(day) else ("在任的主要负责人",)


def _no_review(office: Office, day: date) -> tuple[str, ...]:
    staff = office.legal_staff(day)
    named = {"审核机构": staff and staff.review_body, "审核人员": staff and staff.reviewers}
    return tuple(what for what, known in named.items() if not known)


def _no_adviser(office: Office, day: date) -> tuple[str, ...]:
    staff = office.legal_staff(day)
    named = {"合法性审查专人": staff and staff.reviewers, "法律顾问": staff and (staff.advisers or staff.adviser_firm)}
    return tuple(what for what, known in named.items() if not known)


_LISTED: Final[Mapping[str, Missing]] = MappingProxyType(
    {"agency_head_known": _no_head, "reviewer_named": _no_review, "named_person": _no_adviser}
)
"""The gates that list what lacks outside any case, by code."""
