"""The table of roles, against `domain.md` §8 as far as routes exist."""

from typing import get_args

import pytest

from yingsu.events.registry.client import ClientRole
from yingsu.officials.roles import ROLES, SCOPES, scopes_of


def test_every_machine_role_has_a_row() -> None:
    assert set(ROLES) == set(get_args(ClientRole))


def test_only_courts_write_court_facts() -> None:
    assert [role for role in ROLES if "notice:write" in scopes_of(role)] == ["court"]


def test_only_administrators_write_the_registry_and_they_see_no_case() -> None:
    assert [role for role in ROLES if "registry:write" in scopes_of(role)] == ["administrator"]
    assert not {"case:read", "case:write"} & scopes_of("administrator")


def test_only_auditors_replay_and_they_write_nothing() -> None:
    assert [role for role in ROLES if "audit:read" in scopes_of(role)] == ["auditor"]
    assert not [scope for scope in scopes_of("auditor") if scope.endswith(":write")]


@pytest.mark.parametrize("role", sorted(ROLES))
def test_every_scope_is_a_known_one(role: ClientRole) -> None:
    assert scopes_of(role) <= set(SCOPES)
