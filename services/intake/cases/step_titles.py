"""What an official reads of a step of an agency, or of the body that supervises: one line of Chinese without names."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from yingsu.events.intake.steps.reporting import AnswerReported, CaseReported
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
}
