"""What an endpoint gets, and that it gets all of it, whatever happens to either side."""

import os
import signal
import subprocess
import sys
import threading
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler
from random import Random

import pytest
from standardwebhooks import Webhook

from services.notify.webhooks import wiring
from services.notify.webhooks.backlog import LEASE
from services.notify.webhooks.schedule import DELAYS, OPEN_AFTER
from services.notify.webhooks.sending import Sender
from services.notify.webhooks.worker import Webhooks
from tests.services.intake.cast import withdrawal
from tests.services.notify.story import tell
from tests.services.notify.webhooks import sender_process
from tests.services.notify.webhooks.office import Office
from tests.services.notify.webhooks.receiver import Received, Script, answering, listening
from tests.whole import LAND_OA
from yingsu.clock import system_clock
from yingsu.settings import Urls

HOUR = timedelta(hours=1)


def feed_ids(office: Office) -> list[str]:
    """What the agency's feed holds."""
    return [event["id"] for event in office.whole.wire(office.client).get("/v1/notify/feeds/all").json()]


def got(office: Office) -> list[str]:
    """The events that the receiver was told of, in order."""
    return [one.says["data"]["event_id"] for one in office.receiver.messages]


def withdraw(office: Office) -> None:
    """One event more."""
    tell(office.whole, "2026-09-17T09:00", withdrawal())


def test_what_happens_is_sent_once_and_in_thin_messages(office: Office) -> None:
    office.activate()
    case_id = office.let_happen()
    office.worker.work()
    office.worker.work()
    assert got(office) == feed_ids(office)
    assert len(set(office.receiver.ids)) == len(office.receiver.ids) == 3
    assert {one.says["data"]["link"] for one in office.receiver.messages} == {f"/v1/intake/cases/{case_id}"}
    state = office.state
    assert (state["status"], state["backlog"], state["failures"]) == ("active", 0, 0)
    assert state["succeeded_at"] == "2026-09-01T00:00:00Z"


def test_the_official_library_verifies_what_arrives(office: Office) -> None:
    office.whole.transport.set(system_clock())
    secret = office.activate()["secret"]
    office.let_happen()
    office.worker.work()
    for received in office.receiver.received:
        assert Webhook(secret).verify(received.body, dict(received.headers)) == received.says
    assert len(office.receiver.received) == 4


def test_before_a_ping_was_answered_nothing_is_sent_and_what_came_before_stays_in_the_feed(office: Office) -> None:
    office.register()
    office.let_happen()
    office.worker.work()
    assert office.receiver.received == []
    office.done("POST", "/ping")
    office.worker.work()
    assert got(office) == []
    withdraw(office)
    office.worker.work()
    assert got(office) == feed_ids(office)[-1:]


def test_only_the_topics_that_were_asked_for_are_sent(office: Office) -> None:
    office.activate(topics=["intake.service_", "notify."])
    office.let_happen()
    office.worker.work()
    assert [one.says["type"] for one in office.receiver.messages] == ["intake.service_recorded.v1"] * 2


def test_each_agency_gets_its_own(office: Office) -> None:
    with listening() as other:
        land = Office(office.whole, other, LAND_OA)
        land.activate()
        office.activate()
        office.let_happen()
        office.worker.work()
        assert got(land) == feed_ids(land)
        assert {one.says["data"]["agency"] for one in other.messages}.isdisjoint(
            one.says["data"]["agency"] for one in office.receiver.messages
        )
        assert set(other.ids).isdisjoint(office.receiver.ids)


def test_a_receiver_that_was_down_for_a_day_gets_all_of_it_once_each(office: Office) -> None:
    office.activate()
    office.receiver.script = answering(503)
    office.let_happen()
    for _ in range(24 * 6):
        office.worker.work()
        office.pass_time(timedelta(minutes=10))
    assert office.state["failing_since"] == "2026-09-01T00:00:00Z"
    withdraw(office)
    refused = len(office.receiver.received)
    office.receiver.script = answering(200)
    for _ in range(24 * 6):
        office.worker.work()
        office.pass_time(timedelta(minutes=10))
    taken = [one.id for one in office.receiver.received[refused:]]
    assert len(taken) == len(set(taken)) == len(feed_ids(office)) == 4
    assert {one["webhook_id"] for one in office.deliveries()} == set(taken)
    assert {one["state"] for one in office.deliveries()} == {"delivered"}
    assert (office.state["failing_since"], office.state["backlog"]) == (None, 0)


