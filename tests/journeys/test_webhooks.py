"""An overdue reaches the agency's OA stand-in: signed, over real HTTP, from senders in processes of their own, although it was down."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from standardwebhooks import Webhook

from services.registry import samples
from tests.journeys.clients import Clients
from tests.journeys.separate import PROJECTORS, Processes
from tests.services.intake.cast import MARKET_CODE, filing, service
from tests.services.notify.webhooks.receiver import Receiver, listening
from tests.whole import COURT, MARKET_OA
from tests.wire import write_headers

SERVICES = ("registry", "intake", "notify")
ENDPOINT = "/v1/notify/endpoint"
CASE_NO = "（2025）苏0813行初12号"
TOLD = ["notify.reminder_sent.v1", "notify.obligation_overdue.v1"]


class Sending(Processes):
    """Processes that may send webhooks to this machine."""

    def environment(self, name: str = "") -> dict[str, str]:
        return super().environment(name) | {"YINGSU_WEBHOOK_NETWORKS": f"{samples.JURISDICTION}=127.0.0.0/8"}


@pytest.fixture
def processes(fresh: str, tmp_path: Path) -> Iterator[Sending]:
    """The services that the story needs, and two that send."""
    made = Sending(tmp_path, fresh)
    try:
        made.provision()
        made.initialise()
        made.start(*SERVICES, *PROJECTORS)
        made.await_ready(*SERVICES, *PROJECTORS)
        yield made
    finally:
        made.close()


@pytest.fixture
def clients(processes: Sending) -> Iterator[Clients]:
    """The client systems."""
    with closing(Clients(processes.folder, processes.addresses)) as made:
        yield made


@pytest.mark.edge(40)
def test_an_overdue_reaches_an_oa_system_that_was_down_and_one_sender_was_killed(processes: Sending, clients: Clients) -> None:
    with listening() as oa:
        issued = _put(clients, {"url": oa.url, "topics": ["notify."]})
        assert clients.post(MARKET_OA, f"{ENDPOINT}/ping", None, 1)["status"] == "active"
        (ping,) = oa.received
        Webhook(issued["secret"]).verify(ping.body, dict(ping.headers))

    case_id = _file_and_serve(clients)
    processes.until(set(TOLD), lambda: {one["topic"] for one in _log(clients, "waiting") if one["attempts"] > 0})
    assert _state(clients)["failing_since"] is not None
    processes.kill(PROJECTORS[0])

    with listening(urlsplit(oa.url).port or 0) as back:
        seen = clients.get(MARKET_OA, "/v1/notify/feeds/intake").json()[0]["id"]
        clients.post(MARKET_OA, f"{ENDPOINT}/recovery", {"after_event_id": seen})
        processes.until(set(TOLD), lambda: {one.says["type"] for one in back.messages})
        processes.until((0, None), lambda: (_state(clients)["backlog"], _state(clients)["failing_since"]))
        overdue = _of_type(back, TOLD[1])
        assert Webhook(issued["secret"]).verify(overdue.body, dict(overdue.headers)) == overdue.says
        told = overdue.says["data"]
        assert (told["subject"], told["agency"], told["code"]) == (case_id, samples.MARKET, "statutory_answer")
        assert (told["occurred_on"], told["latest"]) == ("2025-10-10", "2025-10-09")
        assert clients.get(MARKET_OA, told["link"]).json()["standing"] == "overdue"
        feed = clients.get(MARKET_OA, "/v1/notify/feeds/notify").json()
        assert {one.says["data"]["event_id"] for one in back.messages} == {event["id"] for event in feed}
        assert {one.id for one in back.messages} == {one["webhook_id"] for one in _log(clients, "delivered")}
    assert processes.stop() == dict.fromkeys([*SERVICES, PROJECTORS[1]], 0)


def _put(clients: Clients, body: dict[str, Any]) -> dict[str, Any]:
    """The OA system registers itself."""
    answer = clients._send("PUT", ENDPOINT, MARKET_OA, headers=write_headers(version=0), json=body)
    assert answer.status_code == 200, answer.text
    issued: dict[str, Any] = answer.json()
    return issued


def _file_and_serve(clients: Clients) -> str:
    """A case of a year ago, whose answer is overdue by now; returns its id."""
    filed = clients.tell(COURT, filing(occurred_on="2025-09-08") | {"case_no": CASE_NO})
    clients.tell(COURT, service(message_id="m-market", agency_code=MARKET_CODE, occurred_on="2025-09-16") | {"case_no": CASE_NO})
    return str(filed["case_id"])


def _state(clients: Clients) -> dict[str, Any]:
    """The endpoint."""
    found: dict[str, Any] = clients.get(MARKET_OA, ENDPOINT).json()
    return found


def _log(clients: Clients, state: str) -> list[dict[str, Any]]:
    """The messages of one state."""
    found: list[dict[str, Any]] = clients.get(MARKET_OA, f"{ENDPOINT}/deliveries", state=state).json()
    return found


def _of_type(receiver: Receiver, topic: str) -> Any:
    """What was told of one topic."""
    return next(one for one in receiver.messages if one.says["type"] == topic)
