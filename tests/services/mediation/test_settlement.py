"""A settlement: given a mediation, when it is reached and explained, then the events or the rule that says no."""

from datetime import date
from typing import Any

import msgspec
import pytest

from services.mediation import settlement as settlements
from services.mediation.bounds import DateOrder, MediationConcluded, NotAParty
from services.mediation.settlement import (
    AlreadyExplained,
    ExplainWithdrawal,
    NotAnApplicant,
    ReachSettlement,
    SessionNotAgreed,
    SessionNotHeld,
    SettlementAlreadyReached,
    SettlementIncomplete,
    SettlementNotReached,
    SettlementTooLong,
)
from tests.services.mediation.cast import (
    EFFECTIVE,
    EXPLAINED,
    LAND,
    MARKET,
    REACHED,
    SIGNED,
    TERMINATED,
    TODAY,
    TOMORROW,
    UNDER_WAY,
    Fact,
    Seals,
    given,
    october,
    refused,
    text,
)
from yingsu.events.mediation.mediation import (
    MediationSessionHeld,
    SettlementReached,
    WithdrawalExplained,
)
from yingsu.ledger.store import FutureFact

AGREED = (*UNDER_WAY, REACHED)

REACH = ReachSettlement(
    document_no="洪调协〔2026〕7号",
    reached_on=october(13),
    parties=(LAND, "p1", MARKET),
    terms=("罚款减为五千元（样例）", "示例张某撤回起诉（样例）"),
    perform_by=date(2026, 11, 13),
    file="file-2",
)
EXPLAIN = ExplainWithdrawal(party="p1", explained_on=october(16), note="示例张某表示清楚（样例）")
BOTH_APPLICANTS: Fact = (
    SettlementReached(
        document_no="洪调协〔2026〕7号",
        reached_on=october(13),
        parties=("p1", "p2", MARKET),
        terms=(text("示例条款"),),
        perform_by=None,
        file=None,
    ),
    october(13),
)


def reach(*facts: Fact, seals: Seals | None = None, **change: Any) -> SettlementReached:
    """The decision on a settlement."""
    return settlements.reach_settlement(given(*facts), msgspec.structs.replace(REACH, **change), TODAY, (seals or Seals()).text)


def explain(*facts: Fact, seals: Seals | None = None, **change: Any) -> WithdrawalExplained:
    """The decision on an explanation."""
    return settlements.explain_withdrawal(
        given(*facts), msgspec.structs.replace(EXPLAIN, **change), TODAY, (seals or Seals()).text
    )


def test_a_settlement_is_reached_and_its_terms_are_sealed() -> None:
    seals = Seals()

    assert reach(*UNDER_WAY, seals=seals) == REACHED[0]
    assert seals.sealed == ["罚款减为五千元（样例）", "示例张某撤回起诉（样例）"]


def test_a_settlement_may_have_no_day_of_performance_and_no_file_yet() -> None:
    event = reach(*UNDER_WAY, perform_by=None, file=None)

    assert (event.perform_by, event.file) == (None, None)


@pytest.mark.parametrize(
    ("terms", "pointer"),
    [((), "/terms"), (("",), "/terms/0"), (("示例条款", " "), "/terms/1"), (("\u200b",), "/terms/0")],
    ids=["none", "empty", "blank", "unseen"],
)
def test_a_settlement_without_terms_is_refused(terms: tuple[str, ...], pointer: str) -> None:
    refused(
        SettlementIncomplete,
        "settlement-incomplete",
        "HZ-4.5",
        lambda seals: reach(*UNDER_WAY, seals=seals, terms=terms),
        pointer=pointer,
    )


@pytest.mark.parametrize("parties", [(), ("p1", "p2"), (MARKET, LAND)], ids=["nobody", "applicants", "agencies"])
def test_a_settlement_has_two_sides(parties: tuple[str, ...]) -> None:
    refused(
        SettlementIncomplete,
        "settlement-incomplete",
        "HZ-4.5",
        lambda seals: reach(*UNDER_WAY, seals=seals, parties=parties),
        pointer="/parties",
    )


def test_only_parties_of_the_mediation_settle() -> None:
    refused(
        NotAParty,
        "not-a-party",
        "HZ-4.5",
        lambda seals: reach(*UNDER_WAY, seals=seals, parties=("p1", MARKET, "p3")),
        pointer="/parties",
    )


def test_there_is_no_settlement_without_a_session() -> None:
    refused(SessionNotHeld, "session-not-held", "HZ-4.5", lambda seals: reach(*UNDER_WAY[:-1], seals=seals))


def test_a_settlement_may_be_recorded_after_a_later_session() -> None:
    later: Fact = (MediationSessionHeld(held_on=october(19), present=("p1",), agreed=True, notes=None), october(19))

    assert reach(*UNDER_WAY, later).reached_on == october(13)


def session(day: int, *, agreed: bool) -> Fact:
    """A session on a day of October."""
    return (MediationSessionHeld(held_on=october(day), present=("p1", MARKET), agreed=agreed, notes=None), october(day))


