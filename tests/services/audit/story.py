"""The dispute of the tests: referred to mediation, announced, filed and served in 洪泽 in September 2026. Another case lies between its entries."""

import json
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import httpx

from tests.services.intake.cast import REFERRAL_NO, filing, pre_filing, referral, service
from tests.whole import AUDITOR, CENTRE, COURT, Whole
from yingsu.clock import SHANGHAI
from yingsu.events.registry.client import ClientRegistered, ClientRole
from yingsu.ledger.entry import ANY_JURISDICTION, Actor, Command, NewEvent, StreamWrite

OTHER_NO = "（2026）苏0813行初88号"


def at(text: str) -> datetime:
    """A moment in Shanghai."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI).astimezone(UTC)


def tell(whole: Whole, moment: str, body: dict[str, Any]) -> str:
    """The court sends a message at `moment`; returns the case record."""
    whole.clock.set(at(moment))
    sent = whole.wire(COURT).post("/v1/intake/court/messages", body)
    assert sent.status_code == 201, sent.text
    whole.settle()
    return str(sent.json()["case_id"])


def refer_and_file(whole: Whole) -> tuple[str, str]:
    """The dispute from the referral to the service; returns the records of the referral and of the filed case."""
    referred = tell(whole, "2026-09-05T09:00", referral())
    (mediation,) = whole.wire(CENTRE).get("/v1/mediation/mediations").json()
    path = f"/v1/mediation/mediations/{mediation['mediation_id']}/acceptance"
    assert whole.wire(CENTRE).post(path, {"accepted_on": "2026-09-05"}, version=1).status_code == 201
    tell(whole, "2026-09-06T09:00", filing(message_id="m-88", case_no=OTHER_NO, occurred_on="2026-09-04"))
    tell(whole, "2026-09-07T09:00", pre_filing())
    filed = tell(whole, "2026-09-08T09:00", filing(pre_case_nos=[REFERRAL_NO]))
    tell(whole, "2026-09-12T09:00", service())
    return referred, filed


def download(whole: Whole, case_id: str, client: str = AUDITOR, **query: Any) -> httpx.Response:
    """What the auditor gets."""
    return whole.wire(client).get(f"/v1/audit/cases/{case_id}/entries", **query)


def lines(answer: httpx.Response) -> list[dict[str, Any]]:
    """The lines of a download."""
    assert answer.status_code == 200, answer.text
    return [json.loads(line) for line in answer.content.splitlines()]


def enrol(whole: Whole, client: str, role: ClientRole, jurisdictions: tuple[str, ...], scopes: tuple[str, ...]) -> str:
    """A client that was registered with these scopes; returns its id."""
    registered = ClientRegistered(
        client_id=client,
        name=client,
        role=role,
        court=None,
        agency=None,
        jurisdictions=jurisdictions,
        scopes=scopes,
        secret_hash=None,
        public_key=None,
    )
    new = NewEvent(event=registered, jurisdiction=jurisdictions[0], occurred_on=date(2026, 9, 1))
    whole.ledger.append(
        Command(
            command_id=uuid4(),
            body_hash=b"body",
            writes=(StreamWrite(stream=f"client-{client}", expected_version=0, events=(new,)),),
            actor=Actor(client="test", role="administrator"),
            source="test",
            correlation_id="test",
            permitted=(ANY_JURISDICTION,),
        )
    )
    return client
