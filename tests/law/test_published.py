"""The rules out of the ledger: what was published, version by version, and never the software's own files."""

from datetime import date

import msgspec
import pytest

from yingsu.clock import SettableClock, legal_day
from yingsu.events.registry.rules import CalendarPublished, ProfilePublished
from yingsu.law import published
from yingsu.law.calendar import CalendarMalformed, builtin_bytes
from yingsu.law.profile import Profile, bundle, load_builtin
from yingsu.law.published import RulesInForce, load_rules
from yingsu.ledger.entry import ANY_JURISDICTION, Actor, Command, Event, NewEvent, StreamWrite
from yingsu.ledger.ids import uuid7
from yingsu.ledger.store import Ledger

NATIONAL_DAY = date(2026, 10, 1)


class Press:
    """Publishes into the test's ledger."""

    def __init__(self, ledger: Ledger, clock: SettableClock) -> None:
        self._ledger = ledger
        self._clock = clock

    def calendar(self, year: int, version: int, content: bytes) -> CalendarPublished:
        """Publish a year."""
        sha256 = self._ledger.put_blob(content)
        event = CalendarPublished(year=year, version=version, sha256=sha256, notices=("https://www.gov.cn/1",), published_by="甲")
        self._append(published.calendar_stream(year), version, event)
        return event

    def profile(self, layer: Profile, version: int, effective_from: date) -> ProfilePublished:
        """Publish a profile."""
        event = ProfilePublished(
            profile_id=layer.id,
            version=version,
            jurisdiction=layer.jurisdiction,
            sha256=self._ledger.put_blob(bundle(layer)),
            effective_from=effective_from,
            prepared_by="甲",
            published_by="乙",
        )
        self._append(published.profile_stream(layer.id), version, event)
        return event

    def _append(self, stream: str, version: int, event: Event) -> None:
        new = NewEvent(event=event, jurisdiction="000000", occurred_on=legal_day(self._clock()))
        self._ledger.append(
            Command(
                command_id=uuid7(self._clock),
                body_hash=bytes(32),
                writes=(StreamWrite(stream=stream, expected_version=version - 1, events=(new,)),),
                actor=Actor(client="administrator", role="administrator"),
                source="test",
                correlation_id="test",
                permitted=(ANY_JURISDICTION,),
            )
        )


@pytest.fixture
def press(ledger: Ledger, clock: SettableClock) -> Press:
    """Publishes into the test's ledger."""
    return Press(ledger, clock)


def amended() -> bytes:
    """The calendar of 2026 in which the National Day holiday was cancelled."""
    head, *holidays = builtin_bytes(2026).decode().split("[[holidays]]")
    return "[[holidays]]".join([head, *(holiday for holiday in holidays if NATIONAL_DAY.isoformat() not in holiday)]).encode()


def test_the_latest_version_of_a_year_is_found_and_each_by_its_number(ledger: Ledger, press: Press) -> None:
    first = press.calendar(2026, 1, builtin_bytes(2026))
    second = press.calendar(2026, 2, amended())
    assert published.calendar(ledger, 2026) == second
    assert published.calendar(ledger, 2026, 1) == first
    assert published.calendar(ledger, 2026, 3) is None
    assert published.calendar(ledger, 2027) is None
    assert published.calendar_content(ledger, first).year == 2026


def test_a_profile_is_found_by_its_version(ledger: Ledger, press: Press) -> None:
    layer = load_builtin("hongze", date(2025, 4, 18))
    event = press.profile(layer, 1, date(2025, 4, 18))
    assert published.profile(ledger, "hongze") == event
    assert published.profile_content(ledger, event) == layer
    assert published.profile(ledger, "hongze", 2) is None
    assert published.profile(ledger, "nobody\0") is None


def test_rules_compute_with_the_last_published_calendar(ledger: Ledger, press: Press) -> None:
    press.calendar(2026, 1, builtin_bytes(2026))
    assert not load_rules(ledger).calendar.is_working(NATIONAL_DAY)
    press.calendar(2026, 2, amended())
    assert load_rules(ledger).calendar.is_working(NATIONAL_DAY)


def test_a_profile_governs_from_the_day_it_was_published_for(ledger: Ledger, press: Press) -> None:
    press.calendar(2026, 1, builtin_bytes(2026))
    layer = load_builtin("national", date(2018, 2, 8))
    press.profile(layer, 1, date(2018, 2, 8))
    press.profile(msgspec.structs.replace(layer, title="新版"), 2, date(2026, 9, 16))
    rules = load_rules(ledger)
    governing = [rules.profile_for("320813", day) for day in (date(2018, 2, 7), date(2026, 9, 15), date(2026, 9, 16))]
    assert [None if found is None else found.version for found in governing] == [None, 1, 2]


def test_rules_in_force_are_read_again_only_when_something_was_published(ledger: Ledger, press: Press) -> None:
    press.calendar(2026, 1, builtin_bytes(2026))
    in_force = RulesInForce(ledger)
    before = in_force.now()
    assert in_force.now() is before
    press.calendar(2026, 2, amended())
    after = in_force.now()
    assert (before.calendar.is_working(NATIONAL_DAY), after.calendar.is_working(NATIONAL_DAY)) == (False, True)


def test_without_a_calendar_nothing_can_be_computed(ledger: Ledger) -> None:
    with pytest.raises(CalendarMalformed):
        load_rules(ledger)
