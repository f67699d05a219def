"""Mediation beside a suit and by the court, and what becomes of a settlement: given facts, when somebody acts, then the event or the rule that
says no. No database."""

from collections.abc import Callable
from datetime import date
from typing import Any, get_args
from uuid import UUID

import msgspec
import pytest

from services.mediation import aftermath, court_document, in_court, litigation
from services.mediation.aftermath import ApplyForConfirmation, BreachSettlement, DecideConfirmation, PerformSettlement
from services.mediation.conduct import HoldSession, hold_session
from services.mediation.court_document import IssueDocument, PerformDocument, SignDocument
from services.mediation.in_court import EndInCourt, HoldCourtSession, StartInCourt
from services.mediation.litigation import EndInLitigation, OpenInLitigation
from services.mediation.settlement import ExplainWithdrawal, ReachSettlement, explain_withdrawal, reach_settlement
from services.mediation.signature import SignSettlement, sign_settlement
from tests.entries import entry
from tests.services.mediation.cast import (
    CASE,
    CASE_NO,
    COURT,
    EFFECTIVE,
    HELD,
    LAND,
    LEADER,
    MARKET,
    NEIGHBOUR,
    REACHED,
    SETTLED,
    TERMINATED,
    TODAY,
    TOMORROW,
    UNDER_WAY,
    Fact,
    Seals,
    given,
    october,
    text,
)
from tests.services.mediation.story import filing
from yingsu.errors import YingsuError
from yingsu.events.mediation.aftermath import (
    JudicialConfirmationApplied,
    JudicialConfirmationDecided,
    SettlementBreached,
    SettlementPerformed,
)
from yingsu.events.mediation.court import (
    CourtEnding,
    CourtMediationDocumentBecameEffective,
    CourtMediationDocumentIssued,
    CourtMediationDocumentSigned,
    CourtMediationEnded,
    CourtMediationSessionHeld,
    CourtMediationStarted,
)
from yingsu.events.mediation.litigation import InLitigationMediationEnded, InLitigationMediationOpened, LitigationEnding
from yingsu.events.mediation.mediation import TerminationReason

PARTIES = ("p1", MARKET, LAND)
BESIDE: Fact = (
    InLitigationMediationOpened(
        filing=UUID(int=98),
        court=COURT,
        case_no=CASE_NO,
        opened_on=october(8),
        conductor="mediation_centre",
        agency=None,
        applicants=("p1",),
        respondents=(MARKET, LAND),
    ),
    october(8),
)
STARTED: Fact = (
    CourtMediationStarted(
        filing=UUID(int=98),
        court=COURT,
        case_no=CASE_NO,
        started_on=october(8),
        applicants=("p1",),
        respondents=(MARKET, LAND),
    ),
    october(8),
)
COURT_HELD: Fact = (
    CourtMediationSessionHeld(held_on=october(9), present=("p1", MARKET), absent=(LAND,), agreed=True),
    october(9),
)
ISSUED: Fact = (
    CourtMediationDocumentIssued(
        document_no="调1号", issued_on=october(10), respondents=(MARKET, LAND), ground=None, perform_by=None, file=None
    ),
    october(10),
)
IN_COURT = (STARTED, COURT_HELD, ISSUED)


def taken(party: str, day: date, complete_on: date | None = None) -> Fact:
    """A party signs for the court's document."""
    return (CourtMediationDocumentSigned(party=party, document_no="调1号", signed_on=day, complete_on=complete_on), day)


SIGNED_BY_ALL = (taken("p1", october(10)), taken(MARKET, october(12)), taken(LAND, october(11), october(12)))
ENDED: Fact = (InLitigationMediationEnded(reason="unwilling", ended_on=october(9), note=None), october(9))
COURT_ENDED: Fact = (CourtMediationEnded(reason="no_agreement", ended_on=october(9), note=None), october(9))


def said_no(decide: Callable[[Seals], object]) -> tuple[str, tuple[str, ...], str | None]:
    """Code, clauses and pointer of a refusal that tells in Chinese what to do next and has sealed nothing."""
    seals = Seals()
    with pytest.raises(YingsuError) as refusal:
        decide(seals)
    assert "请" in refusal.value.message, refusal.value.message
    assert "法" in refusal.value.message or "《十项机制》" in refusal.value.message, "it names the provision"
    assert seals.sealed == []
    return refusal.value.code, tuple(refusal.value.clauses), refusal.value.pointer


