"""洪泽 (320813): a judgment in effect, over HTTP. 洪政办发〔2025〕12号."""

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
CASE_NO = "（2026）苏0813行初77号"


@pytest.fixture
def filed(ledger: Ledger, keys: KeyStore, clock: SettableClock, tmp_path: Path) -> Filed:
    """A case whose judgment took effect on 10 August 2026, to be performed within 60 days."""
    clock.set(datetime(2026, 8, 3, tzinfo=UTC))
    found = Filed.in_(District(Whole(ledger, keys, clock, tmp_path), "320813", "苏0813"), CASE_NO, CODE)
    results = [{"agency_code": CODE, "outcome": "revoked_and_remade"}]
    told(found, "j-1", "judgment", "2026-08-06", document="judgment", results=results)
    obliged = [{"agency_code": CODE, "perform_by": "2026-10-09", "guided": True}]
    told(found, "e-1", "judgment_effective", "2026-08-10", obliged=obliged)
    return found


@pytest.mark.clause("HZ-7.1")
def test_a_judgment_in_effect_is_performed_by_its_day(filed: Filed) -> None:
    assert filed.duty("performance", "2026-08-11")["due"] == "2026-10-09"

    done = filed.own("performances", "2026-10-08", judgment_no=CASE_NO, performed_on="2026-10-08", how="已重新作出决定（样例）")

    assert done.status_code == 201, done.text
    performed = filed.duty("performance", "2026-10-12")
    assert (performed["standing"], performed["outcome"]) == ("satisfied", "on_time")


@pytest.mark.clause("HZ-7.1")
def test_a_retrial_that_stays_performance_makes_its_day_rest(filed: Filed) -> None:
    ruling = {"ruling_no": "（2026）苏08行申5号", "initiated_by": "procuratorate"}
    told(filed, "t-1", "retrial", "2026-09-01", stays_performance=True, **ruling)
    assert filed.duty("performance", "2026-10-12")["standing"] == "suspended"

    told(filed, "t-2", "performance_resumption", "2026-10-13", reason="再审维持原判")
    assert filed.duty("performance", "2026-10-14")["due"] == "2026-11-20"
