"""Which case records are one dispute, whatever came first, and who sees which of them."""

from datetime import UTC, date, datetime
from itertools import permutations
from uuid import uuid4

import msgspec
import pytest

from tests.services.intake.cast import entries
from yingsu import disputes
from yingsu.disputes import Joins, readers
from yingsu.events.intake.case import ServiceRecorded
from yingsu.events.intake.prelitigation import CaseRecordsJoined, PreLitigationReferred, Respondent
from yingsu.ledger.entry import Actor, Command, Entry, Event, NewEvent, StreamWrite
from yingsu.ledger.store import Ledger

REFERRED, TOLD, FILED, STRANGER = ("case-p", "case-q", "case-c", "case-z")
NUMBERS = {REFERRED: "（2026）苏0813行诉前调8号", TOLD: "（2026）苏0813行登21号", FILED: "（2026）苏0813行初9号"}
HOME, NEIGHBOUR = "320813", "320812"


def claim(claimer: str, claimed: str) -> CaseRecordsJoined:
    """The statement of one record that another is the same dispute."""
    return CaseRecordsJoined(
        court="苏0813",
        case_id=claimer,
        case_no=NUMBERS[claimer],
        joined_case_id=claimed,
        joined_case_no=NUMBERS[claimed],
    )


def join(claimer: str, claimed: str, day: date = date(2026, 5, 11)) -> NewEvent:
    """The same, to be appended."""
    return NewEvent(event=claim(claimer, claimed), jurisdiction=HOME, case_id=claimer, occurred_on=day)


def entry(new: NewEvent) -> Entry:
    (found,) = entries((new.event, new.occurred_on))
    return msgspec.structs.replace(found, case_id=new.case_id)


def append(ledger: Ledger, stream: str, *events: NewEvent, version: int = 0) -> None:
    ledger.append(
        Command(
            command_id=uuid4(),
            body_hash=b"body",
            writes=(StreamWrite(stream=stream, expected_version=version, events=events),),
            actor=Actor(client="court", role="court"),
            source="test",
            correlation_id="test",
            permitted=("*",),
        )
    )


def served(case_id: str, day: date, jurisdiction: str = HOME) -> NewEvent:
    event = ServiceRecorded(agency="agency-1", document="other", received_on=day, method=None)
    return NewEvent(event=event, jurisdiction=jurisdiction, case_id=case_id, occurred_on=day)


CLAIMS = (join(TOLD, REFERRED), join(FILED, TOLD), join(FILED, REFERRED))


@pytest.mark.parametrize("order", list(permutations(CLAIMS)))
def test_the_dispute_goes_by_the_filed_case_in_every_order_of_statements(order: tuple[NewEvent, ...]) -> None:
    joins = Joins(map(entry, order))

    assert {joins.dispute_of(record) for record in (REFERRED, TOLD, FILED)} == {FILED}
    assert joins.records_of(REFERRED) == joins.records == {REFERRED, TOLD, FILED}
    assert (joins.dispute_of(STRANGER), joins.records_of(STRANGER)) == (STRANGER, frozenset({STRANGER}))


def test_of_two_records_that_none_has_taken_in_the_filed_one_is_the_dispute() -> None:
    two_suits = (join(TOLD, REFERRED), join(FILED, REFERRED))
    earlier = msgspec.structs.replace(
        two_suits[0], event=msgspec.structs.replace(claim(TOLD, REFERRED), case_no="（2026）苏0813行初1号")
    )

    assert Joins(map(entry, two_suits)).dispute_of(REFERRED) == FILED
    assert Joins(map(entry, (earlier, two_suits[1]))).dispute_of(REFERRED) == TOLD
    assert Joins(map(entry, (earlier, two_suits[1])), filed=[FILED]).dispute_of(REFERRED) == FILED


def test_a_filed_case_is_the_dispute_also_where_a_notice_claims_its_number() -> None:
    joins = Joins([entry(join(TOLD, FILED))], filed=[FILED])
    assert (joins.dispute_of(TOLD), joins.dispute_of(FILED)) == (FILED, FILED)
    assert [joins.above(FILED), joins.below(FILED)] == [set(), {TOLD, FILED}]
    assert [joins.above(TOLD), joins.below(TOLD)] == [{FILED}, {TOLD}]


