"""The messages of generated cases, shuffled, five times each, singly and in batches, from eight clients at once: all ends as told in order."""

import random
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

from services.intake.court.answers import receipt
from services.intake.court.batch import Batch, Delivered
from services.intake.court.bodies import notice_of
from services.intake.court.correspondence import Correspondence
from services.intake.court.door import CourtDoor
from services.intake.court.message import stream_of
from services.registry import samples
from tests.journeys.test_any_order import READ, settled
from tests.whole import COURT, Whole
from yingsu.clock import legal_day
from yingsu.ledger.deciding import Request
from yingsu.load.court import Json, cases
from yingsu.load.disorder import Pair, compare, pairs, tell_all
from yingsu.officials.callers import Caller

RUN = "LOAD"
CASES, TIMES, CLIENTS = 12, 5, 8
REACH = ("320813",)
CALLER = Caller(client=COURT, role="court", scopes=frozenset({"notice:write"}), jurisdictions=REACH, court=samples.COURT)


class Court:
    """The court, with as many systems as it likes."""

    def __init__(self, whole: Whole) -> None:
        self._mail = Correspondence(whole.deps.ledger, whole.deps.keys, whole.deps.directory)
        self._door = CourtDoor(self._mail, whole.deps.files)

    def tell(self, _: int, messages: Sequence[Json]) -> None:
        """One message singly, several as a batch, each time as a new request."""
        request = Request(
            command_id=uuid4(),
            body_hash=uuid4().bytes,
            actor=CALLER.actor(),
            source="/v1/intake",
            correlation_id="c-1",
            permitted=REACH,
        )
        notices = [notice_of(READ(message)) for message in messages]
        if len(notices) == 1:
            self._door.receive(notices[0], CALLER, request)
        else:
            outcomes = Batch(self._door, CALLER, request).receive(notices)
            assert [outcome for outcome in outcomes if not isinstance(outcome, Delivered)] == []

    def receipt_of(self, message_id: str) -> Mapping[str, Any]:
        """What the court reads of a message now."""
        message = self._mail.message(stream_of(samples.COURT, message_id))
        assert message is not None
        return receipt(message, self._mail.facts_of(message)).model_dump(mode="json")


def told_in_both_ways(whole: Whole, seed: int, count: int = CASES) -> tuple[Court, list[Pair]]:
    chance, court = random.Random(seed), Court(whole)  # noqa: S311 (disorder, not secrecy)
    told = pairs(RUN, count, cases(RUN, 1, legal_day(whole.clock()), chance))
    tell_all(told, court.tell, times=TIMES, clients=CLIENTS, chance=chance)
    settled(whole)
    return court, told


def test_disorder_ends_in_the_same_views_and_true_receipts(whole: Whole, seed: int) -> None:
    court, told = told_in_both_ways(whole, seed)
    assert compare(whole.ledger, told, court.receipt_of) == []
    assert {court.receipt_of(message["message_id"])["status"] for pair in told for message in pair.disordered.messages()} == {
        "applied"
    }


def test_a_difference_would_show(whole: Whole) -> None:
    court, told = told_in_both_ways(whole, 1, count=2)
    late = {**told[0].disordered.messages()[-1], "message_id": f"{RUN}-B-late", "kind": "extension", "reason": "不可抗力"}
    for name in ("document", "results"):
        del late[name]
    last = legal_day(whole.clock()).isoformat()
    court.tell(0, [{**late, "agency_code": told[0].disordered.agencies[0], "until": last}])
    settled(whole)
    found = compare(whole.ledger, told, court.receipt_of)
    assert [line for line in found if "intake_timeline" in line] != []

    def untrue(message_id: str) -> Mapping[str, Any]:
        answered = dict(court.receipt_of(message_id))
        if message_id == told[1].disordered.messages()[0]["message_id"]:
            answered["status"] = "parked"
        return answered

    assert [line for line in compare(whole.ledger, told[1:], untrue) if "的回执为" in line] != []
