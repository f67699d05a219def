"""The JSON of letters to courts, and what a court sends to confirm one."""

from datetime import date

from pydantic import ConfigDict, Field

from services.intake.letters.letter import KINDS, Letter
from services.intake.letters.view import LetterRow
from yingsu.officials.sight import Sight
from yingsu.web.bodies import Answer, Body, Day, example


class LetterReceiptBody(Body):
    """签收函件及所附材料。"""

    model_config = ConfigDict(title="函件签收", json_schema_extra=example(collected_on="2026-10-12"))

    collected_on: Day = Field(title="签收日期", description="不早于函件发出日期，不晚于今天")


class LetterLineAnswer(Answer):
    """函件列表的一行。"""

    model_config = ConfigDict(title="致法院函件")

    letter_id: str = Field(title="函件编号")
    kind: str = Field(title="种类", examples=["mediation_terminated"])
    kind_title: str = Field(title="种类名称", examples=["行政争议终止调处告知函"])
    case_no: str = Field(title="案号", description="法院移送时的案号", examples=["（2026）苏0813行诉前调8号"])
    letter_no: str = Field(title="文号")
    issued_on: date = Field(title="发出日期")
    collected_on: date | None = Field(title="签收日期", description="尚未签收时为空")
    enclosures: int = Field(title="所列材料件数")


class EnclosureAnswer(Answer):
    """所附材料之一。"""

    model_config = ConfigDict(title="所附材料")

    material: str = Field(title="材料编号", examples=["m1"])
    title: str | None = Field(title="名称")
    file: str | None = Field(title="文件编号", description="法院移送时上传的文件")
    returned: bool = Field(title="是否退回")
    reason: str | None = Field(title="未退回的理由")


class LetterAnswer(LetterLineAnswer):
    """致法院函件及所附材料。"""

    model_config = ConfigDict(title="致法院函件详情")

    text: str | None = Field(title="正文")
    materials: list[EnclosureAnswer] = Field(title="所附材料")


def letter_line(row: LetterRow) -> LetterLineAnswer:
    """A line of a court's list."""
    return LetterLineAnswer(
        letter_id=row.letter_id,
        kind=row.kind,
        kind_title=KINDS.get(row.kind, row.kind),
        case_no=row.case_no,
        letter_no=row.letter_no,
        issued_on=row.issued_on,
        collected_on=row.collected_on,
        enclosures=row.enclosures,
    )


def whole_letter(letter: Letter, sight: Sight) -> LetterAnswer:
    """A letter with its text and what is enclosed."""
    issued = letter.issued
    return LetterAnswer(
        letter_id=letter.letter_id,
        kind=issued.kind,
        kind_title=KINDS.get(issued.kind, issued.kind),
        case_no=issued.case_no,
        letter_no=issued.letter_no,
        issued_on=issued.issued_on,
        collected_on=letter.collected_on,
        enclosures=len(issued.enclosures),
        text=sight.text(issued.text),
        materials=[
            EnclosureAnswer(
                material=enclosure.material,
                title=sight.text(enclosure.title),
                file=enclosure.file,
                returned=enclosure.returned,
                reason=sight.text(enclosure.reason),
            )
            for enclosure in issued.enclosures
        ],
    )
