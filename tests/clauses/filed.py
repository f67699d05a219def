"""A case of one defendant in a district, over HTTP: what the agency and the body over it register, and what is due of it."""

from datetime import UTC, datetime
from typing import Any, Final, NamedTuple

import httpx

from tests.clauses.district import District
from tests.wire import Wire, write_headers

NAME: Final = "示例街道办事处（样例）"


class Filed(NamedTuple):
    """A case filed on 3 August 2026, the complaint received on the 4th unless told otherwise."""

    district: District
    agency: str
    case_no: str
    case_id: str

    @classmethod
    def in_(cls, district: District, case_no: str, code: str, *, served_on: str | None = "2026-08-04", **further: Any) -> "Filed":
        """The agency is registered, sued and served."""
        agency = district.agency(NAME, code, "subdistrict")
        told = district.tell(
            "f-1",
            "case_filing",
            case_no,
            "2026-08-03",
            cause="行政处罚",
            plaintiffs=[{"person": {"name": "示例张某"}}],
            defendants=[{"agency_code": code}],
            **further,
        )
        assert told.status_code == 201, told.text
        if served_on is not None:
            served = district.tell("s-1", "service", case_no, served_on, agency_code=code, document="complaint_copy")
            assert served.status_code == 201, served.text
        return cls(district, agency, case_no, told.json()["case_id"])

    @property
    def oa(self) -> Wire:
        """The agency's system."""
        return self.district.client("agency", agency=self.agency)

    @property
    def bureau(self) -> Wire:
        """The body that supervises."""
        return self.district.client("supervisor")

    def own(self, name: str, on: str, /, **body: Any) -> httpx.Response:
        """A step of the agency, at noon of the day."""
        return self._take(self.oa, f"responses/{self.agency}", "steps", name, on, body)

    def supervise(self, name: str, on: str, /, **body: Any) -> httpx.Response:
        """A step of the supervising body, at noon of the day."""
        return self._take(self.bureau, "supervision", "", name, on, body)

    def at(self, on: str) -> None:
        """It is noon of the day, and all that follows has followed."""
        self.district.whole.clock.set(max(self.district.whole.clock(), datetime.fromisoformat(f"{on}T04:00").replace(tzinfo=UTC)))
        self.district.whole.settle()

    def duty(self, code: str, on: str) -> dict[str, Any]:
        """The duty of that code, as the body that supervises sees it on a day."""
        self.at(on)
        standings = ["not_due", "due_today", "overdue", "satisfied", "cancelled", "suspended", "impossible"]
        shown = self.bureau.get("/v1/notify/obligations", code=code, standing=standings)
        assert shown.status_code == 200, shown.text
        (found,) = shown.json()["obligations"]
        return dict(found)

    def task(self, code: str, on: str) -> dict[str, Any]:
        """The task of that code, as the body that supervises sees it on a day."""
        self.at(on)
        shown = self.bureau.get("/v1/notify/tasks", code=code, state=["running", "satisfied", "cancelled"])
        assert shown.status_code == 200, shown.text
        (found,) = shown.json()["tasks"]
        return dict(found)

    def register(self, code: str, on: str, /, **query: Any) -> dict[str, Any]:
        """A register of the district, as the body that supervises sees it on a day."""
        self.at(on)
        shown = self.bureau.get(f"/v1/intake/registers/{code}", jurisdiction=self.district.jurisdiction, **query)
        assert shown.status_code == 200, shown.text
        return dict(shown.json())

    def _take(self, wire: Wire, room: str, reading: str, name: str, on: str, body: dict[str, Any]) -> httpx.Response:
        self.at(on)
        path = f"/v1/intake/cases/{self.case_id}/{room}"
        known = wire.get(f"{path}/{reading}".rstrip("/"))
        assert known.status_code == 200, known.text
        headers = write_headers(version=int(known.headers["ETag"].strip('"')))
        return wire.send("POST", f"{path}/{name}", json=body, headers=headers)
