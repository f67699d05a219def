"""Corrections of what an agency, or the body over it, registered: by the form it was registered with, decided as though it were the first."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.clauses.defended import appeared, hearing, leader
from tests.clauses.district import District
from tests.clauses.filed import Filed
from tests.whole import Whole
from tests.wire import Wire, write_headers
from yingsu.clock import SettableClock
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.store import Ledger

CODE = "11320813000008100U"
CASE_NO = "（2026）苏0813行初77号"
REPORT = {"reported_on": "2026-08-05", "responsible_unit": "示例法规科（样例）"}
WHY = {"reason": "录入有误", "authority": "承办科室负责人批准（样例）"}


@pytest.fixture
def filed(ledger: Ledger, keys: KeyStore, clock: SettableClock, tmp_path: Path) -> Filed:
    """A case filed on 3 August 2026, the complaint received on the 4th."""
    clock.set(datetime(2026, 8, 3, tzinfo=UTC))
    return Filed.in_(District(Whole(ledger, keys, clock, tmp_path), "320813", "苏0813"), CASE_NO, CODE)


def steps(filed: Filed, wire: Wire | None = None) -> list[dict[str, Any]]:
    """What the agency registered, as it stands."""
    answer = (wire or filed.oa).get(f"/v1/intake/cases/{filed.case_id}/responses/{filed.agency}/steps")
    assert answer.status_code == 200, answer.text
    return list(answer.json()["steps"])


def answered(filed: Filed, on: str, **body: Any) -> str:
    """The agency registers its answer; returns the id of the entry."""
    told = {"submitted_on": on, "delivery": "court_platform", "has_answer": True, "evidence_count": 3}
    answer = filed.own("answer", on, **told | body)
    assert answer.status_code == 201, answer.text
    return str(steps(filed)[-1]["event_id"])


def test_an_answer_with_a_wrong_day_is_corrected_and_is_in_time_after_all(filed: Filed) -> None:
    """The term ends on 19 August (行政诉讼法 art. 67)."""
    entry = answered(filed, "2026-08-21")
    assert filed.duty("statutory_answer", "2026-08-21")["outcome"] == "late"

    right = {"submitted_on": "2026-08-18", "delivery": "court_platform", "has_answer": True, "evidence_count": 3}
    done = filed.own(f"entries/{entry}/correction", "2026-08-24", **WHY, content=right)

    assert done.status_code == 201, done.text
    assert (done.json()["event_id"], done.json()["occurred_on"], done.json()["corrected"]) == (entry, "2026-08-18", True)
    duty = filed.duty("statutory_answer", "2026-08-24")
    assert (duty["outcome"], duty["satisfied_on"]) == ("on_time", "2026-08-18")
    told = [step for step in steps(filed) if step["topic"] == "intake.entry_corrected.v1"]
    assert [(one["content"]["reason"], one["content"]["authority"]) for one in told] == [(WHY["reason"], WHY["authority"])]
    before = filed.bureau.get(f"/v1/intake/cases/{filed.case_id}/timeline", as_known_at="2026-08-22T00:00:00+08:00")
    assert [line["occurred_on"] for line in before.json() if line["event_id"] == entry] == ["2026-08-21"]


def test_a_correction_is_checked_as_the_form_is(filed: Filed) -> None:
    entry = answered(filed, "2026-08-18")
    refused = filed.own(f"entries/{entry}/correction", "2026-08-20", **WHY, content={"delivery": "pigeon"})
    assert refused.status_code == 422, refused.text
    assert {one["pointer"] for one in refused.json()["errors"]} == {"/content/submitted_on", "/content/delivery"}

    future = {"submitted_on": "2026-08-30", "delivery": "court_platform", "has_answer": True, "evidence_count": 1}
    refused = filed.own(f"entries/{entry}/correction", "2026-08-20", **WHY, content=future)
    assert (refused.status_code, refused.json()["code"]) == (422, "future-fact")
    assert [one["pointer"] for one in refused.json()["errors"]] == ["/content/submitted_on"]


def test_an_appearance_is_corrected_by_its_own_form(filed: Filed) -> None:
    hearing(filed, "2026-08-20", fixed_on="2026-08-06")
    assert appeared(filed, "2026-08-20", staff=1).status_code == 201
    entry = steps(filed)[-1]["event_id"]

    content = {"hearing_no": 1, "hearing_on": "2026-08-20", "staff": 1, "spoke": True, **leader()}
    done = filed.own(f"entries/{entry}/correction", "2026-08-21", **WHY, content=content)

    assert done.status_code == 201, done.text
    assert done.json()["content"]["leader"]["name"] == "示例李某"
    found = filed.oa.get(f"/v1/intake/cases/{filed.case_id}/responses/{filed.agency}").json()
    assert [one["leader_post"] for one in found["attendances"]] == ["示例职务"]


def test_an_internal_step_is_corrected_internally(filed: Filed) -> None:
    assert filed.own("case-reports", "2026-08-05", **REPORT).status_code == 201
    (entry,) = (step["event_id"] for step in steps(filed))

    done = filed.own(f"entries/{entry}/correction", "2026-08-07", **WHY, content=REPORT | {"reported_on": "2026-08-06"})

    assert (done.status_code, done.json()["occurred_on"]) == (201, "2026-08-06"), done.text
    assert [step["topic"] for step in steps(filed)] == ["intake.case_reported.v1", "intake.step_corrected.v1"]
    court = filed.district.client("court", court="苏0813").get(f"/v1/intake/cases/{filed.case_id}/timeline").json()
    assert not {line["topic"] for line in court} & {"intake.case_reported.v1", "intake.step_corrected.v1"}


def test_what_was_registered_by_mistake_is_voided_and_can_be_registered_anew(filed: Filed) -> None:
    entry = answered(filed, "2026-08-18")
    assert filed.duty("statutory_answer", "2026-08-20")["standing"] == "satisfied"

    done = filed.own(f"entries/{entry}/voiding", "2026-08-20", **WHY)

    assert (done.status_code, done.json()["topic"]) == (201, "intake.entry_voided.v1"), done.text
    assert filed.duty("statutory_answer", "2026-08-20")["standing"] == "overdue"
    again = filed.own(f"entries/{entry}/voiding", "2026-08-20", **WHY)
    assert (again.status_code, again.json()["code"]) == (404, "entry-not-found")
    answered(filed, "2026-08-20")
    assert filed.duty("statutory_answer", "2026-08-20")["outcome"] == "late"


def test_a_correction_is_corrected_again_under_the_same_id(filed: Filed) -> None:
    assert filed.own("case-reports", "2026-08-05", **REPORT).status_code == 201
    (entry,) = (step["event_id"] for step in steps(filed))
    for day in ("2026-08-06", "2026-08-07"):
        done = filed.own(f"entries/{entry}/correction", "2026-08-10", **WHY, content=REPORT | {"reported_on": day})
        assert (done.status_code, done.json()["event_id"], done.json()["occurred_on"]) == (201, entry, day)
    said = next(step["event_id"] for step in steps(filed) if step["topic"] == "intake.step_corrected.v1")
    refused = filed.own(f"entries/{said}/voiding", "2026-08-10", **WHY)
    assert (refused.status_code, refused.json()["code"]) == (404, "entry-not-found")


def test_what_the_court_told_is_not_the_agencys_to_correct(filed: Filed) -> None:
    timeline = filed.oa.get(f"/v1/intake/cases/{filed.case_id}/timeline").json()
    served = next(line["event_id"] for line in timeline if line["title"] == "送达起诉状副本")
    for what, body in (("voiding", WHY), ("correction", WHY | {"content": REPORT})):
        refused = filed.own(f"entries/{served}/{what}", "2026-08-06", **body)
        assert (refused.status_code, refused.json()["code"]) == (404, "entry-not-found")
        assert "法院报送的事实由法院更正" in refused.json()["detail"]


def test_a_stale_correction_is_refused(filed: Filed) -> None:
    entry = answered(filed, "2026-08-18")
    path = f"/v1/intake/cases/{filed.case_id}/responses/{filed.agency}/entries/{entry}/voiding"
    refused = filed.oa.send("POST", path, json=WHY, headers=write_headers(version=0))
    assert refused.status_code == 412


def test_the_body_that_supervises_corrects_and_voids_its_own_steps(filed: Filed) -> None:
    assert (
        filed.supervise(
            "flags", "2026-08-05", set_on="2026-08-05", flag="mass_incident_risk", grounds="涉及三十余户（样例）"
        ).status_code
        == 201
    )
    path = f"/v1/intake/cases/{filed.case_id}/supervision"
    (entry,) = (step["event_id"] for step in filed.bureau.get(path).json()["steps"])

    def send(what: str, body: dict[str, Any]) -> httpx.Response:
        version = int(filed.bureau.get(path).headers["ETag"].strip('"'))
        return filed.bureau.send("POST", f"{path}/entries/{entry}/{what}", json=body, headers=write_headers(version=version))

    done = send(
        "correction", WHY | {"content": {"set_on": "2026-08-04", "flag": "mass_incident_risk", "grounds": "涉及三十余户（样例）"}}
    )
    assert (done.status_code, done.json()["occurred_on"]) == (201, "2026-08-04"), done.text
    done = send("voiding", WHY)
    assert done.status_code == 201, done.text
    assert [step["topic"] for step in filed.bureau.get(path).json()["steps"]] == [
        "intake.step_corrected.v1",
        "intake.step_voided.v1",
    ]


def test_what_is_asked_for_again_is_answered_though_it_was_voided_since(filed: Filed) -> None:
    response = f"/v1/intake/cases/{filed.case_id}/responses/{filed.agency}"

    def asked(path: str, body: dict[str, Any], version: int) -> httpx.Response:
        return filed.oa.send("POST", f"{response}/{path}", json=body, headers=write_headers(path[-6:], version))

    filed.district.whole.clock.set(datetime(2026, 8, 6, tzinfo=UTC))
    first = asked("case-reports", REPORT, 0)
    entry = first.json()["event_id"]
    correction = (f"entries/{entry}/correction", WHY | {"content": REPORT | {"reported_on": "2026-08-06"}}, 1)
    corrected = asked(*correction)
    assert (first.status_code, corrected.status_code) == (201, 201), corrected.text
    assert asked(f"entries/{entry}/voiding", WHY, 3).status_code == 201

    for again in (asked(*correction), asked("case-reports", REPORT, 0)):
        assert (again.status_code, again.json()["event_id"]) == (201, entry), again.text
