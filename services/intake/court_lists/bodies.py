"""The list that a court sends."""

from typing import Annotated

from pydantic import ConfigDict, Field, StringConstraints

from services.intake.bodies import MESSAGE_ID_PATTERN, AgencyCode
from yingsu.web.bodies import Body, Day, example

MOST = 500
"""Cases on one list: a district court files fewer administrative cases a year, and the list of a busier one is sent by periods."""


class ListedCaseBody(Body):
    """清单中的一件案件。"""

    model_config = ConfigDict(title="清单案件")

    case_no: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)] = Field(
        title="案号", description="任何写法均可", examples=["（2026）苏0813行初12号"]
    )
    agency_codes: list[AgencyCode] = Field(
        default=[], title="被告机关代码", description="可不填；填写时便于本系统无此案时找到机关", max_length=20
    )


class CourtListBody(Body):
    """法院在一段期间内立案的、涉及一个辖区机关的全部行政案件。"""

    model_config = ConfigDict(
        title="法院案件清单",
        json_schema_extra=example(
            list_id="QD-2026-09",
            jurisdiction="320813",
            listed_on="2026-10-08",
            filed_from="2026-09-01",
            filed_to="2026-09-30",
            cases=[{"case_no": "（2026）苏0813行初12号", "agency_codes": ["11320813000008125D"]}],
        ),
    )

    list_id: str = Field(
        title="清单编号", description="本院内唯一。重发须用原编号和原内容", pattern=MESSAGE_ID_PATTERN, examples=["QD-2026-09"]
    )
    jurisdiction: str = Field(title="行政区划代码", pattern="^[0-9]{6}$", examples=["320813"])
    listed_on: Day = Field(title="清单日期", description="截至该日，不得晚于今天")
    filed_from: Day = Field(title="立案日期起")
    filed_to: Day = Field(title="立案日期止", description="不晚于清单日期")
    cases: list[ListedCaseBody] = Field(title="案件", description="期间内没有案件的，报空清单", max_length=MOST)
