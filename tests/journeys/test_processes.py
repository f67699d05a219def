"""Every service and two projectors in processes of their own, on one database: the demo's three cases are played over HTTP; where the
leading projector is killed, the other one takes over its views and its reactions."""

import random
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest

from services.registry import samples
from tests.journeys.clients import Clients
from tests.journeys.mediated import RETURN, UP_TO_THE_RETURN, Journey
from tests.journeys.separate import FOLLOWED, PROJECTORS, Processes
from tests.services.intake.cast import LAND_CODE, MARKET_CODE, answer, filing, service
from tests.whole import CENTRE, COURT, LAND_OA, MARKET_OA, SUPERVISOR
from yingsu.composition import SERVICES
from yingsu.schema import schema_version, versions

CASE_NO = "（2025）苏0813行初12号"
STANDINGS = ["overdue", "due_today", "not_due", "satisfied", "cancelled"]
STEPS = [
    "确定责任领导、联络人并报送初步调处意向方案：自收到《行政争议调处交办通知书》（2026年3月31日）起3个工作日内。",
    "2026年3月31日（星期二）为起算当日，不计入，自次日2026年4月1日（星期三）起计算。",
    "计入2026年4月1日、2日、3日，共3个工作日，期限于2026年4月3日（星期五）届满。",
]


@pytest.fixture
def processes(fresh: str, tmp_path: Path) -> Iterator[Processes]:
    """An installation whose database has no tables yet; nothing runs."""
    made = Processes(tmp_path, fresh)
    try:
        made.provision()
        yield made
    finally:
        made.close()


@pytest.fixture
def clients(processes: Processes) -> Iterator[Clients]:
    """The client systems."""
    with closing(Clients(processes.folder, processes.addresses)) as made:
        yield made


def test_the_three_cases_are_played_across_processes(processes: Processes, clients: Clients) -> None:
    processes.start(*SERVICES, *PROJECTORS)
    _all_wait_for_the_tables_and_make_none(processes)

    settled, terminated = Journey(clients, 3), Journey(clients, 8)
    settled.settle()
    mediation = clients.get(CENTRE, f"/v1/mediation/mediations/{settled.mediation}").json()
    assert (mediation["status"], mediation["settlement"]["effective_on"]) == ("closed_settled", "2026-02-26")
    _the_centre_reads_what_the_court_uploaded(clients, settled)

    terminated.terminate(random.Random(8))  # noqa: S311 (disorder, not secrecy)
    processes.until(["（2026）苏0813行诉前调8号"], lambda: _collected(clients))
    _three_numbers_are_one_dispute(clients, terminated)
    _the_late_plan_is_shown_with_clause_and_steps(clients, terminated)

    filed_id = _file_and_serve(clients)
    for client, agency, day in ((LAND_OA, samples.RESOURCES, "2025-09-23"), (MARKET_OA, samples.MARKET, "2025-10-09")):
        _submit(clients, client, filed_id, agency, day)
    both_answered = {samples.RESOURCES: ("2025-09-24", "satisfied"), samples.MARKET: ("2025-10-09", "satisfied")}
    processes.until(both_answered, lambda: _answers(clients, filed_id))

    assert processes.stop() == dict.fromkeys([*SERVICES, *PROJECTORS], 0)
    for name in (*SERVICES, *PROJECTORS):
        assert processes.said(name).endswith("已停止。\n"), name


def test_a_killed_projector_is_replaced_in_views_and_reactions(processes: Processes, clients: Clients) -> None:
    leading, standing_by = PROJECTORS
    processes.initialise()
    processes.start(*SERVICES, leading)
    processes.await_ready(*SERVICES)
    processes.until(dict.fromkeys(FOLLOWED, leading), processes.leaders)
    processes.start(standing_by)
    processes.await_ready(standing_by)

    before, after = Journey(clients, 11), Journey(clients, 12)
    before.refer("b-01-referral")
    before.take(UP_TO_THE_RETURN)
    filed_id = _file_and_serve(clients)
    both_overdue = {samples.RESOURCES: ("2025-09-24", "overdue"), samples.MARKET: ("2025-10-09", "overdue")}
    processes.until(both_overdue, lambda: _answers(clients, filed_id))
    assert processes.leaders() == dict.fromkeys(FOLLOWED, leading)

    processes.kill(leading)
    _submit(clients, MARKET_OA, filed_id, samples.MARKET, "2025-10-09")
    before.take(RETURN)
    after.refer("b-01-referral")
    assert after.mediation != before.mediation
    assert before.collect()["letter_no"] == "洪示调函〔2026〕2号（样例）"
    processes.until(both_overdue | {samples.MARKET: ("2025-10-09", "satisfied")}, lambda: _answers(clients, filed_id))
    processes.until(dict.fromkeys(FOLLOWED, standing_by), processes.leaders)

    assert processes.stop() == dict.fromkeys([*SERVICES, standing_by], 0)


