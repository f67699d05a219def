"""What the ledger records of a caller, and whose rows it may read."""

import msgspec

from yingsu.ledger.entry import Actor
from yingsu.officials.callers import Caller


def test_an_actor_is_ids_only() -> None:
    caller = Caller(
        client="hongze-oa",
        role="agency",
        scopes=frozenset({"case:write"}),
        jurisdictions=("320813",),
        agency="agency-1",
        official="official-1",
        duties=("head",),
    )
    assert caller.actor() == Actor(client="hongze-oa", role="agency", agency="agency-1", official="official-1")


def test_a_caller_reads_the_rows_of_its_jurisdictions_and_with_the_whole_country_all() -> None:
    auditor = Caller(client="audit", role="auditor", scopes=frozenset({"case:read"}), jurisdictions=("320813", "320812"))
    assert auditor.tenants == ("320813", "320812")
    assert msgspec.structs.replace(auditor, jurisdictions=("000000",)).tenants == ("*",)


def test_in_lists_an_agency_s_system_is_confined_to_its_agency_and_nobody_else_is() -> None:
    agency = Caller(client="oa", role="agency", scopes=frozenset(), jurisdictions=("320813",), agency="agency-1")
    assert agency.confined_to == ("agency-1",)
    assert msgspec.structs.replace(agency, agency=None).confined_to == (), "to none at all, never to everybody's"
    assert msgspec.structs.replace(agency, role="supervisor").confined_to is None


def test_a_caller_answers_for_its_agency_and_for_what_that_took_over() -> None:
    heir = Caller(
        client="oa", role="agency", scopes=frozenset(), jurisdictions=("320813",), agency="agency-1", inherited=("agency-2",)
    )
    assert heir.confined_to == ("agency-1", "agency-2")
    assert [heir.answers_for(agency) for agency in ("agency-1", "agency-2", "agency-3", None)] == [True, True, False, False]
    nobody = msgspec.structs.replace(heir, agency=None, inherited=())
    assert (nobody.agencies, nobody.answers_for(None)) == ((), False)
    assert heir.actor().agency == "agency-1", "it acts as itself, also for the other"