def test_there_is_no_settlement_without_a_session_that_ended_in_agreement() -> None:
    apart = (*UNDER_WAY[:-1], session(12, agreed=False))

    assert "终止调处" in refused(SessionNotAgreed, "session-not-agreed", "HZ-4.5", lambda seals: reach(*apart, seals=seals))
    assert reach(*apart, session(13, agreed=True)).reached_on == october(13)


def test_a_settlement_is_not_reached_before_the_session_that_ended_in_agreement() -> None:
    facts = (*UNDER_WAY[:-1], session(10, agreed=False), session(12, agreed=True), session(14, agreed=True))

    assert reach(*facts, reached_on=october(12)).reached_on == october(12)
    message = refused(
        DateOrder, "date-order", "HZ-4.5", lambda seals: reach(*facts, seals=seals, reached_on=october(11)), pointer="/reached_on"
    )
    assert "达成一致的调处会之日 2026-10-12" in message


def test_terms_that_have_no_room_are_refused_before_anything_is_sealed() -> None:
    assert len(reach(*UNDER_WAY, terms=("条" * 8000,) * 2).terms) == 2
    message = refused(
        SettlementTooLong,
        "settlement-too-long",
        "HZ-4.5",
        lambda seals: reach(*UNDER_WAY, seals=seals, terms=("条" * 8000,) * 3),
        pointer="/terms",
    )
    assert "现有 24000 字" in message
    assert "上传为文件" in message


def test_a_mediation_has_one_settlement() -> None:
    message = refused(SettlementAlreadyReached, "settlement-already-reached", "HZ-4.5", lambda seals: reach(*AGREED, seals=seals))
    assert "洪调协〔2026〕7号" in message


def test_a_settlement_is_not_performed_before_it_is_reached() -> None:
    assert reach(*UNDER_WAY, perform_by=october(13)).perform_by == october(13)
    refused(
        DateOrder,
        "date-order",
        "HZ-4.5",
        lambda seals: reach(*UNDER_WAY, seals=seals, perform_by=october(12)),
        pointer="/perform_by",
    )


def test_withdrawal_is_explained_and_the_note_is_sealed() -> None:
    seals = Seals()

    assert explain(*AGREED, *EFFECTIVE, seals=seals) == WithdrawalExplained(
        party="p1", explained_on=october(16), note=text("示例张某表示清楚（样例）"), complete_on=october(16)
    )
    assert seals.sealed == ["示例张某表示清楚（样例）"]


def test_withdrawal_may_be_explained_before_the_last_signature() -> None:
    assert explain(*AGREED, explained_on=october(13), note=None).complete_on == october(13)


def test_explaining_is_complete_with_the_last_applicant_of_the_settlement() -> None:
    facts = (*UNDER_WAY, BOTH_APPLICANTS)
    second: Fact = (
        WithdrawalExplained(party="p2", explained_on=october(19), note=None, complete_on=None),
        october(19),
    )

    assert explain(*facts).complete_on is None
    assert explain(*facts, second).complete_on == october(19)


@pytest.mark.parametrize("party", ["p2", MARKET, "p9"], ids=["not of the settlement", "agency", "stranger"])
def test_withdrawal_is_explained_to_applicants_of_the_settlement_only(party: str) -> None:
    refused(
        NotAnApplicant, "not-an-applicant", "HZ-4.7", lambda seals: explain(*AGREED, seals=seals, party=party), pointer="/party"
    )


def test_withdrawal_is_explained_once_to_each() -> None:
    refused(
        AlreadyExplained,
        "withdrawal-already-explained",
        "HZ-4.7",
        lambda seals: explain(*AGREED, *EFFECTIVE, EXPLAINED, seals=seals),
    )


def test_explaining_waits_for_a_settlement() -> None:
    refused(SettlementNotReached, "settlement-not-reached", "HZ-4.7", lambda seals: explain(*UNDER_WAY, seals=seals))


def test_nothing_is_settled_after_termination() -> None:
    facts = (*UNDER_WAY, REACHED, *SIGNED, TERMINATED)

    refused(MediationConcluded, "mediation-concluded", "HZ-4.5", lambda seals: reach(*UNDER_WAY, TERMINATED, seals=seals))
    refused(MediationConcluded, "mediation-concluded", "HZ-4.7", lambda seals: explain(*facts, seals=seals))


@pytest.mark.parametrize(
    ("day", "error", "code"), [(october(11), DateOrder, "date-order"), (TOMORROW, FutureFact, "future-fact")]
)
def test_each_step_is_after_the_one_it_follows_and_not_in_the_future(day: date, error: Any, code: str) -> None:
    refused(error, code, "HZ-4.5", lambda seals: reach(*UNDER_WAY, seals=seals, reached_on=day), pointer="/reached_on")
    refused(error, code, "HZ-4.7", lambda seals: explain(*AGREED, seals=seals, explained_on=day), pointer="/explained_on")


def test_explaining_starts_on_the_day_of_the_settlement() -> None:
    refused(
        DateOrder,
        "date-order",
        "HZ-4.7",
        lambda seals: explain(*AGREED, seals=seals, explained_on=october(12)),
        pointer="/explained_on",
    )
