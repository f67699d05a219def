"""Each case that experts would try is played by a journey over HTTP, or said to wait."""

import ast
from pathlib import Path

from tests.journeys.edges.listed import CASES, LATER

JOURNEYS = Path(__file__).parents[1]


def _played() -> set[int]:
    marks = (
        mark
        for path in sorted(JOURNEYS.rglob("test_*.py"))
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
        for mark in node.decorator_list
        if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.edge"
    )
    return {ast.literal_eval(number) for mark in marks for number in mark.args}


def test_each_case_is_played_or_said_to_wait() -> None:
    assert _played() | LATER.keys() == CASES.keys()


def test_what_is_played_does_not_wait() -> None:
    assert _played() & LATER.keys() == set()
