"""Termination: given a mediation, when it is terminated, served and returned, then the event or the rule that says no."""

from datetime import date
from typing import Any, get_args

import msgspec
import pytest

from services.mediation import termination as terminations
from services.mediation.bounds import DateOrder, NotAParty
from services.mediation.termination import (
    AlreadyReturned,
    AlreadyServed,
    AlreadyTerminated,
    MaterialBack,
    MaterialsIncomplete,
    NotTerminated,
    ReturnToCourt,
    ReturnTooLong,
    ServeTermination,
    SettlementInForce,
    Terminate,
    TerminationUnexplained,
)
from tests.services.mediation.cast import (
    ENDED,
    EXTENDED,
    LAND,
    MARKET,
    OPENED,
    REACHED,
    RETURNED,
    SERVED,
    SETTLED,
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
    september,
    text,
)
from yingsu.errors import YingsuError
from yingsu.events.mediation.mediation import (
    MediationTerminated,
    ReturnedMaterial,
    ReturnedToCourt,
    TerminationReason,
    TerminationServed,
)
from yingsu.ledger.store import FutureFact

OVER = (*UNDER_WAY, TERMINATED)

END = Terminate(
    reason="too_far_apart", terminated_on=october(15), document_no="洪调终〔2026〕7号", note="示例张某不接受金额（样例）"
)
SERVE = ServeTermination(party=LAND, served_on=october(15), received_on=october(16), method="邮寄")
ALL_BACK = tuple(MaterialBack(material=name) for name in ("m3", "m1", "m2"))
RETURN = ReturnToCourt(letter_no="洪调函〔2026〕7号", returned_on=october(16), materials=ALL_BACK, text="告知函（样例）")


def end(*facts: Fact, seals: Seals | None = None, **change: Any) -> MediationTerminated:
    """The decision on a termination."""
    return terminations.terminate(given(*facts), msgspec.structs.replace(END, **change), TODAY, (seals or Seals()).text)


def serve(*facts: Fact, **change: Any) -> TerminationServed:
    """The decision on a service."""
    return terminations.serve_termination(given(*facts), msgspec.structs.replace(SERVE, **change), TODAY)


def give_back(*facts: Fact, seals: Seals | None = None, **change: Any) -> ReturnedToCourt:
    """The decision on the return."""
    return terminations.return_to_court(given(*facts), msgspec.structs.replace(RETURN, **change), TODAY, (seals or Seals()).text)


def back(material: str, *, returned: bool = True, reason: str | None = None) -> MaterialBack:
    """One material of a list."""
    return MaterialBack(material=material, returned=returned, reason=reason)


def test_a_mediation_is_terminated_and_the_note_is_sealed() -> None:
    seals = Seals()

    assert end(*UNDER_WAY, seals=seals) == MediationTerminated(
        reason="too_far_apart",
        terminated_on=october(15),
        document_no="洪调终〔2026〕7号",
        note=text("示例张某不接受金额（样例）"),
    )
    assert seals.sealed == ["示例张某不接受金额（样例）"]


@pytest.mark.parametrize("reason", [reason for reason in get_args(TerminationReason) if reason != "other"])
def test_every_reason_of_the_list_needs_no_note(reason: TerminationReason) -> None:
    assert end(*UNDER_WAY, reason=reason, note=None).reason == reason


@pytest.mark.parametrize(
    ("reason", "note", "pointer"), [("other", None, "/note"), ("other", "\u200b", "/note"), ("tired", "累了", "/reason")]
)
def test_a_termination_has_a_reason_of_the_list_or_says_which(reason: str, note: str | None, pointer: str) -> None:
    assert end(*UNDER_WAY, reason="other", note="当事人死亡").reason == "other"
    refused(
        TerminationUnexplained,
        "termination-reason-missing",
        "HZ-4.8",
        lambda seals: end(*UNDER_WAY, seals=seals, reason=reason, note=note),
        pointer=pointer,
    )


def test_a_mediation_may_be_terminated_before_anything_was_done() -> None:
    assert end(OPENED, reason="withdrawn", terminated_on=september(21)).terminated_on == september(21)


def test_a_settlement_that_one_party_refuses_to_sign_may_be_terminated() -> None:
    assert end(*UNDER_WAY, REACHED, *SIGNED, reason="refuses_to_sign").reason == "refuses_to_sign"


def test_a_settlement_in_force_is_not_terminated() -> None:
    message = refused(SettlementInForce, "settlement-in-force", "HZ-4.8", lambda seals: end(*SETTLED, seals=seals))

    assert "2026-10-16" in message


def test_a_mediation_is_terminated_once() -> None:
    refused(AlreadyTerminated, "mediation-already-terminated", "HZ-4.8", lambda seals: end(*OVER, seals=seals))


@pytest.mark.parametrize(
    ("facts", "last"),
    [
        ((OPENED,), september(21)),
        (UNDER_WAY[:2], september(22)),
        (UNDER_WAY, october(12)),
        ((*UNDER_WAY, EXTENDED), october(13)),
        ((*UNDER_WAY, REACHED), october(13)),
        ((*UNDER_WAY, REACHED, *SIGNED), october(14)),
    ],
)
def test_a_termination_is_not_before_the_steps_that_are_recorded(facts: tuple[Fact, ...], last: date) -> None:
    early = date.fromordinal(last.toordinal() - 1)

    def decide(seals: Seals) -> MediationTerminated:
        return end(*facts, seals=seals, terminated_on=early)

    assert end(*facts, terminated_on=last).terminated_on == last
    assert str(last) in refused(DateOrder, "date-order", "HZ-4.8", decide, pointer="/terminated_on")


