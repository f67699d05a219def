"""Who plays in the tests of the pure review, and the facts of one that goes well. All invented.

The market agency received the judgment of 25 September 2026 on the 28th; what follows lies between 8 and 30 October.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any, TypeVar
from uuid import UUID

import msgspec
import pytest

from services.review import review as reviews
from services.review.requirements import Requirements, requirements_on
from services.review.review import Review, stream_of
from tests.entries import entry
from tests.seals import OpenSeals, open_person, open_text
from yingsu.errors import YingsuError
from yingsu.events.review.rectification import Milestone, RectificationPlanned, RectificationSubmitted
from yingsu.events.review.review import (
    Basis,
    Part,
    ReviewAccepted,
    ReviewDrafted,
    ReviewOpened,
    ReviewReturned,
    ReviewSigned,
    ReviewStarted,
    ReviewSubmitted,
    ReviewVoided,
)
from yingsu.law.rules import builtin_rules
from yingsu.ledger.entry import Actor, Entry, Event
from yingsu.ledger.sealed import Person, SealedPerson, SealedText

CASE = "case-01994b2e-0000-7000-8000-000000000001"
CASE_NO = "（2026）苏0813行初12号"
MARKET = "agency-00000000-0000-4000-8000-320813000002"
LAND = "agency-00000000-0000-4000-8000-320813000003"
GOVERNMENT = "agency-00000000-0000-4000-8000-320813000001"
HEAD = "official-00000000-0000-4000-8000-320813000001"
REVIEW = stream_of(CASE, CASE_NO, MARKET)
TODAY = date(2026, 10, 30)
TOMORROW = date(2026, 10, 31)
RECORDED = datetime(2026, 10, 30, 4, 0, tzinfo=UTC)
OA = Actor(client="hongze-shichang-oa", role="agency")
PARTS = ("brief_facts", "mediation_efforts", "litigation_handling", "cause", "conclusion")
FILE = "file-00000000-0000-4000-8000-000000000001"

Result = TypeVar("Result")
Fact = tuple[Event, date]


def october(day: int) -> date:
    """A day of October 2026."""
    return date(2026, 10, day)


def hongze() -> Requirements:
    """What 洪泽 asks for, from the profile that comes with the software."""
    found = requirements_on(builtin_rules(), "320813", date(2026, 9, 28))
    assert found is not None
    return found


HONGZE = hongze()
LENIENT = Requirements(profile="elsewhere.1")
"""A profile that asks for reviews and for nothing in them."""


def text(plain: str) -> SealedText:
    """A sealed text; the box tells what is in it."""
    return open_text(REVIEW, plain)


def person(plain: Person) -> SealedPerson:
    """A sealed person; the box tells who it is."""
    return open_person(REVIEW, plain)


class Seals(OpenSeals):
    """Seals for a review."""

    def __init__(self) -> None:
        super().__init__(REVIEW, REVIEW)


def entries(*facts: Fact) -> list[Entry]:
    """Events with their legal days as entries of the review's stream; the n-th has the id n."""
    return [
        entry(event, day, position, stream=REVIEW, case_id=CASE, recorded_at=RECORDED, actor=OA)
        for position, (event, day) in enumerate(facts, start=1)
    ]


def given(*facts: Fact) -> Review:
    """The review of these facts."""
    state = reviews.fold(entries(*facts))
    assert state is not None
    return state


def refused(
    error: type[YingsuError],
    code: str,
    clauses: tuple[str, ...],
    decide: Callable[[Seals], Result],
    *,
    pointer: str | None = None,
) -> str:
    """The decision is refused for this reason and by these clauses, in Chinese, and has sealed nothing. Returns the message."""
    seals = Seals()
    with pytest.raises(error) as refusal:
        decide(seals)
    assert (refusal.value.code, refusal.value.clauses, refusal.value.pointer) == (code, clauses, pointer)
    assert "十项机制》第九项" in refusal.value.message
    assert all(clause in refusal.value.message for clause in clauses)
    assert "请" in refusal.value.message, "a refusal says what to do next"
    assert seals.sealed == []
    return refusal.value.message


def of_agency(cls: type[Event], day: date, **fields: Any) -> Fact:
    """A fact of the market agency's review."""
    return (cls(**{"agency": MARKET, "judgment_no": CASE_NO, **fields}), day)


def drafted(day: date, files: tuple[str, ...] = ()) -> Fact:
    """A draft."""
    parts = tuple(Part(part=part, text=text(f"{part}（样例）")) for part in PARTS)
    return of_agency(ReviewDrafted, day, drafted_on=day, parts=parts, files=files)


def signed(day: date, draft: int = 3) -> Fact:
    """The head signs the draft that is entry number `draft`."""
    return of_agency(ReviewSigned, day, official=HEAD, signed_on=day, draft=UUID(int=draft))


def submitted(day: date, draft: int = 3, signature: int | None = 4) -> Fact:
    """The report goes to its addressee."""
    return of_agency(
        ReviewSubmitted,
        day,
        submitted_on=day,
        addressees=("区司法局",),
        draft=UUID(int=draft),
        signature=UUID(int=signature) if signature else None,
        decided_under=Basis(profile="hongze.1", clauses=("HZ-9.5", "HZ-9.6")),
    )


def returned(day: date) -> Fact:
    """The report comes back."""
    return of_agency(ReviewReturned, day, returned_on=day, reason=text("原因不够具体（样例）"))


def planned(day: date) -> Fact:
    """The rectification plan."""
    return of_agency(
        RectificationPlanned,
        day,
        planned_on=day,
        responsibility=text("法规科（样例）"),
        measures=text("修订文书（样例）"),
        timetable=(Milestone(step=text("修订（样例）"), due=date(2026, 11, 6)),),
    )


OPENED: Fact = (
    ReviewOpened(
        agency=MARKET,
        defendant=MARKET,
        grounds="lost",
        court="苏0813",
        case_no=CASE_NO,
        judgment=UUID(int=99),
        judgment_no=CASE_NO,
        judged_on=date(2026, 9, 25),
        received_on=date(2026, 9, 28),
        outcomes=("revoked",),
        decided_under=Basis(profile="hongze.1", clauses=("HZ-9.1", "HZ-9.4")),
    ),
    date(2026, 9, 28),
)
STARTED: Fact = of_agency(ReviewStarted, october(9), started_on=october(9), led_by=person(Person(name="示例乙")))
DRAFTED: Fact = drafted(october(12))
SIGNED: Fact = signed(october(14))
SUBMITTED: Fact = submitted(october(15))
RETURNED: Fact = returned(october(16))
ACCEPTED: Fact = of_agency(ReviewAccepted, october(16), accepted_on=october(16))
PLANNED: Fact = planned(october(19))
RECTIFIED: Fact = of_agency(
    RectificationSubmitted,
    october(28),
    submitted_on=october(28),
    addressees=("区司法局",),
    plan=UUID(int=6),
    result=text("已整改（样例）"),
    files=(),
)
VOIDED: Fact = of_agency(
    ReviewVoided,
    october(29),
    voided_on=october(29),
    because="reversed",
    authority="（2026）苏08行终31号",
    reason=text("二审改判（样例）"),
)
TO_DRAFT = (OPENED, STARTED, DRAFTED)
TO_SIGNATURE = (*TO_DRAFT, SIGNED)
TO_SUBMISSION = (*TO_SIGNATURE, SUBMITTED)


def changed(command: msgspec.Struct, **change: Any) -> Any:
    """The command with other fields."""
    return msgspec.structs.replace(command, **change)
