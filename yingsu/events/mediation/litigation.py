"""诉中调解: a mediation beside a suit that the court has filed. Streams `mediation-<digest>`.

Its sessions, its settlement and all that follows from one are told by the events of the mediation before the suit. It ends settled or
terminated, never by a return to the court: no court referred it.
"""

from datetime import date
from typing import Literal
from uuid import UUID

from yingsu.ledger.entry import Event
from yingsu.ledger.mapper import stored
from yingsu.ledger.sealed import SealedText

Conductor = Literal["agency", "supervising_body", "mediation_centre"]
"""被诉行政机关自行协调和解, 监督机关, 调处中心."""

LitigationEnding = Literal[
    "withdrawn", "unreachable", "unwilling", "too_far_apart", "term_expired", "refuses_to_sign", "judged", "other"
]
"""原告不再要求调解, 当事人无法联系, 当事人不愿调解, 分歧较大, 期限届满, 拒绝签字, 法院已经裁判, 其他 (《人民法院在线调解规则》 art. 25, by analogy)."""


@stored("mediation.in_litigation_mediation_opened.v1")
class InLitigationMediationOpened(Event, frozen=True, kw_only=True):
    """诉中调解登记 (XC-2.3), in the case that the entry `filing` filed. `conductor` opened and conducts it; `agency` where that is a defendant.
    Parties are those of the filing: the plaintiffs ("p1", …) and the agencies that were defendants on `opened_on`."""

    filing: UUID
    court: str
    case_no: str
    opened_on: date
    conductor: Conductor
    agency: str | None
    applicants: tuple[str, ...]
    respondents: tuple[str, ...]


@stored("mediation.in_litigation_mediation_ended.v1")
class InLitigationMediationEnded(Event, frozen=True, kw_only=True):
    """诉中调解终结 without a settlement in force. The trial goes on untouched. `note`: what "other" is."""

    reason: LitigationEnding
    ended_on: date
    note: SealedText | None
