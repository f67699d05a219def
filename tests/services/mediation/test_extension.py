"""More time: given a mediation, when everyone agrees to it, then the event or the rule that says no."""

from datetime import date
from typing import Any

import msgspec
import pytest

from services.mediation.bounds import DateOrder, NotAParty
from services.mediation.extension import ConsentMissing, ExtendTerm, extend_term
from tests.services.mediation.cast import (
    ACCEPTED,
    ASSIGNED,
    EXTENDED,
    HELD,
    LAND,
    MARKET,
    OPENED,
    PLANNED,
    SCHEDULED,
    TODAY,
    Fact,
    given,
    october,
    refused,
)
from yingsu.events.mediation.mediation import MediationTermExtended

TAKEN_ON = (OPENED, ACCEPTED)
SET = (OPENED, ACCEPTED, *ASSIGNED, *PLANNED, SCHEDULED)
EVERYONE = ("p1", "p2", MARKET, LAND)
EXTEND = ExtendTerm(agreed_on=october(13), until=date(2026, 11, 20), consents=(LAND, MARKET, "p2", "p1"), reason="等待鉴定")


def extend(*facts: Fact, **change: Any) -> MediationTermExtended:
    """The decision on more time."""
    return extend_term(given(*facts), msgspec.structs.replace(EXTEND, **change), TODAY)


def test_the_term_is_extended_by_consent_of_everyone() -> None:
    assert extend(*SET, HELD) == MediationTermExtended(until=date(2026, 11, 20), consents=EVERYONE, reason="等待鉴定")
    assert extend(*TAKEN_ON, EXTENDED, until=date(2026, 12, 1)).until == date(2026, 12, 1)


def test_the_term_is_not_extended_while_one_consent_lacks() -> None:
    message = refused(
        ConsentMissing,
        "consent-missing",
        "ZXTJ-24",
        lambda seals: extend(*SET, consents=("p1", MARKET)),
        pointer="/consents",
    )
    assert f"缺少 p2、{LAND} 的同意" in message
    assert "第二十四条" in message


def test_only_parties_consent() -> None:
    refused(NotAParty, "not-a-party", "ZXTJ-24", lambda seals: extend(*SET, consents=(*EVERYONE, "p3")), pointer="/consents")


def test_the_term_ends_after_the_day_of_the_consent() -> None:
    assert extend(*SET, until=october(14)).until == october(14)
    refused(DateOrder, "date-order", "ZXTJ-24", lambda seals: extend(*SET, until=october(13)), pointer="/until")


def test_another_extension_goes_further_than_the_one_that_holds() -> None:
    """The term was extended to 20 November on 13 October."""
    assert extend(*SET, EXTENDED, until=date(2026, 11, 21)).until == date(2026, 11, 21)


@pytest.mark.parametrize("until", [date(2026, 11, 20), date(2026, 11, 1)])
def test_an_extension_that_goes_no_further_is_refused(until: date) -> None:
    message = refused(DateOrder, "date-order", "ZXTJ-24", lambda _: extend(*SET, EXTENDED, until=until), pointer="/until")

    assert "2026-11-20" in message
    assert "第二十四条" in message


def test_the_furthest_extension_holds_in_whatever_order_they_were_recorded() -> None:
    nearer: Fact = (MediationTermExtended(until=date(2026, 11, 5), consents=EVERYONE, reason="等待鉴定"), october(14))

    refused(
        DateOrder,
        "date-order",
        "ZXTJ-24",
        lambda _: extend(*SET, EXTENDED, nearer, agreed_on=october(15), until=date(2026, 11, 10)),
        pointer="/until",
    )


def test_another_extension_is_not_agreed_on_before_the_last() -> None:
    further = date(2026, 12, 1)

    assert extend(*SET, EXTENDED, agreed_on=october(13), until=further).until == further
    message = refused(
        DateOrder,
        "date-order",
        "ZXTJ-24",
        lambda _: extend(*SET, EXTENDED, agreed_on=october(12), until=further),
        pointer="/agreed_on",
    )
    assert "上次同意延长之日 2026-10-13" in message
