"""A batch of a court's messages: every one for itself, in any order, as often as it likes."""

import random
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from services.intake.app import VIEWS, reactions
from services.intake.court.batch import MOST, Batch, Delivered
from services.intake.court.batch_bodies import BATCH_EXAMPLES
from services.intake.court.batch_routes import LARGEST, TOGETHER
from services.intake.court.notice import AnyNotice
from tests.services.intake.cast import LAND_CODE, MARKET_CODE, NEIGHBOUR_CODE, UNKNOWN_CODE, filing, service, withdrawal
from tests.wire import Wire, write_headers
from yingsu.clock import SettableClock
from yingsu.errors import YingsuError
from yingsu.ledger.reader import catch_up
from yingsu.ledger.store import Ledger
from yingsu.web.deps import Deps

BATCHES = "/court/messages/batches"
Topics = Callable[[], list[str]]
Subjects = Callable[[], set[str]]
Line = Callable[[str], Wire]


def numbered(body: dict[str, Any], serial: int) -> dict[str, Any]:
    """The same of another case."""
    return body | {"case_no": f"（2026）苏0813行初{serial}号", "message_id": f"{body['message_id']}-{serial}"}


def sent(court: Wire, *messages: Any) -> httpx.Response:
    """A batch without an Idempotency-Key."""
    return court.send("POST", BATCHES, json={"messages": list(messages)})


def statuses(answer: httpx.Response) -> list[int]:
    """What each message of a batch was answered."""
    assert answer.status_code == 200, answer.text
    return [outcome["status"] for outcome in answer.json()["outcomes"]]


def test_each_message_gets_the_receipt_that_it_would_get_alone(court: Wire) -> None:
    answer = sent(court, filing(), service(), numbered(filing(), 13))
    assert statuses(answer) == [201, 201, 201]
    body = answer.json()
    assert (body["applied"], body["held"], body["refused"]) == (3, 0, 0)
    for outcome in body["outcomes"]:
        assert outcome["receipt"] == court.get(f"/court/messages/{outcome['message_id']}").json()
        assert len(outcome["receipt"]["facts"]) == 1
        assert outcome["problem"] is None


def test_the_order_inside_a_batch_does_not_matter(court: Wire) -> None:
    told = [numbered(body, serial) for serial in (21, 22, 23) for body in (withdrawal(), service(), filing())]
    random.Random(1).shuffle(told)  # noqa: S311
    answer = sent(court, *told)
    assert statuses(answer) == [201] * 9
    assert {outcome["receipt"]["status"] for outcome in answer.json()["outcomes"]} == {"applied"}


def test_what_has_no_subject_yet_waits_until_a_later_batch_brings_it(court: Wire) -> None:
    early = sent(court, service(), numbered(service(), 13))
    assert statuses(early) == [202, 202]
    assert early.json()["held"] == 2
    assert statuses(sent(court, filing())) == [201]
    assert court.get(f"/court/messages/{service()['message_id']}").json()["status"] == "applied"
    assert court.get(f"/court/messages/{service()['message_id']}-13").json()["status"] == "parked"
    assert statuses(sent(court, service(), numbered(service(), 13))) == [201, 202]


@pytest.mark.parametrize("key", ["one-key", None], ids=["the same Idempotency-Key", "no Idempotency-Key"])
def test_the_same_batch_again_gets_the_same_receipts(court: Wire, topics: Topics, key: str | None) -> None:
    request = {"json": {"messages": [service(), filing(), numbered(filing(), 13)]}, "headers": write_headers(key) if key else {}}
    first, recorded = court.send("POST", BATCHES, **request), topics()
    again = court.send("POST", BATCHES, **request)
    assert (again.json(), topics()) == (first.json(), recorded)
    assert statuses(again) == [201, 201, 201]


def test_the_same_message_twice_in_a_batch_is_one(court: Wire, topics: Topics) -> None:
    answer = sent(court, filing(), filing(), service(), filing())
    assert statuses(answer) == [201] * 4
    receipts = [outcome["receipt"] for outcome in answer.json()["outcomes"]]
    assert receipts[0] == receipts[1] == receipts[3]
    assert topics().count("intake.case_filed.v1") == 1


