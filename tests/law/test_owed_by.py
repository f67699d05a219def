"""Who owes what: every role of every profile is the agency's own or somebody else's, so that no duty is on nobody's board."""

from yingsu.law.obligation import OWED_BY_AGENCIES, OWED_BY_OTHERS
from yingsu.law.profile import builtin_profiles, load_builtin


def test_every_role_of_every_profile_is_an_agencys_own_or_somebody_elses() -> None:
    profiles = [load_builtin(*place) for place in builtin_profiles()]
    roles = {role for profile in profiles for role in profile.parameters.get("roles", {})}
    owing = {rule.owed_by for profile in profiles for rule in profile.rules}
    owing |= {duty.owed_by for profile in profiles for duty in profile.recurring}
    assert {"defendant", "court", "district_leader"} <= owing <= roles
    assert sorted(OWED_BY_AGENCIES + OWED_BY_OTHERS) == sorted(roles), "each role once, and none that no profile has"


def test_what_the_leader_of_the_district_owes_is_no_agencys() -> None:
    assert {"court", "mediation_body", "supervising_body", "district_leader"} <= set(OWED_BY_OTHERS)
    assert {"defendant", "primary_resolver", "case_sponsor", "court_contact", "review_owner"} <= set(OWED_BY_AGENCIES)