def test_one_message_is_tried_ten_times_on_the_published_schedule_then_the_endpoint_is_paused(office: Office) -> None:
    office.activate(topics=["intake.case_filed."])
    office.receiver.script = answering(500, b"no")
    office.let_happen()
    chance = Random(4)  # noqa: S311 (jitter, not secrecy)
    sender = office.replica(chance.random)
    jitter = Random(4)  # noqa: S311 (jitter, not secrecy)
    for delay in DELAYS[1:]:
        sender.work()
        waited = delay * (0.8 + 0.4 * jitter.random())
        office.pass_time(waited - timedelta(milliseconds=1))
        before = len(office.receiver.messages)
        sender.work()
        assert len(office.receiver.messages) == before
        office.pass_time(timedelta(milliseconds=2))
    sender.work()
    assert len(office.receiver.messages) == 10
    assert len(set(office.receiver.ids)) == 1
    (message,) = office.deliveries()
    assert (message["state"], message["attempts"], message["next_try"]) == ("failed", 10, None)
    state = office.state
    assert (state["status"], state["paused_for"], state["failed"]) == ("paused", "failing", 1)
    history = office.history(message["webhook_id"])
    assert [(one["number"], one["status"], one["answer"]) for one in history] == [(n, 500, "no") for n in range(1, 11)]
    assert len({one["attempt_id"] for one in history}) == 10


def refusing(*topics: str) -> Script:
    """Takes everything but events of these topics."""

    def script(received: Received, handler: BaseHTTPRequestHandler) -> None:
        answering(500 if received.says["type"].startswith(topics) else 204)(received, handler)

    return script


def exhaust(office: Office) -> None:
    """Time for all tries of what is refused."""
    for delay in (*DELAYS[1:], timedelta(0)):
        office.worker.work()
        office.pass_time(delay + timedelta(minutes=11))


def test_a_message_that_alone_is_refused_is_given_up_alone_and_can_be_sent_again_by_hand(office: Office) -> None:
    office.activate()
    office.receiver.script = refusing("intake.case_filed.")
    office.let_happen()
    exhaust(office)
    withdraw(office)
    office.worker.work()
    state = office.state
    assert (state["status"], state["backlog"], state["failed"]) == ("active", 0, 1)
    withdrawn, *_, filed = office.deliveries()
    assert (withdrawn["state"], withdrawn["attempts"]) == ("delivered", 1)
    assert (filed["state"], filed["state_title"], filed["attempts"]) == ("failed", "已放弃", 10)
    office.pass_time(24 * HOUR)
    office.worker.work()
    assert len(office.history(filed["webhook_id"])) == 10
    office.receiver.script = answering(204)
    office.done("POST", f"/deliveries/{filed['webhook_id']}/resend")
    office.worker.work()
    assert {one["state"] for one in office.deliveries()} == {"delivered"}
    assert office.state["failed"] == 0


def test_what_was_taken_before_the_first_try_of_a_message_does_not_keep_its_endpoint_from_being_paused(office: Office) -> None:
    office.activate()
    office.let_happen()
    office.worker.work()
    office.pass_time(HOUR)
    withdraw(office)
    office.receiver.script = refusing("intake.case_withdrawn.")
    exhaust(office)
    state = office.state
    assert (state["status"], state["paused_for"], state["failed"]) == ("paused", "failing", 1)


def test_what_was_taken_before_a_message_was_asked_for_again_does_not_count_either(office: Office) -> None:
    office.activate()
    office.receiver.script = refusing("intake.case_filed.")
    office.let_happen()
    office.worker.work()
    office.pass_time(HOUR)
    office.done("POST", f"/deliveries/{office.deliveries()[-1]['webhook_id']}/resend")
    exhaust(office)
    assert (office.state["status"], office.deliveries()[-1]["attempts"]) == ("paused", 11)


