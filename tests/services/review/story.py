"""A lost case of the tests over the ledger and over HTTP: facts of the court, then the steps of a review."""

from datetime import UTC, date, datetime
from typing import Any, Final, NamedTuple
from uuid import UUID, uuid4

import httpx
import msgspec

from services.registry import samples
from services.registry.setup import Credentials
from services.review.review import stream_of
from tests.services.review.record import CASE, CASE_NO, MARKET, day_of, filed, judged, received
from tests.whole import MARKET_OA, SUPERVISOR, Whole
from tests.wire import write_headers
from yingsu.clock import SHANGHAI
from yingsu.events.review.review import ReviewOpened
from yingsu.ledger.entry import ANY_JURISDICTION, Actor, Command, Entry, Event, NewEvent, StreamWrite
from yingsu.officials.assertions import StatementClaims
from yingsu.officials.signatures import read_private_key, sign

HEAD: Final = samples.OFFICIALS[0].official_id
DEPUTY: Final = samples.OFFICIALS[1].official_id
REVIEW: Final = stream_of(CASE, CASE_NO, MARKET)
PARTS: Final = {
    "brief_facts": "示例食品有限公司不服处罚（样例）",
    "mediation_efforts": "诉前调处未达成一致（样例）",
    "litigation_handling": "按期答辩，负责人出庭（样例）",
    "cause": "未告知听证权利（样例）",
    "conclusion": "程序违法（样例）",
}


class Step(NamedTuple):
    """What a client does at a moment, in whose name."""

    moment: str
    path: str
    body: dict[str, Any]
    client: str = MARKET_OA
    official: str | None = None


STARTED: Final = Step("2026-07-09T09:00", "start", {"started_on": "2026-07-09", "led_by": {"name": "示例乙"}})
DRAFTED: Final = Step("2026-07-10T09:00", "draft", {"drafted_on": "2026-07-10", "parts": PARTS})
SIGNED: Final = Step("2026-07-13T09:00", "signature", {"signed_on": "2026-07-13"}, official=HEAD)
SUBMITTED: Final = Step("2026-07-14T09:00", "submission", {"submitted_on": "2026-07-14"})
ACCEPTED: Final = Step("2026-07-15T09:00", "acceptance", {"accepted_on": "2026-07-15"}, SUPERVISOR)
RETURNED: Final = Step("2026-07-15T09:00", "return", {"returned_on": "2026-07-15", "reason": "原因不够具体（样例）"}, SUPERVISOR)
PLANNED: Final = Step(
    "2026-07-16T09:00",
    "rectification-plan",
    {
        "planned_on": "2026-07-16",
        "responsibility": "法规科（样例）",
        "measures": "修订告知文书（样例）",
        "timetable": [{"step": "修订（样例）", "due": "2026-07-24"}],
    },
)
RECTIFIED: Final = Step("2026-07-24T09:00", "rectification", {"submitted_on": "2026-07-24", "result": "已修订并培训（样例）"})
VOIDED: Final = Step(
    "2026-07-30T09:00",
    "voiding",
    {"voided_on": "2026-07-30", "because": "reversed", "authority": "（2026）苏08行终31号", "reason": "改判（样例）"},
    SUPERVISOR,
)
TO_SUBMISSION: Final = (STARTED, DRAFTED, SIGNED, SUBMITTED)
TO_RECTIFICATION: Final = (*TO_SUBMISSION, ACCEPTED, PLANNED, RECTIFIED)


def at(text: str) -> datetime:
    """A moment in Shanghai."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI).astimezone(UTC)


def tell(whole: Whole, *events: Event, case_id: str = CASE, moment: str = "2026-07-08T15:00") -> tuple[UUID, ...]:
    """The court tells these facts in one message; returns the ids of the entries. Nothing follows from them yet."""
    whole.clock.set(max(whole.clock(), at(moment)))
    version = len(whole.ledger.load(case_id, (ANY_JURISDICTION,)))
    news = tuple(
        NewEvent(event=event, jurisdiction=samples.JURISDICTION, occurred_on=day_of(event), case_id=case_id) for event in events
    )
    receipt = whole.ledger.append(
        Command(
            command_id=uuid4(),
            body_hash=bytes(32),
            writes=(StreamWrite(stream=case_id, expected_version=version, events=news),),
            actor=Actor(client="court-su0813", role="court"),
            source="message-test",
            correlation_id="test",
            permitted=(ANY_JURISDICTION,),
        )
    )
    return tuple(line.event_id for line in receipt.events)


def lose(whole: Whole, *agencies: str, day: date = date(2026, 7, 6)) -> None:
    """These agencies, the market agency by default, lose the case and receive the judgment on `day`."""
    losers = agencies or (MARKET,)
    tell(whole, filed(*losers), *judged(*losers), *(received(agency, day) for agency in losers))
    whole.settle()


def opened(whole: Whole) -> list[Entry]:
    """Every opening of a review in the ledger."""
    return [entry for entry in whole.ledger.read_all(0, 2000) if isinstance(entry.event, ReviewOpened)]


def send(
    whole: Whole, step: Step, review_id: str = REVIEW, *, version: int | None = None, key: str | None = None
) -> httpx.Response:
    """Send one step, on the version that its client reads just before unless one is given."""
    whole.clock.set(max(whole.clock(), at(step.moment)))
    wire, address = whole.wire(step.client), f"/v1/review/reviews/{review_id}"
    if version is None:
        shown = wire.get(address)
        version = int(shown.headers["ETag"].strip('"')) if shown.is_success else 0
    headers = write_headers(key, version)
    if step.official:
        headers["Acting-Official"] = statement(whole, step.client, step.official)
    return wire.send("PUT" if step.path == "draft" else "POST", f"{address}/{step.path}", json=step.body, headers=headers)


def play(whole: Whole, *steps: Step, review_id: str = REVIEW) -> dict[str, Any]:
    """Send these steps one after the other; returns the last answer."""
    shown: dict[str, Any] = {}
    for step in steps:
        sent = send(whole, step, review_id)
        assert sent.is_success, sent.text
        shown = sent.json()
    whole.settle()
    return shown


def statement(whole: Whole, client: str, official: str) -> str:
    """The client's signed word that it acts for the official."""
    path = whole.deps.settings.data_folder / "credentials" / f"{client}.json"
    key = read_private_key(msgspec.json.decode(path.read_bytes(), type=Credentials).private_key or {})
    now = whole.transport().timestamp()
    claims = StatementClaims(iss=client, sub=official, aud=whole.deps.settings.issuer, iat=now, exp=now + 60, jti=str(uuid4()))
    return sign(claims, key, typ="JWT")


def changed(step: Step, **change: Any) -> Step:
    """The step with another content."""
    return step._replace(body={**step.body, **change})
