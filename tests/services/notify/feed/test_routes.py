"""The feed as a client sees it: pages that follow each other, a wait that ends with news, and clear words where it cannot go on."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import httpx
import jsonschema
import pytest

from services.notify.feed.news import APPLICATION
from services.notify.feed.view import ConcernedView
from tests.services.intake.cast import answer, service
from tests.services.notify.story import MARKET, at, file_and_serve, submit, tell
from tests.whole import AUDITOR, CENTRE, COURT, LAND_OA, MARKET_OA, SUPERVISOR, Whole
from yingsu.ledger.reader import Projector

FEED = "/v1/notify/feeds/all"
PATIENCE_MS = 30_000

Ask = Callable[[], Coroutine[Any, Any, httpx.Response]]
"""Asks for what comes next, and waits for it."""


def events(read: httpx.Response) -> list[dict[str, Any]]:
    """The events of a batch."""
    assert read.status_code == 200, read.text
    assert read.headers["content-type"] == "application/cloudevents-batch+json"
    return list(read.json())


def following(read: httpx.Response) -> str:
    """Where the feed goes on."""
    return str(read.links["next"]["url"])


def whole_feed(whole: Whole, client: str, path: str) -> list[dict[str, Any]]:
    """Everything, following the links to the end."""
    found: list[dict[str, Any]] = []
    while page := events(read := whole.wire(client).get(path)):
        found += page
        path = following(read)
    return found


@pytest.mark.parametrize("client", [LAND_OA, COURT, CENTRE, SUPERVISOR, AUDITOR])
def test_following_the_links_gives_what_one_page_gives(whole: Whole, client: str) -> None:
    submit(whole, file_and_serve(whole), MARKET, "2026-09-20T10:00")
    at_once = events(whole.wire(client).get(FEED))
    assert len(at_once) > 2
    assert whole_feed(whole, client, f"{FEED}?limit=2") == at_once
    step_by_step, last = at_once[:1], at_once[0]["id"]
    while page := events(whole.wire(client).get(FEED, lastEventId=last, limit=3)):
        step_by_step += page
        last = page[-1]["id"]
    assert step_by_step == at_once


def test_every_payload_is_as_its_schema_says_which_is_served_to_anybody(whole: Whole) -> None:
    submit(whole, file_and_serve(whole), MARKET, "2026-09-20T10:00")
    for event in events(whole.wire(AUDITOR).get(FEED)):
        schema = whole.wire(COURT).send("GET", event["dataschema"], headers={"Authorization": ""})
        assert schema.headers["content-type"] == "application/schema+json"
        jsonschema.Draft202012Validator(schema.json()).validate(event["data"])


def test_what_is_sealed_stays_sealed(whole: Whole) -> None:
    file_and_serve(whole)
    filing = events(whole.wire(AUDITOR).get(FEED))[2]
    assert filing["type"] == "intake.case_filed.v1"
    assert set(filing["data"]["plaintiffs"][0]["person"]) == {"subject", "key_id", "box"}


def test_it_goes_on_after_an_event_that_the_caller_does_not_see(whole: Whole) -> None:
    file_and_serve(whole)
    message = events(whole.wire(COURT).get(FEED))[3]
    assert message["type"] == "intake.court_message_received.v1"
    own = events(whole.wire(LAND_OA).get(FEED))
    assert events(whole.wire(LAND_OA).get(FEED, lastEventId=message["id"])) == own[1:]


def test_an_event_that_nobody_recorded_is_refused_with_what_to_do(whole: Whole) -> None:
    refused = whole.wire(LAND_OA).get(FEED, lastEventId=str(uuid4()))
    assert (refused.status_code, refused.json()["code"]) == (422, "last-event-unknown")
    assert "请用收到的最后一个事件的 id" in refused.json()["detail"]
    assert refused.json()["errors"][0]["pointer"] == "lastEventId"


def test_a_place_beyond_the_end_is_refused_with_what_to_do(whole: Whole) -> None:
    refused = whole.wire(LAND_OA).get(FEED, after=whole.ledger.head() + 1)
    assert (refused.status_code, refused.json()["code"]) == (422, "place-unknown")
    assert "请去掉它，只用 lastEventId 重新读取" in refused.json()["detail"]


@pytest.mark.parametrize(
    "query", [{"timeout": 30_001}, {"timeout": -1}, {"limit": 0}, {"limit": 201}, {"lastEventId": "7"}, {"since": 1}]
)
def test_a_parameter_that_means_nothing_is_refused(whole: Whole, query: dict[str, Any]) -> None:
    assert whole.wire(LAND_OA).get(FEED, **query).status_code == 422


@pytest.mark.parametrize(
    ("client", "context", "code"),
    [
        (COURT, "review", "feed-closed"),
        (CENTRE, "review", "feed-closed"),
        ("administrator", "all", "scope-missing"),
    ],
)
def test_what_is_for_nobody_of_the_role_is_refused(whole: Whole, client: str, context: str, code: str) -> None:
    refused = whole.wire(client).get(f"/v1/notify/feeds/{context}")
    assert (refused.status_code, refused.json()["code"]) == (403, code)


def test_a_type_that_does_not_exist_has_no_schema(whole: Whole) -> None:
    missing = whole.wire(COURT).get("/v1/notify/schemas/intake.case_filed.v9")
    assert (missing.status_code, missing.json()["code"]) == (404, "schema-not-found")


def test_without_news_the_wait_ends_with_nothing_and_the_next_begins_further(whole: Whole) -> None:
    file_and_serve(whole)
    last = events(whole.wire(MARKET_OA).get(FEED))[-1]["id"]
    tell(whole, "2026-09-17T09:00", service(message_id="m-other", case_no="（2026）苏0813行初99号", occurred_on="2026-09-16"))
    nothing = whole.wire(MARKET_OA).get(FEED, lastEventId=last, timeout=50)
    assert events(nothing) == []
    assert following(nothing) == f"{FEED}?lastEventId={last}&after={whole.ledger.head()}&limit=100&timeout=50"


def test_who_waits_is_answered_when_news_come(whole: Whole) -> None:
    """Eight wait at once on one connection that listens; the projector tells of its batch."""
    case_id = file_and_serve(whole)

    async def act(ask: Ask) -> list[httpx.Response]:
        asked = [asyncio.create_task(ask()) for _ in range(8)]
        await listening(whole, 1)
        await asyncio.to_thread(submit, whole, case_id, MARKET, "2026-09-20T10:00")
        return list(await asyncio.gather(*asked))

    with projected(whole):
        found = [events(answered) for answered in waiting(whole, act)]
    assert [[event["type"] for event in batch] for batch in found] == [["intake.answer_submitted.v1"]] * 8


def test_a_lost_word_only_delays(whole: Whole) -> None:
    """The view moves on without a word to anybody: who waits looks by itself."""
    case_id = file_and_serve(whole)

    async def act(ask: Ask) -> list[httpx.Response]:
        asked = asyncio.create_task(ask())
        await listening(whole, 1)
        await asyncio.to_thread(submit_unsaid, whole, case_id)
        return [await asked]

    (found,) = waiting(whole, act)
    assert [event["type"] for event in events(found)] == ["intake.answer_submitted.v1"]


def test_a_broken_connection_only_delays(whole: Whole) -> None:
    case_id = file_and_serve(whole)

    async def act(ask: Ask) -> list[httpx.Response]:
        asked = asyncio.create_task(ask())
        await listening(whole, 1)
        await asyncio.to_thread(break_listening, whole)
        await asyncio.to_thread(submit_unsaid, whole, case_id)
        return [await asked]

    (found,) = waiting(whole, act)
    assert [event["type"] for event in events(found)] == ["intake.answer_submitted.v1"]


def test_who_waits_is_let_go_when_the_process_stops(whole: Whole) -> None:
    file_and_serve(whole)

    async def act(ask: Ask) -> list[httpx.Response]:
        asked = asyncio.create_task(ask())
        await listening(whole, 1)
        whole.deps.stopping.begin()
        return [await asked, await ask()]

    assert [events(answered) for answered in waiting(whole, act)] == [[], []]


def waiting(whole: Whole, act: Callable[[Ask], Awaitable[list[httpx.Response]]]) -> list[httpx.Response]:
    """What a client is answered that has seen everything and waits; `act` is handed how it asks. Afterwards nothing listens any more."""
    wire = whole.wire(MARKET_OA)
    last = events(wire.get(FEED))[-1]["id"]

    async def run() -> list[httpx.Response]:
        transport = httpx.ASGITransport(whole.app)
        headers = {"Authorization": f"Bearer {wire.token}"}
        async with (
            whole.app.router.lifespan_context(whole.app),
            httpx.AsyncClient(transport=transport, base_url="http://yingsu.test", headers=headers, timeout=60) as client,
        ):
            return await act(lambda: client.get(FEED, params={"lastEventId": last, "timeout": PATIENCE_MS}))

    answers = asyncio.run(run())
    asyncio.run(listening(whole, 0))
    return answers


@contextmanager
def projected(whole: Whole) -> Iterator[None]:
    """Within, the view of whom cases concern is kept up by a projector."""
    projector = Projector(whole.ledger.database, [ConcernedView()])
    projector.start()
    try:
        yield
    finally:
        projector.stop()


async def listening(whole: Whole, wanted: int) -> None:
    """Return when so many connections listen."""
    async with asyncio.timeout(PATIENCE_MS / 1000):
        while await asyncio.to_thread(listeners, whole) != wanted:
            await asyncio.sleep(0.02)


NEWS = "FROM pg_stat_activity WHERE datname = current_database() AND application_name = %s AND state = 'idle'"


def listeners(whole: Whole) -> int:
    with whole.ledger.database.session() as connection:
        row = connection.execute(f"SELECT count(*) {NEWS}", (APPLICATION,)).fetchone()
    return int(row[0]) if row else 0


def break_listening(whole: Whole) -> None:
    with whole.ledger.database.session() as connection:
        connection.execute(f"SELECT pg_terminate_backend(pid) {NEWS}", (APPLICATION,))


def submit_unsaid(whole: Whole, case_id: str) -> None:
    """An answer is recorded and the view has taken it in, of which no word gets through."""
    whole.clock.set(at("2026-09-20T10:00"))
    path = f"/v1/intake/cases/{case_id}/responses/{MARKET}/answer"
    sent = whole.wire(MARKET_OA).post(path, answer(submitted_on="2026-09-20"), version=0)
    assert sent.status_code == 201, sent.text
    with whole.ledger.database.project() as cursor:
        # An answer names nobody new, so all that the view does is move on.
        cursor.execute(
            "UPDATE views.bookmark SET position = head.position FROM ledger.head WHERE view = %s", (ConcernedView.name,)
        )
