"""Lookups straight from the ledger, and how old their answers may be."""

from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

import pytest

from tests.officials.enrolment import OFFICIAL, Append
from yingsu.clock import SettableClock
from yingsu.events.registry.agency import AgencyCodeReserved
from yingsu.events.registry.client import ClientRevoked, ClientSecretRotated
from yingsu.officials.directory import MAX_AGE, Directory

Found = TypeVar("Found")
pytestmark = pytest.mark.usefixtures("cast")


def present(found: Found | None) -> Found:
    assert found is not None
    return found


def test_everyone_registered_is_found(directory: Directory, append: Append) -> None:
    append("agency_code-11320813000008125D", 0, AgencyCodeReserved(code="11320813000008125D", agency_id="agency-1"))
    assert present(directory.agency("agency-1")).name == "示例局1"
    assert present(directory.agency_by_code("11320813000008125D")).agency_id == "agency-1"
    assert present(directory.court("苏0813")).name == "示例法院"
    assert present(directory.official(OFFICIAL)).agency == "agency-1"
    assert present(directory.client("hongze-oa")).agency == "agency-1"


@pytest.mark.parametrize(
    "look_up",
    [
        lambda directory: directory.agency("agency-9"),
        lambda directory: directory.agency("client-hongze-oa"),
        lambda directory: directory.agency_by_code("11320813000008133"),
        lambda directory: directory.court("苏0899"),
        lambda directory: directory.official("agency-1"),
        lambda directory: directory.client("hongze"),
        lambda directory: directory.client("hongze-oa\0"),
    ],
)
def test_what_is_not_registered_is_not_found(directory: Directory, look_up: Callable[[Directory], object]) -> None:
    assert look_up(directory) is None


def test_a_change_of_a_client_shows_at_once(directory: Directory, append: Append) -> None:
    assert not present(directory.client("hongze-oa")).revoked
    append("client-hongze-oa", 1, ClientRevoked(reason="系统下线"))
    revoked = present(directory.client("hongze-oa"))
    assert (revoked.revoked, revoked.reason, revoked.version) == (True, "系统下线", 2)


def test_a_recent_client_is_at_most_five_seconds_old(directory: Directory, append: Append, transport: SettableClock) -> None:
    assert present(directory.recent_client("hongze-oa")).version == 1
    append("client-hongze-oa", 1, ClientSecretRotated(secret_hash="bb"))
    transport.set(transport() + MAX_AGE - timedelta(milliseconds=1))
    assert present(directory.recent_client("hongze-oa")).version == 1
    transport.set(transport() + timedelta(milliseconds=1))
    assert present(directory.recent_client("hongze-oa")).version == 2


def test_somebody_registered_a_moment_ago_is_found_although_just_missed(directory: Directory, append: Append) -> None:
    assert directory.agency_by_code("11320813000008125D") is None
    append("agency_code-11320813000008125D", 0, AgencyCodeReserved(code="11320813000008125D", agency_id="agency-1"))
    assert present(directory.agency_by_code("11320813000008125D")).agency_id == "agency-1"
