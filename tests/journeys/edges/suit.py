"""One suit in a district, as its court tells it message by message over HTTP, and what those concerned read of it on a day."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, NamedTuple

import httpx

from tests.clauses.district import District
from tests.clauses.sued import oa_of
from tests.whole import Whole
from tests.wire import Wire, write_headers
from yingsu.clock import SettableClock
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.store import Ledger

HONGZE, DEHUA, YANTAI, XUECHENG, YICHENG = "320813", "350526", "370600", "370403", "370404"
COURTS: Final = {HONGZE: "苏0813", DEHUA: "闽0526", YANTAI: "鲁0602", XUECHENG: "鲁0403", YICHENG: "鲁0404"}
ALPHA, BETA = "11320813000008100U", "11320813000008101Y"
"""Codes of invented agencies."""


def district(
    ledger: Ledger, keys: KeyStore, clock: SettableClock, folder: Path, *, place: str = HONGZE, on: str = "2026-06-01"
) -> District:
    """A district with its court, set up on a day."""
    clock.set(datetime.fromisoformat(f"{on}T00:00").replace(tzinfo=UTC))
    whole = Whole(ledger, keys, clock, folder)
    if whole.deps.directory.court(COURTS[place]) is not None:
        return District(whole, place, COURTS[place])
    return District.of(whole, place, COURTS[place])


class Suit(NamedTuple):
    """A filed case."""

    place: District
    case_no: str
    case_id: str

    @classmethod
    def filed(cls, place: District, case_no: str, on: str, *codes: str, **further: Any) -> "Suit":
        """The court files a case against the agencies of these codes."""
        parties = {"plaintiffs": [{"person": {"name": "示例张某"}}], "defendants": [{"agency_code": code} for code in codes]}
        body = {"cause": "行政处罚"} | parties | further
        told = place.tell(f"case_filing-{_ascii(case_no)}", "case_filing", case_no, on, **body)
        assert (told.status_code, told.json()["status"]) == (201, "applied"), told.text
        return cls(place, case_no, str(told.json()["case_id"]))

    def send(self, kind: str, on: str, **body: Any) -> httpx.Response:
        """The court tells something of the case."""
        about = f"-{body['agency_code']}" if "agency_code" in body else ""
        return self.place.tell(f"{kind}-{_ascii(self.case_no)}-{on}{about}", kind, self.case_no, on, **body)

    def tell(self, kind: str, on: str, **body: Any) -> dict[str, Any]:
        """The court tells something of the case that is taken in at once; returns the receipt."""
        told = self.send(kind, on, **body)
        assert (told.status_code, told.json()["status"]) == (201, "applied"), told.text
        return dict(told.json())

    def serve(self, on: str, *codes: str, document: str = "complaint_copy") -> None:
        """These agencies receive a document."""
        for code in codes:
            self.tell("service", on, agency_code=code, document=document)

    def judge(self, on: str, *results: tuple[str, str], **further: Any) -> None:
        """The court decides: an outcome for each agency."""
        told = [{"agency_code": code, "outcome": outcome} for code, outcome in results]
        self.tell("judgment", on, document="judgment", results=told, **further)

    def at(self, on: str) -> None:
        """It is noon of the day, and all that follows has followed."""
        whole = self.place.whole
        whole.clock.set(max(whole.clock(), datetime.fromisoformat(f"{on}T04:00").replace(tzinfo=UTC)))
        whole.settle()

    @property
    def bureau(self) -> Wire:
        """The body that supervises."""
        return self.place.client("supervisor")

    def oa(self, agency: str) -> Wire:
        """The system of an agency."""
        return oa_of(self.place, agency)

    def read(self, what: str = "", **query: Any) -> Any:
        """The case as the body that supervises reads it."""
        return read(self.bureau, f"/v1/intake/cases/{self.case_id}{what}", **query)

    def duties(self, code: str, on: str) -> dict[str, dict[str, Any]]:
        """The duties of a code in the case on a day, by the name of the agency."""
        self.at(on)
        standings = ["not_due", "due_today", "overdue", "satisfied", "cancelled", "suspended", "impossible"]
        shown = read(self.bureau, "/v1/notify/obligations", code=code, standing=standings, limit=100)
        return {one["agency"]: one for one in shown["obligations"] if one["case_id"] == self.case_id}

    def duty(self, code: str, on: str) -> dict[str, Any]:
        """The one duty of a code."""
        (found,) = self.duties(code, on).values()
        return found

    def reviews(self) -> list[dict[str, Any]]:
        """The reviews of the case."""
        return [one for one in read(self.bureau, "/v1/review/reviews") if one["case_id"] == self.case_id]

    def take(self, agency: str, step: str, on: str, /, **body: Any) -> httpx.Response:
        """An agency registers something at noon of a day."""
        self.at(on)
        path = f"/v1/intake/cases/{self.case_id}/responses/{agency}"
        known = self.oa(agency).get(f"{path}/steps")
        assert known.status_code == 200, known.text
        headers = write_headers(version=int(known.headers["ETag"].strip('"')))
        return self.oa(agency).send("POST", f"{path}/{step}", json=body, headers=headers)

    def done(self, agency: str, step: str, on: str, /, **body: Any) -> dict[str, Any]:
        """An agency registers something that is recorded."""
        answer = self.take(agency, step, on, **body)
        assert answer.status_code == 201, answer.text
        return dict(answer.json())


def read(wire: Wire, path: str, **query: Any) -> Any:
    """What somebody reads."""
    answer = wire.get(path, **query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def measured(suit: Suit, agency: str, name: str, first: str, last: str) -> tuple[int, int]:
    """A measure of an agency in a period: numerator and denominator."""
    shown = read(suit.bureau, "/v1/review/figures", agency_id=agency, **{"from": first, "to": last})
    (found,) = [one for one in shown["measures"] if one["measure"] == name]
    return found["numerator"], found["denominator"]


def _ascii(case_no: str) -> str:
    return "".join(letter for letter in case_no if letter.isascii() and letter.isalnum())
