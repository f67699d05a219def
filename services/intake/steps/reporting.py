"""What a defendant reports of its case, and whom it spoke to of it: the kinds and their decisions. Pure.

A report may be made again: the later one adds to the earlier, and each period looks for the first that satisfies it.
"""

from datetime import date
from typing import Final, Literal

import msgspec

from services.intake.cases.step_titles import CHANNELS
from services.intake.steps.hearing_days import require_hearing
from services.intake.steps.kind import Kind, Situation
from services.intake.steps.reporting_bodies import (
    AnswerReportBody,
    CaseReportBody,
    ChannelBody,
    ContactBody,
    CourtInformationBody,
    LeaderListBody,
    ParticipationBody,
    SuperiorReportBody,
)
from yingsu.errors import Malformed, Refused
from yingsu.events.intake.response import Rank
from yingsu.events.intake.steps.reporting import (
    AnswerReported,
    CaseReported,
    Channel,
    Contacted,
    ContactLogged,
    CourtInformed,
    LeaderListReported,
    LeaderParticipated,
    NonLitigationChannelOffered,
    ReportedToSuperior,
    Stage,
)
from yingsu.law.parameters import parameter_on
from yingsu.ledger.sealed import Person


class NothingToReport(Refused):
    """The answer was not submitted to the court yet."""

    code = "answer-not-submitted"
    title = "尚未提交答辩"


class ChannelNotNamed(Malformed):
    """The jurisdiction's document names other ways."""

    code = "channel-not-named"
    title = "本辖区文件未列这一方式"


class NothingTold(Malformed):
    """Neither words nor a file say what was told."""

    code = "nothing-told"
    title = "没有内容"


class ReportCase(msgspec.Struct, frozen=True, kw_only=True):
    """报备案件基本情况."""

    agency: str
    reported_on: date
    responsible_unit: str | None = None
    leader: Person | None = None
    handlers: tuple[Person, ...] = ()
    handling_opinion: str | None = None
    resolve_by: date | None = None
    head: Person | None = None
    line_leader: Person | None = None
    section_chief: Person | None = None
    files: tuple[str, ...] = ()


class ReportLeader(msgspec.Struct, frozen=True, kw_only=True):
    """报备出庭机关负责人名单."""

    agency: str
    reported_on: date
    hearing_no: int
    hearing_on: date
    name: Person
    post: str
    rank: Rank


class ReportToSuperior(msgspec.Struct, frozen=True, kw_only=True):
    """向市有关主管部门汇报."""

    agency: str
    reported_on: date
    authority: str
    content: str | None = None
    file: str | None = None


class Participate(msgspec.Struct, frozen=True, kw_only=True):
    """负责人参与审理、调解、履行."""

    agency: str
    participated_on: date
    stage: Stage
    leader: Person
    post: str
    rank: Rank
    content: str | None = None


class LogContact(msgspec.Struct, frozen=True, kw_only=True):
    """对接."""

    agency: str
    contacted_on: date
    contacted: Contacted
    by_role: Literal["sponsor_leader", "responsible_unit"]
    content: str
    person: Person | None = None


class OfferChannel(msgspec.Struct, frozen=True, kw_only=True):
    """引导通过非诉讼方式化解."""

    agency: str
    offered_on: date
    channel: Channel
    other: str | None = None
    content: str | None = None


class InformCourt(msgspec.Struct, frozen=True, kw_only=True):
    """书面告知人民法院."""

    agency: str
    informed_on: date
    content: str | None = None
    file: str | None = None


def _completeness(_situation: Situation, told: ReportCase) -> dict[str, object]:
    """The case's papers are with it: which of them, the report's reader judges."""
    return {"complete": bool(told.files)}


def _report_answer(situation: Situation, told: AnswerReported) -> None:
    """Raises `NothingToReport`."""
    if not situation.record.response_of(told.agency).answered:
        raise NothingToReport(
            "本机关尚未登记向法院提交答辩状（行政诉讼法第六十七条），答辩状的报备未登记。请先登记答辩，再报备；已经提交的，补登后再报备。",
            clauses=("YC-2.5.2",),
        )


