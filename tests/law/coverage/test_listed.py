"""When a clause counts as closed: each thing that may lack keeps it open, and is named."""

from datetime import date
from pathlib import Path

import msgspec
import pytest

from yingsu.law.clauses import Clause
from yingsu.law.coverage import covering
from yingsu.law.coverage.covering import NO_TEST, NOT_ENFORCED, NOTHING_CITES_IT, Sources, cover
from yingsu.law.coverage.listed import Coverage
from yingsu.law.coverage.sources import read
from yingsu.law.layer import PROVISIONS, Profile
from yingsu.law.profile import load_builtin
from yingsu.law.provision import Gate, Metric
from yingsu.law.rule import Fact, Parameter, Way

HONGZE = load_builtin("hongze", date(2025, 4, 18))
CLAUSE = Clause(id="A-1", section="1", kind="deadline", basis="verbatim", quote="…")
TESTED = Sources(
    places={}, tests={"A-1": ("tests/clauses/test_a.py::test_it",)}, record_tests=("tests/clauses/test_r.py::test_all",)
)
EMPTY = Profile(
    id="a", effective_from=date(2026, 1, 1), title="a", jurisdiction=None, inherits=None, parameters={}, rules=(), clauses=()
)
GATE = Gate(code="a_gate", title="关口", clauses=("A-1",), at="intake.case_filed.v1", effect="refuse")


def of(profile: Profile, sources: Sources = TESTED, clause: Clause = CLAUSE) -> Coverage:
    (found,) = cover(profile, [clause], sources)
    return found


def with_rule(*, satisfied_by: str) -> Profile:
    """A profile whose only rule cites the clause and is satisfied by a fact of the topic."""
    rule = HONGZE.rules[0]
    ways = (Way(all_of=(Fact(topic=satisfied_by),)),)
    return msgspec.structs.replace(EMPTY, rules=(msgspec.structs.replace(rule, clauses=("A-1",), satisfied_by=ways),))


def test_a_rule_that_is_awake_and_a_test_close_it() -> None:
    found = of(with_rule(satisfied_by="intake.agency_notified_of_pre_filing.v1"))
    assert (found.status, found.missing) == ("closed", ())
    assert [item.by for item in found.realised] == ["obligation"]


def test_an_event_that_no_service_records_keeps_it_open_and_is_named() -> None:
    found = of(with_rule(satisfied_by="intake.not_there_yet.v1"))
    assert (found.status, found.missing) == ("open", ("intake.not_there_yet.v1",))


def test_without_a_test_it_is_open() -> None:
    untested = Sources(places={}, tests={}, record_tests=())
    found = of(with_rule(satisfied_by="intake.agency_notified_of_pre_filing.v1"), untested)
    assert (found.status, found.missing) == ("open", (NO_TEST,))


def test_what_nothing_cites_is_open_although_a_test_is_marked_for_it() -> None:
    assert (of(EMPTY).status, of(EMPTY).missing) == ("open", (NOTHING_CITES_IT,))


@pytest.mark.parametrize("named", ["A-1", "a_gate"])
def test_a_gate_counts_only_where_code_names_it(named: str) -> None:
    profile = msgspec.structs.replace(EMPTY, gates=(GATE,))
    assert of(profile).missing == (NOT_ENFORCED,)
    enforced = msgspec.structs.replace(TESTED, places={named: ("services.a.decide",)})
    found = of(profile, enforced)
    assert (found.status, found.realised[0].enforced_at) == ("closed", ("services.a.decide",))


def test_a_value_that_awaits_an_event_keeps_it_open_until_a_service_records_it() -> None:
    def awaiting(*topics: str) -> Coverage:
        value = Parameter(value="专人", clauses=("A-1",), awaits=topics)
        return of(msgspec.structs.replace(EMPTY, parameters={"roles": {"person": value}}))

    assert awaiting().status == "closed"
    assert awaiting("intake.case_filed.v1").status == "closed"
    found = awaiting("intake.case_filed.v1", "intake.not_there_yet.v1", "intake.not_there_yet.v1")
    assert (found.status, found.missing) == ("open", ("intake.not_there_yet.v1",))
    assert (found.realised[0].by, found.realised[0].missing) == ("role", ("intake.not_there_yet.v1",))


def test_a_figure_over_facts_that_are_not_recorded_keeps_it_open() -> None:
    metric = Metric(code="m", title="培训率", clauses=("A-1",), numerator="trainings", denominator="filed")
    found = of(msgspec.structs.replace(EMPTY, metrics=(metric,)))
    assert found.status == "open"
    assert "review.training_held.v1" in found.missing


def test_one_that_only_exhorts_is_closed_by_the_test_that_nothing_is_triggered() -> None:
    exhortation = msgspec.structs.replace(CLAUSE, record_only=True)
    found = of(EMPTY, TESTED, exhortation)
    assert (found.status, found.realised[0].by) == ("closed", "record")
    assert of(EMPTY, Sources(places={}, tests={}, record_tests=()), exhortation).missing == (NO_TEST,)


def test_every_kind_of_provision_is_a_way_to_realise_a_clause() -> None:
    assert covering._BY.keys() == set(PROVISIONS)


def test_names_are_found_in_code_with_their_place_and_not_in_what_is_only_shown(tmp_path: Path) -> None:
    (tmp_path / "services").mkdir()
    (tmp_path / "yingsu").mkdir()
    (tmp_path / "services" / "a.py").write_text(
        'class Refusal:\n    clause = "A-1"\n\ndef shown():\n    return Field(examples=["A-2"])\n\ndef say():\n    """A-2"""\n',
        encoding="utf-8",
    )
    tests = tmp_path / "tests" / "clauses"
    tests.mkdir(parents=True)
    (tests / "test_a.py").write_text(
        '@pytest.mark.clause("A-1", "A-2")\ndef test_it():\n    pass\n\n@pytest.mark.record_only\ndef test_all():\n    pass\n\n'
        'def test_other():\n    """A-3"""\n',
        encoding="utf-8",
    )
    found = read(tmp_path, {"A-1", "A-2", "A-3"})
    assert found.places["A-1"] == ("services.a.Refusal",)
    assert found.tests == {"A-1": ("tests/clauses/test_a.py::test_it",), "A-2": ("tests/clauses/test_a.py::test_it",)}
    assert found.record_tests == ("tests/clauses/test_a.py::test_all",)
    assert found.places.keys() == {"A-1"}
