"""Passing a court's pre-filing notice on to the agencies that it concerns (《十项机制》第五项)."""

from collections.abc import Callable
from datetime import date
from typing import Any

import msgspec
import pytest

from services.intake.court.prelitigation import PreFiling
from services.intake.forwarding import forwarding
from services.intake.forwarding.forwarding import (
    AdviceMissing,
    AgencyNotConcerned,
    AlreadyForwarded,
    ForwardedBeforeNotice,
    Forwarding,
    NoPreFilingNotice,
    PreFilingTakenBack,
)
from tests.services.intake.cast import (
    CASE,
    COURT,
    LAND,
    MARKET,
    MARKET_CODE,
    NEIGHBOUR,
    NEIGHBOUR_CODE,
    PRE_FILING_NO,
    REFERRAL_NO,
    TODAY,
    entries,
    filing,
    pre_filing,
    pre_filing_withdrawal,
    referral,
)
from tests.wire import Wire, write_headers
from yingsu.errors import YingsuError
from yingsu.events.intake.prelitigation import AgencyNotifiedOfPreFiling, PreFilingNotified, Respondent
from yingsu.ledger.sealed import SealedText
from yingsu.ledger.store import FutureFact, Ledger

Line = Callable[[str], Wire]
Topics = Callable[[], list[str]]

OTHER = "case-01994b2e-0000-7000-8000-000000000002"
NOTIFIED = PreFilingNotified(
    court=COURT,
    case_no=PRE_FILING_NO,
    type_code="行诉前立",
    type_known=False,
    received_on=date(2026, 9, 4),
    cause="行政处罚",
    applicants=(),
    respondents=(Respondent(agency=MARKET, jurisdiction="320813"), Respondent(agency=LAND, jurisdiction="320813")),
    act=None,
)
NOTICE = PreFiling(case_id=CASE, notified=NOTIFIED)
TOLD = Forwarding(notified_on=date(2026, 9, 7), version=1)


def notice(case_id: str = CASE, withdrawn: date | None = None, **change: Any) -> PreFiling:
    return PreFiling(
        case_id=case_id,
        notified=msgspec.structs.replace(NOTIFIED, **change),
        withdrawn_on=withdrawn,
    )


def told_on(day: date, advice: str = "做好应诉准备", withdrawn: date | None = None) -> None:
    forwarding.forward(notice(withdrawn=withdrawn), day, advice, TODAY)


REFUSALS: list[tuple[str, Callable[[], object], type[YingsuError], str, str | None]] = [
    ("no notice", lambda: forwarding.notice_for([PreFiling(case_id=CASE)], CASE, MARKET), NoPreFilingNotice, "尚未通报", None),
    ("another agency", lambda: forwarding.notice_for([NOTICE], CASE, NEIGHBOUR), AgencyNotConcerned, "案涉行政机关", None),
    ("told already", lambda: forwarding.require_first(TOLD), AlreadyForwarded, "已于 2026-09-07", None),
    ("no advice", lambda: told_on(date(2026, 9, 7), advice="  "), AdviceMissing, "做好应诉准备工作", "/advice"),
    ("tomorrow", lambda: told_on(date(2026, 9, 17)), FutureFact, "晚于今天", "/notified_on"),
    ("before the notice", lambda: told_on(date(2026, 9, 3)), ForwardedBeforeNotice, "早于收到", "/notified_on"),
    (
        "after its withdrawal",
        lambda: told_on(date(2026, 9, 9), withdrawn=date(2026, 9, 8)),
        PreFilingTakenBack,
        "已于 2026-09-08 撤回",
        None,
    ),
]


@pytest.mark.parametrize(("attempt", "error", "says", "pointer"), [case[1:] for case in REFUSALS], ids=[c[0] for c in REFUSALS])
def test_a_refusal_names_its_clause_and_what_to_do(
    attempt: Callable[[], object], error: type[YingsuError], says: str, pointer: str | None
) -> None:
    with pytest.raises(error, match=says) as refusal:
        attempt()

    assert "《十项机制》第五项" in refusal.value.message
    assert (refusal.value.clauses, refusal.value.pointer) == (("HZ-5.2",), pointer)


@pytest.mark.parametrize("day", [date(2026, 9, 4), date(2026, 9, 8), TODAY])
def test_an_agency_may_be_told_on_the_day_of_the_notice_and_late_too(day: date) -> None:
    told_on(day)


def test_an_agency_may_be_told_until_the_day_on_which_the_notice_is_taken_back() -> None:
    told_on(date(2026, 9, 8), withdrawn=date(2026, 9, 8))


