"""The trial over HTTP: an agency's appearances, what a case shows of hearings and judgments, and who sees the review of a loss."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.services.intake.cast import (
    CASE_NO,
    COURT,
    LAND,
    MARKET,
    MARKET_CODE,
    answer,
    attendance,
    filing,
    hearing,
    judgment,
    referral,
    service,
    withdrawal,
)
from tests.whole import Calling
from tests.wire import Wire, write_headers
from yingsu.events.notify.timer import ReminderSent
from yingsu.events.review.review import Basis, ReviewOpened
from yingsu.ledger.entry import ANY_JURISDICTION, Actor, Command, Event, NewEvent, StreamWrite
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.store import Ledger

Topics = Callable[[], list[str]]
Subjects = Callable[[], set[str]]
Project = Callable[[], None]
RECEIVED = [{"agency_code": MARKET_CODE, "received_on": "2026-09-16"}]


@pytest.fixture
def case_id(court: Wire) -> str:
    """A filed case with a hearing on 14 September."""
    found: str = court.report(filing()).json()["case_id"]
    court.report(hearing())
    return found


def attendances_of(case_id: str, agency: str = MARKET) -> str:
    """Where an agency's appearances are recorded."""
    return f"/cases/{case_id}/responses/{agency}/attendances"


def test_an_appearance_is_recorded_sealed_and_shown_with_its_hearing(market: Wire, case_id: str, keys: KeyStore) -> None:
    written = market.post(attendances_of(case_id), attendance(), version=0)

    assert (written.status_code, written.headers["ETag"]) == (201, '"1"')
    (known,) = written.json()["attendances"]
    assert (known["leader"], known["leader_post"], known["rank_title"], known["flags"]) == ("示例乙", "副局长", "副职", [])
    assert market.get(f"/cases/{case_id}/responses/{MARKET}").json() == written.json()
    case = market.get(f"/cases/{case_id}").json()
    assert (case["status"], case["status_title"]) == ("heard", "已开庭")
    (held,) = case["hearings"]
    assert (held["hearing_on"], held["fixed_on"], held["place"], held["moved"]) == (
        "2026-09-14",
        "2026-09-11",
        "第三法庭（样例）",
        False,
    )
    assert [(shown["agency"]["agency_id"], shown["attendance"]) for shown in held["appeared"]] == [(MARKET, known), (LAND, None)]

    keys.destroy(f"response-{case_id.removeprefix('case-')}-{MARKET.removeprefix('agency-')}/2026-09-14/1")
    erased = market.get(f"/cases/{case_id}").json()["hearings"][0]["appeared"][0]["attendance"]
    assert erased == known | {"leader": "（已删除）"}


def test_that_only_lawyers_came_is_recorded_and_marked_with_the_law(market: Wire, court: Wire, case_id: str) -> None:
    body = {"hearing_on": "2026-09-14", "lawyers": 1}
    flags = market.post(attendances_of(case_id), body, version=0).json()["attendances"][0]["flags"]

    assert [(flag["code"], flag["title"]) for flag in flags] == [
        ("leader_absent", "负责人未出庭"),
        ("only_lawyers", "仅委托律师出庭"),
    ]
    assert flags[1]["authority"] == "行政诉讼法第三条第三款、法释〔2018〕1号第一百二十八条第二款"
    lines = court.get(f"/cases/{case_id}/timeline").json()
    assert (lines[-1]["title"], lines[-1]["agency"]["agency_id"]) == ("第 1 次开庭：负责人未出庭，律师 1 人", MARKET)


def test_an_appearance_and_an_answer_share_a_version(market: Wire, case_id: str, topics: Topics) -> None:
    market.post(f"/cases/{case_id}/responses/{MARKET}/answer", answer(), version=0)

    assert market.post(attendances_of(case_id), attendance(), version=0).status_code == 412
    written = market.post(attendances_of(case_id), attendance(), version=1)
    assert (written.status_code, written.json()["version"], len(written.json()["submissions"])) == (201, 2, 1)
    assert market.post(attendances_of(case_id), attendance()).status_code == 428
    assert topics().count("intake.leader_attendance_recorded.v2") == 1


def test_one_appearance_sent_five_times_at_once_is_one_event(market: Wire, case_id: str, topics: Topics) -> None:
    requests: list[tuple[str, str, dict[str, Any]]] = [
        ("POST", attendances_of(case_id), {"json": attendance(), "headers": write_headers("one-key", 0)})
    ] * 5
    answers = market.together(requests)

    assert [found.status_code for found in answers] == [201] * 5
    assert len({(found.content, found.headers["ETag"]) for found in answers}) == 1
    assert topics().count("intake.leader_attendance_recorded.v2") == 1


