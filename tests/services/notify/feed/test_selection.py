"""What is in a feed: for each reader its own, from when on it concerned it, the same whenever it is read; and how far it goes."""

import random
from collections.abc import Callable

import psycopg
import pytest

from services.notify.feed.reader import Context, FeedClosed, Reader
from services.notify.feed.selection import NEAR
from services.notify.feed.view import NAME, ConcernedView
from tests.services.notify.feed.record import (
    CENTRE,
    COUNTRY,
    DAY,
    ELSEWHERE,
    HERE,
    HONGZE,
    JINHU,
    JINHU_SUPERVISOR,
    LAND,
    MARKET,
    READERS,
    SUPERVISOR,
    UNIT,
    Record,
    agency,
    filed,
    golden,
    opened,
)
from yingsu.events.registry.lineage import AgencySucceeded
from yingsu.ledger.entry import Entry, Event
from yingsu.ledger.quarantine import quarantined
from yingsu.ledger.reader import StillQuarantined, release
from yingsu.ledger.store import Ledger
from yingsu.settings import Urls

CASE, OTHER_CASE = "case-1", "case-2"


@pytest.fixture
def record(ledger: Ledger) -> Record:
    """An empty ledger."""
    return Record(ledger)


def told(owed_by: str, agency_id: str | None) -> Event:
    """A reminder."""
    return golden("notify.reminder_sent.v1", owed_by=owed_by, agency=agency_id)


def mediated_and_lost(record: Record) -> None:
    """A case of the land and the market agency: mediated, filed, lost by both, reviewed; each step as one event."""
    both = ((LAND, HONGZE), (MARKET, HONGZE))
    record.add("message-1", golden("intake.court_message_received.v1", court="苏0813"))
    record.add(CASE, filed(*both))
    record.add("mediation-1", golden("mediation.mediation_opened.v1"), case_id=CASE)
    for who in (LAND, MARKET):
        record.add(f"plan-1-{who}", golden("mediation.mediation_plan_submitted.v1", agency=who), case_id=CASE)
        record.add(f"response-1-{who}", golden("intake.answer_submitted.v1", agency=who), case_id=CASE)
        record.add(f"review-{who}", opened(who, who), case_id=CASE)
        record.add(f"obligation-{who}", told("review_owner", who), case_id=CASE)
    record.add("obligation-court", told("court", LAND), case_id=CASE)
    record.add("obligation-centre", told("mediation_body", None), case_id=CASE)
    record.add("file-1", golden("intake.file_stored.v1"))
    record.add("court-苏0813", golden("registry.court_registered.v1"))
    record.settle()


def test_an_agency_has_its_case_and_of_other_agencies_no_plan_no_review_no_reminder(record: Record) -> None:
    mediated_and_lost(record)
    assert record.topics(agency(LAND)) == [
        "case_filed",
        "mediation_opened",
        "mediation_plan_submitted",
        "answer_submitted",
        "review_opened",
        "reminder_sent",
        "answer_submitted",
    ]
    own, other = record.read(agency(LAND)), record.read(agency(MARKET))
    assert [record.ledger.read_all(position - 1, 1)[0].topic.split(".")[1] for position in sorted(set(own) & set(other))] == [
        "case_filed",
        "mediation_opened",
        "answer_submitted",
        "answer_submitted",
    ]


def test_a_court_has_its_cases_and_messages_and_nothing_of_mediations_reviews_and_reminders(record: Record) -> None:
    mediated_and_lost(record)
    assert record.topics(HERE) == ["court_message_received", "case_filed", "answer_submitted", "answer_submitted"]
    assert record.topics(ELSEWHERE) == []


def test_a_centre_has_cases_mediations_and_what_a_centre_is_reminded_of(record: Record) -> None:
    mediated_and_lost(record)
    assert record.topics(CENTRE) == [
        "case_filed",
        "mediation_opened",
        *["mediation_plan_submitted", "answer_submitted"] * 2,
        "reminder_sent",
    ]
    assert record.topics(CENTRE, "notify") == ["reminder_sent"]


def test_a_supervising_body_has_everything_of_its_district_but_the_registry(record: Record) -> None:
    mediated_and_lost(record)
    everything = list(range(1, record.ledger.head()))
    assert record.read(SUPERVISOR) == record.read(COUNTRY) == everything
    assert record.read(JINHU_SUPERVISOR) == []


def test_where_an_agency_has_its_webhooks_sent_is_in_nobodys_feed(record: Record) -> None:
    """The address can hold a key of the receiver's; to those who supervise, the service shows it without."""
    for topic in ("registered", "activated", "paused", "resumed", "secret_rotated", "removed"):
        record.add("endpoint-1", golden(f"notify.endpoint_{topic}.v1", agency=LAND))
    record.add(CASE, filed((LAND, HONGZE)))
    record.settle()
    for reader in (SUPERVISOR, COUNTRY, CENTRE, agency(LAND)):
        assert record.topics(reader) == ["case_filed"]
        assert record.read(reader, "notify") == []


