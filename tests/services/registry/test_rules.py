"""Publishing calendars and profiles."""

from datetime import date
from typing import Any

import msgspec
import pytest

from services.registry.rules import (
    AlreadyPublished,
    DayTooFar,
    FourEyes,
    JudgedAlready,
    RulesDesk,
    publish_calendar,
    publish_profile,
)
from services.registry.samples import MARKET
from tests.law.mediation_casebook import MediationCasebook
from yingsu.clock import SettableClock
from yingsu.events.registry.rules import CalendarPublished, ProfilePublished
from yingsu.law import calendar, published
from yingsu.ledger.deciding import Request
from yingsu.ledger.entry import ANY_JURISDICTION, Actor, Command, NewEvent, StreamWrite
from yingsu.ledger.ids import uuid7
from yingsu.ledger.store import Ledger

FIRST = CalendarPublished(year=2026, version=1, sha256="aa", notices=("https://www.gov.cn/1",), published_by="administrator")
ASKED: dict[str, Any] = {
    "profile_id": "hongze",
    "jurisdiction": "320813",
    "sha256": "aa",
    "effective_from": date(2025, 4, 18),
    "prepared_by": "甲",
    "published_by": "乙",
    "judged_until": None,
}
PROFILE = ProfilePublished(**{name: value for name, value in ASKED.items() if name != "judged_until"}, version=1)


def test_a_year_s_first_calendar_is_version_one() -> None:
    asked: dict[str, Any] = {"year": 2026, "sha256": "aa", "notices": ["https://www.gov.cn/1"], "published_by": "administrator"}
    assert publish_calendar(None, **asked) == FIRST


def test_an_amended_calendar_is_the_next_version() -> None:
    notices = ("https://www.gov.cn/1", "https://www.gov.cn/2")
    event = publish_calendar(FIRST, year=2026, sha256="bb", notices=notices, published_by="administrator")
    assert (event.version, event.sha256, event.notices) == (2, "bb", notices)


def test_the_same_calendar_is_not_published_again() -> None:
    with pytest.raises(AlreadyPublished, match="第 1 版"):
        publish_calendar(FIRST, year=2026, sha256="aa", notices=(), published_by="administrator")


def test_a_first_profile_may_reach_back() -> None:
    assert publish_profile(None, **ASKED) == PROFILE


def test_a_later_profile_applies_to_days_not_judged_yet() -> None:
    change = {"sha256": "bb", "judged_until": date(2026, 9, 15)}
    assert publish_profile(PROFILE, **ASKED | change | {"effective_from": date(2026, 9, 16)}).version == 2
    with pytest.raises(JudgedAlready, match="2026-09-16"):
        publish_profile(PROFILE, **ASKED | change | {"effective_from": date(2026, 9, 15)})


def test_the_same_profile_is_not_published_again() -> None:
    with pytest.raises(AlreadyPublished):
        publish_profile(PROFILE, **ASKED)


def test_the_same_profile_is_published_again_from_before_it_begins_or_after_it_is_retired() -> None:
    later = msgspec.structs.replace(PROFILE, effective_from=date(2027, 1, 1))
    change = {"judged_until": date(2026, 9, 15)}
    assert publish_profile(later, **ASKED | change | {"effective_from": date(2026, 12, 1)}).version == 2
    again = ASKED | change | {"effective_from": date(2026, 11, 1)}
    assert publish_profile(PROFILE, **again, last_day=date(2026, 10, 31)).version == 2
    with pytest.raises(AlreadyPublished):
        publish_profile(PROFILE, **again, last_day=date(2026, 11, 1))


def test_no_profile_begins_after_every_calendar() -> None:
    with pytest.raises(DayTooFar, match="9999-12-31 晚于 2100-12-31"):
        publish_profile(None, **ASKED | {"effective_from": date.max})


def test_a_city_s_rules_judged_the_cases_of_its_districts(ledger: Ledger, clock: SettableClock) -> None:
    desk = RulesDesk(ledger, clock)
    codes = ("320813", "320800", "320000", None, "320800", "320804", "320700", "330000")
    assert [desk.has_cases(code) for code in codes] == [False] * len(codes)
    book = MediationCasebook(MARKET)
    book.referred(date(2026, 9, 1))
    new = NewEvent(event=book.entries[0].event, jurisdiction="320813", occurred_on=date(2026, 9, 1), case_id=book.case_id)
    ledger.append(
        Command(
            command_id=uuid7(clock),
            body_hash=bytes(32),
            writes=(StreamWrite(stream=book.case_id, expected_version=0, events=(new,)),),
            actor=Actor(client="court-su0813", role="court"),
            source="test",
            correlation_id="test",
            permitted=(ANY_JURISDICTION,),
        )
    )
    assert [code for code in codes if desk.has_cases(code)] == ["320813", "320800", "320000", None, "320800"]


def test_two_people_publish_a_profile() -> None:
    with pytest.raises(FourEyes):
        publish_profile(None, **ASKED | {"prepared_by": "乙"})


def test_a_calendar_is_published_with_its_content(ledger: Ledger, clock: SettableClock) -> None:
    request = Request(
        command_id=uuid7(clock),
        body_hash=bytes(32),
        actor=Actor(client="administrator", role="administrator"),
        source="test",
        correlation_id="test",
        permitted=(ANY_JURISDICTION,),
    )
    content = calendar.builtin_bytes(2026)
    desk = RulesDesk(ledger, clock)
    desk.publish_calendar(request, content)
    desk.publish_calendar(request, content)
    event = published.calendar(ledger, 2026)
    assert event is not None
    assert (event.version, event.published_by) == (1, "administrator")
    assert ledger.get_blob(event.sha256) == content
    assert ledger.head() == 1
