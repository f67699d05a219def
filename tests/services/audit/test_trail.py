"""Pages of a dispute: however small they are, every entry comes once and in order, and nothing that was appended meanwhile."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import islice
from uuid import uuid4

import pytest

from services.audit.lines import PIECE_BYTES, in_pieces, lines_of
from services.audit.trail import CaseNotFound, find
from tests.services.audit.story import refer_and_file, tell
from tests.services.intake.cast import withdrawal
from tests.services.notify.feed.record import opened
from tests.whole import Whole
from yingsu.ledger.deciding import EVERYWHERE
from yingsu.ledger.entry import Actor, Command, Entry, NewEvent, StreamWrite

TENANTS = ("320813",)


@pytest.mark.parametrize("page", [1, 2, 3, 7])
def test_pages_of_any_size_give_the_same_entries(whole: Whole, page: int) -> None:
    _, filed = refer_and_file(whole)
    database = whole.ledger.database
    trail = find(database, filed, TENANTS)
    at_once = [entry.position for entry in trail.entries(database)]
    assert len(at_once) > 7
    assert [entry.position for entry in trail.entries(database, page=page)] == at_once == sorted(set(at_once))


def test_what_is_appended_during_a_download_is_not_in_it(whole: Whole) -> None:
    _, filed = refer_and_file(whole)
    database = whole.ledger.database
    trail = find(database, filed, TENANTS)
    before = [entry.position for entry in trail.entries(database)]
    reading = trail.entries(database, page=2)
    begun = [entry.position for entry in islice(reading, 3)]
    tell(whole, "2026-09-15T09:00", withdrawal())
    assert begun + [entry.position for entry in reading] == before
    assert len([*find(database, filed, TENANTS).entries(database)]) > len(before)


def test_a_slow_download_holds_no_connection(whole: Whole) -> None:
    _, filed = refer_and_file(whole)
    database = whole.ledger.database
    trail = find(database, filed, TENANTS)
    begun = [trail.entries(database, page=1) for _ in range(40)]
    assert {next(reading).position for reading in begun} == {next(trail.entries(database)).position}


def test_who_may_see_nothing_of_a_case_finds_none(whole: Whole) -> None:
    _, filed = refer_and_file(whole)
    with pytest.raises(CaseNotFound, match="管辖区域"):
        find(whole.ledger.database, filed, ("320812",))


def test_every_page_is_read_as_the_auditor_whatever_records_the_dispute_has(whole: Whole) -> None:
    _, filed = refer_and_file(whole)
    own = find(whole.ledger.database, filed, TENANTS)
    foreign = replace(own, tenants=("320812",))
    assert [*own.entries(whole.ledger.database)] != []
    assert [*foreign.entries(whole.ledger.database)] == []


def test_a_review_is_for_the_auditors_of_its_own_district(whole: Whole) -> None:
    """The case concerns a second district, too: each has its own reviews, as in the feed and in the review service."""
    _, filed = refer_and_file(whole)
    for stream, place in (("review-1", "320813"), ("review-2", "320812")):
        review(whole, filed, stream, place)
    found = {
        tenants: [entry.stream for entry in find(whole.ledger.database, filed, tenants).entries(whole.ledger.database)]
        for tenants in (TENANTS, ("320812",), ("320812", "320813"), EVERYWHERE)
    }
    assert [stream for stream in found[TENANTS] if stream.startswith("review-")] == ["review-1"]
    assert [stream for stream in found[("320812",)] if stream.startswith("review-")] == ["review-2"]
    assert set(found[("320812",)]) > {filed}
    assert found[("320812", "320813")][-2:] == ["review-1", "review-2"]
    assert found[EVERYWHERE][-2:] == ["review-1", "review-2"]


def review(whole: Whole, case_id: str, stream: str, place: str) -> None:
    """A review of the case is opened in a district."""
    new = NewEvent(
        event=opened("agency-one", "agency-one"),
        jurisdiction=place,
        occurred_on=date(2026, 9, 12),
        case_id=case_id,
        concerns=(place,),
    )
    whole.ledger.append(
        Command(
            command_id=uuid4(),
            body_hash=b"body",
            writes=(StreamWrite(stream=stream, expected_version=0, events=(new,)),),
            actor=Actor(client="test", role="agency"),
            source="test",
            correlation_id="test",
            permitted=EVERYWHERE,
        )
    )


def test_a_download_that_breaks_off_has_no_last_line(whole: Whole) -> None:
    _, filed = refer_and_file(whole)
    database = whole.ledger.database
    trail = find(database, filed, TENANTS)

    def broken() -> Iterator[Entry]:
        yield from islice(trail.entries(database), 3)
        raise ConnectionError

    received: list[bytes] = []
    with pytest.raises(ConnectionError):
        received.extend(lines_of(trail, broken()))
    whole_lines = list(lines_of(trail, trail.entries(database)))
    assert [json.loads(line).get("end") for line in whole_lines] == [None] * (len(whole_lines) - 1) + [True]
    assert received == whole_lines[:3]


def test_lines_are_sent_in_pieces_of_bounded_size_as_they_are_made() -> None:
    line = b"x" * 1000 + b"\n"
    made = 0

    def lines() -> Iterator[bytes]:
        nonlocal made
        for _ in range(1000):
            made += 1
            yield line

    pieces = in_pieces(lines())
    first = next(pieces)
    assert PIECE_BYTES <= len(first) < PIECE_BYTES + len(line)
    assert made == len(first) // len(line)
    assert first + b"".join(pieces) == line * 1000
