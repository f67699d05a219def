"""What readers see of entries that were corrected or voided: what stands, in its place, under its id."""

from datetime import date
from uuid import UUID

from tests.entries import entry
from yingsu.corrections import standing_entry
from yingsu.events.intake.case import ServiceRecorded
from yingsu.events.intake.correction import EntryCorrected, EntryVoided
from yingsu.ledger.correcting import Struck, as_corrected, stands, without
from yingsu.ledger.entry import Entry
from yingsu.ledger.sealed import SealedText

CASE = "case-1"
REASON = SealedText(subject="s", key_id="k", box="b")


def served(position: int, day: int, corrects: Entry | None = None) -> Entry:
    event = ServiceRecorded(agency="agency-a", document="complaint_copy", received_on=date(2026, 9, day), method=None)
    target = corrects.event_id if corrects else None
    return entry(event, date(2026, 9, day), position, stream=CASE, case_id=CASE, corrects=target)


def says_corrected(position: int, target: Entry) -> Entry:
    event = EntryCorrected(target=target.event_id, topic=target.topic, reason=REASON, authority=None)
    return entry(event, target.occurred_on, position, stream=CASE, case_id=CASE)


def says_void(position: int, target: Entry) -> Entry:
    event = EntryVoided(target=target.event_id, topic=target.topic, reason=REASON, authority=None)
    return entry(event, target.occurred_on, position, stream=CASE, case_id=CASE)


def days(entries: list[Entry]) -> list[int | None]:
    """The day of service that each place shows."""
    return [found.event.received_on.day if isinstance(found.event, ServiceRecorded) else None for found in entries]


FIRST = served(1, 2)
ONCE = [FIRST, says_corrected(2, FIRST), served(3, 4, FIRST)]
TWICE = [*ONCE, says_corrected(4, ONCE[2]), served(5, 6, ONCE[2])]


def test_without_a_correction_entries_are_left_as_they_are() -> None:
    entries = [FIRST, served(2, 3)]
    assert as_corrected(entries) is entries


def test_a_correction_stands_in_the_place_and_under_the_id_of_what_it_corrects() -> None:
    first, said, last = as_corrected(ONCE)
    assert (first.position, first.version, first.event_id) == (1, 1, UUID(int=1))
    assert (first.occurred_on, first.corrects) == (date(2026, 9, 4), UUID(int=1))
    assert first.event == ONCE[2].event
    assert said is ONCE[1]
    assert (last.version, last.event, stands(last)) == (3, Struck(), False)


def test_of_several_corrections_the_last_stands() -> None:
    assert days(as_corrected(TWICE)) == [6, None, None, None, None]


def test_what_is_voided_says_nothing_also_after_a_correction() -> None:
    assert days(as_corrected([FIRST, says_void(2, FIRST)])) == [None, None]
    assert days(as_corrected([*ONCE, says_void(4, ONCE[2])])) == [None, None, None, None]


def test_entries_as_they_stand_are_left_as_they_are() -> None:
    for entries in (ONCE, TWICE, [FIRST, says_void(2, FIRST)]):
        standing = as_corrected(entries)
        assert as_corrected(standing) == standing


def test_a_correction_whose_original_is_not_asked_for_stands_in_its_own_place() -> None:
    assert days(as_corrected([TWICE[2]])) == [4]
    assert days(as_corrected([TWICE[2], TWICE[3]])) == [None, None], "the second correction strikes it, and is of a later day"


def test_before_the_correction_was_known_the_original_stands() -> None:
    assert days(as_corrected(TWICE[:1])) == [2]
    assert days(as_corrected(TWICE[:3])) == [4, None, None]


def test_what_stands_of_an_entry_is_found_by_its_first_id() -> None:
    assert standing_entry(TWICE, FIRST.event_id) is TWICE[4]
    assert standing_entry([*TWICE, says_void(6, TWICE[4])], FIRST.event_id) is None
    assert standing_entry(TWICE, UUID(int=99)) is None


def test_entries_that_are_left_out_keep_their_places() -> None:
    other = served(6, 9)
    seen = as_corrected(without([*TWICE, other], [e.event_id for e in TWICE]))
    assert days(seen) == [None, None, None, None, None, 9]
    assert [e.version for e in seen] == [1, 2, 3, 4, 5, 6]
