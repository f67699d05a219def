"""What agencies and the supervising body send: the request bodies of reviews. The examples' content is invented."""

from typing import Annotated, Literal

from pydantic import ConfigDict, Field, StringConstraints

from yingsu.web.bodies import Body, Day, Line, LongText, example
from yingsu.web.parts import AgencyId, FileId, PersonName, Phone

GOVERNMENT = "agency-00000000-0000-4000-8000-320813000001"
SUBDISTRICT = "agency-00000000-0000-4000-8000-320813000006"

PartName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]{0,39}$")]


class LeaderBody(Body):
    """主持复盘的人员。仅以密文保存，可依法删除。"""

    model_config = ConfigDict(title="主持人员")

    name: PersonName
    phone: Phone = None


class AssignmentBody(Body):
    """确定由哪个机关复盘区政府败诉的部分（《十项机制》第九项：由原具体实施单位承担）。"""

    model_config = ConfigDict(
        title="确定复盘机关",
        json_schema_extra=example(
            case_id="case-00000000-0000-4000-8000-000000000012",
            judgment_no="（2026）苏0813行初12号",
            defendant=GOVERNMENT,
            agency=SUBDISTRICT,
        ),
    )

    case_id: str = Field(title="案件编号", min_length=1, max_length=100)
    judgment_no: Line = Field(title="裁判文书号")
    defendant: AgencyId = Field(title="败诉的被告")
    agency: AgencyId = Field(title="承担复盘的机关")


class StartBody(Body):
    """开展复盘（《十项机制》第九项：收到败诉裁判文书后 5 个工作日内）。"""

    model_config = ConfigDict(title="开展复盘", json_schema_extra=example(started_on="2026-11-05", led_by={"name": "示例乙"}))

    started_on: Day = Field(title="开展日期", description="不早于收到败诉裁判文书之日")
    led_by: LeaderBody | None = Field(default=None, title="主持人员")


class DraftBody(Body):
    """分析报告全文（《十项机制》第九项）。再次登记即为新稿，原有审签随之失效。"""

    model_config = ConfigDict(
        title="分析报告",
        json_schema_extra=example(
            drafted_on="2026-11-09",
            parts={
                "brief_facts": "因对示例食品有限公司处罚一案被诉（样例）",
                "mediation_efforts": "诉前调处未达成一致（样例）",
                "litigation_handling": "按期答辩，负责人出庭应诉（样例）",
                "cause": "处罚前未告知听证权利（样例）",
                "conclusion": "程序违法，应当完善听证告知（样例）",
            },
        ),
    )

    drafted_on: Day = Field(title="起草日期", description="不早于开展之日和上一稿")
    parts: dict[PartName, LongText] = Field(
        title="报告内容",
        description="按辖区规定的各部分，以部分名称为键，以密文保存。洪泽为 brief_facts 简要案情、mediation_efforts 协调化解情况、"
        "litigation_handling 诉讼对接情况、cause 败诉原因、conclusion 分析结论。合计约一万六千字以内，详细材料上传为文件",
        max_length=20,
    )
    files: list[FileId] = Field(default_factory=list, title="附件", max_length=50)


class SignatureBody(Body):
    """本单位主要负责人审签现在这一稿（《十项机制》第九项）。须附主要负责人的办理人员声明。"""

    model_config = ConfigDict(title="审签", json_schema_extra=example(signed_on="2026-11-10"))

    signed_on: Day = Field(title="审签日期", description="不早于起草之日")


class SubmissionBody(Body):
    """移送分析报告（《十项机制》第九项），移送对象依辖区规定。"""

    model_config = ConfigDict(title="移送", json_schema_extra=example(submitted_on="2026-11-10"))

    submitted_on: Day = Field(title="移送日期", description="不早于审签之日")


class AcceptanceBody(Body):
    """司法行政机关接收分析报告。"""

    model_config = ConfigDict(title="接收", json_schema_extra=example(accepted_on="2026-11-11"))

    accepted_on: Day = Field(title="接收日期", description="不早于移送之日")


class ReturnBody(Body):
    """司法行政机关退回重报。退回后重新起草、审签、移送。"""

    model_config = ConfigDict(
        title="退回", json_schema_extra=example(returned_on="2026-11-11", reason="败诉原因分析不够具体（样例）")
    )

    returned_on: Day = Field(title="退回日期", description="不早于移送之日")
    reason: LongText = Field(title="退回理由", description="以密文保存")


class VoidingBody(Body):
    """撤销复盘：裁判被改判，或者败诉登记有误。"""

    model_config = ConfigDict(
        title="撤销复盘",
        json_schema_extra=example(
            voided_on="2026-11-18", because="reversed", authority="（2026）苏08行终31号", reason="二审改判驳回诉讼请求（样例）"
        ),
    )

    voided_on: Day = Field(title="撤销日期", description="不早于收到裁判文书之日")
    because: Literal["reversed", "corrected"] = Field(title="原因", description="reversed 裁判被改判；corrected 败诉登记有误")
    authority: Line = Field(title="依据文书号")
    reason: LongText = Field(title="理由", description="以密文保存")


class MilestoneBody(Body):
    """时间进度的一步。"""

    model_config = ConfigDict(title="时间进度")

    step: LongText = Field(title="事项", description="以密文保存")
    due: Day = Field(title="完成日期", description="不早于制定方案之日，不晚于其后十年")


class PlanBody(Body):
    """整改方案：工作责任、具体措施、时间进度（《十项机制》第九项）。再次登记即为新方案。"""

    model_config = ConfigDict(
        title="整改方案",
        json_schema_extra=example(
            planned_on="2026-11-11",
            responsibility="法规科牵头，执法大队配合（样例）",
            measures="修订处罚告知文书，增加听证告知（样例）",
            timetable=[{"step": "修订文书（样例）", "due": "2026-11-20"}],
        ),
    )

    planned_on: Day = Field(title="制定日期", description="不早于审签之日")
    responsibility: LongText | None = Field(default=None, title="工作责任", description="以密文保存")
    measures: LongText | None = Field(default=None, title="具体措施", description="以密文保存")
    timetable: list[MilestoneBody] = Field(default_factory=list, title="时间进度", max_length=50)


class RectificationBody(Body):
    """报送整改工作情况（《十项机制》第九项：复盘分析后 10 个工作日内）。"""

    model_config = ConfigDict(
        title="整改情况",
        json_schema_extra=example(submitted_on="2026-11-20", result="已修订处罚告知文书并完成培训（样例）"),
    )

    submitted_on: Day = Field(title="报送日期", description="不早于制定方案之日")
    result: LongText = Field(title="整改工作情况", description="以密文保存")
    files: list[FileId] = Field(default_factory=list, title="附件", max_length=50)