def test_another_content_under_one_id_is_a_conflict_of_that_message_alone(court: Wire, topics: Topics) -> None:
    answer = sent(court, filing(), filing(cause="行政强制"), service())
    assert statuses(answer) == [201, 409, 201]
    problem = answer.json()["outcomes"][1]["problem"]
    assert problem["code"] == "message-conflict"
    assert "冲突已转人工处理" in problem["detail"]
    assert topics().count("intake.court_message_conflicted.v1") == 1
    assert statuses(sent(court, filing(cause="行政强制"))) == [409]
    assert topics().count("intake.court_message_conflicted.v1") == 1


def test_a_malformed_message_does_not_refuse_the_others(court: Wire) -> None:
    wrong = [
        {name: value for name, value in service().items() if name != "document"},
        "不是消息",
        {"kind": "no_such_kind", "message_id": "示例张某"},
        filing(message_id="f-2", case_no="第12号"),
        filing(message_id="f-3", occurred_on="2027-01-01"),
        filing(message_id="f-4", defendants=[{"agency_code": UNKNOWN_CODE}]),
    ]
    answer = sent(court, *wrong, filing())
    assert statuses(answer) == [422, 422, 422, 422, 422, 202, 201]
    outcomes = answer.json()["outcomes"]
    found = [
        (
            outcome["index"],
            outcome["message_id"],
            outcome["problem"]["code"],
            [flaw["pointer"] for flaw in outcome["problem"]["errors"]],
        )
        for outcome in outcomes[:5]
    ]
    assert found == [
        (0, service()["message_id"], "request-invalid", ["/document"]),
        (1, None, "request-invalid", [""]),
        (2, None, "request-invalid", [""]),
        (3, "f-2", "malformed-case-number", ["/case_no"]),
        (4, "f-3", "future-fact", ["/occurred_on"]),
    ]
    assert "不影响同批的其他消息" in outcomes[0]["problem"]["detail"]
    assert "示例张某" not in answer.text


def test_who_reaches_one_jurisdiction_only_is_refused_for_the_other_alone(line: Line, subjects: Subjects, topics: Topics) -> None:
    of_one = line("court-of-one")
    answer = sent(
        of_one,
        filing(defendants=[{"agency_code": NEIGHBOUR_CODE}]),
        numbered(filing(defendants=[{"agency_code": MARKET_CODE}]), 13),
    )
    assert statuses(answer) == [403, 201]
    assert answer.json()["outcomes"][0]["problem"]["code"] == "jurisdiction-denied"
    assert topics().count("intake.case_filed.v1") == 1
    case_id = answer.json()["outcomes"][1]["receipt"]["case_id"]
    # No key is left of what was refused.
    assert {subject.rpartition("/")[0] for subject in subjects() if subject.startswith("case-")} == {case_id}


@pytest.mark.parametrize(
    ("request_", "code", "pointer"),
    [
        ({"json": {"messages": []}}, "too-few", "/messages"),
        ({"json": {"messages": [filing()] * (MOST + 1)}}, "too-many", "/messages"),
        ({"json": [filing()]}, "not-an-object", ""),
        ({"content": b"{", "headers": {"Content-Type": "application/json"}}, "json-malformed", ""),
    ],
    ids=["empty", "too many", "no object", "no JSON"],
)
def test_what_is_no_batch_is_refused_as_a_whole(
    court: Wire, topics: Topics, request_: dict[str, Any], code: str, pointer: str
) -> None:
    answer = court.send("POST", BATCHES, **request_)
    assert answer.status_code == 422
    assert [(flaw["code"], flaw["pointer"]) for flaw in answer.json()["errors"]] == [(code, pointer)]
    assert topics() == []


def test_a_key_is_not_needed_and_where_there_is_one_it_is_one(court: Wire, app: FastAPI) -> None:
    (described,) = (one for one in app.openapi()["paths"][BATCHES]["post"]["parameters"] if one["name"] == "Idempotency-Key")
    assert (described["required"], described["description"][:9]) == (False, "幂等键：可以不填，")
    assert described["schema"] == {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]([ -~]{0,253}[!-~])?$"}
    answer = court.send("POST", BATCHES, json={"messages": [filing()]}, headers={"Idempotency-Key": ""})
    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency-key-malformed")


