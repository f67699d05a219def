"""A mediation conducted from the referral to either end by its own decisions: what each decides is folded before the next."""

from datetime import date

from services.mediation import conduct, plan, settlement, termination
from services.mediation.conduct import AcceptReferral, HoldSession, NotifyParty, ScheduleSession, SendNotice
from services.mediation.mediation import Mediation
from services.mediation.plan import SubmitPlan
from services.mediation.settlement import ExplainWithdrawal, ReachSettlement
from services.mediation.signature import SignSettlement, sign_settlement
from services.mediation.termination import MaterialBack, ReturnToCourt, ServeTermination, Terminate
from tests.services.mediation.cast import CONTACT, LAND, LEADER, MARKET, OPENED, TODAY, Fact, Seals, at, given, october, september
from yingsu.ledger.entry import Event


class Course:
    """The facts so far."""

    def __init__(self) -> None:
        self.facts: list[Fact] = [OPENED]
        self.seals = Seals()

    @property
    def state(self) -> Mediation:
        """The mediation so far."""
        return given(*self.facts)

    def then(self, day: date, *events: Event) -> str:
        """More facts; returns the status they lead to."""
        self.facts += [(event, day) for event in events]
        return self.state.status


def up_to_a_session() -> Course:
    """A mediation with a session held on 12 October; the land agency's plan is late."""
    course = Course()
    text, person = course.seals.text, course.seals.person
    day = september(22)
    assert course.then(day, conduct.accept_referral(course.state, AcceptReferral(accepted_on=day), TODAY)) == "accepted"
    for agency, status in ((MARKET, "accepted"), (LAND, "assigned")):
        notice = SendNotice(agency=agency, document_no="洪调交〔2026〕7号", sent_on=day, received_on=day)
        assert course.then(day, conduct.send_notice(course.state, notice, TODAY)) == status
    for agency, day, status in ((MARKET, september(25), "assigned"), (LAND, october(9), "planned")):
        submission = SubmitPlan(agency=agency, received_on=day, leader=LEADER, contact=CONTACT, plan="方案（样例）")
        assert course.then(day, plan.submit_plan(course.state, submission, TODAY, text, person)) == status
    day = october(9)
    schedule = ScheduleSession(scheduled_on=day, session_at=at(12), place="一号调处室")
    assert course.then(day, conduct.schedule_session(course.state, schedule, TODAY, text)) == "scheduled"
    for party in course.state.parties:
        course.then(day, conduct.notify_party(course.state, NotifyParty(party=party, notified_on=day), TODAY))
    assert course.state.notifications[-1].complete_on == day
    day = october(12)
    session = HoldSession(held_on=day, present=course.state.parties, agreed=True)
    assert course.then(day, conduct.hold_session(course.state, session, TODAY, text)) == "in_session"
    return course


def test_a_mediation_that_everyone_signs_closes_with_the_explanation_to_each_applicant() -> None:
    course = up_to_a_session()
    text, person = course.seals.text, course.seals.person
    day = october(13)
    agreed = ReachSettlement(document_no="洪调协〔2026〕7号", reached_on=day, parties=("p1", MARKET, LAND), terms=("示例条款",))
    assert course.then(day, settlement.reach_settlement(course.state, agreed, TODAY, text)) == "settled_unsigned"
    for party, day, status in (
        ("p1", october(13), "settled_unsigned"),
        (MARKET, october(14), "settled_unsigned"),
        (LAND, october(16), "settled_signed"),
    ):
        signature = SignSettlement(party=party, signed_on=day, signatory="party")
        assert course.then(day, *sign_settlement(course.state, signature, TODAY, person)) == status
    explained = ExplainWithdrawal(party="p1", explained_on=october(16))

    assert course.then(day, settlement.explain_withdrawal(course.state, explained, TODAY, text)) == "closed_settled"
    assert (course.state.effective_on, course.state.concluded_on) == (october(16), october(16))


def test_a_mediation_that_fails_ends_with_everyone_served_and_the_materials_returned() -> None:
    course = up_to_a_session()
    text = course.seals.text
    day = october(15)
    ending = Terminate(reason="too_far_apart", terminated_on=day, document_no="洪调终〔2026〕7号")
    assert course.then(day, termination.terminate(course.state, ending, TODAY, text)) == "terminated"
    for party, status in (("p1", "terminated"), ("p2", "terminated"), (MARKET, "terminated"), (LAND, "served")):
        service = ServeTermination(party=party, served_on=day, received_on=october(16))
        assert course.then(day, termination.serve_termination(course.state, service, TODAY)) == status
    materials = tuple(MaterialBack(material=name) for name in course.state.materials)
    letter = ReturnToCourt(letter_no="洪调函〔2026〕7号", returned_on=october(16), materials=materials, text="告知函（样例）")

    assert course.then(october(16), termination.return_to_court(course.state, letter, TODAY, text)) == "returned"
    assert course.state.servings[-1].complete_on == october(16)
