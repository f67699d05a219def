"""Which case records concern an agency follows from the ledger alone, in whatever order and batches."""

from collections.abc import Iterator, Sequence
from datetime import date

import pytest

from services.registry.samples import GOVERNMENT
from services.review.figures.reading import disputes_of
from services.review.figures.view import ConcernedView
from tests.law.court_casebook import CourtBook
from tests.rebuilding.one_view import rebuild
from tests.services.mediation.story import CASE, append, at
from tests.services.review.figures.story import LAND, MARKET, case_id, file, history, join, judge, refer, serve
from tests.whole import Whole
from yingsu.derived import Row
from yingsu.disputes import Joins
from yingsu.events.intake.case import CaseFiled
from yingsu.events.intake.judgment import JudgmentLost
from yingsu.events.intake.prelitigation import PreLitigationReferred
from yingsu.ledger.entry import Entry
from yingsu.ledger.quarantine import listed
from yingsu.ledger.reader import catch_up, contents, release

TENANTS = ("320813",)
EVERYTHING = frozenset({CaseFiled.TOPIC, JudgmentLost.TOPIC})
WITH_REFERRALS = EVERYTHING | {PreLitigationReferred.TOPIC}


def rows(whole: Whole) -> bytes:
    """The table as it is."""
    with whole.ledger.database.project() as cursor:
        return contents(cursor, "review_concerned")


def lines(whole: Whole) -> list[list[str]]:
    """The same, cell by cell."""
    return [line.split("\t") for line in rows(whole).decode().splitlines()]


@pytest.mark.parametrize("batch", [1, 7, 500])
def test_a_replay_in_any_batch_size_gives_equal_bytes(whole: Whole, batch: int) -> None:
    history(whole)
    refer(whole)
    whole.settle()
    before = rows(whole)
    assert before.count(b"\n") == 7
    rebuild(whole.ledger.database, ConcernedView(), batch=batch)
    assert rows(whole) == before


def test_a_row_for_every_agency_of_every_record(whole: Whole) -> None:
    refer(whole)
    whole.clock.set(at("2026-09-08T09:00"))
    file(whole, 1, date(2026, 9, 8))
    join(whole, 1, date(2026, 9, 8))
    whole.settle()
    assert lines(whole) == [
        [case_id(1), MARKET, "{320813}"],
        [CASE, MARKET, "{320813}"],
        [CASE, LAND, "{320813}"],
    ]


def test_a_case_concerns_also_who_reviews_it_for_another(whole: Whole) -> None:
    book = CourtBook()
    whole.clock.set(at("2026-07-12T09:00"))
    file(whole, 1, date(2026, 3, 2), GOVERNMENT)
    append(
        whole,
        "review-1",
        book.review_opened(date(2026, 7, 1), MARKET, defendant=GOVERNMENT).event,
        date(2026, 7, 1),
        case_id=case_id(1),
    )
    whole.settle()
    assert lines(whole) == [[case_id(1), GOVERNMENT, "{320813}"], [case_id(1), MARKET, "{320813}"]]


def test_facts_that_name_nobody_are_not_looked_at(whole: Whole) -> None:
    history(whole)
    heeded = {entry.topic for entry in whole.ledger.read_all(0, 10_000) if ConcernedView().heeds(entry)}
    assert heeded == {CaseFiled.TOPIC}


def test_a_reader_without_a_right_to_the_jurisdiction_sees_no_row(whole: Whole) -> None:
    file(whole, 1, date(2026, 3, 2), MARKET, LAND, jurisdictions=("320813", "320812"))
    whole.settle()

    def count(tenant: str) -> int:
        with whole.ledger.database.read((tenant,)) as cursor:
            row = cursor.execute("SELECT count(*) FROM views.review_concerned").fetchone()
        return int(row[0]) if row else 0

    assert [count(tenant) for tenant in ("320813", "320812", "320899", "*")] == [2, 2, 0, 2]


