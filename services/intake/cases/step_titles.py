"""What an official reads of a step of an agency, or of the body that supervises: one line of Chinese without names."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from yingsu.events.intake.response import Rank
from yingsu.events.intake.steps.act import EnforcementPlatformLinked, ReconsiderationLinked
from yingsu.events.intake.steps.answering import AnswerFiled
from yingsu.events.intake.steps.attending import (
    AbsenceExplained,
    AbsenceReason,
    AbsenceUnjustifiedFound,
    LeaderChanged,
    LeaderDesignated,
    LeaderRequiredByLegalOffice,
    RespondentAttendanceRequested,
    StaffDelegated,
)
from yingsu.events.intake.steps.letters import (
    CourtLetterCompleted,
    CourtLetterFollowUpPlanned,
    CourtLetterFollowUpRevised,
    CourtOpinionFollowedUp,
    CourtQueryAnswered,
    JudicialAdviceReplied,
)
from yingsu.events.intake.steps.performing import (
    CourtOpinionHeard,
    GuidanceGiven,
    JudgmentPerformed,
    PerformanceRefused,
    PerformanceReported,
)
from yingsu.events.intake.steps.reporting import (
    AnswerReported,
    CaseReported,
    Channel,
    ContactLogged,
    CourtInformed,
    LeaderListReported,
    LeaderParticipated,
    NonLitigationChannelOffered,
    ReportedToSuperior,
    Stage,
)
from yingsu.events.intake.steps.resolution import (
    IssueRegistered,
    ResolutionPlanFiled,
    ResolutionPlanRevised,
    SponsorAssigned,
    SponsorReplaced,
)
from yingsu.events.intake.steps.risk import (
    CaseFlag,
    FlagCleared,
    FlagSet,
    RedAlertIssued,
    RiskAssessed,
    RiskLevel,
    YellowWarningIssued,
)
from yingsu.events.intake.steps.team import (
    AgentAppointed,
    AgentType,
    CaseTeamFormed,
    ChiefReviewedCase,
    HandlerAssigned,
    LeadUnitDetermined,
    ParticipantAdded,
    ParticipantRole,
    PostJudgmentExplained,
    Task,
)
from yingsu.ledger.entry import Event

LEVELS: Final[Mapping[RiskLevel, str]] = {"none": "无", "low": "较小", "high": "较大", "yellow": "黄牌", "red": "红色"}

FLAGS: Final[Mapping[CaseFlag, str]] = {
    "major_public_interest": "涉及重大公共利益",
    "high_attention": "社会高度关注",
    "mass_incident_risk": "可能引发群体性事件",
    "procuratorate_public_interest": "检察机关提起行政公益诉讼",
    "procuratorate_protest": "检察机关抗诉",
    "expropriation": "征地拆迁",
    "resettlement_compensation": "安置补偿",
    "major_difficult": "重大疑难",
}

RESULTS: Final[Mapping[str, str]] = {"done": "已履行", "partly": "部分履行", "not": "未履行"}

RANKS: Final[Mapping[Rank, str]] = {"principal": "正职", "deputy": "副职", "other": "其他参与分管的负责人"}

STAGES: Final[Mapping[Stage, str]] = {"trial": "审理", "mediation": "调解", "performance": "履行"}

CHANNELS: Final[Mapping[Channel, str]] = {
    "mediation": "行政调解",
    "reconsideration": "行政复议",
    "adjudication": "行政裁决",
    "arbitration": "仲裁",
    "litigation": "行政诉讼",
    "petition": "信访",
    "trade_mediation": "行业调解",
    "other": "其他方式",
}

TASKS: Final[Mapping[Task, str]] = {
    "report": "案件报备",
    "answer": "答辩举证",
    "appear": "出庭应诉",
    "mediate": "调解和解",
    "perform": "履行判决",
}

PARTICIPANTS: Final[Mapping[ParticipantRole, str]] = {
    "legal_adviser": "法律顾问",
    "public_lawyer": "公职律师",
    "mediation_organisation": "调解组织",
    "mediator": "调解员",
}

AGENTS: Final[Mapping[AgentType, str]] = {
    "law_firm": "律师事务所律师",
    "government_adviser": "政府法律顾问",
    "public_lawyer": "公职律师",
}

ABSENCES: Final[Mapping[AbsenceReason, str]] = {
    "force_majeure": "不可抗力",
    "accident": "意外事件",
    "irreplaceable_duty": "需要履行他人不能代替的公务",
    "joint_defendants": "由其他被告的负责人出庭",
    "other": "其他正当理由",
}

STEP_TITLES: Final[Mapping[type[Event], str | Callable[[Any], str]]] = {
    CaseReported: "报备案件基本情况",
    AnswerReported: "报备答辩状",
    RiskAssessed: lambda event: f"研判败诉风险：{LEVELS[event.level]}",
    YellowWarningIssued: "黄牌预警",
    RedAlertIssued: "红色警戒",
    FlagSet: lambda event: f"列为“{FLAGS[event.flag]}”的案件",
    FlagCleared: lambda event: f"不再列为“{FLAGS[event.flag]}”的案件",
    SponsorAssigned: "确定包案、包保",
    SponsorReplaced: "更换包案、包保",
    ResolutionPlanFiled: "制定化解方案",
    ResolutionPlanRevised: lambda event: f"修订化解方案：化解时限 {event.resolve_by}",
    IssueRegistered: "登记败诉案件反映的问题",
    JudgmentPerformed: lambda event: f"履行裁判，{event.judgment_no}",
    PerformanceReported: lambda event: f"告知判决履行情况：{RESULTS[event.result]}",
    PerformanceRefused: lambda event: f"认定拒不履行裁判，{event.judgment_no}",
    CourtOpinionHeard: "听取人民法院对履行的意见和建议",
    GuidanceGiven: "指导",
    JudicialAdviceReplied: lambda event: (
        f"{'书面回复' if event.to == 'court' else '抄送政府法制机构'}司法建议，{event.advice_no}"
    ),
    CourtLetterFollowUpPlanned: lambda event: f"明确落实函件的措施和时限，{event.letter_no}",
    CourtLetterFollowUpRevised: lambda event: f"调整完成时限至 {event.due}，{event.letter_no}",
    CourtLetterCompleted: lambda event: f"完成落实函件，{event.letter_no}",
    CourtQueryAnswered: lambda event: f"回应人民法院的问题，{event.query_no}",
    CourtOpinionFollowedUp: lambda event: f"落实人民法院的意见、建议，{event.opinion_no}",
    LeaderListReported: lambda event: (
        f"报备出庭机关负责人名单：{event.hearing_on} 第 {event.hearing_no} 次开庭，{RANKS[event.rank]}"
    ),
    ReportedToSuperior: lambda event: f"向{event.authority}汇报",
    LeaderParticipated: lambda event: f"负责人（{RANKS[event.rank]}）参与{STAGES[event.stage]}",
    ContactLogged: "登记对接",
    NonLitigationChannelOffered: lambda event: f"引导当事人通过{event.other or CHANNELS[event.channel]}化解",
    CourtInformed: "书面告知人民法院改变、纠正被诉行政行为",
    HandlerAssigned: lambda event: f"安排专人：{'、'.join(TASKS[task] for task in event.tasks)}",
    CaseTeamFormed: "成立案件专班",
    ParticipantAdded: lambda event: f"{PARTICIPANTS[event.role]}参与",
    AgentAppointed: lambda event: f"委托诉讼代理人：{AGENTS[event.agent_type]}",
    ChiefReviewedCase: "主要负责人亲自研究案件",
    LeadUnitDetermined: "确定牵头部门",
    EnforcementPlatformLinked: lambda event: f"登记{event.platform}平台编号",
    ReconsiderationLinked: lambda event: f"行政复议决定：{event.result}",
    AbsenceUnjustifiedFound: "认定负责人无正当理由不出庭",
    PostJudgmentExplained: lambda event: "指定专人释明和调处" if event.person else "释明和调处",
    AnswerFiled: "制作答辩状和证据依据清单",
    LeaderDesignated: lambda event: f"确定出庭负责人：{RANKS[event.rank]}",
    LeaderChanged: lambda event: f"更换出庭负责人：{RANKS[event.rank]}",
    AbsenceExplained: lambda event: f"书面说明负责人不能出庭：{ABSENCES[event.reason]}",
    StaffDelegated: lambda event: f"委托工作人员 {len(event.persons)} 人出庭",
    LeaderRequiredByLegalOffice: "政府法制机构认为负责人应当出庭",
    RespondentAttendanceRequested: lambda event: f"要求行政复议被申请人{'参与诉讼' if event.kind == 'take_part' else '旁听庭审'}",
}
