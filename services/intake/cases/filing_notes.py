"""What a filed case lacks by the profile in force on the day of filing, as officials of the district are told it: marks that bar nothing. Pure."""

from collections.abc import Iterator, Mapping
from typing import Final

from services.intake.cases.answer_marks import Note
from services.intake.cases.record import Record
from yingsu.events.intake.case import CaseFiled
from yingsu.events.registry.agency import AgencyType
from yingsu.law.gates import citation, gates_on
from yingsu.law.rules import Rules

LEAD_UNIT: Final = "lead_unit_named"
"""The gate of a jurisdiction in which of several departments sued one leads (YT-2.2.3)."""
IN_PLATFORM: Final = "act_in_platform"
"""The gate of a jurisdiction in which acts are recorded in a platform of enforcement (DH-2.8)."""


def filing_notes(record: Record, types: Mapping[str, AgencyType], rules: Rules | None) -> Iterator[Note]:
    """The marks of a case, each once; none before the filing. `types` are those of the defendants that are registered."""
    filing = record.case.filing
    if filing is None:
        return
    found: dict[str, Note] = {}
    for place in record.case.jurisdictions:
        for gate, clauses in gates_on(rules, place, filing.filed_on, CaseFiled.TOPIC):
            title = _lacking(gate.code, place, record, types)
            if title is not None:
                found.setdefault(gate.code, Note(code=gate.code, title=title, authority=citation(clauses)))
    yield from found.values()


def _lacking(gate: str, place: str, record: Record, types: Mapping[str, AgencyType]) -> str | None:
    sued = [agency for agency in record.case.agencies if record.case.jurisdiction_of(agency) == place]
    if gate == LEAD_UNIT and record.lead is None:
        departments = [agency for agency in sued if types.get(agency) == "department"]
        return "两个以上部门为共同被告，尚未确定牵头部门" if len(departments) > 1 else None
    if gate == IN_PLATFORM and not set(sued) <= set(record.in_platform):
        return "尚未登记被诉行政行为在执法平台的编号"
    return None
