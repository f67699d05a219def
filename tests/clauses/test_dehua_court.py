"""德化 (350526): the court's questions and the agency's answers, over HTTP. 德政办〔2025〕32号."""

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

CODE = "11350526000008100K"


@pytest.fixture
def filed(ledger: Ledger, keys: KeyStore, clock: SettableClock, tmp_path: Path) -> Filed:
    """A case filed on 3 August 2026."""
    clock.set(datetime(2026, 8, 3, tzinfo=UTC))
    district = District.of(Whole(ledger, keys, clock, tmp_path), "350526", "闽0526")
    return Filed.in_(district, "（2026）闽0526行初8号", CODE)


@pytest.mark.clause("DH-5.1")
def test_each_question_of_the_court_is_open_until_it_is_answered(filed: Filed) -> None:
    told(filed, "q-1", "court_query", "2026-08-20", agency_code=CODE, query_no="问1", subject="送达方式（样例）")
    assert filed.task("court_query_answer", "2026-08-21")["state"] == "running"

    answered = filed.own("court-query-answers", "2026-08-24", query_no="问1", answered_on="2026-08-24", answer="直接送达（样例）")

    assert answered.status_code == 201, answered.text
    assert filed.task("court_query_answer", "2026-08-25")["state"] == "satisfied"
