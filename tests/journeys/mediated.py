"""The two mediations of examples/hongze, played over HTTP as often as wanted: each time under numbers and message ids of its own."""

import json
import random
import re
from collections.abc import Sequence
from typing import Any

from services.registry import samples
from tests.journeys.clients import Clients
from tests.journeys.test_any_order import AGENCIES, AT_THE_CENTRE, example
from tests.whole import CENTRE, COURT, MARKET_OA
from yingsu.demo.sample_file import pdf

Step = tuple[str, str, str]
"""Path below the mediation, example, client."""

TO_AN_AGREEMENT: Sequence[Step] = (
    ("acceptance", "a-02-acceptance", CENTRE),
    ("assignment-notices", "a-03-assignment-notice", CENTRE),
    (f"plans/{samples.MARKET}", "a-04-plan", MARKET_OA),
    ("schedule", "a-05-schedule", CENTRE),
    ("notifications", "a-06-notification-shichang", CENTRE),
    ("notifications", "a-07-notification-p1", CENTRE),
    ("sessions", "a-08-session", CENTRE),
    ("settlement", "a-09-settlement", CENTRE),
    ("settlement/signatures", "a-10-signature-p1", CENTRE),
    ("settlement/signatures", "a-11-signature-shichang", CENTRE),
    ("withdrawal-explanations", "a-12-withdrawal-explanation", CENTRE),
)
UP_TO_THE_RETURN, RETURN = AT_THE_CENTRE[:-1], AT_THE_CENTRE[-1:]
FILING_AND_SERVICES = ("b-19-case-filing", "b-20-service-shichang", "b-21-service-ziran")
NUMBER = re.compile(r"(行诉前调|行诉前立|行初)\d+号")


class Journey:
    """One dispute among many: its own numbers and message ids, everything else as in the examples."""

    def __init__(self, clients: Clients, serial: int) -> None:
        self.clients = clients
        self.serial = serial
        self.case_id = ""
        self.mediation = ""
        self.files: dict[str, bytes] = {}
        """What was uploaded, by the id of the file."""

    def settle(self) -> None:
        """Case A: from the referral to the explanation of withdrawal."""
        self.refer("a-01-referral")
        self.take(TO_AN_AGREEMENT)

    def terminate(self, chance: random.Random) -> None:
        """Case B: from the referral to the answers in the filed case, whose messages come in any order."""
        self.refer("b-01-referral")
        self.take(AT_THE_CENTRE)
        self.collect()
        self.announce()
        self.file(chance.sample(FILING_AND_SERVICES, 3))
        self.answer()

    def body(self, name: str) -> dict[str, Any]:
        """An example under the numbers of this dispute."""
        text = NUMBER.sub(rf"\g<1>{self.serial}号", json.dumps(example(name), ensure_ascii=False))
        body: dict[str, Any] = json.loads(text)
        return body | ({"message_id": f"{self.serial}-{name}"} if "message_id" in body else {})

    def number(self, kind: str) -> str:
        """The number of this dispute that the court gave it as a `kind`."""
        return f"（2026）苏0813{kind}{self.serial}号"

    def refer(self, name: str) -> None:
        """The court refers the dispute; returns when the mediation was opened by it."""
        self.tell_referral(name)
        self.find_mediation()

    def tell_referral(self, name: str) -> None:
        """The court uploads the first of the materials and refers the dispute."""
        body = self.body(name)
        body["materials"][0]["file"] = self._upload(COURT, f"{body['materials'][0]['title']}{self.serial}")
        self.case_id = str(self.clients.tell(COURT, body)["case_id"])

    def find_mediation(self) -> None:
        """Return when the dispute has its mediation."""
        self.mediation = self.clients.await_seen(self.opened)

    def opened(self) -> str | None:
        """The mediation of the dispute, once there is one."""
        found = self.clients.get(CENTRE, "/v1/mediation/mediations", case_id=self.case_id).json()
        assert len(found) < 2, found
        return str(found[0]["mediation_id"]) if found else None

    def take(self, steps: Sequence[Step]) -> None:
        """The centre and the agencies do their part."""
        mediation = f"/v1/mediation/mediations/{self.mediation}"
        for path, name, client in steps:
            body = self.body(name)
            if body.get("signatory") == "authorised":
                body["authority"] = self._upload(CENTRE, f"授权委托书（样例）{self.serial}")
            version = self.clients.version(client, f"{mediation}/{path}" if path.startswith("plans/") else mediation)
            self.clients.post(client, f"{mediation}/{path}", body, version)

    def collect(self) -> dict[str, Any]:
        """The court finds the letter that was issued to it, reads what is enclosed, and confirms; returns the letter."""
        waiting = self.clients.await_seen(self.letter)
        path = f"/v1/intake/court/letters/{waiting}"
        letter: dict[str, Any] = self.clients.get(COURT, path).json()
        enclosed = letter["materials"][0]["file"]
        assert self.clients.get(COURT, f"/v1/intake/files/{enclosed}/content").content == self.files[enclosed]
        self.clients.post(COURT, f"{path}/receipt", {"collected_on": "2026-04-23"})
        return letter

    def letter(self) -> str | None:
        """The letter that waits for the court, once there is one."""
        listed = self.clients.get(COURT, "/v1/intake/court/letters", collected="no").json()
        mine = [line["letter_id"] for line in listed if line["case_no"] == self.number("行诉前调")]
        assert len(mine) < 2, mine
        return str(mine[0]) if mine else None

    def announce(self) -> None:
        """The court tells of the filing to come; the centre passes it on to both agencies."""
        case_id = self.clients.tell(COURT, self.body("b-17-pre-filing-notice"))["case_id"]
        for agency, _, _ in AGENCIES:
            path = f"/v1/intake/cases/{case_id}/forwardings/{agency}"
            self.clients.post(CENTRE, path, self.body("b-18-forwarding"), self.clients.version(CENTRE, path))

    def file(self, names: Sequence[str]) -> None:
        """The court files the case and serves it."""
        for name in names:
            receipt = self.clients.tell(COURT, self.body(name))
            if name == FILING_AND_SERVICES[0]:
                self.case_id = str(receipt["case_id"])

    def answer(self) -> None:
        """Both agencies answer."""
        for agency, client, name in AGENCIES:
            path = f"/v1/intake/cases/{self.case_id}/responses/{agency}"
            self.clients.post(client, f"{path}/answer", self.body(name), self.clients.version(client, path))

    def _upload(self, client: str, title: str) -> str:
        content = pdf(title)
        file = self.clients.upload(client, content, f"{title}.pdf")
        self.files[file] = content
        return file
