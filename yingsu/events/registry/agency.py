"""Who can be sued and who hears it. Streams `agency-<uuid>`, `agency_code-<code>`, `court-<code>`, `official-<uuid>`."""

from datetime import date
from typing import Literal

from yingsu.ledger.entry import Event
from yingsu.ledger.mapper import stored
from yingsu.ledger.sealed import SealedPerson

AgencyType = Literal["government", "department", "township", "subdistrict", "committee", "institution", "mediation_centre"]
"""政府, 部门, 镇, 街道, 管委会, 法律法规授权组织, 行政争议调处中心."""


@stored("registry.agency_registered.v1")
class AgencyRegistered(Event, frozen=True, kw_only=True):
    """An agency with its own id. `code` is its 统一社会信用代码 (GB 32100-2015), from `valid_from` on."""

    agency_id: str
    name: str
    code: str
    type: AgencyType
    jurisdiction: str
    valid_from: date
    sample: bool


@stored("registry.agency_code_reserved.v1")
class AgencyCodeReserved(Event, frozen=True, kw_only=True):
    """Exactly one agency has this code."""

    code: str
    agency_id: str


@stored("registry.court_registered.v1")
class CourtRegistered(Event, frozen=True, kw_only=True):
    """A court by its designation in case numbers (法院代字, such as 苏0813)."""

    court: str
    name: str
    sample: bool


@stored("registry.official_registered.v1")
class OfficialRegistered(Event, frozen=True, kw_only=True):
    """A person who acts for an agency through its OA system."""

    official_id: str
    person: SealedPerson
    agency: str
    post: str
    duties: tuple[Literal["head", "leader", "handler", "supervisor", "administrator"], ...]
