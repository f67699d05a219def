"""Test courts, agencies, officials and clients of the five districts whose rules come with the software: what a court's engineer tries out with.

As invented as the samples of 洪泽, of which they are the larger part: every name says 示例 or 样例, the codes have valid check digits and
belong to nobody. They enter the ledger of `yingsu sandbox` alone.
"""

from typing import Final

import msgspec

from services.registry import samples
from services.registry.samples import SampleAgency, SampleClient, SampleDistrict, SampleOfficial, sample_id
from yingsu.events.registry.agency import AgencyType
from yingsu.officials.officials import Duty

SECOND_INSTANCE: Final = "苏08"
"""The court of second instance over 洪泽's, as the examples of the messages name it."""


def _district(place: str, jurisdiction: str, key: str, court: tuple[str, str, str], codes: tuple[str, ...]) -> SampleDistrict:
    """A district like 洪泽's. `court` is designation, name and client id; `codes` are those of the seven agencies in their order."""

    def agency(number: int) -> str:
        return sample_id("agency", number, jurisdiction)

    kinds: tuple[tuple[str, AgencyType], ...] = (
        ("人民政府", "government"),
        ("市场监督管理局", "department"),
        ("自然资源和规划局", "department"),
        ("司法局", "department"),
        ("镇人民政府", "township"),
        ("街道办事处", "subdistrict"),
        ("行政争议调处中心", "mediation_centre"),
    )
    market, resources, justice, centre = agency(2), agency(3), agency(4), agency(7)
    designation, court_name, court_client = court
    people: tuple[tuple[str, str, str, Duty], ...] = (
        (market, "示例甲", "局长", "head"),
        (market, "示例乙", "副局长", "leader"),
        (market, "示例丙", "法规科科员", "handler"),
        (resources, "示例丁", "局长", "head"),
        (resources, "示例戊", "法规科科员", "handler"),
        (justice, "示例己", "行政应诉科科长", "supervisor"),
    )
    return SampleDistrict(
        jurisdiction=jurisdiction,
        courts=((designation, court_name),),
        agencies=tuple(
            SampleAgency(agency(number), f"{place}示例{name}（样例）", code, kind)
            for number, ((name, kind), code) in enumerate(zip(kinds, codes, strict=True), start=1)
        ),
        officials=(
            *(
                SampleOfficial(sample_id("official", number, jurisdiction), of, name, post, (duty,))
                for number, (of, name, post, duty) in enumerate(people, start=1)
            ),
            _administrator(justice, jurisdiction),
        ),
        clients=(
            SampleClient(court_client, f"{place}法院办案系统（样例）", "court", court=designation),
            SampleClient(f"{key}-shichang-oa", f"{place}示例市场监管局办公系统（样例）", "agency", agency=market),
            SampleClient(f"{key}-ziran-oa", f"{place}示例自然资源局办公系统（样例）", "agency", agency=resources),
            SampleClient(f"{key}-tiaochu", f"{place}示例调处中心系统（样例）", "mediation_centre", agency=centre),
            SampleClient(f"{key}-sifa", f"{place}示例司法局应诉监督系统（样例）", "supervisor", agency=justice),
            SampleClient(f"{key}-shenji", f"{place}示例审计系统（样例）", "auditor"),
        ),
    )


def _administrator(agency: str, jurisdiction: str) -> SampleOfficial:
    return SampleOfficial(sample_id("official", 7, jurisdiction), agency, "示例庚", "规则管理员", ("administrator",))


HONGZE: Final = msgspec.structs.replace(
    samples.HONGZE,
    courts=(*samples.HONGZE.courts, (SECOND_INSTANCE, "淮安市中级人民法院（样例）")),
    officials=(*samples.HONGZE.officials, _administrator(samples.JUSTICE, samples.JURISDICTION)),
    clients=(
        *samples.HONGZE.clients,
        SampleClient("court-su08", "淮安市中级法院办案系统（样例）", "court", court=SECOND_INSTANCE),
    ),
)

DISTRICTS: Final = (
    HONGZE,
    _district(
        "德化县", "350526", "dehua", ("闽0526", "德化县人民法院（样例）", "court-min0526"),
        ("11350526000008117A", "113505260000081255", "113505260000081330", "11350526000008141T", "1135052600000815XJ",
         "11350526000008168J", "11350526000008176D"),
    ),
    _district(
        "烟台市", "370600", "yantai", ("鲁06", "烟台市中级人民法院（样例）", "court-lu06"),
        ("113706000000081172", "11370600000008125W", "11370600000008133P", "11370600000008141J", "1137060000000815XA",
         "11370600000008168A", "113706000000081765"),
    ),
    _district(
        "薛城区", "370403", "xuecheng", ("鲁0403", "枣庄市薛城区人民法院（样例）", "court-lu0403"),
        ("113704030000081173", "11370403000008125X", "11370403000008133Q", "11370403000008141K", "1137040300000815XB",
         "11370403000008168B", "113704030000081766"),
    ),
    _district(
        "峄城区", "370404", "yicheng", ("鲁0404", "枣庄市峄城区人民法院（样例）", "court-lu0404"),
        ("11370404000008117H", "11370404000008125C", "113704040000081337", "113704040000081412", "1137040400000815XR",
         "11370404000008168R", "11370404000008176L"),
    ),
)  # fmt: skip
"""洪泽 first: the examples of the messages are about it."""
