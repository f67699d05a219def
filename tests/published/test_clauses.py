"""The list of clauses that comes with the software is what the profiles, the code and the tests say now."""

from collections import Counter
from pathlib import Path

from yingsu.law.coverage.listed import listed
from yingsu.law.coverage.sources import LIST, generated

ROOT = Path(__file__).parents[2]


def test_the_list_is_up_to_date() -> None:
    """Otherwise: `make openapi`."""
    assert (ROOT / LIST).read_text(encoding="utf-8") == generated(ROOT)


def test_it_has_every_clause_of_the_five_documents() -> None:
    assert Counter(item.profile for item in listed()) == {
        "xuecheng": 43,
        "yicheng": 70,
        "dehua": 63,
        "hongze": 49,
        "yantai": 61,
    }


def test_every_clause_is_cited_by_its_profile_or_only_exhorts() -> None:
    assert [item.id for item in listed() if not item.realised] == []