def test_beside_a_suit_a_mediation_starts_in_session_and_ends_settled_or_terminated_never_returned() -> None:
    state = given(BESIDE)
    assert (state.track, state.status, state.over, state.received_on, state.materials) == (
        "in_litigation",
        "in_session",
        False,
        october(8),
        (),
    )
    held = hold_session(state, HoldSession(held_on=october(9), present=PARTIES, agreed=True), TODAY, Seals().text)
    facts: tuple[Fact, ...] = (BESIDE, (held, october(9)))
    command = ReachSettlement(document_no="协1号", reached_on=october(9), parties=PARTIES, terms=("样例",))
    facts = (*facts, (reach_settlement(given(*facts), command, TODAY, Seals().text), october(9)))
    for party in PARTIES:
        sign = SignSettlement(party=party, signed_on=october(9), signatory="party")
        facts = (*facts, *((event, october(9)) for event in sign_settlement(given(*facts), sign, TODAY, Seals().person, ("p1",))))
    assert (given(*facts).status, given(*facts).effective_on) == ("settled_signed", october(9))
    explained = explain_withdrawal(given(*facts), ExplainWithdrawal(party="p1", explained_on=october(9)), TODAY, Seals().text)
    state = given(*facts, (explained, october(9)))
    assert (state.status, state.over) == ("closed_settled", True)
    ended = given(BESIDE, ENDED)
    assert (ended.status, ended.over, ended.concluded_on, ended.unserved) == ("terminated", True, october(9), ())


@pytest.mark.parametrize(
    ("known", "change", "expected"),
    [
        ((BESIDE,), {}, ("mediation-track-open", ("XSF-62",), None)),
        ((), {"opened_on": TOMORROW}, ("future-fact", ("XSF-62",), "/opened_on")),
        ((), {"opened_on": october(4)}, ("date-order", ("XSF-62",), "/opened_on")),
    ],
    ids=["one is open", "a day to come", "before the filing"],
)
def test_a_mediation_beside_a_suit_is_not_opened(
    known: tuple[Fact, ...], change: dict[str, Any], expected: tuple[str, tuple[str, ...], str | None]
) -> None:
    filed = entry(filing(october(5)), october(5), 1, stream=CASE, case_id=CASE)
    before = [given(*known)] if known else []
    command = msgspec.structs.replace(OpenInLitigation(opened_on=october(8)), **change)
    sued = ((MARKET, "320813"),)
    assert said_no(lambda _: litigation.open_in_litigation(filed, sued, before, command, TODAY, "agency", MARKET)) == expected


@pytest.mark.parametrize("known", [(BESIDE, ENDED), (STARTED,), UNDER_WAY], ids=["one is over", "the court's", "before the suit"])
def test_one_that_is_over_or_of_another_kind_is_in_nobodys_way(known: tuple[Fact, ...]) -> None:
    filed = entry(filing(october(5)), october(5), 1, stream=CASE, case_id=CASE)
    opened = litigation.open_in_litigation(
        filed, ((MARKET, "320813"),), [given(*known)], OpenInLitigation(opened_on=october(10)), TODAY, "agency", MARKET
    )
    assert (opened.filing, opened.applicants, opened.respondents, opened.agency) == (filed.event_id, ("p1",), (MARKET,), MARKET)


def test_the_reasons_to_end_are_a_closed_list_for_each_track() -> None:
    assert set(get_args(LitigationEnding)) - set(get_args(TerminationReason)) == {"judged"}
    assert set(get_args(CourtEnding)) == {"unwilling", "no_agreement", "refused_document", "settled_by_withdrawal", "other"}
    for reason in get_args(LitigationEnding):
        command = EndInLitigation(reason=reason, ended_on=october(9), note="样例")
        assert litigation.end_in_litigation(given(BESIDE), command, TODAY, Seals().text).reason == reason


END = EndInLitigation(reason="unwilling", ended_on=october(16))


