"""An endpoint over HTTP: its owner's steps, what is shown once, and who sees what."""

import io
import json
import logging
from datetime import timedelta
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest

from services.registry import samples
from tests.services.audit.story import enrol
from tests.services.notify.webhooks.office import ENDPOINT, Office
from tests.services.notify.webhooks.receiver import Received, answering
from tests.whole import AUDITOR, CENTRE, COURT, LAND_OA, MARKET_OA, SUPERVISOR
from yingsu.web.logs import configure

MARKET = samples.MARKET


def refused(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def test_who_has_no_endpoint_is_told_so_with_the_version_to_begin_with(office: Office) -> None:
    answer = office.send("GET")
    assert (answer.status_code, answer.headers["etag"]) == (200, '"0"')
    assert (answer.json()["status"], answer.json()["url"], answer.json()["public_key"]) == ("absent", None, None)


def test_the_secret_is_shown_once(office: Office) -> None:
    first = office.send("PUT", body={"url": office.receiver.url}, version=0, key="one")
    issued = first.json()
    assert (first.status_code, first.headers["etag"], issued["status"]) == (200, '"1"', "registered")
    assert issued["secret"].startswith("whsec_")
    assert issued["public_key"].startswith("whpk_")
    again = office.send("PUT", body={"url": office.receiver.url}, version=0, key="one")
    assert again.json() == issued | {"secret": None}
    assert "secret" not in office.state
    assert office.state["public_key"] == issued["public_key"]


def test_what_is_stored_is_sealed(office: Office) -> None:
    secret = office.register()["secret"]
    stored = [entry.payload for entry in office.whole.ledger.read_all(0, 10_000) if entry.stream.startswith("endpoint-")]
    assert len(stored) == 1
    assert secret.removeprefix("whsec_").encode() not in stored[0]
    assert b"whsk_" not in stored[0]


def test_neither_secrets_nor_addresses_are_written_to_the_log(office: Office) -> None:
    kept = [(logger, logger.handlers[:], logger.level) for logger in map(logging.getLogger, ("", "httpx", "httpcore", "psycopg"))]
    log = io.StringIO()
    configure("debug", log)
    try:
        address = f"{office.receiver.url}?token=t0ps3cret"
        issued = [office.register(url=address)["secret"]]
        office.done("POST", "/ping")
        issued.append(office.done("POST", "/secret")["secret"])
        office.let_happen()
        office.worker.work()
    finally:
        for logger, handlers, level in kept:
            logger.handlers[:] = handlers
            logger.setLevel(level)
    assert len(office.receiver.messages) == 3
    assert "/endpoint/secret" in log.getvalue()
    for text in ("t0ps3cret", *(secret.removeprefix("whsec_") for secret in issued)):
        assert text not in log.getvalue()


def test_a_ping_that_is_answered_activates_the_endpoint_once(office: Office) -> None:
    office.register()
    version = office.version
    first = office.send("POST", "/ping", version=version, key="ping")
    assert (first.status_code, first.json()["status"]) == (200, "active")
    again = office.send("POST", "/ping", version=version, key="ping")
    assert (again.status_code, len(office.receiver.received)) == (200, 1)
    (ping,) = office.receiver.received
    assert ping.says["type"] == "yingsu.ping"
    assert ping.says["data"] == {"agency": MARKET, "link": ENDPOINT}
    assert ping.id.startswith("msg_")
    office.done("POST", "/ping")
    assert (office.version, len(office.receiver.received)) == (2, 2), "of an active one it changes nothing"


def test_a_ping_that_is_not_answered_says_why_and_activates_nothing(office: Office) -> None:
    office.register()
    office.receiver.script = answering(302, Location="http://127.0.0.1/")
    answer = office.send("POST", "/ping")
    assert refused(answer) == (409, "endpoint-ping-failed")
    assert "状态码 302" in answer.json()["detail"]
    assert office.state["status"] == "registered"
    office.done("PUT", body={"url": "http://127.0.0.1:1/"})
    assert "连接失败" in office.send("POST", "/ping").json()["detail"]
    assert refused(office.send("POST", "/ping", version=1)) == (412, "version-conflict")


def test_one_test_message_at_a_time_so_that_a_silent_receiver_does_not_take_up_the_service(office: Office) -> None:
    office.register()
    meanwhile: list[Any] = []

    def ask_again(received: Received, handler: BaseHTTPRequestHandler) -> None:
        if not meanwhile:
            meanwhile.append(None)
            meanwhile[0] = office.send("POST", "/ping")
        answering(200)(received, handler)

    office.receiver.script = ask_again
    assert office.done("POST", "/ping")["status"] == "active"
    assert refused(meanwhile[0]) == (409, "endpoint-ping-under-way")
    assert "请等它有了结果" in meanwhile[0].json()["detail"]
    assert len(office.receiver.received) == 1
    office.done("POST", "/ping")


@pytest.mark.parametrize(
    ("url", "status", "code"),
    [
        ("ftp://oa.example.cn/", 422, "webhook-url-invalid"),
        ("http://169.254.169.254/latest/meta-data", 409, "webhook-address-forbidden"),
        ("http://10.0.0.1/", 409, "webhook-address-forbidden"),
        ("http://[::ffff:127.0.0.1]/", 409, "webhook-address-forbidden"),
        ("http://1.2.3.4/", 409, "webhook-https-required"),
        ("https://no.such.name.invalid/", 409, "webhook-host-unresolved"),
    ],
)
def test_an_address_that_may_not_be_sent_to_is_not_registered(office: Office, url: str, status: int, code: str) -> None:
    answer = office.send("PUT", body={"url": url})
    assert refused(answer) == (status, code)
    assert answer.json()["errors"][0]["pointer"] == "/url"
    assert office.version == 0


@pytest.mark.parametrize("topics", [["registry."], ["%"], ["notify"], ["notify."] * 21])
def test_topics_that_no_feed_has_are_refused(office: Office, topics: list[str]) -> None:
    assert refused(office.send("PUT", body={"url": office.receiver.url, "topics": topics})) == (422, "request-invalid")


def test_a_rotation_gives_another_secret_and_says_until_when_both_hold(office: Office) -> None:
    first = office.activate()
    second = office.done("POST", "/secret")
    assert second["secret"] not in (None, first["secret"])
    assert second["public_key"] != first["public_key"]
    assert (second["status"], second["both_until"]) == ("active", "2026-09-02T00:00:00Z")
    office.pass_time(timedelta(hours=24))
    assert office.state["both_until"] is None


def test_each_change_needs_the_present_version_and_a_key(office: Office) -> None:
    office.activate()
    wire = office.whole.wire(MARKET_OA)
    body = {"json": {"url": office.receiver.url}}
    for method, path, sent in (("PUT", "", body), ("DELETE", "", {}), ("POST", "/pause", {}), ("POST", "/secret", {})):
        assert refused(office.send(method, path, sent.get("json"), version=1)) == (412, "version-conflict")
        without = wire.send(method, ENDPOINT + path, headers={"Idempotency-Key": "k"}, **sent)
        assert refused(without) == (428, "if-match-missing")
        keyless = wire.send(method, ENDPOINT + path, headers={"If-Match": '"2"'}, **sent)
        assert refused(keyless) == (400, "idempotency-key-missing")
    assert office.version == 2


def test_steps_out_of_order_are_refused(office: Office) -> None:
    for path in ("/pause", "/resumption", "/secret", "/ping"):
        assert refused(office.send("POST", path)) == (404, "endpoint-not-found")
    assert refused(office.send("DELETE")) == (404, "endpoint-not-found")
    office.register()
    assert refused(office.send("POST", "/pause")) == (409, "endpoint-not-active")
    assert refused(office.send("POST", "/resumption")) == (409, "endpoint-not-paused")
    unbegun = office.send("POST", "/recovery", {"after_event_id": "01980000-0000-7000-8000-000000000001"})
    assert refused(unbegun) == (409, "endpoint-not-active")


def test_a_paused_endpoint_says_why_and_can_be_removed(office: Office) -> None:
    office.activate()
    paused = office.done("POST", "/pause")
    assert (paused["status"], paused["paused_for"], paused["paused_for_title"]) == ("paused", "owner", "本机关暂停")
    removed = office.done("DELETE")
    assert (removed["status"], removed["url"], removed["version"]) == ("absent", None, 4)


def test_the_log_is_paged_newest_first_and_filtered(office: Office) -> None:
    office.activate()
    office.let_happen()
    office.worker.work()
    everything = office.deliveries()
    assert [one["event_id"] for one in everything] == [one.says["data"]["event_id"] for one in reversed(office.receiver.messages)]
    assert {(one["state"], one["state_title"], one["attempts"]) for one in everything} == {("delivered", "已送达", 1)}
    wire, found, path = office.whole.wire(MARKET_OA), [], f"{ENDPOINT}/deliveries?limit=2&state=delivered"
    while path:
        answer = wire.get(path)
        found += answer.json()
        path = answer.links["next"]["url"] if "next" in answer.links else ""
    assert found == everything
    assert wire.get(f"{ENDPOINT}/deliveries", state="failed").json() == []


def test_a_message_shows_every_attempt(office: Office) -> None:
    office.activate(topics=["intake.case_filed."])
    office.receiver.script = answering(500, "暂不接收".encode())
    office.let_happen()
    office.worker.work()
    office.receiver.script = answering(200, b"ok")
    office.pass_time(timedelta(seconds=5))
    office.worker.work()
    (message,) = office.deliveries()
    history = office.history(message["webhook_id"])
    assert [(one["number"], one["status"], one["answer"], one["begun_at"], one["next_try"]) for one in history] == [
        (1, 500, "暂不接收", "2026-09-01T00:00:00Z", "2026-09-01T00:00:05Z"),
        (2, 200, "ok", "2026-09-01T00:00:05Z", None),
    ]


def test_a_message_is_sent_again_under_its_id_once_for_each_request(office: Office) -> None:
    office.activate(topics=["intake.case_filed."])
    office.let_happen()
    office.worker.work()
    (webhook_id,) = office.receiver.ids
    path = f"/deliveries/{webhook_id}/resend"
    asked = office.send("POST", path, key="again")
    assert (asked.status_code, asked.json()["state"]) == (200, "waiting")
    office.worker.work()
    repeated = office.send("POST", path, key="again")
    assert (repeated.status_code, repeated.json()["state"]) == (200, "delivered")
    office.worker.work()
    assert office.receiver.ids == [webhook_id] * 2
    assert office.receiver.messages[0].body == office.receiver.messages[1].body
    assert len({one["attempt_id"] for one in office.history(webhook_id)}) == 2
    assert refused(office.send("POST", f"/deliveries/msg_{'0' * 32}/resend")) == (404, "delivery-not-found")


def test_a_recovery_sends_all_after_an_event_again_also_from_before_the_activation(office: Office) -> None:
    office.let_happen()
    feed = [event["id"] for event in office.whole.wire(MARKET_OA).get("/v1/notify/feeds/all").json()]
    office.activate()
    office.worker.work()
    assert office.receiver.ids == []
    asked = office.send("POST", "/recovery", {"after_event_id": feed[0]}, key="recover")
    assert asked.status_code == 200
    office.worker.work()
    assert [one.says["data"]["event_id"] for one in office.receiver.messages] == feed[1:]
    first = list(office.receiver.ids)
    office.send("POST", "/recovery", {"after_event_id": feed[0]}, key="recover")
    office.worker.work()
    assert office.receiver.ids == first, "a repetition of the request is none"
    office.done("POST", "/recovery", {"after_event_id": feed[1]})
    office.worker.work()
    assert office.receiver.ids == first + first[1:]
    other = office.send("POST", "/recovery", {"after_event_id": feed[1]}, key="recover")
    assert refused(other) == (422, "idempotency-key-reused")
    unknown = office.send("POST", "/recovery", {"after_event_id": "01980000-0000-7000-8000-000000000001"})
    assert refused(unknown) == (422, "after-event-unknown")


def test_an_endpoint_that_is_spared_is_probed_at_once_where_its_owner_asks(office: Office) -> None:
    office.activate()
    office.receiver.script = answering(500)
    office.let_happen()
    for _ in range(2):
        office.worker.work()
        office.pass_time(timedelta(seconds=5))
    assert office.state["probing"]
    office.receiver.script = answering(200)
    office.receiver.received.clear()
    office.worker.work()
    assert office.receiver.ids == []
    webhook_id = office.deliveries()[0]["webhook_id"]
    office.done("POST", f"/deliveries/{webhook_id}/resend")
    office.worker.work()
    assert webhook_id in office.receiver.ids


def test_another_agency_sees_and_touches_nothing(office: Office) -> None:
    office.activate()
    office.let_happen()
    office.worker.work()
    other = Office(office.whole, office.receiver, LAND_OA)
    wire = other.whole.wire(LAND_OA)
    webhook_id = office.receiver.ids[0]
    assert other.state["status"] == "absent"
    assert other.deliveries() == []
    assert refused(wire.get(ENDPOINT, agency_id=MARKET)) == (404, "endpoint-not-found")
    assert refused(wire.get(f"{ENDPOINT}/deliveries", agency_id=MARKET)) == (404, "endpoint-not-found")
    assert refused(wire.get(f"{ENDPOINT}/deliveries/{webhook_id}")) == (404, "delivery-not-found")
    assert refused(other.send("POST", f"/deliveries/{webhook_id}/resend")) == (404, "endpoint-not-found")
    other.activate()
    assert refused(other.send("POST", f"/deliveries/{webhook_id}/resend")) == (404, "delivery-not-found")


@pytest.mark.parametrize("client", [SUPERVISOR, AUDITOR])
def test_who_supervises_sees_state_and_log_but_no_key_of_the_address(office: Office, client: str) -> None:
    office.activate(url=f"{office.receiver.url}?token=t0ps3cret")
    office.let_happen()
    office.worker.work()
    wire = office.whole.wire(client)
    seen = wire.get(ENDPOINT, agency_id=MARKET)
    assert (seen.json()["status"], seen.json()["url"]) == ("active", f"{office.receiver.url}?…")
    assert office.state["url"].endswith("?token=t0ps3cret")
    listed = wire.get(f"{ENDPOINT}/deliveries", agency_id=MARKET).json()
    assert listed == office.deliveries()
    detail = wire.get(f"{ENDPOINT}/deliveries/{listed[0]['webhook_id']}", agency_id=MARKET)
    assert len(detail.json()["history"]) == 1
    for answer in (seen, detail):
        assert "whsec_" not in json.dumps(answer.json())
    assert refused(wire.get(ENDPOINT)) == (404, "endpoint-not-found")
    assert refused(wire.get(ENDPOINT, agency_id="agency-x")) == (404, "endpoint-not-found")
    supervised = Office(office.whole, office.receiver, client)
    assert supervised.send("POST", "/pause", version=2).status_code == 403


def test_who_supervises_another_district_sees_nothing(office: Office) -> None:
    office.activate()
    enrol(office.whole, "huaiyin-sifa", "supervisor", ("320804",), ("case:read",))
    enrol(office.whole, "national-audit", "auditor", ("000000",), ("case:read",))
    wire = office.whole.wire("huaiyin-sifa")
    for path in ("", "/deliveries"):
        assert refused(wire.get(ENDPOINT + path, agency_id=MARKET)) == (404, "endpoint-not-found")
    assert office.whole.wire("national-audit").get(ENDPOINT, agency_id=MARKET).json()["status"] == "active"


@pytest.mark.parametrize("client", [COURT, CENTRE, "administrator"])
def test_others_have_nothing_to_do_with_endpoints(office: Office, client: str) -> None:
    assert office.whole.wire(client).get(ENDPOINT, agency_id=MARKET).status_code == 403
