"""What no step of a review crosses: the day it can have happened on, a review that was voided, the room in one entry. Pure."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from services.review.requirements import Name, Requirements
from services.review.review import Review
from yingsu.errors import Malformed, Refused
from yingsu.ledger.entry import Event
from yingsu.ledger.room import excess
from yingsu.ledger.store import FutureFact

LONGEST: Final = timedelta(days=3653)
"""Ten years, further ahead than any milestone lies: a later date is a typing error."""


class DateOrder(Malformed):
    """Two dates of one review contradict each other."""

    code = "date-order"
    title = "日期先后矛盾"


class ReviewIsVoided(Refused):
    """The supervising body has taken the review back: nothing follows."""

    code = "review-voided"
    title = "复盘已撤销"


class ReviewTooLong(Malformed):
    """What was written has no room in one entry."""

    code = "review-too-long"
    title = "内容过长"


def check_day(
    day: date, today: date, pointer: str, *, since: date, fact: str, rests_on: tuple[Name, ...], required: Requirements
) -> None:
    """A step happened on a day that has come, and not before `since`, the day of the `fact` it follows. Raises `FutureFact`, `DateOrder`."""
    if day > today:
        raise FutureFact(
            f"日期 {day} 晚于今天 {today}，未登记。按照{required.cited(*rests_on)}办理的事项在办理之后登记，请核对日期后重新提交。",
            clauses=required.ids(*rests_on),
            pointer=pointer,
        )
    if day < since:
        raise DateOrder(
            f"日期 {day} 早于{fact}之日 {since}，未登记。按照{required.cited(*rests_on)}，此项在其后办理，请核对日期后重新提交。",
            clauses=required.ids(*rests_on),
            pointer=pointer,
        )


def check_stands(state: Review, rests_on: tuple[Name, ...], required: Requirements) -> None:
    """The review was not voided. Raises `ReviewIsVoided`."""
    if state.voided:
        raise ReviewIsVoided(
            f"本次复盘已于 {state.voided.voided_on} 撤销（{state.voided.authority}），未登记。{required.cited(*rests_on)}以败诉为前提，"
            "撤销有误的，请联系司法行政机关核实。",
            clauses=required.ids(*rests_on),
        )


def check_room(event: Event, texts: Mapping[str, tuple[str, str]], clauses: tuple[str, ...], cited: str) -> None:
    """The event, made with `empty_seal`, has room in one entry. `texts` are the titles and texts by their pointers; the longest is to be
    shortened. Raises `ReviewTooLong`."""
    too_long = excess(event)
    if not too_long:
        return
    pointer, (title, text) = max(texts.items(), key=lambda item: len(item[1][1].encode()))
    raise ReviewTooLong(
        f"内容过长，未登记。{cited}所要求的内容请写要点，“{title}”最长（{len(text)} 字），请至少减少 {too_long} 字，"
        "详细材料上传为文件。",
        clauses=clauses,
        pointer=pointer,
    )