def test_each_party_is_served() -> None:
    assert serve(*OVER) == TerminationServed(
        party=LAND, served_on=october(15), received_on=october(16), method="邮寄", complete_on=None
    )


def test_service_is_complete_with_the_last_party_from_the_latest_receipt_on() -> None:
    assert serve(*OVER, *SERVED[:2]).complete_on is None
    assert serve(*OVER, *SERVED[:3]).complete_on == october(19)
    assert serve(*OVER, *SERVED[:3], served_on=october(20), received_on=october(20)).complete_on == october(20)


def test_nobody_else_is_served() -> None:
    refused(NotAParty, "not-a-party", "HZ-4.8", lambda _: serve(*OVER, party="p3"), pointer="/party")


def test_a_party_is_served_once() -> None:
    refused(AlreadyServed, "termination-already-served", "HZ-4.8", lambda _: serve(*OVER, *SERVED))


def test_the_matter_goes_back_with_everything_that_was_received_in_its_order() -> None:
    seals = Seals()

    assert give_back(*OVER, seals=seals) == RETURNED[0]
    assert seals.sealed == ["告知函（样例）"]


def test_a_material_may_stay_for_a_reason() -> None:
    kept = (back("m1"), back("m2", returned=False, reason="示例张某已取回（样例）"), back("m3"))

    event = give_back(*OVER, materials=kept)

    assert event.materials[1] == ReturnedMaterial(material="m2", returned=False, reason=text("示例张某已取回（样例）"))


def test_the_matter_may_go_back_before_everyone_is_served() -> None:
    assert given(*OVER, *SERVED[:1], (give_back(*OVER, *SERVED[:1]), october(16))).status == "terminated"
    assert given(*OVER, *SERVED, (give_back(*OVER, *SERVED), october(16))).status == "returned"


@pytest.mark.parametrize(
    ("materials", "flaw"),
    [
        ((), "未列明：m1、m2、m3"),
        ((back("m1"), back("m3")), "未列明：m2"),
        ((*ALL_BACK, back("m4")), "未曾接收：m4"),
        ((*ALL_BACK, back("m2")), "重复列明：m2"),
        ((*ALL_BACK[:2], back("m2", returned=False)), "未退回而没有理由：m2"),
        ((*ALL_BACK[:2], back("m2", returned=False, reason="\u200b")), "未退回而没有理由：m2"),
        ((*ALL_BACK[:2], back("m2", reason="遗失")), "已退回而填写了未退回的理由：m2"),
        ((back("m1"), back("m4", returned=False)), "未列明：m2、m3；未曾接收：m4；未退回而没有理由：m4"),
    ],
)
def test_a_list_that_is_not_the_received_one_is_refused_by_name(materials: tuple[MaterialBack, ...], flaw: str) -> None:
    message = refused(
        MaterialsIncomplete,
        "returned-materials-incomplete",
        "HZ-4.9",
        lambda seals: give_back(*OVER, seals=seals, materials=materials),
        pointer="/materials",
    )
    assert f"（{flaw}）" in message


def test_reasons_that_have_no_room_are_refused_before_anything_is_sealed() -> None:
    kept = tuple(back(name, returned=False, reason="由" * 8000) for name in ("m1", "m2", "m3"))

    message = refused(
        ReturnTooLong,
        "returned-materials-too-long",
        "HZ-4.9",
        lambda seals: give_back(*OVER, seals=seals, materials=kept),
        pointer="/materials",
    )
    assert "现有 24000 字" in message
    assert "减少" in message


def test_the_matter_goes_back_once() -> None:
    message = refused(AlreadyReturned, "already-returned-to-court", "HZ-4.9", lambda seals: give_back(*ENDED, seals=seals))

    assert "洪调函〔2026〕7号" in message


def test_serving_and_returning_wait_for_the_termination() -> None:
    refused(NotTerminated, "mediation-not-terminated", "HZ-4.8", lambda _: serve(*UNDER_WAY))
    refused(NotTerminated, "mediation-not-terminated", "HZ-4.9", lambda seals: give_back(*UNDER_WAY, seals=seals))


@pytest.mark.parametrize(
    ("day", "error", "code"), [(october(14), DateOrder, "date-order"), (TOMORROW, FutureFact, "future-fact")]
)
def test_nothing_is_served_or_returned_before_the_termination_or_in_the_future(
    day: date, error: type[YingsuError], code: str
) -> None:
    refused(error, code, "HZ-4.8", lambda _: serve(*OVER, served_on=day), pointer="/served_on")
    refused(error, code, "HZ-4.8", lambda _: serve(*OVER, received_on=day), pointer="/received_on")
    refused(error, code, "HZ-4.9", lambda seals: give_back(*OVER, seals=seals, returned_on=day), pointer="/returned_on")


def test_a_notice_is_not_received_before_it_is_served() -> None:
    refused(
        DateOrder,
        "date-order",
        "HZ-4.8",
        lambda _: serve(*OVER, served_on=october(17), received_on=october(16)),
        pointer="/received_on",
    )


def test_a_mediation_is_not_terminated_in_the_future() -> None:
    refused(
        FutureFact,
        "future-fact",
        "HZ-4.8",
        lambda seals: end(*UNDER_WAY, seals=seals, terminated_on=TOMORROW),
        pointer="/terminated_on",
    )


def test_the_agencies_are_served_like_the_applicants() -> None:
    assert [serve(*OVER, party=party).party for party in ("p1", "p2", MARKET, LAND)] == ["p1", "p2", MARKET, LAND]
