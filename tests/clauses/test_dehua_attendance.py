"""德化 (350526): who must be in court (DH-4.2, DH-4.3), beside what national law and 烟台 ask for the same appearance."""

from datetime import date
from uuid import UUID

import pytest

from services.intake.cases.attending import Explanation
from services.intake.cases.leader_required import Circumstances
from services.intake.cases.marks import Mark, marks_of
from services.intake.cases.response import Attendance
from yingsu.law.rules import builtin_rules

DEHUA, YANTAI = "350526", "370600"


EXPLAINED = Circumstances(
    explanation=Explanation(
        agency="agency-1", hearing_no=1, hearing_on=date(2026, 4, 14), reason="other", on=date(2026, 4, 10), event_id=UUID(int=2)
    )
)


def marks(jurisdiction: str, *, staff: int, lawyers: int, known: Circumstances | None = None) -> list[Mark]:
    """What an appearance without a leader falls short of, in the jurisdiction."""
    appeared = Attendance(
        hearing_no=1,
        hearing_on=date(2026, 4, 14),
        leader=None,
        leader_post=None,
        rank=None,
        staff=staff,
        lawyers=lawyers,
        spoke=None,
        jurisdiction=jurisdiction,
        event_id=UUID(int=1),
    )
    return list(marks_of(appeared, builtin_rules(), known))


@pytest.mark.clause("DH-4.2")
def test_staff_and_a_lawyer_without_a_leader_fall_short_in_dehua_and_not_in_yantai() -> None:
    national, local = marks(DEHUA, staff=1, lawyers=1)
    assert (national.code, "第三条" in national.authority) == ("leader_absent", True)
    assert (local.code, "DH-4.2" in local.authority) == ("below_local_minimum", True)
    assert [mark.code for mark in marks(DEHUA, staff=1, lawyers=1, known=EXPLAINED)] == [
        "absence_explained",
        "below_local_minimum",
    ]
    assert [mark.code for mark in marks(YANTAI, staff=1, lawyers=1, known=EXPLAINED)] == ["absence_explained"]


@pytest.mark.clause("DH-4.3")
def test_only_a_lawyer_is_severe() -> None:
    severe = [mark for mark in marks(DEHUA, staff=0, lawyers=1) if mark.code == "local_neither_came"]
    assert [("严重" in mark.title, "DH-4.3" in mark.authority) for mark in severe] == [(True, True)]
    assert "local_neither_came" not in [mark.code for mark in marks(DEHUA, staff=1, lawyers=1)]
