"""Whether a defendant is an addressee of the document that governs its jurisdiction."""

from datetime import date

from yingsu.law.rules import builtin_rules
from yingsu.law.scope import outside_scope

DAY = date(2026, 3, 2)


def test_a_type_that_the_list_of_addressees_lacks_is_outside_and_the_clause_says_so() -> None:
    found = outside_scope(builtin_rules(), "370404", DAY, "institution")
    assert found is not None
    assert ([clause.id for clause in found.clauses], found.layer) == (["YC-0.1"], "yicheng.1")


def test_a_type_of_the_list_is_within() -> None:
    assert outside_scope(builtin_rules(), "370404", DAY, "township") is None


def test_where_no_document_has_a_list_nobody_is_outside() -> None:
    rules = builtin_rules()
    assert [
        outside_scope(rules, "110101", DAY, "institution"),
        outside_scope(rules, "370404", date(2023, 3, 8), "institution"),
    ] == [
        None,
        None,
    ]
