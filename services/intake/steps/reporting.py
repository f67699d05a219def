"""What a defendant reports of its case to the body that supervises it: the kinds and their decisions. Pure.

A report may be made again: the later one adds to the earlier, and each period looks for the first that satisfies it.
"""

from datetime import date
from typing import Final

import msgspec

from services.intake.steps.kind import Kind, Situation
from services.intake.steps.reporting_bodies import AnswerReportBody, CaseReportBody
from yingsu.errors import Refused
from yingsu.events.intake.steps.reporting import AnswerReported, CaseReported
from yingsu.ledger.sealed import Person


class NothingToReport(Refused):
    """The answer was not submitted to the court yet."""

    code = "answer-not-submitted"
    title = "尚未提交答辩"


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
)