def test_of_several_notices_the_one_asked_for_goes_before_the_latest_that_stands() -> None:
    only_land = (Respondent(agency=LAND, jurisdiction="320813"),)
    first = notice(CASE)
    withdrawn = notice(OTHER, withdrawn=date(2026, 9, 10), received_on=date(2026, 9, 9))
    third = notice("case-3", received_on=date(2026, 9, 5), respondents=only_land)
    every = [first, withdrawn, third, PreFiling(case_id="case-4")]

    assert forwarding.notice_for(every, "case-4", MARKET)[0] == first
    assert forwarding.notice_for(every, OTHER, MARKET)[0] == withdrawn
    assert forwarding.notice_for(every, "case-4", LAND)[0] == third
    assert forwarding.notice_for(every, "case-3", MARKET)[0] == first
    assert forwarding.notice_for([withdrawn], "case-4", MARKET) == (withdrawn, NOTIFIED.respondents[0])


def test_the_first_entry_of_a_forwarding_counts() -> None:
    advice = SealedText(subject="forwarding-1", key_id="k", box="eA==")
    days = [date(2026, 9, 7), date(2026, 9, 8)]
    events = [(AgencyNotifiedOfPreFiling(agency=MARKET, notified_on=day, method="电话", advice=advice), day) for day in days]

    state = forwarding.fold(entries(*events, stream="forwarding-1"))
    assert (state.notified_on, state.method, state.advice, state.version) == (days[0], "电话", advice, 2)
    assert forwarding.fold([]) == Forwarding()


@pytest.fixture
def centre(line: Line) -> Wire:
    """The mediation centre of 洪泽."""
    return line("centre")


@pytest.fixture
def record(court: Wire) -> str:
    """The record of a pre-filing notice, received on 4 September, that concerns the market and the land agency."""
    case_id: str = court.report(pre_filing()).json()["case_id"]
    return case_id


def body(**change: Any) -> dict[str, Any]:
    """What the centre told the agency on 7 September."""
    return {"notified_on": "2026-09-07", "method": "公文交换", "advice": "请确定承办人，做好应诉准备（样例）"} | change


def path(case_id: str, agency: str = MARKET) -> str:
    return f"/cases/{case_id}/forwardings/{agency}"


def test_the_centre_tells_an_agency_and_the_record_says_so(centre: Wire, market: Wire, record: str, ledger: Ledger) -> None:
    before = centre.get(path(record))
    assert (before.status_code, before.headers["ETag"], before.json()["notified_on"]) == (200, '"0"', None)

    answer = centre.post(path(record), body(), version=0)

    assert (answer.status_code, answer.headers["ETag"]) == (201, '"1"')
    shown = answer.json()
    assert (shown["case_id"], shown["case_no"], shown["agency"]["agency_id"]) == (record, PRE_FILING_NO, MARKET)
    assert (shown["received_on"], shown["notified_on"], shown["method"]) == ("2026-09-04", "2026-09-07", "公文交换")
    assert shown["advice"] == "请确定承办人，做好应诉准备（样例）"
    assert market.get(path(record)).json() == shown
    entry = ledger.load_case(record, ("320813",))[-1]
    assert (entry.topic, entry.jurisdiction, str(entry.occurred_on)) == (
        "intake.agency_notified_of_pre_filing.v1",
        "320813",
        "2026-09-07",
    )
    assert entry.stream == f"forwarding-{record.removeprefix('case-')}-{MARKET.removeprefix('agency-')}"
    assert "应诉准备".encode() not in entry.payload


def test_any_record_of_the_dispute_finds_the_notice(court: Wire, centre: Wire, record: str) -> None:
    referred = court.report(referral()).json()["case_id"]
    filed = court.report(filing(pre_case_nos=[PRE_FILING_NO])).json()["case_id"]

    assert centre.post(path(filed), body(), version=0).json()["case_id"] == record
    again = centre.post(path(referred, LAND), body(), version=0)
    assert (again.status_code, again.json()["case_id"]) == (201, record)
    assert [centre.get(path(case_id)).json()["notified_on"] for case_id in (referred, filed, record)] == ["2026-09-07"] * 3


