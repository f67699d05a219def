"""The same facts under another profile: what is gained, lost, moved, newly overdue, and what stays."""

from datetime import date

import msgspec
import pytest

from tests.law.casebook import ELSEWHERE, HONGZE, TOWN
from tests.law.mediation_casebook import MediationCasebook
from yingsu.law.layer import Profile
from yingsu.law.obligation import Obligation
from yingsu.law.obligations import evaluate
from yingsu.law.profile import load_builtin
from yingsu.law.rule import Length
from yingsu.law.rules import PublishedProfile, Rules, builtin_rules
from yingsu.law.whatif import Change, compare, under

RULES = builtin_rules()
HONGZE_PROFILE = load_builtin("hongze", date(2025, 4, 18))
NATIONAL = load_builtin("national", date(2018, 2, 8))
NOTICE = date(2026, 7, 6)


def with_days(profile: Profile, code: str, amount: int) -> Profile:
    """The profile with another length of one period."""
    rules = tuple(
        msgspec.structs.replace(rule, period=Length(amount=amount, unit="working_day")) if rule.code == code else rule
        for rule in profile.rules
    )
    return msgspec.structs.replace(profile, rules=rules)


@pytest.fixture
def mediation() -> MediationCasebook:
    """An agency that was given its notice on a Monday and told its plan a week later."""
    book = MediationCasebook()
    book.referred(date(2026, 7, 1))
    book.accepted(date(2026, 7, 2))
    book.noticed(NOTICE)
    book.planned(date(2026, 7, 13))
    return book


def under_both(book: MediationCasebook, profile: Profile, day: date) -> dict[str, tuple[Change, ...]]:
    """What differs, by the code of the rule."""
    before, after = (evaluate(book.entries, rules) for rules in (RULES, under(RULES, profile, HONGZE)))
    return {difference.either.code: difference.changes for difference in compare(before, after, day)}


def plan_of(book: MediationCasebook, rules: Rules) -> Obligation | None:
    return next((item for item in evaluate(book.entries, rules) if item.code == "mediation_plan"), None)


def test_the_same_profile_changes_nothing(mediation: MediationCasebook) -> None:
    assert under_both(mediation, HONGZE_PROFILE, date(2026, 12, 1)) == {}


def test_more_days_move_the_date_and_the_plan_is_no_longer_late(mediation: MediationCasebook) -> None:
    tried = with_days(HONGZE_PROFILE, "mediation_plan", 5)
    assert under_both(mediation, tried, date(2026, 12, 1)) == {"mediation_plan": ("moved", "no_longer_overdue")}
    old, new = plan_of(mediation, RULES), plan_of(mediation, under(RULES, tried, HONGZE))
    assert old is not None
    assert new is not None
    assert (old.due, old.outcome, new.due, new.outcome) == (date(2026, 7, 9), "late", date(2026, 7, 13), "on_time")


def test_fewer_days_make_it_overdue_only_once_the_day_has_passed(mediation: MediationCasebook) -> None:
    mediation.entries.pop()
    tried = with_days(HONGZE_PROFILE, "mediation_plan", 1)
    assert under_both(mediation, tried, date(2026, 7, 7)) == {"mediation_plan": ("moved",)}
    assert under_both(mediation, tried, date(2026, 7, 8)) == {"mediation_plan": ("moved", "newly_overdue")}


def test_under_the_national_layer_alone_the_local_duties_are_lost(mediation: MediationCasebook) -> None:
    changes = under_both(mediation, NATIONAL, date(2026, 12, 1))
    assert changes["mediation_plan"] == ("lost", "no_longer_overdue")
    assert set().union(*changes.values()) <= {"lost", "no_longer_overdue"}


def test_a_neighbours_profile_governs_the_tried_jurisdiction_alone_and_from_the_first_day() -> None:
    book = MediationCasebook()
    book.noticed(date(2024, 7, 1))
    assert plan_of(book, RULES) is None, "before the ten mechanisms nothing of this is owed"
    tried = under(RULES, HONGZE_PROFILE, HONGZE)
    found = plan_of(book, tried)
    assert found is not None
    assert (found.due, found.party, found.profile) == (date(2024, 7, 4), TOWN, f"hongze@{HONGZE}.1")
    assert tried.profile_for(ELSEWHERE, NOTICE) == RULES.profile_for(ELSEWHERE, NOTICE)


def test_what_is_in_force_stays_in_force() -> None:
    under(RULES, NATIONAL, HONGZE)
    governing = RULES.profile_for(HONGZE, NOTICE)
    assert governing is not None
    assert governing.profile.id == "hongze"


CITY, DISTRICT = "370600", "370613"


def test_a_district_s_profile_tried_on_its_city_keeps_the_layers_it_rests_on() -> None:
    """What the city's own profile is no longer asked for is its rule over the city; the district's still inherits it, and national law."""
    (city,) = (item for item in RULES.published if item.profile.jurisdiction == CITY)
    below = msgspec.structs.replace(city.profile, id="district", jurisdiction=DISTRICT, inherits=city.profile.id, rules=())
    first = date(2026, 1, 1)
    rules = Rules((*RULES.published, PublishedProfile(profile=below, version=1, effective_from=first)), RULES.calendar)
    for place in (CITY, DISTRICT, "370602"):
        tried = under(rules, below, place)
        assert [item.profile.id for item in tried.layers_on(place, first)] == ["national", "yantai", f"district@{place}"]
    tried = under(rules, NATIONAL, CITY)
    assert [item.profile.id for item in tried.layers_on(CITY, first)] == [f"national@{CITY}"]
    assert [item.profile.id for item in tried.layers_on(DISTRICT, first)] == ["national", "yantai", "district"]
