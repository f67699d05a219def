"""What a defendant reports of its case: to the body that supervises it, to its superior, to the court; and whom it spoke to of it."""

from datetime import date
from typing import Literal

from yingsu.events.intake.response import Rank
from yingsu.events.sight import internal
from yingsu.ledger.entry import Event
from yingsu.ledger.mapper import stored
from yingsu.ledger.sealed import SealedPerson, SealedText


@internal()
@stored("intake.case_reported.v1")
class CaseReported(Event, frozen=True, kw_only=True):
    """报备案件基本情况 (YC-2.5.1, YC-3.2.2; DH-6.7): 应诉责任单位, 机关负责人, 应诉人员, 办理意见, 化解时限; for 德化 the persons of the three levels
    of responsibility (DH-1.5). `complete`: the files that the profile asks for are with it."""

    agency: str
    reported_on: date
    responsible_unit: str | None
    leader: SealedPerson | None
    handlers: tuple[SealedPerson, ...]
    handling_opinion: SealedText | None
    resolve_by: date | None
    head: SealedPerson | None
    line_leader: SealedPerson | None
    section_chief: SealedPerson | None
    files: tuple[str, ...]
    complete: bool


@internal()
@stored("intake.answer_reported.v1")
class AnswerReported(Event, frozen=True, kw_only=True):
    """报备答辩状 (YC-2.5.2): the answer, or the answer and the list of evidence, as it went to the court."""

    agency: str
    reported_on: date
    file: str


@internal()
@stored("intake.leader_list_reported.v1")
class LeaderListReported(Event, frozen=True, kw_only=True):
    """报备出庭机关负责人名单 (YC-2.2.2), one leader of hearing `hearing_no` on `hearing_on`; several are reported one by one."""

    agency: str
    reported_on: date
    hearing_no: int
    hearing_on: date
    name: SealedPerson
    post: str
    rank: Rank


@internal()
@stored("intake.reported_to_superior.v1")
class ReportedToSuperior(Event, frozen=True, kw_only=True):
    """向市有关主管部门汇报 (YC-3.3.4). `authority`: to whom."""

    agency: str
    reported_on: date
    authority: str
    content: SealedText | None
    file: str | None


Stage = Literal["trial", "mediation", "performance"]
"""审理, 调解, 履行 (YC-2.2.3)."""


@internal()
@stored("intake.leader_participated.v1")
class LeaderParticipated(Event, frozen=True, kw_only=True):
    """负责人参与案件的审理、调解、履行 (YC-2.2.3)."""

    agency: str
    participated_on: date
    stage: Stage
    leader: SealedPerson
    post: str
    rank: Rank
    content: SealedText | None


Contacted = Literal["applicant", "mediation_organisation", "mediator", "legal_adviser", "public_lawyer", "other"]
"""与谁对接: 行政相对人及其代理人, 调解组织, 调解员, 法律顾问, 公职律师, 其他 (YC-2.4.7)."""


@internal()
@stored("intake.contact_logged.v1")
class ContactLogged(Event, frozen=True, kw_only=True):
    """对接 (YC-2.4.7): the sponsoring leader (包保领导) or the responsible unit (责任部门) spoke with somebody to resolve the dispute."""

    agency: str
    contacted_on: date
    contacted: Contacted
    by_role: Literal["sponsor_leader", "responsible_unit"]
    person: SealedPerson | None
    content: SealedText


Channel = Literal[
    "mediation", "reconsideration", "adjudication", "arbitration", "litigation", "petition", "trade_mediation", "other"
]
"""行政调解, 行政复议, 行政裁决, 仲裁, 行政诉讼, 信访, 行业调解, 其他非诉讼方式. Which a jurisdiction names is a value of its profile (`mediation.channels`)."""


@internal()
@stored("intake.non_litigation_channel_offered.v1")
class NonLitigationChannelOffered(Event, frozen=True, kw_only=True):
    """引导当事人通过非诉讼方式化解 (XC-2.1, YC-2.8.4, YT-3.3.1), also before the suit. `other`: what the other way is. A statistic only."""

    agency: str
    offered_on: date
    channel: Channel
    other: str | None
    content: SealedText | None


@stored("intake.court_informed.v1")
class CourtInformed(Event, frozen=True, kw_only=True):
    """书面告知人民法院 that the agency changes or corrects what it is sued for (YT-2.6.2; 行政诉讼法 art. 62, 法释〔2018〕1号 art. 81)."""

    agency: str
    informed_on: date
    content: SealedText | None
    file: str | None
