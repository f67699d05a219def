"""Who is to appear, over HTTP: what is recorded, who sees it, and what is refused with its reason."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.services.intake.cast import LAND, filing, hearing
from tests.services.intake.steps.test_reporting import own
from tests.wire import Wire

Topics = Callable[[], list[str]]
Calling = Callable[[str], Wire]

LEADER: dict[str, Any] = {
    "designated_on": "2026-09-12",
    "hearing_no": 1,
    "leader": {"name": "示例李某"},
    "post": "副局长",
    "rank": "deputy",
}
CHANGE: dict[str, Any] = {
    "changed_on": "2026-09-13",
    "hearing_no": 1,
    "leader": {"name": "示例孙某"},
    "post": "局长",
    "rank": "principal",
    "reason": "原定负责人另有公务",
}
ABSENCE: dict[str, Any] = {
    "explained_on": "2026-09-12",
    "hearing_on": "2026-09-14",
    "reason": "accident",
    "explanation": "车辆故障（样例）",
    "signed": "seal",
}


@pytest.fixture
def case_id(court: Wire) -> str:
    """A case against two agencies, with a hearing on 14 September."""
    found: str = court.report(filing()).json()["case_id"]
    court.report(hearing())
    return found


def designated(wire: Wire, case_id: str) -> dict[str, Any] | None:
    """The leader of the market agency as the case shows it to a client."""
    (shown,) = wire.get(f"/cases/{case_id}").json()["hearings"]
    found: dict[str, Any] | None = shown["appeared"][0]["designated"]
    return found


def test_a_leader_is_designated_and_changed_before_the_hearing_and_the_court_and_the_others_see_neither(
    line: Calling, market: Wire, case_id: str
) -> None:
    first = market.post(f"{own(case_id)}/leaders", LEADER, version=0)
    assert (first.status_code, first.json()["title"]) == (201, "确定出庭负责人：副职"), first.text
    again = market.post(f"{own(case_id)}/leaders", LEADER, version=1)
    assert (again.status_code, again.json()["code"], "更换" in again.json()["detail"]) == (409, "leader-already-designated", True)
    assert market.post(f"{own(case_id)}/leader-changes", CHANGE, version=1).status_code == 201
    assert designated(market, case_id) == {
        "leader": "示例孙某",
        "post": "局长",
        "rank": "principal",
        "designated_on": "2026-09-13",
        "changed": True,
    }
    assert [designated(line(client), case_id) for client in ("court", "land", "centre")] == [None, None, None]


def test_an_explanation_is_for_the_court_and_its_words_not_for_the_other_defendants(
    line: Calling, market: Wire, case_id: str
) -> None:
    assert market.post(f"{own(case_id)}/absence-explanations", ABSENCE, version=0).status_code == 201

    def topics(client: str) -> list[str]:
        return [shown["topic"] for shown in line(client).get(f"/cases/{case_id}/timeline").json()]

    assert ["intake.absence_explained.v1" in topics(client) for client in ("court", "land")] == [True, True]
    (step,) = line("land").get(f"{own(case_id)}/steps").json()["steps"]
    assert step["content"]["explanation"] == "（不予显示）"


REFUSED: list[tuple[str, str, dict[str, Any], int, str, str]] = [
    ("a hearing that is not fixed", "leaders", LEADER | {"hearing_no": 2}, 409, "hearing-not-on-record", "第三条"),
    ("the leader of another body", "leaders", LEADER | {"leader_agency": LAND}, 422, "leader-of-another-body", "第二条"),
    ("a change of nobody", "leader-changes", CHANGE, 409, "no-leader-designated", "第三条"),
    ("no word and no paper", "absence-explanations", ABSENCE | {"explanation": None}, 422, "absence-not-explained", "第九条"),
    ("another day", "absence-explanations", ABSENCE | {"hearing_on": "2026-09-15"}, 409, "hearing-not-on-record", "2026-09-14"),
    (
        "staff for another day",
        "delegations",
        {"delegated_on": "2026-09-12", "hearing_on": "2026-09-15", "persons": [{"name": "示例王某"}]},
        409,
        "hearing-not-on-record",
        "2026-09-14",
    ),
]


@pytest.mark.parametrize(
    ("name", "body", "status", "code", "said"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED]
)
def test_what_does_not_fit_is_refused_with_its_clause(
    market: Wire, case_id: str, topics: Topics, name: str, body: dict[str, Any], status: int, code: str, said: str
) -> None:
    before = len(topics())
    refused = market.post(f"{own(case_id)}/{name}", body, version=0)
    assert (refused.status_code, refused.json()["code"]) == (status, code), refused.text
    assert said in refused.json()["detail"]
    assert len(topics()) == before


def test_a_leader_is_changed_until_the_hearing_and_not_after(market: Wire, case_id: str) -> None:
    market.post(f"{own(case_id)}/leaders", LEADER, version=0)
    late = market.post(f"{own(case_id)}/leader-changes", CHANGE | {"changed_on": "2026-09-15"}, version=1)
    assert (late.status_code, late.json()["code"], "第五条" in late.json()["detail"]) == (422, "date-order", True)


def test_a_lone_defendant_has_no_other_whose_leader_could_appear(court: Wire, line: Calling) -> None:
    alone = filing(message_id="f-alone", case_no="（2026）苏0813行初99号")
    alone["defendants"] = alone["defendants"][:1]
    case_id = court.report(alone).json()["case_id"]
    court.report(hearing(message_id="h-alone", case_no="（2026）苏0813行初99号"))
    refused = line("market").post(f"{own(case_id)}/absence-explanations", ABSENCE | {"reason": "joint_defendants"}, version=0)
    assert (refused.status_code, refused.json()["code"]) == (422, "absence-not-explained")
    assert "第三条" in refused.json()["detail"]


def test_who_appeared_is_no_leader_of_a_body_below(market: Wire, case_id: str) -> None:
    body = {
        "hearing_on": "2026-09-14",
        "leader": {"name": "示例李某"},
        "leader_post": "主任",
        "rank": "principal",
        "leader_agency": LAND,
    }
    refused = market.post(f"{own(case_id)}/attendances", body, version=0)
    assert (refused.status_code, refused.json()["code"]) == (422, "leader-of-another-body")
    assert "工作人员" in refused.json()["detail"]
