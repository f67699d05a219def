"""The counts of an agency and of those that it took over, as one. Pure; who took over whom is told from outside.

Figures show what the predecessors did under their successor, each item with the agency that it was of; ladders count what happened for
whoever answered on that day: a loss before a merger is no step of the successor's.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import TypeVar

import msgspec

from yingsu.law.figures.tally import Counts, Kept
from yingsu.law.figures.turn import Turn

Key = TypeVar("Key")

Responsible = Callable[[str, date], str]
"""Who answers on a day for what an agency did."""


def with_predecessors(own: Counts, taken: Iterable[Counts]) -> Counts:
    """Everything that counts for an agency and for those it took over. A case of several of them is one."""
    return _together(own, [own, *(_marked(counts) for counts in taken)])


def by_responsibility(own: Counts, taken: Iterable[Counts], responsible: Responsible) -> Counts:
    """What counts for the agency as the one that answered on the day of each turn, whoever of them it happened to."""

    def answered(counts: Counts) -> Counts:
        return _only(counts, lambda turn: responsible(counts.agency, turn.day) == own.agency)

    return _together(own, [answered(own), *(_marked(answered(counts)) for counts in taken)])


def _marked(counts: Counts) -> Counts:
    """The same, every turn with the agency that it was of."""
    return _each(counts, lambda turns: tuple(msgspec.structs.replace(turn, agency=counts.agency) for turn in turns))


def _only(counts: Counts, holds: Callable[[Turn], bool]) -> Counts:
    return _each(counts, lambda turns: tuple(turn for turn in turns if holds(turn)))


def _each(counts: Counts, change: Callable[[tuple[Turn, ...]], tuple[Turn, ...]]) -> Counts:
    kept = tuple(
        msgspec.structs.replace(
            case,
            turns={code: found for code, turns in case.turns.items() if (found := change(turns))},
            findings={key: found for key, turns in case.findings.items() if (found := change(turns))},
        )
        for case in counts.kept
    )
    return msgspec.structs.replace(counts, kept=tuple(case for case in kept if case.turns or case.findings))


def _together(own: Counts, all_counts: Iterable[Counts]) -> Counts:
    cases: dict[str, Kept] = {}
    for counts in all_counts:
        for case in counts.kept:
            known = cases.get(case.case_id)
            cases[case.case_id] = case if known is None else _one(known, case)
    return msgspec.structs.replace(own, kept=tuple(cases[case_id] for case_id in sorted(cases)))


def _one(first: Kept, second: Kept) -> Kept:
    return msgspec.structs.replace(
        first,
        on_merits=first.on_merits or second.on_merits,
        effective=first.effective or second.effective,
        turns=_merged(first.turns, second.turns),
        findings=_merged(first.findings, second.findings),
    )


def _merged(first: Mapping[Key, tuple[Turn, ...]], second: Mapping[Key, tuple[Turn, ...]]) -> dict[Key, tuple[Turn, ...]]:
    return {
        key: tuple(sorted((*first.get(key, ()), *second.get(key, ())), key=lambda turn: turn.order))
        for key in dict.fromkeys((*first, *second))
    }