def test_each_context_has_the_events_of_one_service_and_all_has_these(record: Record) -> None:
    mediated_and_lost(record)
    contexts: tuple[Context, ...] = ("intake", "mediation", "review", "notify")
    parts = [record.read(SUPERVISOR, context) for context in contexts]
    assert [len(part) for part in parts] == [5, 3, 2, 4]
    assert sorted(position for part in parts for position in part) == record.read(SUPERVISOR)


@pytest.mark.parametrize(("reader", "context"), [(HERE, "review"), (HERE, "mediation"), (HERE, "notify"), (CENTRE, "review")])
def test_a_context_of_which_nothing_is_for_a_role_is_refused(record: Record, reader: Reader, context: Context) -> None:
    with pytest.raises(FeedClosed, match=r"不对.+开放"):
        record.read(reader, context)


def test_an_agency_that_reviews_for_a_government_has_the_case_from_the_review_on(record: Record) -> None:
    record.add(CASE, filed((LAND, HONGZE)))
    record.add(CASE, golden("intake.judgment_delivered.v1"))
    begun = record.add("review-1", opened(UNIT, LAND), case_id=CASE)
    later = record.add(CASE, golden("intake.defendant_removed.v1", agency=LAND))
    record.settle()
    assert record.read(agency(UNIT)) == [begun, later]
    assert record.read(agency(LAND)) == [1, 2, later]


def test_a_district_has_a_case_from_when_it_concerns_it_and_only_its_own_reviews(record: Record) -> None:
    record.add(CASE, filed((LAND, HONGZE)))
    record.add(CASE, golden("intake.service_recorded.v1"))
    named = record.add(CASE, filed((LAND, HONGZE), (MARKET, JINHU)), concerns=(JINHU,))
    both = record.add(CASE, golden("intake.service_recorded.v1"))
    here = record.add("review-1", opened(LAND, LAND), case_id=CASE)
    there = record.add("review-2", opened(MARKET, MARKET), case_id=CASE, place=JINHU)
    record.settle()
    assert record.read(JINHU_SUPERVISOR) == [named, both, there]
    assert record.read(SUPERVISOR) == [1, 2, named, both, here]
    assert record.read(agency(MARKET, JINHU)) == [named, both, there]
    assert record.read(agency(MARKET, HONGZE)) == [named, both], "its token does not reach to the other district"


