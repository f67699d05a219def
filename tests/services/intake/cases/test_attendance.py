"""Who appeared at a hearing: given a case, when an agency says who came, then the event, its marks, or the rule that says no."""

from datetime import date
from typing import Any

import msgspec
import pytest

from services.intake.cases import case as cases
from services.intake.cases import response as responses
from services.intake.cases.attendance import (
    Appearance,
    AttendanceAlreadyRecorded,
    AttendanceIncomplete,
    HearingNotOnRecord,
    record_attendance,
)
from services.intake.cases.case import NotADefendant
from services.intake.cases.marks import FLAGS, Flag, marks_of
from services.intake.cases.response import Attendance, CaseHasEnded, DefendantHasLeft
from services.intake.dates import DateOrder
from tests.services.intake.cases.test_case import FILED, REMOVED, WITHDRAWN
from tests.services.intake.cases.test_trial import FIXED, moved
from tests.services.intake.cast import CASE, LAND, MARKET, NEIGHBOUR, TODAY, entries
from yingsu.events.intake.response import LeaderAttendanceRecorded
from yingsu.law.rules import builtin_rules
from yingsu.ledger.entry import Event
from yingsu.ledger.sealed import SealedPerson
from yingsu.ledger.store import FutureFact

HONGZE, DEHUA, YICHENG, YANTAI = "320813", "350526", "370404", "370600"

APPEARANCE = Appearance(
    hearing_no=1, hearing_on=date(2026, 9, 14), led=True, leader_post="副局长", rank="deputy", staff=1, lawyers=1, spoke=True
)
NOBODY: dict[str, Any] = {"led": False, "leader_post": None, "rank": None, "staff": 0, "lawyers": 0, "spoke": None}
RECORDED = LeaderAttendanceRecorded(
    agency=MARKET,
    hearing_no=1,
    hearing_on=date(2026, 9, 14),
    leader=None,
    leader_post="副局长",
    rank="deputy",
    staff=1,
    lawyers=1,
    spoke=True,
    offered_resolution=None,
    identity_ok=None,
    left_without_leave=None,
)
LEADER = SealedPerson(subject="s", key_id="k", box="eA==")


def when(
    *facts: tuple[Event, date], before: tuple[LeaderAttendanceRecorded, ...] = (), agency: str = MARKET, **change: Any
) -> LeaderAttendanceRecorded:
    """The decision on one appearance."""
    case = cases.fold(CASE, entries(*facts))
    stream = responses.stream_of(CASE, agency)
    response = responses.fold(agency, entries(*((event, event.hearing_on) for event in before), stream=stream))
    return record_attendance(case, response, msgspec.structs.replace(APPEARANCE, **change), TODAY)


def test_an_appearance_is_recorded() -> None:
    assert when(FILED, FIXED) == RECORDED
    assert when(FILED, FIXED, agency=LAND).agency == LAND


def marks(**change: Any) -> tuple[Flag, ...]:
    """What an appearance on record falls short of."""
    event = msgspec.structs.replace(RECORDED, **{"leader": LEADER, **change})
    return tuple(mark.code for mark in marks_of(on_record(event), None))


def on_record(event: LeaderAttendanceRecorded, jurisdiction: str = HONGZE) -> Attendance:
    """The appearance as an entry of the jurisdiction holds it."""
    entry = msgspec.structs.replace(entries((event, event.hearing_on))[0], jurisdiction=jurisdiction)
    return responses.fold(MARKET, [entry]).attendances[0]


def local_marks(jurisdiction: str, **change: Any) -> list[tuple[str, str]]:
    """What it falls short of by the jurisdiction's own document, with the clauses that are cited."""
    event = msgspec.structs.replace(RECORDED, **{"leader": LEADER, **change})
    found = marks_of(on_record(event, jurisdiction), builtin_rules())
    return [
        (mark.code, mark.authority[mark.authority.rindex("（") :]) for mark in found if mark.code.startswith(("below", "local"))
    ]


def test_what_falls_short_of_the_law_is_recorded_and_marked_with_its_clause() -> None:
    absent = NOBODY | {"leader": None}
    del absent["led"]

    assert when(FILED, FIXED, **NOBODY | {"lawyers": 1}).lawyers == 1
    assert marks() == marks(staff=0, lawyers=0) == marks(spoke=None) == ()
    assert marks(spoke=False) == ("leader_silent",)
    assert marks(**absent | {"staff": 1, "lawyers": 1}) == ("leader_absent",)
    assert marks(**absent | {"lawyers": 2}) == ("leader_absent", "only_lawyers")
    assert marks(**absent) == ("leader_absent", "nobody_appeared")
    assert all("第三条" in FLAGS[flag][1] for flag in marks(**absent | {"lawyers": 2}))


ABSENT = {"leader": None, "leader_post": None, "rank": None, "spoke": None}


