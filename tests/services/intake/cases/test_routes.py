"""Cases over HTTP: who sees what, on two clocks, and the agencies' answers."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.services.intake.cast import (
    CASE_NO,
    LAND,
    MARKET,
    MARKET_CODE,
    NEIGHBOUR_CODE,
    answer,
    filing,
    service,
    withdrawal,
)
from tests.services.intake.conftest import MARKET_KEY, Register
from tests.wire import Wire, write_headers
from yingsu.clock import SettableClock
from yingsu.events.registry.agency import OfficialRegistered
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.sealed import Person
from yingsu.officials.assertions import StatementClaims
from yingsu.officials.signatures import sign
from yingsu.web.deps import Deps

OFFICIAL = "official-00000000-0000-4000-8000-320813000003"

Line = Callable[[str], Wire]
Subjects = Callable[[], set[str]]
Project = Callable[[], None]
Topics = Callable[[], list[str]]


@pytest.fixture
def case_id(court: Wire) -> str:
    """A filed case, served on the market agency."""
    found: str = court.report(filing()).json()["case_id"]
    court.report(service())
    return found


def answers_of(case_id: str, agency: str = MARKET) -> str:
    """The address of an agency's response."""
    return f"/cases/{case_id}/responses/{agency}"


def test_a_case_shows_its_facts(market: Wire, case_id: str) -> None:
    shown = market.get(f"/cases/{case_id}")

    assert shown.headers["ETag"].startswith("W/"), "of what is shown, not a version"
    case = shown.json()
    assert (case["case_no"], case["status_title"], case["type_meaning"]) == (CASE_NO, "答辩中", "行政一审案件")
    assert case["plaintiffs"][0]["name"] == "示例张某"
    assert case["claims"] == "请求撤销处罚决定（样例）"
    assert [defendant["agency"]["name"] for defendant in case["defendants"]] == ["示例局125D", "示例局1338"]
    assert case["defendants"][0]["complaint_received_on"] == "2026-09-10"
    assert case["defendants"][1]["services"] == []


def test_an_auditor_of_the_whole_country_sees_the_cases_of_every_jurisdiction(line: Line, case_id: str, project: Project) -> None:
    project()
    auditor = line("national-auditor")

    assert auditor.get(f"/cases/{case_id}").json()["case_id"] == case_id
    assert [row["case_id"] for row in auditor.get("/cases").json()] == [case_id]


def test_an_erased_person_is_shown_as_erased(market: Wire, case_id: str, keys: KeyStore) -> None:
    keys.destroy(f"{case_id}/p1")
    keys.destroy(f"{case_id}/claims")

    case = market.get(f"/cases/{case_id}").json()
    assert case["plaintiffs"] == [
        {
            "party": "p1",
            "name": "（已删除）",
            "organisation": False,
            "replaced": False,
            "id_number": None,
            "phone": None,
            "address": None,
        }
    ]
    assert case["claims"] == "（已删除）"


@pytest.mark.parametrize("client", ["neighbour", "other-supervisor", "other-court"])
@pytest.mark.parametrize("path", ["", "/timeline", f"/responses/{MARKET}"])
def test_a_case_of_others_does_not_exist(line: Line, case_id: str, client: str, path: str) -> None:
    refusal = line(client).get(f"/cases/{case_id}{path}")

    assert (refusal.status_code, refusal.json()["code"]) == (404, "case-not-found")
    absent = line(client).get(f"/cases/case-00000000-0000-4000-8000-000000000000{path}")
    assert refusal.json()["detail"] == absent.json()["detail"]


def test_an_agency_of_the_same_jurisdiction_that_is_not_sued_does_not_see_the_case(
    court: Wire, line: Line, project: Project
) -> None:
    case_id = court.report(filing(defendants=[{"agency_code": MARKET_CODE}])).json()["case_id"]
    project()

    assert line("land").get(f"/cases/{case_id}").status_code == 404
    assert line("land").get("/cases").json() == []
    assert line("land").send("GET", "/cases/by-number/" + CASE_NO).status_code == 404


def test_a_case_of_two_jurisdictions_is_seen_from_both(court: Wire, line: Line, project: Project) -> None:
    both = filing(defendants=[{"agency_code": MARKET_CODE}, {"agency_code": NEIGHBOUR_CODE}])
    case_id = court.report(both).json()["case_id"]
    project()

    for client in ("supervisor", "other-supervisor", "market", "neighbour"):
        assert line(client).get(f"/cases/{case_id}").status_code == 200
        assert [row["case_id"] for row in line(client).get("/cases").json()] == [case_id]


