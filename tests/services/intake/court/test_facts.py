"""The plain facts that a court tells: the table of them, and what adds nothing, waits, or cannot be. No database."""

from datetime import date
from typing import Any, get_args

import msgspec
import pytest
from pydantic import TypeAdapter

from services.intake.cases import case as cases
from services.intake.cases import titles
from services.intake.cases.case import NotADefendant
from services.intake.cases.court_titles import COURT_TITLES
from services.intake.cases.told import PLAIN
from services.intake.court import facts
from services.intake.court.bodies import EXAMPLES, CourtMessageBody, notice_of
from services.intake.court.envelope import FactNotice
from services.intake.court.fact_notices import (
    AdviceNotice,
    AppealNotice,
    ClosureNotice,
    LossWarningNotice,
    PlainNotice,
    SuspensionNotice,
)
from services.intake.court.facts import ToldOtherwise
from services.intake.court.notice import AnyNotice
from services.intake.dates import DateOrder, check_dates
from tests.services.intake.cast import CASE, CASE_NO, LAND, MARKET, MARKET_CODE, NEIGHBOUR, TODAY, case_filed, entries
from yingsu.events.intake.advice import JudicialAdviceReceived
from yingsu.ledger.entry import Event
from yingsu.ledger.sealed import SealedText
from yingsu.ledger.store import FutureFact

FILED = (case_filed(), date(2026, 9, 7))
ADVICE = AdviceNotice(
    message_id="m-1",
    case_no=CASE_NO,
    occurred_on=date(2026, 9, 14),
    agency_code=MARKET_CODE,
    advice_no="苏0813司建〔2026〕2号（样例）",
    received_on=date(2026, 9, 15),
    subject="规范告知程序（样例）",
)


def sealed(text: str) -> SealedText:
    """What stands for a sealed text."""
    return SealedText(subject="m", key_id="k", box=text)


def opened(text: SealedText) -> str | None:
    """What it stood for; None where it was erased."""
    return None if text.box == "erased" else text.box


def decided(notice: FactNotice, *told: tuple[Event, date], agency: str = "") -> Event | None:
    """What the message becomes beside these facts."""
    case = cases.fold(CASE, entries(FILED, *told))
    return facts.decide(case, notice, agency, TODAY, opened=opened, seal=sealed)


def test_the_table_tells_of_every_plain_fact_and_of_nothing_else() -> None:
    assert set(facts.TABLE) == set(get_args(PlainNotice))
    assert {plain.event for plain in facts.TABLE.values()} <= set(PLAIN)
    assert set(PLAIN) <= set(COURT_TITLES)


@pytest.mark.parametrize("kind", sorted(facts.TABLE, key=str), ids=str)
def test_every_field_of_an_event_is_told_by_its_message(kind: type[FactNotice]) -> None:
    plain = facts.TABLE[kind]
    told = {*kind.__struct_fields__, *plain.fields, "agency", "appellant", *((plain.day,) if plain.day else ())}

    assert set(plain.event.__struct_fields__) - told == set()
    assert set(plain.key or ()) <= set(plain.event.__struct_fields__)
    assert set(kind.DAYS) <= set(kind.__struct_fields__)


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_every_example_is_a_message_whose_dates_can_be_true(name: str) -> None:
    body = TypeAdapter[CourtMessageBody](CourtMessageBody).validate_python(EXAMPLES[name]["value"])

    check_dates(notice_of(body), date(2027, 3, 1))


def test_every_kind_of_message_has_an_example() -> None:
    kinds = {kind.__struct_config__.tag for kind in get_args(AnyNotice)}

    assert {example["value"]["kind"] for example in EXAMPLES.values()} == kinds


def test_an_advice_is_recorded_with_its_subject_sealed() -> None:
    assert decided(ADVICE, agency=MARKET) == JudicialAdviceReceived(
        agency=MARKET,
        advice_no="苏0813司建〔2026〕2号（样例）",
        received_on=date(2026, 9, 15),
        reply_by=None,
        subject=sealed("规范告知程序（样例）"),
        file=None,
    )


def test_what_the_record_holds_adds_nothing_and_what_was_erased_counts_as_the_same() -> None:
    event = decided(ADVICE, agency=MARKET)
    assert event is not None
    erased = msgspec.structs.replace(event, subject=sealed("erased"))

    for known in (event, erased):
        assert decided(ADVICE, (known, date(2026, 9, 14)), agency=MARKET) is None