class Faulty(ConcernedView):
    """Cannot derive the first case."""

    def rows(self, dispute: Sequence[Entry], joins: Joins) -> Iterator[Row]:
        yield from super().rows(dispute, joins)
        if any(entry.case_id == case_id(1) for entry in dispute):
            raise KeyError("poison")


@pytest.mark.parametrize("batch", [1, 7, 500])
def test_a_poison_case_is_left_out_alone_and_a_release_equals_a_rebuild(whole: Whole, batch: int) -> None:
    history(whole)
    complete = rows(whole)
    rebuild(whole.ledger.database, Faulty(), batch=batch)
    assert [(held.view, held.subject) for held in listed(whole.ledger.database)] == [("review.concerned", case_id(1))]
    assert {line[0] for line in lines(whole)} == {case_id(number) for number in (2, 3, 4)}
    release(whole.ledger.database, ConcernedView(), case_id(1), batch=batch)
    assert rows(whole) == complete


def test_the_bookmark_is_where_the_ledger_ends(whole: Whole) -> None:
    history(whole)
    assert catch_up(whole.ledger.database, ConcernedView()) == whole.ledger.head()


@pytest.mark.parametrize("at_once", [1, 2, 500])
def test_every_dispute_is_read_once_under_its_own_id_in_any_batches(whole: Whole, at_once: int) -> None:
    history(whole)
    refer(whole)
    join(whole, 1, date(2026, 9, 8))
    whole.settle()
    found = list(disputes_of(whole.ledger.database, (MARKET,), TENANTS, WITH_REFERRALS, at_once=at_once))
    assert [dispute.case_id for dispute in found] == [case_id(number) for number in (1, 2, 3, 4)]
    assert found[0].records == {case_id(1), CASE}
    assert [entry.topic for entry in found[0].entries] == [CaseFiled.TOPIC, JudgmentLost.TOPIC, PreLitigationReferred.TOPIC]
    assert [len(dispute.entries) for dispute in found] == [3, 1, 1, 1]


def test_what_is_appended_while_disputes_are_read_is_not_among_them(whole: Whole) -> None:
    history(whole)
    reading = disputes_of(whole.ledger.database, (MARKET,), TENANTS, EVERYTHING, at_once=1)
    first = next(reading)
    judge(whole, 4, date(2026, 7, 20), (MARKET, "revoked"))
    last = [*reading][-1]
    assert (first.case_id, last.case_id) == (case_id(1), case_id(4))
    assert [entry.topic for entry in last.entries] == [CaseFiled.TOPIC]


def test_who_computes_in_between_holds_no_connection(whole: Whole) -> None:
    history(whole)
    begun = [disputes_of(whole.ledger.database, (MARKET,), TENANTS, EVERYTHING, at_once=1) for _ in range(40)]
    assert {next(reading).case_id for reading in begun} == {case_id(1)}


def test_a_reader_of_another_jurisdiction_gets_no_dispute(whole: Whole) -> None:
    history(whole)
    assert list(disputes_of(whole.ledger.database, (MARKET,), ("320812",), EVERYTHING)) == []


def test_a_join_that_was_not_known_yet_joins_nothing(whole: Whole) -> None:
    history(whole)
    refer(whole)
    serve(whole, 1, date(2026, 8, 1))
    join(whole, 1, date(2026, 9, 8))
    whole.settle()
    database, topics = whole.ledger.database, WITH_REFERRALS
    now = {dispute.case_id for dispute in disputes_of(database, (MARKET,), TENANTS, topics)}
    then = {dispute.case_id for dispute in disputes_of(database, (MARKET,), TENANTS, topics, as_of=date(2026, 9, 7))}
    earlier = {
        dispute.case_id for dispute in disputes_of(database, (MARKET,), TENANTS, topics, as_known_at=at("2026-09-08T08:00"))
    }
    assert CASE not in now
    assert then == earlier == now | {CASE}
