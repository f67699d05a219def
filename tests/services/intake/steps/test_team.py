"""Who works on a case and what its papers are, over HTTP: recorded sealed, for whom it is, refused with the reason."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.services.intake.cast import filing
from tests.services.intake.files.test_routes import upload
from tests.services.intake.steps.test_reporting import own
from tests.wire import Wire
from yingsu.ledger.store import Ledger

Topics = Callable[[], list[str]]
Calling = Callable[[str], Wire]

STEPS: list[tuple[str, dict[str, Any], str]] = [
    (
        "handlers",
        {"assigned_on": "2026-09-12", "person": {"name": "示例王某"}, "tasks": ["report"]},
        "安排专人：案件报备",
    ),
    ("case-teams", {"formed_on": "2026-09-12", "business": [{"name": "示例王某"}]}, "成立案件专班"),
    ("participants", {"added_on": "2026-09-12", "role": "mediator", "person": {"name": "示例王某"}}, "调解员参与"),
    (
        "agents",
        {"appointed_on": "2026-09-12", "agent": {"name": "示例王某"}, "agent_type": "law_firm"},
        "委托诉讼代理人：律师事务所律师",
    ),
    ("chief-reviews", {"reviewed_on": "2026-09-12", "by": {"name": "示例王某"}, "post": "局长"}, "主要负责人亲自研究案件"),
    ("explanations", {"explained_on": "2026-09-12", "person": {"name": "示例王某"}}, "指定专人释明和调处"),
    ("answer-papers", {"filed_on": "2026-09-12", "facts": ["示例王某的笔录"]}, "制作答辩状和证据依据清单"),
    (
        "superior-reports",
        {"reported_on": "2026-09-12", "authority": "示例市主管局（样例）", "content": "示例王某"},
        "向示例市主管局（样例）汇报",
    ),
    (
        "leader-participations",
        {
            "participated_on": "2026-09-12",
            "stage": "mediation",
            "leader": {"name": "示例王某"},
            "post": "局长",
            "rank": "principal",
        },
        "负责人（正职）参与调解",
    ),
    (
        "contacts",
        {"contacted_on": "2026-09-12", "contacted": "mediator", "by_role": "responsible_unit", "content": "示例王某"},
        "登记对接",
    ),
    (
        "non-litigation-channels",
        {"offered_on": "2026-08-12", "channel": "other", "other": "公证", "content": "示例王某"},
        "引导当事人通过公证化解",
    ),
]


@pytest.fixture
def case_id(court: Wire) -> str:
    """A case filed on 7 September against two agencies."""
    found: str = court.report(filing()).json()["case_id"]
    return found


@pytest.mark.parametrize(("name", "body", "title"), STEPS, ids=[step[0] for step in STEPS])
def test_a_step_is_sealed_and_for_the_agency_and_the_supervisor_alone(
    line: Calling, market: Wire, ledger: Ledger, case_id: str, name: str, body: dict[str, Any], title: str
) -> None:
    written = market.post(f"{own(case_id)}/{name}", body, version=0)
    assert (written.status_code, written.json()["title"]) == (201, title), written.text
    assert "示例王某" in str(written.json()["content"])
    topic = written.json()["topic"]
    (stored,) = [entry for entry in ledger.read_all(0, 1000) if entry.topic == topic]
    assert "示例王某" not in stored.payload.decode()

    def sees(client: str) -> bool:
        return topic in [shown["topic"] for shown in line(client).get(f"/cases/{case_id}/timeline").json()]

    centre = name == "explanations"
    assert [sees(client) for client in ("market", "supervisor", "auditor", "court", "land", "centre")] == [
        True,
        True,
        True,
        False,
        False,
        centre,
    ]


REFUSED: list[tuple[str, dict[str, Any], str, str]] = [
    ("case-teams", {"formed_on": "2026-09-12"}, "nobody-named", "专班"),
    ("participants", {"added_on": "2026-09-12", "role": "mediator"}, "nobody-named", "姓名"),
    ("explanations", {"explained_on": "2026-09-12"}, "nobody-named", "专人"),
    ("answer-papers", {"filed_on": "2026-09-12"}, "answer-papers-empty", "第六十七条"),
    ("court-informations", {"informed_on": "2026-09-12"}, "nothing-told", "第八十一条"),
    ("non-litigation-channels", {"offered_on": "2026-09-12", "channel": "other"}, "channel-not-named", "名称"),
    (
        "non-litigation-channels",
        {"offered_on": "2026-09-12", "channel": "petition", "other": "公证"},
        "channel-not-named",
        "名称",
    ),
    ("handlers", {"assigned_on": "2026-09-12", "person": {"name": "示例王某"}, "tasks": []}, "request-invalid", ""),
]


@pytest.mark.parametrize(("name", "body", "code", "said"), REFUSED, ids=[f"{step[0]}-{step[2]}" for step in REFUSED])
def test_a_step_that_says_nothing_is_refused(
    market: Wire, case_id: str, topics: Topics, name: str, body: dict[str, Any], code: str, said: str
) -> None:
    before = len(topics())
    refused = market.post(f"{own(case_id)}/{name}", body, version=0)
    assert (refused.status_code, refused.json()["code"]) == (422, code), refused.text
    assert said in refused.json()["detail"]
    assert len(topics()) == before


def test_only_what_may_precede_the_filing_is_recorded_with_a_day_before_it(market: Wire, case_id: str) -> None:
    early = {"assigned_on": "2026-09-01", "person": {"name": "示例王某"}, "tasks": ["report"]}
    refused = market.post(f"{own(case_id)}/handlers", early, version=0)
    assert (refused.status_code, refused.json()["code"]) == (422, "date-order")
    offered = {"offered_on": "2026-09-01", "channel": "mediation"}
    assert market.post(f"{own(case_id)}/non-litigation-channels", offered, version=0).status_code == 201


def test_the_papers_of_an_answer_are_opened_to_their_agency_and_not_to_the_court_or_the_other_defendant(
    line: Calling, market: Wire, case_id: str, project: Callable[[], None]
) -> None:
    file = upload(market).json()["file_id"]
    market.post(f"{own(case_id)}/answer-papers", {"filed_on": "2026-09-12", "file": file}, version=0)
    paper = upload(market).json()["file_id"]
    market.post(f"{own(case_id)}/court-informations", {"informed_on": "2026-09-13", "file": paper}, version=1)
    project()
    opened = {
        client: [line(client).get(f"/files/{one}/content").status_code for one in (file, paper)]
        for client in ("market", "supervisor", "court", "land")
    }
    assert opened == {"market": [200, 200], "supervisor": [200, 200], "court": [404, 200], "land": [404, 404]}


def test_a_list_of_evidence_too_long_for_one_entry_is_refused_by_its_longest_part(market: Wire, case_id: str) -> None:
    body = {"filed_on": "2026-09-12", "facts": ["证" * 200] * 100, "law": ["法" * 200] * 50}
    refused = market.post(f"{own(case_id)}/answer-papers", body, version=0)
    assert (refused.status_code, refused.json()["code"]) == (422, "step-too-long"), refused.text
    assert "事实证据" in refused.json()["detail"]