@pytest.mark.parametrize(
    ("facts", "change", "expected"),
    [
        ((BESIDE, ENDED), {}, ("mediation-already-ended", ("XSF-62",), None)),
        ((BESIDE, HELD, REACHED, *EFFECTIVE), {}, ("mediation-already-ended", ("XSF-62",), None)),
        ((BESIDE,), {"reason": "bored"}, ("mediation-ending-reason-missing", ("XSF-62",), "/reason")),
        ((BESIDE,), {"reason": "other"}, ("mediation-ending-reason-missing", ("XSF-62",), "/note")),
        ((BESIDE,), {"ended_on": TOMORROW}, ("future-fact", ("XSF-62",), "/ended_on")),
        ((BESIDE, HELD), {"ended_on": october(11)}, ("date-order", ("XSF-62",), "/ended_on")),
    ],
    ids=["ended", "settled", "no reason of the list", "other, unsaid", "a day to come", "before a session"],
)
def test_a_mediation_beside_a_suit_is_not_ended(
    facts: tuple[Fact, ...], change: dict[str, Any], expected: tuple[str, tuple[str, ...], str | None]
) -> None:
    command = msgspec.structs.replace(END, **change)
    assert said_no(lambda seals: litigation.end_in_litigation(given(*facts), command, TODAY, seals.text)) == expected


def test_after_its_end_there_is_no_settlement() -> None:
    command = ReachSettlement(document_no="协1号", reached_on=october(9), parties=PARTIES, terms=("样例",))
    found = said_no(lambda seals: reach_settlement(given(BESIDE, ENDED), command, TODAY, seals.text))
    assert found == ("mediation-concluded", ("XSF-62",), None)


def test_an_unauthorised_signature_is_refused_beside_a_suit_too() -> None:
    state = given(BESIDE, HELD, REACHED)
    command = SignSettlement(party=LAND, signed_on=october(16), signatory="authorised", person=LEADER)
    found = said_no(lambda seals: sign_settlement(state, command, TODAY, seals.person))
    assert found == ("authority-missing", ("XSF-62",), "/authority")


def test_the_court_issues_a_document_and_the_last_signature_brings_it_into_force_for_each_agency() -> None:
    state = given(STARTED)
    assert (state.track, state.status, state.over) == ("court", "in_session", False)
    session = in_court.hold_court_session(state, HoldCourtSession(held_on=october(9), present=(MARKET, "p1"), agreed=True), TODAY)
    assert (session.present, session.absent) == (("p1", MARKET), (LAND,))
    state = given(*IN_COURT)
    assert (state.status, state.unsigned) == ("settled_unsigned", PARTIES)
    last = court_document.sign_document(
        given(*IN_COURT, *SIGNED_BY_ALL[:2]), SignDocument(party=LAND, signed_on=october(11)), TODAY
    )
    signed = CourtMediationDocumentSigned(party=LAND, document_no="调1号", signed_on=october(11), complete_on=october(12))
    effect = CourtMediationDocumentBecameEffective(agency=MARKET, document_no="调1号", effective_on=october(12), perform_by=None)
    assert last == (signed, effect, msgspec.structs.replace(effect, agency=LAND))
    state = given(*IN_COURT, *SIGNED_BY_ALL)
    assert (state.status, state.over, state.effective_on, state.concluded_on) == (
        "closed_settled",
        True,
        october(12),
        october(12),
    )


ISSUE = IssueDocument(document_no="调1号", issued_on=october(10))


@pytest.mark.parametrize(
    ("facts", "mediable", "change", "expected"),
    [
        ((STARTED, COURT_HELD), False, {"ground": "discretion"}, ("case-not-mediable", ("YT-2.5.2", "XSF-60"), "/ground")),
        ((STARTED, COURT_HELD), None, {}, ("case-not-mediable", ("YT-2.5.2", "XSF-60"), "/ground")),
        (IN_COURT, True, {}, ("court-document-already-issued", ("XSF-60",), None)),
        ((STARTED,), True, {}, ("court-session-not-agreed", ("XSF-60",), None)),
        ((STARTED, COURT_HELD), True, {"issued_on": october(8)}, ("date-order", ("XSF-60",), "/issued_on")),
        ((STARTED, COURT_HELD), True, {"issued_on": TOMORROW}, ("future-fact", ("XSF-60",), "/issued_on")),
        ((STARTED, COURT_HELD), True, {"perform_by": october(9)}, ("date-order", ("XSF-60",), "/perform_by")),
        ((STARTED, COURT_HELD, COURT_ENDED), True, {}, ("mediation-concluded", ("XSF-60",), None)),
    ],
    ids=["not mediable", "unsaid", "twice", "no agreement", "too early", "to come", "performed before", "after the end"],
)
def test_a_document_of_the_court_is_refused(
    facts: tuple[Fact, ...], mediable: bool | None, change: dict[str, Any], expected: tuple[str, tuple[str, ...], str | None]
) -> None:
    command = msgspec.structs.replace(ISSUE, **change)
    assert said_no(lambda _: court_document.issue_document(given(*facts), command, TODAY, mediable, ("YT-2.5.2",))) == expected