def test_a_repeat_under_its_key_changes_nothing_and_another_is_refused(centre: Wire, record: str, topics: Topics) -> None:
    answers = [centre.post(path(record), body(), key="k", version=0) for _ in range(2)]
    assert [answer.content for answer in answers] == [answers[0].content] * 2

    assert centre.post(path(record), body(), version=0).status_code == 412
    refusal = centre.post(path(record), body(), version=1)
    assert (refusal.status_code, refusal.json()["code"], refusal.json()["clauses"]) == (409, "already-forwarded", ["HZ-5.2"])
    assert centre.post(path(record), body()).status_code == 428
    assert topics().count("intake.agency_notified_of_pre_filing.v1") == 1


def test_a_repeat_answers_with_what_it_recorded_also_when_the_court_has_told_again(
    court: Wire, centre: Wire, record: str
) -> None:
    referred = court.report(referral()).json()["case_id"]
    first = centre.post(path(referred), body(), key="k", version=0)
    second = pre_filing(
        message_id="p-9", case_no="（2026）苏0813行诉前立6号", occurred_on="2026-09-08", pre_case_nos=[REFERRAL_NO]
    )
    later = court.report(second).json()["case_id"]
    assert centre.get(path(referred)).json()["case_id"] == later

    again = centre.post(path(referred), body(), key="k", version=0)
    assert (again.status_code, again.headers["ETag"], again.json()) == (201, '"1"', first.json())
    assert again.json()["case_id"] == record


def test_two_that_tell_an_agency_at_once_one_is_first(centre: Wire, record: str, topics: Topics) -> None:
    request: dict[str, Any] = {"json": body()}
    answers = centre.together([("POST", path(record), request | {"headers": write_headers(version=0)}) for _ in range(3)])

    assert sorted(answer.status_code for answer in answers) == [201, 412, 412]
    assert topics().count("intake.agency_notified_of_pre_filing.v1") == 1


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"advice": " "}, 422, "advice-missing"),
        ({"advice": "\u200b"}, 422, "advice-missing"),
        ({"advice": "\u3000\u3164"}, 422, "advice-missing"),
        ({"notified_on": "2026-09-03"}, 422, "forwarded-before-notice"),
        ({"notified_on": "2026-09-17"}, 422, "future-fact"),
    ],
)
def test_what_cannot_be_told_leaves_nothing_behind(
    centre: Wire, record: str, topics: Topics, subjects: Callable[[], set[str]], change: dict[str, Any], status: int, code: str
) -> None:
    refusal = centre.post(path(record), body(**change), version=0)

    problem = refusal.json()
    assert (refusal.status_code, problem["code"], problem["clauses"]) == (status, code, ["HZ-5.2"])
    assert "intake.agency_notified_of_pre_filing.v1" not in topics()
    assert [subject for subject in subjects() if subject.startswith("forwarding-")] == []


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"advice": "做好\u202e应诉准备"}, "/advice"),
        ({"advice": "做好\u200b应诉准备"}, "/advice"),
        ({"method": "公文\n交换"}, "/method"),
        ({"method": "\u200b"}, "/method"),
    ],
    ids=ascii,
)
def test_what_an_agency_is_told_hides_nothing(
    centre: Wire, record: str, topics: Topics, change: dict[str, Any], pointer: str
) -> None:
    refusal = centre.post(path(record), body(**change), version=0)

    assert refusal.status_code == 422
    assert [(flaw["pointer"], flaw["code"]) for flaw in refusal.json()["errors"]] == [(pointer, "text-unreadable")]
    assert "intake.agency_notified_of_pre_filing.v1" not in topics()


def test_advice_may_have_lines(centre: Wire, record: str) -> None:
    advice = "一、确定承办人；\n二、整理　案卷 😀。"

    assert centre.post(path(record), body(advice=advice), version=0).json()["advice"] == advice


def test_advice_that_is_left_out_is_refused_by_the_clause_that_asks_for_it(centre: Wire, record: str) -> None:
    without = {"notified_on": "2026-09-07"}
    refusal = centre.post(path(record), without, version=0)

    assert (refusal.status_code, refusal.json()["code"]) == (422, "advice-missing")
    assert "《十项机制》第五项，通报须告知案涉行政机关做好应诉准备工作" in refusal.json()["detail"]


def test_nothing_is_passed_on_before_the_court_has_told_of_it(court: Wire, centre: Wire) -> None:
    referred = court.report(referral()).json()["case_id"]

    refusal = centre.post(path(referred), body(), version=0)
    assert (refusal.status_code, refusal.json()["code"]) == (409, "no-pre-filing-notice")
    missing = centre.get(path(referred))
    assert (missing.status_code, missing.json()["code"]) == (404, "forwarding-not-found")


