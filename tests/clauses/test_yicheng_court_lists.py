"""峄城 (370404): what the court and the district know of the same cases, compared over HTTP. 峄政办发〔2023〕2号."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.clauses.district import District
from tests.whole import Whole
from tests.wire import write_headers
from yingsu.clock import SettableClock
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.store import Ledger

CODE = "11370404000008100T"
REPORT: dict[str, Any] = {
    "reported_on": "2026-08-05",
    "responsible_unit": "法规科（样例）",
    "leader": {"name": "示例李某"},
    "handlers": [{"name": "示例王某"}],
    "handling_opinion": "拟应诉（样例）",
    "resolve_by": "2026-11-30",
}


def number(serial: int) -> str:
    """A number of the district's court."""
    return f"（2026）鲁0404行初{serial}号"


@pytest.fixture
def district(ledger: Ledger, keys: KeyStore, clock: SettableClock, tmp_path: Path) -> District:
    """峄城, with an agency."""
    clock.set(datetime(2026, 8, 3, tzinfo=UTC))
    found = District.of(Whole(ledger, keys, clock, tmp_path), "370404", "鲁0404")
    found.agency("示例街道办事处（样例）", CODE, "subdistrict")
    return found


def filed(district: District, serial: int) -> str:
    """A case filed on 3 August 2026; returns its id."""
    parties = {"plaintiffs": [{"person": {"name": "示例张某"}}], "defendants": [{"agency_code": CODE}]}
    told = district.tell(f"f-{serial}", "case_filing", number(serial), "2026-08-03", cause="行政处罚", **parties)
    assert told.status_code == 201, told.text
    return str(told.json()["case_id"])


def reported(district: District, case_id: str) -> None:
    """Its agency reports the case on the 5th."""
    (defendant,) = district.client("supervisor").get(f"/v1/intake/cases/{case_id}").json()["defendants"]
    agency = defendant["agency"]["agency_id"]
    path = f"/v1/intake/cases/{case_id}/responses/{agency}"
    oa = district.client("agency", agency=agency)
    version = int(oa.get(f"{path}/steps").headers["ETag"].strip('"'))
    told = oa.send("POST", f"{path}/case-reports", json=REPORT, headers=write_headers(version=version))
    assert told.status_code == 201, told.text


def listed(district: District, *serials: int, **change: Any) -> httpx.Response:
    """The court sends its list of August."""
    told = {
        "list_id": "QD-8",
        "jurisdiction": district.jurisdiction,
        "listed_on": "2026-08-05",
        "filed_from": "2026-08-01",
        "filed_to": "2026-08-05",
        "cases": [{"case_no": number(serial)} for serial in serials],
    }
    answer = district.client("court", court=district.court).send("POST", "/v1/intake/court/lists", json=told | change)
    assert answer.status_code == 201, answer.text
    return answer


def unreported(district: District, **query: Any) -> list[tuple[str, str | None]]:
    """The register of what the court has and no agency reported: number and record of each row."""
    answer = district.client("supervisor").get("/v1/intake/registers/court_list", jurisdiction=district.jurisdiction, **query)
    assert answer.status_code == 200, answer.text
    return [(row["cells"]["case_no"], row["case_id"]) for row in answer.json()["rows"]]


@pytest.mark.clause("YC-1.2")
def test_of_ten_cases_of_the_court_nine_are_known_and_one_is_listed(district: District) -> None:
    for serial in range(1, 10):
        case_id = filed(district, serial)
        district.whole.clock.set(max(district.whole.clock(), datetime(2026, 8, 5, 4, tzinfo=UTC)))
        reported(district, case_id)

    answer = listed(district, *range(1, 11))

    assert (answer.json()["recorded"], answer.json()["unrecorded"]) == (9, 1)
    assert unreported(district) == [(number(10), None)]


@pytest.mark.clause("YC-3.3.3")
def test_the_same_notice_twice_makes_one_case_and_a_case_that_only_the_court_knows_is_listed(district: District) -> None:
    assert filed(district, 1) == filed(district, 1)
    with_court = district.client("court", court=district.court).get("/v1/intake/cases").json()
    assert [case["case_no"] for case in with_court] == [number(1)]
    district.whole.clock.set(datetime(2026, 8, 5, 4, tzinfo=UTC))

    listed(district, 12)

    assert unreported(district) == [(number(12), None)]
    assert unreported(district, as_known_at="2026-08-05T11:59:59+08:00") == []


@pytest.mark.clause("YC-3.3.3")
def test_a_case_on_record_is_listed_until_its_agency_reports_it(district: District) -> None:
    case_id = filed(district, 1)
    district.whole.clock.set(datetime(2026, 8, 5, 4, tzinfo=UTC))
    listed(district, 1)
    assert unreported(district) == [(number(1), case_id)]

    district.whole.clock.set(datetime(2026, 8, 6, 4, tzinfo=UTC))
    reported(district, case_id)

    assert unreported(district) == []
    assert unreported(district, rows="all") == [], "a list of gaps has what is lacking only"
    assert unreported(district, as_of="2026-08-04") == [], "the list had not come"
    assert unreported(district, as_known_at="2026-08-05T23:00:00+08:00") == [(number(1), case_id)]


@pytest.mark.clause("YC-3.3.3")
def test_a_later_list_of_the_same_or_a_longer_period_takes_the_place_of_an_earlier_one(district: District) -> None:
    district.whole.clock.set(datetime(2026, 8, 5, 4, tzinfo=UTC))
    listed(district, 12, 13)
    listed(district, 14, list_id="QD-8-1", filed_from="2026-08-02")
    assert unreported(district) == [(number(12), None), (number(13), None), (number(14), None)]

    listed(district, 13, list_id="QD-8-2")

    assert unreported(district) == [(number(13), None)]


@pytest.mark.clause("YC-3.3.3")
def test_the_register_is_for_the_body_that_supervises(district: District) -> None:
    case_id = filed(district, 1)
    district.whole.clock.set(datetime(2026, 8, 5, 4, tzinfo=UTC))
    listed(district, 1)
    (defendant,) = district.client("supervisor").get(f"/v1/intake/cases/{case_id}").json()["defendants"]

    shown = district.client("agency", agency=defendant["agency"]["agency_id"]).get(
        "/v1/intake/registers/court_list", jurisdiction=district.jurisdiction
    )

    assert (shown.status_code, shown.json()["rows"]) == (200, [])