def test_a_resumption_sends_all_that_was_kept_under_the_same_ids(office: Office) -> None:
    office.activate(topics=["intake.case_filed.", "intake.case_withdrawn."])
    office.receiver.script = answering(500)
    office.let_happen()
    for _ in range(800):
        office.worker.work()
        if office.state["status"] == "paused":
            break
        office.pass_time(timedelta(minutes=30))
    withdraw(office)
    office.worker.work()
    assert (office.state["backlog"], office.state["failed"]) == (1, 1)
    tried = set(office.receiver.ids)
    office.receiver.received.clear()
    office.receiver.script = answering(200)
    office.done("POST", "/resumption")
    office.worker.work()
    assert tried < set(office.receiver.ids)
    assert got(office) == [event for event in feed_ids(office) if event in got(office)]
    assert len(office.receiver.ids) == 2
    assert (office.state["status"], office.state["backlog"], office.state["failed"]) == ("active", 0, 0)


@pytest.mark.parametrize(("asked", "waited"), [("1", 300), ("400", 400), ("100000", 600)])
def test_retry_after_is_honoured_within_its_bounds(office: Office, asked: str, waited: int) -> None:
    office.activate(topics=["intake.case_filed."])
    office.receiver.script = answering(503)
    office.let_happen()
    office.worker.work()
    office.pass_time(timedelta(seconds=5))
    office.receiver.script = answering(429, Retry_After=asked)
    now = office.whole.transport()
    office.worker.work()
    (message,) = office.deliveries()
    assert message["next_try"] == (now + timedelta(seconds=waited)).isoformat().replace("+00:00", "Z")


def test_gone_pauses_at_once_and_keeps_the_backlog(office: Office) -> None:
    office.activate()
    office.receiver.script = answering(410)
    office.let_happen()
    office.worker.work()
    office.pass_time(HOUR)
    office.worker.work()
    assert len(office.receiver.messages) == 1
    state = office.state
    assert (state["status"], state["paused_for"], state["backlog"]) == ("paused", "gone", 3)
    office.receiver.script = answering(200)
    office.done("POST", "/resumption")
    office.worker.work()
    assert got(office)[1:] == feed_ids(office)


def test_an_endpoint_that_fails_several_times_in_a_row_is_probed_with_one_message_at_a_time(office: Office) -> None:
    office.activate()
    office.receiver.script = answering(500)
    office.let_happen()
    withdraw(office)
    for _ in range(3):
        office.worker.work()
    assert len(office.receiver.messages) == 4, "each once, none yet again"
    office.pass_time(timedelta(seconds=5))
    office.worker.work()
    assert len(office.receiver.messages) == OPEN_AFTER, "the fifth failure ends it, though three more are due"
    assert office.state["probing"]
    office.pass_time(timedelta(seconds=29))
    office.worker.work()
    assert len(office.receiver.messages) == OPEN_AFTER
    office.pass_time(timedelta(seconds=1))
    for _ in range(3):
        office.replica().work()
    assert len(office.receiver.messages) == OPEN_AFTER + 1, "one probe, of whichever replica"
    office.pass_time(timedelta(seconds=60))
    office.receiver.script = answering(200)
    office.worker.work()
    state = office.state
    assert (state["probing"], state["failures"]) == (False, 0)
    assert len(office.receiver.messages) > OPEN_AFTER + 2, "once a probe was taken, the others follow"


def test_what_is_paused_is_kept(office: Office) -> None:
    office.activate()
    office.done("POST", "/pause")
    office.let_happen()
    office.worker.work()
    assert (got(office), office.state["backlog"]) == ([], 3)
    office.done("POST", "/resumption")
    office.worker.work()
    assert got(office) == feed_ids(office)


def test_a_removed_endpoint_gets_nothing_and_a_new_one_begins_anew(office: Office) -> None:
    office.activate()
    office.done("POST", "/pause")
    office.let_happen()
    office.worker.work()
    office.done("DELETE")
    office.worker.work()
    assert office.state["backlog"] == 0
    office.activate()
    withdraw(office)
    office.worker.work()
    assert got(office) == feed_ids(office)[-1:]


def test_a_new_address_goes_on_where_the_old_one_was(office: Office) -> None:
    office.activate()
    office.let_happen()
    office.receiver.script = answering(500)
    office.worker.work()
    with listening() as new:
        moved = Office(office.whole, new)
        moved.register()
        withdraw(office)
        moved.worker.work()
        assert new.received == []
        moved.done("POST", "/ping")
        moved.worker.work()
        assert got(moved) == feed_ids(office)
        assert set(office.receiver.ids) < set(new.ids)


