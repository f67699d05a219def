"""What is sent of the risk of a case: assessments, warnings, flags. The examples are invented."""

from typing import Annotated

from pydantic import ConfigDict, Field

from yingsu.events.intake.steps.risk import CaseFlag, RiskLevel
from yingsu.web.bodies import Body, Day, Flag, Line, LongText, example
from yingsu.web.parts import AgencyId

AGENCY = "agency-00000000-0000-4000-8000-370403000002"
Concerned = Annotated[AgencyId | None, Field(title="所涉机关", description="只涉一个被告的填写；不填即为全案", examples=[AGENCY])]
CaseFlagName = Annotated[
    CaseFlag,
    Field(
        title="类别",
        description="major_public_interest 涉及重大公共利益、high_attention 社会高度关注、mass_incident_risk 可能引发群体性事件、"
        "procuratorate_public_interest 检察机关提起行政公益诉讼、procuratorate_protest 检察机关抗诉、expropriation 征地拆迁、"
        "resettlement_compensation 安置补偿、major_difficult 重大疑难",
    ),
]
Grounds = Annotated[LongText, Field(title="理由", description="以密文保存")]


class RiskBody(Body):
    """研判败诉风险。等级由本辖区的文件规定；降低等级、解除预警的，同样写明理由。"""

    model_config = ConfigDict(
        title="风险研判", json_schema_extra=example(assessed_on="2026-08-10", level="yellow", grounds="告知程序存在瑕疵（样例）")
    )

    assessed_on: Day = Field(title="研判日期")
    level: RiskLevel = Field(title="等级", description="none 无、low 较小、high 较大、yellow 黄牌、red 红色")
    grounds: Grounds
    agency: Concerned = None
    needs_other_units: Flag = Field(default=False, title="是否需要其他镇街、部门配合")


class WarningBody(Body):
    """向一个被告机关发出预警。"""

    model_config = ConfigDict(
        title="预警",
        json_schema_extra=example(
            agency=AGENCY, issued_on="2026-08-10", document_no="薛示预〔2026〕3号（样例）", demand="请于三日内启动化解（样例）"
        ),
    )

    agency: Annotated[AgencyId, Field(title="受预警的机关", examples=[AGENCY])]
    issued_on: Day = Field(title="发出日期")
    demand: LongText = Field(title="要求", description="以密文保存")
    document_no: Line | None = Field(default=None, title="文号")


class FlagBody(Body):
    """将本案列为某类案件：负责人出庭、汇报等要求随之而来。"""

    model_config = ConfigDict(
        title="案件类别",
        json_schema_extra=example(set_on="2026-08-05", flag="mass_incident_risk", grounds="涉及三十余户征收补偿（样例）"),
    )

    set_on: Day = Field(title="列入日期")
    flag: CaseFlagName
    grounds: Grounds
    agency: Concerned = None


class FlagClearingBody(Body):
    """本案不再属于某类案件。"""

    model_config = ConfigDict(
        title="撤销案件类别",
        json_schema_extra=example(cleared_on="2026-09-05", flag="mass_incident_risk", grounds="已分别达成补偿协议（样例）"),
    )

    cleared_on: Day = Field(title="撤销日期")
    flag: CaseFlagName
    grounds: Grounds
    agency: Concerned = None