REFUSED: list[tuple[str, str, dict[str, Any], int, str]] = [
    ("the same hearing again", MARKET, {}, 409, "attendance-already-recorded"),
    ("a hearing that the court did not tell", MARKET, {"hearing_on": "2026-09-15"}, 409, "hearing-not-on-record"),
    ("a hearing to come", MARKET, {"hearing_on": "2026-09-17"}, 422, "future-fact"),
    ("a leader without a post", MARKET, {"leader_post": None}, 422, "attendance-incomplete"),
    ("a leader without a rank", MARKET, {"rank": None}, 422, "attendance-incomplete"),
    ("another agency", LAND, {}, 403, "other-agency"),
    ("a leader's phone", MARKET, {"leader": {"name": "示例乙", "phone": "000"}}, 422, "request-invalid"),
]


@pytest.mark.parametrize(
    ("agency", "change", "status", "code"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED]
)
def test_a_refused_appearance_leaves_no_event_and_no_key(
    market: Wire, case_id: str, subjects: Subjects, topics: Topics, agency: str, change: dict[str, Any], status: int, code: str
) -> None:
    market.post(attendances_of(case_id), attendance(), version=0)
    before = (subjects(), topics())

    refusal = market.post(attendances_of(case_id, agency), attendance(**change), version=1)

    assert (refusal.status_code, refusal.json()["code"]) == (status, code)
    assert (subjects(), topics()) == before


def test_only_the_agency_of_the_case_records_its_appearance(line: Calling, case_id: str, topics: Topics) -> None:
    refusals = [
        line(client).post(attendances_of(case_id), attendance(), version=0).status_code
        for client in ("court", "supervisor", "centre", "neighbour", "land")
    ]

    assert refusals == [403, 403, 403, 404, 403]
    assert "intake.leader_attendance_recorded.v2" not in topics()


def test_before_the_filing_there_is_no_hearing_to_appear_at(court: Wire, market: Wire) -> None:
    case_id = court.report(referral()).json()["case_id"]
    refusal = market.post(attendances_of(case_id), attendance(), version=0)

    assert (refusal.status_code, refusal.json()["code"]) == (409, "case-not-filed")
    assert "行政诉讼法第三条" in refusal.json()["detail"]


def test_a_case_shows_its_judgment_with_the_result_of_each_defendant(court: Wire, market: Wire, case_id: str) -> None:
    court.report(judgment(receipts=RECEIVED))
    case = market.get(f"/cases/{case_id}").json()

    assert (case["status"], case["status_title"]) == ("judged", "已裁判")
    (told,) = case["judgments"]
    assert (told["judgment_no"], told["document_title"], told["judged_on"]) == (CASE_NO, "判决书", "2026-09-15")
    assert [(r["agency"]["agency_id"], r["lost"], r["received_on"]) for r in told["results"]] == [
        (MARKET, True, "2026-09-16"),
        (LAND, False, None),
    ]
    assert [r["outcomes"] for r in told["results"]] == [
        [{"object": "original_act", "outcome": "revoked", "title": "撤销", "article": "行政诉讼法第七十条", "lost": True}],
        [
            {
                "object": "original_act",
                "outcome": "claims_dismissed",
                "title": "驳回诉讼请求",
                "article": "行政诉讼法第六十九条",
                "lost": False,
            }
        ],
    ]


def test_a_hearing_that_was_moved_is_shown_as_moved(court: Wire, market: Wire, case_id: str) -> None:
    court.report(hearing(message_id="m-20", occurred_on="2026-09-12", hearing_on="2026-09-16", begins_at=None))

    shown = market.get(f"/cases/{case_id}").json()["hearings"]
    assert [(held["hearing_on"], held["moved"]) for held in shown] == [("2026-09-14", True), ("2026-09-16", False)]
    assert market.post(attendances_of(case_id), attendance(), version=0).json()["code"] == "hearing-not-on-record"


def test_the_statuses_of_the_trial_on_both_clocks_and_in_the_list(
    court: Wire, market: Wire, supervisor: Wire, case_id: str, project: Project
) -> None:
    court.report(service())
    market.post(attendances_of(case_id), attendance(), version=0)
    court.report(judgment(receipts=RECEIVED))
    project()

    days = ("2026-09-10", "2026-09-11", "2026-09-13", "2026-09-14", "2026-09-15")
    found = [market.get(f"/cases/{case_id}", as_of=day).json()["status"] for day in days]
    assert found == ["answering", "hearing_set", "hearing_set", "heard", "judged"]
    assert [len(supervisor.get("/cases", status=status).json()) for status in ("heard", "judged")] == [0, 1]
    court.report(withdrawal(occurred_on="2026-09-16"))
    assert market.get(f"/cases/{case_id}").json()["status"] == "withdrawn"


