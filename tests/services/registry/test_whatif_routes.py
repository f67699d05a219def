"""A history tried under another profile or a draft over HTTP, over a real ledger: what is told, to whom, and that nothing is written."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from services.registry.app import create_app
from services.registry.samples import MARKET
from tests.law.casebook import Casebook
from tests.law.court_casebook import CourtBook
from tests.law.mediation_casebook import MediationCasebook
from tests.services.registry.office import IDENTITY, SHORTER, TITLE, Office, hongze, open_office
from tests.services.registry.office import PATH as DRAFTS
from tests.services.registry.record import append
from tests.whole import AUDITOR, MARKET_OA, SUPERVISOR, Whole, callers
from tests.wire import Wire
from yingsu.clock import SettableClock
from yingsu.events.notify.timer import ObligationOverdue
from yingsu.law.obligations import evaluate
from yingsu.law.rules import builtin_rules
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.store import Ledger

HONGZE, NEIGHBOUR = "320813", "320804"
PATH = "/v1/registry/whatif"


@pytest.fixture
def whole(ledger: Ledger, keys: KeyStore, clock: SettableClock, tmp_path: Path) -> Whole:
    """Every service, and three mediations of July 2026 in which the market bureau told its plan a week late."""
    clock.set(datetime(2026, 7, 20, 4, tzinfo=UTC))
    made = Whole(ledger, keys, clock, tmp_path)
    for _ in range(3):
        book = MediationCasebook(MARKET, case_id=f"case-{uuid4()}")
        book.referred(date(2026, 7, 1))
        book.accepted(date(2026, 7, 2))
        book.noticed(date(2026, 7, 6), MARKET)
        book.planned(date(2026, 7, 13), MARKET)
        append(ledger, book)
    return made


@pytest.fixture
def office(whole: Whole) -> Office:
    """Two systems of administrators: that of 洪泽 and of a neighbouring district, with its officials."""
    calling = callers(create_app(whole.deps), whole.deps)
    districts = (HONGZE, NEIGHBOUR)
    return open_office(calling("administrator"), calling, whole.transport, whole.deps.settings.issuer, jurisdictions=districts)


def put_forward(office: Office, *changes: tuple[str, str, str]) -> str:
    """The content of a draft of 洪泽's profile, by its hash."""
    answer = office.drafter.prepare(hongze(*changes), date(2026, 7, 21))
    assert answer.status_code == 201, answer.text
    return str(answer.json()["sha256"])


def lines(caller: Wire, **body: Any) -> list[dict[str, Any]]:
    """What is told, line by line."""
    answer = caller.post(PATH, {"jurisdiction": HONGZE, "profile_id": "national", **body})
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/x-ndjson")
    return [json.loads(line) for line in answer.text.splitlines()]


@pytest.mark.parametrize("client", [SUPERVISOR, AUDITOR])
def test_the_local_duties_are_lost_under_the_national_layer(whole: Whole, client: str) -> None:
    head = whole.ledger.head()
    told = lines(whole.wire(client))
    assert told[-2] == {"progress": {"cases": 3, "of": 3}}
    outcome = told[-1]["outcome"]
    plans = next(item for item in outcome["obligations"] if item["code"] == "mediation_plan")
    assert plans == {"code": "mediation_plan", "before": {"obligations": 3, "overdue": 3}, "after": None}
    assert (outcome["counted"]["lost"], outcome["counted"]["no_longer_overdue"]) == (9, 6)
    lost = next(item for item in outcome["differences"] if item["code"] == "mediation_plan")
    assert (lost["changes"], lost["agency_id"], lost["clauses"], lost["before"]["due"], lost["after"]) == (
        ["lost", "no_longer_overdue"],
        MARKET,
        ["HZ-4.3"],
        "2026-07-09",
        None,
    )
    assert whole.ledger.head() == head, "nothing is written"