def _all_wait_for_the_tables_and_make_none(processes: Processes) -> None:
    for name in processes.running:
        processes.await_word(name, "waiting for schema version")
    assert schema_version(processes.url) is None
    processes.initialise()
    assert schema_version(processes.url) == versions()[-1]
    processes.await_ready(*SERVICES, *PROJECTORS)
    for name in SERVICES:
        assert "已启动" in processes.said(name)
        listed = httpx.get(f"{processes.addresses[name]}/", trust_env=False).json()["services"]
        assert [one["name"] for one in listed] == [name]


def _the_centre_reads_what_the_court_uploaded(clients: Clients, journey: Journey) -> None:
    """The file came in with the referral, through the process of intake; it is open to the centre by the referral."""
    mediation = clients.get(CENTRE, f"/v1/mediation/mediations/{journey.mediation}").json()
    file = mediation["materials"][0]["file"]
    read = clients.get(CENTRE, f"/v1/intake/files/{file}/content")
    assert (read.content, read.headers["content-type"]) == (journey.files[file], "application/pdf")


def _collected(clients: Clients) -> list[str]:
    """The numbers of the matters whose letter the court has confirmed."""
    return [letter["case_no"] for letter in clients.get(COURT, "/v1/intake/court/letters", collected="yes").json()]


def _three_numbers_are_one_dispute(clients: Clients, journey: Journey) -> None:
    found = [
        clients.get(SUPERVISOR, f"/v1/intake/cases/by-number/{journey.number(kind)}").json()
        for kind in ("行诉前调", "行诉前立", "行初")
    ]
    assert {case["case_id"] for case in found} == {journey.case_id}
    topics = [line["topic"] for line in clients.get(COURT, f"/v1/intake/cases/{journey.case_id}/timeline").json()]
    assert "intake.pre_litigation_referred.v1" in topics
    assert [topic for topic in topics if topic.startswith("mediation.")] == []


def _the_late_plan_is_shown_with_clause_and_steps(clients: Clients, journey: Journey) -> None:
    item = clients.await_seen(lambda: _late_plan(clients, journey.case_id))
    assert (item["agency_id"], item["due"], item["satisfied_on"]) == (samples.RESOURCES, "2026-04-03", "2026-04-08")
    assert (item["late_days"], item["clauses"]) == (5, ["HZ-4.3"])
    assert item["quotes"][0].startswith("案涉行政机关收到通知后3个工作日内确定负责化解工作的责任领导")
    explained = clients.get(SUPERVISOR, f"/v1/notify/obligations/{item['obligation_id']}/explain").json()
    assert [step["text"] for step in explained["steps"]] == STEPS

    lines = clients.get(SUPERVISOR, f"/v1/intake/cases/{journey.case_id}/timeline").json()
    late = [(line["topic"], finding) for line in lines for finding in line["findings"] if finding["outcome"] == "late"]
    ((topic, finding),) = late
    assert topic == "mediation.mediation_plan_submitted.v1"
    assert (finding["due"], finding["late_days"]) == ("2026-04-03", 5)
    assert finding["authority"].endswith("第四项（HZ-4.3）")
    assert [step["text"] for step in finding["steps"]] == STEPS


def _late_plan(clients: Clients, case_id: str) -> dict[str, Any] | None:
    """The late plan on the board of the supervising bureau, once it and all that is beside it are there."""
    items = clients.get(SUPERVISOR, "/v1/notify/obligations", case_id=case_id, standing=STANDINGS).json()["obligations"]
    answers = [item["outcome"] for item in items if item["code"] == "statutory_answer"]
    late: list[dict[str, Any]] = [item for item in items if item["outcome"] == "late"]
    return late[0] if answers == ["on_time", "on_time"] and len(late) == 1 else None


def _file_and_serve(clients: Clients) -> str:
    """The case of the tests a year earlier, its first message before the filing; returns its id."""
    early = _report(clients, service(message_id="m-land", agency_code=LAND_CODE, occurred_on="2025-09-09"))
    assert early["status"] == "parked"
    filed = _report(clients, filing(occurred_on="2025-09-08"))
    _report(clients, service(message_id="m-market", agency_code=MARKET_CODE, occurred_on="2025-09-16"))
    assert clients.get(COURT, "/v1/intake/court/messages/m-land").json()["status"] == "applied"
    return str(filed["case_id"])


def _report(clients: Clients, body: dict[str, Any]) -> dict[str, Any]:
    """The court sends a message; returns the receipt."""
    receipt: dict[str, Any] = clients.tell(COURT, body | {"case_no": CASE_NO})
    return receipt


def _submit(clients: Clients, client: str, case_id: str, agency: str, day: str) -> None:
    """An agency's OA system records its answer."""
    path = f"/v1/intake/cases/{case_id}/responses/{agency}"
    clients.post(client, f"{path}/answer", answer(submitted_on=day), clients.version(client, path))


def _answers(clients: Clients, case_id: str) -> dict[str, tuple[str, str]]:
    """The board of the supervising bureau: due day and standing of the statutory answer, by agency."""
    shown = clients.get(SUPERVISOR, "/v1/notify/obligations", case_id=case_id, code="statutory_answer", standing=STANDINGS).json()
    return {one["agency_id"]: (one["due"], one["standing"]) for one in shown["obligations"]}
