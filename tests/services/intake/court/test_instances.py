"""Instances of one dispute: linked in every order, and a loss that a later judgment takes away no longer stands."""

from collections.abc import Callable
from itertools import permutations
from typing import Any

import pytest

from services.intake.reversals import ReverseLosses
from tests.services.intake.cast import CASE_NO, LAND, LAND_CODE, MARKET, MARKET_CODE, filing, judgment
from tests.whole import Calling
from tests.wire import Wire
from yingsu.events.intake.instances import JudgmentReversed
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.reader import catch_up
from yingsu.ledger.store import Ledger

SECOND_NO = "（2026）苏08行终31号"
BOTH_LOSE = [{"agency_code": MARKET_CODE, "outcome": "revoked"}, {"agency_code": LAND_CODE, "outcome": "revoked"}]

Reversals = Callable[[], list[tuple[str, str, str, str]]]
Sent = Callable[[dict[str, Any]], Any]


def appeal_filed(**change: Any) -> dict[str, Any]:
    """The second instance, filed by the higher court."""
    return (
        filing(message_id="s-1", case_no=SECOND_NO, occurred_on="2026-09-15", earlier_case_nos=["(2026)苏0813行初12号"]) | change
    )


def decided(result: str, **change: Any) -> dict[str, Any]:
    """Its judgment upon the first."""
    return (
        judgment(
            message_id="s-2",
            case_no=SECOND_NO,
            occurred_on="2026-09-16",
            results=[{"agency_code": MARKET_CODE, "outcome": "claims_dismissed"}],
            upon_earlier={"case_no": CASE_NO, "result": result},
        )
        | change
    )


@pytest.fixture
def higher(line: Calling) -> Wire:
    """The court of the second instance."""
    return line("other-court")


@pytest.fixture
def send(court: Wire, higher: Wire) -> Sent:
    """Each message by the court whose it is."""
    return lambda body: (higher if body["message_id"].startswith("s-") else court).report(body)


@pytest.fixture
def reversals(ledger: Ledger, keys: KeyStore) -> Reversals:
    """The losses that were taken away, after the reaction."""

    def found() -> list[tuple[str, str, str, str]]:
        catch_up(ledger.database, ReverseLosses(ledger, keys))
        events = [entry.event for entry in ledger.read_all(0, 1000)]
        return sorted(
            (event.agency, event.judgment_no, event.by_judgment_no, event.result)
            for event in events
            if isinstance(event, JudgmentReversed)
        )

    return found


FIRST = {"filing": filing(), "judgment": judgment(results=BOTH_LOSE)}
SECOND = {"second filing": appeal_filed(), "second judgment": decided("reversed")}


@pytest.mark.parametrize("order", list(permutations({**FIRST, **SECOND})), ids=" - ".join)
def test_instances_end_alike_in_whatever_order_their_messages_come(
    send: Sent, court: Wire, higher: Wire, reversals: Reversals, order: tuple[str, ...]
) -> None:
    bodies = FIRST | SECOND
    for name in order:
        send(bodies[name])

    assert reversals() == [(MARKET, CASE_NO, SECOND_NO, "reversed")]
    first = court.get(f"/cases/by-number/{CASE_NO}").json()
    second = higher.get(f"/cases/by-number/{SECOND_NO}").json()
    assert first["case_id"] != second["case_id"]
    assert [(i["relation"], i["court"], i["case_no"]) for i in first["instances"]] == [("later", "苏08", SECOND_NO)]
    assert [(i["relation"], i["court"], i["case_no"]) for i in second["instances"]] == [("earlier", "苏0813", CASE_NO)]
    results = first["judgments"][0]["results"]
    assert [(r["agency"]["agency_id"], r["lost"], r["reversed_by"]) for r in results] == [
        (MARKET, True, SECOND_NO),
        (LAND, True, None),
    ], "the second judgment says nothing of the land agency: its loss stands"