def test_two_replicas_send_everything_once(office: Office) -> None:
    """The first holds a message while the second looks: it takes the others, not that one."""
    office.activate()
    office.let_happen()
    held, over = threading.Event(), threading.Event()

    def hold_the_first(received: Received, handler: BaseHTTPRequestHandler) -> None:
        if len(office.receiver.messages) == 1:
            held.set()
            over.wait(60)
        answering(200)(received, handler)

    office.receiver.script = hold_the_first
    first = threading.Thread(target=office.replica().work)
    first.start()
    assert held.wait(60)
    office.replica().work()
    assert len(office.receiver.ids) == 3
    over.set()
    first.join()
    assert sorted(got(office)) == sorted(feed_ids(office))


def test_many_replicas_at_once_send_everything_once(office: Office) -> None:
    office.activate()
    office.let_happen()
    withdraw(office)
    replicas = [threading.Thread(target=office.replica().work) for _ in range(4)]
    for replica in replicas:
        replica.start()
    for replica in replicas:
        replica.join()
    office.worker.work()
    assert sorted(got(office)) == sorted(feed_ids(office))


def test_a_sender_that_is_killed_over_a_message_leaves_it_to_another_after_its_lease(office: Office, urls: Urls) -> None:
    office.activate(topics=["intake.case_filed."])
    office.let_happen()
    now = office.whole.transport()
    program = [sys.executable, "-m", sender_process.__name__, urls.app, urls.reader, urls.keys, now.isoformat()]

    def kill(_: Received, __: BaseHTTPRequestHandler) -> None:
        os.kill(process.pid, signal.SIGKILL)

    office.receiver.script = kill
    process = subprocess.Popen(program)
    assert process.wait(60) == -signal.SIGKILL
    office.receiver.script = answering(200)
    office.pass_time(LEASE - timedelta(milliseconds=1))
    office.worker.work()
    assert len(office.receiver.ids) == 1
    office.pass_time(timedelta(milliseconds=1))
    office.worker.work()
    first, second = office.receiver.ids
    assert first == second
    history = office.history(first)
    assert [(one["number"], one["milliseconds"], one["status"]) for one in history] == [(1, None, None), (2, 0, 200)]
    assert history[0]["attempt_id"] != history[1]["attempt_id"]


def test_a_slow_receiver_holds_nobody_else_up(office: Office) -> None:
    over, all_there = threading.Event(), threading.Event()

    def count(received: Received, handler: BaseHTTPRequestHandler) -> None:
        answering(200)(received, handler)
        if len(other.messages) == 3:
            all_there.set()

    with listening() as other:
        land = Office(office.whole, other, LAND_OA)
        for one in (land, office):
            one.activate()
        office.receiver.script, other.script = (lambda *_: _wait(over)), count
        office.let_happen()
        Webhooks(wiring.desk(office.whole.deps), round_seconds=1.0).work()
        assert all_there.wait(60)
        assert len(office.receiver.ids) == 1, "it is still being waited for"
        over.set()


def test_a_slow_receiver_makes_room_for_others_and_goes_on_afterwards(office: Office) -> None:
    def take_a_while(received: Received, handler: BaseHTTPRequestHandler) -> None:
        office.pass_time(timedelta(seconds=40))
        answering(200)(received, handler)

    office.activate()
    office.receiver.script = take_a_while
    office.let_happen()
    office.worker.work()
    assert len(office.receiver.ids) == 2
    office.worker.work()
    assert got(office) == feed_ids(office)


def test_during_a_rotation_old_and_new_keys_sign_and_after_a_day_only_the_new(office: Office) -> None:
    office.activate()
    office.done("POST", "/secret")
    office.let_happen()
    office.worker.work()
    withdraw(office)
    office.pass_time(24 * HOUR)
    office.worker.work()
    signatures = [len(one.headers["webhook-signature"].split(" ")) for one in office.receiver.messages]
    assert signatures == [4, 4, 4, 2]


def test_an_address_that_may_not_be_sent_to_any_more_is_a_failed_attempt(office: Office) -> None:
    office.activate(topics=["intake.case_filed."])
    office.let_happen()
    Webhooks(replace(wiring.desk(office.whole.deps), sender=Sender(())), round_seconds=60).work()
    (message,) = office.deliveries()
    (attempt,) = office.history(message["webhook_id"])
    assert (attempt["error"], attempt["error_title"]) == ("webhook-address-forbidden", "指向不允许推送的地址")
    assert office.receiver.messages == []


def _wait(event: threading.Event) -> None:
    event.wait(60)
