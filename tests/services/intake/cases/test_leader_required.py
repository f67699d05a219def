"""Whether a leader must appear at a hearing, and why: given what is on record and the document in force, then the reasons with their clauses."""

from datetime import date
from typing import Any

import msgspec
import pytest

from services.intake.cases import attending
from services.intake.cases.attending import Attending
from services.intake.cases.leader_required import Requirement, circumstances, requirement
from services.intake.cases.marks import marks_of
from services.intake.cases.response import Attendance, Response
from services.intake.cases.trial import Hearing
from tests.services.intake.cast import LAND, MARKET, entries
from yingsu.events.intake.hearing import CourtRuledOnAbsence, LeaderSuggested, LeaderSummoned
from yingsu.events.intake.steps.attending import AbsenceExplained, LeaderChanged, LeaderDesignated, LeaderRequiredByLegalOffice
from yingsu.events.intake.steps.risk import FlagCleared, FlagSet
from yingsu.law.rules import builtin_rules
from yingsu.ledger.entry import Event
from yingsu.ledger.sealed import SealedPerson, SealedText

HONGZE, DEHUA, XUECHENG, YANTAI = "320813", "350526", "370403", "370600"
DAY = date(2026, 9, 14)
TOLD = date(2026, 9, 1)
TEXT = SealedText(subject="s", key_id="k", box="eA==")
LEADER = SealedPerson(subject="s", key_id="k", box="eA==")


def hearing(no: int = 1, on: date = DAY) -> Hearing:
    """A hearing that the court fixed."""
    (entry,) = entries((LeaderSuggested(agency=MARKET, hearing_no=no, suggested_on=TOLD, grounds=None), TOLD))
    return Hearing(
        hearing_no=no, hearing_on=on, begins_at=None, place=None, fixed_on=TOLD, source_seq=None, event_id=entry.event_id
    )


def recorded(*facts: Event, jurisdiction: str = HONGZE) -> Attending:
    """What is on record in a jurisdiction."""
    state = Attending()
    for entry in entries(*((fact, TOLD) for fact in facts)):
        state = attending.evolve(state, msgspec.structs.replace(entry, jurisdiction=jurisdiction))
    return state


def appeared(no: int = 1, on: date = DAY, **change: Any) -> Attendance:
    """An appearance with a deputy."""
    (entry,) = entries((LeaderSuggested(agency=MARKET, hearing_no=no, suggested_on=TOLD, grounds=None), TOLD))
    came: dict[str, Any] = {
        "leader": LEADER,
        "leader_post": "副局长",
        "rank": "deputy",
        "staff": 1,
        "lawyers": 0,
        "spoke": True,
        "jurisdiction": HONGZE,
        "event_id": entry.event_id,
    }
    return Attendance(hearing_no=no, hearing_on=on, **came | change)


NOBODY: dict[str, Any] = {"leader": None, "leader_post": None, "rank": None, "spoke": None}


def asked(
    *facts: Event, jurisdiction: str = HONGZE, before: tuple[Attendance, ...] = (), at: Hearing | None = None
) -> Requirement:
    """What is asked of the market agency."""
    response = Response(agency=MARKET, attendances=before)
    return requirement(recorded(*facts, jurisdiction=jurisdiction), response, jurisdiction, at or hearing(), builtin_rules())


def summoned(no: int | None = 1, agency: str = MARKET) -> LeaderSummoned:
    """The court wants the leader."""
    return LeaderSummoned(agency=agency, hearing_no=no, summoned_on=TOLD, grounds="environment")


def flagged(flag: Any = "mass_incident_risk", agency: str | None = None) -> FlagSet:
    """The case is listed."""
    return FlagSet(agency=agency, set_on=TOLD, flag=flag, grounds=TEXT)


def test_without_a_reason_only_the_general_rule_holds() -> None:
    assert asked() == Requirement()
    assert asked().degree is None


def test_the_courts_notice_binds_the_agency_and_the_hearing_that_it_names() -> None:
    (reason,) = asked(summoned()).reasons
    assert (reason.code, reason.degree, reason.head, reason.authority) == ("court_notice", "must", False, "法释〔2020〕3号第四条")
    assert asked(summoned(agency=LAND)).reasons == ()
    assert asked(summoned(no=2)).reasons == ()
    assert asked(summoned(no=None)).degree == "must"


def test_a_suggestion_asks_less_and_cites_the_document_where_it_speaks_of_it() -> None:
    suggested = LeaderSuggested(agency=MARKET, hearing_no=None, suggested_on=TOLD, grounds=None)
    (national,) = asked(suggested).reasons
    (local,) = asked(suggested, jurisdiction=YANTAI).reasons
    assert (national.degree, national.clauses, "第一百二十九条" in national.authority) == ("should", (), True)
    assert (local.degree, local.clauses) == ("should", ("YT-2.4.3",))


def test_a_call_of_another_jurisdiction_or_of_a_later_day_asks_for_nothing() -> None:
    office = LeaderRequiredByLegalOffice(agency=None, required_on=TOLD, hearing_no=None, reason="useful", grounds=TEXT)
    assert [reason.code for reason in asked(office, jurisdiction=YANTAI).reasons] == ["useful"]
    assert requirement(recorded(office, jurisdiction=YANTAI), Response(agency=MARKET), HONGZE, hearing(), None).reasons == ()
    assert asked(summoned(), at=hearing(on=date(2026, 8, 31))).reasons == ()