def test_the_examples_come_out_as_they_say(court: Wire, clock: SettableClock) -> None:
    clock.set(clock() + timedelta(days=60))
    in_disorder, one_malformed = (BATCH_EXAMPLES[name]["value"] for name in ("in_disorder", "one_malformed"))
    assert statuses(court.send("POST", BATCHES, json=in_disorder)) == [201, 201, 201]
    answer = court.send("POST", BATCHES, json=one_malformed)
    assert statuses(answer) == [201, 422]
    assert answer.json()["outcomes"][1]["problem"]["errors"][0]["pointer"] == "/document"


def test_a_batch_that_is_more_than_the_rate_allows_is_refused_before_anything_is_done(
    court: Wire, deps: Deps, topics: Topics
) -> None:
    deps.rates.spend("court", 5999)
    told = [numbered(filing(), serial) for serial in range(100, 100 + 2 * TOGETHER)]
    answer = sent(court, *told)
    assert (answer.status_code, answer.json()["code"], topics()) == (429, "rate-exceeded", [])


def test_only_a_court_sends_batches(line: Line) -> None:
    answer = sent(line("market"), filing())
    assert (answer.status_code, answer.json()["code"]) == (403, "scope-missing")


def test_a_batch_may_be_larger_than_other_requests(court: Wire) -> None:
    long = "样" * 8000
    told = [numbered(filing(claims=long, defendants=[{"agency_code": LAND_CODE}]), serial) for serial in range(100, 160)]
    assert statuses(sent(court, *told)) == [201] * 60
    answer = court.send("POST", BATCHES, content=b" " * (LARGEST + 1), headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (413, "payload-too-large")
    assert "超过 5 MiB（5242880 字节）的上限" in answer.json()["detail"]


def test_ten_messages_count_as_one_request(court: Wire) -> None:
    def left(answer: httpx.Response) -> int:
        return int(answer.headers["ratelimit"].split("r=")[1].split(";")[0])

    before = left(sent(court, filing()))
    told = [numbered(filing(), serial) for serial in range(100, 100 + 2 * TOGETHER + 1)]
    assert before - left(sent(court, *told)) == 3


def test_batches_at_once_make_one_case_and_the_same_receipts(court: Wire, topics: Topics) -> None:
    bodies = [filing(), service(), withdrawal(), numbered(filing(), 13)]
    requests: list[tuple[str, str, dict[str, Any]]] = []
    for seed in range(4):
        told = list(bodies)
        random.Random(seed).shuffle(told)  # noqa: S311
        requests.append(("POST", BATCHES, {"json": {"messages": told}}))
    requests += [("POST", "/court/messages", {"json": body, "headers": write_headers()}) for body in bodies]
    answers = court.together(requests)
    assert {answer.status_code for answer in answers} <= {200, 201, 202}
    assert {outcome["status"] for answer in answers[:4] for outcome in answer.json()["outcomes"]} <= {201, 202}
    again = sent(court, *bodies)
    assert statuses(again) == [201] * 4
    recorded = topics()
    assert (recorded.count("intake.court_message_received.v1"), recorded.count("intake.case_filed.v1")) == (4, 2)


def test_a_batch_is_visible_in_the_views(court: Wire, ledger: Ledger, deps: Deps) -> None:
    told = [numbered(filing(), serial) for serial in range(100, 200)]
    assert statuses(sent(court, *told)) == [201] * 100
    for view in (*reactions(deps), *VIEWS):
        catch_up(ledger.database, view)
    with ledger.database.read(("320813",)) as cursor:
        assert cursor.execute("SELECT count(*) FROM views.intake_message WHERE status = 'applied'").fetchall() == [(100,)]


def test_batches_that_come_together_take_turns_and_each_is_answered(court: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    under_way: list[int] = []
    most = 0
    receive = Batch.receive

    def watched(batch: Batch, notices: Sequence[AnyNotice]) -> list[Delivered | YingsuError]:
        nonlocal most
        under_way.append(1)
        most = max(most, len(under_way))
        try:
            return receive(batch, notices)
        finally:
            under_way.pop()

    monkeypatch.setattr(Batch, "receive", watched)
    batches = [{"messages": [numbered(filing(), serial) for serial in range(begin, begin + 5)]} for begin in (30, 40, 50, 60)]
    answers = court.together([("POST", BATCHES, {"json": batch}) for batch in batches])
    assert [statuses(answer) for answer in answers] == [[201] * 5] * 4
    assert most == 1