@pytest.mark.parametrize("spelling", [CASE_NO, "(2026)苏0813行初字第0012号", "〔２０２６〕苏0813 行初 12号之一"])
def test_a_case_is_found_by_any_spelling_of_its_number(market: Wire, case_id: str, project: Project, spelling: str) -> None:
    assert market.get(f"/cases/by-number/{spelling}").json()["case_id"] == case_id
    project()
    assert [row["case_id"] for row in market.get("/cases", case_no=spelling).json()] == [case_id]


def test_a_number_that_is_none_is_explained(market: Wire) -> None:
    for refusal in (market.get("/cases/by-number/12号"), market.get("/cases", case_no="12号")):
        assert (refusal.status_code, refusal.json()["code"]) == (422, "malformed-case-number")


def test_the_list_is_narrowed_and_paged_latest_first(court: Wire, supervisor: Wire, project: Project) -> None:
    for number in range(1, 6):
        body = filing(message_id=f"m-{number}", case_no=f"（2026）苏0813行初{number}号", occurred_on=f"2026-09-0{number}")
        court.report(body)
    court.report(service(case_no="（2026）苏0813行初2号", message_id="m-6"))
    project()

    first = supervisor.get("/cases", limit="2", filed_from="2026-09-02", filed_to="2026-09-04")
    second = supervisor.send("GET", first.links["next"]["url"])
    assert [row["filed_on"] for row in first.json() + second.json()] == ["2026-09-04", "2026-09-03", "2026-09-02"]
    served = supervisor.get("/cases", status="answering").json()
    assert [(row["filed_on"], row["latest_title"], row["latest_on"]) for row in served] == [
        ("2026-09-02", "送达起诉状副本", "2026-09-10")
    ]


def test_the_timeline_tells_when_each_fact_was_and_when_it_became_known(court: Wire, market: Wire, clock: SettableClock) -> None:
    case_id = court.report(filing(occurred_on="2026-09-16")).json()["case_id"]
    clock.set(datetime(2026, 9, 20, 1, 0, tzinfo=UTC))
    court.report(service(occurred_on="2026-09-17", received_on="2026-09-18"))

    lines = market.get(f"/cases/{case_id}/timeline").json()

    assert [(line["title"], line["occurred_on"], line["received_on"], line["days_late"]) for line in lines] == [
        ("一审立案", "2026-09-16", None, 0),
        ("送达起诉状副本", "2026-09-17", "2026-09-18", 2),
    ]
    assert [line["recorded_late"] for line in lines] == [False, True]
    assert (lines[1]["agency"]["agency_id"], lines[1]["actor_role"]) == (MARKET, "court")


def test_a_case_as_of_a_day_holds_no_later_fact(court: Wire, market: Wire, clock: SettableClock) -> None:
    clock.set(datetime(2026, 9, 30, 1, 0, tzinfo=UTC))
    case_id = court.report(filing()).json()["case_id"]
    court.report(service(occurred_on="2026-09-10", received_on="2026-09-12"))
    market.post(answers_of(case_id) + "/answer", answer(submitted_on="2026-09-20"), version=0)
    court.report(withdrawal(occurred_on="2026-09-25"))

    def status(day: str) -> str:
        found: str = market.get(f"/cases/{case_id}", as_of=day).json()["status"]
        return found

    assert [status(day) for day in ("2026-09-07", "2026-09-11", "2026-09-12", "2026-09-24", "2026-09-25")] == [
        "filed",
        "filed",
        "answering",
        "answering",
        "withdrawn",
    ]
    assert market.get(f"/cases/{case_id}", as_of="2026-09-06").status_code == 404
    assert len(market.get(f"/cases/{case_id}/timeline", as_of="2026-09-11").json()) == 1
    early = market.get(f"/cases/{case_id}", as_of="2026-09-12")
    assert early.headers["ETag"] != market.get(f"/cases/{case_id}").headers["ETag"]
    assert early.json()["defendants"][0]["answered_on"] is None


