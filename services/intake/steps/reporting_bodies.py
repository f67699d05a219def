"""What a defendant sends with its reports. The examples' persons are invented."""

from pydantic import ConfigDict, Field

from yingsu.web.bodies import Body, Day, Line, LongText, example
from yingsu.web.parts import FileId, PersonBody


class CaseReportBody(Body):
    """报备案件基本情况。哪些内容必填，由本辖区的文件规定；缺少的，退回时写明所依据的条款。"""

    model_config = ConfigDict(
        title="案件报备",
        json_schema_extra=example(
            reported_on="2026-09-14",
            responsible_unit="峄城区示例市场监督管理局法规科（样例）",
            leader={"name": "示例李某"},
            handlers=[{"name": "示例王某"}],
            handling_opinion="经核查，被诉处罚程序合法，拟应诉并同步争取化解（样例）",
            resolve_by="2026-11-30",
        ),
    )

    reported_on: Day = Field(title="报备日期")
    responsible_unit: Line | None = Field(default=None, title="行政应诉责任单位")
    leader: PersonBody | None = Field(default=None, title="机关负责人")
    handlers: list[PersonBody] = Field(default=[], title="应诉人员", max_length=20)
    handling_opinion: LongText | None = Field(default=None, title="办理意见", description="以密文保存")
    resolve_by: Day | None = Field(default=None, title="化解时限")
    head: PersonBody | None = Field(default=None, title="主要负责人")
    line_leader: PersonBody | None = Field(default=None, title="分管领导")
    section_chief: PersonBody | None = Field(default=None, title="业务股室负责人")
    files: list[FileId] = Field(default=[], title="案件材料", max_length=50)


class AnswerReportBody(Body):
    """报备答辩状。"""

    model_config = ConfigDict(
        title="答辩状报备",
        json_schema_extra=example(reported_on="2026-09-17", file="file-00000000-0000-4000-8000-000000000001"),
    )

    reported_on: Day = Field(title="报备日期")
    file: FileId = Field(title="答辩状")
