"""洪泽 (320813): what is explained after a judgment, by the mediation centre and the agency (《十项机制》 no. 8), over HTTP."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.clauses.defended import told
from tests.clauses.district import District
from tests.clauses.filed import Filed
from tests.whole import CENTRE, Whole
from tests.wire import Wire
from yingsu.clock import SettableClock
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.store import Ledger

HONGZE = "320813"
CODE = "11320813000008100U"


@pytest.fixture
def filed(ledger: Ledger, keys: KeyStore, clock: SettableClock, tmp_path: Path) -> Filed:
    """A case of 洪泽."""
    clock.set(datetime(2026, 8, 3, tzinfo=UTC))
    district = District(Whole(ledger, keys, clock, tmp_path), HONGZE, "苏0813")
    return Filed.in_(district, "（2026）苏0813行初77号", CODE)


def centre(filed: Filed) -> Wire:
    """The mediation centre."""
    return filed.district.whole.wire(CENTRE)


@pytest.mark.clause("HZ-8.1")
def test_the_centre_and_the_agency_may_each_register_what_they_explained_and_neither_must(filed: Filed) -> None:
    explained = {"explained_on": "2026-09-01", "content": "已释明上诉途径（样例）"}
    assert filed.own("explanations", "2026-09-01", **explained).json()["title"] == "释明和调处"
    path = f"/v1/intake/cases/{filed.case_id}/supervision"
    by_centre = centre(filed).post(f"{path}/explanations", explained, version=0)
    assert by_centre.status_code == 201, by_centre.text
    empty = centre(filed).post(f"{path}/explanations", {"explained_on": "2026-09-01"}, version=1)
    assert (empty.status_code, empty.json()["code"]) == (422, "nobody-named")


@pytest.mark.clause("HZ-8.2")
def test_a_dismissed_suit_opens_a_task_that_ends_when_a_person_is_named_and_is_no_loss(filed: Filed) -> None:
    told(filed, "c-1", "closure", "2026-08-31", reason="suit_dismissed", document_no="（2026）苏0813行初77号之一")
    assert filed.task("post_case_guidance", "2026-09-01")["state"] == "running"
    filed.own("explanations", "2026-09-02", explained_on="2026-09-02", content="已释明（样例）")
    assert filed.task("post_case_guidance", "2026-09-02")["state"] == "running", "nobody is named yet"
    named = {"explained_on": "2026-09-03", "person": {"name": "示例周某"}}
    answer = centre(filed).post(f"/v1/intake/cases/{filed.case_id}/supervision/explanations", named, version=0)
    assert answer.status_code == 422, "the day is still to come"
    filed.at("2026-09-03")
    answer = centre(filed).post(f"/v1/intake/cases/{filed.case_id}/supervision/explanations", named, version=0)
    assert (answer.status_code, answer.json()["title"]) == (201, "指定专人释明和调处")
    assert filed.task("post_case_guidance", "2026-09-04")["state"] == "satisfied"
    case = filed.oa.get(f"/v1/intake/cases/{filed.case_id}").json()
    assert [judgment for judgment in case["judgments"] if any(result["lost"] for result in judgment["results"])] == []
