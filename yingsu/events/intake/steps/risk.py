"""How likely a case is to be lost, what follows from it, and who takes it on. A level, a flag or a sponsor is entered by a person, never derived.

`agency` is the defendant concerned; None where the fact concerns the case as a whole.
"""

from datetime import date
from typing import Literal

from yingsu.events.sight import internal
from yingsu.ledger.entry import Event
from yingsu.ledger.mapper import stored
from yingsu.ledger.sealed import SealedText

RiskLevel = Literal["none", "low", "high", "yellow", "red"]
"""无, 较小, 较大, 黄牌, 红色. Which of them a jurisdiction has is a value of its profile (`risk.levels`)."""

CaseFlag = Literal[
    "major_public_interest",
    "high_attention",
    "mass_incident_risk",
    "procuratorate_public_interest",
    "procuratorate_protest",
    "expropriation",
    "resettlement_compensation",
    "major_difficult",
]
"""涉及重大公共利益, 社会高度关注, 可能引发群体性事件, 检察机关提起行政公益诉讼, 检察机关抗诉, 征地拆迁, 安置补偿, 重大疑难."""


@internal()
@stored("intake.risk_assessed.v1")
class RiskAssessed(Event, frozen=True, kw_only=True):
    """研判败诉风险 (XC-2.4, YC-2.4.3). `needs_other_units`: 需要其他镇街、部门配合 (YC-3.2.3). A lower level than before has its `grounds` too."""

    agency: str | None
    assessed_on: date
    level: RiskLevel
    needs_other_units: bool
    grounds: SealedText


@internal()
@stored("intake.yellow_warning_issued.v1")
class YellowWarningIssued(Event, frozen=True, kw_only=True):
    """黄牌预警 (XC-2.4), to one agency."""

    agency: str
    issued_on: date
    document_no: str | None
    demand: SealedText


@internal()
@stored("intake.red_alert_issued.v1")
class RedAlertIssued(Event, frozen=True, kw_only=True):
    """红色警戒 (XC-2.4), to one agency and its head."""

    agency: str
    issued_on: date
    document_no: str | None
    demand: SealedText


@internal()
@stored("intake.flag_set.v1")
class FlagSet(Event, frozen=True, kw_only=True):
    """列为某类案件 (XC-4.6, YC-3.3.4, YT-2.4.2)."""

    agency: str | None
    set_on: date
    flag: CaseFlag
    grounds: SealedText


@internal()
@stored("intake.flag_cleared.v1")
class FlagCleared(Event, frozen=True, kw_only=True):
    """不再列为某类案件."""

    agency: str | None
    cleared_on: date
    flag: CaseFlag
    grounds: SealedText