def test_a_case_as_known_at_a_moment_holds_nothing_recorded_later(court: Wire, market: Wire, clock: SettableClock) -> None:
    case_id = court.report(filing()).json()["case_id"]
    clock.set(datetime(2026, 9, 20, 1, 0, tzinfo=UTC))
    court.report(service())

    before = market.get(f"/cases/{case_id}", as_known_at="2026-09-19T00:00:00+08:00", as_of="2026-09-15").json()
    assert (before["status"], before["defendants"][0]["complaint_received_on"]) == ("filed", None)
    assert market.get(f"/cases/{case_id}", as_of="2026-09-15").json()["status"] == "answering"
    assert market.get(f"/cases/{case_id}", as_known_at="2026-09-01T00:00:00+08:00").status_code == 404


def test_an_answer_is_recorded_and_changes_the_version(market: Wire, case_id: str) -> None:
    none_yet = market.get(answers_of(case_id))
    assert (none_yet.headers["ETag"], none_yet.json()["submissions"]) == ('"0"', [])

    written = market.post(answers_of(case_id) + "/answer", answer(note="附证据目录"), version=0)

    assert (written.status_code, written.headers["ETag"]) == (201, '"1"')
    assert written.json()["submissions"][0]["note"] == "附证据目录"
    assert written.json() == market.get(answers_of(case_id)).json() | {"timing": None}
    again = market.send("GET", answers_of(case_id), headers={"If-None-Match": '"1"'})
    assert again.status_code == 200, "the version is for deciding: a day or a rule may have changed what is shown"


def test_the_official_who_acts_is_on_record(market: Wire, case_id: str, registered: Register, keys: KeyStore, deps: Deps) -> None:
    person = keys.seal_person(OFFICIAL, Person(name="示例丙"))
    event = OfficialRegistered(official_id=OFFICIAL, person=person, agency=MARKET, post="科员", duties=("handler",))
    registered(OFFICIAL, event)
    now = deps.transport_clock().timestamp()
    claims = StatementClaims(iss="market", sub=OFFICIAL, aud=deps.settings.issuer, iat=now, exp=now + 60, jti="1")
    headers = write_headers(version=0) | {"Acting-Official": sign(claims, MARKET_KEY, typ="JWT")}

    assert market.send("POST", answers_of(case_id) + "/answer", json=answer(), headers=headers).status_code == 201

    line = market.get(f"/cases/{case_id}/timeline").json()[-1]
    assert (line["title"], line["actor_role"], line["official"]) == ("提交答辩状和证据", "agency", OFFICIAL)


def test_court_messages_do_not_stale_an_agency(court: Wire, market: Wire, case_id: str) -> None:
    version = market.get(answers_of(case_id)).headers["ETag"]
    court.report(service(message_id="m-8", document="summons"))

    written = market.send("POST", answers_of(case_id) + "/answer", json=answer(), headers=write_headers() | {"If-Match": version})
    assert written.status_code == 201


def test_two_answers_racing_on_one_version_one_wins(market: Wire, case_id: str, topics: Topics) -> None:
    path = answers_of(case_id) + "/answer"
    requests = [("POST", path, {"json": answer(), "headers": write_headers(version=0)}) for _ in range(2)]

    answers = market.together(requests)

    assert sorted(found.status_code for found in answers) == [201, 412]
    assert topics().count("intake.answer_submitted.v1") == 1


def test_one_answer_sent_five_times_at_once_is_one_event_and_five_equal_answers(
    market: Wire, case_id: str, topics: Topics
) -> None:
    path = answers_of(case_id) + "/answer"
    requests = [("POST", path, {"json": answer(), "headers": write_headers("one-key", 0)}) for _ in range(5)]

    answers = market.together(requests)

    assert [found.status_code for found in answers] == [201] * 5
    assert len({(found.content, found.headers["ETag"]) for found in answers}) == 1
    assert topics().count("intake.answer_submitted.v1") == 1


def test_a_second_answer_is_refused_with_its_rule(market: Wire, case_id: str) -> None:
    path = answers_of(case_id) + "/answer"
    market.post(path, answer(), version=0)

    refusal = market.post(path, answer(), version=1)

    assert (refusal.status_code, refusal.json()["code"]) == (409, "answer-already-submitted")
    assert "第六十七条" in refusal.json()["detail"]