@pytest.mark.parametrize(
    "change", [{"reply_by": date(2026, 10, 1)}, {"subject": "另一内容（样例）"}, {"occurred_on": date(2026, 9, 13)}]
)
def test_another_content_under_the_number_of_an_advice_waits_for_a_person(change: dict[str, Any]) -> None:
    event = decided(ADVICE, agency=MARKET)
    assert event is not None

    with pytest.raises(ToldOtherwise, match="发出司法建议"):
        decided(msgspec.structs.replace(ADVICE, **change), (event, date(2026, 9, 14)), agency=MARKET)


def test_the_same_number_for_another_agency_is_another_advice() -> None:
    event = decided(ADVICE, agency=MARKET)
    assert event is not None

    assert decided(ADVICE, (event, date(2026, 9, 14)), agency=LAND) is not None


def test_a_fact_without_a_number_is_another_on_another_day() -> None:
    rest = SuspensionNotice(message_id="m-1", case_no=CASE_NO, occurred_on=date(2026, 9, 10), reason="须以另案为依据")
    event = decided(rest)
    assert event is not None

    assert decided(rest, (event, date(2026, 9, 10))) is None
    assert decided(msgspec.structs.replace(rest, occurred_on=date(2026, 9, 12)), (event, date(2026, 9, 10))) is not None


def test_a_case_is_closed_once() -> None:
    closed = ClosureNotice(message_id="m-1", case_no=CASE_NO, occurred_on=date(2026, 9, 10), reason="deemed_withdrawn")
    event = decided(closed)
    assert event is not None

    with pytest.raises(ToldOtherwise):
        decided(msgspec.structs.replace(closed, reason="terminated"), (event, date(2026, 9, 10)))


def test_a_fact_about_an_agency_that_was_not_sued_does_not_fit() -> None:
    with pytest.raises(NotADefendant, match="请报送追加被告"):
        decided(ADVICE, agency=NEIGHBOUR)


def test_an_appeal_is_by_a_party_of_the_case() -> None:
    appeal = AppealNotice(message_id="m-1", case_no=CASE_NO, occurred_on=date(2026, 9, 16), party="p1")

    assert getattr(decided(appeal), "appellant", None) == "p1"
    assert getattr(decided(appeal, agency=MARKET), "appellant", None) == MARKET
    with pytest.raises(NotADefendant, match="p7"):
        decided(msgspec.structs.replace(appeal, party="p7"))


def test_a_fact_of_the_suit_is_not_earlier_than_the_suit() -> None:
    with pytest.raises(DateOrder, match="早于立案日期 2026-09-07"):
        decided(msgspec.structs.replace(ADVICE, occurred_on=date(2026, 9, 6)), agency=MARKET)


@pytest.mark.parametrize(
    ("change", "refusal", "pointer"),
    [
        ({"occurred_on": date(2026, 9, 17)}, FutureFact, "/occurred_on"),
        ({"received_on": date(2026, 9, 13)}, DateOrder, "/received_on"),
        ({"received_on": date(2026, 9, 17)}, FutureFact, "/received_on"),
        ({"reply_by": date(2026, 9, 13)}, DateOrder, "/reply_by"),
        ({"reply_by": date(2046, 9, 13)}, DateOrder, "/reply_by"),
    ],
)
def test_dates_that_cannot_be_true_are_refused(change: dict[str, Any], refusal: type[Exception], pointer: str) -> None:
    with pytest.raises(refusal) as caught:
        check_dates(msgspec.structs.replace(ADVICE, **change), TODAY)

    assert getattr(caught.value, "pointer", None) == pointer


def test_a_letter_is_known_by_its_number_whatever_the_day_of_its_receipt() -> None:
    warning = LossWarningNotice(
        message_id="m-1", case_no=CASE_NO, occurred_on=date(2026, 9, 14), agency_code=MARKET_CODE, letter_no="警1"
    )
    event = decided(warning, agency=MARKET)
    assert event is not None
    assert titles.title(event) == "收到法院败诉预警函，警1"
    assert titles.agency_of(event) == MARKET

    with pytest.raises(ToldOtherwise):
        decided(msgspec.structs.replace(warning, received_on=date(2026, 9, 15)), (event, date(2026, 9, 14)), agency=MARKET)