def test_figures_and_tiers_stand_side_by_side(whole: Whole, ledger: Ledger) -> None:
    book = CourtBook(case_id=f"case-{uuid4()}")
    book.filed(date(2026, 7, 1), agencies=((MARKET, HONGZE),))
    book.judged(date(2026, 7, 14), (MARKET, "revoked"))
    append(ledger, book)
    outcome = lines(whole.wire(SUPERVISOR), profile_id="xuecheng", first="2026-07-01")[-1]["outcome"]
    (market,) = outcome["agencies"]
    rate = next(metric for metric in market["metrics"] if metric["code"] == "loss_rate")
    assert (rate["before"]["numerator"], rate["before"]["denominator"], rate["before"]["met"]) == (1, 1, None)
    assert (rate["after"]["percent"], rate["after"]["target"], rate["after"]["met"]) == ("100.00%", "不高于10%（含本数）", False)
    assert market["tiers"]["before"] == []
    assert [tier["clauses"] for tier in market["tiers"]["after"] if tier["no"] == 1] == [["XC-5.6"]]


@pytest.mark.parametrize(("answered_on", "proposed"), [(date(2026, 6, 18), []), (date(2026, 6, 19), ["special_bulletin"])])
def test_a_notice_that_a_duty_is_overdue_counts_as_far_as_it_is_so(
    whole: Whole, ledger: Ledger, answered_on: date, proposed: list[str]
) -> None:
    """YC-2.6.1 tried on 洪泽: the answer was due on 18 June, and told overdue on the 19th because it was entered on the 22nd."""
    book = CourtBook(case_id=f"case-{uuid4()}")
    book.filed(date(2026, 6, 1), agencies=((MARKET, HONGZE),))
    book.served(date(2026, 6, 3), MARKET)
    book.answered(answered_on, MARKET)
    append(ledger, book)
    recorded = [entry for entry in ledger.read_all(0, 1000) if entry.case_id == book.case_id]
    owed = next(found for found in evaluate(recorded, builtin_rules()) if found.code == "statutory_answer")
    told = Casebook(book.case_id)
    told.write(
        ObligationOverdue(
            obligation=owed.id, code=owed.code, title=owed.title, agency=MARKET, owed_by=owed.owed_by, latest=owed.latest
        ),
        date(2026, 6, 19),
    )
    append(ledger, told, stream="obligation-1")
    (market,) = lines(whole.wire(SUPERVISOR), profile_id="yicheng")[-1]["outcome"]["agencies"]
    assert [tier["ladder"] for tier in market["tiers"]["after"]] == proposed


def test_a_stretch_and_an_agency_narrow_what_is_compared(whole: Whole) -> None:
    caller = whole.wire(SUPERVISOR)
    assert lines(caller, first="2026-07-14")[-1]["outcome"]["counted"]["lost"] == 0
    assert lines(caller, last="2026-07-05")[-1]["outcome"]["counted"]["lost"] == 3
    assert lines(caller, agency_id="agency-none")[-1]["outcome"]["obligations"] == []


def test_all_are_counted_and_only_so_many_listed(whole: Whole) -> None:
    outcome = lines(whole.wire(SUPERVISOR), shown=1)[-1]["outcome"]
    assert (len(outcome["differences"]), outcome["counted"]["lost"]) == (1, 9)


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"profile_id": "nowhere"}, 404, "profile-not-found"),
        ({"version": 9}, 404, "profile-not-found"),
        ({"jurisdiction": "110101"}, 404, "profile-not-found"),
        ({"first": "2026-07-14", "last": "2026-07-01"}, 422, "period-reversed"),
        ({"shown": 5001}, 422, "request-invalid"),
    ],
)
def test_what_cannot_be_tried_is_refused_before_the_first_line(
    whole: Whole, body: dict[str, Any], status: int, code: str
) -> None:
    answer = whole.wire(SUPERVISOR).post(PATH, {"jurisdiction": HONGZE, "profile_id": "national", **body})
    assert (answer.status_code, answer.json()["code"]) == (status, code)


