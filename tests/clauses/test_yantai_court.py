"""烟台 (370600): judicial advice of the court, over HTTP. 烟政办发〔2017〕16号."""

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

CODE = "11370600000008100B"
ADVICE_NO = "鲁06司建〔2026〕3号（样例）"


@pytest.fixture
def filed(ledger: Ledger, keys: KeyStore, clock: SettableClock, tmp_path: Path) -> Filed:
    """A case filed on 20 July 2026."""
    clock.set(datetime(2026, 7, 20, tzinfo=UTC))
    district = District.of(Whole(ledger, keys, clock, tmp_path), "370600", "鲁06")
    return Filed.in_(district, "（2026）鲁06行初8号", CODE)


def advised(filed: Filed, on: str, **body: str) -> None:
    """The agency receives a judicial advice."""
    told(filed, f"a-{on}", "judicial_advice", on, agency_code=CODE, advice_no=ADVICE_NO, **body)


@pytest.mark.clause("YT-3.1.3")
@pytest.mark.parametrize(("court_set", "due"), [(None, "2026-10-08"), ("2026-08-31", "2026-08-31")])
def test_an_advice_is_answered_by_the_courts_day_else_within_sixty_days(filed: Filed, court_set: str | None, due: str) -> None:
    """Received on 3 August: 2 October is a holiday."""
    advised(filed, "2026-08-03", **({"reply_by": court_set} if court_set else {}))

    assert filed.duty("judicial_advice_reply", "2026-08-04")["due"] == due


@pytest.mark.clause("YT-3.1.3")
def test_a_reply_without_its_copy_leaves_the_advice_open(filed: Filed) -> None:
    advised(filed, "2026-08-03")
    reply = {"advice_no": ADVICE_NO, "measures": "已修订裁量基准（样例）"}

    first = filed.own("judicial-advice-replies", "2026-08-20", to="court", replied_on="2026-08-20", **reply)
    assert first.status_code == 201, first.text
    assert filed.duty("judicial_advice_reply", "2026-08-21")["standing"] == "not_due"

    copy = filed.own("judicial-advice-replies", "2026-08-24", to="legal_office", replied_on="2026-08-24", **reply)
    assert copy.status_code == 201, copy.text
    done = filed.duty("judicial_advice_reply", "2026-08-25")
    assert (done["standing"], done["satisfied_on"]) == ("satisfied", "2026-08-24")


@pytest.mark.clause("YT-3.1.3")
def test_an_advice_that_the_court_takes_back_asks_for_no_reply(filed: Filed) -> None:
    advised(filed, "2026-08-03")
    told(
        filed,
        "w-1",
        "judicial_advice_withdrawal",
        "2026-08-17",
        agency_code=CODE,
        advice_no=ADVICE_NO,
        reason="行政机关已自行纠正",
    )

    assert filed.duty("judicial_advice_reply", "2026-08-18")["standing"] == "cancelled"