@pytest.mark.parametrize(
    ("facts", "decide", "expected"),
    [
        (
            (STARTED,),
            lambda state, _: in_court.hold_court_session(
                state, HoldCourtSession(held_on=october(9), present=(), agreed=True), TODAY
            ),
            ("nobody-present", ("XSF-60",), "/present"),
        ),
        (
            (STARTED,),
            lambda state, _: court_document.sign_document(state, SignDocument(party="p1", signed_on=october(10)), TODAY),
            ("court-document-not-issued", ("XSF-60",), None),
        ),
        (
            (*IN_COURT, SIGNED_BY_ALL[0]),
            lambda state, _: court_document.sign_document(state, SignDocument(party="p1", signed_on=october(10)), TODAY),
            ("court-document-already-signed", ("XSF-60",), None),
        ),
        (
            IN_COURT,
            lambda state, seals: court_document.perform_document(
                state, PerformDocument(agency=MARKET, performed_on=october(12)), TODAY, seals.text
            ),
            ("court-document-not-effective", ("XSF-60",), None),
        ),
        (
            (*IN_COURT, *SIGNED_BY_ALL),
            lambda state, seals: court_document.perform_document(
                state, PerformDocument(agency=NEIGHBOUR, performed_on=october(12)), TODAY, seals.text
            ),
            ("not-a-respondent", ("XSF-60",), "/agency"),
        ),
        (
            (*IN_COURT, *SIGNED_BY_ALL),
            lambda state, seals: in_court.end_in_court(
                state, EndInCourt(reason="refused_document", ended_on=october(13)), TODAY, seals.text
            ),
            ("mediation-already-ended", ("XSF-60",), None),
        ),
        (
            (STARTED,),
            lambda state, seals: in_court.end_in_court(
                state, EndInCourt(reason="other", ended_on=october(13)), TODAY, seals.text
            ),
            ("mediation-ending-reason-missing", ("XSF-60",), "/note"),
        ),
    ],
    ids=["nobody came", "no document", "signed", "not in force", "a stranger", "in force", "other, unsaid"],
)
def test_what_the_court_did_is_not_registered(
    facts: tuple[Fact, ...], decide: Callable[..., object], expected: tuple[str, tuple[str, ...], str | None]
) -> None:
    assert said_no(lambda seals: decide(given(*facts), seals)) == expected


def test_a_document_that_a_party_refuses_before_signing_ends_the_courts_mediation() -> None:
    command = EndInCourt(reason="refused_document", ended_on=october(13))
    ended = in_court.end_in_court(given(*IN_COURT, SIGNED_BY_ALL[0]), command, TODAY, Seals().text)
    state = given(*IN_COURT, SIGNED_BY_ALL[0], (ended, october(13)))
    assert (state.status, state.over) == ("terminated", True)


def test_a_second_mediation_by_the_court_waits_until_the_first_is_over() -> None:
    filed = entry(filing(october(5)), october(5), 1, stream=CASE, case_id=CASE)
    command = StartInCourt(started_on=october(14))
    found = said_no(lambda _: in_court.start_in_court(filed, ((MARKET, "320813"),), [given(STARTED)], command, TODAY))
    assert found == ("mediation-track-open", ("XSF-60",), None)
    started = in_court.start_in_court(filed, ((MARKET, "320813"),), [given(STARTED, COURT_ENDED)], command, TODAY)
    assert started.started_on == october(14)


