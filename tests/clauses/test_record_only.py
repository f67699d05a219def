"""The clauses that only exhort: each is shown with its words, and nothing rests on it, so that nothing is triggered by it."""

from datetime import date
from pathlib import Path

import pytest

from tests.law.casebook import TOWN, Casebook
from tests.whole import AUDITOR, Whole
from yingsu.clock import SettableClock
from yingsu.law import clauses
from yingsu.law.coverage.sources import read
from yingsu.law.layer import Profile
from yingsu.law.obligations import evaluate
from yingsu.law.profile import builtin_profiles, load_builtin
from yingsu.law.rules import builtin_rules
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.store import Ledger

ROOT = Path(__file__).parents[2]
PROFILES = [load_builtin(name, first) for name, first in builtin_profiles()]
RECORD_ONLY = {clause.id: clause for name in {p.id for p in PROFILES} for clause in clauses.load(name) if clause.record_only}


def triggering(profile: Profile) -> set[str]:
    """Every clause that something in the profile rests on which can act: a rule or a provision. A value alone acts on nothing."""
    cited = {identifier for rule in profile.rules for identifier in rule.cited()}
    return cited | {identifier for _, provision in profile.provisions() for identifier in provision.cited()}


def test_there_are_fifty_one_of_them() -> None:
    assert len(RECORD_ONLY) == 51


@pytest.mark.record_only
@pytest.mark.parametrize("profile", PROFILES, ids=lambda profile: profile.id)
def test_no_rule_and_no_provision_rests_on_a_clause_that_only_exhorts(profile: Profile) -> None:
    assert triggering(profile) & RECORD_ONLY.keys() == set()
    assert triggering(profile), "a profile without any rule would show nothing"


@pytest.mark.record_only
def test_no_code_names_a_clause_that_only_exhorts() -> None:
    assert read(ROOT, RECORD_ONLY.keys()).places == {}
    assert read(ROOT, {"HZ-4.6"}).places, "the reader finds what the code does name"


@pytest.mark.record_only
@pytest.mark.parametrize("profile", [profile for profile in PROFILES if profile.jurisdiction], ids=lambda profile: profile.id)
def test_a_history_from_filing_to_withdrawal_opens_nothing_under_them(profile: Profile) -> None:
    place = profile.jurisdiction or ""
    case = Casebook(jurisdiction=place)
    case.filed(date(2026, 9, 1), agencies=((TOWN, place),))
    case.served(date(2026, 9, 7))
    case.answered(date(2026, 9, 28))
    case.withdrawn(date(2026, 10, 12))
    found = evaluate(case.entries, builtin_rules())
    assert "statutory_answer" in {obligation.code for obligation in found}
    assert {identifier for obligation in found for identifier in obligation.clauses} & RECORD_ONLY.keys() == set()


@pytest.mark.record_only
def test_each_is_shown_with_its_words(ledger: Ledger, keys: KeyStore, clock: SettableClock, tmp_path: Path) -> None:
    reader = Whole(ledger, keys, clock, tmp_path).wire(AUDITOR)
    for identifier, clause in RECORD_ONLY.items():
        answer = reader.get(f"/v1/registry/clauses/{identifier}").json()
        assert (answer["quote"], answer["realised"][0]["by"]) == (clause.quote, "record")