def test_whoever_is_second_is_told_what_was_recorded_meanwhile(market: Wire, case_id: str) -> None:
    path = answers_of(case_id) + "/answer"
    market.post(path, answer(has_answer=False), version=0)
    refusal = market.post(path, answer(), version=0).json()
    (told,) = refusal["errors"]
    assert (refusal["status"], told["pointer"], told["code"]) == (412, "If-Match", "changed-since")
    assert "第 1 版" in told["message"]
    assert "intake.answer_submitted.v1" in told["message"]


def test_an_answer_needs_a_version_and_a_key(market: Wire, case_id: str) -> None:
    path = answers_of(case_id) + "/answer"
    assert market.post(path, answer()).status_code == 428
    assert market.send("POST", path, json=answer(), headers={"If-Match": '"0"'}).status_code == 400
    assert market.post(path, answer(), version=3).status_code == 412


def test_an_agency_answers_for_itself_only(market: Wire, line: Line, case_id: str, topics: Topics) -> None:
    refusal = market.post(answers_of(case_id, LAND) + "/answer", answer(), version=0)
    assert (refusal.status_code, refusal.json()["code"]) == (403, "other-agency")
    stranger = line("neighbour").post(answers_of(case_id) + "/answer", answer(), version=0)
    assert (stranger.status_code, stranger.json()["code"]) == (404, "case-not-found")
    for client in ("court", "supervisor"):
        assert line(client).post(answers_of(case_id) + "/answer", answer(), version=0).status_code == 403
    assert "intake.answer_submitted.v1" not in topics()


INCOMPLETE: list[tuple[dict[str, Any], str]] = [
    (answer(has_answer=False, evidence_count=0), "answer-incomplete"),
    (answer(delivery="post"), "answer-incomplete"),
    (answer(posted_on="2026-09-14"), "answer-incomplete"),
    (answer(delivery="post", posted_on="2026-09-16"), "date-order"),
    (answer(submitted_on="2026-09-17"), "future-fact"),
    (answer(submitted_on="2026-09-06"), "date-order"),
]


@pytest.mark.parametrize(("body", "code"), INCOMPLETE)
def test_an_answer_that_cannot_be_one_is_refused(
    market: Wire, case_id: str, topics: Topics, body: dict[str, Any], code: str
) -> None:
    refusal = market.post(answers_of(case_id) + "/answer", body, version=0)

    assert (refusal.status_code, refusal.json()["code"]) == (422, code)
    assert "intake.answer_submitted.v1" not in topics()


def test_the_type_codes_are_served(market: Wire) -> None:
    rows = market.get("/type-codes").json()

    assert {"code": "行初", "meaning": "行政一审案件", "instance": "first", "listed": True} in rows


@pytest.mark.parametrize(
    ("case", "agency", "change", "version", "status"),
    [
        ("case-00000000-0000-4000-8000-000000000000", MARKET, {}, 0, 404),
        (None, LAND, {}, 0, 403),
        (None, MARKET, {}, 7, 412),
        (None, MARKET, {"submitted_on": "2027-01-04"}, 0, 422),
    ],
    ids=["no such case", "another agency", "a stale version", "a date to come"],
)
def test_a_refused_answer_leaves_no_key_of_its_note(
    market: Wire,
    case_id: str,
    subjects: Subjects,
    case: str | None,
    agency: str,
    change: dict[str, Any],
    version: int,
    status: int,
) -> None:
    before = subjects()

    refusal = market.post(answers_of(case or case_id, agency) + "/answer", answer(note="内部意见", **change), version=version)

    assert refusal.status_code == status
    assert subjects() == before


def test_an_agencys_note_is_not_for_the_other_defendants(market: Wire, line: Line, case_id: str) -> None:
    market.post(answers_of(case_id) + "/answer", answer(note="内部意见"), version=0)

    seen = {
        client: line(client).get(answers_of(case_id)).json()["submissions"][0]["note"] for client in ("market", "land", "auditor")
    }

    assert seen == {"market": "内部意见", "land": "（不予显示）", "auditor": "内部意见"}


def test_a_wrong_number_in_a_query_or_a_path_is_shown_at_its_place(market: Wire) -> None:
    for path, place in (("/cases?case_no=x", "query"), ("/cases/by-number/x", "path")):
        refusal = market.send("GET", path).json()
        assert [(flaw["in"], flaw["pointer"], flaw["code"]) for flaw in refusal["errors"]] == [
            (place, "case_no", "malformed-case-number")
        ]
