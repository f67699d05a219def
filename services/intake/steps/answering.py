"""The papers of an answer: what the agency makes before it submits. Pure. What the profile asks of them is asked when the answer is submitted."""

from datetime import date
from typing import Final

import msgspec

from services.intake.steps.answering_bodies import AnswerPapersBody
from services.intake.steps.kind import Kind, Situation
from yingsu.errors import Malformed
from yingsu.events.intake.steps.answering import AnswerFiled


class PapersEmpty(Malformed):
    """There is neither an answer nor evidence."""

    code = "answer-papers-empty"
    title = "没有内容"


class FilePapers(msgspec.Struct, frozen=True, kw_only=True):
    """制作答辩状和证据依据清单."""

    agency: str
    filed_on: date
    file: str | None = None
    authority: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    procedure: tuple[str, ...] = ()
    law: tuple[str, ...] = ()
    scene_record: bool = False
    video: bool = False
    service_receipt: bool = False
    files: tuple[str, ...] = ()


def _file_papers(_situation: Situation, told: FilePapers) -> None:
    """Raises `PapersEmpty`."""
    parts = (told.file, told.authority, told.facts, told.procedure, told.law, told.files)
    if not any((*parts, told.scene_record, told.video, told.service_receipt)):
        raise PapersEmpty(
            "既无答辩状，也无证据、依据，未登记。行政诉讼法第六十七条要求提交证据、所依据的规范性文件和答辩状，请补充后重新提交。",
            pointer="/file",
        )


KINDS: Final = (
    Kind(
        told=FilePapers,
        event=AnswerFiled,
        day="filed_on",
        title="制作答辩状和证据依据清单",
        body=AnswerPapersBody,
        authority="行政诉讼法第六十七条",
        decide=_file_papers,
        files=("file", "files"),
    ),
)
