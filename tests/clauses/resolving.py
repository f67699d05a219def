"""A mediation of a filed case over HTTP: beside the suit, or by the court, as whoever conducts it registers it."""

from typing import Any, NamedTuple

import httpx

from tests.clauses.filed import Filed
from tests.wire import Wire, write_headers

MEDIATIONS = "/v1/mediation/mediations"


class Track(NamedTuple):
    """A mediation of a case, and the client that conducts it."""

    filed: Filed
    wire: Wire
    mediation_id: str

    @classmethod
    def beside(cls, filed: Filed, wire: Wire, on: str) -> "Track":
        """诉中调解, opened on a day."""
        return cls(filed, wire, _opened(opening(filed, wire, on)))

    @classmethod
    def by_court(cls, filed: Filed, wire: Wire, on: str) -> "Track":
        """人民法院调解, begun on a day."""
        return cls(filed, wire, _opened(starting(filed, wire, on)))

    def take(self, name: str, on: str, **body: Any) -> httpx.Response:
        """A step, at noon of the day."""
        self.filed.at(on)
        path = f"{MEDIATIONS}/{self.mediation_id}"
        headers = write_headers(version=int(self.wire.get(path).headers["ETag"].strip('"')))
        return self.wire.send("POST", f"{path}/{name}", json=body, headers=headers)

    def done(self, name: str, on: str, **body: Any) -> dict[str, Any]:
        """A step that is recorded; returns the mediation after it."""
        answer = self.take(name, on, **body)
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    def settled(self, on: str) -> dict[str, Any]:
        """Everybody agrees, settles and signs on a day."""
        parties = ["p1", self.filed.agency]
        self.done("sessions", on, held_on=on, present=parties, agreed=True)
        terms = ["处罚变更为警告（样例）"]
        self.done("settlement", on, document_no="示调协〔2026〕1号", reached_on=on, parties=parties, terms=terms)
        for party in parties:
            self.done("settlement/signatures", on, party=party, signed_on=on, signatory="party")
        return self.read()

    def read(self, wire: Wire | None = None) -> dict[str, Any]:
        """The mediation as a client, else who conducts it, sees it."""
        shown = (wire or self.wire).get(f"{MEDIATIONS}/{self.mediation_id}")
        assert shown.status_code == 200, shown.text
        return dict(shown.json())


def opening(filed: Filed, wire: Wire, on: str) -> httpx.Response:
    """A client opens a mediation beside the suit."""
    filed.at(on)
    return wire.post("/v1/mediation/in-litigation-mediations", {"case_id": filed.case_id, "opened_on": on})


def starting(filed: Filed, wire: Wire, on: str) -> httpx.Response:
    """A client registers that the court began to mediate."""
    filed.at(on)
    return wire.post("/v1/mediation/court-mediations", {"case_id": filed.case_id, "started_on": on})


def _opened(answer: httpx.Response) -> str:
    assert (answer.status_code, answer.headers.get("ETag")) == (201, '"1"'), answer.text
    return str(answer.json()["mediation_id"])
