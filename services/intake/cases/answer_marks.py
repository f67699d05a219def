"""What the profile asks of an answer before it goes to the court, and what is only marked of one that went. Pure.

An answer stands on papers that were made for it (`AnswerFiled`): where the profile asks for them, one without them is not registered. Late
evidence, a list of records that lacks some, a case team that lacks, are marks and bar nothing: what they mean is the court's to say.
"""

from collections.abc import Iterator
from datetime import date
from typing import Final

import msgspec

from services.intake.cases.response import PARTS, Answer, Response, Submission
from yingsu.errors import Malformed
from yingsu.events.intake.response import AnswerSubmitted
from yingsu.events.intake.steps.team import CaseTeamFormed
from yingsu.law.gates import citation, gates_on
from yingsu.law.rules import Rules

ANSWER_FILE: Final = "answer_file"
"""The gate of a jurisdiction in which the answer is on file before it is submitted."""
EVIDENCE_SECTIONS: Final = "evidence_list_sections"
"""The gate of a jurisdiction in which the list of evidence has its parts."""
EVIDENCE_CHECKLIST: Final = "evidence_checklist"
"""The gate of a jurisdiction that asks which records of enforcement there are."""
CASE_TEAM: Final = "case_team"
"""The gate of a jurisdiction in which each case has a team."""


class AnswerPapersLack(Malformed):
    """The profile asks for papers that were not made yet."""

    code = "answer-papers-lacking"
    title = "尚未登记答辩状或者证据依据清单"


class Note(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that something on record falls short of, as officials call it, and by which clause."""

    code: str
    title: str
    authority: str


def require_papers(rules: Rules | None, jurisdiction: str, response: Response, submission: Submission) -> None:
    """制作答辩状、证据依据清单 (YT-2.3.1, YT-2.3.2): an answer has its file, evidence a list with its parts. Raises `AnswerPapersLack`."""
    has = _papers(response, submission.counts_on)
    for gate, clauses in gates_on(rules, jurisdiction, submission.counts_on, AnswerSubmitted.TOPIC):
        lacks: list[str] = []
        if gate.code == ANSWER_FILE and submission.has_answer and "file" not in has:
            lacks = ["答辩状文件"]
        elif gate.code == EVIDENCE_SECTIONS and submission.evidence_count:
            lacks = [PARTS[part] for part in gate.requires if part in PARTS and part not in has]
        if lacks and gate.effect == "refuse":
            raise AnswerPapersLack(
                f"尚未登记{'、'.join(lacks)}，答辩未登记。{citation(clauses)}要求{gate.title}。请先登记“制作答辩状和证据依据清单”"
                "（answer-papers），上传答辩状并列明各部分，再登记答辩。",
                clauses=tuple(clause.id for clause in clauses),
                pointer="/has_answer" if gate.code == ANSWER_FILE else "/evidence_count",
            )


def records_lacking(rules: Rules | None, jurisdiction: str, response: Response, day: date) -> Iterator[Note]:
    """完整执法记录 (DH-3.5): the records of enforcement that are not among the papers by `day`, where the profile asks for them."""
    has = _papers(response, day)
    for gate, clauses in gates_on(rules, jurisdiction, day, AnswerSubmitted.TOPIC):
        lacks = [PARTS[part] for part in gate.requires if part in PARTS and part not in has]
        if gate.code == EVIDENCE_CHECKLIST and lacks:
            yield Note(code=EVIDENCE_CHECKLIST, title=f"{gate.title}缺少{'、'.join(lacks)}", authority=citation(clauses))


def answer_notes(
    rules: Rules | None, jurisdiction: str, response: Response, answer: Answer, due: date | None
) -> tuple[Note, ...]:
    """What an answer on record falls short of. `due`: the last day of the period as it stands, None where that is not known."""
    found: list[Note] = []
    if due is not None and answer.evidence_count and answer.counts_on > due:
        found.append(
            Note(
                code="late_evidence",
                title=f"举证期限于 {due} 届满，逾期提供证据：没有正当理由的，视为没有相应证据；经人民法院准许补充的除外",
                authority="行政诉讼法第三十四条、第三十六条、第六十七条，法释〔2018〕1号第三十四条",
            )
        )
    if answer.has_answer:
        found += records_lacking(rules, jurisdiction, response, answer.counts_on)
        for gate, clauses in gates_on(rules, jurisdiction, answer.counts_on, CaseTeamFormed.TOPIC):
            in_time = response.team_formed_on is not None and response.team_formed_on <= answer.counts_on
            if gate.code == CASE_TEAM and not in_time:
                found.append(Note(code="no_case_team", title="答辩时尚未成立案件专班", authority=citation(clauses)))
    return tuple(found)


def _papers(response: Response, day: date) -> frozenset[str]:
    """Everything that was made by `day`."""
    made = [paper for paper in response.papers if paper.filed_on <= day]
    return frozenset().union(*(paper.parts for paper in made), {"file"} if any(paper.answer for paper in made) else ())
