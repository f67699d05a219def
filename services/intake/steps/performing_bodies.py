"""What is sent of the performance of a judgment. The examples are invented."""

from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from services.intake.steps.risk_bodies import AGENCY, Concerned
from yingsu.web.bodies import Body, Day, Line, LongText, example
from yingsu.web.parts import AgencyId, FileId

JudgmentNo = Annotated[Line, Field(title="裁判文书号", examples=["（2026）苏0813行初12号"])]


class PerformanceBody(Body):
    """已经全部履行裁判所定的义务。"""

    model_config = ConfigDict(
        title="履行裁判",
        json_schema_extra=example(
            judgment_no="（2026）苏0813行初12号", performed_on="2026-10-08", how="已撤销原处罚决定并退还罚款（样例）"
        ),
    )

    judgment_no: JudgmentNo
    performed_on: Day = Field(title="履行日期")
    how: LongText = Field(title="履行情况", description="以密文保存")
    files: list[FileId] = Field(default=[], title="履行凭证", max_length=20)


class PerformanceReportBody(Body):
    """将判决履行情况告知调处中心。未履行、部分履行的也应当告知，并写明理由。"""

    model_config = ConfigDict(
        title="判决履行情况",
        json_schema_extra=example(judgment_no="（2026）苏0813行初12号", reported_on="2026-10-08", result="done"),
    )

    judgment_no: JudgmentNo
    reported_on: Day = Field(title="告知日期")
    result: Literal["done", "partly", "not"] = Field(title="履行情况", description="done 已履行、partly 部分履行、not 未履行")
    reason: LongText | None = Field(default=None, title="理由", description="部分履行、未履行的必填；以密文保存")


class PerformanceRefusalBody(Body):
    """认定一个机关拒不履行裁判。由人认定，写明依据的事实；逾期本身不是拒不履行。"""

    model_config = ConfigDict(
        title="认定拒不履行",
        json_schema_extra=example(
            agency=AGENCY,
            judgment_no="（2026）鲁0404行初12号",
            refused_on="2026-12-01",
            grounds="经两次督促，书面答复不予履行（样例）",
        ),
    )

    agency: Annotated[AgencyId, Field(title="所涉机关", examples=[AGENCY])]
    judgment_no: JudgmentNo
    refused_on: Day = Field(title="认定日期")
    grounds: LongText = Field(title="事实和依据", description="以密文保存")


class CourtOpinionBody(Body):
    """听取人民法院对判决履行的意见和建议。"""

    model_config = ConfigDict(
        title="听取法院意见", json_schema_extra=example(heard_on="2026-09-02", opinion="建议重新调查后作出决定（样例）")
    )

    heard_on: Day = Field(title="听取日期")
    opinion: LongText = Field(title="意见和建议", description="以密文保存")
    agency: Concerned = None


class GuidanceBody(Body):
    """对行政机关的指导。"""

    model_config = ConfigDict(
        title="指导", json_schema_extra=example(given_on="2026-09-03", guidance="指导重新作出决定的程序（样例）")
    )

    given_on: Day = Field(title="指导日期")
    guidance: LongText = Field(title="指导内容", description="以密文保存")
    agency: Concerned = None
