"""Cases in which it matters who handles the response: governments, bodies of reconsideration, units; over HTTP. All invented."""

from typing import Any, Final

from tests.clauses.district import District
from tests.wire import Wire

ACT: Final = "original_act"
DECISION: Final = "reconsideration_decision"


def file_against(
    district: District, case_no: str, *defendants: tuple[str, str], unit: str | None = None, on: str = "2026-06-01"
) -> str:
    """The court files a case against defendants (code, what it is sued for), whose act the unit carried out; returns the case."""
    body: dict[str, Any] = {
        "cause": "行政处罚",
        "plaintiffs": [{"person": {"name": "示例张某"}}],
        "defendants": [{"agency_code": code, "object": sued_for} for code, sued_for in defendants],
    }
    if unit is not None:
        body["act"] = {"kind": "行政处罚", "implementing_unit": unit}
    told = district.tell(f"f-{on}", "case_filing", case_no, on, **body)
    assert (told.status_code, told.json()["status"]) == (201, "applied"), told.text
    return str(told.json()["case_id"])


def oa_of(district: District, agency: str) -> Wire:
    """The office system of an agency of the district."""
    name = f"oa-{agency[-12:]}"
    if district.whole.deps.directory.client(name) is None:
        body = {"client_id": name, "name": "示例系统（样例）", "role": "agency"}
        district.made("clients", {**body, "jurisdictions": [district.jurisdiction], "agency": agency})
    return district.whole.wire(name)


def handled(district: District, case_id: str) -> list[tuple[str, str, str | None, str]]:
    """Who handles what, as the case's answer shows it: defendant, what it is sued for, unit, state."""
    case = district.client("supervisor").get(f"/v1/intake/cases/{case_id}").json()
    return [
        (known["agency"]["agency_id"], known["object"], known["unit"] and known["unit"]["agency_id"], known["state"])
        for defendant in case["defendants"]
        for known in defendant["handling"]
    ]


def rests_on(district: District, case_id: str) -> list[list[str]]:
    """The clauses that each of these rests on."""
    shown = district.client("supervisor").get(f"/v1/intake/cases/{case_id}/handling-units").json()
    return [[clause["clause"] for clause in known["clauses"]] for known in shown["handlings"]]


def tasks_of(wire: Wire) -> set[tuple[str, str, str]]:
    """What is due, as somebody sees it: what, whose it is, and on which day."""
    found = wire.get("/v1/notify/obligations").json()["obligations"]
    return {(item["code"], item["agency_id"], item["due"]) for item in found}
