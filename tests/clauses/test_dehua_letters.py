"""德化 (350526): what becomes of a court's letters, and the bureau's guidance, over HTTP. 德政办〔2025〕32号."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.clauses.defended import told
from tests.clauses.district import District
from tests.clauses.filed import Filed
from tests.whole import Whole
from yingsu.clock import SettableClock
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.store import Ledger

CODE = "11350526000008100K"
CASE_NO = "（2026）闽0526行初9号"
LETTER = "（2026）闽0526函2号（样例）"
PLAN: dict[str, Any] = {
    "letter_no": LETTER,
    "planned_on": "2026-09-03",
    "measures": "补充调查并重新听取陈述（样例）",
    "due": "2026-10-12",
    "contact": {"name": "示例陈某"},
}


@pytest.fixture
def filed(ledger: Ledger, keys: KeyStore, clock: SettableClock, tmp_path: Path) -> Filed:
    """A case of 德化, in which the court warned of a loss on 1 September 2026."""
    clock.set(datetime(2026, 8, 3, tzinfo=UTC))
    found = Filed.in_(District.of(Whole(ledger, keys, clock, tmp_path), "350526", "闽0526"), CASE_NO, CODE)
    told(found, "l-1", "court_letter", "2026-09-01", agency_code=CODE, letter_no=LETTER, letter_kind="loss_risk")
    return found


@pytest.mark.clause("DH-5.3")
@pytest.mark.parametrize(("lacking", "title"), [("measures", "具体措施"), ("due", "完成时限"), ("contact", "对接人")])
def test_a_plan_names_measures_day_and_person(filed: Filed, lacking: str, title: str) -> None:
    refused = filed.own("court-letter-plans", "2026-09-03", **{name: PLAN[name] for name in PLAN if name != lacking})
    assert (refused.status_code, refused.json()["code"], refused.json()["clauses"]) == (422, "step-incomplete", ["DH-5.3"])
    assert title in refused.json()["detail"]


@pytest.mark.clause("DH-5.3")
def test_the_day_of_the_plan_is_the_day_of_the_duty(filed: Filed) -> None:
    assert filed.own("court-letter-plans", "2026-09-03", **PLAN).status_code == 201
    assert filed.duty("court_letter_followup", "2026-10-12")["standing"] == "due_today"
    assert filed.duty("court_letter_followup", "2026-10-13")["standing"] == "overdue"
    done = {"letter_no": LETTER, "completed_on": "2026-10-13", "result": "已自行撤销原决定（样例）"}
    (finding,) = filed.own("court-letter-completions", "2026-10-13", **done).json()["findings"]
    assert (finding["due"], finding["outcome"], finding["late_days"]) == ("2026-10-12", "late", 1)


@pytest.mark.clause("DH-5.3")
def test_a_letter_that_never_came_has_no_plan_and_a_plan_that_was_not_made_is_not_completed(filed: Filed) -> None:
    unknown = filed.own("court-letter-plans", "2026-09-03", **PLAN | {"letter_no": "（2026）闽0526函9号（样例）"})
    assert (unknown.status_code, unknown.json()["code"]) == (409, "letter-not-on-record")
    done = {"letter_no": LETTER, "completed_on": "2026-10-13", "result": "样例"}
    early = filed.own("court-letter-completions", "2026-10-13", **done)
    assert (early.status_code, early.json()["code"]) == (409, "no-follow-up-plan")


@pytest.mark.clause("DH-6.8")
def test_the_guidance_of_the_bureau_is_in_the_history_of_the_case(filed: Filed) -> None:
    given = {"given_on": "2026-09-04", "guidance": "指导补充证据（样例）", "agency": filed.agency}
    assert filed.supervise("guidance", "2026-09-04", **given).status_code == 201
    titles = [line["title"] for line in filed.oa.get(f"/v1/intake/cases/{filed.case_id}/timeline").json()]
    assert titles[-1] == "指导"


@pytest.mark.clause("DH-6.8")
def test_a_case_that_was_never_guided_has_an_empty_row_in_the_register(filed: Filed) -> None:
    (row,) = filed.register("guidance", "2026-09-03")["rows"]
    assert (row["case_no"], row["on"], row["cells"]) == (CASE_NO, None, {"case": CASE_NO, "given_on": None})
    given = {"given_on": "2026-09-04", "guidance": "指导补充证据（样例）", "agency": filed.agency}
    assert filed.supervise("guidance", "2026-09-04", **given).status_code == 201
    (row,) = filed.register("guidance", "2026-09-04")["rows"]
    assert row["cells"] == {"case": CASE_NO, "given_on": "2026-09-04"}
