"""The papers of an answer as the agency makes them, before it hands them to the court."""

from datetime import date

from yingsu.events.sight import internal
from yingsu.ledger.entry import Event
from yingsu.ledger.mapper import stored
from yingsu.ledger.sealed import SealedText


@internal()
@stored("intake.answer_filed.v1")
class AnswerFiled(Event, frozen=True, kw_only=True):
    """制作答辩状和证据依据清单 (YT-2.3.1, YT-2.3.2; DH-3.5). `file`: the answer. The list in four parts: `authority` 职权依据, `facts` 事实证据,
    `procedure` 程序依据, `law` 法律依据. Of the records of enforcement there are: `scene_record` 现场笔录, `video` 影像资料, `service_receipt`
    送达回执. What is made later adds to what there is.
    """

    agency: str
    filed_on: date
    file: str | None
    authority: tuple[SealedText, ...]
    facts: tuple[SealedText, ...]
    procedure: tuple[SealedText, ...]
    law: tuple[SealedText, ...]
    scene_record: bool
    video: bool
    service_receipt: bool
    files: tuple[str, ...]
