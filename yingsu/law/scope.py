"""To whom a document speaks: the types of agencies in its list of addressees (`identity.agency_types_in_scope`). Pure.

A defendant of another type is sued like any other; that the jurisdiction's document was not addressed to it is only said.
"""

from datetime import date
from typing import Final

from yingsu.events.registry.agency import AgencyType
from yingsu.law.parameters import Cited, parameter_on
from yingsu.law.rules import Rules

KEY: Final = "agency_types_in_scope"


def outside_scope(rules: Rules, jurisdiction: str, day: date, kind: AgencyType) -> Cited | None:
    """The list of addressees that an agency of this type is not in, by the document that governs in `jurisdiction` what happens on `day`;
    None where it is in it, or where no document has one (XC-0.1, YC-0.1, DH-0.1, HZ-0.1, YT-0.1)."""
    said = parameter_on(rules, jurisdiction, day, "identity", KEY)
    return said if said is not None and isinstance(said.value, tuple) and kind not in said.value else None