def test_only_those_whom_the_notice_names_are_told(court: Wire, centre: Wire) -> None:
    record = court.report(pre_filing(agency_codes=[MARKET_CODE])).json()["case_id"]

    refusal = centre.post(path(record, LAND), body(), version=0)
    assert (refusal.status_code, refusal.json()["code"]) == (409, "agency-not-concerned")
    assert centre.get(path(record, LAND)).status_code == 404


def test_a_notice_that_was_taken_back_is_not_passed_on_any_more(court: Wire, centre: Wire, record: str) -> None:
    court.report(pre_filing_withdrawal())

    refusal = centre.post(path(record), body(notified_on="2026-09-09"), version=0)
    assert (refusal.status_code, refusal.json()["code"]) == (409, "pre-filing-withdrawn")
    told = centre.post(path(record), body(notified_on="2026-09-08"), version=0)
    assert (told.status_code, told.json()["withdrawn_on"]) == (201, "2026-09-08")


def test_each_centre_tells_the_agencies_of_its_own_jurisdiction(
    court: Wire, centre: Wire, line: Line, subjects: Callable[[], set[str]]
) -> None:
    record = court.report(pre_filing(agency_codes=[MARKET_CODE, NEIGHBOUR_CODE])).json()["case_id"]

    refusal = centre.post(path(record, NEIGHBOUR), body(), version=0)
    assert (refusal.status_code, refusal.json()["code"]) == (403, "jurisdiction-denied")
    assert [subject for subject in subjects() if subject.startswith("forwarding-")] == []
    assert line("other-centre").post(path(record, NEIGHBOUR), body(), version=0).status_code == 201


def test_others_neither_tell_nor_read_what_is_not_theirs(line: Line, centre: Wire, record: str) -> None:
    centre.post(path(record), body(), version=0)

    for client in ("court", "market", "supervisor", "auditor", "administrator"):
        assert line(client).post(path(record, LAND), body(), version=0).status_code == 403
    assert line("court").get(path(record)).status_code == 403
    refusal = line("land").get(path(record))
    assert (refusal.status_code, refusal.json()["code"]) == (404, "forwarding-not-found")
    assert line("other-centre").get(path(record)).json()["code"] == "case-not-found"
    assert line("supervisor").get(path(record)).json()["advice"] == "请确定承办人，做好应诉准备（样例）"


def test_the_version_is_for_deciding_and_saves_no_reading(centre: Wire, record: str) -> None:
    answer = centre.send("GET", path(record), headers={"If-None-Match": '"0"'})

    assert (answer.status_code, answer.headers["ETag"]) == (200, '"0"')


WHY = {"reason": "录入有误（样例）"}


def test_what_was_told_is_corrected_and_voided_and_the_original_stays(
    centre: Wire, market: Wire, record: str, topics: Topics
) -> None:
    entry = centre.post(path(record), body(), version=0).json()["event_id"]

    right = {**WHY, "content": body(notified_on="2026-09-04", advice="请做好应诉准备（样例）")}
    done = centre.post(f"{path(record)}/correction", right, version=1)
    assert (done.status_code, done.headers["ETag"]) == (201, '"3"'), done.text
    assert (done.json()["event_id"], done.json()["notified_on"]) == (entry, "2026-09-04")
    assert market.get(path(record)).json() == done.json()

    gone = centre.post(f"{path(record)}/voiding", WHY, version=3)
    assert (gone.status_code, gone.json()["notified_on"]) == (201, None), gone.text
    for what in ("voiding", "correction"):
        refused = centre.post(f"{path(record)}/{what}", right if what == "correction" else WHY, version=4)
        assert (refused.status_code, refused.json()["code"]) == (404, "entry-not-found"), refused.text
    again = centre.post(path(record), body(), version=4)
    assert (again.status_code, again.json()["notified_on"]) == (201, "2026-09-07"), again.text
    assert topics().count("intake.agency_notified_of_pre_filing.v1") == 3


def test_a_correction_of_what_was_told_is_checked_as_the_form_is(centre: Wire, market: Wire, record: str) -> None:
    centre.post(path(record), body(), version=0)
    for content, code in ((body(notified_on="2026-09-03"), "forwarded-before-notice"), (body(notified_on=7), "request-invalid")):
        refused = centre.post(f"{path(record)}/correction", {**WHY, "content": content}, version=1)
        assert (refused.status_code, refused.json()["code"]) == (422, code), refused.text
        assert [one["pointer"] for one in refused.json()["errors"]] == ["/content/notified_on"]
    assert market.post(f"{path(record)}/voiding", WHY, version=1).status_code == 403
