"""What is sent of who is to appear. The examples' persons are invented."""

from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from services.intake.steps.reporting_bodies import HearingNo, HearingOn, LeaderPost, LeaderRank
from services.intake.steps.risk_bodies import AGENCY, Concerned
from yingsu.events.intake.steps.attending import AbsenceReason, OfficeReason
from yingsu.web.bodies import Body, Day, Flag, Line, LongText, example
from yingsu.web.parts import AgencyId, FileId, PersonBody

WhichHearing = Annotated[HearingNo | None, Field(title="开庭次序", description="不填即为本案各次开庭")]
LeaderAgency = Annotated[
    AgencyId | None,
    Field(title="负责人所在机关", description="不填即为本机关；受委托组织、下级机关的负责人不算（法释〔2020〕3号第二条）"),
]


class DesignatedLeaderBody(Body):
    """确定出庭的负责人。须为本机关的正职、副职或者其他参与分管的负责人。"""

    model_config = ConfigDict(
        title="确定出庭负责人",
        json_schema_extra=example(
            designated_on="2026-09-12", hearing_no=1, leader={"name": "示例李某"}, post="局长", rank="principal"
        ),
    )

    designated_on: Day = Field(title="确定日期")
    hearing_no: WhichHearing = None
    leader: PersonBody = Field(title="负责人")
    post: LeaderPost
    rank: LeaderRank
    leader_agency: LeaderAgency = None


class LeaderChangeBody(Body):
    """开庭审理以前更换出庭的负责人。"""

    model_config = ConfigDict(
        title="更换出庭负责人",
        json_schema_extra=example(
            changed_on="2026-09-17",
            hearing_no=1,
            leader={"name": "示例孙某"},
            post="副局长",
            rank="deputy",
            reason="原定负责人另有公务",
        ),
    )

    changed_on: Day = Field(title="更换日期")
    hearing_no: WhichHearing = None
    leader: PersonBody = Field(title="负责人")
    post: LeaderPost
    rank: LeaderRank
    reason: Line = Field(title="理由", description="请勿写入个人信息")
    leader_agency: LeaderAgency = None


class AbsenceBody(Body):
    """向人民法院书面说明负责人不能出庭的理由。法院可以查看；理由是否成立由法院审查。"""

    model_config = ConfigDict(
        title="负责人不能出庭的书面说明",
        json_schema_extra=example(
            explained_on="2026-09-16",
            hearing_no=1,
            hearing_on="2026-09-18",
            reason="irreplaceable_duty",
            explanation="当日参加防汛抢险指挥（样例）",
            signed="seal",
        ),
    )

    explained_on: Day = Field(title="说明日期")
    hearing_no: HearingNo = 1
    hearing_on: HearingOn
    reason: AbsenceReason = Field(
        title="理由",
        description="force_majeure 不可抗力、accident 意外事件、irreplaceable_duty 需要履行他人不能代替的公务、joint_defendants 共同被告协商或者"
        "法院确定由其他被告的负责人出庭、other 其他正当理由（法释〔2020〕3号第三条、第八条）",
    )
    explanation: LongText | None = Field(default=None, title="情况说明", description="以密文保存；与书面说明二者至少有一")
    file: FileId | None = Field(default=None, title="书面说明和有关材料")
    signed: Literal["seal", "head_signature"] = Field(
        title="签章", description="seal 加盖行政机关公章、head_signature 主要负责人签字（法释〔2020〕3号第九条）"
    )


class DelegationBody(Body):
    """负责人不能出庭的，委托工作人员出庭。"""

    model_config = ConfigDict(
        title="委托工作人员出庭",
        json_schema_extra=example(
            delegated_on="2026-09-16", hearing_no=1, hearing_on="2026-09-18", persons=[{"name": "示例王某"}]
        ),
    )

    delegated_on: Day = Field(title="委托日期")
    hearing_no: HearingNo = 1
    hearing_on: HearingOn
    persons: list[PersonBody] = Field(title="工作人员", min_length=1, max_length=20)
    unit: AgencyId | None = Field(default=None, title="工作人员所在机关", description="不填即为本机关")


class LeaderRequiredBody(Body):
    """政府法制机构认为负责人应当出庭应诉。"""

    model_config = ConfigDict(
        title="负责人应出庭的意见",
        json_schema_extra=example(required_on="2026-09-10", reason="useful", grounds="负责人出庭有利于当庭协调（样例）"),
    )

    required_on: Day = Field(title="提出日期")
    agency: Concerned = None
    hearing_no: WhichHearing = None
    reason: OfficeReason = Field(
        title="事由", description="useful 有利于查清案件事实、解决行政争议；legal_office_opinion 政府法制机构认为应当出庭"
    )
    grounds: LongText = Field(title="理由", description="以密文保存")


class RespondentRequestBody(Body):
    """要求行政复议被申请人派人参与诉讼或者旁听庭审。"""

    model_config = ConfigDict(
        title="要求行政复议被申请人派人参与",
        json_schema_extra=example(requested_on="2026-09-10", unit="烟台市示例局（样例）", kind="observe"),
    )

    requested_on: Day = Field(title="要求日期")
    agency: Concerned = None
    unit: Line = Field(title="行政复议被申请人")
    kind: Literal["take_part", "observe"] = Field(title="方式", description="take_part 参与诉讼、observe 旁听庭审")
    demand: LongText | None = Field(default=None, title="具体要求", description="以密文保存")


class UnjustifiedAbsenceBody(Body):
    """认定负责人无正当理由不出庭应诉。"""

    model_config = ConfigDict(
        title="认定负责人无正当理由不出庭",
        json_schema_extra=example(
            found_on="2026-09-28", agency=AGENCY, hearing_no=1, hearing_on="2026-09-18", staff=False, grounds="未说明理由（样例）"
        ),
    )

    found_on: Day = Field(title="认定日期")
    agency: AgencyId = Field(title="机关", description="应为本案被告", examples=[AGENCY])
    hearing_no: HearingNo = 1
    hearing_on: HearingOn
    staff: Flag = Field(title="是否委托工作人员出庭", examples=[False])
    grounds: LongText = Field(title="理由", description="以密文保存")
