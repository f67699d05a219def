"""A district set up over HTTP beside the samples of 洪泽: its court, agencies and clients, for acceptance examples of the public API."""

from datetime import UTC, datetime
from typing import Any, Final, NamedTuple

import httpx

from tests.whole import Whole
from tests.wire import Wire, write_headers

ADMINISTRATOR: Final = "administrator"


class District(NamedTuple):
    """A jurisdiction with a court of its own. Codes of agencies are invented."""

    whole: Whole
    jurisdiction: str
    court: str

    @classmethod
    def of(cls, whole: Whole, jurisdiction: str, court: str) -> "District":
        """The district with its court and the court's client, as the administrator sets it up."""
        district = cls(whole, jurisdiction, court)
        district.made("courts", {"court": court, "name": "示例区人民法院（样例）"})
        district.client("court", court=court)
        return district

    def agency(self, name: str, code: str, kind: str) -> str:
        """Registers an agency; returns its id."""
        body = {"name": name, "code": code, "type": kind, "jurisdiction": self.jurisdiction, "valid_from": "2019-01-01"}
        return str(self.made("agencies", body).json()["agency_id"])

    def client(self, role: str, **further: Any) -> Wire:
        """Registers a client of the district, once for each role and court, and puts it on the wire."""
        if role == "court":
            further = {"court": self.court} | further
        court = "".join(filter(str.isdecimal, str(further.get("court", ""))))
        name = f"qu{self.jurisdiction}-{role.replace('_', '-')}{court}"
        if self.whole.deps.directory.client(name) is None:
            body = {"client_id": name, "name": "示例系统（样例）", "role": role, "jurisdictions": [self.jurisdiction], **further}
            self.made("clients", body)
        return self.whole.wire(name)

    def tell(self, message: str, kind: str, case_no: str, occurred_on: str, **further: Any) -> httpx.Response:
        """The court sends a message on the evening of the day; everything follows from it that does."""
        self.whole.clock.set(max(self.whole.clock(), datetime.fromisoformat(f"{occurred_on}T12:00").replace(tzinfo=UTC)))
        body = {"message_id": message, "kind": kind, "case_no": case_no, "occurred_on": occurred_on, **further}
        answer = self.client("court", court=self.court).post("/v1/intake/court/messages", body)
        self.whole.settle()
        return answer

    def sue(self, case_no: str, *codes: str, **further: Any) -> dict[str, Any]:
        """The court files a case against the agencies of these codes on 1 June 2026; returns the receipt."""
        parties = {"plaintiffs": [{"person": {"name": "示例张某"}}], "defendants": [{"agency_code": code} for code in codes]}
        told = self.tell(f"f-{codes[0]}", "case_filing", case_no, "2026-06-01", cause="行政处罚", **parties, **further)
        assert (told.status_code, told.json()["status"]) == (201, "applied"), told.text
        receipt: dict[str, Any] = told.json()
        return receipt

    def serve(self, case_no: str, code: str) -> None:
        """An agency receives the complaint on 3 June 2026."""
        told = self.tell(f"s-{code}", "service", case_no, "2026-06-03", agency_code=code, document="complaint_copy")
        assert told.status_code == 201, told.text

    def lose(self, case_no: str, loser: str, *winners: str) -> None:
        """The court decides against one of them on 5 June 2026; each receives the judgment on the 9th. Then it is the 15th."""
        results = [{"agency_code": loser, "outcome": "revoked"}]
        results += [{"agency_code": code, "outcome": "claims_dismissed"} for code in winners]
        self.tell(f"j-{loser}", "judgment", case_no, "2026-06-05", judgment_no=case_no, document="judgment", results=results)
        for code in (loser, *winners):
            told = self.tell(f"r-{code}", "service", case_no, "2026-06-09", agency_code=code, document="judgment")
            assert told.status_code == 201, told.text
        self.whole.clock.set(datetime(2026, 6, 15, 4, tzinfo=UTC))

    def made(self, what: str, body: dict[str, Any]) -> httpx.Response:
        """Something that the administrator registers."""
        answer = self.whole.wire(ADMINISTRATOR).post(f"/v1/registry/{what}", body)
        assert answer.status_code == 201, answer.text
        return answer


def step(wire: Wire, path: str, name: str, body: dict[str, Any], method: str = "POST") -> dict[str, Any]:
    """A step of what lies at `path`, on its version as it stands; returns the answer."""
    headers = write_headers(version=int(wire.get(path).headers["ETag"].strip('"')))
    answer: dict[str, Any] = wire.send(method, f"{path}/{name}", json=body, headers=headers).json()
    return answer
