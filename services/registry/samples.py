"""Sample data for an installation that is being tried out: invented agencies, officials and clients of 洪泽 (320813).

Every name says 示例 or 样例, and every id ends in digits that no real one has. The codes have valid check digits (GB 11714, GB 32100) and
belong to nobody. Nothing of this enters a ledger unless `Settings.samples` says so.
"""

from datetime import date
from typing import Final

import msgspec

from yingsu.events.registry.agency import AgencyType
from yingsu.events.registry.client import ClientRole
from yingsu.officials.officials import Duty

JURISDICTION: Final = "320813"
COURT: Final = "苏0813"
COURT_NAME: Final = "淮安市洪泽区人民法院（样例）"
VALID_FROM: Final = date(2019, 1, 1)


class SampleAgency(msgspec.Struct, frozen=True):
    """An invented agency."""

    agency_id: str
    name: str
    code: str
    type: AgencyType


class SampleOfficial(msgspec.Struct, frozen=True):
    """An invented person."""

    official_id: str
    agency: str
    name: str
    post: str
    duties: tuple[Duty, ...]


class SampleClient(msgspec.Struct, frozen=True):
    """A client; each gets a secret and a key pair of its own, written to `credentials/<client id>.json`."""

    client_id: str
    name: str
    role: ClientRole
    court: str | None = None
    agency: str | None = None


class SampleDistrict(msgspec.Struct, frozen=True, kw_only=True):
    """Invented agencies, officials and clients of one jurisdiction, and the courts (designation and name) that know its cases."""

    jurisdiction: str
    courts: tuple[tuple[str, str], ...]
    agencies: tuple[SampleAgency, ...]
    officials: tuple[SampleOfficial, ...]
    clients: tuple[SampleClient, ...]


def sample_id(kind: str, number: int, jurisdiction: str) -> str:
    """The id of an invented agency or person, by its number in the jurisdiction."""
    return f"{kind}-00000000-0000-4000-8000-{jurisdiction}{number:06}"


def _id(kind: str, number: int) -> str:
    return sample_id(kind, number, JURISDICTION)


GOVERNMENT: Final = _id("agency", 1)
MARKET: Final = _id("agency", 2)
RESOURCES: Final = _id("agency", 3)
JUSTICE: Final = _id("agency", 4)
TOWNSHIP: Final = _id("agency", 5)
SUBDISTRICT: Final = _id("agency", 6)
CENTRE: Final = _id("agency", 7)

AGENCIES: Final = (
    SampleAgency(GOVERNMENT, "洪泽区示例人民政府（样例）", "11320813000008117J", "government"),
    SampleAgency(MARKET, "洪泽区示例市场监督管理局（样例）", "11320813000008125D", "department"),
    SampleAgency(RESOURCES, "洪泽区示例自然资源和规划局（样例）", "113208130000081338", "department"),
    SampleAgency(JUSTICE, "洪泽区示例司法局（样例）", "113208130000081413", "department"),
    SampleAgency(TOWNSHIP, "洪泽区示例镇人民政府（样例）", "1132081300000815XT", "township"),
    SampleAgency(SUBDISTRICT, "洪泽区示例街道办事处（样例）", "11320813000008168T", "subdistrict"),
    SampleAgency(CENTRE, "洪泽区示例行政争议调处中心（样例）", "11320813000008176M", "mediation_centre"),
)

OFFICIALS: Final = (
    SampleOfficial(_id("official", 1), MARKET, "示例甲", "局长", ("head",)),
    SampleOfficial(_id("official", 2), MARKET, "示例乙", "副局长", ("leader",)),
    SampleOfficial(_id("official", 3), MARKET, "示例丙", "法规科科员", ("handler",)),
    SampleOfficial(_id("official", 4), RESOURCES, "示例丁", "局长", ("head",)),
    SampleOfficial(_id("official", 5), RESOURCES, "示例戊", "法规科科员", ("handler",)),
    SampleOfficial(_id("official", 6), JUSTICE, "示例己", "行政应诉科科长", ("supervisor",)),
)

CLIENTS: Final = (
    SampleClient("court-su0813", "洪泽区法院办案系统（样例）", "court", court=COURT),
    SampleClient("hongze-shichang-oa", "示例市场监管局办公系统（样例）", "agency", agency=MARKET),
    SampleClient("hongze-ziran-oa", "示例自然资源局办公系统（样例）", "agency", agency=RESOURCES),
    SampleClient("hongze-tiaochu", "示例调处中心系统（样例）", "mediation_centre", agency=CENTRE),
    SampleClient("hongze-sifa", "示例司法局应诉监督系统（样例）", "supervisor", agency=JUSTICE),
    SampleClient("hongze-shenji", "示例审计系统（样例）", "auditor"),
)

HONGZE: Final = SampleDistrict(
    jurisdiction=JURISDICTION, courts=((COURT, COURT_NAME),), agencies=AGENCIES, officials=OFFICIALS, clients=CLIENTS
)