def test_a_record_shows_what_it_took_in_and_is_shown_by_what_took_it_in() -> None:
    joins = Joins(map(entry, CLAIMS))
    assert [joins.below(record) for record in (FILED, TOLD, REFERRED)] == [{REFERRED, TOLD, FILED}, {REFERRED, TOLD}, {REFERRED}]
    assert [joins.above(record) for record in (FILED, TOLD, REFERRED)] == [set(), {FILED}, {TOLD, FILED}]
    assert (joins.number_of(FILED), joins.number_of(STRANGER)) == (NUMBERS[FILED], None)


@pytest.fixture
def dispute(ledger: Ledger) -> Ledger:
    """Three records of one dispute, the referral also of the neighbouring district, joined in two steps."""
    append(
        ledger,
        REFERRED,
        msgspec.structs.replace(served(REFERRED, date(2026, 3, 30)), concerns=(NEIGHBOUR,)),
        join(TOLD, REFERRED, date(2026, 4, 30)),
    )
    append(ledger, TOLD, served(TOLD, date(2026, 4, 30)))
    append(ledger, TOLD, join(FILED, TOLD), version=1)
    append(ledger, FILED, served(FILED, date(2026, 5, 11)))
    return ledger


@pytest.mark.parametrize("record", [REFERRED, TOLD, FILED])
def test_any_record_leads_to_the_whole_dispute(dispute: Ledger, record: str) -> None:
    found = disputes.load(dispute, record, (HOME,))

    assert (found.case_id, found.records) == (FILED, frozenset({REFERRED, TOLD, FILED}))
    assert [(e.stream, e.case_id) for e in found.entries] == [
        (REFERRED, REFERRED),
        (REFERRED, TOLD),
        (TOLD, TOLD),
        (TOLD, FILED),
        (FILED, FILED),
    ]


def test_before_the_statement_the_records_stood_alone(dispute: Ledger) -> None:
    before = disputes.load(dispute, REFERRED, (HOME,), as_of=date(2026, 4, 29))
    told = disputes.load(dispute, REFERRED, (HOME,), as_of=date(2026, 5, 10))
    never = disputes.load(dispute, REFERRED, (HOME,), as_known_at=datetime(2020, 1, 1, tzinfo=UTC))

    assert (before.case_id, before.records, len(before.entries)) == (REFERRED, frozenset({REFERRED}), 1)
    assert (told.case_id, told.records) == (TOLD, frozenset({REFERRED, TOLD}))
    assert (never.case_id, never.entries) == (REFERRED, [])


def test_a_jurisdiction_sees_the_records_that_concern_it(dispute: Ledger) -> None:
    found = disputes.load(dispute, REFERRED, (NEIGHBOUR,))

    assert (found.case_id, [e.stream for e in found.entries]) == (REFERRED, [REFERRED])
    assert disputes.load(dispute, FILED, (NEIGHBOUR,)).entries == []


def test_all_joins_at_once_and_up_to_a_position(dispute: Ledger) -> None:
    with dispute.database.project() as cursor:
        assert disputes.joined(cursor, None).records == {REFERRED, TOLD, FILED}
        assert disputes.joined(cursor, [STRANGER]).records == frozenset()
        assert disputes.joined(cursor, [FILED], position=3).records == frozenset()
        assert disputes.joined(cursor, [REFERRED], position=3).dispute_of(REFERRED) == TOLD


def test_who_reads_a_record_follows_from_its_entries_and_the_agencies_they_name() -> None:
    referral = PreLitigationReferred(
        court="苏0813",
        case_no=NUMBERS[REFERRED],
        type_code="行诉前调",
        type_known=True,
        referred_on=date(2026, 3, 30),
        received_on=date(2026, 3, 30),
        cause="行政处罚",
        applicants=(),
        respondents=(Respondent(agency="agency-1", jurisdiction=HOME), Respondent(agency="agency-2", jurisdiction=NEIGHBOUR)),
        act=None,
        claims=None,
        materials=(),
        complaint_received_on=None,
    )
    events: list[tuple[Event, str]] = [(referral, REFERRED), (served(FILED, date(2026, 5, 11)).event, FILED)]
    found = [msgspec.structs.replace(entries((event, date(2026, 5, 11)))[0], case_id=record) for event, record in events]

    assert readers(found) == {REFERRED: [NEIGHBOUR, HOME], FILED: [HOME]}
