"""What the ledger records of a caller."""

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
