"""A case whose obligations cannot be derived stops alone, whether one of its own entries or a publication of rules brings it to light."""

from collections.abc import Iterator, Sequence

import pytest

from services.notify.views import ObligationView
from tests.calendars import publish_a_longer_holiday
from tests.rebuilding.one_view import rebuild
from tests.services.intake.cast import filing, service
from tests.services.notify.story import MARKET, file_and_serve, submit, tell
from tests.whole import Whole
from yingsu.derived import Row
from yingsu.disputes import Joins
from yingsu.law.rules import Rules
from yingsu.ledger.database import Cursor
from yingsu.ledger.entry import Entry
from yingsu.ledger.quarantine import listed, quarantined
from yingsu.ledger.reader import StillQuarantined, catch_up, contents, release
from yingsu.ledger.store import Ledger

OTHER_NO = "（2026）苏0813行初99号"
BATCHES = [1, 7, 500]


class Faulty(ObligationView):
    """Cannot derive some cases, from a position on; or cannot read the rules."""

    def __init__(self, cases: Sequence[str] = (), since: int = 0, *, rules_fail: bool = False) -> None:
        super().__init__()
        self.cases, self.since, self.rules_fail = frozenset(cases), since, rules_fail

    def prepare(self, cursor: Cursor, position: int) -> None:
        self.position = position
        super().prepare(cursor, position)

    def rows(self, dispute: Sequence[Entry], joins: Joins) -> Iterator[Row]:
        yield from super().rows(dispute, joins)
        if self.position >= self.since and any(entry.case_id in self.cases for entry in dispute):
            raise KeyError("poison")

    def _rules_at(self, cursor: Cursor, position: int) -> Rules | None:
        if self.rules_fail:
            raise ValueError("rules")
        return super()._rules_at(cursor, position)


def rows(ledger: Ledger) -> bytes:
    with ledger.database.project() as cursor:
        return contents(cursor, "notify_obligation")


def of_case(ledger: Ledger, case_id: str) -> list[bytes]:
    return [line for line in rows(ledger).splitlines() if case_id.encode() in line]


def two_cases(whole: Whole) -> tuple[str, str]:
    first = file_and_serve(whole)
    second = str(tell(whole, "2026-09-17T09:00", filing(message_id="o-1", case_no=OTHER_NO)).json()["case_id"])
    tell(whole, "2026-09-17T10:00", service(message_id="o-2", case_no=OTHER_NO, occurred_on="2026-09-16"))
    return first, second


@pytest.mark.parametrize("batch", BATCHES)
def test_a_case_that_cannot_be_derived_is_left_out_and_released_after_a_fix(whole: Whole, ledger: Ledger, batch: int) -> None:
    first, second = two_cases(whole)
    complete = rows(ledger)
    rebuild(ledger.database, Faulty([first]), batch=batch)
    assert rows(ledger).splitlines() == of_case(ledger, second) != []
    filed = next(entry for entry in ledger.read_all(0, 1000) if entry.case_id == first)
    assert [(held.subject, held.position, held.error) for held in listed(ledger.database)] == [
        (first, filed.position, "KeyError")
    ]

    assert release(ledger.database, ObligationView(), first) == ledger.head()
    assert rows(ledger) == complete


@pytest.mark.parametrize("batch", BATCHES)
def test_a_case_that_new_rules_poison_is_left_out_and_the_others_are_derived_anew(
    whole: Whole, ledger: Ledger, batch: int
) -> None:
    first, second = two_cases(whole)
    before = of_case(ledger, first)
    position = publish_a_longer_holiday(whole.ledger)
    faulty = Faulty([first], position)
    catch_up(ledger.database, faulty, batch=batch)
    assert of_case(ledger, first) == before, "as it stood before the publication"
    assert [(held.subject, held.position, held.topic) for held in listed(ledger.database)] == [
        (first, position, "registry.calendar_published.v1")
    ]
    assert any(b"2026-10-09" in line for line in of_case(ledger, second)), "the other case is under the new calendar"

    left_out = rows(ledger)
    rebuild(ledger.database, faulty, batch=batch)
    assert (rows(ledger), quarantined(ledger.database)) == (left_out, {"notify.obligations": 1})

    release(ledger.database, ObligationView(), first)
    released = rows(ledger)
    assert of_case(ledger, first) != before
    rebuild(ledger.database, ObligationView(), batch=batch)
    assert (rows(ledger), quarantined(ledger.database)) == (released, {})


@pytest.mark.parametrize("batch", BATCHES)
def test_new_rules_derive_no_case_that_is_quarantined(whole: Whole, ledger: Ledger, batch: int) -> None:
    """What failed at one of its own entries would not fail under the new rules; it is left out until it is released."""
    first, second = two_cases(whole)
    last_of_first = max(entry.position for entry in ledger.read_all(0, 1000) if entry.case_id == first)
    faulty = Faulty([first], last_of_first)
    rebuild(ledger.database, faulty, batch=batch)
    left_out = of_case(ledger, first)

    publish_a_longer_holiday(whole.ledger)
    healed = ObligationView()
    catch_up(ledger.database, healed, batch=batch)
    assert of_case(ledger, first) == left_out
    assert any(b"2026-10-09" in line for line in of_case(ledger, second))
    release(ledger.database, healed, first)
    released = rows(ledger)
    rebuild(ledger.database, healed, batch=batch)
    assert rows(ledger) == released


def test_a_release_without_a_fix_leaves_the_board_as_it_was(whole: Whole, ledger: Ledger) -> None:
    first, _ = two_cases(whole)
    faulty = Faulty([first])
    rebuild(ledger.database, faulty)
    before = rows(ledger), listed(ledger.database)[0].position
    with pytest.raises(StillQuarantined, match=first):
        release(ledger.database, faulty, first)
    assert (rows(ledger), listed(ledger.database)[0].position) == before


def test_later_entries_of_the_case_are_left_out_too(whole: Whole, ledger: Ledger) -> None:
    first, _ = two_cases(whole)
    rebuild(ledger.database, Faulty([first]))
    submit(whole, first, MARKET, "2026-10-08T10:00")
    assert of_case(ledger, first) == []
    release(ledger.database, ObligationView(), first)
    assert any(b"satisfied" in line for line in of_case(ledger, first))


@pytest.mark.parametrize("batch", BATCHES)
def test_rules_that_cannot_be_read_are_no_cases_fault_and_stop_the_view(whole: Whole, ledger: Ledger, batch: int) -> None:
    file_and_serve(whole)
    before = rows(ledger)
    with pytest.raises(ValueError, match="rules"):
        rebuild(ledger.database, Faulty(rules_fail=True), batch=batch)
    assert (rows(ledger), quarantined(ledger.database)) == (before, {})
