"""What a court and an agency do in a filed case until its hearing, over HTTP, for the acceptance examples of the defence."""

from typing import Any

import httpx

from tests.clauses.filed import Filed
from tests.services.intake.files.test_routes import PDF
from tests.wire import Wire, write_headers


def told(filed: Filed, message: str, kind: str, on: str, **body: Any) -> None:
    """The court tells something of the case, in the evening of the day."""
    answer = filed.district.tell(message, kind, filed.case_no, on, **body)
    assert (answer.status_code, answer.json()["status"]) == (201, "applied"), answer.text


def hearing(filed: Filed, on: str, *, fixed_on: str, no: int = 1) -> None:
    """The court fixes a hearing."""
    told(filed, f"h-{no}-{on}", "hearing_notice", fixed_on, hearing_no=no, hearing_on=on)


def uploaded(wire: Wire) -> str:
    """The id of a file that a client uploads."""
    headers = write_headers() | {"Content-Type": "application/pdf"}
    answer = wire.send("POST", "/v1/intake/files", params={"name": "示例.pdf"}, content=PDF, headers=headers)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["file_id"])


def appeared(filed: Filed, on: str, *, no: int = 1, **body: Any) -> httpx.Response:
    """The agency registers on the day of the hearing who appeared for it."""
    return filed.own("attendances", on, hearing_no=no, hearing_on=on, **body)


def leader(rank: str = "deputy", **body: Any) -> dict[str, Any]:
    """A leader of the agency who appeared."""
    return {"leader": {"name": "示例李某"}, "leader_post": "示例职务", "rank": rank} | body


def flags(answer: httpx.Response) -> dict[str, str]:
    """The marks of the last appearance, with what each rests on."""
    assert answer.status_code == 201, answer.text
    return {flag["code"]: flag["authority"] for flag in answer.json()["attendances"][-1]["flags"]}


def required(filed: Filed, *, no: int = 1) -> dict[str, Any]:
    """What is asked of the agency for a hearing, as it sees it."""
    case = filed.oa.get(f"/v1/intake/cases/{filed.case_id}").json()
    (found,) = [shown for shown in case["hearings"] if shown["hearing_no"] == no and not shown["moved"]]
    (mine,) = [shown for shown in found["appeared"] if shown["agency"]["agency_id"] == filed.agency]
    return dict(mine["required"])


def steps(wire: Wire, filed: Filed) -> list[str]:
    """The topics of what the agency registered, as a client sees it."""
    shown = wire.get(f"/v1/intake/cases/{filed.case_id}/responses/{filed.agency}/steps")
    assert shown.status_code == 200, shown.text
    return [step["topic"] for step in shown.json()["steps"]]