def test_what_was_taken_away_once_is_so_once_however_often_it_is_told(
    send: Sent, reversals: Reversals, topics: Callable[[], list[str]]
) -> None:
    for body in (*FIRST.values(), *SECOND.values(), decided("reversed", message_id="s-3"), appeal_filed(message_id="s-4")):
        send(body)
    reversals()
    reversals()

    assert topics().count("intake.judgment_reversed.v1") == 1
    assert topics().count("intake.earlier_judgment_reviewed.v1") == 1
    assert topics().count("intake.instance_linked.v1") == 1


def test_a_judgment_that_is_upheld_stands_and_is_no_second_loss(
    send: Sent, reversals: Reversals, topics: Callable[[], list[str]]
) -> None:
    for body in (*FIRST.values(), appeal_filed(), decided("upheld", results=BOTH_LOSE)):
        assert send(body).status_code == 201

    assert reversals() == []
    assert topics().count("intake.judgment_lost.v1") == 2


def test_a_remand_takes_every_loss_away_whether_the_higher_court_tells_it_or_the_lower(send: Sent, reversals: Reversals) -> None:
    for body in (*FIRST.values(), appeal_filed()):
        send(body)
    assert reversals() == []

    assert send(decided("remanded", document="ruling", results=[])).status_code == 201
    both = [(agency, CASE_NO, SECOND_NO, "remanded") for agency in (MARKET, LAND)]
    assert reversals() == both

    remand = {
        "message_id": "m-60",
        "kind": "remand",
        "case_no": CASE_NO,
        "occurred_on": "2026-09-16",
        "ruling_no": "(2026)苏08行终31号",
    }
    assert send(remand).status_code == 201
    assert reversals() == both, "one document takes a loss away once"


def test_a_loss_at_the_second_instance_is_its_own(send: Sent, court: Wire, reversals: Reversals, ledger: Ledger) -> None:
    won = judgment(results=[{"agency_code": MARKET_CODE, "outcome": "claims_dismissed"}])
    lost = decided("reversed", results=[{"agency_code": MARKET_CODE, "outcome": "revoked"}])
    for body in (filing(), won, appeal_filed(), lost):
        send(body)

    assert reversals() == []
    (entry,) = [entry for entry in ledger.read_all(0, 1000) if entry.topic == "intake.judgment_lost.v1"]
    assert entry.case_id != court.get(f"/cases/by-number/{CASE_NO}").json()["case_id"]


def test_an_earlier_case_that_nobody_told_of_is_named_without_an_id(send: Sent, higher: Wire) -> None:
    send(appeal_filed())

    shown = higher.get(f"/cases/by-number/{SECOND_NO}").json()["instances"]
    assert shown == [{"relation": "earlier", "court": "苏0813", "case_no": CASE_NO, "case_id": None}]


def test_another_word_of_the_same_judgment_upon_the_earlier_one_waits_for_a_person(send: Sent) -> None:
    for body in (*FIRST.values(), *SECOND.values()):
        send(body)

    other = send(decided("altered", message_id="s-5"))

    assert (other.status_code, other.json()["parked_reason"]) == (202, "case_number_taken")


@pytest.mark.parametrize(
    ("body", "code", "pointer"),
    [
        (appeal_filed(earlier_case_nos=[SECOND_NO]), "instance-is-its-own", "/earlier_case_nos/0"),
        (appeal_filed(earlier_case_nos=["苏0813初"]), "malformed-case-number", "/earlier_case_nos/0"),
        (
            decided("reversed", upon_earlier={"case_no": SECOND_NO, "result": "upheld"}),
            "instance-is-its-own",
            "/upon_earlier/case_no",
        ),
    ],
)
def test_what_is_no_earlier_instance_is_refused(
    send: Sent, topics: Callable[[], list[str]], body: dict[str, Any], code: str, pointer: str
) -> None:
    refused = send(body)

    assert (refused.status_code, refused.json()["code"], refused.json()["errors"][0]["pointer"]) == (422, code, pointer)
    assert topics() == []


@pytest.mark.parametrize("result", ["reversed", "altered"])
def test_a_judgment_without_results_is_one_only_where_it_upholds_or_remands(send: Sent, result: str) -> None:
    send(appeal_filed())

    refused = send(decided(result, results=[]))
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/results")
