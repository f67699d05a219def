"""What a defendant sends with its reports. The examples' persons are invented."""

from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from yingsu.events.intake.response import Rank
from yingsu.events.intake.steps.reporting import Channel, Contacted, Stage
from yingsu.web.bodies import Body, Day, Line, LongText, Whole, example
from yingsu.web.parts import FileId, PersonBody

HearingNo = Annotated[Whole, Field(title="开庭次序", ge=1, le=100)]
HearingOn = Annotated[Day, Field(title="开庭日期", description="须与法院报送的开庭通知一致")]
LeaderPost = Annotated[Line, Field(title="职务", examples=["副主任"])]
LeaderRank = Annotated[
    Rank,
    Field(title="职级", description="principal 正职、deputy 副职、other 其他参与分管的负责人（法释〔2020〕3号第二条）"),
]


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


class LeaderListBody(Body):
    """报备一次开庭的出庭机关负责人。"""

    model_config = ConfigDict(
        title="出庭机关负责人名单",
        json_schema_extra=example(
            reported_on="2026-09-15", hearing_on="2026-09-18", name={"name": "示例李某"}, post="副主任", rank="deputy"
        ),
    )

    reported_on: Day = Field(title="报备日期")
    hearing_no: HearingNo = 1
    hearing_on: HearingOn
    name: PersonBody = Field(title="姓名")
    post: LeaderPost
    rank: LeaderRank


class SuperiorReportBody(Body):
    """向市有关主管部门汇报案件情况。"""

    model_config = ConfigDict(
        title="向上级主管部门汇报",
        json_schema_extra=example(
            reported_on="2026-08-10", authority="枣庄市示例主管局（样例）", content="案件涉及三十余户，请予指导（样例）"
        ),
    )

    reported_on: Day = Field(title="汇报日期")
    authority: Line = Field(title="主管部门")
    content: LongText | None = Field(default=None, title="汇报内容", description="以密文保存")
    file: FileId | None = Field(default=None, title="书面汇报")


class ParticipationBody(Body):
    """负责人参与案件的审理、调解、履行。"""

    model_config = ConfigDict(
        title="负责人参与",
        json_schema_extra=example(
            participated_on="2026-09-18", stage="trial", leader={"name": "示例李某"}, post="主任", rank="principal"
        ),
    )

    participated_on: Day = Field(title="参与日期")
    stage: Stage = Field(title="环节", description="trial 审理、mediation 调解、performance 履行")
    leader: PersonBody = Field(title="负责人")
    post: LeaderPost
    rank: LeaderRank
    content: LongText | None = Field(default=None, title="情况", description="以密文保存")


class ContactBody(Body):
    """包保领导、责任部门与当事人、调解组织等的一次对接。"""

    model_config = ConfigDict(
        title="对接",
        json_schema_extra=example(
            contacted_on="2026-09-11",
            contacted="applicant",
            by_role="sponsor_leader",
            content="当面听取诉求，约定一周内答复补偿方案（样例）",
        ),
    )

    contacted_on: Day = Field(title="对接日期")
    contacted: Contacted = Field(
        title="对接对象",
        description="applicant 行政相对人及其代理人、mediation_organisation 调解组织、mediator 调解员、legal_adviser 法律顾问、"
        "public_lawyer 公职律师、other 其他",
    )
    by_role: Literal["sponsor_leader", "responsible_unit"] = Field(
        title="对接人", description="sponsor_leader 包保领导、responsible_unit 责任部门"
    )
    person: PersonBody | None = Field(default=None, title="对接的人")
    content: LongText = Field(title="对接情况", description="以密文保存")


class ChannelBody(Body):
    """引导当事人通过非诉讼方式化解争议。可以早于立案；只作统计，不妨碍立案。"""

    model_config = ConfigDict(
        title="引导非诉讼方式",
        json_schema_extra=example(offered_on="2026-08-25", channel="mediation", content="告知可以申请行政调解（样例）"),
    )

    offered_on: Day = Field(title="引导日期", description="可以早于立案日期")
    channel: Channel = Field(
        title="方式",
        description="mediation 行政调解、reconsideration 行政复议、adjudication 行政裁决、arbitration 仲裁、litigation 行政诉讼、"
        "petition 信访、trade_mediation 行业调解、other 其他；以本辖区文件所列为限",
    )
    other: Line | None = Field(default=None, title="其他方式", description="方式为 other 的必填")
    content: LongText | None = Field(default=None, title="情况", description="以密文保存")


class CourtInformationBody(Body):
    """诉讼中改变、纠正被诉行政行为的，书面告知人民法院。法院可以查看。"""

    model_config = ConfigDict(
        title="书面告知人民法院",
        json_schema_extra=example(informed_on="2026-09-20", content="已撤销被诉处罚决定，决定书附后（样例）"),
    )

    informed_on: Day = Field(title="告知日期")
    content: LongText | None = Field(default=None, title="内容", description="以密文保存；与书面告知二者至少有一")
    file: FileId | None = Field(default=None, title="书面告知")
