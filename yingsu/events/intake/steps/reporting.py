"""What a defendant reports of its case to the body that supervises it."""

from datetime import date

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
