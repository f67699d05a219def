"""Two messages at once that would bring two filed cases into one dispute: one is placed, the other waits for a person."""

from collections.abc import Callable
from typing import Any

import pytest

from services.intake.court.numbering import number_stream, reserved_by
from tests.services.intake.cast import COURT, filing, pre_filing, referral
from tests.wire import Wire, write_headers
from yingsu import disputes
from yingsu.ledger.deciding import EVERYWHERE
from yingsu.ledger.store import Ledger

ROUNDS = 25
Body = dict[str, Any]


def p(serial: int) -> str:
    return f"（2026）苏0813行诉前调{serial}号"


def q(serial: int) -> str:
    return f"（2026）苏0813行诉前立{serial}号"


def c(serial: int) -> str:
    return f"（2026）苏0813行初{serial}号"


def referred(serial: int) -> Body:
    return referral(message_id=f"r-{serial}", case_no=p(serial))


def told(serial: int, *earlier: str, number: str | None = None, message: str = "n") -> Body:
    return pre_filing(message_id=f"{message}-{serial}", case_no=number or q(serial), pre_case_nos=list(earlier))


def filed(serial: int, *earlier: str, number: str | None = None) -> Body:
    return filing(message_id=f"f-{serial}", case_no=number or c(serial), pre_case_nos=list(earlier))


def two_that_name_members(n: int) -> tuple[list[Body], list[Body]]:
    """One filing names the notice, another the referral that the notice had named."""
    return [referred(n), told(n, p(n))], [filed(n, q(n)), filed(n + 1000, p(n))]


def two_that_only_the_court_named(n: int) -> tuple[list[Body], list[Body]]:
    """The numbers were joined before any of their facts came; the filings name nothing themselves."""
    return [told(n, c(n)), told(n + 1000, c(n + 1000)), told(n + 2000, q(n), q(n + 1000))], [filed(n), filed(n + 1000)]


def a_join_and_a_filing(n: int) -> tuple[list[Body], list[Body]]:
    """A notice joins a filed case's dispute with another one, in which a case is filed at the same moment."""
    before = [referred(n), told(n, p(n)), referred(n + 1000), told(n + 1000, p(n + 1000)), filed(n, q(n))]
    return before, [told(n + 2000, p(n), p(n + 1000)), filed(n + 1000, q(n + 1000))]


def a_join_from_a_known_notice_and_a_filing(n: int) -> tuple[list[Body], list[Body]]:
    """The notice is on record under the number of the suit to come; told again, it names an earlier number of a filed dispute."""
    before = [referred(n), filed(n, p(n)), told(n, number=c(n + 1000))]
    return before, [told(n, p(n), number=c(n + 1000), message="n2"), filed(n + 1000)]


def two_joins(n: int) -> tuple[list[Body], list[Body]]:
    """Two disputes with a case each, a third without; two notices would join the third with one of them each."""
    before = [referred(n), referred(n + 1000), referred(n + 2000), filed(n, p(n)), filed(n + 1000, p(n + 1000))]
    return before, [told(n, p(n), p(n + 2000)), told(n + 1000, p(n + 2000), p(n + 1000))]


RACES = [
    two_that_name_members,
    two_that_only_the_court_named,
    a_join_and_a_filing,
    a_join_from_a_known_notice_and_a_filing,
    two_joins,
]


@pytest.mark.parametrize("race", RACES, ids=lambda race: race.__name__)
def test_of_two_at_once_that_would_bring_two_cases_into_a_dispute_one_is_placed(
    court: Wire, ledger: Ledger, race: Callable[[int], tuple[list[Body], list[Body]]]
) -> None:
    for serial in range(1, ROUNDS + 1):
        before, at_once = race(serial)
        assert {court.report(body).status_code for body in before} == {201}

        answers = court.together([("POST", "/court/messages", {"json": body, "headers": write_headers()}) for body in at_once])

        outcomes = sorted((answer.json()["status"], answer.json()["parked_reason"]) for answer in answers)
        assert outcomes == [("applied", None), ("parked", "case_number_taken")], serial
        for body in (*before, *at_once):
            case_id = reserved_by(ledger.load(number_stream(COURT, body["case_no"]), EVERYWHERE))
            entries = disputes.load(ledger, case_id, EVERYWHERE).entries if case_id else []
            assert sum(entry.topic == "intake.case_filed.v1" for entry in entries) <= 1, serial


def test_a_burst_that_joins_one_dispute_is_placed_entirely(court: Wire) -> None:
    court.report(referred(1))
    bodies = [told(serial, p(1)) for serial in range(1, 11)] + [filed(1, p(1))] * 2

    answers = court.together([("POST", "/court/messages", {"json": body, "headers": write_headers()}) for body in bodies])

    assert {answer.status_code for answer in answers} == {201}
    assert {answer.json()["status"] for answer in answers} == {"applied"}


def test_only_what_changes_a_dispute_claims_it(court: Wire, topics: Callable[[], list[str]]) -> None:
    court.report(filed(1))
    court.report(referred(2))
    court.report(told(2))
    assert "intake.dispute_claimed.v1" not in topics()

    court.report(filed(2, p(2), q(2)))
    assert topics().count("intake.dispute_claimed.v1") == 2
    court.report(filed(2, p(2), q(2)) | {"message_id": "f-again"})
    assert topics().count("intake.dispute_claimed.v1") == 2