def opened(agency: str) -> ReviewOpened:
    """A review that an agency holds for the market agency's loss."""
    return ReviewOpened(
        agency=agency,
        defendant=MARKET,
        grounds="lost",
        court=COURT,
        case_no=CASE_NO,
        judgment=UUID(int=1),
        judgment_no=CASE_NO,
        judged_on=date(2026, 9, 14),
        received_on=date(2026, 9, 14),
        outcomes=("revoked",),
        decided_under=Basis(profile="hongze.2025-04-18", clauses=("HZ-9.3",)),
    )


REMINDED = ReminderSent(
    obligation="o",
    code="review_start",
    title="开展败诉案件复盘分析",
    agency=LAND,
    owed_by="review_owner",
    stage="ahead",
    for_day=date(2026, 9, 16),
    due=date(2026, 9, 23),
    latest=date(2026, 9, 23),
)


@pytest.fixture
def reviewed(court: Wire, ledger: Ledger) -> str:
    """A case against the market agency alone, lost; the land agency reviews it and is reminded."""
    case_id: str = court.report(filing(defendants=[{"agency_code": MARKET_CODE}])).json()["case_id"]
    received = [{"agency_code": MARKET_CODE, "received_on": "2026-09-14"}]
    results = [{"agency_code": MARKET_CODE, "outcome": "revoked"}]
    court.report(judgment(occurred_on="2026-09-14", results=results, receipts=received))
    written: list[tuple[str, Event, date]] = [
        (f"review-{'d' * 32}", opened(LAND), date(2026, 9, 15)),
        (f"obligation-{'e' * 32}", REMINDED, date(2026, 9, 16)),
    ]
    ledger.append(
        Command(
            command_id=uuid4(),
            body_hash=bytes(32),
            writes=tuple(
                StreamWrite(
                    stream=stream,
                    expected_version=0,
                    events=(NewEvent(event=event, jurisdiction="320813", case_id=case_id, occurred_on=day),),
                )
                for stream, event, day in written
            ),
            actor=Actor(client="yingsu", role="system"),
            source="test",
            correlation_id="test",
            permitted=(ANY_JURISDICTION,),
        )
    )
    return case_id


def test_a_court_sees_nothing_of_the_review_and_the_reminders(
    reviewed: str, court: Wire, supervisor: Wire, project: Project
) -> None:
    project()
    (for_court,), (for_supervisor,) = court.get("/cases").json(), supervisor.get("/cases").json()

    assert for_court["latest_title"] == "送达判决书"
    assert for_supervisor["latest_title"] == "收到败诉裁判文书，开始一案一复盘"
    theirs, ours = (wire.get(f"/cases/{reviewed}/timeline").json() for wire in (court, supervisor))
    assert {line["topic"].split(".")[0] for line in theirs} == {"intake"}
    assert [line["title"] for line in ours[len(theirs) :]] == [
        "收到败诉裁判文书，开始一案一复盘",
        "提醒：开展败诉案件复盘分析，2026-09-23 届满",
    ]
    assert [line["agency"]["agency_id"] for line in ours[len(theirs) :]] == [LAND, LAND]
    assert court.get(f"/cases/{reviewed}").json()["version"] == len(theirs)


def test_an_agency_that_reviews_for_another_sees_the_case_and_is_no_defendant(
    reviewed: str, line: Calling, project: Project
) -> None:
    project()
    land = line("land")

    assert [(row["case_id"], [d["agency_id"] for d in row["defendants"]]) for row in land.get("/cases").json()] == [
        (reviewed, [MARKET])
    ]
    case = land.get(f"/cases/{reviewed}").json()
    assert [defendant["agency"]["agency_id"] for defendant in case["defendants"]] == [MARKET]
    assert land.get(f"/cases/{reviewed}/responses/{LAND}").status_code == 404
    assert line("neighbour").get(f"/cases/{reviewed}").status_code == 404


def test_whoever_sees_the_case_sees_which_leader_appeared(market: Wire, line: Calling, case_id: str) -> None:
    market.post(attendances_of(case_id), attendance(), version=0)
    shown = {
        client: line(client).get(f"/cases/{case_id}").json()["hearings"][0]["appeared"][0]["attendance"]["leader"]
        for client in ("court", "land", "supervisor", "auditor")
    }

    assert set(shown.values()) == {"示例乙"}
    assert line("administrator").get(f"/cases/{case_id}").status_code == 403
