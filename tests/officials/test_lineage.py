"""Who answers for what an agency did: renamed, merged, split, powers transferred, abolished."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import pytest

from yingsu.errors import YingsuError
from yingsu.events.registry.agency import AgencyRegistered
from yingsu.events.registry.lineage import AgencyMerged, AgencySucceeded, Share
from yingsu.ledger.entry import Event
from yingsu.officials import changes
from yingsu.officials.agencies import Agency, evolve
from yingsu.officials.changes import (
    AgencyHasEnded,
    ChangeDateInvalid,
    LineageContradicts,
    SharesInvalid,
    SuccessorHasEnded,
    SuccessorInvalid,
)
from yingsu.officials.lineage import Step, answering, inherited, line, successor

TODAY = date(2026, 11, 21)
SPRING, SUMMER, AUTUMN = date(2026, 3, 1), date(2026, 7, 1), date(2026, 10, 1)


def agency(number: str, valid_from: date = date(2019, 1, 1)) -> Agency:
    """An agency as it was registered."""
    event = AgencyRegistered(
        agency_id=f"agency-{number}",
        name=f"示例局{number}",
        code="11320813000008125D",
        type="department",
        jurisdiction="320813",
        valid_from=valid_from,
        sample=False,
    )
    found = evolve(None, event)
    assert found is not None
    return found


class Country:
    """Some agencies, and what became of them in the order of recording."""

    def __init__(self, *numbers: str) -> None:
        self.agencies = {f"agency-{number}": agency(number) for number in numbers}
        self.recorded_at = datetime(2026, 11, 1, tzinfo=UTC)

    def __getitem__(self, number: str) -> Agency:
        return self.agencies[f"agency-{number}"]

    def find(self, agency_id: str) -> Agency | None:
        return self.agencies.get(agency_id)

    def record(self, writes: Mapping[str, Event]) -> None:
        for stream, event in writes.items():
            known = evolve(self.agencies[stream], event, self.recorded_at)
            assert known is not None
            self.agencies[stream] = known

    def merge(self, number: str, into: str, since: date) -> None:
        self.record(changes.merge(self[number], self[into], since=since, authority=None, today=TODAY))

    def split(self, number: str, since: date, **powers: tuple[str, ...]) -> None:
        shares = [(self[taker], Share(agency=f"agency-{taker}", powers=named, rest=not named)) for taker, named in powers.items()]
        self.record(changes.split(self[number], shares, since=since, authority=None, today=TODAY))


def test_both_ends_of_a_merger_are_told() -> None:
    country = Country("A", "B")
    assert changes.merge(country["A"], country["B"], since=SPRING, authority="示例〔2026〕1号", today=TODAY) == {
        "agency-A": AgencyMerged(agency_id="agency-A", into="agency-B", since=SPRING, authority="示例〔2026〕1号"),
        "agency-B": AgencySucceeded(
            agency_id="agency-B", predecessor="agency-A", manner="merged", powers=(), whole=True, since=SPRING
        ),
    }


def test_the_successor_of_a_successor_answers_from_the_day_on_which_it_took_over() -> None:
    country = Country("A", "B", "C")
    country.merge("A", "B", SPRING)
    country.merge("B", "C", SUMMER)
    before, between = date(2026, 2, 28), date(2026, 6, 30)
    assert [answering("agency-A", country.find, day) for day in (before, SPRING, between, SUMMER)] == [
        "agency-A",
        "agency-B",
        "agency-B",
        "agency-C",
    ]
    assert answering("agency-A", country.find) == "agency-C"
    assert inherited("agency-C", country.find) == ("agency-B", "agency-A")
    assert inherited("agency-C", country.find, between) == ()
    assert inherited("agency-B", country.find, between) == ("agency-A",)
    assert inherited("agency-A", country.find) == ()


def test_the_order_of_recording_does_not_matter() -> None:
    late = Country("A", "B", "C")
    late.merge("B", "C", SUMMER)
    late.merge("A", "B", SPRING)
    assert answering("agency-A", late.find) == "agency-C"
    assert inherited("agency-C", late.find) == ("agency-B", "agency-A")


def test_what_was_recorded_later_was_not_known_before() -> None:
    country = Country("A", "B")
    country.merge("A", "B", SPRING)
    known_at = datetime(2026, 10, 31, tzinfo=UTC)
    assert inherited("agency-B", country.find, known_at=known_at) == ()
    assert answering("agency-A", country.find, known_at=known_at) == "agency-A"


def test_of_a_split_whoever_has_the_rest_answers_and_the_others_are_shown() -> None:
    country = Country("A", "B", "C")
    country.split("A", SPRING, B=("规划许可",), C=())
    assert (successor(country["A"]), country["A"].ended_on) == ("agency-C", SPRING)
    assert inherited("agency-B", country.find) == ()
    assert inherited("agency-C", country.find) == ("agency-A",)
    common = {"giver": "agency-A", "manner": "split", "since": SPRING}
    assert line("agency-B", country.find) == (
        Step(taker="agency-B", powers=("规划许可",), whole=False, **common),  # type: ignore[arg-type]
    )
    assert line("agency-A", country.find) == (
        Step(taker="agency-B", powers=("规划许可",), whole=False, **common),  # type: ignore[arg-type]
        Step(taker="agency-C", powers=(), whole=True, **common),  # type: ignore[arg-type]
    )


def test_powers_that_went_to_another_agency_take_no_case_with_them() -> None:
    country = Country("A", "B")
    country.record(changes.transfer(country["A"], country["B"], powers=("城管",), since=SPRING, authority=None, today=TODAY))
    assert (country["A"].ended_on, answering("agency-A", country.find)) == (None, "agency-A")
    assert inherited("agency-B", country.find) == ()
    assert [(step.manner, step.powers, step.whole) for step in line("agency-B", country.find)] == [
        ("powers_transferred", ("城管",), False)
    ]


def test_an_agency_abolished_without_a_successor_has_nobody_who_answers() -> None:
    country = Country("A")
    country.record(changes.abolish(country["A"], None, since=SPRING, authority=None, today=TODAY))
    assert (country["A"].has_ended(SPRING), country["A"].has_ended(date(2026, 2, 28))) == (True, False)
    assert (successor(country["A"]), answering("agency-A", country.find)) == (None, "agency-A")


def test_an_agency_abolished_with_a_successor_is_answered_for_by_it() -> None:
    country = Country("A", "B")
    country.record(changes.abolish(country["A"], country["B"], since=SPRING, authority=None, today=TODAY))
    assert answering("agency-A", country.find) == "agency-B"


def test_a_name_is_that_of_its_day_whichever_was_recorded_first() -> None:
    for order in ([("甲局", SPRING), ("乙局", SUMMER)], [("乙局", SUMMER), ("甲局", SPRING)]):
        country = Country("A")
        for name, since in order:
            country.record(changes.rename(country["A"], name=name, since=since, authority=None, today=TODAY))
        found = country["A"]
        assert [found.name_on(day) for day in (date(2026, 2, 28), SPRING, date(2026, 6, 30), SUMMER)] == [
            "示例局A",
            "甲局",
            "甲局",
            "乙局",
        ]
        assert (found.name, found.names) == ("乙局", ("示例局A", "甲局", "乙局"))


RENAME: dict[str, Any] = {"name": "甲局", "authority": None, "today": TODAY}


def ended(country: Country) -> None:
    """A was merged into B in summer."""
    country.merge("A", "B", SUMMER)


@pytest.mark.parametrize(
    ("decide", "error", "pointer", "says"),
    [
        (lambda c: c.merge("A", "C", AUTUMN), AgencyHasEnded, "/since", "行政诉讼法第二十六条"),
        (lambda c: c.merge("C", "A", AUTUMN), SuccessorHasEnded, "/successor", "请填写承继它的机关"),
        (lambda c: c.merge("B", "C", SPRING), LineageContradicts, "/since", "2026-07-01 还有更名、承继或者划转的登记"),
        (lambda c: c.merge("B", "A", SUMMER), SuccessorHasEnded, "/successor", "已于 2026-07-01 终止"),
        (lambda c: c.merge("B", "B", AUTUMN), SuccessorInvalid, "/successor", "不能承继自己"),
        (lambda c: c.merge("B", "C", date(2026, 11, 22)), ChangeDateInvalid, "/since", "还没有到"),
        (lambda c: c.merge("B", "C", date(2019, 1, 1)), ChangeDateInvalid, "/since", "启用日期"),
        (lambda c: c.split("B", AUTUMN, C=()), SharesInvalid, "/shares", "两个以上"),
        (lambda c: c.split("B", AUTUMN, C=("甲",), D=("乙",)), SharesInvalid, "/shares", "有且只有一个机关承继未列明的其余职权"),
        (lambda c: c.split("B", AUTUMN, C=(), D=()), SharesInvalid, "/shares", "有且只有一个机关"),
        (lambda c: changes.rename(c["A"], since=AUTUMN, **RENAME), AgencyHasEnded, "/since", "已于 2026-07-01 终止"),
        (
            lambda c: changes.rename(c["C"], since=AUTUMN, **RENAME | {"name": "示例局C"}),
            LineageContradicts,
            "/name",
            "名称已经是",
        ),
    ],
)
def test_what_cannot_become_of_an_agency_is_refused(decide: Any, error: type[YingsuError], pointer: str, says: str) -> None:
    country = Country("A", "B", "C", "D")
    ended(country)
    with pytest.raises(error) as refusal:
        decide(country)
    assert refusal.value.pointer == pointer
    assert says in refusal.value.message


def test_what_happened_before_the_end_may_be_registered_after_it() -> None:
    country = Country("A", "B", "C")
    ended(country)
    country.record(changes.rename(country["A"], since=SPRING, **RENAME))
    assert (country["A"].name_on(date(2026, 2, 1)), country["A"].name) == ("示例局A", "甲局")
    assert answering("agency-A", country.find) == "agency-B"


def test_nobody_takes_over_anything_before_its_own_beginning() -> None:
    young = agency("Y", valid_from=SUMMER)
    with pytest.raises(ChangeDateInvalid) as refusal:
        changes.merge(agency("A"), young, since=SPRING, authority=None, today=TODAY)
    assert refusal.value.pointer == "/successor"
