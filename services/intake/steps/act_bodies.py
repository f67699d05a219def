"""What is sent of the act that is sued over. The examples are invented."""

from pydantic import ConfigDict, Field

from services.intake.steps.risk_bodies import Concerned
from yingsu.web.bodies import Body, Day, Line, example


class PlatformRecordBody(Body):
    """被诉行政行为在行政执法平台的编号。"""

    model_config = ConfigDict(
        title="执法平台编号",
        json_schema_extra=example(linked_on="2026-09-12", platform="闽执法", record_no="MZF-2026-000123（样例）"),
    )

    linked_on: Day = Field(title="登记日期")
    platform: Line = Field(title="平台", examples=["闽执法"])
    record_no: Line = Field(title="平台编号")


class ReconsiderationBody(Body):
    """经过行政复议的案件：复议决定。"""

    model_config = ConfigDict(
        title="行政复议决定",
        json_schema_extra=example(
            decided_on="2026-07-20",
            body="烟台市示例区人民政府（样例）",
            decision_no="烟示复决〔2026〕12号（样例）",
            result="维持",
        ),
    )

    decided_on: Day = Field(title="决定日期", description="可以早于立案日期")
    agency: Concerned = None
    body: Line = Field(title="复议机关")
    decision_no: Line = Field(title="决定书文号")
    result: Line = Field(title="结果", description="按决定书的写法", examples=["维持"])
