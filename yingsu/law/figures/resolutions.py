"""The measures of what was done to resolve disputes: mediation, agreements, self-correction of cases at risk. Pure."""

from typing import Final

from yingsu.law.figures.measure import Measure
from yingsu.law.figures.turn import Turn

_NOT_LAW: Final = "统计口径为通行做法（法律未规定）"


def _of(turn: Turn | None) -> tuple[Turn, ...]:
    return () if turn is None else (turn,)


RESOLUTIONS: Final = (
    Measure(
        code="mediated",
        title="审结案件中经调解的件数",
        basis="期间内审结、审结之日或者此前至少调处过一次的本机关为被告的案件，以审结之日为准：举行过调处会、人民法院组织过调解、达成协议"
        "或者终止调处的，为调处过",
        source=f"行政诉讼法第六十条；{_NOT_LAW}",
        topics=("mediation.mediation_session_held.v1",),
        count=lambda found: _of(found.mediated),
    ),
    Measure(
        code="settled",
        title="调处成功数",
        basis="期间内调处协议生效、本机关为协议当事人的争议，以协议生效之日为准。一个争议计一件",
        source=_NOT_LAW,
        topics=("mediation.settlement_became_effective.v1",),
        count=lambda found: _of(found.settled),
    ),
    Measure(
        code="mediation_absences",
        title="未参加人民法院调解次数",
        basis="期间内人民法院组织调解、登记为本机关没有到场的，逐次计；没有登记到场情况的不计",
        source=f"行政诉讼法第六十条；{_NOT_LAW}",
        topics=("mediation.court_mediation_session_held.v1",),
        count=lambda found: found.mediation_absences,
        each_turn=True,
    ),
    Measure(
        code="risk_cases",
        title="败诉风险案件数",
        basis="期间内首次研判为有败诉风险（较大、黄牌或者红色）的案件，以研判之日为准。一个案件对本机关至多计一件",
        source=_NOT_LAW,
        topics=("intake.risk_assessed.v1",),
        count=lambda found: _of(found.at_risk),
    ),
    Measure(
        code="self_corrected",
        title="自纠的败诉风险案件数",
        basis="期间内首次研判为有败诉风险、已经决定自行纠正或者调处协议已经生效的案件，以研判之日为准",
        source=_NOT_LAW,
        topics=("intake.risk_assessed.v1", "mediation.self_correction_decided.v1"),
        count=lambda found: _of(found.self_corrected),
    ),
)
