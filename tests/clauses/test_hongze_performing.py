"""洪泽 (320813): what is told of the performance of a judgment, and who guides it, over HTTP. 洪政办发〔2025〕12号."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.clauses.defended import told
from tests.clauses.district import District
from tests.clauses.filed import Filed
from tests.whole import Whole
from yingsu.clock import SettableClock
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.store import Ledger

CODE = "11320813000008100U"
CASE_NO = "（2026）苏0813行初78号"


@pytest.fixture
def filed(ledger: Ledger, keys: KeyStore, clock: SettableClock, tmp_path: Path) -> Filed:
    """A case whose judgment took effect on 10 August 2026, to be made again by 28 September."""
    clock.set(datetime(2026, 8, 3, tzinfo=UTC))
    found = Filed.in_(District(Whole(ledger, keys, clock, tmp_path), "320813", "苏0813"), CASE_NO, CODE)
    results = [{"agency_code": CODE, "outcome": "revoked_and_remade"}]
    told(found, "j-1", "judgment", "2026-08-06", document="judgment", results=results)
    obliged = [{"agency_code": CODE, "perform_by": "2026-09-28", "guided": True}]
    told(found, "e-1", "judgment_effective", "2026-08-10", obliged=obliged)
    return found


@pytest.mark.clause("HZ-7.2")
@pytest.mark.parametrize(("on", "outcome", "late"), [("2026-10-08", "on_time", 0), ("2026-10-09", "late", 1)])
def test_five_days_after_the_period_the_centre_is_told_also_of_what_was_not_performed(
    filed: Filed, on: str, outcome: str, late: int
) -> None:
    assert filed.duty("performance_report", "2026-09-29")["due"] == "2026-10-08"
    report = {"judgment_no": CASE_NO, "reported_on": on, "result": "not", "reason": "重新调查尚未完成（样例）"}
    answer = filed.own("performance-reports", on, **report)
    (finding,) = answer.json()["findings"]
    assert (finding["due"], finding["outcome"], finding["late_days"]) == ("2026-10-08", outcome, late)
    assert filed.duty("performance", "2026-10-12")["standing"] == "overdue"


@pytest.mark.clause("HZ-7.2")
def test_a_report_before_the_period_ends_satisfies_it(filed: Filed) -> None:
    done = {"judgment_no": CASE_NO, "performed_on": "2026-09-10", "how": "已重新作出决定（样例）"}
    assert filed.own("performances", "2026-09-10", **done).status_code == 201
    report = {"judgment_no": CASE_NO, "reported_on": "2026-09-11", "result": "done"}
    assert filed.own("performance-reports", "2026-09-11", **report).status_code == 201
    found = filed.duty("performance_report", "2026-10-12")
    assert (found["standing"], found["outcome"]) == ("satisfied", "on_time")


@pytest.mark.clause("HZ-7.3")
def test_where_the_act_is_to_be_made_again_the_court_is_heard_and_the_agency_guided(filed: Filed) -> None:
    opened = filed.task("guide_performance", "2026-08-11")
    assert (opened["state"], opened["missing"]) == ("running", ["听取人民法院意见和建议", "指导履行"])

    guided = {"given_on": "2026-08-20", "guidance": "指导重新作出决定的程序（样例）"}
    assert filed.supervise("guidance", "2026-08-20", **guided).status_code == 201
    done = {"judgment_no": CASE_NO, "performed_on": "2026-09-10", "how": "已重新作出决定（样例）"}
    filed.own("performances", "2026-09-10", **done)
    still = filed.task("guide_performance", "2026-09-11")
    assert (still["state"], still["missing"]) == ("running", ["听取人民法院意见和建议"])

    heard = {"heard_on": "2026-09-14", "opinion": "建议说明裁量理由（样例）"}
    assert filed.supervise("court-opinions-heard", "2026-09-14", **heard).status_code == 201
    assert filed.task("guide_performance", "2026-09-15")["state"] == "satisfied"