@pytest.mark.parametrize(
    ("jurisdiction", "head", "clause"), [(XUECHENG, True, "XC-4.6"), (YANTAI, False, "YT-2.4.2")], ids=["薛城", "烟台"]
)
def test_a_listed_case_asks_for_the_head_in_one_place_and_for_any_leader_in_another(
    jurisdiction: str, head: bool, clause: str
) -> None:
    found = asked(flagged(), jurisdiction=jurisdiction)
    assert (found.degree, found.head, found.reasons[0].clauses) == ("must", head, (clause,))
    assert asked(flagged("expropriation"), jurisdiction=jurisdiction).reasons == ()
    assert asked(flagged(agency=LAND), jurisdiction=jurisdiction).reasons == ()
    cleared = FlagCleared(agency=None, cleared_on=TOLD, flag="mass_incident_risk", grounds=TEXT)
    assert asked(flagged(), cleared, jurisdiction=jurisdiction).reasons == ()


def test_one_appearance_is_enough_for_the_instance_unless_the_court_calls_again_or_the_document_asks_for_each() -> None:
    second, came = hearing(2, date(2026, 9, 20)), (appeared(),)
    listed = asked(flagged(), jurisdiction=YANTAI, before=came, at=second)
    assert (listed.appeared_before, listed.reasons[0].met, listed.degree) == (True, True, None)
    again = asked(summoned(no=2), before=came, at=second)
    assert (again.reasons[0].met, again.degree) == (False, "must")
    every = asked(jurisdiction=DEHUA, before=came, at=second)
    assert (every.reasons[0].code, every.degree) == ("every_hearing", "must")


def test_a_deputy_before_is_not_enough_where_the_head_is_asked_for() -> None:
    second = hearing(2, date(2026, 9, 20))
    deputy = asked(flagged(), jurisdiction=XUECHENG, before=(appeared(),), at=second)
    head = asked(flagged(), jurisdiction=XUECHENG, before=(appeared(rank="principal"),), at=second)
    assert (deputy.head, head.head) == (True, False)


def test_a_leader_whose_identity_stayed_unproved_has_not_appeared() -> None:
    unproved = appeared(identity_ok=False)
    assert [mark.code for mark in marks_of(unproved, None)] == ["identity_unproved", "leader_absent"]
    assert asked(flagged(), jurisdiction=YANTAI, before=(unproved,), at=hearing(2, date(2026, 9, 20))).appeared_before is False
    assert marks_of(appeared(identity_ok=True), None) == ()


def test_who_leaves_without_leave_is_marked() -> None:
    assert [mark.code for mark in marks_of(appeared(left_without_leave=True), None)] == ["left_without_leave"]


def explained(reason: Any = "force_majeure") -> AbsenceExplained:
    """Why no leader of the market agency can come."""
    return AbsenceExplained(
        agency=MARKET,
        explained_on=TOLD,
        hearing_no=1,
        hearing_on=DAY,
        reason=reason,
        explanation=TEXT,
        signed="seal",
        file=None,
    )


def ruled(accepted: bool) -> CourtRuledOnAbsence:
    """What the court held."""
    return CourtRuledOnAbsence(
        agency=MARKET,
        hearing_no=1,
        hearing_on=DAY,
        ruling="leader_excused" if accepted else "leader_unexcused",
        accepted=accepted,
        ruled_on=DAY,
    )


def absence(*facts: Event, jurisdiction: str = HONGZE, **change: Any) -> list[str]:
    """The marks of an appearance without a leader."""
    known = circumstances(
        recorded(*facts, jurisdiction=jurisdiction), Response(agency=MARKET), jurisdiction, hearing(), builtin_rules()
    )
    return [mark.code for mark in marks_of(appeared(**NOBODY | {"jurisdiction": jurisdiction} | change), builtin_rules(), known)]


def test_an_absence_is_no_breach_where_it_is_explained_staff_came_and_the_court_does_not_hold_otherwise() -> None:
    assert absence() == ["leader_absent"]
    assert absence(explained()) == absence(explained(), ruled(accepted=True)) == ["absence_explained"]
    assert absence(explained(), ruled(accepted=False)) == ["leader_absent", "absence_refused"]
    assert absence(explained(), staff=0, lawyers=1) == ["leader_absent", "only_lawyers"]


def test_of_joint_defendants_one_may_leave_the_appearance_to_the_leader_of_another() -> None:
    assert absence(explained("joint_defendants")) == ["joint_defendants"]
    assert absence(explained("joint_defendants"), flagged(), jurisdiction=XUECHENG) == ["joint_defendants"]


def test_who_was_called_and_did_not_come_is_marked_with_the_reason() -> None:
    assert absence(summoned()) == ["leader_absent", "leader_required"]
    assert absence(summoned(), explained()) == ["absence_explained"]
    assert absence(flagged(), jurisdiction=XUECHENG) == ["leader_absent", "head_required"]


def test_the_leader_named_for_a_hearing_goes_before_the_one_named_for_all_and_the_later_before_the_earlier() -> None:
    def named(no: int | None, post: str) -> LeaderDesignated:
        return LeaderDesignated(agency=MARKET, designated_on=TOLD, hearing_no=no, leader=LEADER, post=post, rank="deputy")

    changed = LeaderChanged(
        agency=MARKET, changed_on=TOLD, hearing_no=None, leader=LEADER, post="局长", rank="principal", reason="分工调整"
    )
    state = recorded(named(None, "副局长"), named(2, "总工"), changed)
    found = [state.designated(MARKET, number) for number in (1, 2)]
    assert [(known.post, known.changed) for known in found if known] == [("局长", True), ("总工", False)]
    assert state.designated(LAND, 1) is None