@pytest.mark.parametrize(
    ("jurisdiction", "staff", "marked"),
    [
        (DEHUA, 1, [("below_local_minimum", "（DH-4.2）")]),
        (DEHUA, 0, [("below_local_minimum", "（DH-4.2）"), ("local_neither_came", "（DH-4.3）")]),
        (YICHENG, 1, []),
        (YICHENG, 0, [("below_local_minimum", "（YC-2.10.4）")]),
        (YANTAI, 1, []),
        (YANTAI, 0, [("below_local_minimum", "（YT-2.4.5）")]),
        (HONGZE, 0, []),
    ],
)
def test_a_document_may_ask_for_more_than_the_law_and_the_mark_cites_its_clause(
    jurisdiction: str, staff: int, marked: list[tuple[str, str]]
) -> None:
    assert local_marks(jurisdiction, **ABSENT, staff=staff, lawyers=1) == marked


def test_a_leader_who_came_and_said_nothing_falls_short_of_a_document_that_asks_for_a_word() -> None:
    assert local_marks(YICHENG, spoke=False) == [("local_leader_silent", "（YC-2.2.4）")]
    assert local_marks(YICHENG, spoke=True) == local_marks(DEHUA, spoke=False) == []


def test_that_nobody_came_is_recorded_where_it_is_said_and_never_by_an_empty_form() -> None:
    recorded = when(FILED, FIXED, nobody=True, **NOBODY)
    assert (recorded.leader_post, recorded.staff, recorded.lawyers) == (None, 0, 0)

    with pytest.raises(AttendanceIncomplete, match="行政诉讼法第三条") as refusal:
        when(FILED, FIXED, **NOBODY)
    assert refusal.value.pointer == "/nobody"
    with pytest.raises(AttendanceIncomplete, match="既填无人到庭，又填出庭人员"):
        when(FILED, FIXED, nobody=True)


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"leader_post": None}, "/leader_post"),
        ({"rank": None}, "/rank"),
        (NOBODY | {"staff": 1, "rank": "deputy"}, "/leader"),
        (NOBODY | {"staff": 1, "leader_post": "副局长"}, "/leader"),
        (NOBODY | {"staff": 1, "spoke": True}, "/spoke"),
    ],
)
def test_a_leader_has_a_post_and_a_rank_and_nobody_else_has(change: dict[str, Any], pointer: str) -> None:
    with pytest.raises(AttendanceIncomplete, match=r"法释〔2020〕3号第(二|十一)条") as refusal:
        when(FILED, FIXED, **change)

    assert refusal.value.pointer == pointer


def test_a_hearing_that_is_not_on_record_is_refused_with_those_that_are() -> None:
    with pytest.raises(HearingNotOnRecord, match=r"第三条.*本案尚无开庭登记.*法院尚未报送开庭通知的"):
        when(FILED)
    for change in ({"hearing_no": 2}, {"hearing_on": date(2026, 9, 15)}):
        with pytest.raises(HearingNotOnRecord, match="已登记的开庭：2026-09-14 第 1 次。"):
            when(FILED, FIXED, **change)


def test_a_hearing_that_was_moved_before_its_day_was_not_held_then() -> None:
    with pytest.raises(HearingNotOnRecord, match="已登记的开庭：2026-09-16 第 1 次。"):
        when(FILED, FIXED, moved(16, on=13))
    assert when(FILED, FIXED, moved(16, on=13), hearing_on=date(2026, 9, 16)).hearing_on == date(2026, 9, 16)


def test_a_hearing_to_come_has_not_been_attended() -> None:
    with pytest.raises(FutureFact) as refusal:
        when(FILED, moved(20, on=11), hearing_on=date(2026, 9, 20))

    assert refusal.value.pointer == "/hearing_on"
    with pytest.raises(DateOrder):
        when(FILED, FIXED, hearing_on=date(1990, 9, 30))


def test_one_hearing_is_attended_once_and_another_again() -> None:
    with pytest.raises(AttendanceAlreadyRecorded, match="第三条"):
        when(FILED, FIXED, before=(RECORDED,))

    second = moved(15, on=14, hearing_no=2)
    assert when(FILED, FIXED, second, before=(RECORDED,), hearing_no=2, hearing_on=date(2026, 9, 15)).hearing_no == 2


def test_who_left_the_case_or_whose_case_ended_does_not_attend_later() -> None:
    late = moved(16, on=11)

    assert when(FILED, FIXED, REMOVED, agency=LAND).agency == LAND
    with pytest.raises(DefendantHasLeft, match=r"第二十六条.*其后的出庭不予登记"):
        when(FILED, late, REMOVED, agency=LAND, hearing_on=date(2026, 9, 16))
    with pytest.raises(CaseHasEnded, match=r"第六十二条.*其后的出庭不予登记"):
        when(FILED, late, WITHDRAWN, hearing_on=date(2026, 9, 16))
    with pytest.raises(NotADefendant):
        when(FILED, FIXED, agency=NEIGHBOUR)