def _report_leader(situation: Situation, told: ReportLeader) -> None:
    """Raises `HearingNotOnRecord`."""
    require_hearing(situation, told.hearing_no, told.hearing_on, "出庭机关负责人名单")


def _offer_channel(situation: Situation, told: OfferChannel) -> None:
    """The ways are those that the profile names (`mediation.channels`); where its list is open (等), others by their own name. Raises
    `ChannelNotNamed`."""
    if (told.channel == "other") != (told.other is not None):
        raise ChannelNotNamed("“其他”方式应当写明名称；列明的方式不再另写。请核对后重新提交。", pointer="/other")
    rules, day = situation.rules, told.offered_on
    named = parameter_on(rules, situation.jurisdiction, day, "mediation", "channels") if rules else None
    if rules is None or named is None or not isinstance(named.value, tuple) or told.channel in named.value:
        return
    is_open = parameter_on(rules, situation.jurisdiction, day, "mediation", "channels_open")
    others = is_open is not None and is_open.value is True
    if told.channel == "other" and others:
        return
    listed = "、".join(CHANNELS[channel] for channel in CHANNELS if channel in named.value)
    raise ChannelNotNamed(
        f"{named.citation}所列的非诉讼方式是{listed}，没有{CHANNELS[told.channel]}，未登记。请从中选取"
        f"{'；其他方式请以 other 登记并写明名称' if others else ''}。",
        clauses=tuple(clause.id for clause in named.clauses),
        pointer="/channel",
    )


def _inform_court(_situation: Situation, told: InformCourt) -> None:
    """Raises `NothingTold`."""
    if not told.content and not told.file:
        raise NothingTold(
            "没有告知的内容，未登记。被告改变被诉行政行为的，应当书面告知人民法院（法释〔2018〕1号第八十一条）。请写明内容，或者附上书面告知。",
            pointer="/content",
        )


KINDS: Final = (
    Kind(
        told=ReportCase,
        event=CaseReported,
        day="reported_on",
        title="报备案件基本情况",
        body=CaseReportBody,
        authority="各地行政应诉工作规定",
        derive=_completeness,
        files=("files",),
    ),
    Kind(
        told=AnswerReported,
        event=AnswerReported,
        day="reported_on",
        title="报备答辩状",
        body=AnswerReportBody,
        authority="各地行政应诉工作规定",
        decide=_report_answer,
        files=("file",),
    ),
    Kind(
        told=ReportLeader,
        event=LeaderListReported,
        day="reported_on",
        title="报备出庭机关负责人名单",
        body=LeaderListBody,
        authority="各地行政应诉工作规定",
        decide=_report_leader,
    ),
    Kind(
        told=ReportToSuperior,
        event=ReportedToSuperior,
        day="reported_on",
        title="向上级主管部门汇报",
        body=SuperiorReportBody,
        authority="各地行政应诉工作规定",
        files=("file",),
    ),
    Kind(
        told=Participate,
        event=LeaderParticipated,
        day="participated_on",
        title="负责人参与办理",
        body=ParticipationBody,
        authority="各地行政应诉工作规定",
        after_the_end=True,
    ),
    Kind(
        told=LogContact,
        event=ContactLogged,
        day="contacted_on",
        title="对接",
        body=ContactBody,
        authority="各地行政应诉工作规定",
        after_the_end=True,
    ),
    Kind(
        told=OfferChannel,
        event=NonLitigationChannelOffered,
        day="offered_on",
        title="引导通过非诉讼方式化解",
        body=ChannelBody,
        authority="各地行政应诉工作规定",
        decide=_offer_channel,
        after_the_end=True,
        before_the_filing=True,
    ),
    Kind(
        told=InformCourt,
        event=CourtInformed,
        day="informed_on",
        title="书面告知人民法院",
        body=CourtInformationBody,
        authority="行政诉讼法第六十二条、法释〔2018〕1号第八十一条",
        decide=_inform_court,
        files=("file",),
    ),
)