APPLIED: Fact = (JudicialConfirmationApplied(court=COURT, applied_on=october(17), late_days=0), october(17))
DECIDED: Fact = (JudicialConfirmationDecided(ruling_no="确1号", decided_on=october(19), confirmed=True), october(19))
PERFORMED: Fact = (SettlementPerformed(performed_on=october(18), note=None), october(18))
APPLY = ApplyForConfirmation(applied_on=october(17), court=COURT)
RULING = DecideConfirmation(decided_on=october(19), ruling_no="确1号", confirmed=True)
BREACH = BreachSettlement(party=MARKET, breached_on=october(19), note="样例")


@pytest.mark.parametrize(("applied_on", "late"), [(date(2026, 11, 15), 0), (date(2026, 11, 16), 1)])
def test_confirmation_is_applied_for_within_thirty_days_and_later_it_is_late(applied_on: date, late: int) -> None:
    command = msgspec.structs.replace(APPLY, applied_on=applied_on)
    applied = aftermath.apply_for_confirmation(given(*SETTLED), command, date(2026, 12, 1))
    assert applied == JudicialConfirmationApplied(court=COURT, applied_on=applied_on, late_days=late)
    assert aftermath.decide_confirmation(given(*SETTLED, APPLIED), RULING, TODAY) == DECIDED[0]


def test_a_settlement_is_performed_also_after_a_breach() -> None:
    breached = aftermath.breach_settlement(given(*SETTLED), BREACH, TODAY, Seals().text)
    assert breached == SettlementBreached(party=MARKET, breached_on=october(19), note=text("样例"))
    state = given(*SETTLED, (breached, october(19)))
    performed = aftermath.perform_settlement(state, PerformSettlement(performed_on=october(20)), TODAY, Seals().text)
    assert performed.performed_on == october(20)


@pytest.mark.parametrize(
    ("facts", "decide", "expected"),
    [
        (
            (BESIDE, HELD, REACHED, *EFFECTIVE),
            lambda state, _: aftermath.apply_for_confirmation(state, APPLY, TODAY),
            ("confirmation-before-suit-only", ("MSF-205",), None),
        ),
        (
            (*UNDER_WAY, REACHED),
            lambda state, _: aftermath.apply_for_confirmation(state, APPLY, TODAY),
            ("settlement-not-in-force", ("MSF-205",), None),
        ),
        (
            (*SETTLED, APPLIED),
            lambda state, _: aftermath.apply_for_confirmation(state, APPLY, TODAY),
            ("confirmation-already-applied", ("MSF-205",), None),
        ),
        (
            SETTLED,
            lambda state, _: aftermath.decide_confirmation(state, RULING, TODAY),
            ("confirmation-not-applied", ("MSF-205",), None),
        ),
        (
            (*SETTLED, APPLIED, DECIDED),
            lambda state, _: aftermath.decide_confirmation(state, RULING, TODAY),
            ("confirmation-already-decided", ("MSF-205",), None),
        ),
        (
            (*UNDER_WAY, TERMINATED),
            lambda state, seals: aftermath.perform_settlement(
                state, PerformSettlement(performed_on=october(18)), TODAY, seals.text
            ),
            ("settlement-not-in-force", ("HZ-4.5",), None),
        ),
        (
            (*SETTLED, PERFORMED),
            lambda state, seals: aftermath.perform_settlement(
                state, PerformSettlement(performed_on=october(19)), TODAY, seals.text
            ),
            ("settlement-already-performed", ("HZ-4.5",), None),
        ),
        (
            (*SETTLED, PERFORMED),
            lambda state, seals: aftermath.breach_settlement(state, BREACH, TODAY, seals.text),
            ("settlement-already-performed", ("HZ-4.5",), None),
        ),
        (
            SETTLED,
            lambda state, seals: aftermath.breach_settlement(
                state, msgspec.structs.replace(BREACH, party="p2"), TODAY, seals.text
            ),
            ("not-a-party", ("HZ-4.5",), "/party"),
        ),
    ],
    ids=[
        "in litigation",
        "unsigned",
        "applied",
        "nobody applied",
        "decided",
        "terminated",
        "performed",
        "performed, then breached",
        "no party of it",
    ],
)
def test_what_became_of_a_settlement_is_not_registered(
    facts: tuple[Fact, ...], decide: Callable[..., object], expected: tuple[str, tuple[str, ...], str | None]
) -> None:
    assert said_no(lambda seals: decide(given(*facts), seals)) == expected