@pytest.mark.parametrize("client", [MARKET_OA, "administrator"])
def test_it_is_open_to_who_supervises_and_who_audits(whole: Whole, client: str) -> None:
    answer = whole.wire(client).post(PATH, {"jurisdiction": HONGZE, "profile_id": "national"})
    assert answer.status_code == 403


@pytest.mark.parametrize("client", [SUPERVISOR, AUDITOR])
def test_a_draft_is_tried_before_it_is_published(whole: Whole, office: Office, client: str) -> None:
    draft = put_forward(office, SHORTER)
    head = whole.ledger.head()
    told = lines(whole.wire(client), profile_id="hongze", draft=draft)
    assert told[-2] == {"progress": {"cases": 3, "of": 3}}
    outcome = told[-1]["outcome"]
    assert outcome["counted"] == {"gained": 0, "lost": 0, "moved": 3, "newly_overdue": 0, "no_longer_overdue": 0}
    assert {(item["code"], item["before"]["due"], item["after"]["due"]) for item in outcome["differences"]} == {
        ("mediation_plan", "2026-07-09", "2026-07-08")
    }
    assert whole.ledger.head() == head, "nothing is written"
    in_force = lines(whole.wire(client), profile_id="hongze")[-1]["outcome"]
    assert (in_force["counted"]["moved"], in_force["differences"]) == (0, []), "the draft is not in force"


def test_a_draft_that_was_decided_is_still_tried(whole: Whole, office: Office) -> None:
    draft = put_forward(office, SHORTER)
    assert office.head.post(f"{DRAFTS}/{draft}/reject", {"reason": "示例理由"}, version=1).json()["status"] == "rejected"
    assert lines(whole.wire(SUPERVISOR), profile_id="hongze", draft=draft)[-1]["outcome"]["counted"]["moved"] == 3


def test_of_two_drafts_each_is_tried_by_its_content(whole: Whole, office: Office) -> None:
    same, shorter = put_forward(office, TITLE), put_forward(office, SHORTER)
    moved = [
        lines(whole.wire(SUPERVISOR), profile_id="hongze", draft=draft)[-1]["outcome"]["counted"]["moved"]
        for draft in (same, shorter)
    ]
    assert moved == [0, 3]


def test_the_draft_of_another_district_is_as_if_it_were_not(whole: Whole, office: Office) -> None:
    answer = office.drafter.prepare({"identity.toml": IDENTITY}, date(2026, 7, 21), profile="huaiyin")
    assert answer.status_code == 201, answer.text
    body = {"jurisdiction": HONGZE, "profile_id": "huaiyin", "draft": answer.json()["sha256"]}
    refused = whole.wire(SUPERVISOR).post(PATH, body)
    assert (refused.status_code, refused.json()["code"]) == (404, "draft-not-found")
    assert "管辖区域内没有这份草案。请先查看草案目录" in refused.json()["detail"]


def test_a_draft_is_tried_only_by_who_may_read_drafts(whole: Whole, office: Office) -> None:
    client = whole.deps.directory.client(SUPERVISOR)
    assert client is not None
    narrow = Wire(whole.app, whole.deps.issuer.issue(client, ("due:read",)).access_token)
    answer = narrow.post(PATH, {"jurisdiction": HONGZE, "profile_id": "hongze", "draft": put_forward(office, SHORTER)})
    assert (answer.status_code, answer.json()["code"]) == (403, "scope-missing")
    assert "registry:read" in answer.json()["detail"]
    assert lines(narrow)[-1]["outcome"]["counted"]["lost"] == 9, "a published profile needs no more than the periods' scope"


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"draft": "0" * 64}, 404, "draft-not-found"),
        ({"draft": "0" * 64, "version": 1}, 422, "request-invalid"),
        ({"draft": "1"}, 422, "request-invalid"),
    ],
)
def test_a_draft_is_named_by_its_hash_and_alone(whole: Whole, body: dict[str, Any], status: int, code: str) -> None:
    answer = whole.wire(SUPERVISOR).post(PATH, {"jurisdiction": HONGZE, "profile_id": "hongze", **body})
    assert (answer.status_code, answer.json()["code"]) == (status, code)