@pytest.mark.parametrize("seed", range(4))
def test_who_reads_step_by_step_gets_what_who_reads_at_the_end_gets(record: Record, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 (disorder, not secrecy)
    seen: dict[int, list[int]] = {number: [] for number in range(len(READERS))}
    places: dict[int, int] = dict.fromkeys(seen, 0)
    for step in range(30):
        _add_something(record, chance, step)
        if chance.random() < 0.5:
            record.settle()
        for number, reader in enumerate(READERS):
            if chance.random() < 0.5:
                found = record.read(reader, after=places[number], page=chance.choice([1, 3, 200]))
                seen[number] += found
                places[number] = max([places[number], *found])
    record.settle()
    for number, reader in enumerate(READERS):
        assert seen[number] + record.read(reader, after=places[number]) == record.read(reader), reader


def _add_something(record: Record, chance: random.Random, step: int) -> None:
    case_id = chance.choice([CASE, OTHER_CASE])
    who, place = chance.choice([(LAND, HONGZE), (MARKET, HONGZE), (UNIT, JINHU)])
    steps: list[Callable[[], int]] = [
        lambda: record.add(case_id, filed((who, place), court=chance.choice(["苏0813", "苏0831"])), concerns=(place,)),
        lambda: record.add(case_id, golden("intake.service_recorded.v1", agency=who)),
        lambda: record.add(f"plan-{case_id}-{who}", golden("mediation.mediation_plan_submitted.v1", agency=who), case_id=case_id),
        lambda: record.add(f"review-{step}", opened(who, LAND), case_id=case_id, place=place),
        lambda: record.add(f"obligation-{step}", told("review_owner", who), case_id=case_id),
        lambda: record.add(f"message-{step}", golden("intake.court_message_received.v1", court="苏0813"), place=place),
    ]
    chance.choice(steps)()


def test_the_feed_goes_as_far_as_it_is_known_whom_cases_concern(record: Record) -> None:
    record.add(CASE, filed((LAND, HONGZE)))
    record.settle()
    record.add(OTHER_CASE, filed((LAND, HONGZE)))
    record.add("file-1", golden("intake.file_stored.v1"))
    assert (record.read(agency(LAND)), record.read(SUPERVISOR), record.read(COUNTRY)) == ([1], [1], [1])
    record.settle()
    assert (record.read(agency(LAND)), record.read(SUPERVISOR), record.read(COUNTRY)) == ([1, 2], [1, 2, 3], [1, 2, 3])


def test_a_case_that_cannot_be_taken_in_holds_those_who_might_see_it_until_it_is(record: Record, urls: Urls) -> None:
    record.add(CASE, filed((LAND, HONGZE)))
    unreadable(urls, OTHER_CASE, JINHU)
    record.add(CASE, golden("intake.service_recorded.v1"))
    record.add("case-3", filed((MARKET, JINHU)), place=JINHU)
    record.settle()
    assert quarantined(record.ledger.database) == {NAME: 1}
    assert record.read(agency(LAND)) == record.read(SUPERVISOR) == [1, 3], "whom it cannot concern does not wait"
    assert record.read(agency(MARKET, JINHU)) == record.read(JINHU_SUPERVISOR) == []
    assert record.read(COUNTRY) == [1]
    with pytest.raises(StillQuarantined):
        release(record.ledger.database, ConcernedView(), OTHER_CASE)
    assert record.read(JINHU_SUPERVISOR) == []
    release(record.ledger.database, Later(), OTHER_CASE)
    assert record.read(agency(MARKET, JINHU)) == [4]
    assert record.read(JINHU_SUPERVISOR) == [2, 4]
    assert record.read(COUNTRY) == [1, 2, 3, 4]


class Later(ConcernedView):
    """The view of a later version of the software, to which the other version of the fact is nothing unknown."""

    def heeds(self, entry: Entry) -> bool:
        return super().heeds(entry) and not entry.topic.endswith(".v2")


def unreadable(urls: Urls, case_id: str, place: str) -> None:
    """A filing that this version cannot read comes next in the record."""
    with psycopg.connect(urls.owner) as owner:
        owner.execute("UPDATE ledger.head SET position = position + 1")
        owner.execute(
            "INSERT INTO ledger.entry (position, event_id, stream, version, topic, jurisdiction, case_id, occurred_on, recorded_at, "
            "actor, source, correlation_id, payload) SELECT position, gen_random_uuid(), %s, 1, 'intake.case_filed.v2', %s, %s, "
            """'2026-09-15', recorded_at, '{"client":"tests","role":"court"}', 'tests', 'c-1', '{}' FROM ledger.head""",
            (case_id, place, case_id),
        )


def test_an_agency_finds_its_entries_far_away_as_it_would_near(record: Record) -> None:
    cases = [f"case-{number}" for number in range(40)]
    expected: dict[str, list[int]] = {LAND: [], MARKET: []}
    for number, case_id in enumerate(cases):
        own = [LAND] if number % 5 == 0 else [MARKET] if number % 7 == 0 else []
        last = record.add(
            case_id, filed(*((who, HONGZE) for who in own or [UNIT])), *[golden("intake.service_recorded.v1")] * (NEAR * 3 // 40)
        )
        for who in own:
            expected[who] += range(last - NEAR * 3 // 40, last + 1)
    record.settle()
    assert record.ledger.head() > 3 * NEAR
    for who, positions in expected.items():
        assert record.read(agency(who)) == positions
        assert record.read(agency(who), page=7) == positions
        assert record.read(agency(who), after=positions[9]) == positions[10:]
        # One that comes first in the second stretch.
        first = next(position for position in positions if position > NEAR + 1)
        assert record.read(agency(who), after=first - NEAR - 1) == [
            position for position in positions if position > first - NEAR - 1
        ]


def took_over(successor: str, predecessor: str, *, whole: bool = True) -> AgencySucceeded:
    """The successor took another agency over, or some of its powers."""
    return AgencySucceeded(agency_id=successor, predecessor=predecessor, manner="merged", powers=(), whole=whole, since=DAY)


def test_who_took_an_agency_over_has_what_is_for_that_one_from_there_on(record: Record) -> None:
    record.add("case-1", filed((LAND, HONGZE)))
    record.settle()
    assert record.read(agency(MARKET)) == []
    record.add(MARKET, took_over(MARKET, LAND))
    later = record.add("case-1", golden("intake.service_recorded.v1", agency=LAND))
    own = record.add("case-2", filed((MARKET, HONGZE), (LAND, HONGZE)))
    record.settle()
    assert record.read(agency(MARKET)) == [later, own]
    assert record.read(agency(UNIT)) == []


def test_who_took_only_some_powers_has_nothing_more(record: Record) -> None:
    record.add(MARKET, took_over(MARKET, LAND, whole=False))
    record.add("case-1", filed((LAND, HONGZE)))
    record.settle()
    assert record.read(agency(MARKET)) == []


@pytest.mark.parametrize("far", [False, True])
def test_the_successor_of_a_successor_has_both_also_far_away(record: Record, far: bool) -> None:
    if far:
        record.add("case-9", filed(("agency-other", HONGZE)), *[golden("intake.service_recorded.v1")] * NEAR)
    record.add("case-1", filed((LAND, HONGZE)))
    record.add(MARKET, took_over(MARKET, LAND))
    between = record.add("case-1", golden("intake.service_recorded.v1", agency=LAND))
    record.add(UNIT, took_over(UNIT, MARKET))
    after = [
        record.add("case-1", golden("intake.service_recorded.v1", agency=LAND)),
        record.add("case-2", filed((MARKET, HONGZE))),
        record.add("case-3", filed((UNIT, HONGZE), (LAND, HONGZE), (MARKET, HONGZE))),
    ]
    record.settle()
    expected = {MARKET: [between, *after], UNIT: after}
    assert {one: record.read(agency(one)) for one in expected} == expected
