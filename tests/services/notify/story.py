"""The case of the tests: filed on 7 September 2026 against two agencies, served on the land agency on the 9th and the market agency on
the 16th. The 16 September period ends in National Day and moves to 8 October."""

from datetime import UTC, datetime
from typing import Any

import httpx

from services.registry import samples
from tests.services.intake.cast import LAND_CODE, answer, filing, service
from tests.whole import COURT, LAND_OA, MARKET_OA, Whole
from yingsu.clock import SHANGHAI

LAND = samples.RESOURCES
MARKET = samples.MARKET
ALL = ["overdue", "due_today", "not_due", "suspended", "impossible", "satisfied", "cancelled"]


def at(text: str) -> datetime:
    """A moment in Shanghai."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI).astimezone(UTC)


def tell(whole: Whole, moment: str, body: dict[str, Any]) -> httpx.Response:
    """The court sends a message at `moment`."""
    whole.clock.set(at(moment))
    sent = whole.wire(COURT).post("/v1/intake/court/messages", body)
    assert sent.status_code in (201, 202), sent.text
    whole.settle()
    return sent


def file_and_serve(whole: Whole) -> str:
    """The case with both services; returns its id."""
    filed = tell(whole, "2026-09-09T09:00", filing())
    tell(whole, "2026-09-09T10:00", service(message_id="m-land", agency_code=LAND_CODE, occurred_on="2026-09-09"))
    tell(whole, "2026-09-16T15:00", service(message_id="m-market", occurred_on="2026-09-16"))
    return str(filed.json()["case_id"])


def submit(whole: Whole, case_id: str, agency: str, moment: str, **change: Any) -> httpx.Response:
    """The agency's OA system records its answer at `moment`."""
    whole.clock.set(at(moment))
    wire = whole.wire(LAND_OA if agency == LAND else MARKET_OA)
    path = f"/v1/intake/cases/{case_id}/responses/{agency}/answer"
    sent = wire.post(path, answer(submitted_on=moment[:10], **change), version=0)
    assert sent.status_code == 201, sent.text
    whole.settle()
    return sent


def board(whole: Whole, client: str, **query: Any) -> list[dict[str, Any]]:
    """The statutory answers on the board of `client`."""
    found = whole.wire(client).get("/v1/notify/obligations", **{"code": "statutory_answer", "standing": ALL, **query})
    assert found.status_code == 200, found.text
    return list(found.json()["obligations"])
