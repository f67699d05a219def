"""What counts for an agency and for those it took over."""

from datetime import date
from uuid import UUID

from yingsu.law.figures.period import Period
from yingsu.law.figures.succession import by_responsibility, with_predecessors
from yingsu.law.figures.tally import Counts, Kept
from yingsu.law.figures.turn import Turn

OLD, NEW = "agency-old", "agency-new"
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
MERGED = date(2026, 7, 1)


def counts(agency: str, **lost: date) -> Counts:
    """An agency that lost these cases on these days."""
    kept = tuple(
        Kept(
            case_id=case_id,
            case_no=case_id,
            instance="first",
            on_merits=True,
            turns={"lost": (Turn(day, "败诉", (UUID(int=1),)),)},
            findings={b"f": (Turn(day, "认定", (UUID(int=2),)),)},
        )
        for case_id, day in lost.items()
    )
    return Counts(agency=agency, jurisdiction="370403", kept=kept)


def lost(found: Counts) -> list[tuple[str, str | None]]:
    """The losses of the year: the case, and whose it was."""
    return [(item.case_id, item.agency) for item in found.items("lost", YEAR)]


def responsible(agency: str, day: date) -> str:
    """The old one was merged into the new one."""
    return NEW if agency == OLD and day >= MERGED else agency


OWN = counts(NEW, c=date(2026, 2, 1))
TAKEN = counts(OLD, a=date(2026, 6, 30), b=MERGED)


def test_figures_show_everything_of_the_predecessors_each_by_its_own_name() -> None:
    found = with_predecessors(OWN, [TAKEN])
    assert (found.agency, found.jurisdiction) == (NEW, "370403")
    assert lost(found) == [("c", None), ("a", OLD), ("b", OLD)]


def test_a_ladder_counts_what_happened_since_it_answered() -> None:
    found = by_responsibility(OWN, [TAKEN], responsible)
    assert lost(found) == [("c", None), ("b", OLD)]
    assert {case.case_id for case in found.kept if case.findings} == {"b", "c"}
    assert lost(by_responsibility(TAKEN, [], responsible)) == [("a", None)]


def test_a_case_that_both_lost_counts_once() -> None:
    found = with_predecessors(counts(NEW, a=date(2026, 8, 1)), [TAKEN])
    assert lost(found) == [("a", OLD), ("b", OLD)]
